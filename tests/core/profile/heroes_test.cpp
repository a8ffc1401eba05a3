#include "profile/visitor.h"

namespace tactful::testing {
namespace {

PackBuilder shop() {
  PackBuilder b = plain_shop();
  b.slots = {{"home-hero", {}}, {"side", {"a"}}};
  for (int i = 0; i < 40; ++i) b.slots[0].second.push_back("h" + std::to_string(i));
  return b;
}

std::uint64_t hash(const std::string& variant, const std::string& slot = "home-hero") {
  return hash64(bytes_of(variant), hash64(bytes_of(slot)));
}

Params promotion(const std::string& variant, const std::string& slot = "home-hero") {
  return Params().text("promotion_id", "autumn").text("creative_slot", slot).text("creative_name", variant);
}

TEST(Heroes, CountSeenClickedDismissed) {
  Visitor v(shop());
  v.event(kStart, "view_promotion", promotion("h1"));
  v.event(kStart + 1000, "view_promotion", Params().items({promotion("h1"), promotion("a", "side")}));
  Exposure e = v.profile.exposure(hash("h1"));
  EXPECT_EQ(e.impressions, 2u);
  EXPECT_EQ(e.unclicked, 2u);
  EXPECT_EQ(e.last_seen_ms, kStart + 1000);
  EXPECT_EQ(e.dismissed_ms, -1);
  v.event(kStart + 2000, "select_promotion", promotion("h1"));
  v.event(kStart + 3000, "dismiss_promotion", promotion("h1"));
  e = v.profile.exposure(hash("h1"));
  EXPECT_EQ(e.clicks, 1u);
  EXPECT_EQ(e.unclicked, 0u);
  EXPECT_EQ(e.impressions, 2u);
  EXPECT_EQ(e.dismissed_ms, kStart + 3000);
  EXPECT_EQ(v.profile.exposure(hash("a", "side")).impressions, 1u);
  EXPECT_EQ(v.profile.exposure(hash("h2")).last_seen_ms, -1);
  EXPECT_EQ(v.profile.last_shown(hash64("home-hero")), hash("h1"));
  EXPECT_EQ(v.profile.last_shown(hash64("side")), hash("a", "side"));
  EXPECT_EQ(v.profile.last_shown(hash64("elsewhere")), 0u);
}

TEST(Heroes, IgnorePromotionsOfTheSitesOwn) {
  Visitor v(shop());
  v.event(kStart, "view_promotion", promotion("summer sale", "banner"));
  EXPECT_EQ(v.profile.exposure(hash("summer sale", "banner")).impressions, 0u);
}

TEST(Heroes, WindowsRollExactly) {
  Visitor v(shop());
  for (int day = 0; day < 8; ++day) v.event(kStart + day * kDay + 1000 * day, "view_promotion", promotion("h1"));
  const std::int64_t now = kStart + 7 * kDay + 7000;
  const auto capped = [&](std::uint32_t most, std::uint32_t days, std::int64_t at, std::int64_t* until = nullptr) {
    std::int64_t ends = INT64_MAX;
    const bool answer = v.profile.capped(hash("h1"), most, days, at, ends);
    if (until) *until = ends;
    return answer;
  };
  EXPECT_TRUE(capped(1, 1, now) && !capped(2, 1, now));
  EXPECT_TRUE(capped(7, 7, now) && !capped(8, 7, now));
  EXPECT_TRUE(capped(8, 8, now));
  // The one of day 1 (a second past midnight) leaves its window of seven days a second past midnight of day 8.
  std::int64_t until = 0;
  EXPECT_TRUE(capped(7, 7, kStart + 8 * kDay, &until));
  EXPECT_EQ(until, kStart + 8 * kDay + 1000);
  EXPECT_TRUE(!capped(7, 7, kStart + 8 * kDay + 1000) && capped(6, 7, kStart + 8 * kDay + 1000));
}

// Times of eight impressions are kept, so above that it goes by those and the count of all.
TEST(Heroes, ACapAboveEightHolds) {
  Visitor v(shop());
  std::int64_t ends = INT64_MAX;
  for (int i = 0; i < 9; ++i) v.event(kStart + i * 1000, "view_promotion", promotion("h1"));
  EXPECT_FALSE(v.profile.capped(hash("h1"), 10, 7, kStart + 60'000, ends));
  v.event(kStart + 9000, "view_promotion", promotion("h1"));
  EXPECT_TRUE(v.profile.capped(hash("h1"), 10, 7, kStart + 60'000, ends));
  EXPECT_FALSE(v.profile.capped(hash("h1"), 10, 7, kStart + 8 * kDay, ends));
}

// GA4 lists the products of a promotion as its items.
TEST(Heroes, OnePromotionOfManyProductsCountsOnce) {
  Visitor v(shop());
  const auto product = [](const char* id) { return Params().text("item_id", id); };
  v.event(kStart, "view_promotion", promotion("h1").items({product("1"), product("2"), product("3")}));
  EXPECT_EQ(v.profile.exposure(hash("h1")).impressions, 1u);
  // The name by the item, the slot by the event.
  const auto named = [](const char* variant) { return Params().text("creative_name", variant); };
  v.event(kStart + 1000, "view_promotion", Params().text("creative_slot", "home-hero").items({named("h1"), named("h2")}));
  EXPECT_EQ(v.profile.exposure(hash("h1")).impressions, 2u);
  EXPECT_EQ(v.profile.exposure(hash("h2")).impressions, 1u);
}

TEST(Heroes, TheStalestGoesFirstTheDismissedLast) {
  Visitor v(shop());
  v.event(kStart, "dismiss_promotion", promotion("h0"));
  for (int i = 1; i < 40; ++i) v.event(kStart + i * 1000, "view_promotion", promotion("h" + std::to_string(i)));
  EXPECT_NE(v.profile.exposure(hash("h0")).dismissed_ms, -1);
  EXPECT_EQ(v.profile.exposure(hash("h24")).impressions, 0u);
  EXPECT_EQ(v.profile.exposure(hash("h25")).impressions, 1u);
}

TEST(Heroes, CountsSaturate) {
  Visitor v(shop());
  for (int i = 0; i < 70'000; ++i) v.event(kStart, "view_promotion", promotion("h0"));
  EXPECT_EQ(v.profile.exposure(hash("h0")).impressions, 65'535u);
}

}  // namespace
}  // namespace tactful::testing

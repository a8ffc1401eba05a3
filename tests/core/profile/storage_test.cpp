#include <fstream>
#include <iterator>

#include "profile/visitor.h"

namespace tactful::testing {
namespace {

PackBuilder shop() {
  PackBuilder b = plain_shop();
  b.dimensions.push_back({"tag", {"tag"}, {{"eco"}}, kDimensionAny});
  b.dimensions[0].rest_days = 30;
  b.slots = {{"home-hero", {"a", "b", "c"}}};
  return b;
}

/// A visitor with something in every part of the block.
Visitor known() {
  Visitor v(shop());
  v.profile.set_seed(0x0123456789abcdef);
  v.view(kStart, "trail", 3);
  v.event(kStart + 4 * kMinute, "view_item", Params().text("item_category", "tents").text("tag", "black"));
  v.event(kStart + 5 * kMinute, "view_item", Params().text("tag", "nickel"));
  v.event(kStart + 6 * kMinute, "add_to_cart",
          Params().items({Params().text("item_category", "socks").number("price", 9.5)}));
  v.event(kStart + kDay, "purchase", Params().items({Params().text("item_category", "boots").number("price", 180)}));
  v.event(kStart + kDay, "view_promotion", Params().text("creative_slot", "home-hero").text("creative_name", "b"));
  v.event(kStart + kDay, "dislike", Params().text("dimension", "category").text("value", "road"));
  return v;
}

void seal(std::vector<std::uint8_t>& bytes) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  store(bytes.data() + 8, size);
  store(bytes.data() + 12, checksum32({bytes.data() + 16, size - 16}));
}

/// Asks everything, so that a sanitizer sees what hostile bytes lead to.
void use(Visitor& v) {
  for (const std::int64_t now : {kStart, kStart + 2 * kDay, kStart + 100 * kDay}) {
    for (std::uint32_t n = 0; n < 18; ++n) v.fact(now, n);
    for (std::uint32_t d = 0; d < 2; ++d) {
      const Interest i = v.interest(now, d);
      std::uint8_t out[64];
      ValueWriter w(out, sizeof out);
      i.cart(w);
      i.list(0, true, w);
      std::uint32_t days;
      i.considering(days);
      i.due();
      i.top();
    }
    std::int64_t ends = INT64_MAX;
    v.profile.capped(1, 7, 7, now, ends);
    v.profile.next_stage_ms(v.pack, now);
    v.profile.next_day_ms(now);
    v.profile.last_shown(1);
  }
  v.view(kStart + 3 * kDay, "trail", 2);
  v.event(kStart + 3 * kDay, "view_item", Params().text("tag", "new name"));
  v.event(kStart + 3 * kDay, "scroll");
  v.event(kStart + 3 * kDay, "purchase", Params().text("item_category", "boots"));
  v.event(kStart + 3 * kDay, "view_promotion", Params().text("creative_slot", "home-hero").text("creative_name", "c"));
  v.event(kStart + 200 * kDay, "page_view");
}

TEST(Storage, AnEmptyProfileSavesToo) {
  Visitor v(shop()), w(shop());
  EXPECT_TRUE(v.profile.empty());
  ASSERT_EQ(w.restore(v.save()), kOk);
  EXPECT_TRUE(w.profile.empty());
  EXPECT_EQ(w.save(), v.save());
}

TEST(Storage, RestoringAnywhereChangesNothing) {
  Random random(3);
  Visitor kept(shop()), stored(shop());
  std::int64_t t = kStart;
  const char* const events[] = {"view_item",   "page_view",      "purchase", "scroll",
                                "add_to_cart", "view_item_list", "like"};
  const char* const names[] = {"trail", "road", "tents", "boots", "socks"};
  for (int i = 0; i < 500; ++i) {
    t += random.below(4) == 0 ? random.below(1u << 29) : random.below(100'000);
    const std::string name = names[random.below(5)];
    const Params p = Params()
                         .text("item_category", name)
                         .text("tag", "t" + std::to_string(random.below(30)))
                         .text("dimension", "category")
                         .text("value", name);
    const std::string event = events[random.below(7)];
    kept.event(t, event, p);
    stored.event(t, event, p);
    Visitor next(shop());
    ASSERT_EQ(next.restore(stored.save()), kOk);
    stored = next;
    ASSERT_EQ(stored.save(), kept.save()) << i;
    ASSERT_EQ(stored.list(t + 1000), kept.list(t + 1000)) << i;
  }
}

TEST(Storage, FitsTheGoldenFile) {
  const std::string path = std::string(TACTFUL_SOURCE_DIR) + "/tests/core/profile/golden.profile";
  const auto bytes = known().save();
  if (std::getenv("TACTFUL_UPDATE")) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  std::ifstream file(path, std::ios::binary);
  const std::vector<std::uint8_t> golden{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(bytes, golden) << "the stored form changed: raise its version, then docs/profile-format.md and the file";
  Visitor v(shop());
  ASSERT_EQ(v.restore(golden), kOk);
  EXPECT_EQ(v.top(kStart + kDay + kMinute), known().top(kStart + kDay + kMinute));
}

TEST(Storage, TellsForeignNewerAndDamagedApart) {
  const auto good = known().save();
  Visitor v(shop());
  v.view(kStart, "road");
  const auto before = v.save();
  auto bytes = good;
  bytes[0] ^= 1;
  EXPECT_EQ(v.restore(bytes), kProfileForeign);
  EXPECT_EQ(v.restore({}), kProfileForeign);
  bytes = good;
  bytes[4] = 2;
  EXPECT_EQ(v.restore(bytes), kProfileTooNew);
  bytes = good;
  bytes[6] = 1;
  EXPECT_EQ(v.restore(bytes), kProfileTooNew);
  bytes = good;
  bytes[16] ^= 1;
  seal(bytes);
  EXPECT_EQ(v.restore(bytes), kProfileForeign) << "another site's";
  for (std::size_t size = 8; size < good.size(); ++size)
    ASSERT_EQ(v.restore({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}), kProfileDamaged) << size;
  for (std::size_t bit = 8 * 8; bit < good.size() * 8; ++bit) {
    bytes = good;
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    ASSERT_EQ(v.restore(bytes), kProfileDamaged) << bit;
  }
  EXPECT_EQ(v.save(), before) << "a failed restore changes nothing";
}

TEST(Storage, SealedNonsenseIsRefusedOrHarmless) {
  const auto good = known().save();
  Random random(11);
  int taken = 0;
  for (int round = 0; round < 4000; ++round) {
    auto bytes = good;
    const std::uint32_t changes = 1 + random.below(4);
    for (std::uint32_t i = 0; i < changes; ++i)
      bytes[24 + random.below(static_cast<std::uint32_t>(bytes.size()) - 24)] =
          static_cast<std::uint8_t>(random.below(256));
    if (random.below(8) == 0) bytes.resize(300 + random.below(static_cast<std::uint32_t>(bytes.size()) - 300));
    seal(bytes);
    Visitor v(shop());
    if (v.restore(bytes) != kOk) continue;
    ++taken;
    use(v);
    EXPECT_LE(v.save().size(), kProfileMax);
  }
  EXPECT_GT(taken, 100);
}

TEST(Storage, SurvivesAnotherPackOfTheSite) {
  Visitor v(shop());
  v.view(kStart, "trail", 3);
  v.view(kStart + 5 * kMinute, "road");
  PackBuilder b = plain_shop({"road", "boots"});
  Visitor next(b);
  ASSERT_EQ(next.restore(v.save()), kOk);
  EXPECT_EQ(next.top(kStart + 6 * kMinute), "road");
  EXPECT_GT(next.interest(kStart + 6 * kMinute).other_share(), 0.5) << "what is not listed any more counts as other";
  next.view(kStart + 7 * kMinute, "road");
  Visitor back(shop());
  ASSERT_EQ(back.restore(next.save()), kOk);
  EXPECT_NEAR(back.interest(kStart + 8 * kMinute).evidence(back.ref("trail")), 3, 1e-3);
}

}  // namespace
}  // namespace tactful::testing

#include "profile/visitor.h"

namespace tactful::testing {
namespace {

enum Fact : std::uint32_t {
#define X(number, name) k_##name = number,
#include "profile/facts.def"
#undef X
};

Params item(const std::string& category, double price = 0, double quantity = 1) {
  return Params().text("item_category", category).number("price", price).number("quantity", quantity);
}

TEST(Facts, OfNobodyAreZeroOrNull) {
  const Visitor v(plain_shop());
  EXPECT_EQ(v.fact(kStart, k_visits), "0");
  EXPECT_EQ(v.fact(kStart, k_stage), "new");
  EXPECT_EQ(v.fact(kStart, k_daysSinceLastVisit), "null");
  EXPECT_EQ(v.fact(kStart, k_daysSinceLastPurchase), "null");
  EXPECT_EQ(v.fact(kStart, k_usualHour), "null");
  EXPECT_EQ(v.fact(kStart, k_cartValue), "0");
}

TEST(Facts, AVisitEndsAfterHalfAnHour) {
  Visitor v(plain_shop());
  v.event(kStart, "page_view");
  v.event(kStart + 30 * kMinute, "page_view");
  EXPECT_EQ(v.fact(kStart + 30 * kMinute, k_visits), "1");
  EXPECT_EQ(v.fact(kStart + 30 * kMinute, k_stage), "new");
  v.event(kStart + 60 * kMinute + 1, "page_view");
  EXPECT_EQ(v.fact(kStart + 61 * kMinute, k_visits), "2");
  EXPECT_EQ(v.fact(kStart + 61 * kMinute, k_pageviews), "3");
  EXPECT_EQ(v.fact(kStart + 61 * kMinute, k_stage), "returning");
}

TEST(Facts, DaysSinceTheVisitBeforeThisOne) {
  Visitor v(plain_shop());
  v.event(kStart, "page_view");
  EXPECT_EQ(v.fact(kStart + kMinute, k_daysSinceLastVisit), "null");
  EXPECT_EQ(v.fact(kStart + 10 * kDay, k_daysSinceLastVisit), "10");
  v.event(kStart + 10 * kDay, "page_view");
  EXPECT_EQ(v.fact(kStart + 10 * kDay, k_daysSinceLastVisit), "10") << "the same all through the visit";
  EXPECT_EQ(v.fact(kStart + 11 * kDay, k_daysSinceLastVisit), "1");
}

TEST(Facts, StagesFollowPurchasesAndAbsence) {
  Visitor v(plain_shop());
  v.event(kStart, "purchase", Params().number("value", 20));
  EXPECT_EQ(v.fact(kStart, k_stage), "customer");
  v.event(kStart + 5 * kDay, "purchase", Params().number("value", 5));
  EXPECT_EQ(v.fact(kStart + 5 * kDay, k_stage), "repeat");
  EXPECT_EQ(v.fact(kStart + 185 * kDay - 1, k_stage), "repeat");
  EXPECT_EQ(v.fact(kStart + 185 * kDay, k_stage), "lapsed");
  v.event(kStart + 200 * kDay, "page_view");
  EXPECT_EQ(v.fact(kStart + 200 * kDay, k_stage), "lapsed") << "still, in the visit that brings them back";
  EXPECT_EQ(v.fact(kStart + 201 * kDay, k_stage), "repeat");
}

TEST(Facts, CountPurchasesInTheSitesCurrency) {
  PackBuilder b = plain_shop();
  b.currency = "EUR";
  Visitor v(b);
  v.event(kStart, "purchase", Params().number("value", 19.99).text("currency", "EUR").text("transaction_id", "a"));
  v.event(kStart, "purchase", Params().number("value", 19.99).text("currency", "EUR").text("transaction_id", "a"));
  EXPECT_EQ(v.fact(kStart, k_purchases), "1") << "a page loaded twice";
  v.event(kStart, "purchase", Params().number("value", 100).text("currency", "USD"));
  v.event(kStart, "purchase", Params().items({item("trail", 10, 3), item("road", 0.1)}));
  EXPECT_EQ(v.fact(kStart, k_purchases), "3");
  EXPECT_EQ(v.fact(kStart, k_lifetimeValue), "50.09");
  v.event(kStart, "refund", Params().number("value", 30.09));
  EXPECT_EQ(v.fact(kStart, k_lifetimeValue), "20");
  v.event(kStart, "refund", Params().number("value", 300));
  EXPECT_EQ(v.fact(kStart, k_lifetimeValue), "0");
  EXPECT_EQ(v.fact(kStart + 3 * kDay, k_daysSinceLastPurchase), "3");
}

TEST(Facts, KnowAPurchaseAgainByItsNameOrNumber) {
  PackBuilder b = plain_shop();
  b.currency = "EUR";
  Visitor v(b);
  for (int i = 0; i < 2; ++i) v.event(kStart, "purchase", Params().number("value", 5).number("transaction_id", 4711));
  EXPECT_EQ(v.fact(kStart, k_purchases), "1") << "a page loaded twice";
  for (int i = 0; i < 2; ++i) v.event(kStart, "purchase", Params().number("value", 5).text("transaction_id", ""));
  EXPECT_EQ(v.fact(kStart, k_purchases), "3") << "an empty name names none";
  v.event(kStart, "purchase", Params().number("value", 5).text("currency", "eur"));
  EXPECT_EQ(v.fact(kStart, k_lifetimeValue), "20") << "a currency in small letters";
}

TEST(Facts, TheCart) {
  Visitor v(plain_shop());
  v.event(kStart, "add_to_cart", Params().items({item("trail", 80, 2), item("socks", 9.5)}));
  EXPECT_EQ(v.fact(kStart, k_cartItems), "3");
  EXPECT_EQ(v.fact(kStart, k_cartValue), "169.5");
  const auto cart = [&v] {
    std::uint8_t out[64];
    ValueWriter w(out, sizeof out);
    v.interest(kStart).cart(w);
    std::string all;
    for (Items it{Value(out)}; it.next();) all += Visitor::text(it.value().text()) + " ";
    return all;
  };
  EXPECT_EQ(cart().size(), 12u);
  v.event(kStart, "remove_from_cart", Params().items({item("trail", 80, 2)}));
  EXPECT_EQ(cart(), "socks ");
  EXPECT_EQ(v.fact(kStart, k_cartValue), "9.5");
  v.event(kStart, "add_to_cart", Params().items({item("boots", 80, 2)}));
  v.event(kStart, "remove_from_cart", Params().items({item("boots", 80)}));
  EXPECT_EQ(cart().size(), 12u) << "one pair of the two is left";
  v.event(kStart, "remove_from_cart", Params().items({item("boots", 80)}));
  EXPECT_EQ(cart(), "socks ");
  v.event(kStart, "add_to_cart", Params().items({item("road", 80, -1)}));
  EXPECT_EQ(cart(), "socks ");
  EXPECT_EQ(v.fact(kStart, k_cartItems), "1") << "less than nothing was put in";
  v.event(kStart, "purchase", Params().items({item("socks", 9.5)}));
  EXPECT_EQ(cart(), "");
  EXPECT_EQ(v.fact(kStart, k_cartItems), "0");
  v.event(kStart, "add_to_cart", Params().items({item("road", 80, 0)}).number("value", 80));
  EXPECT_EQ(v.fact(kStart, k_cartValue), "0") << "nothing was put in";
}

TEST(Facts, Counters) {
  Visitor v(plain_shop());
  v.event(kStart, "login");
  v.event(kStart, "article_read", Params().number("percent", 80));
  v.event(kStart, "video_complete");
  v.event(kStart, "hover_item");
  v.event(kStart, "push_dismiss");
  v.event(kStart, "campaign_arrival", Params().text("medium", "email"));
  v.event(kStart, "campaign_arrival", Params().text("medium", "push"));
  v.event(kStart, "user_engagement", Params().number("engagement_time_msec", 1500));
  v.event(kStart, "user_engagement", Params().number("engagement_time_msec", 1499));
  v.event(kStart, "scroll", Params().number("percent_scrolled", 75));
  v.event(kStart, "scroll", Params().number("percent_scrolled", 25));
  for (const std::uint32_t one : {k_logins, k_articles, k_videos, k_hovers, k_pushDismissed, k_emailClicks})
    EXPECT_EQ(v.fact(kStart, one), "1") << one;
  EXPECT_EQ(v.fact(kStart, k_activeSeconds), "2");
  EXPECT_EQ(v.fact(kStart, k_scrollDepth), "75") << "the deepest of the visit";
  v.event(kStart + kDay, "page_view");
  EXPECT_EQ(v.fact(kStart + kDay, k_scrollDepth), "0");
}

TEST(Facts, UsualHourIsLocal) {
  Visitor v(plain_shop());
  v.event(kStart + 22 * kHour, "page_view", {}, Params().number("utcOffset", 150));
  EXPECT_EQ(v.fact(kStart + 22 * kHour, k_usualHour), "null") << "once is no habit";
  v.event(kStart + kDay + 22 * kHour, "page_view");
  v.event(kStart + 2 * kDay + 9 * kHour, "page_view");
  EXPECT_EQ(v.fact(kStart + 2 * kDay + 10 * kHour, k_usualHour), "0");
  EXPECT_EQ(v.profile.utc_offset(), 150);
  v.event(kStart + 2 * kDay + 9 * kHour, "page_view", {},
          Params().number("utcOffset", 1e9).text("hemisphere", "south"));
  EXPECT_EQ(v.profile.utc_offset(), 150);
  EXPECT_EQ(v.profile.hemisphere(), -1);
}

TEST(Facts, ExpireWithTheProfileButNotTheSeed) {
  Visitor v(plain_shop());
  v.profile.set_seed(42);
  v.profile.set_seed(43);
  v.view(kStart, "trail", 3);
  const std::int64_t gone = kStart + 365 * kDay + 2 * kMinute;
  EXPECT_TRUE(v.profile.expired(v.pack, gone));
  EXPECT_EQ(v.fact(gone, k_visits), "0");
  EXPECT_DOUBLE_EQ(v.share(gone, "trail"), 0.2);
  v.event(gone, "page_view");
  EXPECT_EQ(v.fact(gone, k_visits), "1");
  EXPECT_EQ(v.profile.seed(), 42u);
}

PackBuilder boots_shop() {
  PackBuilder b = plain_shop();
  for (TestValue& v : b.dimensions[0].values)
    if (v.name == "boots") {
      v.complements = {"socks", "jackets"};
      v.rest_days = 540;
    }
  return b;
}

constexpr std::int64_t kApril12 = 1'776'000'000'000;  // 2026-04-12, about noon

TEST(Purchases, RestByTheirOwnClockAndHelpTheirComplements) {
  Visitor v(boots_shop());
  v.view(kApril12 - kHour, "boots", 4);
  EXPECT_EQ(v.top(kApril12), "boots");
  v.event(kApril12, "purchase", Params().items({item("boots", 180)}));
  for (const int days : {0, 99, 176, 364}) {
    const Interest i = v.interest(kApril12 + days * kDay);
    EXPECT_TRUE(i.resting(v.ref("boots"))) << days;
    EXPECT_TRUE(i.lasting(v.ref("socks"))) << days;
    EXPECT_FALSE(i.resting(v.ref("socks")));
    EXPECT_FALSE(i.lasting(v.ref("boots")));
    EXPECT_GT(i.share(v.ref("socks")), i.average(v.ref("socks"))) << days;
    EXPECT_EQ(i.share(v.ref("socks")), i.share(v.ref("jackets")));
    EXPECT_NE(Visitor::text(i.top()), "boots") << "no hero for what was just bought";
  }
  // The visitor keeps coming, so the profile lasts; the boots wear out.
  for (int day = 30; day <= 540; day += 30) v.event(kApril12 + day * kDay, "page_view");
  EXPECT_FALSE(v.interest(kApril12 + 540 * kDay).resting(v.ref("boots")));
  EXPECT_FALSE(v.interest(kApril12 + 540 * kDay).lasting(v.ref("socks")));
}

TEST(Purchases, OutliveForgettingAndRefundsUndoThem) {
  Visitor v(boots_shop());
  v.event(kApril12, "purchase", Params().items({item("boots", 180)}));
  v.event(kApril12 + 120 * kDay, "page_view");
  EXPECT_TRUE(v.interest(kApril12 + 120 * kDay).resting(v.ref("boots")));
  v.event(kApril12 + 121 * kDay, "refund", Params().items({item("boots", 180)}));
  EXPECT_FALSE(v.interest(kApril12 + 121 * kDay).resting(v.ref("boots")));
  EXPECT_FALSE(v.interest(kApril12 + 121 * kDay).lasting(v.ref("socks")));
}

TEST(Purchases, ConsumablesComeDueAgain) {
  PackBuilder b = plain_shop();
  b.dimensions[0].repeat_days = 30;
  Visitor v(b);
  v.event(kStart, "purchase", Params().items({item("socks")}));
  const auto due = [&v](int days) { return Visitor::text(v.interest(kStart + days * kDay).due()); };
  EXPECT_EQ(due(29), "");
  EXPECT_TRUE(v.interest(kStart + 29 * kDay).resting(v.ref("socks")));
  EXPECT_EQ(due(30), "socks");
  EXPECT_FALSE(v.interest(kStart + 30 * kDay).resting(v.ref("socks")));
  v.event(kStart + 31 * kDay, "purchase", Params().items({item("socks")}));
  EXPECT_EQ(due(31), "");
  EXPECT_EQ(due(61), "socks");
}

TEST(Considering, NeedsASecondVisitOrALongLook) {
  Visitor v(plain_shop());
  std::uint32_t days = 9;
  const auto considering = [&](std::int64_t now) { return Visitor::text(v.interest(now).considering(days)); };
  v.view(kStart, "trail", 2);
  EXPECT_EQ(considering(kStart + kHour), "");
  v.view(kStart + 2 * kDay, "trail");
  EXPECT_EQ(considering(kStart + 2 * kDay), "trail");
  EXPECT_EQ(days, 2u);
  v.event(kStart + 2 * kDay, "purchase", Params().items({item("trail")}));
  EXPECT_EQ(considering(kStart + 2 * kDay), "");

  Visitor w(plain_shop());
  w.view(kStart, "road", 3);
  EXPECT_EQ(Visitor::text(w.interest(kStart + kHour).considering(days)), "road") << "three views over two minutes";
  w.event(kStart + 3 * kDay, "page_view");
  EXPECT_EQ(Visitor::text(w.interest(kStart + 3 * kDay).considering(days)), "road");
  EXPECT_EQ(days, 3u);
  EXPECT_EQ(Visitor::text(w.interest(kStart + 95 * kDay).considering(days)), "") << "not for ever";
}

}  // namespace
}  // namespace tactful::testing

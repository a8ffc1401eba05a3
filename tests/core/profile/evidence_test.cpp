#include "profile/visitor.h"

namespace tactful::testing {
namespace {

PackBuilder shop() {
  PackBuilder b = plain_shop();
  b.dimensions.push_back({"brand", {"item_brand"}, {{"Acme"}, {"Peak"}}});
  b.dimensions.push_back({"price", {"price"}, {{"0"}, {"50"}, {"100"}}, kDimensionNumber, {50, 100}});
  b.dimensions.push_back({"tag", {"tag", "item_tag"}, {{"eco"}}, kDimensionAny});
  b.dimensions[0].aliases = {{"Laufschuhe > Trail", "trail"}};
  return b;
}

double views(const Visitor& v, const std::string& name, std::uint32_t dimension = 0) {
  return v.interest(v.profile.newest_ms(), dimension).evidence(v.ref(name, dimension));
}

TEST(Evidence, ReadsItemsBeforeTheEventItself) {
  Visitor v(shop());
  v.event(kStart, "view_item",
          Params()
              .text("item_category", "road")
              .text("item_brand", "Peak")
              .items({Params().text("item_category", "trail").number("price", 60)}));
  EXPECT_NEAR(views(v, "trail"), 1, 1e-3);
  EXPECT_EQ(views(v, "road"), 0);
  EXPECT_NEAR(views(v, "Peak", 1), 1, 1e-3) << "what items do not say the event does";
  EXPECT_NEAR(views(v, "50", 2), 1, 1e-3);
}

TEST(Evidence, AllNamedParametersAndArraysShareTheWeight) {
  Visitor v(shop());
  v.event(kStart, "view_item", Params().text("item_category", "trail").text("item_category2", "road"));
  EXPECT_NEAR(views(v, "trail"), 0.5, 1e-3);
  v.event(kStart, "view_item", Params().texts("item_category", {"boots", "Boots ", "socks"}));
  EXPECT_NEAR(views(v, "boots"), 0.5, 1e-3) << "duplicates count once";
}

TEST(Evidence, AListsWeightIsDividedAmongItsItems) {
  Visitor v(shop());
  std::vector<Params> items;
  for (int i = 0; i < 4; ++i) items.push_back(Params().text("item_category", i == 0 ? "road" : "trail"));
  v.event(kStart, "view_item_list", Params().items(items));
  EXPECT_NEAR(views(v, "trail"), 0.75, 1e-3);
  EXPECT_NEAR(views(v, "road"), 0.25, 1e-3);
}

TEST(Evidence, FollowsAliasesAndIgnoresCaseAndMarks) {
  Visitor v(shop());
  v.event(kStart, "view_item", Params().text("item_category", "  laufschuhe >  TRAIL"));
  v.event(kStart, "view_item", Params().text("item_category", "TR\xc3\x84IL"));
  EXPECT_NEAR(views(v, "trail"), 2, 1e-3);
}

TEST(Evidence, UnlistedValuesAreOtherOrKeptByName) {
  Visitor v(shop());
  v.event(kStart, "view_item", Params().text("item_category", "tents").text("tag", "Nachhaltig"));
  EXPECT_EQ(v.interest(kStart).evidence(), v.interest(kStart, 3).evidence());
  EXPECT_GT(v.interest(kStart).other_share(), 0.5);
  EXPECT_EQ(v.list(kStart, 0, 3)[0].first, "Nachhaltig");
  EXPECT_EQ(v.top(kStart, 3), "Nachhaltig");
  const std::size_t known = v.list(kStart, 0, 3).size();
  v.event(kStart, "view_item", Params().text("tag", " OTHER"));
  EXPECT_EQ(v.list(kStart, 0, 3).size(), known) << "no name: it stands for all that is not listed";
  EXPECT_GT(v.interest(kStart, 3).other_share(), 0.3);
}

TEST(Evidence, CutsLongNamesAtACodePoint) {
  Visitor v(shop());
  std::string name = "a";
  for (int i = 0; i < 40; ++i) name += "\xc3\xa9";
  v.event(kStart, "view_item", Params().text("tag", name));
  EXPECT_EQ(v.top(kStart, 3), name.substr(0, 63));
  v.event(kStart, "view_item", Params().text("tag", std::string(1 << 20, 'x')));
  EXPECT_EQ(v.top(kStart + 1, 3).size(), 63u) << "equal weight, first in the alphabet";
}

TEST(Evidence, ModelWeightsReplaceTheCoresOwn) {
  PackBuilder b = shop();
  b.weights = {{"view_item", 0.5}, {"compare", 2}};
  Visitor v(b);
  v.event(kStart, "view_item", Params().text("item_category", "trail"));
  v.event(kStart, "compare", Params().text("item_category", "road"));
  v.event(kStart, "unknown", Params().text("item_category", "boots"));
  EXPECT_NEAR(views(v, "trail"), 0.5, 1e-3);
  EXPECT_NEAR(views(v, "road"), 2, 1e-3);
  EXPECT_EQ(views(v, "boots"), 0);
}

TEST(Evidence, EngagementSpeaksOfThePage) {
  Visitor v(shop());
  v.event(kStart, "view_item", Params().text("item_category", "trail").text("item_brand", "Acme"));
  v.event(kStart, "scroll", Params().number("percent_scrolled", 50));
  EXPECT_NEAR(views(v, "trail"), 1.125, 1e-3);
  EXPECT_NEAR(views(v, "Acme", 1), 1.125, 1e-3);
  v.event(kStart, "page_view");
  v.event(kStart, "scroll", Params().number("percent_scrolled", 90));
  EXPECT_NEAR(views(v, "trail"), 1.125, 1e-3) << "another page";
  EXPECT_EQ(v.interest(kStart).views(v.ref("trail")), 1u);
  EXPECT_EQ(v.interest(kStart).events(v.ref("trail")), 2u);
}

TEST(Evidence, ALinkIsEnoughByItself) {
  Visitor v(shop());
  v.event(kStart, "campaign_arrival", Params().text("medium", "email").text("category", "trail").text("tag", "eco"));
  EXPECT_GE(v.interest(kStart).evidence(), v.pack.the_site().enough - 1e-3);
  EXPECT_EQ(v.top(kStart), "trail");
  v.event(kStart, "campaign_arrival", Params().text("category", "no such thing"));
  EXPECT_LT(v.interest(kStart).other_share(), 1e-9) << "only listed values";
  EXPECT_EQ(v.fact(kStart, 14), "1");
}

TEST(Evidence, MoreNeverLowersAShare) {
  for (int seed = 1; seed <= 50; ++seed) {
    Visitor v(shop());
    Random random(seed);
    std::int64_t t = kStart;
    const char* const names[] = {"trail", "road", "boots", "tents"};
    for (int i = 0; i < 40; ++i) {
      t += static_cast<std::int64_t>(random.below(4) == 0 ? random.below(1 << 28) : random.below(1 << 17));
      const std::string name = names[random.below(4)];
      Visitor before = v;
      before.event(t, "page_view");
      v.event(t, "view_item", Params().text("item_category", name));
      if (v.ref(name) != kNone) {
        EXPECT_GE(v.share(t, name), before.share(t, name) - 1e-12);
      }
      for (const auto& [value, share] : v.list(t)) {
        EXPECT_GE(share, 0) << value;
        EXPECT_LE(share, 1) << value;
      }
    }
  }
}

TEST(Evidence, TimeShiftsDoNotMatter) {
  const auto play = [](std::int64_t start) {
    Visitor v(shop());
    Random random(7);
    std::int64_t t = start;
    const char* const names[] = {"trail", "road", "boots", "tents"};
    for (int i = 0; i < 300; ++i) {
      t += random.below(3) == 0 ? random.below(1 << 29) : random.below(1 << 18);
      v.event(t, "view_item", Params().text("item_category", names[random.below(4)]));
    }
    return v.list(t + 12345);
  };
  const auto a = play(kStart), b = play(kStart + 12'345'678'901), c = play(17);
  EXPECT_EQ(a, b);
  EXPECT_EQ(a, c);
}

TEST(Evidence, AnEarlierTimeCountsAsTheNewest) {
  Visitor a(shop()), b(shop());
  for (Visitor* v : {&a, &b}) v->event(kStart, "view_item", Params().text("item_category", "trail"));
  a.event(kStart - kDay, "view_item", Params().text("item_category", "road"));
  b.event(kStart, "view_item", Params().text("item_category", "road"));
  EXPECT_EQ(a.save(), b.save());
  EXPECT_EQ(a.list(kStart - kDay), b.list(kStart));
}

TEST(Evidence, DecaysDuringAVisitAndOverYears) {
  Visitor v(shop());
  v.view(kStart, "trail");
  EXPECT_NEAR(v.interest(kStart + 365 * kDay - 1).evidence(), 0.5, 1e-3);
  EXPECT_EQ(v.interest(kStart + 365 * kDay).evidence(), 0) << "expired";
}

TEST(Evidence, StandsHostileEvents) {
  Visitor v(shop());
  const std::string big(1 << 20, 'n');
  EXPECT_EQ(v.event(kStart, ""), kEventIgnored);
  EXPECT_EQ(v.event(kStart, big, Params().text(big, big)), kOk);
  v.event(-5, "view_item", Params().text("__proto__", "x").number("item_category", 5));
  v.event(INT64_MIN, "purchase", Params().number("value", -1e300).number("quantity", -1e300));
  v.event(INT64_MAX, "purchase", Params().number("value", 1e300).number("price", 1e308).number("quantity", 1e308));
  v.event(INT64_MAX, "user_engagement", Params().number("engagement_time_msec", 1e300));
  v.event(INT64_MAX, "scroll", Params().number("percent_scrolled", -1e300));
  v.event(INT64_MAX, "like", Params().text("dimension", "category").number("value", 1));
  v.event(INT64_MAX, "like", Params().text("dimension", "none").text("value", "trail"));
  v.event(INT64_MAX, "add_to_cart",
          Params().items({Params().number("quantity", 1e300), Params().number("quantity", -1e300)}));
  Visitor other(shop());
  ASSERT_EQ(other.restore(v.save()), kOk);
  EXPECT_EQ(other.save(), v.save());
  v.view(kStart, "trail");
  EXPECT_GT(v.share(kStart, "trail"), 0.5);
}

}  // namespace
}  // namespace tactful::testing

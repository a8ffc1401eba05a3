#include <cmath>

#include "profile/visitor.h"

namespace tactful::testing {
namespace {

TEST(Affinity, WithoutHistoryIsTheAverage) {
  PackBuilder b = plain_shop();
  const Visitor nobody(b);
  EXPECT_DOUBLE_EQ(nobody.share(kStart, "trail"), 0.2);
  b.dimensions[0].flags |= kDimensionHasAverage;
  b.dimensions[0].average_other = 0.1;
  const double averages[] = {0.4, 0.2, 0.1, 0.1, 0.1};
  for (int i = 0; i < 5; ++i) b.dimensions[0].values[i].average = averages[i];
  const Visitor one(b);
  EXPECT_DOUBLE_EQ(one.share(kStart, "trail"), 0.4);
  EXPECT_DOUBLE_EQ(one.interest(kStart).other_share(), 0.1);
  EXPECT_EQ(one.top(kStart), "");
}

TEST(Affinity, FollowsTheFormula) {
  Visitor v(plain_shop());
  v.view(kStart, "trail", 2);  // at 0 and 60 s
  v.view(kStart + 2 * kMinute, "road");
  const auto fast = [](double age_s) { return std::exp2(-age_s / 300); };
  const double now_s = 600;
  const double trail = 16 * (fast(now_s) + fast(now_s - 60)) + 2, road = 16 * fast(now_s - 120) + 1;
  EXPECT_NEAR(v.share(kStart + 600'000, "trail"), (trail + 0.6) / (trail + road + 3), 1e-5);
  EXPECT_NEAR(v.share(kStart + 600'000, "road"), (road + 0.6) / (trail + road + 3), 1e-5);
  EXPECT_NEAR(v.share(kStart + 600'000, "boots"), 0.6 / (trail + road + 3), 1e-5);
}

TEST(Affinity, CapsALoyalPast) {
  Visitor v(plain_shop());
  for (int day = 0; day < 60; ++day) v.view(kStart + day * kDay, "trail", 5);
  const std::int64_t back = kStart + 60 * kDay + 89 * kDay;
  v.view(back, "road", 3);
  EXPECT_EQ(v.top(back + 2 * kMinute), "road");
}

TEST(Affinity, AfterForgettingOnlyWhatIsNewCounts) {
  Visitor v(plain_shop());
  for (int day = 0; day < 60; ++day) v.view(kStart + day * kDay, "trail", 5);
  const std::int64_t back = kStart + 59 * kDay + 91 * kDay;
  EXPECT_TRUE(v.profile.forgotten(v.pack, back));
  v.event(back, "page_view");
  EXPECT_FALSE(v.profile.forgotten(v.pack, back));
  EXPECT_EQ(v.interest(back).evidence(), 0);
  v.view(back, "road", 3);
  EXPECT_EQ(v.top(back + 5 * kMinute), "road");
}

TEST(Affinity, TransitionsMoveAPart) {
  PackBuilder b = plain_shop();
  b.dimensions[0].flags |= kDimensionHasTransitions;
  b.dimensions[0].values[0].transitions = {{"socks", 0.5}, {"boots", 0.25}};
  Visitor plain(plain_shop()), moved(b);
  plain.view(kStart, "trail");
  moved.view(kStart, "trail");
  const double g = 0.2;
  const double trail = plain.share(kStart, "trail"), socks = plain.share(kStart, "socks");
  EXPECT_NEAR(moved.share(kStart, "socks"), (1 - g * 0.75) * socks + g * 0.5, 1e-9);
  EXPECT_NEAR(moved.share(kStart, "trail"), (1 - g * 0.75) * trail, 1e-9);
  // The ratio outlives an absence that leaves nothing of the fast sums themselves.
  EXPECT_NEAR(moved.share(kStart + 80 * kDay, "socks"),
              (1 - g * 0.75) * plain.share(kStart + 80 * kDay, "socks") + g * 0.5, 1e-9);
}

TEST(Affinity, WhatWasSeenLastFadesByHours) {
  PackBuilder b = plain_shop();
  const auto share = [&](double weight, std::uint16_t hours, std::int64_t later) {
    b.site.recent_weight_q4 = static_cast<std::uint16_t>(weight * 16);
    b.site.recent_hours = hours;
    Visitor v(b);
    v.view(kStart, "trail", 1);
    v.view(kStart + 100 * kMinute + 77'000, "road");  // anywhere in a half-life
    return std::pair(v.share(kStart + later, "trail"), v.share(kStart + later, "road"));
  };
  // Two days later all that is left of minutes is the order of ties.
  const auto [habit, same] = share(0, 24, 2 * kDay);
  EXPECT_NEAR(habit, same, 1e-5);
  const auto faded = [](double age_s) { return std::pow(24 * 3600 / (24 * 3600 + age_s), 2); };
  const double trail = 8 * faded(172'800), road = 8 * faded(172'800 - 6'077);
  const auto [older, newer] = share(8, 24, 2 * kDay);
  EXPECT_NEAR(older, (trail + 1 + 0.6) / (trail + road + 2 + 3), 1e-3);
  EXPECT_NEAR(newer, (road + 1 + 0.6) / (trail + road + 2 + 3), 1e-3);
  EXPECT_GT(newer, older);
  // Hours of 0 stand for no fading.
  EXPECT_NEAR(share(8, 0, 40 * kDay).first, share(8, 0, 2 * kDay).first, 1e-3);
}

TEST(Affinity, AWishThatWasMetIsWeakerUntilItShowsAgain) {
  PackBuilder b = plain_shop();
  Visitor plain(b);
  b.site.satisfied = 0.8;
  b.site.recent_hours = 240;
  Visitor met(b);
  const auto both = [&](std::int64_t t, const std::string& name) {
    const Params params = Params().items({Params().text("item_category", "trail")});
    for (Visitor* v : {&plain, &met}) v->event(t, name, params);
  };
  const auto expect_same = [&](std::int64_t now) { EXPECT_EQ(met.share(now, "trail"), plain.share(now, "trail")); };
  both(kStart, "view_item");
  both(kStart + kMinute, "view_item");
  expect_same(kStart + kMinute);
  const std::int64_t bought = kStart + 2 * kMinute;
  both(bought, "purchase");
  // With one value alone, share = (weight + 3 * average) / (weight + 3).
  for (const auto& [days, left] : {std::pair{0, 0.2}, {10, 1 - 0.8 / 4}, {30, 1 - 0.8 / 16}}) {
    const std::int64_t now = bought + days * kDay;
    const double share = plain.share(now, "trail"), weight = left * 3 * (share - 0.2) / (1 - share);
    EXPECT_NEAR(met.share(now, "trail"), (weight + 3 * 0.2) / (weight + 3), 1e-6) << days;
  }
  // A second purchase meets it again; what was bought may be kept by a restored profile.
  both(bought + kDay, "purchase");
  ASSERT_EQ(met.restore(met.save()), kOk);
  EXPECT_LT(met.share(bought + kDay, "trail"), plain.share(bought + kDay, "trail"));
  both(bought + kDay + kMinute, "refund");
  expect_same(bought + kDay + kMinute);
  both(bought + 2 * kDay, "purchase");
  both(bought + 2 * kDay + kMinute, "view_item");
  expect_same(bought + 2 * kDay + kMinute);
}

TEST(Affinity, AModelWithOtherHoursReadsTheSameProfile) {
  PackBuilder before = plain_shop(), after = plain_shop();
  after.site.recent_weight_q4 = before.site.recent_weight_q4 = 4 * 16;
  before.site.recent_hours = 24;
  after.site.recent_hours = 720;
  Visitor kept(before), always(after), later(after);
  for (Visitor* v : {&kept, &always}) {
    v->view(kStart, "trail", 5);
    v->view(kStart + 3 * kDay, "road", 2);
  }
  EXPECT_EQ(kept.save(), always.save());
  ASSERT_EQ(later.restore(kept.save()), kOk);
  EXPECT_EQ(later.list(kStart + 9 * kDay), always.list(kStart + 9 * kDay));
  EXPECT_NE(later.list(kStart + 9 * kDay), kept.list(kStart + 9 * kDay));
}

TEST(Affinity, WhatAVisitSendsOnFadesWithTheAbsence) {
  PackBuilder b = plain_shop();
  b.dimensions[0].flags |= kDimensionHasTransitions;
  b.dimensions[0].values[0].transitions = {{"socks", 0.5}};
  b.site.recent_hours = 24;
  Visitor plain(plain_shop()), moved(b);
  plain.view(kStart, "trail");
  moved.view(kStart, "trail");
  const std::int64_t later = kStart + 2 * kDay;
  const double g = 0.2 / 9;  // a third, squared
  EXPECT_NEAR(moved.share(later, "socks"), (1 - g * 0.5) * plain.share(later, "socks") + g * 0.5, 1e-6);
}

// Who of two dimensions may speak is settled by their names when they have as much evidence, not by rounding.
TEST(Affinity, AsMuchEvidenceIsTheSameForEachDimension) {
  PackBuilder b = plain_shop();
  b.dimensions.push_back({"brand", {"item_brand"}, {}, 0});
  for (const char* brand : {"acme", "zenith", "nord", "falk", "lund"}) b.dimensions[1].values.push_back({brand});
  Visitor v(b);
  const char* const seen[][2] = {{"trail", "lund"}, {"road", "acme"}, {"boots", "nord"}, {"trail", "acme"}, {"socks", "falk"}};
  std::int64_t t = kStart;
  for (const auto& [category, brand] : seen)
    v.event(t += 7 * kHour, "view_item", Params().items({Params().text("item_category", category).text("item_brand", brand)}));
  for (int n = 0; n < 1000; ++n, t += 1'237'000) ASSERT_EQ(v.interest(t, 0).evidence(), v.interest(t, 1).evidence()) << n;
}

TEST(Affinity, WhatCameLastCountsForMore) {
  PackBuilder b = plain_shop();
  const auto top = [&](double newest, int before) {
    b.site.newest = newest;
    Visitor v(b);
    v.view(kStart, "trail", before);
    const std::int64_t now = kStart + before * kMinute;
    v.view(now, "road");
    v.event(now + kMinute, "remove_from_cart", Params().items({Params().text("item_category", "trail")}));
    return v.top(now + kMinute);
  };
  EXPECT_EQ(top(0, 2), "trail");
  EXPECT_EQ(top(0.3, 2), "road");
  EXPECT_EQ(top(0.3, 5), "trail");
  // One value alone has its whole visit: nothing goes to an other that nobody looked at.
  Visitor one(b);
  one.view(kStart, "trail");
  EXPECT_NEAR(one.share(kStart, "trail"), (16 + 1 + 0.6) / (16 + 1 + 3), 1e-6);
  // What was only hovered over takes little.
  b.site.newest = 0.3;
  Visitor hovers(b);
  hovers.view(kStart, "trail", 5);
  const double before = hovers.share(kStart + 4 * kMinute, "road");
  hovers.event(kStart + 4 * kMinute, "hover_item", Params().items({Params().text("item_category", "road")}));
  EXPECT_GT(hovers.share(kStart + 4 * kMinute, "road"), before);
  EXPECT_LT(hovers.share(kStart + 4 * kMinute, "road"), 0.15);
  // All of the visit goes to what came last, half and half where two came at once.
  b.site.newest = 1;
  Visitor v(b);
  v.view(kStart, "trail", 4);
  const std::int64_t now = kStart + 10 * kMinute;
  v.event(now, "view_item_list", Params().items({Params().text("item_category", "road"), Params().text("item_category", "boots")}));
  EXPECT_NEAR(v.share(now, "road"), v.share(now, "boots"), 1e-9);
  const double visit = 16 * (std::exp2(-2.0) + std::exp2(-1.8) + std::exp2(-1.6) + std::exp2(-1.4) + 1);
  EXPECT_NEAR(v.share(now, "road"), (visit / 2 + 0.5 + 0.6) / (visit + 5 + 3), 1e-5);
  EXPECT_NEAR(v.share(now, "trail"), (4 + 0.6) / (visit + 5 + 3), 1e-4);
}

TEST(Affinity, TheNewestValueMaySendOnAlone) {
  PackBuilder b = plain_shop();
  b.dimensions[0].flags |= kDimensionHasTransitions;
  b.dimensions[0].values[0].transitions = {{"socks", 0.5}};
  b.dimensions[0].values[1].transitions = {{"jackets", 0.5}};
  const auto gain = [&](double newest, const std::string& to) {
    b.site.newest = newest;
    Visitor plain(plain_shop()), moved(b);
    for (Visitor* v : {&plain, &moved}) {
      v->view(kStart, "trail", 3);
      v->view(kStart + 3 * kMinute, "road");
    }
    return moved.share(kStart + 3 * kMinute, to) - plain.share(kStart + 3 * kMinute, to) * (1 - 0.2 * 0.5);
  };
  EXPECT_GT(gain(0, "socks"), gain(0, "jackets"));
  EXPECT_NEAR(gain(1, "socks"), 0, 1e-9);
  EXPECT_NEAR(gain(1, "jackets"), 0.2 * 0.5, 1e-9);
}

TEST(Affinity, AVisitThatBeginsHasAMixOfItsOwn) {
  PackBuilder b = plain_shop();
  b.dimensions[0].flags |= kDimensionHasTransitions;
  b.dimensions[0].values[0].transitions = {{"socks", 0.5}};
  b.site.mix = 0;
  b.site.later_mix = 0.4;
  Visitor plain(plain_shop()), moved(b);
  plain.view(kStart, "trail");
  moved.view(kStart, "trail");
  EXPECT_EQ(moved.share(kStart + 30 * kMinute, "socks"), plain.share(kStart + 30 * kMinute, "socks"));
  const std::int64_t later = kStart + 31 * kMinute;
  EXPECT_NEAR(moved.share(later, "socks"), 0.8 * plain.share(later, "socks") + 0.2, 1e-9);
}

TEST(Affinity, WhatHasNoRowStaysWithItself) {
  PackBuilder b = plain_shop({"trail", "road"}, kDimensionAny);
  b.dimensions[0].flags |= kDimensionHasTransitions;
  b.site.stay = 0.5;
  Visitor plain(plain_shop({"trail", "road"}, kDimensionAny)), moved(b);
  for (Visitor* v : {&plain, &moved}) {
    v->view(kStart, "trail", 3);
    v->view(kStart + kHour, "unheard of");
  }
  const auto share = [](const Visitor& v) { return v.list(kStart + kHour)[0]; };
  EXPECT_EQ(share(moved).first, "unheard of");
  EXPECT_NEAR(share(moved).second, share(plain).second * (1 - 0.2 * 0.5) + 0.2 * 0.5, 1e-4);
}

TEST(Affinity, SharesSumToOne) {
  for (const std::uint32_t flags : {0u, std::uint32_t{kDimensionAny}}) {
    Visitor v(plain_shop({"trail", "road", "boots"}, flags));
    v.view(kStart, "trail", 3);
    v.view(kStart + kHour, "tents", 2);
    v.view(kStart + 2 * kDay, "lamps");
    double sum = 0;
    const auto all = v.list(kStart + 3 * kDay);
    for (const auto& [name, share] : all) sum += share;
    EXPECT_NEAR(sum, 1, 1e-9);
    EXPECT_EQ(all.back().first, "other");
    EXPECT_EQ(all.size(), flags ? 6u : 4u);
  }
}

TEST(Affinity, TiesGoToTheMostRecent) {
  Visitor v(plain_shop());
  v.view(kStart, "trail");
  v.view(kStart + 1, "road");
  EXPECT_EQ(v.list(kStart + kMinute)[0].first, "road");
  EXPECT_EQ(v.list(kStart + 30 * kDay)[1].first, v.list(kStart + 30 * kDay)[0].first == "road" ? "trail" : "road");
}

TEST(Affinity, ListKeepsOrderOverManyValues) {
  std::vector<std::string> names;
  for (int i = 0; i < 1000; ++i) names.push_back("v" + std::to_string(i));
  Visitor v(plain_shop(names));
  v.view(kStart, "v7", 2);
  v.view(kStart + 5 * kMinute, "v500");
  const auto all = v.list(kStart + kHour);
  ASSERT_EQ(all.size(), 1001u);
  EXPECT_EQ(all[0].first, "v7");
  EXPECT_EQ(all[1].first, "v500");
  for (std::size_t i = 3; i < 1000; ++i) EXPECT_LT(all[i - 1].first, all[i].first);
  const auto some = v.list(kStart + kHour, 300);
  for (std::size_t i = 0; i < 300; ++i) EXPECT_EQ(some[i], all[i]);
  EXPECT_EQ(some.size(), 301u);
}

TEST(Affinity, SpeaksAboveWhatWasInferred) {
  Visitor v(plain_shop());
  v.view(kStart, "trail", 20);
  v.event(kStart + kHour, "like", Params().text("dimension", "category").texts("value", {"socks", "boots"}));
  EXPECT_GT(v.share(kStart + kHour, "socks"), v.share(kStart + kHour, "trail"));
  EXPECT_GT(v.share(kStart + kHour, "boots"), v.share(kStart + kHour, "trail"));
  v.event(kStart + kHour, "dislike", Params().text("dimension", "category").text("value", "trail"));
  EXPECT_EQ(v.share(kStart + kHour, "trail"), 0);
  EXPECT_TRUE(v.interest(kStart + kHour).spoken());
  double sum = 0;
  for (const auto& [name, share] : v.list(kStart + kHour)) sum += share;
  EXPECT_NEAR(sum, 1, 1e-9);
  v.view(kStart + 2 * kHour, "trail", 5);
  EXPECT_EQ(v.share(kStart + 3 * kHour, "trail"), 0) << "a dislike holds the value back until it is liked";
  v.event(kStart + 3 * kHour, "like", Params().text("dimension", "category").text("value", "Trail "));
  EXPECT_GT(v.share(kStart + 3 * kHour, "trail"), 0.2);
}

TEST(Affinity, WhenAllIsDislikedOtherIsLeft) {
  Visitor v(plain_shop({"a", "b"}));
  v.event(kStart, "dislike", Params().text("dimension", "category").texts("value", {"a", "b"}));
  EXPECT_EQ(v.share(kStart, "a"), 0);
  EXPECT_NEAR(v.interest(kStart).other_share(), 1, 1e-12);
}

TEST(Affinity, TheWorkedNumbersOfTheDocs) {
  PackBuilder b = plain_shop({"trail", "road", "boots"});
  b.site.newest = 0.3;
  TestDimension& d = b.dimensions[0];
  d.flags = kDimensionHasAverage;
  d.average_other = 0.7;
  d.values[0].average = 0.08;
  d.values[1].average = 0.12;
  d.values[2].average = 0.1;
  const auto expect = [](const Visitor& v, std::int64_t now, double trail, double road, double boots, double other) {
    EXPECT_NEAR(v.share(now, "trail"), trail, 5e-5);
    EXPECT_NEAR(v.share(now, "road"), road, 5e-5);
    EXPECT_NEAR(v.share(now, "boots"), boots, 5e-5);
    EXPECT_NEAR(v.interest(now).other_share(), other, 5e-5);
  };
  for (const bool sends_on : {false, true}) {
    if (sends_on) {
      d.flags |= kDimensionHasTransitions;
      d.values[0].transitions = {{"boots", 0.3}};
    }
    Visitor v(b);
    v.view(kStart, "trail", 3);
    v.view(kStart + 3 * kMinute, "road");
    if (sends_on) {
      expect(v, kStart + 5 * kMinute, 0.4694, 0.4517, 0.0354, 0.0435);
      continue;
    }
    expect(v, kStart + 5 * kMinute, 0.4835, 0.4653, 0.0064, 0.0448);
    const std::int64_t later = kStart + 10 * kDay;
    EXPECT_NEAR(v.share(later, "trail"), 0.4597, 5e-5);
    v.event(later, "like", Params().text("dimension", "category").text("value", "boots"));
    EXPECT_NEAR(v.share(later, "boots"), 0.6958, 5e-5);
    v.event(later, "dislike", Params().text("dimension", "category").text("value", "trail"));
    expect(v, later, 0, 0.0712, 0.8045, 0.1243);
  }
}

}  // namespace
}  // namespace tactful::testing

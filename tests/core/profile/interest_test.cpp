// Where two rules of docs/profile.md meet in one share: each of these was once answered by the order of two steps.
#include "profile/visitor.h"

namespace tactful::testing {
namespace {

PackBuilder following(double mix) {
  PackBuilder b = plain_shop();
  b.dimensions[0].flags |= kDimensionHasTransitions;
  b.dimensions[0].values[0].transitions = {{"socks", 1.0}};
  b.site.mix = b.site.later_mix = mix;
  return b;
}

TEST(Interest, WhatIsLikedLeadsWhateverFollowsOnWhat) {
  for (const double mix : {0.2, 0.9, 1.0}) {
    Visitor v(following(mix));
    v.view(kStart, "trail", 3);
    v.event(kStart + 4 * kMinute, "like", Params().text("dimension", "category").text("value", "boots"));
    const std::int64_t now = kStart + 5 * kMinute;
    EXPECT_GE(v.share(now, "boots"), 2.0 / 3) << mix;
    EXPECT_EQ(v.top(now), "boots") << mix;
    double sum = 0;
    for (const auto& [name, share] : v.list(now)) sum += share;
    EXPECT_NEAR(sum, 1, 1e-9);
  }
}

// A purchase of socks with boots: the socks rest, in whatever order the two were put into the basket or bought.
TEST(Interest, WhatRestsGainsNothingByWhatItGoesWith) {
  PackBuilder b = plain_shop();
  b.dimensions[0].values[2].complements = {"socks", "jackets"};
  b.dimensions[0].values[3].rest_days = 30;
  const auto item = [](const char* value) { return Params().text("item_category", value); };
  Visitor one(b), other(b), before(b);
  one.event(kStart, "purchase", Params().items({item("boots"), item("socks")}));
  other.event(kStart, "purchase", Params().items({item("socks"), item("boots")}));
  before.event(kStart, "purchase", Params().items({item("socks")}));
  before.event(kStart + kHour, "purchase", Params().items({item("boots")}));
  const std::int64_t now = kStart + kDay;
  EXPECT_EQ(one.list(now), other.list(now));
  for (const Visitor* v : {&one, &other, &before}) {
    EXPECT_LT(v->share(now, "socks"), v->share(now, "boots"));
    EXPECT_GT(v->share(now, "jackets"), 0.5);
    EXPECT_GT(v->share(kStart + 31 * kDay, "socks"), v->share(kStart + 31 * kDay, "boots")) << "rested";
  }
}

// The homepage is seen before anything is looked at: what the last visit sends on is what it sent on a moment before.
TEST(Interest, AVisitThatBeginsKeepsWhatTheLastOneSendsOn) {
  PackBuilder b = following(0.9);
  b.site.later_mix = 0.3;
  for (const std::int64_t days : {1, 3, 4, 40}) {
    Visitor v(b);
    v.view(kStart, "trail");
    const std::int64_t back = kStart + days * kDay;
    const double planned = v.share(back, "socks");
    EXPECT_GT(planned, 0.3);
    v.event(back, "page_view");
    EXPECT_NEAR(v.share(back, "socks"), planned, 1e-9) << days;
  }
}

}  // namespace
}  // namespace tactful::testing

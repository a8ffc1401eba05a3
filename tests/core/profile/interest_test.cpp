// Where two rules of docs/profile.md meet in one share: each of these was once answered by the order of two steps.
#include "profile/visitor.h"

namespace tactful::testing {
namespace {

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

}  // namespace
}  // namespace tactful::testing

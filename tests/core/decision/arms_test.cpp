#include "world.h"

namespace tactful::testing {
namespace {

json site(double control) {
  return {{"site", "shop"}, {"dimensions", {{"category", json::object()}}}, {"control", control}};
}

json slots(double explore) {
  return json{{"id", "home"},
          {"slots",
           {{"home-hero",
             {{"default", "welcome"},
              {"explore", explore},
              {"variants",
               json::array({{{"id", "welcome"}},
                            {{"id", "a"}, {"content", {{"headline", "A"}}}},
                            {{"id", "b"}, {"content", {{"headline", "B"}}}},
                            {{"id", "secret"},
                             {"content", {{"headline", "S"}}},
                             {"for", {{"category", {"trail"}}}},
                             {"only", true}},
                            {{"id", "mail"},
                             {"content", {{"headline", "M"}}},
                             {"when", {{"medium", "email"}}}}})}}}}}};
}

struct Counts {
  std::map<std::string, int> arms, variants;
};

Counts toss(double control, double explore, int n, double t = kStart) {
  World world(site(control), slots(explore));
  Counts out;
  for (int i = 1; i <= n; ++i) {
    world.forget();
    world.seed(static_cast<std::uint64_t>(i) * 0x9e3779b97f4a7c15u);
    const json d = world.decide(t);
    ++out.arms[d["arm"]];
    if (d["arm"] == "explore") ++out.variants[d["variant"]];
  }
  return out;
}

TEST(Arms, NoneWithoutASeedOrWithoutShares) {
  EXPECT_EQ(World(site(0.5), slots(0.5)).decide(kStart)["arm"], "none");
  World world(site(0), slots(0));
  world.seed(7);
  EXPECT_EQ(world.decide(kStart)["arm"], "none");
}

TEST(Arms, SharesAreWhatTheOwnerSaid) {
  const int n = 4000;
  Counts c = toss(0.1, 0.25, n);
  EXPECT_NEAR(c.arms["control"], n * 0.1, 80);
  EXPECT_NEAR(c.arms["explore"], n * 0.9 * 0.25, 120);
  EXPECT_EQ(c.arms["control"] + c.arms["explore"] + c.arms["treatment"], n);
}

TEST(Arms, ZeroIsNobodyAndOneIsEverybody) {
  EXPECT_EQ(toss(1, 0, 200).arms["control"], 200);
  EXPECT_EQ(toss(0, 1, 200).arms["explore"], 200);
}

TEST(Arms, ExploreDrawsUniformlyAmongWhatReadsNoCustomerData) {
  Counts c = toss(0, 1, 3000);
  EXPECT_EQ(c.variants.size(), 3u);  // welcome, a, b; neither `only` nor a condition on arrival
  for (const auto& [variant, n] : c.variants) EXPECT_NEAR(n, 1000, 120) << variant;
}

TEST(Arms, ExploreStaysForItsPeriodAndThenIsTossedAgain) {
  World world(site(0), slots(0.5));
  int changed = 0;
  for (std::uint64_t i = 1; i <= 200; ++i) {
    world.forget();
    world.seed(i << 32 | i);
    const double period = 28 * kDay;
    const double begin = std::floor(kStart / period) * period;
    const json first = world.decide(begin);
    EXPECT_EQ(world.decide(begin + period - 1)["variant"], first["variant"]);
    EXPECT_EQ(world.decide(begin + period - 1)["arm"], first["arm"]);
    changed += world.decide(begin + period)["arm"] != first["arm"];
  }
  EXPECT_GT(changed, 60);
  EXPECT_LT(changed, 140);
}

TEST(Arms, ControlSaysWhatItWouldHaveShown) {
  World world(site(1), slots(0));
  world.seed(5);
  const json d = world.decide(kStart);
  EXPECT_EQ(d["variant"], "welcome");
  EXPECT_EQ(d["wouldBe"], "a");
}

TEST(Arms, PropensitiesOfAllOutcomesSumToOne) {
  World world(site(0.2), slots(0.3));
  std::map<std::string, double> propensity;
  for (std::uint64_t i = 1; i <= 500; ++i) {
    world.forget();
    world.seed(i * 7919);
    const json d = world.decide(kStart);
    propensity[d["variant"]] = d["propensity"];
  }
  double sum = 0;
  for (const auto& [variant, p] : propensity) sum += p;
  EXPECT_NEAR(sum, 1, 1e-6);
  EXPECT_NEAR(propensity["a"], 0.8 * (0.7 + 0.1), 1e-6);
  EXPECT_NEAR(propensity["welcome"], 0.2 + 0.8 * 0.1, 1e-6);
}

TEST(Arms, TheSeedIsSetOnce) {
  World world(site(0.5), slots(0));
  world.seed(1);
  const json first = world.decide(kStart);
  world.seed(2);
  EXPECT_EQ(world.decide(kStart), first);
}

}  // namespace
}  // namespace tactful::testing

#include "world.h"

namespace tactful::testing {
namespace {

json site() {
  return json::parse(R"({"site": "shop", "dimensions": {"category": {"labels": {"trail": "Trail", "road": "Road"}}}})");
}

// A vector, not a json: compilers disagree on whether braces around one json copy it or make an array.
json campaign(std::vector<json> variants) {
  variants.insert(variants.begin(), json::object({{"id", "welcome"}}));
  return {{"id", "home"}, {"slots", {{"home-hero", {{"default", "welcome"}, {"variants", variants}}}}}};
}

json hero(const char* id, json more) {
  more["id"] = id;
  more["content"] = {{"headline", id}};
  return more;
}

const json kMobile{{"signals", {{"device", "mobile"}}}};

TEST(Plan, IsEmptyWhenTheDefaultStays) {
  World world(site(), campaign({hero("trail", {{"for", {{"category", {"trail"}}}}})}));
  EXPECT_EQ(world.plan(kStart), json::array());
}

TEST(Plan, HoldsWhatDecideSaysNow) {
  World world(site(), campaign({hero("trail", {{"for", {{"category", {"trail"}}}}})}));
  world.view(kStart, {{"item_category", "trail"}}, 3);
  const json plan = world.plan(kStart + 200'000);
  ASSERT_GE(plan.size(), 1u);
  EXPECT_EQ(plan[0]["variant"], "trail");
  EXPECT_EQ(plan[0]["level"], "personal");
  EXPECT_EQ(plan[0]["from"], kStart + 200'000);
  EXPECT_LE(plan.back()["until"].get<double>(), kStart + 200'000 + 30 * kDay);
}

TEST(Plan, NeverOutlivesASchedule) {
  World world(site(), campaign({hero("offer", {{"schedule", {{"until", "2026-10-09"}}}})}));
  const json plan = world.plan(kStart);
  ASSERT_EQ(plan.size(), 1u);
  EXPECT_EQ(plan[0]["until"], kStart + 5 * kDay);
}

TEST(Plan, KnowsTheSeasonAhead) {
  World world(site(), campaign({hero("autumn", {{"when", {{"season", "autumn"}}}}),
                                hero("winter", {{"when", {{"season", "winter"}}}})}));
  const double november = kStart + 50 * kDay;  // 24 November
  const json plan = world.plan(november);
  ASSERT_EQ(plan.size(), 2u);
  EXPECT_EQ(plan[0]["variant"], "autumn");
  EXPECT_EQ(plan[1]["variant"], "winter");
  EXPECT_EQ(plan[0]["until"], plan[1]["from"]);
  EXPECT_EQ(plan[1]["from"], 1'796'083'200'000);  // 1 December
}

TEST(Plan, AsksForEachMemberOfAGroup) {
  json groups = site();
  groups["groups"] = {{"partners", {"acme", "beta"}}};
  World world(groups, campaign({hero("partner", {{"when", {{"utm.source", {{"$inGroup", "partners"}}}}}})}));
  std::vector<json> sources;
  for (const json& e : world.plan(kStart))
    if (e["variant"] == "partner") sources.push_back(e["if"]["utm.source"]);
  EXPECT_EQ(sources, (std::vector<json>{"acme", "beta"}));
}

// What a group names is listed, as if it stood in the condition.
TEST(Decide, KeepsTheValuesThatAGroupNames) {
  json groups = site();
  groups["groups"] = {{"far", {"boston"}}};
  World world(groups, campaign({hero("far", {{"when", {{"top.category", {{"$inGroup", "far"}}}}}})}));
  world.view(kStart, {{"item_category", "boston"}}, 3);
  EXPECT_EQ(world.decide(kStart + 200'000)["variant"], "far");
}

TEST(Plan, AsksWhatIfHeCameFromThatMail) {
  World world(site(), campaign({hero("rain", {{"when", {{"utm.campaign", "rain"}}}}),
                                hero("autumn", {{"when", {{"season", "autumn"}}}})}));
  const json plan = world.plan(kStart);
  bool rain = false, autumn = false;
  for (const json& e : plan) {
    if (e["variant"] == "rain") rain = e["if"]["utm.campaign"] == "rain";
    if (e["variant"] == "autumn") autumn = e["if"]["utm.campaign"].is_null();
  }
  EXPECT_TRUE(rain) << plan;
  EXPECT_TRUE(autumn) << plan;
}

TEST(Plan, SaysWhichDeviceItWasPlannedFor) {
  World world(site(), campaign({hero("phone", {{"when", {{"device", "mobile"}}}})}));
  json plan = world.plan(kStart, kMobile);
  ASSERT_EQ(plan.size(), 1u);
  EXPECT_EQ(plan[0]["if"], json::parse(R"({"device": "mobile"})"));
  EXPECT_EQ(world.plan(kStart, {{"signals", {{"device", "desktop"}}}}), json::array());
}

TEST(Plan, HoldsForTheWidthItWasPlannedForAlone) {
  World world(site(), campaign({hero("wide", {{"when", {{"viewport.width", {{"$gte", 600}, {"$lt", 1200}}}}}})}));
  const json plan = world.plan(kStart, {{"signals", {{"viewport", {{"width", 800}}}}}});
  ASSERT_EQ(plan.size(), 1u);
  EXPECT_EQ(plan[0]["if"], json::parse(R"({"viewport.width": 800})"));
}

TEST(Plan, TurnsToTheNextVisitAfterHalfAnHour) {
  World world(site(), campaign({hero("back", {{"when", {{"visits", {{"$gte", 2}}}}}})}));
  world.event(kStart, "page_view");
  const json plan = world.plan(kStart + 60'000);
  ASSERT_EQ(plan.size(), 1u);
  EXPECT_EQ(plan[0]["variant"], "back");
  EXPECT_EQ(plan[0]["from"], kStart + 30 * 60'000);
}

TEST(Plan, HasAtMostEightEntries) {
  std::vector<json> variants;
  for (int h = 0; h < 24; ++h)
    variants.push_back(hero(("h" + std::to_string(h)).c_str(), {{"when", {{"hour", h}}}}));
  World world(site(), campaign(variants));
  const json plan = world.plan(kStart);
  EXPECT_EQ(plan.size(), 8u);
  EXPECT_EQ(plan[0]["variant"], "h0");
}

TEST(Plan, GivesContentOnlyWhenAsked) {
  World world(site(), campaign({hero("a", json::object())}));
  EXPECT_FALSE(world.plan(kStart)[0].contains("content"));
  EXPECT_EQ(world.plan(kStart, {{"content", true}})[0]["content"]["headline"], "a");
}

}  // namespace
}  // namespace tactful::testing

// Why a list stands in a visitor's order, and what the page goes by where several dimensions would speak.
#include <map>
#include <set>

#include "base/random.h"
#include "world.h"

namespace tactful::testing {
namespace {

json shop() {
  return {{"site", "s"},
          {"dimensions",
           {{"category", {{"labels", {{"trail", "Trail running"}, {"road", "Road running"}, {"boots", "Boots"}}},
                          {"restDays", {{"boots", 100}, {"*", 0}}}}},
            {"brand", {{"labels", {{"Acme", "Acme"}, {"Fern", "Fern"}}}}},
            {"price", {{"type", "number"}, {"bands", {50, 100}}}}}}};
}

const json kItems = json::array({{{"category", "road"}, {"brand", "Fern"}, {"price", 120}},
                                 {{"category", {"trail", "boots"}}, {"brand", "Acme"}, {"price", 80}},
                                 {{"category", "TRAIL"}, {"colour", "red"}, {"price", "free"}}});

json why(World& world, double t, json items = kItems) { return world.ask(tactful_explain, t, {{"rank", items}}); }

TEST(WhyAnOrder, NamesWhatWasLookedAtAndByHowMuchItLeads) {
  World world(shop());
  world.view(kStart, {{"item_category", "trail"}, {"item_brand", "Acme"}, {"price", 80}}, 3);
  const json answer = why(world, kStart + 400'000);
  EXPECT_EQ(answer["sentence"], "In this order because you looked at Trail running here.");
  EXPECT_EQ(answer["stage"], "new");
  ASSERT_EQ(answer["reasons"].size(), 3u) << answer;
  const json& first = answer["reasons"][0];
  EXPECT_EQ(first["dimension"], "brand");
  EXPECT_EQ(answer["reasons"][1]["values"], json::array({"trail"}));
  EXPECT_EQ(answer["reasons"][1]["label"], "Trail running");
  EXPECT_EQ(answer["reasons"][1]["events"], 3);
  EXPECT_EQ(answer["reasons"][2]["label"], "50 to 100");
  EXPECT_GT(answer["reasons"][1]["index"], first["index"]);
}

TEST(WhyAnOrder, NamesNothingThatItemsDoNotHave) {
  World world(shop());
  world.view(kStart, {{"item_category", "boots"}}, 3);
  const json items = json::array({{{"category", "road"}}, {{"category", "trail"}}});
  const json answer = why(world, kStart + 400'000, items);
  EXPECT_EQ(answer["reasons"], json::array());
  EXPECT_EQ(answer["sentence"], "In this order for what you did on this site.");
  EXPECT_EQ(why(world, kStart + 400'000, json::array())["reasons"], json::array());
}

TEST(WhyAnOrder, DoesNotNameWhatIsDislikedOrRests) {
  World world(shop());
  world.view(kStart, {{"item_category", "trail"}}, 3);
  world.view(kStart + 200'000, {{"item_category", "boots"}}, 3);
  world.event(kStart + 500'000, "dislike", {{"dimension", "category"}, {"value", "trail"}});
  world.event(kStart + 500'000, "purchase", {{"items", json::array({{{"item_category", "boots"}}})}, {"value", 80}});
  const json answer = why(world, kStart + 600'000);
  for (const json& reason : answer["reasons"]) EXPECT_EQ(reason["values"], json::array({"road"})) << answer;
  EXPECT_EQ(answer["sentence"], "In this order for what you did on this site.");
}

TEST(WhyAnOrder, TheStageIsTheSitesWordWhereItSaysOne) {
  World world(shop());
  const json asked{{"rank", kItems}, {"attributes", {{"stage", "repeat"}}}};
  EXPECT_EQ(world.ask(tactful_explain, kStart, asked)["stage"], "repeat");
  EXPECT_EQ(world.ask(tactful_explain, kStart, {{"rank", 3}})["status"], -10) << "neither a list nor a slot";
}

TEST(AffinityWithEvidence, SaysTheWeightOfEachValueAndTheStage) {
  World world(shop());
  const json ask{{"dimension", "category"}, {"evidence", true}};
  // One look with all that one does on a page is not enough for anything personal.
  world.view(kStart, {{"item_category", "trail"}});
  world.event(kStart + 1000, "scroll", {{"percent_scrolled", 90}});
  world.event(kStart + 5000, "user_engagement", {{"engagement_time_msec", 9000}});
  json answer = world.ask(tactful_affinity, kStart + 6000, ask);
  EXPECT_EQ(answer["stage"], "new");
  EXPECT_EQ(answer["affinity"][0][0], "trail");
  EXPECT_LT(answer["affinity"][0][5], 1.5) << answer;
  EXPECT_EQ(answer["affinity"][1][5], 0);
  world.event(kStart + 7000, "like", {{"dimension", "category"}, {"value", "road"}});
  world.view(kStart + kDay, {{"item_category", "trail"}});
  answer = world.ask(tactful_affinity, kStart + kDay, ask);
  EXPECT_EQ(answer["stage"], "returning");
  for (const json& row : answer["affinity"]) {
    if (row[0] == "road") EXPECT_EQ(row[5], 99);
    if (row[0] == "trail") EXPECT_GT(row[5], 1.5);
  }
  EXPECT_FALSE(world.ask(tactful_affinity, kStart, {{"dimension", "category"}}).contains("stage"));
}

TEST(RandomVisitors, ASentenceNamesOnlyWhatWasLookedAtAndIsInTheList) {
  const std::vector<std::string> kinds{"trail", "road", "boots"}, brands{"Acme", "Fern"};
  const std::map<std::string, std::string> labels{{"trail", "Trail running"}, {"road", "Road running"}, {"boots", "Boots"}, {"Acme", "Acme"}, {"Fern", "Fern"}};
  int named = 0;
  World world(shop());
  for (std::uint64_t i = 1; i <= 2000; ++i) {
    Random random(i);
    world.forget();
    std::set<std::string> seen;
    double t = kStart;
    for (std::uint32_t n = random.below(8); n > 0; --n) {
      t += 60'000 + random.below(3) * 20.0 * kDay;
      const std::string kind = kinds[random.below(3)], brand = brands[random.below(2)];
      if (random.below(6) == 0) {
        world.event(t, random.below(2) ? "like" : "dislike", {{"dimension", "category"}, {"value", kind}});
      } else if (random.below(6) == 0) {
        world.event(t, "purchase", {{"items", json::array({{{"item_category", kind}}})}, {"value", 80}});
      } else {
        world.view(t, {{"item_category", kind}, {"item_brand", brand}});
        seen.insert(labels.at(kind));
        seen.insert(labels.at(brand));
      }
    }
    json items = json::array();
    std::set<std::string> there;
    for (std::uint32_t n = random.below(5); n > 0; --n) {
      const std::string kind = kinds[random.below(3)], brand = brands[random.below(2)];
      items.push_back({{"category", kind}, {"brand", brand}});
      there.insert(labels.at(kind));
      there.insert(labels.at(brand));
    }
    const json answer = why(world, t + 1000, items);
    for (const json& reason : answer["reasons"]) {
      ASSERT_TRUE(there.count(reason["label"])) << answer;
      ASSERT_GT(reason["index"], 1) << answer;
    }
    const std::string sentence = answer["sentence"];
    if (sentence == "In this order for what you did on this site.") continue;
    const std::string start = "In this order because you looked at ";
    ASSERT_EQ(sentence.rfind(start, 0), 0u) << sentence;
    const std::string label = sentence.substr(start.size(), sentence.size() - start.size() - 6);
    ASSERT_TRUE(seen.count(label) && there.count(label)) << i << answer;
    ++named;
  }
  EXPECT_GT(named, 500);
}

}  // namespace
}  // namespace tactful::testing

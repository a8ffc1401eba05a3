// Cases in which several rules meet, each of which once went wrong.
#include "world.h"

namespace tactful::testing {
namespace {

constexpr double kHour = 3'600'000;

json labels(std::vector<std::string> names) {
  json out = json::object();
  for (const std::string& name : names) out["labels"][name] = name;
  return out;
}

json hero(const char* id, json more = json::object()) {
  more["id"] = id;
  more["content"] = {{"headline", id}};
  return more;
}

json slot(std::vector<json> variants, json more = json::object()) {
  variants.insert(variants.begin(), json::object({{"id", "welcome"}}));
  more["default"] = "welcome";
  more["variants"] = variants;
  return more;
}

json campaign(json slots) { return {{"id", "home"}, {"slots", std::move(slots)}}; }

json shop(json category = json::object(), json more = json::object()) {
  more["site"] = "shop";
  more["dimensions"]["category"] = labels({"trail", "boots", "socks"});
  for (const auto& [key, value] : category.items()) more["dimensions"]["category"][key] = value;
  return more;
}

json plan(World& world, const char* slot, double t) { return world.ask(tactful_plan, t, {{"slot", slot}})["plan"]; }
json in(const char* slot, json more = json::object()) {
  more["slot"] = slot;
  return more;
}

// While the heroes for one dimension are judged others are asked for, more than a moment holds.
TEST(Corners, WhatIsKnownOfFourDimensionsIsWalkedToItsEnd) {
  json site{{"site", "shop"}};
  site["dimensions"]["category"] = labels({"tents", "fell", "boots"});
  site["dimensions"]["brand"] = labels({"Acme"});
  site["dimensions"]["tag"] = labels({"red"});
  site["dimensions"]["price"] = {{"type", "number"}, {"bands", {50, 100}}};
  World world(site, campaign({{"home-hero", slot({hero("evergreen"), hero("combo", {{"for", {{"category", "tents"}, {"brand", "Acme"}}}}),
                                                  hero("plain", {{"for", {{"category", "fell"}}}}), hero("red", {{"for", {{"tag", "red"}}}}),
                                                  hero("cheap", {{"for", {{"price", "low"}}}})})}}));
  world.view(kStart, {{"item_category", "tents"}, {"item_brand", "Acme"}, {"tag", "red"}}, 2);
  world.view(kStart + 120'000, {{"item_category", "fell"}}, 3);
  EXPECT_EQ(world.decide(kStart + 300'000)["variant"], "plain");
}

TEST(Corners, ABandThatTwoRangesNameCountsOnce) {
  json site{{"site", "shop"}};
  site["dimensions"]["price"] = {{"type", "number"}, {"bands", {50, 100}}};
  const json twice = hero("twice", {{"for", {{"price", json::array({"low", {{"$lt", 50}}})}}}});
  const json all = hero("all", {{"for", {{"price", json::array({{{"$lt", 100}}, {{"$gte", 50}}})}}}});
  World world(site, campaign({{"one", slot({twice})}, {"two", slot({all})}}));
  world.event(kStart, "view_item", {{"price", 30}});
  EXPECT_EQ(world.decide(kStart + 2000, in("one"))["variant"], "welcome") << "one look is not enough, however it is named";
  for (int i = 1; i < 5; ++i) world.event(kStart + i * 1000, "view_item", {{"price", 30}});
  const json decision = world.decide(kStart + 10'000, in("one"));
  EXPECT_LE(decision["reasons"][0]["affinity"].get<double>(), 1) << decision;
  EXPECT_EQ(world.decide(kStart + 10'000, in("two"))["variant"], "all");
}

TEST(Corners, ASlotIsPlannedForWhatSlotsBeforeItRead) {
  World world(shop(), campaign({{"one", slot({hero("x", {{"when", {{"utm.campaign", "rain"}}}})})}, {"two", slot({hero("x"), hero("y")})}}));
  const json entries = plan(world, "two", kStart);
  ASSERT_EQ(entries.size(), 2u) << entries;
  for (const json& entry : entries)
    EXPECT_EQ(entry["variant"], entry["if"]["utm.campaign"] == "rain" ? "y" : "x") << entries;
}

TEST(Corners, AnAnswerIsValidUntilASlotBeforeChanges) {
  World world(shop(), campaign({{"one", slot({hero("x", {{"when", {{"hour", {{"$gte", 15}}}}}})})}, {"two", slot({hero("x"), hero("y")})}}));
  const double noon = kStart + 12 * kHour;
  const json now = world.decide(noon, in("two"));
  EXPECT_EQ(now["variant"], "x");
  EXPECT_LE(now["validUntil"].get<double>(), noon + 3 * kHour);
  EXPECT_EQ(world.decide(noon + 3 * kHour, in("two"))["variant"], "y");
}

TEST(Corners, ExploringTwoSlotsGivesEachItsPropensity) {
  World world(shop(), campaign({{"one", slot({hero("x")}, {{"explore", 1}})}, {"two", slot({hero("x"), hero("y")}, {{"explore", 1}})}}));
  std::map<std::string, double> shown, said;
  for (int seed = 1; seed <= 3000; ++seed) {
    world.forget();
    world.seed(static_cast<std::uint64_t>(seed) * 0x9e3779b97f4a7c15ull);
    const json one = world.decide(kStart, in("one")), two = world.decide(kStart, in("two"));
    EXPECT_EQ(one["propensity"], 0.5);
    EXPECT_NE(two["variant"], one["variant"] == "x" ? "x" : "none");
    // Beside the x of slot one two are left, else three.
    EXPECT_NEAR(two["propensity"].get<double>(), one["variant"] == "x" ? 1.0 / 2 : 1.0 / 3, 1e-8);
    shown[two["variant"]] += 1;
    said[two["variant"]] += 1 / two["propensity"].get<double>();
  }
  // Weighted by 1 / propensity all come out alike, but for x, which half of the visitors cannot get.
  EXPECT_NEAR(said["y"] / 3000, 1, 0.1);
  EXPECT_NEAR(said["x"] / 3000, 0.5, 0.1);
}

TEST(Corners, ControlSaysWhatTreatmentShowsInEachSlot) {
  World world(shop({}, {{"control", 1}}), campaign({{"one", slot({hero("x"), hero("y")})}, {"two", slot({hero("x"), hero("y")})}}));
  world.seed(7);
  EXPECT_EQ(world.decide(kStart, in("one"))["wouldBe"], "x");
  EXPECT_EQ(world.decide(kStart, in("two"))["wouldBe"], "y");
}

TEST(Corners, WhatIsDueAgainOutlivesForgetting) {
  World world(shop({{"repeatAfterDays", {{"socks", 100}}}}),
              campaign({{"home-hero", slot({hero("again", {{"for", {{"category", "socks"}}}})})}, {"side", slot({hero("due", {{"when", {{"due.category", "socks"}}}})})}}));
  world.event(kStart, "purchase", {{"items", {{{"item_category", "socks"}, {"price", 5}}}}});
  const double then = kStart + 101 * kDay;
  world.event(then, "page_view");
  EXPECT_EQ(world.decide(then)["variant"], "again");
  EXPECT_EQ(world.decide(then, in("side"))["dimensions"], json::array({"category"}));
}

TEST(Corners, AComplementOutlivesForgettingInConditionsToo) {
  World world(shop({{"complements", {{"boots", {"socks"}}}}}), campaign({{"home-hero", slot({hero("w", {{"when", {{"top.category", "socks"}}}})})}}));
  world.event(kStart, "purchase", {{"items", {{{"item_category", "boots"}, {"price", 5}}}}});
  for (const int day : {89, 91}) EXPECT_EQ(world.decide(kStart + day * kDay)["variant"], "w") << day;
}

TEST(Corners, AProfileThatExpiredIsAsGoodAsNone) {
  const json spring = campaign({{"home-hero", slot({hero("a", {{"when", {{"season", "spring"}}}}), hero("b")})}});
  const json south{{"utcOffset", 600}, {"hemisphere", "south"}};
  World old(shop(), spring), fresh(shop(), spring);
  old.event(kStart, "page_view", json::object(), south);
  for (const char* deed : {"view_promotion", "dismiss_promotion"}) old.event(kStart, deed, {{"creative_slot", "home-hero"}, {"creative_name", "a"}});
  const double then = kStart + 366 * kDay;
  EXPECT_EQ(old.decide(then, {{"signals", south}}), fresh.decide(then, {{"signals", south}}));
  for (World* world : {&old, &fresh}) world->event(then, "page_view", json::object(), south);
  EXPECT_EQ(old.save(), fresh.save());
  EXPECT_EQ(old.decide(then)["variant"], "a");
}

TEST(Corners, HowSomebodyCameSpeaksOnlyForSlotsThatReadIt) {
  World world(shop(), campaign({{"home-hero", slot({hero("mail", {{"when", {{"channel", "email"}}}}), hero("trail", {{"for", {{"category", "trail"}}}})})},
                                {"side", slot({hero("rain", {{"when", {{"utm.campaign", "rain"}}}})})}}));
  world.view(kStart, {{"item_category", "trail"}}, 3);
  const json decision = world.decide(kStart + 200'000, {{"signals", {{"utm.campaign", "sun"}}}});
  EXPECT_EQ(decision["variant"], "trail") << decision;
}

TEST(Corners, AShortDayEndsSooner) {
  World world(shop({}, {{"timezone", "Europe/Berlin"}}), campaign({{"home-hero", slot({hero("sunday", {{"when", {{"weekday", 7}}}})})}}));
  const double late = 1'806'189'000'000;  // 2027-03-28 00:10 in Berlin, a day of 23 hours
  const json decision = world.decide(late);
  EXPECT_EQ(decision["variant"], "sunday");
  EXPECT_EQ(decision["validUntil"].get<double>(), 1'806'271'200'000);  // 22:00 UTC
}

TEST(Corners, ACapEndsToTheSecond) {
  World world(shop(), campaign({{"home-hero", slot({hero("a", {{"cap", {{"impressions", 1}, {"days", 1}}}})})}}));
  const double noon = kStart + 12 * kHour;
  world.event(noon, "view_promotion", {{"creative_slot", "home-hero"}, {"creative_name", "a"}});
  const json decision = world.decide(noon + 2 * kHour);
  EXPECT_EQ(decision["variant"], "welcome");
  EXPECT_EQ(decision["validUntil"].get<double>(), noon + kDay);
  EXPECT_EQ(world.decide(noon + kDay)["variant"], "a");
}

TEST(Corners, TheStageTurnsWhenTheVisitIsOver) {
  World world(shop(), campaign({{"home-hero", slot({hero("a")})}}));
  world.event(kStart, "page_view");
  EXPECT_EQ(world.decide(kStart + 1000)["validUntil"].get<double>(), kStart + 30 * 60'000 + 1000);
}

TEST(Corners, DaysSinceTheLastVisitTurnWhenThisOneIsOver) {
  World world(shop(), campaign({{"home-hero", slot({hero("back", {{"when", {{"daysSinceLastVisit", {{"$gte", 3}}}}}})})}}));
  world.event(kStart, "page_view");
  const double back = kStart + 4 * kDay, over = back + 30 * 60'000 + 1000;
  world.event(back, "page_view");
  const json decision = world.decide(back + 1000);
  EXPECT_EQ(decision["variant"], "back");
  EXPECT_EQ(decision["validUntil"].get<double>(), over);
  EXPECT_EQ(world.decide(over)["variant"], "welcome");
}

TEST(Corners, APlannedTextDoesNotNameWhatIsForgottenByThen) {
  World world(shop(), campaign({{"home-hero", slot({{{"id", "a"}, {"content", {{"headline", "For {category|everyone}"}}}}})}}));
  world.view(kStart, {{"item_category", "trail"}}, 2);
  const json entries = world.ask(tactful_plan, kStart + 89 * kDay, {{"slot", "home-hero"}, {"content", true}})["plan"];
  ASSERT_EQ(entries.size(), 2u) << entries;
  EXPECT_EQ(entries[0]["content"]["headline"], "For trail");
  EXPECT_LE(entries[0]["until"].get<double>(), kStart + 91 * kDay);
  EXPECT_EQ(entries[1]["content"]["headline"], "For everyone");
}

TEST(Corners, TheHelpOfTheMomentGoesByWhatTheSiteStates) {
  World world(shop(), campaign({{"home-hero", slot({hero("plain", {{"help", "choose"}}), hero("way", {{"help", "deliver"}})})}}));
  EXPECT_EQ(world.decide(kStart, {{"attributes", {{"cartItems", 3}}}})["variant"], "way");
  world.event(kStart, "add_to_cart", {{"items", {{{"item_category", "trail"}}}}});
  EXPECT_EQ(world.decide(kStart)["variant"], "way");
  EXPECT_EQ(world.decide(kStart, {{"attributes", {{"cartItems", 0}}}})["variant"], "plain");
}

TEST(Corners, AnHourlyConditionElsewhereDoesNotEndAPlanAfterTwoDays) {
  World world(shop(), campaign({{"home-hero", slot({hero("a"), hero("b", {{"when", {{"device", "tablet"}, {"hour", {{"$gte", 20}}}}}})})}}));
  const json entries = plan(world, "home-hero", kStart);
  ASSERT_EQ(entries.size(), 1u) << entries;
  EXPECT_EQ(entries[0]["until"].get<double>(), kStart + 7 * kDay);
}

// What an event says of one dimension must not decide whether it counts for another.
TEST(Corners, EngagementCountsForWhatThePageIsAboutInEachDimension) {
  json site = shop();
  site["dimensions"]["brand"] = labels({"Acme"});
  const auto shares = [&](const json& item) {
    World world(site, campaign({{"home-hero", slot({hero("a")})}}));
    world.view(kStart, {{"item_category", "trail"}, {"item_brand", "Acme"}});
    world.event(kStart + 1000, "add_to_cart", {{"items", json::array({item})}});
    return world.ask(tactful_affinity, kStart + 2000, {{"dimension", "category"}});
  };
  EXPECT_EQ(shares({{"item_brand", "Acme"}}), shares({{"item_id", "1"}}));
}

TEST(Corners, TheSentenceNamesNoReasonThatWasNone) {
  const auto sentence = [](const json& when, const json& signals) {
    World world(shop(), campaign({{"home-hero", slot({hero("a", {{"when", when}})})}}));
    const json why = world.explain(kStart, {{"signals", signals}});
    EXPECT_EQ(why["decision"]["variant"], "a") << why;
    return why["sentence"].get<std::string>();
  };
  const json mobile{{"device", "mobile"}};
  EXPECT_EQ(sentence({{"$or", {{{"season", "summer"}}, {{"device", "mobile"}}}}}, mobile), "Shown for the circumstances of this visit.");
  EXPECT_EQ(sentence({{"$or", {{{"utm.campaign", "rain"}}, {{"device", "mobile"}}}}}, mobile), "Shown for the circumstances of this visit.");
  EXPECT_EQ(sentence({{"season", "autumn"}, {"device", "mobile"}}, mobile), "Shown because of the season.");
  EXPECT_EQ(sentence({{"utm.campaign", "rain"}}, {{"utm.campaign", "rain"}}), "Shown because of the way you came here.");
}

// A like on a first visit is known of the dimension, though nothing was looked at.
TEST(Corners, AConditionOnAnAffinityHearsALike) {
  const json fan = hero("fan", {{"when", {{"affinity.category.boots", {{"$gt", 0.5}}}}}});
  World world(shop(), campaign({{"home-hero", slot({fan})}}));
  world.event(kStart, "like", {{"dimension", "category"}, {"value", "boots"}});
  EXPECT_EQ(world.decide(kStart + 1'000)["variant"], "fan");
}

// What the site states is something known: help goes before a sales pitch only where nothing is.
TEST(Corners, HelpHasNoPrecedenceWhereTheSiteStatesSomething) {
  const json site = shop(json::object(), {{"attributes", {{"tier", {{"type", "string"}}}}}});
  const json gold = hero("gold", {{"when", {{"tier", "gold"}}}});
  World world(site, campaign({{"home-hero", slot({hero("sale"), hero("guide", {{"help", "choose"}}), gold})}}));
  EXPECT_EQ(world.decide(kStart)["variant"], "guide");
  EXPECT_EQ(world.decide(kStart, {{"attributes", {{"tier", "silver"}}}})["variant"], "sale");
}

// Three categories of each thing, one price: as much evidence, which roundings must not settle.
TEST(Corners, AsMuchEvidenceGoesByTheName) {
  json site = shop({{"from", {"item_category", "item_category2", "item_category3"}}});
  site["dimensions"]["price"] = {{"type", "number"}, {"bands", {50, 100}}};
  const json cheap = hero("cheap", {{"for", {{"price", "low"}}}});
  const json kinds = hero("kinds", {{"for", {{"category", {"trail", "boots", "socks"}}}}});
  World world(site, campaign({{"home-hero", slot({cheap, kinds})}}));
  for (int n = 0; n < 3; ++n) {
    world.view(kStart + n * 60'000, {{"item_category", "trail"}, {"item_category2", "boots"}, {"item_category3", "socks"}, {"price", 10}});
    EXPECT_EQ(world.decide(kStart + n * 60'000)["dimensions"], json::array({"category"})) << n;
  }
}

// A category that was named after the model was made has no average there.
TEST(Corners, WhatTheModelDoesNotKnowYetIsNoLesserInterest) {
  json site = shop();
  site["model"] = "model.json";
  const json trail = hero("trail", {{"for", {{"category", "trail"}}}}), socks = hero("socks", {{"for", {{"category", "socks"}}}});
  const SourceFile model{"model.json", R"({"model": 1, "average": {"category": {"trail": 0.05, "boots": 0.9}}})"};
  CompileOptions options;
  options.model = &model;
  World world(compile({{"site.json", site.dump()}, {"campaign.json", campaign({{"home-hero", slot({trail, socks})}}).dump()}}, options).pack);
  const json items = {{"rank", {{{"category", "trail"}}, {{"category", "socks"}}}}};
  EXPECT_EQ(world.ask(tactful_rank, kStart, items)["scores"], json::array({1, 1})) << "nothing is known";
  world.view(kStart, {{"item_category", "trail"}}, 2);
  world.view(kStart + 120'000, {{"item_category", "socks"}}, 8);
  const double now = kStart + kDay;
  const json answer = world.decide(now);
  EXPECT_EQ(answer["variant"], "socks");
  EXPECT_FALSE(answer["reasons"][0].contains("index")) << "nobody knows how many times what is usual";
  const json scores = world.ask(tactful_rank, now, items)["scores"];
  EXPECT_GT(scores[1], scores[0]);
  world.event(now, "dislike", {{"dimension", "category"}, {"value", "socks"}});
  EXPECT_EQ(world.ask(tactful_rank, now, items)["scores"][1], 0);
  const json both = {{"rank", {{{"category", {"socks", "trail"}}}, {{"category", {"trail", "socks"}}}, {{"category", "trail"}}}}};
  const json mixed = world.ask(tactful_rank, now, both)["scores"];
  EXPECT_EQ(mixed[0], mixed[1]) << "the order in which an item names its values says nothing";
  EXPECT_EQ(mixed[0], mixed[2]);
}

}  // namespace
}  // namespace tactful::testing

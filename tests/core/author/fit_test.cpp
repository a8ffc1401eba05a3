#include "author/fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/random.h"

namespace tactful {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSite =
    R"({"site": "s", "dimensions": {"category": {"values": "any"}, "price": {"type": "number"}},)"
    R"( "id": "c", "slots": {"hero": {"default": "own", "variants": [{"id": "own"}, {"id": "boots", )"
    R"("content": {"headline": "x"}, "for": {"category": ["boots"]}}]}}})";

// A log in which each `from` is a `to`.
std::string with(std::string log, std::string_view from, std::string_view to) {
  for (std::size_t at; (at = log.find(from)) != std::string::npos;) log.replace(at, from.size(), to);
  return log;
}

// A shop where `tents` is followed by `lamps` with probability `follows`; else a visitor goes on as before or
// turns to anything, the first categories more often.
std::string log_of(int visitors, double follows) {
  const char* const names[] = {"tents", "lamps", "boots", "socks", "maps", "stoves"};
  Random random(1);
  std::string out;
  for (int v = 0; v < visitors; ++v) {
    std::uint64_t t = 1700000000000 + random.below(1000000);
    std::uint32_t at = random.below(6);
    for (int visit = 0; visit < 3; ++visit) {
      t += 86400000;
      for (int i = 0; i < 5; ++i) {
        const double drawn = random.unit();
        if (at == 0 && drawn < follows) {
          at = 1;
        } else if (drawn > 0.6) {
          at = random.below(random.below(6) + 1);
        }
        t += 30000;
        out += "{\"visitor\":\"v" + std::to_string(v) + "\",\"t\":" + std::to_string(t) +
               ",\"event\":\"view_item\",\"params\":{\"item_category\":\"" + names[at] +
               "\",\"price\":" + std::to_string(10 + 40 * at + random.below(30)) + "}}\n";
      }
    }
  }
  return out;
}

void run(Fit& fit, const std::string& log) {
  fit.add_file({"site.json", kSite});
  fit.read(log, true);
  double done = 0;
  for (int steps = 0; done < 1 && steps < 1000; ++steps) {
    const double next = fit.step();
    EXPECT_GE(next, done);
    done = next;
  }
  EXPECT_EQ(done, 1);
}

TEST(Fit, CountsAveragesAndWhatFollows) {
  Fit fit;
  run(fit, log_of(400, 0.7));
  ASSERT_EQ(fit.refusal(), "");
  const Json model = Json::parse(fit.model());
  double sum = 0;
  for (const auto& [name, share] : model["average"]["category"].items()) sum += share.get<double>();
  EXPECT_NEAR(sum, 1, 1e-4);
  EXPECT_GT(model["average"]["category"]["lamps"], model["average"]["category"]["stoves"]);
  EXPECT_NEAR(model["transitions"]["category"]["tents"]["lamps"].get<double>(), 0.7, 0.1);
  EXPECT_EQ(model["bands"]["price"].size(), 2u);
  EXPECT_NE(fit.report().find("log-loss"), std::string::npos);
}

TEST(Fit, ForetellsBetterWhatFollowsOnSomething) {
  Fit strong, weak;
  run(strong, log_of(400, 0.9));
  run(weak, log_of(400, 0));
  ASSERT_EQ(strong.refusal() + weak.refusal(), "");
  const auto lamps = [](const Fit& fit) { return Json::parse(fit.model())["transitions"]["category"]["tents"]["lamps"].get<double>(); };
  EXPECT_GT(lamps(strong), lamps(weak) + 0.5);
  EXPECT_GT(Json::parse(strong.model())["mix"], 0);
}

// One kind of event alone: a weight of 0 would leave nothing to foretell from, and that must not pass for foresight.
TEST(Fit, WeighsTheOnlyKindOfEventThereIs) {
  Fit fit;
  run(fit, with(log_of(400, 0.7), "view_item", "purchase"));
  ASSERT_EQ(fit.refusal(), "");
  EXPECT_GT(Json::parse(fit.model())["weights"]["purchase"], 0);
}

// Where the next thing depends on the last one alone, the fit finds out.
TEST(Fit, FindsThatTheNewestValueLeadsOn) {
  Fit fit;
  run(fit, log_of(1500, 1));
  ASSERT_EQ(fit.refusal(), "");
  EXPECT_GT(Json::parse(fit.model())["newest"], 0);
}

// Wishes that last until a purchase meets them.
std::string log_of_wishes() {
  std::string log;
  Random random(1);
  for (int v = 0; v < 400; ++v) {
    std::uint64_t t = 1700000000000;
    std::uint32_t wish = random.below(8);
    for (int i = 0; i < 15; ++i) {
      const bool buys = random.below(5) == 0;
      log += "{\"visitor\":\"v" + std::to_string(v) + "\",\"t\":" + std::to_string(t += i % 5 == 0 ? 86400000 : 30000) +
             ",\"event\":\"" + (buys ? "purchase" : "view_item") + "\",\"params\":{\"item_category\":\"kind-" +
             std::to_string(wish) + "\"}}\n";
      if (buys) wish = (wish + 1 + random.below(7)) % 8;
    }
  }
  return log;
}

// Who has bought turns elsewhere: the fit finds out from purchases, and says nothing of it where there are none.
TEST(Fit, FindsThatAPurchaseMeetsAWish) {
  Fit bought, looked;
  run(bought, log_of_wishes());
  run(looked, log_of(400, 0.7));
  ASSERT_EQ(bought.refusal() + looked.refusal(), "");
  EXPECT_GT(Json::parse(bought.model())["satisfied"], 0);
  EXPECT_EQ(Json::parse(looked.model())["satisfied"], 0);
}

// Whatever is found figure by figure depends on where the search began: here the untuned figures lead to an end that
// another start betters.
TEST(Search, TakesTheBestEndOfItsStarts) {
  Visits visits;
  visits.read(log_of_wishes(), true);
  visits.finish();
  const auto pack_of = [](const std::string& model, CompileResult& result) {
    const SourceFile file{"model.json", model};
    CompileOptions options;
    options.model = &file;
    options.full_model = true;
    result = compile({{"site.json", kSite}}, options);
    Pack pack;
    EXPECT_EQ(open_pack({result.pack.data(), static_cast<std::uint32_t>(result.pack.size())}, pack), kOk);
    return pack;
  };
  CompileResult own, listed, averaged;
  const Pack untuned = pack_of("{\"model\": 1}", own);
  const Vocabulary vocabulary(visits, untuned);
  const Pack values = pack_of(vocabulary.model(), listed);
  const FitData data(visits, values);
  Counts counts(values);
  for (const FitData::Visitor& visitor : data.visitors())
    if (visitor.share == Share::kCounted) counts.add(data, visitor);
  const Site& site = untuned.the_site();
  const Weights weights{site.fast_weight,
                        site.slow_most,
                        site.prior_strength,
                        site.mix,
                        site.later_mix,
                        site.newest,
                        0,
                        1,
                        site.satisfied,
                        {}};
  const Pack pack = pack_of(counts.model(weights, vocabulary), averaged);
  Search search(data, pack, {"purchase"});
  double done = 0;
  while (search.step()) {
    EXPECT_GE(search.progress(), done);
    done = search.progress();
  }
  ASSERT_EQ(search.ends().size(), 3u);
  EXPECT_GT(done, 0.9);
  const std::vector<double>& ends = search.ends();
  EXPECT_LT(*std::min_element(ends.begin(), ends.end()), ends[0] - 1);
  EXPECT_FALSE(search.step());
  EXPECT_EQ(search.ends().size(), 3u);
}

// The lines of an order come at one time: that one foretells the next would say nothing of the next visit.
TEST(Fit, ForetellsTheLinesOfAnOrderTogether) {
  const auto share_of_order = [](std::uint64_t apart) {
    std::string log;
    Random random(1);
    for (int v = 0; v < 300; ++v)
      for (std::uint64_t visit = 0; visit < 6; ++visit) {
        const std::uint32_t kind = random.below(40);
        for (std::uint64_t line = 0; line < 4; ++line)
          log += "{\"visitor\":\"v" + std::to_string(v) + "\",\"t\":" + std::to_string(1700000000000 + visit * 86400000 + line * apart) +
                 ",\"event\":\"purchase\",\"params\":{\"item_category\":\"kind-" + std::to_string(kind) + "\"}}\n";
      }
    Fit fit;
    run(fit, log);
    EXPECT_EQ(fit.refusal(), "");
    return Json::parse(fit.model())["scales"][0]["weight"].get<double>();
  };
  EXPECT_GT(share_of_order(30000), 0);
  EXPECT_LT(share_of_order(0), share_of_order(30000));
}

TEST(Fit, GivesTheSameBytesTwice) {
  Fit one, two;
  run(one, log_of(200, 0.7));
  run(two, log_of(200, 0.7));
  EXPECT_EQ(one.model(), two.model());
  EXPECT_EQ(one.report(), two.report());
}

TEST(Fit, CompilesIntoThePackItWasFittedFor) {
  Fit fit;
  run(fit, log_of(200, 0.7));
  const SourceFile model{"model.json", fit.model()};
  CompileOptions options;
  options.model = &model;
  options.full_model = true;
  const CompileResult result = compile({{"site.json", kSite}}, options);
  EXPECT_TRUE(result.ok);
  for (const Diagnostic& d : result.diagnostics) ADD_FAILURE() << format(d);
}

TEST(Fit, CountsHeroesForWhatTheyAreAbout) {
  std::string log = log_of(200, 0.7);
  for (int i = 0; i < 50; ++i) {
    const std::string params =
        R"(,"params":{"items":[{"promotion_id":"c","creative_slot":"hero","creative_name":"boots"}]}})" "\n";
    log += "{\"visitor\":\"v" + std::to_string(i) + "\",\"t\":1800000000000,\"event\":\"view_promotion\"" + params;
    if (i % 5 == 0)
      log += "{\"visitor\":\"v" + std::to_string(i) + "\",\"t\":1800000001000,\"event\":\"select_promotion\"" + params;
  }
  Fit fit;
  run(fit, log);
  ASSERT_EQ(fit.refusal(), "");
  EXPECT_EQ(Json::parse(fit.model())["baseRate"]["category"]["boots"].dump(), R"({"clicks":10,"impressions":50})");
}

TEST(Fit, NamesNoValueThatOnlyAFewSpokeOf) {
  std::string log = log_of(200, 0.7);
  for (int i = 0; i < 4; ++i)
    log += "{\"visitor\":\"v" + std::to_string(i) +
           "\",\"t\":1800000000000,\"event\":\"view_item\",\"params\":{\"item_category\":\"a name\"}}\n";
  Fit fit;
  run(fit, log);
  ASSERT_EQ(fit.refusal(), "");
  EXPECT_EQ(fit.model().find("a name"), std::string::npos);
}

// Every pack of a fit must have the same values in the same places, or it would be fitted to the wrong ones.
TEST(Fit, NamesAValueThatOnlySomeOfTheVisitorsCameTo) {
  std::string log = log_of(200, 0.7);
  for (int category = 0; category < 40; ++category)
    for (int i = 0; i < 5; ++i)
      log += "{\"visitor\":\"v" + std::to_string(3 * category + i) +
             "\",\"t\":1800000000000,\"event\":\"view_item\",\"params\":{\"item_category\":\"rare" +
             std::to_string(category) + "\"}}\n";
  Fit fit;
  run(fit, log);
  ASSERT_EQ(fit.refusal(), "");
  const Json average = Json::parse(fit.model())["average"]["category"];
  EXPECT_EQ(average.size(), 46u);
  for (const auto& [name, share] : average.items()) EXPECT_GT(share.get<double>(), 0) << name;
}

TEST(Fit, RefusesALogThatIsTooSmallAndSaysWhatIsNeeded) {
  Fit fit;
  run(fit, log_of(20, 0.7));
  EXPECT_EQ(fit.model(), "");
  EXPECT_NE(fit.refusal().find("20 visitors"), std::string::npos) << fit.refusal();
  EXPECT_NE(fit.refusal().find("1000 times are needed"), std::string::npos) << fit.refusal();
  Fit none;
  run(none, "");
  EXPECT_NE(none.refusal(), "");
}

TEST(Fit, RefusesALogWhoseTimesAreNotMilliseconds) {
  const auto csv = [](const char* more) {
    std::string log = "ts,user,type,category\n";
    for (int i = 0; i < 3000; ++i)
      log += std::to_string(1700000000 + i * 60) + more + ",v" + std::to_string(i / 10) + ",view,c" + std::to_string(i % 3) + "\n";
    return log;
  };
  Fit seconds;
  run(seconds, csv(""));
  EXPECT_EQ(seconds.model(), "");
  EXPECT_NE(seconds.refusal().find("milliseconds are needed"), std::string::npos) << seconds.refusal();
  Fit microseconds;
  run(microseconds, csv("000000"));
  EXPECT_NE(microseconds.refusal().find("times are microseconds"), std::string::npos) << microseconds.refusal();
  // A clock of its own, that began with the log, is none of our business.
  Fit own;
  run(own, with(csv(""), "\n17", "\n1"));
  EXPECT_EQ(own.refusal().find("milliseconds"), std::string::npos) << own.refusal();
}

// The campaign reads categories, of which the log says nothing.
TEST(Fit, SaysByWhatItCountedALogThatIsAboutOtherThings) {
  Fit fit;
  run(fit, with(log_of(200, 0.7), "item_category", "kind"));
  EXPECT_EQ(fit.model(), "");
  EXPECT_NE(fit.refusal().find("0 visitors came from one thing to another (by category)"), std::string::npos) << fit.refusal();
}

TEST(Fit, KeepsOfCsvWhatIsReadAlone) {
  std::string csv = "ts,user,type,category,price,page_location,note\n", plain = "ts,user,type,category,price\n";
  Random random(3);
  for (int v = 0; v < 300; ++v)
    for (int i = 0; i < 6; ++i) {
      const std::string line = std::to_string(1700000000000 + v * 1000 + i * 40000) + ",v" + std::to_string(v) + ",view,c" +
                               std::to_string(random.below(random.below(5) + 1)) + "," + std::to_string(10 + random.below(50));
      csv += line + ",https://shop.example/a,x\n";
      plain += line + "\n";
    }
  Fit fit, same;
  run(fit, csv);
  run(same, plain);
  EXPECT_NE(fit.model(), "") << fit.refusal();
  EXPECT_EQ(fit.model(), same.model());
}

TEST(Fit, RefusesFilesThatDoNotCompile) {
  Fit fit;
  fit.add_file({"bad.json", R"({"site": "s", "dimensions": 7})"});
  fit.read(log_of(200, 0.7), true);
  EXPECT_EQ(fit.step(), 1);
  EXPECT_NE(fit.refusal().find("bad.json:1"), std::string::npos) << fit.refusal();
}

TEST(MinusLn, AgreesWithTheLibrary) {
  for (double x = 1; x > 1e-300; x *= 0.73) EXPECT_NEAR(minus_ln(x), -std::log(x), 1e-12 * (1 - std::log(x)));
}

}  // namespace
}  // namespace tactful

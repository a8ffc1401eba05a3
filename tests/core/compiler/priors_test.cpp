// What a pack says of click rates, from the counts of campaign and model.
#include <gtest/gtest.h>

#include <cmath>

#include "base/text.h"
#include "compiler/compile.h"
#include "compiler/text.h"
#include "pack/pack.h"

namespace tactful {
namespace {

class Priors : public ::testing::Test {
 protected:
  /// A slot with a variant for each of three categories, `priors` in the model.
  void compile(const std::string& priors, const std::string& average = "") {
    const std::vector<SourceFile> files{
        {"site.json", R"({"site": "s", "model": "m", "dimensions": {"category": {"labels": {"a": "A", "b": "B", "c": "C"}}}})"},
        {"campaign.json", R"({"id": "home", "slots": {"hero": {"default": "welcome", "variants": [{"id": "welcome"},
          {"id": "a", "for": {"category": "a"}}, {"id": "b", "for": {"category": "b"}}, {"id": "ab", "for": {"category": ["a", "b"]}}]}}})"}};
    const SourceFile model{"m", "{\"model\": 1" + average + ", \"priors\": {\"segment\": \"category\", \"slots\": {\"hero\": {" + priors + "}}}}"};
    CompileOptions options;
    options.model = &model;
    compiled_ = tactful::compile(files, options);
    for (const Diagnostic& d : compiled_.diagnostics) EXPECT_TRUE(d.warning) << format(d);
    ASSERT_EQ(open_pack({compiled_.pack.data(), static_cast<std::uint32_t>(compiled_.pack.size())}, pack_), kOk);
  }
  Records<Prior> of(const char* id) const {
    for (const Variant& v : pack_.variants())
      if (view_of(pack_.string(v.id)) == id) return pack_.priors().part(v.prior_first, v.prior_count);
    ADD_FAILURE() << "no variant " << id;
    return {};
  }
  float most(const char* id) const {
    for (const Variant& v : pack_.variants())
      if (view_of(pack_.string(v.id)) == id) return v.most;
    return 0;
  }

  CompileResult compiled_;
  Pack pack_;
};

TEST_F(Priors, AreNoneWhereNobodyClicked) {
  compile(R"("a": {"*": {"clicks": 0, "impressions": 900}})");
  EXPECT_EQ(pack_.priors().size, 0u);
  EXPECT_EQ(most("a"), 1);
}

TEST_F(Priors, StartFromTwentyClicksAtTheSlotsRate) {
  // 2 % over all, so 1,000 impressions are assumed of each.
  compile(R"("a": {"*": {"clicks": 30, "impressions": 1000}}, "b": {"*": {"clicks": 10, "impressions": 1000}})");
  EXPECT_NEAR(of("a")[0].mean, 0.025, 1e-12);
  EXPECT_NEAR(of("b")[0].mean, 0.015, 1e-12);
  EXPECT_NEAR(of("a")[0].deviation, std::sqrt(0.025 * 0.975 / 2000), 1e-12);
  ASSERT_EQ(of("welcome").size, 1u) << "what has no counts is as good as the slot";
  EXPECT_NEAR(of("welcome")[0].mean, 0.02, 1e-12);
  EXPECT_NEAR(of("welcome")[0].deviation, std::sqrt(0.02 * 0.98 / 1000), 1e-12);
}

TEST_F(Priors, YieldToWhatWasMeasured) {
  compile(R"("a": {"*": {"clicks": 30000000, "impressions": 1000000000}}, "b": {"*": {"clicks": 1000, "impressions": 1000000}})");
  EXPECT_NEAR(of("a")[0].mean, 0.03, 1e-6);
  EXPECT_NEAR(of("b")[0].mean, 0.001, 1e-4);
  EXPECT_LT(of("a")[0].deviation, of("b")[0].deviation);
}

TEST_F(Priors, ExpectMoreOfWhatIsPopular) {
  const char* counts = R"("welcome": {"*": {"clicks": 20, "impressions": 1000}})";
  compile(counts, R"(, "average": {"category": {"a": 0.75, "b": 0.24, "c": 0.01}})");
  EXPECT_NEAR(of("a")[0].mean, 0.02 * std::sqrt(0.75 * 3), 1e-12);
  EXPECT_NEAR(of("b")[0].mean, 0.02 * std::sqrt(0.24 * 3), 1e-12);
  EXPECT_NEAR(of("ab")[0].mean, 0.02 * std::sqrt(0.99 / 2 * 3), 1e-12);
  EXPECT_NEAR(of("welcome")[0].mean, 0.02, 1e-12);
  // So that the score, divided by the root of the average, falls back on what the visitor leans to.
  EXPECT_NEAR(of("a")[0].mean / std::sqrt(0.75), of("b")[0].mean / std::sqrt(0.24), 1e-12);
}

TEST_F(Priors, HoldSegmentsAfterEverybody) {
  compile(R"("a": {"b": {"clicks": 5, "impressions": 100}, "a": {"clicks": 9, "impressions": 100}, "*": {"clicks": 20, "impressions": 1000}},
    "b": {"b": {"clicks": 9, "impressions": 100}})");
  ASSERT_EQ(of("a").size, 3u);
  EXPECT_EQ(of("a")[0].segment, kNone);
  EXPECT_LT(of("a")[1].segment, of("a")[2].segment);
  ASSERT_EQ(of("b").size, 2u);
  EXPECT_EQ(of("b")[0].segment, kNone);
  EXPECT_NEAR(of("b")[0].mean, 0.02, 1e-12);
}

TEST_F(Priors, AreProbabilitiesAtTheExtremes) {
  for (const char* counts : {R"("a": {"*": {"clicks": 1000000000, "impressions": 1000000000}})",
                             R"("a": {"*": {"clicks": 1e-300, "impressions": 1000}})",
                             R"("a": {"*": {"clicks": 1e12, "impressions": 1e12}}, "b": {"*": {"clicks": 0, "impressions": 1}})"}) {
    compile(counts, R"(, "average": {"category": {"a": 1}})");
    ASSERT_GT(pack_.priors().size, 0u);
    for (const Prior& prior : pack_.priors()) {
      EXPECT_TRUE(prior.mean >= 0 && prior.mean <= 1) << prior.mean;
      EXPECT_TRUE(prior.deviation >= 0 && prior.deviation <= 0.5) << prior.deviation;
    }
    for (const Variant& v : pack_.variants()) EXPECT_TRUE(std::isfinite(v.most));
  }
}

}  // namespace
}  // namespace tactful

#include "compiler/json.h"

#include <gtest/gtest.h>

namespace tactful {
namespace {

constexpr std::string_view kText = R"({ "a": 1, "b~/": [ {"x": [1, {}], "y\u0041": "}{\"," }, true ],
  "c": {"d": null, "d": -1.5e3} })";

std::string_view at(std::string_view pointer, std::string_view key = {}, std::size_t occurrence = 0) {
  return kText.substr(locate(kText, pointer, key, occurrence));
}

TEST(Locate, FindsValuesBehindAnythingJsonHolds) {
  EXPECT_EQ(at("").substr(0, 5), "{ \"a\"");
  EXPECT_EQ(at("/a").substr(0, 2), "1,");
  EXPECT_EQ(at("/b~0~1/0/x/1").substr(0, 3), "{}]");
  EXPECT_EQ(at("/b~0~1/0/yA").substr(0, 3), "\"}{");
  EXPECT_EQ(at("/b~0~1/1").substr(0, 4), "true");
  EXPECT_EQ(at("/c/d").substr(0, 4), "null");
}

TEST(Locate, FindsKeysAndTheirRepetitions) {
  EXPECT_EQ(at("", "c").substr(0, 4), "\"c\":");
  EXPECT_EQ(at("/c", "d", 1).substr(0, 9), "\"d\": -1.5");
}

TEST(Locate, GoesAsFarAsThePointerLeads) {
  EXPECT_EQ(at("/b~0~1/7/x").substr(0, 3), "[ {");
  EXPECT_EQ(at("/a/b").substr(0, 1), "1");
  EXPECT_EQ(at("/c", "none").substr(0, 4), "{\"d\"");
}

TEST(Locate, StopsAtTheEndOfBrokenText) {
  for (std::size_t cut = 0; cut <= kText.size(); ++cut) {
    const std::string_view part = kText.substr(0, cut);
    EXPECT_LE(locate(part, "/b~0~1/0/yA"), part.size());
    EXPECT_LE(locate(part, "/c", "d", 1), part.size());
  }
}

TEST(ParseJson, KeepsTheFirstOfEqualKeys) {
  Report report;
  Json json;
  const SourceFile file{"f", R"({"a": 1, "a": {"b": 2}, "c": 3})"};
  ASSERT_TRUE(parse_json(file, report, json));
  EXPECT_EQ(json.dump(), R"({"a":1,"c":3})");
  const auto said = report.take({&file});
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].id, "duplicate-key");
  EXPECT_EQ(said[0].column, 10u);
}

TEST(ParseJson, RefusesWhatIsNestedTooDeep) {
  for (const char* unit : {"[", "{\"a\":"}) {
    SourceFile file{"f", ""};
    for (std::size_t i = 0; i <= kMaxJsonDepth; ++i) file.text += unit;
    Report report;
    Json json;
    EXPECT_FALSE(parse_json(file, report, json));
    EXPECT_EQ(report.take({})[0].id, "nested-too-deep");
  }
}

TEST(ParseJson, TakesAByteOrderMark) {
  Report report;
  Json json;
  EXPECT_TRUE(parse_json({"f", "\xef\xbb\xbf{}"}, report, json));
}

TEST(Report, CountsColumnsInCharacters) {
  const SourceFile file{"f", "{\"é\": \"ü\", \"b\":\n 1}"};
  const Place root(file);
  Report report;
  report.error(Place(root, "b"), "x", {});
  report.error_at_key(root, "b", "x", {});
  const auto said = report.take({&file});
  EXPECT_EQ(said[0].line, 1u);
  EXPECT_EQ(said[0].column, 12u);
  EXPECT_EQ(said[1].line, 2u);
  EXPECT_EQ(said[1].column, 2u);
}

TEST(Report, StopsListingAfterAThousand) {
  const SourceFile file{"f", "{}"};
  Report report;
  for (int i = 0; i < 1500; ++i) report.error(Place(file), "x", {});
  const auto said = report.take({&file});
  EXPECT_EQ(said.size(), kMaxDiagnostics + 1);
  EXPECT_EQ(said.back().found, "500 more");
}

TEST(Closest, GuessesSlipsAndNothingElse) {
  EXPECT_EQ(closest("catagory", {"brand", "category"}), "category");
  EXPECT_EQ(closest("frmo", {"for", "from"}), "from");
  EXPECT_EQ(closest("max_dimensions", {"maxDimensions"}), "maxDimensions");
  EXPECT_EQ(closest("weather", {"when", "for"}), "");
  EXPECT_EQ(closest("", {"a"}), "");
}

TEST(NumberText, IsTheSameEverywhere) {
  EXPECT_EQ(number_text(50), "50");
  EXPECT_EQ(number_text(-3), "-3");
  EXPECT_EQ(number_text(49.99), "49.99");
  EXPECT_EQ(number_text(0.1), "0.1");
}

}  // namespace
}  // namespace tactful

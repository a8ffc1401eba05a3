#include "compiler/json.h"

#include <gtest/gtest.h>

#include <algorithm>

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
    const auto said = report.take({});
    EXPECT_EQ(said[0].id, "nested-too-deep");
    // At the deepest that it may be.
    EXPECT_EQ(said[0].column, (kMaxJsonDepth - 1) * std::string(unit).size() + 1);
    EXPECT_EQ(said[0].pointer.size(), 2 * (kMaxJsonDepth - 1));
  }
}

TEST(ParseJson, TakesAByteOrderMark) {
  Report report;
  Json json;
  EXPECT_TRUE(parse_json({"f", "\xef\xbb\xbf{}"}, report, json));
}

TEST(ParseJson, PlacesWhatMayNotStandWhereItStands) {
  struct Broken {
    std::string text;
    std::size_t column;
    const char* hint;
  };
  const Broken all[] = {
      {R"({"site":"s",})", 13, "remove the comma before it"},
      {R"({"site":["s",]})", 14, "remove the comma before it"},
      {R"({"site":"s"}})", 13, "a bracket too many, or one of the wrong kind"},
      {R"({"site":"s" true})", 13, ""},
      {R"({"site":"s" false})", 13, ""},
      {R"({"site":"s" 12 })", 13, ""},
      {R"({"site":"s" "a<U+b"})", 13, "a comma is missing before it"},
      {R"({"site":nul})", 12, ""},
      {R"({"site":"s")", 12, "a bracket or quote is not closed"},
      {R"({"site":1e999})", 9, ""},
      {R"({"site":"\ud800"})", 16, "write the character itself"},
      {R"({"site":"\u12"})", 14, ""},
      {R"({"site":"a\'"})", 12, ""},
      {" \n", 1, "the file is empty"},
  };
  for (const std::string mark : {"", "\xef\xbb\xbf"})
    for (const Broken& broken : all) {
      const SourceFile file{"f", mark + broken.text};
      Report report;
      Json json;
      EXPECT_FALSE(parse_json(file, report, json));
      const auto said = report.take({&file});
      ASSERT_EQ(said.size(), 1u) << broken.text;
      EXPECT_EQ(said[0].column, broken.column) << broken.text;
      EXPECT_EQ(said[0].hint, broken.hint) << broken.text;
    }
}

TEST(ParseJson, SaysWhatIsWrongWithAString) {
  const std::pair<std::string, std::string> all[] = {
      {R"({"a":"\q"})", "one of \" \\ / b f n r t u after a backslash; a backslash itself is \\\\"},
      {R"({"a":"; expected nothing\q"})", "one of \" \\ / b f n r t u after a backslash; a backslash itself is \\\\"},
      {R"({"a":"\udc00"})", "both halves of a character one after the other, like \\ud83d\\ude00"},
      {R"({"a":"\uzzzz"})", "four hexadecimal digits after \\u"},
      {"{\"a\":\"\t\"}", "a string that ends on its line; a line break inside is \\n, a tab \\t, a backslash \\\\"},
      {"{\"a\":5.}", "digit after '.'"},
  };
  for (const auto& [text, expected] : all) {
    const SourceFile file{"f", text};
    Report report;
    Json json;
    EXPECT_FALSE(parse_json(file, report, json));
    EXPECT_EQ(report.take({&file})[0].expected, expected) << text;
  }
}

TEST(ParseJson, RefusesASecondByteOrderMark) {
  const SourceFile file{"f", "\xef\xbb\xbf\xef\xbb\xbf{}"};
  Report report;
  Json json;
  EXPECT_FALSE(parse_json(file, report, json));
  EXPECT_EQ(report.take({&file})[0].id, "syntax");
}

TEST(ParseJson, RefusesWhatFollowsANul) {
  const SourceFile file{"f", std::string("{\"site\":\"s\"}\0{\"nonsense", 22)};
  Report report;
  Json json;
  EXPECT_FALSE(parse_json(file, report, json));
  const auto said = report.take({&file});
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].column, 13u);
}

// Each of them was once searched from the start of the text, which took seconds.
TEST(ParseJson, IsQuickWithThousandsOfEqualKeys) {
  SourceFile file{"f", "{"};
  for (int i = 0; i < 100'000; ++i) file.text += "\"key\": 1,\n";
  file.text += "\"last\": 1}";
  Report report;
  Json json;
  EXPECT_TRUE(parse_json(file, report, json));
  const auto said = report.take({&file});
  ASSERT_EQ(said.size(), kMaxDiagnostics + 1);
  EXPECT_EQ(said[500].line, 502u);
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
  EXPECT_EQ(said.back().found, "500 more errors");
  EXPECT_FALSE(said.back().warning);
}

TEST(Report, ListsErrorsBesideAnyNumberOfWarningsAndOtherFiles) {
  const SourceFile first{"f", "{}"}, second{"g", "{}"};
  Report report;
  for (int i = 0; i < 1001; ++i) report.warning(Place(first), "w", {});
  report.error(Place(first), "x", {});
  for (int i = 0; i < 1001; ++i) report.error(Place(second), "y", {});
  const auto said = report.take({&first, &second});
  EXPECT_EQ(std::count_if(said.begin(), said.end(), [](const Diagnostic& d) { return d.id == "x"; }), 1);
  ASSERT_EQ(said.size(), 1000u + 1 + 1 + 1000 + 1);
  EXPECT_EQ(format(said[1001]), "f: warning[more-mistakes]\n  found: 1 more warning\n  hint: mend these first\n");
  EXPECT_EQ(format(said.back()), "g: error[more-mistakes]\n  found: 1 more error\n  hint: mend these first\n");
}

TEST(Report, CountsMutedErrorsWithoutListingThem) {
  const SourceFile file{"f", "{}"};
  Report report;
  report.mute({"y"});
  report.error(Place(file), "y", {});
  EXPECT_TRUE(report.failed());
  EXPECT_TRUE(report.take({&file}).empty());
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

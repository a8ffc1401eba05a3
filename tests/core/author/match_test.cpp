#include "author/match.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tactful {
namespace {

std::string lines(Match& match, std::string_view text, std::size_t piece = 1 << 16) {
  for (std::size_t at = 0; at < text.size(); at += piece) match.read(text.substr(at, piece), at + piece >= text.size());
  std::string out;
  out.swap(match.output());
  return out;
}

TEST(Match, TakesTheFirstOfAMemberGivenTwice) {
  Match match;
  EXPECT_EQ(match.line(R"({"condition":{"a":1,"a":2},"attributes":{"a":1}})"), "true");
  EXPECT_EQ(match.line(R"({"condition":{"a":{"$gt":1,"$gt":5}},"attributes":{"a":3}})"), "true");
  EXPECT_EQ(match.line(R"({"condition":{"a":1},"condition":{"a":2},"attributes":{"a":1}})"), "true");
}

TEST(Match, RefusesALineThatIsTooLongWithoutKeepingIt) {
  const std::string yes = R"({"condition":{},"attributes":{}})";
  const std::string text = yes + "\n{\"condition\":\"" + std::string(kMaxLine + 5, 'x') + "\"}\n\n" + yes;
  for (const std::size_t piece : {std::size_t{1} << 16, text.size()}) {
    Match match;
    EXPECT_EQ(lines(match, text, piece), "true\n{\"error\":\"too-long\"}\ntrue\n") << piece;
  }
}

TEST(Match, KeepsNoMoreCompiledConditionsThanABoundOfBytes) {
  Match match;
  std::size_t most = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string condition = "{\"a\":\"" + std::to_string(i) + "\",\"b\":\"" + std::string(59'000, 'x') + "\"}";
    EXPECT_EQ(match.line("{\"condition\":" + condition + ",\"attributes\":{\"a\":\"" + std::to_string(i) + "\"}}"),
              "false");
    most = std::max(most, match.cached_bytes());
  }
  EXPECT_GT(most, 16u << 20);
  EXPECT_LE(most, 32u << 20);
}

TEST(Match, KeepsTheConditionsOfTenThousandVariants) {
  Match match;
  const auto ask_all = [&] {
    for (int i = 0; i < 10'000; ++i) {
      const std::string n = std::to_string(i);
      match.line("{\"condition\":{\"season\":\"autumn\",\"a\":{\"$in\":[\"" + n + "\",\"other\"]}},\"attributes\":{}}");
    }
    return match.cached_bytes();
  };
  const std::size_t first = ask_all();
  EXPECT_EQ(ask_all(), first);
}

}  // namespace
}  // namespace tactful

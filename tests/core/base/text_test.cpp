#include "base/text.h"

#include <gtest/gtest.h>

#include <string>

namespace tactful {
namespace {

struct Expected {
  std::uint32_t code_point, folded, stripped;
};
constexpr Expected kExpected[] = {
#include "text_expected.inc"
};

Bytes bytes(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), static_cast<std::uint32_t>(text.size())};
}
std::uint64_t hash(const std::string& text) { return hash_value(bytes(text), kHashStart); }

TEST(FoldCase, AgreesWithUnicodeOnEveryLetter) {
  for (const Expected& e : kExpected) EXPECT_EQ(fold_case(e.code_point), e.folded) << std::hex << e.code_point;
}

TEST(FoldCase, LeavesOtherScriptsAlone) {
  for (const std::uint32_t c : {0u, 0x20u, 0x531u, 0x10a0u, 0x212au, 0x3042u, 0xff21u, 0x10400u, 0x10ffffu})
    EXPECT_EQ(fold_case(c), c);
}

TEST(StripMark, AgreesWithUnicodeOnEveryLetter) {
  for (const Expected& e : kExpected) EXPECT_EQ(strip_mark(e.code_point), e.stripped) << std::hex << e.code_point;
}

TEST(StripMark, LeavesOtherScriptsAlone) {
  for (const std::uint32_t c : {0x2ffu, 0x530u, 0x622u, 0xac00u, 0x1f600u}) EXPECT_EQ(strip_mark(c), c);
}

TEST(NextCodePoint, ReadsEachLength) {
  const std::string text = "a\u00e9\u20ac\U0001f600";
  std::uint32_t at = 0;
  for (const std::uint32_t c : {0x61u, 0xe9u, 0x20acu, 0x1f600u}) EXPECT_EQ(next_code_point(bytes(text), at), c);
  EXPECT_EQ(at, text.size());
}

TEST(NextCodePoint, MovesOneByteOverMalformedSequences) {
  // A lone continuation, an overlong slash, bytes that never occur, cut and broken sequences.
  for (const std::string text : {"\x80", "\xc0\xaf", "\xff", "\xf8\x88\x80\x80\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98",
                                 "\xe2\x28\xa1"}) {
    std::uint32_t at = 0;
    EXPECT_EQ(next_code_point(bytes(text), at), 0xfffdu);
    EXPECT_EQ(at, 1u);
  }
}

TEST(HashValue, IgnoresCaseMarksAndSpareSpace) {
  const std::uint64_t shoes = hash("trail running");
  for (const char* same : {"Trail Running", "  trail \t running\n", "TRAIL\u00a0RUNNING", "tr\u00e0\u00efl r\u016bnning",
                           "tra\u0300il running\u0301", "\ufefftrail\u3000running"})
    EXPECT_EQ(hash(same), shoes) << same;
  for (const char* other : {"trailrunning", "trail-running", "trail runnin", "train running", ""})
    EXPECT_NE(hash(other), shoes) << other;
}

TEST(HashValue, FoldsGreekAndCyrillic) {
  EXPECT_EQ(hash("\u039f\u0394\u039f\u03a3"), hash("\u03bf\u03b4\u03cc\u03c2"));
  EXPECT_EQ(hash("\u0401\u041b\u041a\u0410"), hash("\u0435\u043b\u043a\u0430"));
  EXPECT_EQ(hash("\u0130stanbul"), hash("istanbul"));
}

TEST(HashValue, StartsFromTheDimension) {
  EXPECT_NE(hash_value("acme", hash64("brand")), hash_value("acme", hash64("category")));
  EXPECT_EQ(hash_value("", 7), 7u);
  EXPECT_EQ(hash_value("   ", 7), 7u);
}

}  // namespace
}  // namespace tactful

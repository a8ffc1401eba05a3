#include "author/number.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

#include "base/random.h"

namespace tactful {
namespace {

std::string text(double number) {
  std::string out;
  append_number(number, out);
  return out;
}

// glibc prints doubles from their exact value, half to even; only its exponent is not our form.
std::string expected(double number) {
  char printed[400];
  if (number == 0) return "0";
  if (number == __builtin_trunc(number)) {
    std::snprintf(printed, sizeof printed, "%.0f", number);
    return printed;
  }
  std::snprintf(printed, sizeof printed, "%.8e", number);
  const bool negative = printed[0] == '-';
  const char* digit = printed + negative;
  std::string digits(1, digit[0]);
  digits.append(digit + 2, 8);
  const int point = std::atoi(digit + 11) + 1;
  std::string whole = point > 0 ? digits.substr(0, static_cast<std::size_t>(point)) : "0";
  if (point > 9) whole.append(static_cast<std::size_t>(point) - 9, '0');
  std::string rest = point < 0 ? std::string(static_cast<std::size_t>(-point), '0') : "";
  if (point < 9) rest += digits.substr(point > 0 ? static_cast<std::size_t>(point) : 0);
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return (negative ? "-" : "") + whole + (rest.empty() ? "" : "." + rest);
}

TEST(AppendNumber, WritesIntegersInFull) {
  EXPECT_EQ(text(0), "0");
  EXPECT_EQ(text(-0.0), "0");
  EXPECT_EQ(text(-17), "-17");
  EXPECT_EQ(text(1791158400000), "1791158400000");
  EXPECT_EQ(text(9007199254740993.0), "9007199254740992");
  EXPECT_EQ(text(18446744073709551616.0), "18446744073709551616");
  EXPECT_EQ(text(1e23), "99999999999999991611392");
  EXPECT_EQ(text(std::numeric_limits<double>::max()), expected(std::numeric_limits<double>::max()));
}

TEST(AppendNumber, GivesOtherNumbersNineDigits) {
  EXPECT_EQ(text(0.1), "0.1");
  EXPECT_EQ(text(1.0 / 3), "0.333333333");
  EXPECT_EQ(text(-2.0 / 3), "-0.666666667");
  EXPECT_EQ(text(1234567.891234), "1234567.89");
  EXPECT_EQ(text(123456789.6), "123456790");
  EXPECT_EQ(text(98765432109.75), "98765432100");
  EXPECT_EQ(text(0.000001), "0.000001");
  EXPECT_EQ(text(1e-30), "0.000000000000000000000000000001");
}

TEST(AppendNumber, RoundsExactHalvesToEven) {
  EXPECT_EQ(text(1000000.125), "1000000.12");
  EXPECT_EQ(text(1000000.375), "1000000.38");
  EXPECT_EQ(text(100000001.5), "100000002");
  EXPECT_EQ(text(100000002.5), "100000002");
}

TEST(AppendNumber, CarriesThroughNines) {
  EXPECT_EQ(text(0.9999999999), "1");
  EXPECT_EQ(text(999999999.75), "1000000000");
  EXPECT_EQ(text(99.99999996), "100");
  EXPECT_EQ(text(0.09999999999), "0.1");
}

TEST(AppendNumber, AgreesWithExactDecimalsAtEveryMagnitude) {
  EXPECT_EQ(text(5e-324), expected(5e-324));
  EXPECT_EQ(text(2.2250738585072014e-308), expected(2.2250738585072014e-308));
  Random random(1);
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t bits = random.next();
    double any;
    std::memcpy(&any, &bits, sizeof any);
    if (any - any == 0) ASSERT_EQ(text(any), expected(any));
    const double share = random.unit();
    ASSERT_EQ(text(share), expected(share));
    // Sixteenths: half of them end in the digit that decides between up, down and even.
    const double tie = static_cast<double>(random.below(2000000000)) / 16;
    ASSERT_EQ(text(tie), expected(tie));
  }
}

}  // namespace
}  // namespace tactful

#include "base/fixed.h"

namespace tactful {

std::uint32_t grow_q30(std::uint64_t part, std::uint64_t whole) noexcept {
  // ln(2)^k / k! in Q30, k = 8 down to 1. All terms are positive, so every step of Horner's
  // scheme is monotone in x and so is the result, rounding included.
  static constexpr std::uint32_t kTerms[] = {1419,     16377,    165394,    1431680,
                                             10327387, 59597083, 257941248, 744261118};
  // 28 bits, not 30: a year in milliseconds needs 35 of the 64.
  const std::uint64_t x = ((part << 28) / whole) << 2;
  std::uint64_t sum = 0;
  for (const std::uint32_t term : kTerms) sum = ((sum + term) * x) >> 30;
  return static_cast<std::uint32_t>(kQ30One + sum);
}

}  // namespace tactful

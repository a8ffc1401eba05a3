#pragma once
#include <cstdint>

namespace tactful {

constexpr std::uint32_t kQ30One = 1u << 30;

/// The nearest fixed-point number with so many bits behind the point; for numbers from 0 that fit.
constexpr std::uint32_t to_fixed(double number, std::uint32_t bits) noexcept {
  return static_cast<std::uint32_t>(number * (1u << bits) + 0.5);
}

/// 2^(part/whole): how much more a later moment counts than an earlier one (forward decay).
///
/// units   part and whole in the same unit; result Q30
/// range   0 <= part < whole < 2^36; result in [2^30, 2^31), exactly 2^30 at part 0, monotone
/// errors  none; never throws or allocates
/// cost    O(1), integers only, so the same bits everywhere
/// source  Taylor series of 2^x to the eighth power, relative error below 2^-22
std::uint32_t grow_q30(std::uint64_t part, std::uint64_t whole) noexcept;

}  // namespace tactful

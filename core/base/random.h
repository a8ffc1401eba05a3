#pragma once
#include "base/hash.h"

namespace tactful {

/// A stream of random words that is a pure function of its seed (splitmix64).
/// Two streams with different seeds are independent for our purposes.
class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}
  std::uint64_t next() noexcept { return mix64(state_ += 0x9e3779b97f4a7c15ull); }
  /// Uniform in [0, 1) with 53 bits; exact, so the same everywhere.
  double unit() noexcept { return static_cast<double>(next() >> 11) * (1.0 / 9007199254740992.0); }
  /// Uniform in [0, n), n > 0; bias below n / 2^32.
  std::uint32_t below(std::uint32_t n) noexcept {
    return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
  }

 private:
  std::uint64_t state_;
};

}  // namespace tactful

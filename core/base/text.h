#pragma once
#include "base/bytes.h"
#include "base/hash.h"

namespace tactful {

/// A code point and how many bytes it takes, in one register.
class Decoded {
 public:
  constexpr Decoded(std::uint32_t code_point, std::uint32_t size) noexcept : bits_(code_point | std::uint64_t{size} << 32) {}
  std::uint32_t code_point() const noexcept { return static_cast<std::uint32_t>(bits_); }
  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(bits_ >> 32); }

 private:
  std::uint64_t bits_;
};

/// The code point of UTF-8 text at `at`, which is before `end`. Any bytes are safe: what does not
/// have the shape of a sequence is U+FFFD, one byte long.
Decoded decode(const std::uint8_t* at, const std::uint8_t* end) noexcept;

/// The same, `at` moved past it.
///
/// range   at < text.size
std::uint32_t next_code_point(Bytes text, std::uint32_t& at) noexcept;

/// Simple case folding of Latin, Greek and Cyrillic (one code point to one); others as they came.
std::uint32_t fold_case(std::uint32_t code_point) noexcept;

/// The base letter of a precomposed Latin, Greek or Cyrillic letter (as canonical decomposition
/// gives it), 0 for a combining mark U+0300..U+036F; others as they came.
std::uint32_t strip_mark(std::uint32_t code_point) noexcept;

/// White space as ECMAScript counts it, line ends included.
bool is_space(std::uint32_t code_point) noexcept;

/// Hash of a dimension's value as it is matched: case, marks, outer and doubled white space
/// ignored. `state` is the hash of the dimension's name, so equal texts of two dimensions differ.
///
/// cost    O(size), no copy
std::uint64_t hash_value(Bytes text, std::uint64_t state) noexcept;

}  // namespace tactful

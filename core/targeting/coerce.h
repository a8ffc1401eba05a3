#pragma once
#include "base/value.h"

/// ECMAScript's conversions, as far as conditions need them of JSON values. Exact for numbers of up
/// to 15 significant digits between 1e-6 and 2^53; docs/condition-code.md says what lies beyond.
namespace tactful {

/// Room for what has to be written: an array's elements joined by commas, a padded version. What is
/// longer is cut.
constexpr std::uint32_t kMaxText = 1024;

/// A value as text. Strings are not copied: the value must outlive the text.
struct Text {
  const std::uint8_t* begin = buffer;
  std::uint32_t size = 0;
  std::uint8_t buffer[kMaxText];

  Bytes bytes() const noexcept { return {begin, size}; }

  /// String(value). Once, on a new text.
  void read(Value value) noexcept;
  /// The text by which versions are ordered: "v1.10.2+b7" is "    1-   10-    2-~". Likewise.
  void read_version(Value value) noexcept;

 private:
  void put(std::uint32_t byte) noexcept;
  void put(const char* text) noexcept;
  void put(double number) noexcept;
  void put(Value value) noexcept;
};

/// Number(value); NaN where it is none, infinite where JavaScript's is.
double converted_number(Value value) noexcept;
/// Likewise, at once where it is one already.
TACTFUL_INLINE double to_number(Value value) noexcept {
  return value.is_number() ? load<double>(value.data() + 1) : converted_number(value);
}

/// Boolean(value).
bool to_boolean(Value value) noexcept;

/// How `a` stands to `b`: kLess, kEqual or kGreater by UTF-16 code units, those of the case folded
/// texts where `folded`.
std::uint8_t order_text(Bytes a, Bytes b, bool folded) noexcept;

}  // namespace tactful

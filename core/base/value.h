#pragma once
#include "base/bytes.h"

namespace tactful {

/// The value encoding: JSON's data model in bytes, one form for event parameters, attributes,
/// variant contents, literals in conditions, and every answer of the core. docs/value-encoding.md.
///
///   tag  0 null   1 false   2 true
///        3 number   8 bytes, IEEE 754 double, little-endian
///        4 string   length, UTF-8 bytes
///        5 array    count, that many values
///        6 object   count, that many pairs of (length, UTF-8 key bytes, value)
///   lengths and counts: unsigned LEB128, at most 5 bytes, below 2^32
enum class Tag : std::uint8_t { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };

/// Deepest nesting that `encoded_size` accepts; a scalar has depth 1.
constexpr std::uint32_t kMaxDepth = 24;

/// Length of the one well-formed value at the start of `bytes`, or 0 if there is none
/// (cut, unknown tag, nested deeper than kMaxDepth). NaN and infinities count as
/// malformed: nothing inside the core ever meets one. Text is not checked to be UTF-8.
///
/// cost    O(size); run once where bytes come in, so that readers need no checks
std::uint32_t encoded_size(Bytes bytes) noexcept;

/// A value inside bytes that `encoded_size` accepted. Copying is free; reading is linear.
class Value {
 public:
  /// null
  Value() noexcept;
  /// The value at the start of checked bytes.
  TACTFUL_INLINE explicit Value(const std::uint8_t* at) noexcept : at_(at) {}

  TACTFUL_INLINE Tag tag() const noexcept { return static_cast<Tag>(*at_); }
  TACTFUL_INLINE bool is_null() const noexcept { return tag() == Tag::kNull; }
  TACTFUL_INLINE bool is_number() const noexcept { return tag() == Tag::kNumber; }
  TACTFUL_INLINE bool is_string() const noexcept { return tag() == Tag::kString; }
  TACTFUL_INLINE bool is_array() const noexcept { return tag() == Tag::kArray; }
  TACTFUL_INLINE bool is_object() const noexcept { return tag() == Tag::kObject; }
  TACTFUL_INLINE bool is_true() const noexcept { return tag() == Tag::kTrue; }

  /// The number, or `otherwise` when it is none.
  double number(double otherwise = 0) const noexcept;
  /// The string's bytes, or empty when it is none.
  Bytes text() const noexcept;
  /// Elements of an array or pairs of an object; 0 for scalars.
  std::uint32_t count() const noexcept;
  /// First pair with this key; null when absent or not an object. Linear.
  Value get(Bytes key) const noexcept;
  /// All bytes of this value.
  Bytes bytes() const noexcept;
  TACTFUL_INLINE const std::uint8_t* data() const noexcept { return at_; }

 private:
  const std::uint8_t* at_;
};

/// Walks the elements of an array or the pairs of an object; nothing for scalars.
///
///   for (Items it(value); it.next();) use(it.key(), it.value());
class Items {
 public:
  explicit Items(Value container) noexcept;
  bool next() noexcept;
  TACTFUL_INLINE Bytes key() const noexcept { return key_; }  ///< empty for arrays
  TACTFUL_INLINE Value value() const noexcept { return Value(value_); }

 private:
  const std::uint8_t* at_;
  const std::uint8_t* value_ = nullptr;
  std::uint32_t left_;
  bool object_;
  Bytes key_;
};

/// Writes values. The counts of containers come first, so callers say them up front or
/// patch them: `open_*` with an unknown count returns a place for `close` (at most 127 entries).
class ValueWriter : public Writer {
 public:
  using Writer::Writer;
  void null() noexcept { put(std::uint8_t{0}); }
  void boolean(bool b) noexcept { put(static_cast<std::uint8_t>(b ? 2 : 1)); }
  void number(double n) noexcept;
  void string(Bytes text) noexcept;
  void key(Bytes text) noexcept;
  void key(const char* literal) noexcept;  ///< zero-terminated: every call is a constant shorter
  void pair(const char* key, double n) noexcept;
  void pair(const char* key, Bytes text) noexcept;
  void value(Value v) noexcept { put(v.bytes()); }
  void array(std::uint32_t count) noexcept;
  void object(std::uint32_t count) noexcept;
  std::uint32_t open_array() noexcept;
  std::uint32_t open_object() noexcept;
  void close(std::uint32_t place, std::uint32_t count) noexcept {
    patch(place, static_cast<std::uint8_t>(count));
  }
  void length(std::uint32_t n) noexcept;  ///< LEB128
};

/// LEB128 at `at`, moved past it. Checked bytes only.
std::uint32_t read_length(const std::uint8_t*& at) noexcept;

}  // namespace tactful

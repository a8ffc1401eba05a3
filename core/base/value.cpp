#include "base/value.h"

namespace tactful {
namespace {

constexpr std::uint8_t kNullByte[] = {0};

// Reads a length that may be cut or overlong; false if so.
bool checked_length(Bytes bytes, std::uint32_t& at, std::uint32_t& out) noexcept {
  std::uint64_t n = 0;
  for (std::uint32_t shift = 0; shift < 35; shift += 7) {
    if (at >= bytes.size) return false;
    const std::uint8_t b = bytes[at++];
    n |= static_cast<std::uint64_t>(b & 0x7f) << shift;
    if (b < 0x80) {
      out = static_cast<std::uint32_t>(n);
      return n >> 32 == 0;
    }
  }
  return false;
}

bool skip_text(Bytes bytes, std::uint32_t& at) noexcept {
  std::uint32_t n = 0;
  if (!checked_length(bytes, at, n) || n > bytes.size - at) return false;
  at += n;
  return true;
}

const std::uint8_t* end_of(const std::uint8_t* at) noexcept;

const std::uint8_t* end_of_items(const std::uint8_t* at, bool object) noexcept {
  for (std::uint32_t n = read_length(at); n != 0; --n) {
    if (object) {
      const std::uint32_t key = read_length(at);
      at += key;
    }
    at = end_of(at);
  }
  return at;
}

const std::uint8_t* end_of(const std::uint8_t* at) noexcept {
  const auto tag = static_cast<Tag>(*at++);
  if (tag == Tag::kNumber) return at + 8;
  if (tag == Tag::kString) {
    const std::uint32_t n = read_length(at);
    return at + n;
  }
  if (tag >= Tag::kArray) return end_of_items(at, tag == Tag::kObject);
  return at;
}

}  // namespace

std::uint32_t encoded_size(Bytes bytes) noexcept {
  // An explicit stack of how many values each open container still owes; objects owe keys too.
  std::uint32_t left[kMaxDepth];
  bool object[kMaxDepth];
  std::uint32_t depth = 0, at = 0;
  for (;;) {
    if (depth != 0 && object[depth - 1] && !skip_text(bytes, at)) return 0;
    if (at >= bytes.size) return 0;
    const std::uint8_t tag = bytes[at++];
    if (tag > static_cast<std::uint8_t>(Tag::kObject)) return 0;
    if (tag == static_cast<std::uint8_t>(Tag::kNumber)) {
      if (bytes.size - at < 8) return 0;
      const auto high = load<std::uint32_t>(bytes.data + at + 4);
      if ((high & 0x7ff00000u) == 0x7ff00000u) return 0;
      at += 8;
    } else if (tag == static_cast<std::uint8_t>(Tag::kString)) {
      if (!skip_text(bytes, at)) return 0;
    } else if (tag >= static_cast<std::uint8_t>(Tag::kArray)) {
      std::uint32_t n = 0;
      if (depth + 1 >= kMaxDepth || !checked_length(bytes, at, n)) return 0;
      if (n != 0) {
        left[depth] = n;
        object[depth++] = tag == static_cast<std::uint8_t>(Tag::kObject);
        continue;
      }
    }
    // One value is complete: settle what it completes in turn.
    while (depth != 0 && --left[depth - 1] == 0) --depth;
    if (depth == 0) return at;
  }
}

std::uint32_t read_length(const std::uint8_t*& at) noexcept {
  std::uint32_t n = 0;
  for (std::uint32_t shift = 0;; shift += 7) {
    const std::uint8_t b = *at++;
    n |= static_cast<std::uint32_t>(b & 0x7f) << shift;
    if (b < 0x80) return n;
  }
}

Value::Value() noexcept : at_(kNullByte) {}

double Value::number(double otherwise) const noexcept {
  return is_number() ? load<double>(at_ + 1) : otherwise;
}

Bytes Value::text() const noexcept {
  if (!is_string()) return {};
  const std::uint8_t* at = at_ + 1;
  const std::uint32_t n = read_length(at);
  return {at, n};
}

std::uint32_t Value::count() const noexcept {
  if (tag() < Tag::kArray) return 0;
  const std::uint8_t* at = at_ + 1;
  return read_length(at);
}

Value Value::get(Bytes key) const noexcept {
  if (is_object())
    for (Items it(*this); it.next();)
      if (it.key() == key) return it.value();
  return {};
}

Bytes Value::bytes() const noexcept {
  return {at_, static_cast<std::uint32_t>(end_of(at_) - at_)};
}

Items::Items(Value container) noexcept
    : at_(container.data() + 1),
      left_(container.count()),
      object_(container.is_object()) {
  if (left_ != 0) read_length(at_);
}

bool Items::next() noexcept {
  if (left_ == 0) return false;
  if (value_ != nullptr) at_ = end_of(value_);
  --left_;
  if (object_) {
    const std::uint32_t n = read_length(at_);
    key_ = {at_, n};
    at_ += n;
  }
  value_ = at_;
  return true;
}

void ValueWriter::length(std::uint32_t n) noexcept {
  for (; n >= 0x80; n >>= 7) put(static_cast<std::uint8_t>(n | 0x80));
  put(static_cast<std::uint8_t>(n));
}

void ValueWriter::number(double n) noexcept {
  std::uint8_t bytes[9] = {static_cast<std::uint8_t>(Tag::kNumber)};
  store(bytes + 1, n);
  put(Bytes(bytes, 9));
}

void ValueWriter::key(Bytes text) noexcept {
  length(text.size);
  put(text);
}

void ValueWriter::key(const char* literal) noexcept {
  std::uint32_t size = 0;
  while (literal[size] != 0) ++size;
  key(Bytes(reinterpret_cast<const std::uint8_t*>(literal), size));
}

void ValueWriter::pair(const char* name, double n) noexcept {
  key(name);
  number(n);
}

void ValueWriter::pair(const char* name, Bytes text) noexcept {
  key(name);
  string(text);
}

void ValueWriter::string(Bytes text) noexcept {
  put(static_cast<std::uint8_t>(Tag::kString));
  key(text);
}

void ValueWriter::array(std::uint32_t count) noexcept {
  put(static_cast<std::uint8_t>(Tag::kArray));
  length(count);
}

void ValueWriter::object(std::uint32_t count) noexcept {
  put(static_cast<std::uint8_t>(Tag::kObject));
  length(count);
}

std::uint32_t ValueWriter::open_array() noexcept {
  array(0);
  return size() - 1;
}

std::uint32_t ValueWriter::open_object() noexcept {
  object(0);
  return size() - 1;
}

}  // namespace tactful

#pragma once
#include <string_view>
#include <vector>

#include "base/value.h"

namespace tactful {

inline Bytes as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), static_cast<std::uint32_t>(text.size())};
}
inline std::string_view as_text(Bytes bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data), bytes.size};
}

/// Writes one encoded object, pair by pair, to the end of a vector. At most 127 pairs; more are
/// left out. A value that is built in place (another object, say) follows `key`.
class ObjectBuilder {
 public:
  explicit ObjectBuilder(std::vector<std::uint8_t>& out) : out_(out), count_at_(out.size() + 1) {
    out_.push_back(static_cast<std::uint8_t>(Tag::kObject));
    out_.push_back(0);
  }
  /// False, and nothing written, when the object is full.
  bool key(std::string_view name) {
    if (out_[count_at_] == 127) return false;
    ++out_[count_at_];
    length(name.size());
    append(as_bytes(name));
    return true;
  }
  /// Left out when null.
  void pair(std::string_view name, Value value) {
    if (!value.is_null() && key(name)) append(value.bytes());
  }
  void pair(std::string_view name, std::string_view text) {
    if (!key(name)) return;
    out_.push_back(static_cast<std::uint8_t>(Tag::kString));
    length(text.size());
    append(as_bytes(text));
  }
  void pair(std::string_view name, double number) {
    if (!key(name)) return;
    std::uint8_t bytes[9];
    ValueWriter writer(bytes, sizeof bytes);
    writer.number(number);
    append({bytes, sizeof bytes});
  }

 private:
  void append(Bytes bytes) { out_.insert(out_.end(), bytes.data, bytes.data + bytes.size); }
  void length(std::size_t n) {
    std::uint8_t bytes[5];
    ValueWriter writer(bytes, sizeof bytes);
    writer.length(static_cast<std::uint32_t>(n));
    append({bytes, writer.size()});
  }

  std::vector<std::uint8_t>& out_;
  std::size_t count_at_;
};

}  // namespace tactful

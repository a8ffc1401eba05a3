#include "compiler/encode.h"

#include <algorithm>

#include "base/value.h"
#include "compiler/text.h"

namespace tactful {
namespace {

using Bytes8 = std::vector<std::uint8_t>;

void put_length(std::size_t n, Bytes8& out) {
  for (; n >= 0x80; n >>= 7) out.push_back(static_cast<std::uint8_t>(n | 0x80));
  out.push_back(static_cast<std::uint8_t>(n));
}

void put_text(std::string_view text, Bytes8& out) {
  put_length(text.size(), out);
  out.insert(out.end(), text.begin(), text.end());
}

// Whether a key is an array index (0 .. 2^32 - 2 without leading zeros), which JavaScript lists first.
bool is_index(std::string_view key, std::uint64_t& index) {
  if (key.empty() || key.size() > 10 || (key[0] == '0' && key.size() > 1)) return false;
  index = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return false;
    index = index * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return index < 0xffffffff;
}

void put_object(const Json& json, Bytes8& out) {
  struct Member {
    std::uint64_t rank;
    std::string_view key;
    const Json* value;
  };
  std::vector<Member> members;
  for (auto it = json.begin(); it != json.end(); ++it) {
    std::uint64_t rank = 0xffffffff;
    std::uint64_t index;
    if (is_index(it.key(), index)) rank = index;
    members.push_back({rank, it.key(), &it.value()});
  }
  std::stable_sort(members.begin(), members.end(), [](const Member& a, const Member& b) { return a.rank < b.rank; });
  put_length(members.size(), out);
  for (const Member& m : members) {
    put_text(m.key, out);
    encode_value(*m.value, out);
  }
}

}  // namespace

void encode_value(const Json& json, Bytes8& out) {
  const auto tag = [&out](Tag t) { out.push_back(static_cast<std::uint8_t>(t)); };
  if (json.is_boolean()) {
    tag(json == true ? Tag::kTrue : Tag::kFalse);
  } else if (json.is_number()) {
    std::uint8_t bytes[8];
    store(bytes, json.get<double>() + 0.0);  // + 0 makes -0 a 0
    tag(Tag::kNumber);
    out.insert(out.end(), bytes, bytes + sizeof bytes);
  } else if (json.is_string()) {
    tag(Tag::kString);
    put_text(text_of(json), out);
  } else if (json.is_array()) {
    tag(Tag::kArray);
    put_length(json.size(), out);
    for (const Json& element : json) encode_value(element, out);
  } else if (json.is_object()) {
    tag(Tag::kObject);
    put_object(json, out);
  } else {
    tag(Tag::kNull);
  }
}

}  // namespace tactful

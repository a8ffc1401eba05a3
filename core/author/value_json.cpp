#include "author/value_json.h"

#include <nlohmann/json.hpp>

#include "author/number.h"

namespace tactful {
namespace {

/// Writes what nlohmann's parser says as it goes: no tree is built. The count of a container
/// comes before its entries, so one byte is kept for it and more are put in where it needs them.
class Encoder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Encoder(std::vector<std::uint8_t>& out) : out_(out) {}
  bool too_deep() const { return too_deep_; }

  bool null() override { return scalar(Tag::kNull); }
  bool boolean(bool b) override { return scalar(b ? Tag::kTrue : Tag::kFalse); }
  bool number_integer(number_integer_t n) override { return number(static_cast<double>(n)); }
  bool number_unsigned(number_unsigned_t n) override { return number(static_cast<double>(n)); }
  bool number_float(number_float_t n, const string_t&) override { return number(n); }
  bool string(string_t& text) override {
    scalar(Tag::kString);
    put_text(text);
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Tag::kObject); }
  bool start_array(std::size_t) override { return open(Tag::kArray); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& text) override {
    put_text(text);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  struct Open {
    std::size_t count_at;
    std::uint32_t count;
  };

  bool scalar(Tag tag) {
    if (depth_ != 0) ++open_[depth_ - 1].count;
    out_.push_back(static_cast<std::uint8_t>(tag));
    return true;
  }
  bool number(double n) {
    scalar(Tag::kNumber);
    std::uint8_t bytes[8];
    store(bytes, n);
    out_.insert(out_.end(), bytes, bytes + 8);
    return true;
  }
  bool open(Tag tag) {
    if (depth_ + 1 >= kMaxDepth) {
      too_deep_ = true;
      return false;
    }
    scalar(tag);
    open_[depth_++] = {out_.size(), 0};
    out_.push_back(0);
    return true;
  }
  bool close() {
    const Open& closed = open_[--depth_];
    std::uint8_t bytes[5];
    const std::uint32_t size = put_length(closed.count, bytes);
    out_[closed.count_at] = bytes[0];
    if (size > 1)
      out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(closed.count_at) + 1, bytes + 1, bytes + size);
    return true;
  }
  void put_text(const std::string& text) {
    std::uint8_t bytes[5];
    const std::uint32_t size = put_length(static_cast<std::uint32_t>(text.size()), bytes);
    out_.insert(out_.end(), bytes, bytes + size);
    out_.insert(out_.end(), text.begin(), text.end());
  }
  static std::uint32_t put_length(std::uint32_t n, std::uint8_t* bytes) {
    ValueWriter writer(bytes, 5);
    writer.length(n);
    return writer.size();
  }

  std::vector<std::uint8_t>& out_;
  Open open_[kMaxDepth];
  std::uint32_t depth_ = 0;
  bool too_deep_ = false;
};

void append_items(Value container, bool object, std::string& out) {
  out += object ? '{' : '[';
  bool first = true;
  for (Items it(container); it.next();) {
    if (!first) out += ',';
    first = false;
    if (object) {
      append_json_string(it.key(), out);
      out += ':';
    }
    append_json(it.value(), out);
  }
  out += object ? '}' : ']';
}

}  // namespace

JsonError encode_json(std::string_view text, std::vector<std::uint8_t>& out) {
  // The parser takes a NUL for the end, whatever follows.
  if (text.find('\0') != std::string_view::npos) return JsonError::kBadJson;
  const std::size_t before = out.size();
  Encoder encoder(out);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &encoder)) return JsonError::kNone;
  out.resize(before);
  return encoder.too_deep() ? JsonError::kTooDeep : JsonError::kBadJson;
}

void append_json_string(Bytes text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::uint32_t plain = 0;  // start of what is still to be copied as it is
  const auto* bytes = reinterpret_cast<const char*>(text.data);
  for (std::uint32_t i = 0; i < text.size; ++i) {
    const std::uint8_t c = text[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(bytes + plain, i - plain);
    plain = i + 1;
    out += '\\';
    switch (c) {
      case '"':
      case '\\': out += static_cast<char>(c); break;
      case '\b': out += 'b'; break;
      case '\f': out += 'f'; break;
      case '\n': out += 'n'; break;
      case '\r': out += 'r'; break;
      case '\t': out += 't'; break;
      default:
        out += "u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
  }
  if (text.size != plain) out.append(bytes + plain, text.size - plain);
  out += '"';
}

void append_json(Value value, std::string& out) {
  switch (value.tag()) {
    case Tag::kNull: out += "null"; break;
    case Tag::kFalse: out += "false"; break;
    case Tag::kTrue: out += "true"; break;
    case Tag::kNumber: append_number(value.number(), out); break;
    case Tag::kString: append_json_string(value.text(), out); break;
    case Tag::kArray: append_items(value, false, out); break;
    case Tag::kObject: append_items(value, true, out); break;
  }
}

}  // namespace tactful

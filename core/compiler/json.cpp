#include "compiler/json.h"

#include <unordered_map>

namespace tactful {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

using Members = std::vector<std::pair<const std::string, Json>>;

// Builds the value while the parser reads. nlohmann's own builder searches the whole object for
// every key, which a model file with a hundred thousand values would feel.
class Builder {
 public:
  /// The parser is given the text from the byte `before` on.
  Builder(const SourceFile& file, std::size_t before, Report& report, Json& root)
      : file_(file), before_(before), report_(report), root_(root) {}

  bool null() { return put(Json()); }
  bool boolean(bool b) { return put(Json(b)); }
  bool number_integer(Json::number_integer_t n) { return put(Json(n)); }
  bool number_unsigned(Json::number_unsigned_t n) { return put(Json(n)); }
  bool number_float(Json::number_float_t n, const Json::string_t&) { return put(Json(n)); }
  bool string(Json::string_t& text) { return put(Json(std::move(text))); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(Json::string_t& name) {
    Frame& frame = frames_.back();
    Members& members = *frame.node->get_ptr<Json::object_t*>();
    const std::size_t times = frame.keys[name]++;
    if (times != 0) {
      const std::string object = pointer();
      report_.error_at_key(Place(file_, object), name, "duplicate-key",
                           {.expected = "each key once in an object",
                            .found = quote_text(name) + " again",
                            .hint = "keep one of the two"},
                           times);
      target_ = &dropped_;
      return true;
    }
    frame.last_key = name;
    members.emplace_back(std::move(name), Json());
    target_ = &members.back().second;
    return true;
  }

  template <class Exception>
  bool parse_error(std::size_t position, const std::string& token, const Exception& exception) {
    std::string what = exception.what();
    // What was read last are the file's own words, which may look like the parser's.
    const std::string last = "; last read: '" + token + "'";
    if (const std::size_t at = what.find(last); at != std::string::npos) what.erase(at, last.size());
    std::size_t offset = std::min(before_ + position - std::min(position, token_size(what, token)), file_.text.size());
    if (what.find("unexpected end of input") != std::string_view::npos) offset = file_.text.size();
    report_.error_at_byte(Place(file_), offset, "syntax", syntax_message(what, offset));
    return false;
  }

 private:
  struct Frame {
    Json* node;
    std::unordered_map<std::string, std::size_t> keys;  // of an object: how often each came
    std::string last_key;
  };

  // Bytes from the start of what is wrong to where the parser stands: a token that may not stand here is named from
  // its start, a broken one where it broke. The parser's own token begins earlier where it is a word or a bracket.
  static std::size_t token_size(std::string_view what, std::string_view token) {
    const auto unexpected = [&](const char* kind) {
      return what.find("unexpected " + std::string(kind)) != std::string_view::npos;
    };
    const bool too_large = what.find("number overflow") != std::string_view::npos;
    if (unexpected("string") || unexpected("number") || too_large) return token.size();
    return unexpected("true") || unexpected("null") ? 4 : unexpected("false") ? 5 : 1;
  }

  // Where the next value goes: the root, the member just named, or a new element.
  Json& place() {
    if (target_ != nullptr) return *std::exchange(target_, nullptr);
    if (frames_.empty()) return root_;
    Json::array_t& elements = *frames_.back().node->get_ptr<Json::array_t*>();
    elements.emplace_back();
    return elements.back();
  }
  bool put(Json value) {
    place() = std::move(value);
    return true;
  }
  bool open(Json container) {
    if (frames_.size() == kMaxJsonDepth) {
      const std::string object = pointer();
      report_.error(Place(file_, object), "nested-too-deep",
                    {.expected = "at most " + std::to_string(kMaxJsonDepth) + " levels", .found = "more inside"});
      return false;
    }
    Json& node = place();
    node = std::move(container);
    frames_.push_back({&node, {}, {}});
    return true;
  }
  bool close() {
    frames_.pop_back();
    return true;
  }
  std::string pointer() const {
    std::string out;
    for (std::size_t i = 0; i + 1 < frames_.size(); ++i) {
      const Frame& frame = frames_[i];
      const Place root(file_);
      const Place here(root, frame.last_key);
      out += frame.node->is_object() ? here.pointer() : "/" + std::to_string(frame.node->size() - 1);
    }
    return out;
  }

  // "… - unexpected '}'; expected string literal", as the parser says it, and what people do wrong.
  Message syntax_message(std::string_view what, std::size_t offset) const {
    const std::string_view text = file_.text;
    const char here = offset < text.size() ? text[offset] : '\0';
    Message message;
    const std::size_t expected = what.find("; expected ");
    if (expected != std::string_view::npos) {
      message.expected = what.substr(expected + 11);
    } else if (what.find("number overflow") != std::string_view::npos) {
      message.expected = "a number below 1.8e308";
    } else if (what.find("UTF-8") != std::string_view::npos) {
      message.expected = "text in UTF-8";
    } else if (what.find("surrogate") != std::string_view::npos) {
      message.expected = "both halves of a character one after the other, like \\ud83d\\ude00";
      message.hint = "write the character itself";
    } else if (what.find("hex digits") != std::string_view::npos) {
      message.expected = "four hexadecimal digits after \\u";
    } else if (what.find("after backslash") != std::string_view::npos) {
      message.expected = "one of \" \\ / b f n r t u after a backslash; a backslash itself is \\\\";
    } else if (what.find("control character") != std::string_view::npos ||
               what.find("invalid string") != std::string_view::npos) {
      message.expected = "a string that ends on its line; a line break inside is \\n, a tab \\t, a backslash \\\\";
    } else {
      message.expected = "a value: a string, a number, true, false, null, an object or a list";
    }
    const std::size_t end = text.find_first_of("\r\n", offset);
    message.found = here == '\0'    ? "the end of the file"
                    : end == offset ? "a line break"
                                    : quote_text(text.substr(offset, end - offset));
    // What stands inside of a string is no sign of JSON's own.
    if (here == '\0' || what.find("invalid string") == std::string_view::npos)
      message.hint = syntax_hint(text, offset, here, what.find("unexpected") != std::string_view::npos);
    return message;
  }

  // “ ” „ ‘ ’ ‚ « », as word processors put them.
  static bool is_typographic_quote(std::string_view text) {
    for (const std::string_view quote : {"“", "”", "„", "‘", "’", "‚", "«", "»"})
      if (text.substr(0, quote.size()) == quote) return true;
    return false;
  }

  static std::string syntax_hint(std::string_view text, std::size_t offset, char here, bool misplaced) {
    const std::size_t before = offset == 0 ? std::string_view::npos : text.find_last_not_of(" \t\r\n", offset - 1);
    const char last = before == std::string_view::npos ? '\0' : text[before];
    if (here == '\0' && (before == std::string_view::npos || text.substr(0, before + 1) == kByteOrderMark))
      return "the file is empty";
    if (here == '\0') return "a bracket or quote is not closed";
    if (here == '\'') return "strings stand in double quotes";
    if (is_typographic_quote(text.substr(offset))) return "strings stand in straight double quotes: \"…\"";
    if (here == '/' || here == '#') return "JSON has no comments";
    if ((here == '}' || here == ']') && last == ',') return "remove the comma before it";
    if (misplaced && (here == '}' || here == ']')) return "a bracket too many, or one of the wrong kind";
    if (here == '"' && (last == '"' || last == '}' || last == ']' || (last >= '0' && last <= '9')))
      return "a comma is missing before it";
    return {};
  }

  const SourceFile& file_;
  std::size_t before_;
  Report& report_;
  Json& root_;
  Json dropped_;
  Json* target_ = nullptr;
  std::vector<Frame> frames_;
};

}  // namespace

bool parse_json(const SourceFile& file, Report& report, Json& out) {
  const std::string_view text = file.text;
  // The parser takes a NUL for the end, whatever follows.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    report.error_at_byte(Place(file), nul, "syntax",
                         {.expected = "text in UTF-8", .found = "a byte 0", .hint = "save the file as UTF-8"});
    return false;
  }
  const std::size_t mark = text.substr(0, 3) == kByteOrderMark ? 3 : 0;
  // A second one the parser would step over too, and no place would be right any more.
  if (mark != 0 && text.substr(mark, 3) == kByteOrderMark) {
    report.error_at_byte(Place(file), mark, "syntax", {.expected = "one byte order mark at most", .found = "a second one", .hint = "remove both"});
    return false;
  }
  Builder builder(file, mark, report, out);
  return Json::sax_parse(text.begin() + mark, text.end(), &builder);
}

const Json* find_member(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  for (const auto& member : *object.get_ptr<const Json::object_t*>())
    if (member.first == key) return &member.second;
  return nullptr;
}

std::string_view text_of(const Json& value) {
  const auto* text = value.get_ptr<const Json::string_t*>();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

std::string number_text(double number) {
  if (number < 1e15 && number > -1e15 && static_cast<double>(static_cast<std::int64_t>(number)) == number)
    return std::to_string(static_cast<std::int64_t>(number));
  return Json(number).dump();
}

namespace {
std::string cut(std::string text) {
  constexpr std::size_t kMost = 60;
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while (end != 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}
}  // namespace

std::string quote(const Json& value) { return cut(value.dump(-1, ' ', false, Json::error_handler_t::replace)); }
std::string quote_text(std::string_view text) { return quote(Json(std::string(text))); }

}  // namespace tactful

#include "compiler/json.h"

namespace tactful {
namespace {

// Steps over JSON text that may be broken: every move stops at the end.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {
    if (text_.substr(0, 3) == "\xef\xbb\xbf") at_ = 3;
    space();
  }
  std::size_t at() const { return at_; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  // Into the container here; false when it is none or empty.
  bool enter() {
    const char open = peek();
    if (open != '{' && open != '[') return false;
    ++at_;
    space();
    return peek() != '}' && peek() != ']' && peek() != '\0';
  }
  // Past the value here and its comma; false when it was the last one.
  bool next() {
    skip();
    space();
    if (peek() != ',') return false;
    ++at_;
    space();
    return true;
  }
  // The key here, unescaped; the walker then stands at its value.
  std::string key() {
    const std::size_t from = at_;
    skip();
    const std::string_view raw = text_.substr(from, at_ - from);
    space();
    if (peek() == ':') ++at_;
    space();
    if (raw.find('\\') == std::string_view::npos)
      return std::string(raw.size() < 2 ? raw : raw.substr(1, raw.size() - 2));
    const Json parsed = Json::parse(raw, nullptr, false);
    return std::string(text_of(parsed));
  }

 private:
  void space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r'))
      ++at_;
  }
  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    if (at_ < text_.size()) ++at_;
    if (at_ > text_.size()) at_ = text_.size();
  }
  void skip() {
    std::size_t depth = 0;
    do {
      const char c = peek();
      if (c == '"') {
        skip_string();
      } else if (c == '{' || c == '[') {
        ++depth, ++at_;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return;
        --depth, ++at_;
      } else if (c == ',' && depth == 0) {
        return;
      } else {
        // A scalar ends where anything of JSON's own begins.
        const std::size_t end = text_.find_first_of(",[]{}:\" \n\t\r", at_ + 1);
        at_ = end == std::string_view::npos ? text_.size() : end;
      }
    } while (depth != 0 && at_ < text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string unescape_segment(std::string_view segment) {
  std::string out;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const bool escape = segment[i] == '~' && i + 1 < segment.size();
    out += !escape ? segment[i] : segment[++i] == '1' ? '/' : '~';
  }
  return out;
}

// Moves to a member or element; false when there is none.
bool step(Walker& walker, const std::string& segment) {
  const bool object = walker.peek() == '{';
  std::size_t index = 0;
  if (!walker.enter()) return false;
  do {
    if (object ? walker.key() == segment : std::to_string(index++) == segment) return true;
  } while (walker.next());
  return false;
}

}  // namespace

std::size_t locate(std::string_view text, std::string_view pointer, std::string_view key, std::size_t occurrence) {
  Walker walker(text);
  while (!pointer.empty()) {
    const std::size_t end = pointer.find('/', 1);
    const std::size_t here = walker.at();
    if (!step(walker, unescape_segment(pointer.substr(1, end == std::string_view::npos ? end : end - 1)))) return here;
    pointer = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
  }
  const std::size_t here = walker.at();
  if (key.empty() || !walker.enter()) return here;
  do {
    const std::size_t at = walker.at();
    if (walker.key() == key && occurrence-- == 0) return at;
  } while (walker.next());
  return here;
}

}  // namespace tactful

#include <algorithm>

#include "base/text.h"
#include "compiler/regex_tree.h"
#include "compiler/text.h"

namespace tactful::regex {

void CharSet::normalize() {
  std::sort(ranges_.begin(), ranges_.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> merged;
  for (const Range& r : ranges_) {
    if (!merged.empty() && r.first <= merged.back().last + 1)
      merged.back().last = std::max(merged.back().last, r.last);
    else
      merged.push_back(r);
  }
  ranges_ = std::move(merged);
}

void CharSet::invert() {
  normalize();
  std::vector<Range> rest;
  std::uint32_t next = 0;
  for (const Range& r : ranges_) {
    if (r.first > next) rest.push_back({next, r.first - 1});
    next = r.last + 1;
  }
  if (next <= kLastCodePoint) rest.push_back({next, kLastCodePoint});
  ranges_ = std::move(rest);
}

void CharSet::fold() {
  constexpr std::uint32_t kFolding = 0x2000;  // no letter from here on folds
  std::vector<bool> folded(kFolding + kFolding);
  for (const Range& r : ranges_)
    for (std::uint32_t c = r.first; c <= r.last && c < kFolding; ++c) folded[fold_case(c)] = true;
  for (std::uint32_t c = 0; c < kFolding; ++c)
    if (folded[fold_case(c)]) add(c, c);
}

namespace {

constexpr std::uint32_t kMaxGroups = 64;    // nested
constexpr std::uint32_t kMaxRepeat = 1000;  // more copies than a program could hold

CharSet digits() {
  CharSet set;
  set.add('0', '9');
  return set;
}
CharSet word_characters() {
  CharSet set = digits();
  set.add('a', 'z');
  set.add('A', 'Z');
  set.add('_', '_');
  return set;
}
CharSet spaces() {
  CharSet set;
  for (std::uint32_t c = 0; c <= 0xffff; ++c)
    if (is_space(c)) set.add(c, c);
  return set;
}

NodePtr make(Node::Kind kind) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  return node;
}

class Parser {
 public:
  Parser(std::string_view pattern, bool folded, RegexError& error) : text_(bytes_of(pattern)), folded_(folded), error_(error) {}

  NodePtr parse() {
    NodePtr root = choice();
    if (!failed() && at_ < text_.size) fail("bad-regex", "a closing parenthesis without an opening one");
    return root;
  }
  bool failed() const { return error_.id != nullptr; }

 private:
  void fail(const char* id, const char* words) {
    if (failed()) return;
    error_ = {id, words, at_};
    at_ = text_.size;
  }
  bool ended() const { return at_ >= text_.size; }
  std::uint32_t peek(std::uint32_t ahead = 0) const { return ahead < text_.size - at_ ? text_[at_ + ahead] : 0; }
  bool take(std::string_view what) {
    if (view_of(text_.part(at_, static_cast<std::uint32_t>(what.size()))) != what) return false;
    at_ += static_cast<std::uint32_t>(what.size());
    return true;
  }
  std::uint32_t next() { return next_code_point(text_, at_); }

  NodePtr choice() {
    NodePtr first = sequence();
    if (peek() != '|') return first;
    NodePtr node = make(Node::kChoice);
    node->parts.push_back(std::move(first));
    while (take("|")) node->parts.push_back(sequence());
    return node;
  }

  NodePtr sequence() {
    NodePtr node = make(Node::kSequence);
    while (!ended() && peek() != '|' && peek() != ')') {
      NodePtr part = term();
      if (failed()) break;
      node->parts.push_back(std::move(part));
    }
    return node;
  }

  NodePtr term() {
    if (take("^")) return unrepeatable(Assertion::kBegin);
    if (take("$")) return unrepeatable(Assertion::kEnd);
    if (take("\\b")) return unrepeatable(Assertion::kWordEdge);
    if (take("\\B")) return unrepeatable(Assertion::kNoWordEdge);
    NodePtr atom = peek() == '(' ? group() : single();
    std::uint32_t least = 0, most = 0;
    if (failed() || !quantifier(least, most)) return atom;
    take("?");  // lazy: it finds a match where the greedy one does
    if (most < least) fail("bad-regex", "the numbers of a repetition are in the wrong order");
    if (least > kMaxRepeat || (most > kMaxRepeat && most != kEndless))
      fail("regex-too-large", "more than 1,000 repetitions");
    refuse_quantifier();
    NodePtr node = make(Node::kRepeat);
    node->least = least;
    node->most = most;
    node->parts.push_back(std::move(atom));
    return node;
  }

  NodePtr unrepeatable(Assertion assertion) {
    refuse_quantifier();
    NodePtr node = make(Node::kAssertion);
    node->assertion = assertion;
    return node;
  }
  void refuse_quantifier() {
    std::uint32_t least, most;
    const std::uint32_t here = at_;
    if (quantifier(least, most)) {
      at_ = here;
      fail("bad-regex", "nothing to repeat");
    }
  }

  bool quantifier(std::uint32_t& least, std::uint32_t& most) {
    if (take("*")) return least = 0, most = kEndless, true;
    if (take("+")) return least = 1, most = kEndless, true;
    if (take("?")) return least = 0, most = 1, true;
    if (peek() != '{') return false;
    // Braces that are no repetition stand for themselves.
    const std::uint32_t here = at_++;
    bool is = number(least);
    most = least;
    if (is && take(",") && !number(most)) most = kEndless;
    is = is && take("}");
    if (!is) at_ = here;
    return is;
  }
  bool number(std::uint32_t& out) {
    const std::uint32_t first = at_;
    for (out = 0; peek() - '0' < 10; ++at_)
      if (out < 1000000) out = out * 10 + (peek() - '0');
    return at_ != first;
  }

  NodePtr group() {
    const std::uint32_t here = at_++;
    if (take("?=") || take("?!") || take("?<=") || take("?<!")) {
      at_ = here;
      fail("regex-unsupported", "lookaround is not supported: it cannot be matched in linear time");
    } else if (take("?<")) {
      while (!ended() && peek() != '>') next();
      if (!take(">")) fail("bad-regex", "the name of a group has no end");
    } else if (!take("?:") && peek() == '?') {
      fail("regex-unsupported", "flags inside a pattern are not supported");
    }
    if (++depth_ > kMaxGroups) fail("regex-too-large", "more than 64 groups inside each other");
    NodePtr inside = choice();
    --depth_;
    if (!take(")")) {
      at_ = here;
      fail("bad-regex", "a group has no end");
    }
    return inside;
  }

  NodePtr single() {
    NodePtr node = make(Node::kSet);
    std::uint32_t least, most;
    const std::uint32_t here = at_;
    if (quantifier(least, most)) {
      at_ = here;
      fail("bad-regex", "nothing to repeat");
    } else if (take("[")) {
      char_class(node->set);
    } else if (take(".")) {
      for (const std::uint32_t c : {'\n' + 0u, '\r' + 0u, 0x2028u, 0x2029u}) node->set.add(c, c);
      node->set.invert();
    } else if (take("\\")) {
      escape(node->set, false);
      if (folded_) node->set.fold();
    } else {
      const std::uint32_t c = next();
      node->set.add(c, c);
      if (folded_) node->set.fold();
    }
    node->set.normalize();
    return node;
  }

  void char_class(CharSet& set) {
    const std::uint32_t here = at_;
    const bool negated = take("^");
    while (!failed() && !take("]")) {
      if (ended()) {
        at_ = here;
        return fail("bad-regex", "a class has no end");
      }
      CharSet low, high;
      const bool low_is_one = class_atom(low);
      if (peek() != '-' || peek(1) == ']' || peek(1) == 0) {
        set.add(low);
        continue;
      }
      take("-");
      const bool high_is_one = class_atom(high);
      if (failed()) return;
      if (!low_is_one || !high_is_one) {
        set.add(low);
        set.add(high);
        set.add('-', '-');
        continue;
      }
      const std::uint32_t first = low.ranges()[0].first, last = high.ranges()[0].first;
      if (first > last) return fail("bad-regex", "a range of a class is in the wrong order");
      set.add(first, last);
    }
    if (folded_) set.fold();
    if (negated) set.invert();
  }
  // One member of a class; false for \d and the like, which are many.
  bool class_atom(CharSet& out) {
    if (take("\\")) return escape(out, true);
    const std::uint32_t c = next();
    out.add(c, c);
    return true;
  }

  // What follows a backslash; true when it is one code point.
  bool escape(CharSet& out, bool in_class) {
    if (ended()) return fail("bad-regex", "a backslash at the end"), false;
    const std::uint32_t c = next();
    switch (c) {
      case 'd': return out = digits(), false;
      case 'w': return out = word_characters(), false;
      case 's': return out = spaces(), false;
      case 'D': return out = digits(), out.invert(), false;
      case 'W': return out = word_characters(), out.invert(), false;
      case 'S': return out = spaces(), out.invert(), false;
      default: break;
    }
    const std::uint32_t one = escaped_code_point(c, in_class);
    out.add(one, one);
    return true;
  }
  std::uint32_t escaped_code_point(std::uint32_t c, bool in_class) {
    switch (c) {
      case 'n': return '\n';
      case 'r': return '\r';
      case 't': return '\t';
      case 'f': return '\f';
      case 'v': return '\v';
      case 'b': return in_class ? '\b' : c;
      case 'x': return hex(2, c);
      case 'u': return unicode(c);
      case 'c':
        if ((peek() | 0x20) - 'a' < 26) return next() & 0x1f;
        --at_;  // stands for the backslash
        return '\\';
      default: break;
    }
    if (c == '0' && peek() - '0' >= 10) return 0;
    if (c - '0' < 10) fail("regex-unsupported", "backreferences and octal escapes are not supported");
    if (c == 'k' && !in_class) fail("regex-unsupported", "backreferences are not supported");
    // Without JavaScript's flag u they would stand for letters and braces, which nobody means.
    if ((c | 0x20) == 'p' && peek() == '{') fail("regex-unsupported", "classes by Unicode property are not supported");
    return c;
  }
  // Hexadecimal digits after \x or \u; without them the letter stands for itself.
  std::uint32_t hex(std::uint32_t count, std::uint32_t otherwise) {
    std::uint32_t value = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t c = peek(i), letter = (c | 0x20) - 'a';
      if (c - '0' >= 10 && letter >= 6) return otherwise;
      value = value * 16 + (c - '0' < 10 ? c - '0' : letter + 10);
    }
    at_ += count;
    return value;
  }
  std::uint32_t unicode(std::uint32_t otherwise) {
    if (peek() == '{') fail("regex-unsupported", "write the character itself, or as \\uXXXX");
    const std::uint32_t high = hex(4, otherwise);
    if (high >> 10 != 0x36 || peek() != '\\' || peek(1) != 'u') return high;
    const std::uint32_t here = at_;
    at_ += 2;
    const std::uint32_t low = hex(4, 0);
    if (low >> 10 == 0x37) return 0x10000 + ((high & 0x3ff) << 10 | (low & 0x3ff));
    at_ = here;
    return high;
  }

  Bytes text_;
  bool folded_;
  RegexError& error_;
  std::uint32_t at_ = 0, depth_ = 0;
};

}  // namespace

NodePtr parse(std::string_view pattern, bool folded, RegexError& error) {
  return Parser(pattern, folded, error).parse();
}

}  // namespace tactful::regex

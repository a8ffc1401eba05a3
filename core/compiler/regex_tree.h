#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "compiler/regex.h"
#include "targeting/automaton.h"

/// What a pattern says, as a tree: made by regex_parse.cpp, written as a program by regex.cpp.
namespace tactful::regex {

constexpr std::uint32_t kLastCodePoint = 0x10ffff;
constexpr std::uint32_t kEndless = ~0u;

/// Code points, as ranges that `normalize` makes ascending and apart.
class CharSet {
 public:
  struct Range {
    std::uint32_t first, last;
  };
  void add(std::uint32_t first, std::uint32_t last) { ranges_.push_back({first, last}); }
  void add(const CharSet& other) { ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end()); }
  void normalize();
  void invert();
  /// Adds everything that differs from a member only in case.
  void fold();
  const std::vector<Range>& ranges() const { return ranges_; }

 private:
  std::vector<Range> ranges_;
};

/// One node of a pattern's tree.
struct Node {
  enum Kind : std::uint8_t { kEmpty, kSet, kAssertion, kSequence, kChoice, kRepeat } kind = kEmpty;
  CharSet set;
  Assertion assertion{};
  std::uint32_t least = 0, most = 0;  ///< of a repetition; most may be kEndless
  std::vector<std::unique_ptr<Node>> parts;
};
using NodePtr = std::unique_ptr<Node>;

/// The tree of a pattern. Where `error.id` is set afterwards the pattern is wrong, and the tree means nothing.
NodePtr parse(std::string_view pattern, bool folded, RegexError& error);

}  // namespace tactful::regex

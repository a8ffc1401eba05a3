#include "compiler/regex.h"

#include <algorithm>
#include <map>

#include "compiler/regex_tree.h"

namespace tactful {

using namespace regex;

namespace {

// A code point's bytes: ranges that follow each other.
struct ByteRange {
  std::uint8_t first, last;
  bool operator<(const ByteRange& o) const { return first != o.first ? first < o.first : last < o.last; }
};
using ByteSequence = std::vector<ByteRange>;

// UTF-8 of a range of code points, as sequences whose ranges are either equal or apart.
void add_sequences(std::uint32_t first, std::uint32_t last, std::vector<ByteSequence>& out) {
  const auto cut = [&](std::uint32_t at) {  // before `at`
    add_sequences(first, at - 1, out);
    add_sequences(at, last, out);
  };
  for (const std::uint32_t longer : {0x80u, 0x800u, 0x10000u})
    if (first < longer && last >= longer) return cut(longer);
  const std::uint32_t size = first < 0x80 ? 1 : first < 0x800 ? 2 : first < 0x10000 ? 3 : 4;
  for (std::uint32_t i = 1; i < size; ++i) {
    const std::uint32_t low = (1u << 6 * i) - 1;
    if (first >> 6 * i == last >> 6 * i) continue;
    if (first & low) return cut((first | low) + 1);
    if ((last & low) != low) return cut(last & ~low);
  }
  ByteSequence sequence;
  for (std::uint32_t i = size; i-- != 0;) {
    const std::uint32_t mask = i + 1 == size ? (size == 1 ? 0x7f : 0xffu >> (size + 1)) : 0x3f;
    const std::uint32_t lead = i + 1 == size ? (size == 1 ? 0 : 0xff00u >> size & 0xff) : 0x80;
    sequence.push_back({static_cast<std::uint8_t>(lead | (first >> 6 * i & mask)),
                        static_cast<std::uint8_t>(lead | (last >> 6 * i & mask))});
  }
  out.push_back(std::move(sequence));
}

class Emitter {
 public:
  void emit(const Node& node) {
    if (!fits()) return;
    switch (node.kind) {
      case Node::kEmpty: break;
      case Node::kSet: emit_set(node.set); break;
      case Node::kAssertion:
        put(static_cast<std::uint32_t>(Step::kAssert));
        put(static_cast<std::uint32_t>(node.assertion));
        break;
      case Node::kSequence:
        for (const NodePtr& part : node.parts) emit(*part);
        break;
      case Node::kChoice: emit_choice(node); break;
      case Node::kRepeat: emit_repeat(*node.parts[0], node.least, node.most); break;
    }
  }
  void match() { put(static_cast<std::uint32_t>(Step::kMatch)); }
  bool fits() const { return code_.size() <= kMaxAutomaton; }
  const std::string& code() const { return code_; }

 private:
  void put(std::uint32_t byte) { code_ += static_cast<char>(byte); }
  std::size_t put_target(Step step, std::size_t target = 0) {
    put(static_cast<std::uint32_t>(step));
    put(target & 0xff);
    put(target >> 8 & 0xff);
    return code_.size() - 2;
  }
  void land(std::size_t target_at) { land(target_at, code_.size()); }
  void land(std::size_t target_at, std::size_t target) {
    code_[target_at] = static_cast<char>(target & 0xff);
    code_[target_at + 1] = static_cast<char>(target >> 8 & 0xff);
  }
  void put_class(const std::vector<ByteRange>& ranges) {
    put(static_cast<std::uint32_t>(Step::kClass));
    put(static_cast<std::uint32_t>(ranges.size()));
    for (const ByteRange& r : ranges) {
      put(r.first);
      put(r.last);
    }
  }

  // A set of code points is a small tree over their bytes. Equal branches are shared: all that can
  // follow, say, any first byte of three is written once.
  void emit_set(const CharSet& set) {
    std::vector<ByteSequence> sequences;
    for (const CharSet::Range& r : set.ranges()) add_sequences(r.first, r.last, sequences);
    if (std::all_of(sequences.begin(), sequences.end(), [](const ByteSequence& s) { return s.size() == 1; })) {
      std::vector<ByteRange> ranges;
      for (const ByteSequence& s : sequences) ranges.push_back(s[0]);
      return put_class(ranges);
    }
    branches_.clear();
    ends_.clear();
    emit_branch(sequences);
    for (const std::size_t end : ends_) land(end);
  }

  void emit_branch(const std::vector<ByteSequence>& sequences) {
    // First bytes by what may follow them.
    std::map<ByteRange, std::vector<ByteSequence>> rest_of;
    for (const ByteSequence& s : sequences) {
      auto& rest = rest_of[s[0]];
      if (s.size() > 1) rest.emplace_back(s.begin() + 1, s.end());
    }
    std::map<std::vector<ByteSequence>, std::vector<ByteRange>> firsts_of;
    for (const auto& [first, rest] : rest_of) firsts_of[rest].push_back(first);
    std::vector<std::pair<std::size_t, const std::vector<ByteSequence>*>> jumps;
    for (auto it = firsts_of.begin(); it != firsts_of.end();) {
      const auto& [rest, firsts] = *it++;
      const std::size_t fork = it == firsts_of.end() ? 0 : put_target(Step::kFork);
      put_class(firsts);
      const std::size_t jump = put_target(Step::kJump);
      if (rest.empty())
        ends_.push_back(jump);
      else
        jumps.emplace_back(jump, &rest);
      if (fork != 0) land(fork);
    }
    for (const auto& [jump, rest] : jumps) {
      auto known = branches_.find(*rest);
      const bool is_new = known == branches_.end();
      if (is_new) known = branches_.emplace(*rest, code_.size()).first;
      land(jump, known->second);
      if (is_new) emit_branch(*rest);
    }
  }

  void emit_choice(const Node& node) {
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i + 1 < node.parts.size() && fits(); ++i) {
      const std::size_t fork = put_target(Step::kFork);
      emit(*node.parts[i]);
      ends.push_back(put_target(Step::kJump));
      land(fork);
    }
    emit(*node.parts.back());
    for (const std::size_t end : ends) land(end);
  }

  void emit_repeat(const Node& part, std::uint32_t least, std::uint32_t most) {
    for (std::uint32_t i = 0; i < least && fits(); ++i) {
      const std::size_t first = code_.size();
      emit(part);
      if (code_.size() == first) return;  // the empty text, as often as you like
      if (most == kEndless && i + 1 == least) {
        put_target(Step::kFork, first);
        return;
      }
    }
    if (most == kEndless) {
      const std::size_t first = code_.size();
      const std::size_t out = put_target(Step::kFork);
      emit(part);
      put_target(Step::kJump, first);
      return land(out);
    }
    std::vector<std::size_t> outs;
    for (std::uint32_t i = least; i < most && fits(); ++i) {
      outs.push_back(put_target(Step::kFork));
      emit(part);
    }
    for (const std::size_t out : outs) land(out);
  }

  std::string code_;
  std::map<std::vector<ByteSequence>, std::size_t> branches_;  // of the set being written: where each begins
  std::vector<std::size_t> ends_;                              // its jumps to what follows the set
};

}  // namespace

bool compile_regex(std::string_view pattern, bool folded, std::string& program, RegexError& error) {
  error = {};
  const NodePtr root = parse(pattern, folded, error);
  if (error.id != nullptr) return false;
  Emitter emitter;
  emitter.emit(*root);
  emitter.match();
  if (!emitter.fits()) {
    error = {"regex-too-large", "the pattern needs more states than a pack may hold", 0};
    return false;
  }
  const std::string& code = emitter.code();
  program = {static_cast<char>(code.size() & 0xff), static_cast<char>(code.size() >> 8)};
  program += code;
  return true;
}

}  // namespace tactful

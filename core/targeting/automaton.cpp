#include "targeting/automaton.h"

namespace tactful {
namespace {

// Offsets of instructions, each once, in the order they were added. Of a program that the compiler
// made all fit: nothing but a match, which ends it all, is shorter than two bytes.
struct States {
  static constexpr std::uint32_t kMost = kMaxAutomaton / 2;
  std::uint32_t size;
  std::uint32_t seen[kMaxAutomaton / 32];
  std::uint16_t list[kMost];

  void clear() noexcept {
    while (size != 0) seen[list[--size] / 32] = 0;
  }
  void add(std::uint32_t offset) noexcept {
    const std::uint32_t bit = 1u << offset % 32;
    if (offset >= kMaxAutomaton || size == kMost || (seen[offset / 32] & bit)) return;
    seen[offset / 32] |= bit;
    list[size++] = static_cast<std::uint16_t>(offset);
  }
};

bool is_word(std::uint32_t c) noexcept { return (c | 0x20) - 'a' < 26 || c - '0' < 10 || c == '_'; }

}  // namespace

bool find_match(const std::uint8_t* program, Bytes text) noexcept {
  const std::uint32_t length = load<std::uint16_t>(program);
  const std::uint8_t* const code = program + 2;
  constexpr std::uint32_t kOutside = 0x100;  // before the first byte and after the last
  States states[2] = {};
  States *here = states, *next = states + 1;
  std::uint32_t before = kOutside;
  for (std::uint32_t at = 0;; ++at) {
    const std::uint32_t c = at < text.size ? text[at] : kOutside;
    if ((c & 0xc0) != 0x80) here->add(0);  // a match may begin anywhere but inside of a character
    // Steps that take no byte add to the list that is being walked.
    for (std::uint32_t i = 0; i < here->size; ++i) {
      const std::uint32_t offset = here->list[i];
      const std::uint8_t* const step = code + offset;
      if (offset >= length) continue;
      if (*step == static_cast<std::uint8_t>(Step::kMatch)) return true;
      if (offset + 2 > length) continue;
      const std::uint32_t operand = step[1];
      if (*step >= static_cast<std::uint8_t>(Step::kClass)) {
        const std::uint32_t end = offset + 2 + 2 * operand;
        for (const std::uint8_t* range = step + 2; end <= length && range != code + end; range += 2)
          if (c >= range[0] && c <= range[1]) next->add(end);
      } else if (*step == static_cast<std::uint8_t>(Step::kAssert)) {
        const std::uint32_t edge = is_word(before) != is_word(c);
        const std::uint32_t holding = (before == kOutside) | (c == kOutside) << 1 | edge << 2 | (edge ^ 1) << 3;
        if (holding >> (operand & 31) & 1) here->add(offset + 2);
      } else if (offset + 3 <= length) {
        if (*step == static_cast<std::uint8_t>(Step::kFork)) here->add(offset + 3);
        here->add(operand | static_cast<std::uint32_t>(step[2]) << 8);
      }
    }
    if (c == kOutside) return false;
    before = c;
    here->clear();
    States* const done = here;
    here = next;
    next = done;
  }
}

}  // namespace tactful

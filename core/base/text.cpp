#include "base/text.h"

namespace tactful {
namespace {

#include "base/fold_table.inc"

constexpr std::uint32_t kReplacement = 0xfffd;

std::uint32_t next_number(const std::uint8_t*& at) noexcept {
  std::uint32_t n = 0;
  for (std::uint32_t shift = 0;; shift += 7) {
    const std::uint8_t b = *at++;
    n |= static_cast<std::uint32_t>(b & 0x7f) << shift;
    if (b < 0x80) return n;
  }
}

// The base letter of a letter that is folded already.
std::uint32_t base_of_folded(std::uint32_t code_point) noexcept {
  std::uint32_t end = 0xc0, base = 0;
  if (code_point < end) return code_point;
  for (const std::uint8_t* at = kBaseRuns; at < kBaseRuns + sizeof kBaseRuns;) {
    const std::uint32_t change = *at >> 3;
    const std::uint32_t length = *at++ & 7;
    end += length != 0 ? length : next_number(at);
    if (change != 0) base += change - 16;
    if (code_point < end) return change != 0 ? kBases[base] : code_point;
  }
  return code_point;
}

bool is_mark(std::uint32_t code_point) noexcept { return code_point - 0x300 < 0x70; }

}  // namespace

std::uint32_t next_code_point(Bytes text, std::uint32_t& at) noexcept {
  const Decoded d = decode(text.data + at, text.data + text.size);
  at += d.size();
  return d.code_point();
}

Decoded decode(const std::uint8_t* at, const std::uint8_t* end) noexcept {
  const std::uint32_t first = *at;
  if (first < 0x80) return {first, 1};
  const std::uint32_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  std::uint32_t c = first & (0x7f >> size);
  if (first < 0xc2 || first > 0xf4) return {kReplacement, 1};
  for (std::uint32_t i = 1; i < size; ++i) {
    if (at + i == end || at[i] >> 6 != 2) return {kReplacement, 1};
    c = c << 6 | (at[i] & 0x3f);
  }
  return {c, size};
}

std::uint32_t fold_case(std::uint32_t code_point) noexcept {
  std::uint32_t first = 0;
  for (const std::uint8_t* at = kFoldRuns; at < kFoldRuns + sizeof kFoldRuns;) {
    first += next_number(at);
    const std::uint32_t length = next_number(at), zigzag = next_number(at);
    if (code_point < first) break;
    const std::uint32_t into = code_point - first;
    if (into <= length) {
      const std::uint32_t delta = (zigzag >> 1) ^ (0 - (zigzag & 1));
      return delta == 1 && (into & 1) ? code_point : code_point + delta;
    }
    first += length;
  }
  return code_point;
}

std::uint32_t strip_mark(std::uint32_t code_point) noexcept {
  if (is_mark(code_point)) return 0;
  const std::uint32_t folded = fold_case(code_point);
  const std::uint32_t base = base_of_folded(folded);
  if (folded == code_point || base == folded) return base == folded ? code_point : base;
  // A capital: its base is the capital of the base.
  std::uint32_t capital = 'A';
  while (fold_case(capital) != base || capital == base) ++capital;
  return capital;
}

bool is_space(std::uint32_t c) noexcept {
  static constexpr std::uint16_t kSpaces[] = {' ', 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff};
  for (const std::uint16_t space : kSpaces)
    if (c == space) return true;
  return c - 9 < 5 || c - 0x2000 < 11;
}

std::uint64_t hash_value(Bytes text, std::uint64_t state) noexcept {
  const std::uint64_t start = state;
  bool space = false;
  const std::uint8_t* const end = text.data + text.size;
  for (const std::uint8_t* at = text.data; at != end;) {
    std::uint32_t c = *at;
    if (c - '!' < 0x7f - '!') {  // most text, and three times as fast without the tables
      ++at;
      if (c - 'A' < 26) c += 'a' - 'A';
    } else {
      const Decoded d = decode(at, end);
      c = d.code_point();
      at += d.size();
      if (is_space(c)) space = state != start;
      if (is_space(c) || is_mark(c)) continue;
      // The base of a letter that has no small one (U+0130) is a capital: fold again.
      for (std::uint32_t round = 0; round < 2; ++round) c = base_of_folded(fold_case(c));
    }
    constexpr std::uint64_t kPrime = 0x100000001b3ull;
    if (space) state = (state ^ ' ') * kPrime;
    space = false;
    state = (state ^ c) * kPrime;
  }
  return state;
}

}  // namespace tactful

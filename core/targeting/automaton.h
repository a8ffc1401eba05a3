#pragma once
#include "base/bytes.h"

namespace tactful {

/// What `$regex` compiles to (compiler/regex.cpp): a program for a set of states that moves over the
/// bytes of the text once. Classes of code points and case folding have become ranges of bytes.
/// docs/condition-code.md.
///
///   program   length u16 (of the instructions), instructions
///   instruction
///     0 match
///     1 jump    target u16: offset from the first instruction
///     2 fork    target u16: goes on both there and at the next instruction
///     3 assert  kind u8: Assertion
///     4 class   count u8, that many pairs of bytes, first and last, both inclusive
enum class Step : std::uint8_t { kMatch, kJump, kFork, kAssert, kClass };
enum class Assertion : std::uint8_t { kBegin, kEnd, kWordEdge, kNoWordEdge };

/// Longest program: bounds the set of states.
constexpr std::uint32_t kMaxAutomaton = 8192;

/// Whether the program finds a match anywhere in the text.
///
/// range   a whole program lies at `program`; whatever its instructions are, none is read outside it
/// cost    O(text.size * program); no allocation, about 18 KB of stack
bool find_match(const std::uint8_t* program, Bytes text) noexcept;

}  // namespace tactful

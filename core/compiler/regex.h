#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace tactful {

/// Why a pattern does not compile: a stable id, words for people, and where (bytes into the pattern).
struct RegexError {
  const char* id = nullptr;  ///< bad-regex, regex-unsupported or regex-too-large
  const char* text = nullptr;
  std::size_t at = 0;
};

/// Compiles the linear-time part of ECMAScript's regular expressions (no flags, or `i` where
/// `folded`) to a program for targeting/automaton.h: alternation, groups, classes, escapes, `^ $ \b
/// \B`, greedy and lazy repetition. Backreferences, lookaround and inline flags are errors.
///
/// returns  false with `error` filled; `program` is then undefined
bool compile_regex(std::string_view pattern, bool folded, std::string& program, RegexError& error);

}  // namespace tactful

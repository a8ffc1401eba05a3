#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "author/lines.h"
#include "base/value.h"

namespace tactful {

/// What a replay line asks for. Numbers as TACTFUL_REPLAY_* of tactful_author.h.
enum class Op : std::uint8_t { kEvent, kDecide, kPlan, kAffinity, kRank, kForget, kExplain };
constexpr std::uint32_t kOpCount = 7;

/// A query gets an answer and changes nothing; the others change the profile and get none.
inline bool is_query(Op op) noexcept { return op != Op::kEvent && op != Op::kForget; }

/// Why a line cannot be used; docs/cli.md says what each means to who wrote the line.
enum class LineError : std::uint8_t {
  kNone,
  kBadJson,  ///< no JSON text
  kTooDeep,  ///< nested deeper than the core reads
  kTooLong,  ///< over kMaxLine
  kBadLine,  ///< no object, or not exactly one thing to do
  kBadType,  ///< a member has the wrong type
  kBadTime,  ///< `t` is missing, not whole or out of range
};
const char* line_error_id(LineError error) noexcept;

/// One line of a log. Views into the scratch bytes it was read with.
struct Line {
  Op op = Op::kDecide;  ///< also of a refused line as far as known; a query where it is not
  Bytes visitor;
  double t_ms = 0;

  /// Appends the core's input for `op`: one encoded object, or nothing for `forget`.
  void append_input(std::vector<std::uint8_t>& inputs) const;

  /// The members that the input is made of; null where left out.
  Value what, params, signals, attributes, top, evidence;
};

/// Reads a line. `scratch` is overwritten and must outlive `line`'s use.
///
/// cost    linear in the text
LineError read_line(std::string_view text, std::vector<std::uint8_t>& scratch, Line& line);

}  // namespace tactful

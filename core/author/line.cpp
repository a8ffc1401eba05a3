#include "author/line.h"

#include "author/object_builder.h"
#include "author/value_json.h"

namespace tactful {
namespace {

/// Members of a line; the first kOpCount say what to do, in the order of Op.
enum Member : std::uint8_t {
  kVisitor = kOpCount,
  kTime,
  kParams,
  kSignals,
  kAttributes,
  kTop,
  kEvidence,
  kMemberCount,
};

struct Members {
  Value at[kMemberCount];
};

std::uint32_t member_of(Bytes key) {
  static const Bytes kNames[kMemberCount] = {"event",   "decide", "plan",   "affinity", "rank",       "forget",
                                             "explain", "visitor", "t",      "params", "signals",  "attributes", "top", "evidence"};
  std::uint32_t i = 0;
  while (i < kMemberCount && kNames[i] != key) ++i;
  return i;
}

/// The first of each; others mean nothing, so that a log may hold more than we read.
Members members_of(Value object) {
  Members members;
  for (Items it(object); it.next();) {
    const std::uint32_t member = member_of(it.key());
    if (member != kMemberCount && members.at[member].is_null()) members.at[member] = it.value();
  }
  return members;
}

bool is_whole(Value value, double most) {
  const double n = value.number(-1);
  return n >= 0 && n <= most && static_cast<double>(static_cast<std::uint64_t>(n)) == n;
}

bool absent_or_object(Value value) { return value.is_null() || value.is_object(); }

bool all_objects(Value array) {
  for (Items it(array); it.next();)
    if (!it.value().is_object()) return false;
  return array.is_array();
}

bool well_typed(const Line& line, Value visitor) {
  if (!visitor.is_null() && !visitor.is_string()) return false;
  if (!absent_or_object(line.signals) || !absent_or_object(line.attributes)) return false;
  switch (line.op) {
    case Op::kEvent: return !line.what.text().empty() && absent_or_object(line.params);
    case Op::kExplain: return line.what.is_string() || all_objects(line.what);
    case Op::kDecide:
    case Op::kPlan: return line.what.is_string();
    case Op::kAffinity: return line.what.is_string() && (line.top.is_null() || is_whole(line.top, 0xffffffff)) &&
                                (line.evidence.is_null() || line.evidence.tag() <= Tag::kTrue);
    case Op::kRank: return all_objects(line.what);
    case Op::kForget: return line.what.is_true();
  }
  return false;
}

}  // namespace

const char* line_error_id(LineError error) noexcept {
  static constexpr const char* kIds[] = {"ok", "bad-json", "too-deep", "too-long", "bad-line", "bad-type", "bad-time"};
  return kIds[static_cast<std::uint8_t>(error)];
}

LineError read_line(std::string_view text, std::vector<std::uint8_t>& scratch, Line& line) {
  line = Line{};
  if (text.size() > kMaxLine) return LineError::kTooLong;
  scratch.clear();
  const JsonError error = encode_json(text, scratch);
  if (error != JsonError::kNone) return error == JsonError::kTooDeep ? LineError::kTooDeep : LineError::kBadJson;

  constexpr double kMostTime = 8.64e15;  // of ECMAScript's dates, and of tactful.h
  const Members members = members_of(Value(scratch.data()));
  std::uint32_t ops = 0;
  for (std::uint8_t i = 0; i < kOpCount; ++i) {
    if (members.at[i].is_null()) continue;
    // Of several the query counts: its author waits for an answer.
    if (ops++ == 0 || is_query(static_cast<Op>(i))) line.op = static_cast<Op>(i);
  }
  if (ops != 1) return LineError::kBadLine;
  line.what = members.at[static_cast<std::uint8_t>(line.op)];
  line.params = members.at[kParams];
  line.signals = members.at[kSignals];
  line.attributes = members.at[kAttributes];
  line.top = members.at[kTop];
  line.evidence = members.at[kEvidence];
  if (!well_typed(line, members.at[kVisitor])) return LineError::kBadType;
  if (!is_whole(members.at[kTime], kMostTime)) return LineError::kBadTime;
  line.visitor = members.at[kVisitor].is_null() ? Bytes("v") : members.at[kVisitor].text();
  line.t_ms = members.at[kTime].number();
  return LineError::kNone;
}

void Line::append_input(std::vector<std::uint8_t>& inputs) const {
  if (op == Op::kForget) return;
  static constexpr const char* kKeys[] = {"event", "slot", "slot", "dimension", "rank", "", "slot"};
  ObjectBuilder input(inputs);
  const bool of_list = op == Op::kExplain && what.is_array();
  input.pair(of_list ? "rank" : kKeys[static_cast<std::uint8_t>(op)], what);
  if (op == Op::kAffinity) input.pair("top", top);
  if (op == Op::kAffinity) input.pair("evidence", evidence);
  const bool of_slot = op == Op::kDecide || op == Op::kPlan || op == Op::kExplain;
  // Before the params, which are long to step over.
  if (op == Op::kEvent || of_slot) input.pair("signals", signals);
  if (op == Op::kEvent) input.pair("params", params);
  if (of_slot) input.pair("attributes", attributes);
}

}  // namespace tactful

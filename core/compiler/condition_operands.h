#pragma once
#include "compiler/condition_nodes.h"
#include "compiler/condition_sink.h"
#include "compiler/operators.h"

namespace tactful {

/// What the tests being compiled are about: an attribute or, inside $elemMatch, an element's member.
struct Subject {
  Ref attribute = kNone;
  bool folded = false;         ///< texts compare case folded ($alli)
  bool element = false;        ///< about an element of the attribute, not all of it
  bool literals_only = false;  ///< see ConditionSink
  bool negated = false;        ///< the opposite of what is tested is asked
};

/// Compiles operators whose operand is no condition itself: literals, lists, patterns, versions, types, groups.
class OperandCompiler {
 public:
  OperandCompiler(ConditionSink& sink, Report& report) : sink_(sink), report_(report) {}

  /// The nodes of an operator, as if it were not negated; false when the operand is wrong, which is reported.
  bool operation(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out);

  /// Tells the sink of a literal that the subject is compared with.
  void literal(const Json& json, const Place& place, const Subject& subject, Comparison how);
  /// `one` of a literal, or `several` of what it stands for.
  void equality(ConditionOp one, ConditionOp several, const Json& json, const Subject& subject, Code& out);
  /// Reports a literal that is nested too deep to be encoded.
  void check_depth(const Json& json, const Place& place);
  /// Reports an operand of the wrong kind; always false.
  bool wrong(const Json& operand, const Place& place, std::string expected, std::string hint = {});

 private:
  void never(const Json& operand, const Place& place, std::string expected, std::string hint);
  std::vector<Json> meant(const Json& json, const Subject& subject);
  /// The subject of an operator's literals: $ne and its like ask for the opposite.
  static Subject asked_by(const Operator& op, Subject subject);
  bool scalar(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out);
  bool ordered(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out);
  bool list(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out);
  bool exists(const Json& operand, const Place& place, Code& out);
  bool pattern(const Operator& op, const Json& operand, const Place& place, Code& out);
  bool type_name(const Json& operand, const Place& place, Code& out);
  bool version(const Operator& op, const Json& operand, const Place& place, Code& out);
  bool group(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out);

  ConditionSink& sink_;
  Report& report_;
};

}  // namespace tactful

#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/condition_sink.h"
#include "compiler/json.h"

namespace tactful {

/// Appends the code of a condition (targeting/condition_code.h). All its mistakes are reported.
///
/// returns  false when there were any; the code is then of no use
/// errors   condition-type, unknown-operator, misplaced-operator, mixed-operators, operand-type,
///          bad-regex, regex-unsupported, regex-too-large, too-deep, literal-only, and those that
///          the sink reports of names
/// warnings never-matches: a comparison that cannot hold, with what was probably meant
bool compile_condition(const Json& condition, const Place& place, ConditionSink& sink, Report& report,
                       std::vector<std::uint8_t>& code);

/// A condition in plain words, for people to check: "in autumn, on mobile or desktop".
std::string describe_condition(const Json& condition);

}  // namespace tactful

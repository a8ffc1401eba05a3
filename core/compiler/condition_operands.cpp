#include "compiler/condition_operands.h"

#include "compiler/encode.h"
#include "compiler/fields.h"
#include "compiler/regex.h"
#include "compiler/text.h"
#include "targeting/coerce.h"

namespace tactful {
namespace {

// As Declared::type has them.
constexpr std::uint8_t kNumberType = 2, kArrayType = 4;

Code encoded(const Json& json) {
  Code bytes;
  encode_value(json, bytes);
  return bytes;
}
Json text_literal(const Json& json, void (Text::*read)(Value) noexcept) {
  const Code bytes = encoded(json);
  Text text;
  (text.*read)(Value(bytes.data()));
  return Json(std::string(view_of(text.bytes())));
}

}  // namespace

// The nodes of an operator, as if it were not negated; false when the operand is wrong.
bool OperandCompiler::operation(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
  switch (op.operand) {
    case Operand::kScalar: return scalar(op, operand, place, subject, out);
    case Operand::kOrdered: return ordered(op, operand, place, subject, out);
    case Operand::kList: return list(op, operand, place, subject, out);
    case Operand::kFlag: return exists(operand, place, out);
    case Operand::kPattern: return pattern(op, operand, place, out);
    case Operand::kTypeName: return type_name(operand, place, out);
    case Operand::kVersion: return version(op, operand, place, out);
    default: return group(op, operand, place, subject, out);
  }
}

bool OperandCompiler::scalar(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
  check_depth(operand, place);
  if (operand.is_structured())
    never(operand, place, "a string, number, boolean or null",
          "two arrays or objects are never the same one: leave out " + std::string(op.name) + " to compare what they hold");
  literal(operand, place, asked_by(op, subject), Comparison::kEqual);
  equality(op.op, ConditionOp::kIn, operand, subject, out);
  return true;
}

// What is written in a group means what it would mean in its place.
bool OperandCompiler::group(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
  if (!operand.is_string()) return wrong(operand, place, "the name of a group");
  const Json* const members = sink_.group(text_of(operand), place);
  return members != nullptr && list(op, *members, place, subject, out);
}

bool OperandCompiler::wrong(const Json& operand, const Place& place, std::string expected, std::string hint) {
  report_.error(place, "operand-type", {.expected = std::move(expected), .found = quote(operand), .hint = std::move(hint)});
  return false;
}
void OperandCompiler::never(const Json& operand, const Place& place, std::string expected, std::string hint) {
  report_.warning(place, "never-matches", {.expected = std::move(expected), .found = quote(operand), .hint = std::move(hint)});
}

void OperandCompiler::check_depth(const Json& json, const Place& place) {
  const Code bytes = encoded(json);
  if (encoded_size({bytes.data(), static_cast<std::uint32_t>(bytes.size())}) == 0)
    report_.error(place, "too-deep", {.expected = "at most 24 levels inside a literal"});
}

Subject OperandCompiler::asked_by(const Operator& op, Subject subject) {
  subject.negated = subject.negated != op.negated;
  return subject;
}

void OperandCompiler::literal(const Json& json, const Place& place, const Subject& subject, Comparison how) {
  if (subject.attribute == kNone) return;
  sink_.compared(subject.attribute, json, how, subject.element, subject.negated, place);
  if (how == Comparison::kOrdered) return;
  if (json.is_string()) sink_.literal(subject.attribute, text_of(json), place);
  if (json.is_number()) sink_.literal(subject.attribute, json.get<double>(), place);
}

// A literal and, where it names a value with others below it, these.
std::vector<Json> OperandCompiler::meant(const Json& json, const Subject& subject) {
  if (!json.is_string() || subject.attribute == kNone) return {json};
  std::vector<Json> out;
  for (std::string& name : sink_.named(subject.attribute, text_of(json))) out.emplace_back(std::move(name));
  return out.empty() ? std::vector<Json>{json} : out;
}

// `one` of a literal, or `several` of what it stands for. An array as a whole is equal to no value, so to none below.
void OperandCompiler::equality(ConditionOp one, ConditionOp several, const Json& json, const Subject& subject, Code& out) {
  const bool whole = subject.attribute != kNone && !subject.element && sink_.attribute_type(subject.attribute) == kArrayType;
  const std::vector<Json> all = whole ? std::vector<Json>{json} : meant(json, subject);
  if (all.size() == 1)
    NodeBuilder(one).literal(all[0]).into(out);
  else
    NodeBuilder(several).literal(Json(all)).into(out);
}

bool OperandCompiler::ordered(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
  check_depth(operand, place);
  if (!operand.is_string() && !operand.is_number())
    report_.warning(place, "odd-operand",
                    {.expected = "a number or a string", .found = quote(operand), .hint = "it is compared as JavaScript does"});
  literal(operand, place, subject, Comparison::kOrdered);
  if (operand.is_string() && subject.attribute != kNone && sink_.attribute_type(subject.attribute) == kNumberType)
    if (const double n = to_number(Value(encoded(operand).data())); n != n)
      never(operand, place, "a number", "the attribute is a number, and this text is none");
  // Arrays and objects compare as their texts.
  NodeBuilder(op.op).mask(op.mask).literal(operand.is_structured() ? text_literal(operand, &Text::read) : operand).into(out);
  return true;
}

bool OperandCompiler::list(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
  if (!operand.is_array()) return wrong(operand, place, "an array", "write [" + quote(operand) + "]");
  check_depth(operand, place);
  const Comparison how = op.op == ConditionOp::kInFolded ? Comparison::kListedFolded : Comparison::kListed;
  Json members = Json::array();
  for (std::size_t i = 0; i < operand.size(); ++i) {
    const Place here = op.operand == Operand::kGroup ? place : Place(place, i);
    if (operand[i].is_structured())
      never(operand[i], here, "a string, number, boolean or null", "an array or object in a list is equal to nothing");
    literal(operand[i], here, asked_by(op, subject), how);
    for (Json& member : meant(operand[i], subject)) members.push_back(std::move(member));
  }
  NodeBuilder(op.op).literal(members).into(out);
  return true;
}

bool OperandCompiler::exists(const Json& operand, const Place& place, Code& out) {
  if (!operand.is_boolean())
    report_.warning(place, "odd-operand",
                    {.expected = "true or false", .found = quote(operand), .hint = "it is taken as JavaScript does"});
  check_depth(operand, place);
  if (to_boolean(Value(encoded(operand).data())))
    known_node(out);
  else
    type_node(kNullMask, out);
  return true;
}

bool OperandCompiler::pattern(const Operator& op, const Json& operand, const Place& place, Code& out) {
  if (!operand.is_string()) return wrong(operand, place, "a regular expression: a string");
  std::string program;
  RegexError error;
  if (!compile_regex(text_of(operand), op.mask != 0, program, error)) {
    report_.error(place, error.id,
                  {.expected = "a regular expression that can be matched in linear time",
                   .found = quote(operand) + ", at character " + std::to_string(error.at + 1),
                   .hint = error.text});
    return false;
  }
  NodeBuilder(op.op).reference(sink_.automaton(program)).into(out);
  return true;
}

bool OperandCompiler::type_name(const Json& operand, const Place& place, Code& out) {
  struct Type {
    std::string_view name;
    std::uint8_t mask;
  };
  static constexpr Type kTypes[] = {{"null", 1}, {"boolean", 6}, {"number", 8}, {"string", 16}, {"array", 32}, {"object", 64}};
  Names names;
  for (const Type& type : kTypes) {
    if (operand.is_string() && text_of(operand) == type.name) return type_node(type.mask, out), true;
    names.push_back(type.name);
  }
  never(operand, place, one_of(names), operand.is_string() ? hint_for(text_of(operand), names) : std::string());
  type_node(0, out);
  return true;
}

bool OperandCompiler::version(const Operator& op, const Json& operand, const Place& place, Code& out) {
  if (!operand.is_string() && !operand.is_number())
    report_.warning(place, "odd-operand",
                    {.expected = "a version: a string or a number", .found = quote(operand), .hint = "it is taken as version 0"});
  check_depth(operand, place);
  NodeBuilder(op.op).mask(op.mask).literal(text_literal(operand, &Text::read_version)).into(out);
  return true;
}

}  // namespace tactful

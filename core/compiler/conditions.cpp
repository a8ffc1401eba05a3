#include "compiler/conditions.h"

#include "compiler/condition_nodes.h"
#include "compiler/encode.h"
#include "compiler/fields.h"
#include "compiler/operators.h"
#include "compiler/regex.h"
#include "compiler/text.h"
#include "targeting/coerce.h"

namespace tactful {
namespace {

constexpr std::uint8_t kNullMask = 1;
// As Declared::type has them.
constexpr std::uint8_t kNumberType = 2, kArrayType = 4;

// What the tests being compiled are about: an attribute or, inside $elemMatch, an element's member.
struct Subject {
  Ref attribute = kNone;
  bool folded = false;         // texts compare case folded ($alli)
  bool element = false;        // about an element of the attribute, not all of it
  bool literals_only = false;  // see ConditionSink
};

bool has_operators(const Json& value, bool& all) {
  bool any = false;
  all = value.is_object() && !value.empty();
  if (value.is_object())
    for (const auto& [key, member] : value.items()) (key.compare(0, 1, "$") == 0 ? any : all) = key.compare(0, 1, "$") == 0;
  return any;
}

class ConditionCompiler {
 public:
  ConditionCompiler(ConditionSink& sink, Report& report) : sink_(sink), report_(report) {}

  // A condition about attributes or, with `element`, about the members of an array's element.
  void condition(const Json& json, const Place& place, const Subject* element, Code& out) {
    if (!json.is_object())
      return report_.error(place, "condition-type", {.expected = "a condition: an object", .found = quote(json)});
    for (const auto& [key, value] : json.items()) {
      const Place here(place, key);
      if (key == "$and" || key == "$or" || key == "$nor")
        conditions(key, value, here, element, out);
      else if (key == "$not")
        not_node(condition_code(value, here, element), out);
      else if (key == "$audience")
        audience(value, here, element, out);
      else
        member(key, value, place, here, element, out);
    }
  }

 private:
  Code condition_code(const Json& json, const Place& place, const Subject* element) {
    Code code;
    condition(json, place, element, code);
    return code;
  }

  void conditions(std::string_view key, const Json& list, const Place& place, const Subject* element, Code& out) {
    if (!list.is_array())
      return report_.error(place, "operand-type", {.expected = "an array of conditions", .found = quote(list)});
    Code children;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Code one = condition_code(list[i], Place(place, i), element);
      const Code child = key == "$and" ? one : as_one(one);
      children.insert(children.end(), child.begin(), child.end());
    }
    // None of nothing is what some of nothing is not, and some of nothing is taken to hold.
    if (key == "$and")
      out.insert(out.end(), children.begin(), children.end());
    else if (!list.empty())
      NodeBuilder(key == "$or" ? ConditionOp::kAny : ConditionOp::kNot).children(children).into(out);
    else if (key == "$nor")
      NodeBuilder(ConditionOp::kAny).into(out);
  }

  void audience(const Json& name, const Place& place, const Subject* element, Code& out) {
    if (!name.is_string())
      return report_.error(place, "operand-type", {.expected = "the name of an audience", .found = quote(name)});
    if (element != nullptr)
      return report_.error(place, "misplaced-operator",
                           {.expected = "a condition about the element", .found = "\"$audience\"",
                            .hint = "an audience is about the visitor; name it outside $elemMatch"});
    const Ref called = sink_.audience(text_of(name), place);
    if (called != kNone) NodeBuilder(ConditionOp::kCall).reference(called).into(out);
  }

  void member(const std::string& key, const Json& value, const Place& object, const Place& here, const Subject* element,
              Code& out) {
    if (find_operator(key) != nullptr)
      return report_.error_at_key(object, key, "misplaced-operator",
                                  {.expected = "an attribute, or one of $and, $or, $nor, $not, $audience",
                                   .found = quote_text(key),
                                   .hint = "it goes below the attribute: {\"attribute\": {\"" + key + "\": …}}"});
    if (element != nullptr) {
      Code children;
      tests(value, here, *element, children);
      NodeBuilder(ConditionOp::kPath).literal(Json(key)).children(children).into(out);
      return;
    }
    if (key.compare(0, 1, "$") == 0)
      if (std::string hint = did_you_mean(key, {std::begin(kLogical), std::end(kLogical)}); !hint.empty())
        return report_.error_at_key(object, key, "unknown-operator",
                                    {.expected = "an attribute, or one of $and, $or, $nor, $not, $audience",
                                     .found = quote_text(key), .hint = std::move(hint)});
    Subject subject;
    subject.attribute = sink_.attribute(key, object);
    subject.literals_only = subject.attribute != kNone && sink_.literals_only(subject.attribute);
    Code children;
    tests(value, here, subject, children);
    if (subject.attribute != kNone)
      NodeBuilder(ConditionOp::kAttribute).reference(subject.attribute).children(children).into(out);
  }

  // What a value must be: a plain value means equality, an object of operators each of them.
  void tests(const Json& json, const Place& place, const Subject& subject, Code& out) {
    bool all = false;
    if (has_operators(json, all)) {
      if (!all)
        return report_.error(place, "mixed-operators",
                             {.expected = "operators only, or plain keys only", .found = quote(json),
                              .hint = "use $elemMatch or dotted paths to ask about members"});
      if (subject.attribute != kNone) {
        warn_of_null(json, place, subject.attribute);
        sink_.tested(subject.attribute, json, place);
      }
      for (const auto& [name, operand] : json.items()) operation(name, operand, place, Place(place, name), subject, out);
    } else if (json.is_string()) {
      literal(json, place, subject, Comparison::kPlain);
      if (subject.folded)
        equality(ConditionOp::kTextFolded, ConditionOp::kInFolded, json, subject, out);
      else
        equality(ConditionOp::kText, ConditionOp::kIn, json, subject, out);
    } else if (json.is_number()) {
      literal(json, place, subject, Comparison::kPlain);
      NodeBuilder(ConditionOp::kCompare).mask(kEqual).literal(json).into(out);
    } else if (json.is_boolean()) {
      if (json == true) return NodeBuilder(ConditionOp::kTruthy).into(out);
      Code children;
      type_node(kNullMask, children);
      NodeBuilder(ConditionOp::kTruthy).into(children);
      NodeBuilder(ConditionOp::kNot).children(children).into(out);
    } else if (json.is_null()) {
      type_node(kNullMask, out);
    } else {
      check_depth(json, place);
      literal(json, place, subject, Comparison::kPlain);
      NodeBuilder(ConditionOp::kSame).literal(json).into(out);
    }
  }

  void operation(const std::string& name, const Json& operand, const Place& object, const Place& place,
                 const Subject& subject, Code& out) {
    const Operator* const op = find_operator(name);
    if (op == nullptr) {
      Names names;
      for (const Operator& known : kOperators) names.push_back(known.name);
      return report_.error_at_key(object, name, "unknown-operator",
                                  {.expected = one_of(names), .found = quote_text(name), .hint = operator_hint(name, names)});
    }
    if (subject.literals_only && !op->equality)
      return report_.error_at_key(object, name, "literal-only",
                                  {.expected = "a comparison with literals: $eq, $ne, $in, $nin, $ini, $nini",
                                   .found = quote_text(name),
                                   .hint = "of the address only values that a campaign names are looked at"});
    Code positive;
    if (!operation(*op, operand, place, subject, positive)) return;
    if (op->negated)
      not_node(positive, out);
    else
      out.insert(out.end(), positive.begin(), positive.end());
  }

  static std::string operator_hint(const std::string& name, const Names& names) {
    for (const std::string_view logical : kLogical)
      if (name == logical) return "it stands beside attributes, not below one";
    if (name == "$savedGroup") return "name an audience beside the attributes: {\"$audience\": …}";
    return hint_for(name, names);
  }

  bool wrong(const Json& operand, const Place& place, std::string expected, std::string hint = {}) {
    report_.error(place, "operand-type", {.expected = std::move(expected), .found = quote(operand), .hint = std::move(hint)});
    return false;
  }
  void never(const Json& operand, const Place& place, std::string expected, std::string hint) {
    report_.warning(place, "never-matches", {.expected = std::move(expected), .found = quote(operand), .hint = std::move(hint)});
  }
  // "At most 14 days since the last purchase" holds of who never bought, too: nothing counts as 0.
  void warn_of_null(const Json& json, const Place& place, Ref attribute) {
    bool below = false, known = false;
    for (const auto& [name, operand] : json.items()) {
      const bool positive = operand.is_number() && operand > 0;
      below = below || ((name == "$lt" && positive) || (name == "$lte" && operand.is_number() && operand >= 0));
      known = known || name == "$exists" || name == "$type" || (name == "$ne" && operand.is_null()) || name == "$gt" ||
              (name == "$gte" && positive);
    }
    if (below && !known && sink_.often_null(attribute))
      report_.warning(place, "null-is-low",
                      {.expected = "what shall be of visitors of whom it is not known: nothing counts as 0",
                       .found = quote(json), .hint = "add \"$exists\": true to leave them out"});
  }
  void check_depth(const Json& json, const Place& place) {
    const Code bytes = encoded(json);
    if (encoded_size({bytes.data(), static_cast<std::uint32_t>(bytes.size())}) == 0)
      report_.error(place, "too-deep", {.expected = "at most 24 levels inside a literal"});
  }

  void literal(const Json& json, const Place& place, const Subject& subject, Comparison how) {
    if (subject.attribute == kNone) return;
    sink_.compared(subject.attribute, json, how, subject.element, place);
    if (how == Comparison::kOrdered) return;
    if (json.is_string()) sink_.literal(subject.attribute, text_of(json), place);
    if (json.is_number()) sink_.literal(subject.attribute, json.get<double>(), place);
  }

  // A literal and, where it names a value with others below it, these.
  std::vector<Json> meant(const Json& json, const Subject& subject) {
    if (!json.is_string() || subject.attribute == kNone) return {json};
    std::vector<Json> out;
    for (std::string& name : sink_.named(subject.attribute, text_of(json))) out.emplace_back(std::move(name));
    return out.empty() ? std::vector<Json>{json} : out;
  }

  // `one` of a literal, or `several` of what it stands for. An array as a whole is equal to no value, so to none below.
  void equality(ConditionOp one, ConditionOp several, const Json& json, const Subject& subject, Code& out) {
    const bool whole = subject.attribute != kNone && !subject.element && sink_.attribute_type(subject.attribute) == kArrayType;
    const std::vector<Json> all = whole ? std::vector<Json>{json} : meant(json, subject);
    if (all.size() == 1)
      NodeBuilder(one).literal(all[0]).into(out);
    else
      NodeBuilder(several).literal(Json(all)).into(out);
  }

  // The nodes of an operator, as if it were not negated; false when the operand is wrong.
  bool operation(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
    switch (op.operand) {
      case Operand::kScalar:
        check_depth(operand, place);
        if (operand.is_structured())
          never(operand, place, "a string, number, boolean or null",
                "two arrays or objects are never the same one: leave out " + std::string(op.name) + " to compare what they hold");
        literal(operand, place, subject, Comparison::kEqual);
        equality(op.op, ConditionOp::kIn, operand, subject, out);
        return true;
      case Operand::kOrdered: return ordered(op, operand, place, subject, out);
      case Operand::kList: return list(op, operand, place, subject, out);
      case Operand::kTests: return nested(op, operand, place, subject, out);
      case Operand::kTestsList: return every(op, operand, place, subject, out);
      case Operand::kElement: return element(operand, place, subject, out);
      case Operand::kFlag: return exists(operand, place, out);
      case Operand::kPattern: return pattern(op, operand, place, out);
      case Operand::kTypeName: return type_name(operand, place, out);
      case Operand::kVersion: return version(op, operand, place, out);
      case Operand::kGroup: break;
    }
    if (!operand.is_string()) return wrong(operand, place, "the name of a group");
    const Ref group = sink_.group(text_of(operand), place);
    if (group == kNone) return false;
    NodeBuilder(op.op).reference(group).into(out);
    return true;
  }

  bool ordered(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
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

  static Code encoded(const Json& json) {
    Code bytes;
    encode_value(json, bytes);
    return bytes;
  }
  static Json text_literal(const Json& json, void (Text::*read)(Value) noexcept) {
    const Code bytes = encoded(json);
    Text text;
    (text.*read)(Value(bytes.data()));
    return Json(std::string(view_of(text.bytes())));
  }

  bool list(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
    if (!operand.is_array()) return wrong(operand, place, "an array", "write [" + quote(operand) + "]");
    check_depth(operand, place);
    const Comparison how = op.op == ConditionOp::kInFolded ? Comparison::kListedFolded : Comparison::kListed;
    Json members = Json::array();
    for (std::size_t i = 0; i < operand.size(); ++i) {
      const Place here(place, i);
      if (operand[i].is_structured())
        never(operand[i], here, "a string, number, boolean or null", "an array or object in a list is equal to nothing");
      literal(operand[i], here, subject, how);
      for (Json& member : meant(operand[i], subject)) members.push_back(std::move(member));
    }
    NodeBuilder(op.op).literal(members).into(out);
    return true;
  }

  // $not and $size
  bool nested(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
    Code children;
    Subject inner = subject;
    inner.folded = false;
    if (op.op == ConditionOp::kSize) inner.attribute = kNone;
    tests(operand, place, inner, children);
    NodeBuilder(op.op).children(op.op == ConditionOp::kNot ? as_one(children) : children).into(out);
    return true;
  }

  // $all and $alli
  bool every(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
    if (!operand.is_array()) return wrong(operand, place, "an array", "write [" + quote(operand) + "]");
    type_node(1 << static_cast<std::uint8_t>(Tag::kArray), out);
    Subject inner = subject;
    inner.folded = op.op == ConditionOp::kTextFolded;
    inner.element = true;
    for (std::size_t i = 0; i < operand.size(); ++i) {
      Code children;
      tests(operand[i], Place(place, i), inner, children);
      NodeBuilder(ConditionOp::kSome).children(children).into(out);
    }
    return true;
  }

  bool element(const Json& operand, const Place& place, const Subject& subject, Code& out) {
    if (!operand.is_object()) return wrong(operand, place, "operators or a condition about an element: an object");
    Code children;
    not_node(type_code(kNullMask), children);
    bool all = false;
    Subject inner = subject;
    inner.folded = false;
    if (has_operators(operand, all) && all) {
      inner.element = true;
      tests(operand, place, inner, children);
    } else {
      inner.attribute = kNone;
      condition(operand, place, &inner, children);
    }
    NodeBuilder(ConditionOp::kSome).children(children).into(out);
    return true;
  }

  static Code type_code(std::uint8_t mask) {
    Code code;
    type_node(mask, code);
    return code;
  }

  bool exists(const Json& operand, const Place& place, Code& out) {
    if (!operand.is_boolean())
      report_.warning(place, "odd-operand",
                      {.expected = "true or false", .found = quote(operand), .hint = "it is taken as JavaScript does"});
    check_depth(operand, place);
    if (to_boolean(Value(encoded(operand).data())))
      not_node(type_code(kNullMask), out);
    else
      type_node(kNullMask, out);
    return true;
  }

  bool pattern(const Operator& op, const Json& operand, const Place& place, Code& out) {
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

  bool type_name(const Json& operand, const Place& place, Code& out) {
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

  bool version(const Operator& op, const Json& operand, const Place& place, Code& out) {
    if (!operand.is_string() && !operand.is_number())
      report_.warning(place, "odd-operand",
                      {.expected = "a version: a string or a number", .found = quote(operand), .hint = "it is taken as version 0"});
    check_depth(operand, place);
    NodeBuilder(op.op).mask(op.mask).literal(text_literal(operand, &Text::read_version)).into(out);
    return true;
  }

  ConditionSink& sink_;
  Report& report_;
};

}  // namespace

bool compile_condition(const Json& condition, const Place& place, ConditionSink& sink, Report& report,
                       std::vector<std::uint8_t>& code) {
  const std::size_t errors = report.errors();
  const std::size_t first = code.size();
  ConditionCompiler(sink, report).condition(condition, place, nullptr, code);
  if (report.errors() != errors) return false;
  // Half of what the runtime takes: the rest is for the audiences that are called.
  if (depth_of(code.data() + first, code.data() + code.size()) <= kMaxConditionDepth / 2) return true;
  report.error(place, "too-deep", {.expected = "conditions at most 32 levels deep"});
  return false;
}

}  // namespace tactful

#include "compiler/conditions.h"

#include "compiler/condition_operands.h"
#include "compiler/fields.h"
#include "compiler/text.h"

namespace tactful {
namespace {

bool has_operators(const Json& value, bool& all) {
  bool any = false;
  all = value.is_object() && !value.empty();
  if (value.is_object())
    for (const auto& [key, member] : value.items()) (key.compare(0, 1, "$") == 0 ? any : all) = key.compare(0, 1, "$") == 0;
  return any;
}

class ConditionCompiler {
 public:
  ConditionCompiler(ConditionSink& sink, Report& report) : sink_(sink), report_(report), operands_(sink, report) {}

  // A condition about attributes or, with `element`, about the members of an array's element.
  void condition(const Json& json, const Place& place, const Subject* element, Code& out) {
    if (!json.is_object())
      return report_.error(place, "condition-type", {.expected = "a condition: an object", .found = quote(json)});
    for (const auto& [key, value] : json.items()) {
      const Place here(place, key);
      if (key == "$and" || key == "$or" || key == "$nor")
        conditions(key, value, here, element, out);
      else if (key == "$not")
        not_node(opposite_code(value, here, element), out);
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

  // The code of a condition of which the opposite is asked.
  Code opposite_code(const Json& json, const Place& place, const Subject* element) {
    negated_ = !negated_;
    Code code = condition_code(json, place, element);
    negated_ = !negated_;
    return code;
  }

  void conditions(std::string_view key, const Json& list, const Place& place, const Subject* element, Code& out) {
    if (!list.is_array())
      return report_.error(place, "operand-type", {.expected = "an array of conditions", .found = quote(list)});
    Code children;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Place here(place, i);
      const Code one = key == "$nor" ? opposite_code(list[i], here, element) : condition_code(list[i], here, element);
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
    subject.attribute = sink_.attribute(key, value, object);
    subject.negated = negated_;
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
        sink_.tested(subject.attribute, json, subject.negated, place);
      }
      for (const auto& [name, operand] : json.items()) operation(name, operand, place, Place(place, name), subject, out);
    } else if (json.is_string()) {
      operands_.literal(json, place, subject, Comparison::kPlain);
      if (subject.folded)
        operands_.equality(ConditionOp::kTextFolded, ConditionOp::kInFolded, json, subject, out);
      else
        operands_.equality(ConditionOp::kText, ConditionOp::kIn, json, subject, out);
    } else if (json.is_number()) {
      operands_.literal(json, place, subject, Comparison::kPlain);
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
      operands_.check_depth(json, place);
      operands_.literal(json, place, subject, Comparison::kPlain);
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
    if (name == "$between" || name == "$range") return "write {\"$gte\": low, \"$lte\": high}";
    if (name == "$contains" || name == "$includes")
      return "a part of a text is asked for with $regex, an element of a list with $in or $elemMatch";
    return hint_for(name, names);
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
  // The nodes of an operator, as if it were not negated; false when the operand is wrong.
  bool operation(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
    switch (op.operand) {
      case Operand::kTests: return nested(op, operand, place, subject, out);
      case Operand::kTestsList: return every(op, operand, place, subject, out);
      case Operand::kElement: return element(operand, place, subject, out);
      default: return operands_.operation(op, operand, place, subject, out);
    }
  }

  // $not and $size
  bool nested(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
    Code children;
    Subject inner = subject;
    inner.folded = false;
    if (op.op == ConditionOp::kSize) inner.attribute = kNone;
    if (op.op == ConditionOp::kNot) inner.negated = !inner.negated;
    tests(operand, place, inner, children);
    NodeBuilder(op.op).children(op.op == ConditionOp::kNot ? as_one(children) : children).into(out);
    return true;
  }

  // $all and $alli
  bool every(const Operator& op, const Json& operand, const Place& place, const Subject& subject, Code& out) {
    if (!operand.is_array()) return operands_.wrong(operand, place, "an array", "write [" + quote(operand) + "]");
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
    if (!operand.is_object()) return operands_.wrong(operand, place, "operators or a condition about an element: an object");
    Code children;
    known_node(children);
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

  ConditionSink& sink_;
  Report& report_;
  OperandCompiler operands_;
  bool negated_ = false;  // the opposite of the condition being compiled is asked
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

#include "targeting/conditions.h"

#include "targeting/automaton.h"
#include "targeting/coerce.h"
#include "targeting/condition_code.h"
#include "targeting/evaluate.h"

namespace tactful {
namespace {

// Whether `at` begins with the `size` bytes of a value. No value is the beginning of another, so what is compared
// differs before either ends.
TACTFUL_INLINE bool begins(const std::uint8_t* at, const std::uint8_t* value, std::uint32_t size) noexcept {
  std::uint32_t i = 0;
  while (i != size && at[i] == value[i]) ++i;
  return i == size;
}

bool same(Value a, Value b) noexcept { return begins(b.data(), a.data(), a.bytes().size); }

// As === does it: two containers are never the same one.
bool equal(Value a, Value b) noexcept { return a.tag() < Tag::kArray && same(a, b); }

// Whether a list has the value or, of an array, one of its elements.
bool in_list(Value list, Value value, bool folded) noexcept {
  if (value.is_array()) {
    for (Items it(value); it.next();)
      if (!it.value().is_array() && in_list(list, it.value(), folded)) return true;
    return false;
  }
  if (value.is_object() || !list.is_array()) return false;
  const bool texts = folded && value.is_string();
  const std::uint32_t size = value.bytes().size;
  const std::uint8_t* at = list.data() + 1;
  for (std::uint32_t left = read_length(at); left != 0; --left) {
    const Value item(at);
    if (texts && item.is_string() ? order_text(value.text(), item.text(), true) == kEqual : begins(at, value.data(), size))
      return true;
    // A short text says at once where it ends.
    at += item.is_string() && at[1] < 0x80 ? 2u + at[1] : item.bytes().size;
  }
  return false;
}

// What is asked of a value as text.
bool text_holds(const Pack& pack, ConditionOp op, std::uint32_t mask, const std::uint8_t* operand, Value value) noexcept {
  Text text;
  if (op == ConditionOp::kVersion)
    text.read_version(value);
  else
    text.read(value);
  if (op == ConditionOp::kRegex) return find_match(pack.automata().data + read_length(operand), text.bytes());
  return mask & order_text(text.bytes(), Value(operand).text(), op == ConditionOp::kTextFolded);
}

// Decimal index of an array's element as a path spells it: no sign, no leading zeros.
bool is_index(Bytes key, std::uint32_t index) noexcept {
  std::uint32_t at = key.size;
  do {
    if (at == 0 || key[--at] != '0' + index % 10) return false;
  } while ((index /= 10) != 0);
  return at == 0;
}

Value member(Value container, Bytes key) noexcept {
  std::uint32_t index = 0;
  for (Items it(container); it.next(); ++index)
    if (container.is_array() ? is_index(key, index) : it.key() == key) return it.value();
  return {};
}

}  // namespace

Value find_path(Value object, Bytes path) noexcept {
  for (std::uint32_t at = 0; at <= path.size; ++at) {
    const std::uint32_t first = at;
    while (at < path.size && path[at] != '.') ++at;
    object = member(object, path.part(first, at - first));
  }
  return object;
}

namespace {

struct Evaluation {
  const Pack& pack;
  AttributeSource& source;

  // Whether all nodes answer `wanted`; stops at the first that does not.
  bool each(const std::uint8_t* at, const std::uint8_t* const end, Value value, const bool wanted) const noexcept {
    bool want = wanted;  // of the node at hand, which may stand in others that hold it alone
    while (at != end) {
      const NodeSpan node(at);
      const std::uint8_t* body = node.body;
      bool answer;
      if (node.op <= ConditionOp::kAttribute) {
        // Attributes are not read inside one another, and only what is inside one looks at its value.
        if (node.op == ConditionOp::kAttribute) value = source.read(read_short(body));
        const bool all = node.op == ConditionOp::kAll || node.op == ConditionOp::kAttribute;
        // Most nodes need no call: one child, or children that stand for themselves among those that must hold.
        if ((all && want && wanted) || (body != node.end && body[1] < 0x80 && body + 2 + body[1] == node.end)) {
          want ^= node.op == ConditionOp::kNot;
          at = body;
          continue;
        }
        answer = each(body, node.end, value, all) != (node.op == ConditionOp::kAny);
      } else {
        answer = test(node, value);
      }
      if (answer != want) return false;
      want = wanted;
      at = node.end;
    }
    return true;
  }

  TACTFUL_INLINE bool test(const NodeSpan& node, Value value) const noexcept {
    const std::uint8_t* body = node.body;
    const Value literal(body);
    std::uint32_t mask = kEqual;
    switch (node.op) {
      case ConditionOp::kType: return *body >> static_cast<std::uint8_t>(value.tag()) & 1;
      case ConditionOp::kTruthy: return to_boolean(value);
      case ConditionOp::kSame: return same(value, literal);
      case ConditionOp::kIn:
      case ConditionOp::kInFolded: return in_list(literal, value, node.op == ConditionOp::kInFolded);
      case ConditionOp::kCompare:
        if (const Value bound(body + 1); !bound.is_string() || value.tag() < Tag::kString) {
          const double x = to_number(value), y = to_number(bound);
          return *body & ((x < y) * kLess | (x == y) * kEqual | (x > y) * kGreater);
        }
        [[fallthrough]];
      case ConditionOp::kVersion: mask = *body++; break;
      case ConditionOp::kText:
        if (!value.is_string()) break;
        [[fallthrough]];
      case ConditionOp::kStrict: return equal(value, literal);
      case ConditionOp::kTextFolded:
      case ConditionOp::kRegex: break;
      default: return elsewhere(node.op, body, node.end, value);
    }
    return text_holds(pack, node.op, mask, body, value);
  }

  // Whether nodes hold of something else than the value. Apart, so that walking the code needs no frame in memory.
  __attribute__((noinline)) bool elsewhere(ConditionOp op, const std::uint8_t* at, const std::uint8_t* end,
                                           Value value) const noexcept {
    std::uint8_t length[9];
    if (op == ConditionOp::kCall) {
      const Bytes code = condition_code(pack, read_length(at));
      at = code.data;
      end = at + code.size;
    } else if (op == ConditionOp::kPath) {
      const Value path(at);
      at += path.bytes().size;
      value = find_path(value, path.text());
    } else {
      if (!value.is_array()) return false;
      if (op == ConditionOp::kSome) {
        for (Items it(value); it.next();)
          if (each(at, end, it.value(), true)) return true;
        return false;
      }
      ValueWriter(length, sizeof length).number(value.count());
      value = Value(length);
    }
    return each(at, end, value, true);
  }
};

void visit_attributes(const Pack& pack, Bytes code, void (*visit)(void*, Ref), void* context) noexcept {
  for (const std::uint8_t* at = code.data; at != code.data + code.size;) {
    const NodeSpan node(at);
    const std::uint8_t* body = node.body;
    if (node.op == ConditionOp::kAttribute)
      visit(context, read_length(body));
    else
      // One call for both: a second would cost each page 36 bytes.
      visit_attributes(pack,
                       node.op == ConditionOp::kCall ? condition_code(pack, read_length(body))
                                                     : Bytes(body, static_cast<std::uint32_t>(node.end - body)),
                       visit, context);
    at = node.end;
  }
}

}  // namespace

bool nodes_hold(const Pack& pack, AttributeSource& source, Bytes code, Value value) noexcept {
  return Evaluation{pack, source}.each(code.data, code.data + code.size, value, true);
}

bool holds(const Pack& pack, Ref condition, AttributeSource& source) noexcept {
  return nodes_hold(pack, source, condition_code(pack, condition), {});
}

void each_attribute(const Pack& pack, Ref condition, void (*visit)(void*, Ref), void* context) noexcept {
  visit_attributes(pack, condition_code(pack, condition), visit, context);
}

}  // namespace tactful

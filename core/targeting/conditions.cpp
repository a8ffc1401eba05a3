#include "targeting/conditions.h"

#include "targeting/automaton.h"
#include "targeting/coerce.h"
#include "targeting/condition_code.h"
#include "targeting/evaluate.h"

namespace tactful {
namespace {

bool equal(Value a, Value b, bool folded) noexcept {
  if (folded && a.is_string() && b.is_string()) return order_text(a.text(), b.text(), true) == kEqual;
  // As === does it: two containers are never the same one.
  return a.tag() < Tag::kArray && a.bytes() == b.bytes();
}

// Whether a list has the value or, of an array, one of its elements.
bool in_list(Value list, Value value, bool folded) noexcept {
  const bool several = value.is_array();
  for (Items it(several ? value : list); it.next();)
    if (several ? !it.value().is_array() && in_list(list, it.value(), folded) : equal(value, it.value(), folded)) return true;
  return false;
}

// What is asked of a value as text.
bool text_holds(const Pack& pack, ConditionOp op, std::uint32_t mask, std::uint32_t reference, Value literal,
                Value value) noexcept {
  Text text;
  if (op == ConditionOp::kVersion)
    text.read_version(value);
  else
    text.read(value);
  if (op == ConditionOp::kRegex) return find_match(pack.automata().data + reference, text.bytes());
  return mask & order_text(text.bytes(), literal.text(), op == ConditionOp::kTextFolded);
}

bool numbers_compare(std::uint32_t mask, double x, double y) noexcept {
  return mask & (x < y ? kLess : x > y ? kGreater : x == y ? kEqual : 0);
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
  bool short_circuit;

  // Whether all nodes answer `wanted`; stops at the first that does not.
  bool each(const std::uint8_t* at, const std::uint8_t* end, Value value, bool wanted) const noexcept {
    bool all = true;
    while (at != end && (all || !short_circuit)) {
      const ConditionNode node(at);
      all &= holds(node, value) == wanted;
      at = node.end;
    }
    return all;
  }

  TACTFUL_INLINE bool holds(const ConditionNode& node, Value value) const noexcept {
    const std::uint8_t* begin = node.children;
    const std::uint8_t* end = node.end;
    std::uint8_t length[9];
    std::uint32_t mask = kEqual;
    switch (node.op) {
      case ConditionOp::kAll:
      case ConditionOp::kAny:
      case ConditionOp::kNot: break;
      case ConditionOp::kAttribute: value = source.read(node.reference); break;
      case ConditionOp::kCall:
        begin = pack.condition_code().data + pack.condition_offsets()[node.reference];
        end = pack.condition_code().data + pack.condition_offsets()[node.reference + 1];
        break;
      case ConditionOp::kPath: value = find_path(value, node.literal.text()); break;
      case ConditionOp::kSome:
        if (value.is_array())
          for (Items it(value); it.next();)
            if (each(begin, end, it.value(), true)) return true;
        return false;
      case ConditionOp::kSize: {
        if (!value.is_array()) return false;
        ValueWriter(length, sizeof length).number(value.count());
        value = Value(length);
        break;
      }
      case ConditionOp::kType: return node.mask >> static_cast<std::uint8_t>(value.tag()) & 1;
      case ConditionOp::kTruthy: return to_boolean(value);
      case ConditionOp::kSame: return value.bytes() == node.literal.bytes();
      case ConditionOp::kStrict: return equal(value, node.literal, false);
      case ConditionOp::kIn:
      case ConditionOp::kInFolded: return in_list(node.literal, value, node.op == ConditionOp::kInFolded);
      case ConditionOp::kInGroup:
        return in_list(Value(pack.condition_code().data + pack.groups()[node.reference].literal), value, false);
      case ConditionOp::kCompare:
        if (!node.literal.is_string() || value.tag() < Tag::kString)
          return numbers_compare(node.mask, to_number(value), to_number(node.literal));
        [[fallthrough]];
      case ConditionOp::kVersion: mask = node.mask; [[fallthrough]];
      case ConditionOp::kText:
      case ConditionOp::kTextFolded:
      case ConditionOp::kRegex: return text_holds(pack, node.op, mask, node.reference, node.literal, value);
    }
    const bool any = node.op == ConditionOp::kAny;
    return each(begin, end, value, !any && node.op != ConditionOp::kNot) != any;
  }
};

// Reads nothing, and tells what would be read.
struct Visitor final : AttributeSource {
  void (*visit)(void*, Ref);
  void* context;
  Value read(Ref attribute) noexcept override {
    visit(context, attribute);
    return {};
  }
};

}  // namespace

bool nodes_hold(const Pack& pack, AttributeSource& source, Bytes code, Value value) noexcept {
  return Evaluation{pack, source, true}.each(code.data, code.data + code.size, value, true);
}

bool holds(const Pack& pack, Ref condition, AttributeSource& source) noexcept {
  return nodes_hold(pack, source, condition_code(pack, condition), {});
}

void each_attribute(const Pack& pack, Ref condition, void (*visit)(void*, Ref), void* context) noexcept {
  Visitor visitor;
  visitor.visit = visit;
  visitor.context = context;
  const Bytes code = condition_code(pack, condition);
  Evaluation{pack, visitor, false}.each(code.data, code.data + code.size, {}, true);
}

}  // namespace tactful

#include "targeting/explain.h"

#include "targeting/condition_code.h"
#include "targeting/evaluate.h"

namespace tactful {
namespace {

Bytes bytes_between(const std::uint8_t* at, const std::uint8_t* end) noexcept {
  return {at, static_cast<std::uint32_t>(end - at)};
}

// Goes down where all must hold; what is one of several, or turned round, refuses as a whole.
bool refuse(const Pack& pack, AttributeSource& source, Bytes code, Value value, Refusal& out) noexcept {
  const std::uint8_t* const end = code.data + code.size;
  for (const std::uint8_t* at = code.data; at != end;) {
    const ConditionNode node(at);
    if (nodes_hold(pack, source, bytes_between(at, node.end), value)) {
      at = node.end;
      continue;
    }
    out.offset = static_cast<std::uint32_t>(at - pack.condition_code().data);
    const Bytes children = bytes_between(node.children, node.end);
    if (node.op == ConditionOp::kAll) {
      refuse(pack, source, children, value, out);
    } else if (node.op == ConditionOp::kCall) {
      refuse(pack, source, condition_code(pack, node.reference), value, out);
    } else if (node.op == ConditionOp::kAttribute) {
      out.attribute = node.reference;
      refuse(pack, source, children, source.read(node.reference), out);
    }
    return true;
  }
  return false;
}

}  // namespace

bool first_refusal(const Pack& pack, Ref condition, AttributeSource& source, Refusal& out) noexcept {
  Refusal found{0, kNone};
  if (!refuse(pack, source, condition_code(pack, condition), {}, found)) return false;
  out = found;
  return true;
}

}  // namespace tactful

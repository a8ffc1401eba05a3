#include "compiler/condition_nodes.h"

#include <algorithm>

namespace tactful {

void NodeBuilder::into(Code& out) const {
  out.push_back(static_cast<std::uint8_t>(op_));
  put_length(body.size(), out);
  out.insert(out.end(), body.begin(), body.end());
}

void NodeBuilder::put_length(std::size_t n, Code& out) {
  for (; n >= 0x80; n >>= 7) out.push_back(static_cast<std::uint8_t>(n | 0x80));
  out.push_back(static_cast<std::uint8_t>(n));
}

void type_node(std::uint8_t mask, Code& out) { NodeBuilder(ConditionOp::kType).mask(mask).into(out); }

Code as_one(Code nodes) {
  if (!nodes.empty() && ConditionNode(nodes.data()).end == nodes.data() + nodes.size()) return nodes;
  Code out;
  NodeBuilder(ConditionOp::kAll).children(nodes).into(out);
  return out;
}

void not_node(const Code& nodes, Code& out) { NodeBuilder(ConditionOp::kNot).children(as_one(nodes)).into(out); }

void known_node(Code& out) {
  Code null;
  type_node(kNullMask, null);
  not_node(null, out);
}

Extent extent_of(const std::uint8_t* at, const std::uint8_t* end, const std::vector<Extent>& called) {
  Extent out;
  while (at != end) {
    const ConditionNode node(at);
    Extent inside;
    if (node.op == ConditionOp::kCall)
      inside = called[node.reference];
    else if (kOperands[*at] & kOpChildren)
      inside = extent_of(node.children, node.end, called);
    out.depth = std::max(out.depth, inside.depth + 1);
    out.nodes += inside.nodes + 1;
    at = node.end;
  }
  return out;
}

std::uint32_t depth_of(const std::uint8_t* at, const std::uint8_t* end) {
  std::uint32_t deepest = 0;
  while (at != end) {
    const ConditionNode node(at);
    if (kOperands[*at] & kOpChildren) deepest = std::max(deepest, depth_of(node.children, node.end));
    at = node.end;
  }
  return deepest + 1;
}

}  // namespace tactful

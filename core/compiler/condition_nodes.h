#pragma once
#include <vector>

#include "compiler/encode.h"
#include "targeting/condition_code.h"

/// Writes condition code, node by node (docs/condition-code.md).
namespace tactful {

using Code = std::vector<std::uint8_t>;

/// Builds a node: operands and children first, in a buffer of their own, since the length comes before them.
class NodeBuilder {
 public:
  explicit NodeBuilder(ConditionOp op) : op_(op) {}
  NodeBuilder& reference(std::uint32_t n) { return put_length(n, body), *this; }
  NodeBuilder& mask(std::uint8_t m) { return body.push_back(m), *this; }
  NodeBuilder& literal(const Json& value) { return encode_value(value, body), *this; }
  NodeBuilder& children(const Code& code) { return body.insert(body.end(), code.begin(), code.end()), *this; }
  void into(Code& out) const;

  Code body;

 private:
  static void put_length(std::size_t n, Code& out);
  ConditionOp op_;
};

void type_node(std::uint8_t mask, Code& out);
constexpr std::uint8_t kNullMask = 1;  ///< of type_node: null alone
/// Holds of all but null.
void known_node(Code& out);
/// Nodes that must all hold, as exactly one node.
Code as_one(Code nodes);
void not_node(const Code& nodes, Code& out);
/// What a condition costs, the conditions that it calls followed.
struct Extent {
  std::uint32_t depth = 0;  ///< as the verifier counts it: 1 for a node without children
  std::uint64_t nodes = 0;
};
/// `called`: the extents of the conditions that it may call, by index.
Extent extent_of(const std::uint8_t* at, const std::uint8_t* end, const std::vector<Extent>& called);
/// Deepest nesting of the nodes from `at` to `end`; 1 for a leaf.
std::uint32_t depth_of(const std::uint8_t* at, const std::uint8_t* end);

}  // namespace tactful

#include "targeting/condition_code.h"
#include "targeting/conditions.h"

namespace tactful {
namespace {

struct Verifier {
  const Pack& pack;
  std::uint32_t nodes_left = kMaxConditionNodes;

  // Reads a length that has at most four bytes and ends before `end`; false if there is none.
  static bool length(const std::uint8_t*& at, const std::uint8_t* end, std::uint32_t& out) noexcept {
    for (std::uint32_t i = 0; i < 4 && at + i != end; ++i)
      if (at[i] < 0x80) {
        out = read_length(at);
        return true;
      }
    return false;
  }

  bool automaton(std::uint32_t offset) const noexcept {
    const auto automata = pack.automata();
    return automata.size >= 2 && offset <= automata.size - 2 &&
           load<std::uint16_t>(automata.data + offset) <= automata.size - 2 - offset;
  }

  // Whether a node may refer to `to`. Calls go to lower conditions only, so they end; attributes are
  // not read inside one another, since a value is only good until the next is read.
  bool refers(ConditionOp op, std::uint32_t to, Ref condition, bool root, std::uint32_t depth) noexcept {
    if (op == ConditionOp::kRegex) return automaton(to);
    if (!root) return false;
    if (op == ConditionOp::kAttribute) return to < pack.attributes().size;
    return to < condition && nodes(condition_code(pack, to), to, true, depth);
  }

  bool nodes(Bytes code, Ref condition, bool root, std::uint32_t depth) noexcept {
    const std::uint8_t* at = code.data;
    const std::uint8_t* const end = at + code.size;
    while (at != end) {
      const std::uint8_t number = *at++;
      std::uint32_t n = 0;
      if (number >= sizeof kOperands || depth == 0 || nodes_left-- == 0 || !length(at, end, n) ||
          n > static_cast<std::uint32_t>(end - at))
        return nodes_left = 0, false;
      const auto op = static_cast<ConditionOp>(number);
      // What asks a value stands inside of what reads one.
      if (root && op > ConditionOp::kCall) return false;
      const std::uint8_t operands = kOperands[number];
      const std::uint8_t* const stop = at + n;
      if ((operands & kOpReference) && (!length(at, stop, n) || !refers(op, n, condition, root, depth - 1))) return false;
      if ((operands & kOpMask) && at++ == stop) return false;
      if (operands & kOpLiteral) {
        n = encoded_size({at, static_cast<std::uint32_t>(stop - at)});
        if (n == 0) return false;
        at += n;
      }
      if (operands & kOpChildren) {
        const Bytes children(at, static_cast<std::uint32_t>(stop - at));
        if (!nodes(children, condition, root && op != ConditionOp::kAttribute, depth - 1)) return false;
        at = stop;
      }
      if (at != stop) return false;
    }
    return true;
  }
};

}  // namespace

bool verify_conditions(const Pack& pack) noexcept {
  Verifier verifier{pack};
  for (Ref i = 0; i + 1 < pack.condition_offsets().size; ++i)
    if (!verifier.nodes(condition_code(pack, i), i, true, kMaxConditionDepth)) return false;
  return true;
}

}  // namespace tactful

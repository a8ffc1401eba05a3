#pragma once
#include "base/value.h"
#include "pack/pack.h"

/// The code that conditions are compiled to: docs/condition-code.md has an example, its bytes and
/// the rules. Read by the evaluator, written by compiler/conditions.cpp.
namespace tactful {

/// X(number, name, operands): operands in the order they are stored.
///   r  reference, LEB128      m  mask, a byte      v  literal, an encoded value      c  child nodes
/// Numbers are frozen. Below 32 all are known to every runtime of pack version 1.
#define TACTFUL_CONDITION_OPS(X)                                                               \
  X(0, kAll, kOpChildren)                            /* every child holds */                   \
  X(1, kAny, kOpChildren)                            /* some child holds */                    \
  X(2, kNot, kOpChildren)                            /* no child holds */                      \
  X(3, kAttribute, kOpReference | kOpChildren)       /* children hold of an attribute */       \
  X(4, kCall, kOpReference)                          /* another condition holds */             \
  X(5, kPath, kOpLiteral | kOpChildren)              /* children hold of what a path finds */  \
  X(6, kSome, kOpChildren)                           /* children hold of some element */       \
  X(7, kSize, kOpChildren)                           /* children hold of the array's length */ \
  X(8, kType, kOpMask)                               /* bit of the value's tag is set */       \
  X(9, kTruthy, 0)                                   /* !!value */                             \
  X(10, kText, kOpLiteral)                           /* String(value) === literal */           \
  X(11, kTextFolded, kOpLiteral)                     /* the same, case folded */               \
  X(12, kSame, kOpLiteral)                           /* JSON.stringify gives the same */       \
  X(13, kStrict, kOpLiteral)                         /* value === literal */                   \
  X(14, kIn, kOpLiteral)                             /* value, or an element of it, in list */ \
  X(15, kInFolded, kOpLiteral)                       /* the same, case folded */               \
  X(16, kRegex, kOpReference)                        /* automaton at an offset finds a match */ \
  X(17, kCompare, kOpMask | kOpLiteral)              /* <, ==, > by bit of the mask */         \
  X(18, kVersion, kOpMask | kOpLiteral)              /* the same, as padded version texts */

enum OperandBit : std::uint8_t { kOpReference = 1, kOpMask = 2, kOpLiteral = 4, kOpChildren = 8 };

enum class ConditionOp : std::uint8_t {
#define TACTFUL_CONDITION_OP(number, name, operands) name = number,
  TACTFUL_CONDITION_OPS(TACTFUL_CONDITION_OP)
#undef TACTFUL_CONDITION_OP
};
constexpr std::uint8_t kOperands[] = {
#define TACTFUL_CONDITION_OP(number, name, operands) operands,
    TACTFUL_CONDITION_OPS(TACTFUL_CONDITION_OP)
#undef TACTFUL_CONDITION_OP
};

/// Bits of a mask: of an order (kCompare, kVersion), or 1 << tag (kType).
enum Order : std::uint8_t { kLess = 1, kEqual = 2, kGreater = 4 };

/// Deepest nesting of nodes, calls followed.
constexpr std::uint32_t kMaxConditionDepth = 64;
/// Most nodes that all conditions of a pack may have together, calls followed: bounds the time of
/// any pack, whatever its conditions call.
constexpr std::uint32_t kMaxConditionNodes = 1u << 20;

/// read_length where one byte is what nearly all have: the evaluator reads two for each node.
TACTFUL_INLINE std::uint32_t read_short(const std::uint8_t*& at) noexcept {
  return *at < 0x80 ? *at++ : read_length(at);
}

/// Where a node's operands lie. Code that verify_conditions accepted only.
struct NodeSpan {
  ConditionOp op;
  const std::uint8_t* body;  ///< the operands, up to `end`
  const std::uint8_t* end;   ///< where the next node begins

  TACTFUL_INLINE explicit NodeSpan(const std::uint8_t* at) noexcept : op(static_cast<ConditionOp>(*at++)) {
    const std::uint32_t length = read_short(at);
    body = at;
    end = at + length;
  }
};

/// One node, taken apart.
struct ConditionNode : NodeSpan {
  std::uint8_t mask = 0;
  std::uint32_t reference = 0;
  Value literal;
  const std::uint8_t* children = nullptr;  ///< up to `end`

  explicit ConditionNode(const std::uint8_t* at) noexcept : NodeSpan(at) {
    const std::uint8_t operands = kOperands[static_cast<std::uint8_t>(op)];
    at = body;
    if (operands & kOpReference) reference = read_length(at);
    if (operands & kOpMask) mask = *at++;
    if (operands & kOpLiteral) {
      literal = Value(at);
      // Only a path has anything behind it.
      if (operands & kOpChildren) at += literal.bytes().size;
    }
    children = at;
  }
};

/// The code of a condition of a pack.
inline Bytes condition_code(const Pack& pack, Ref condition) noexcept {
  const std::uint32_t* const at = pack.condition_offsets().data + condition;
  return {pack.condition_code().data + at[0], at[1] - at[0]};
}

}  // namespace tactful

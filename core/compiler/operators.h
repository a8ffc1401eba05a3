#pragma once
#include <cstdint>
#include <string_view>

#include "targeting/condition_code.h"

namespace tactful {

/// What an operator of the conditions' language takes; compiler/conditions.cpp gives each its code.
enum class Operand : std::uint8_t {
  kScalar,     ///< a string, number, boolean or null
  kOrdered,    ///< a number or a string
  kList,       ///< an array of scalars
  kTests,      ///< a value or operators, tested in turn
  kTestsList,  ///< an array of those
  kElement,    ///< operators, or a condition about an element
  kFlag,       ///< true or false
  kPattern,    ///< a regular expression
  kTypeName,   ///< "string", "number", …
  kVersion,    ///< a version: text or number
  kGroup,      ///< the name of a group
};

struct Operator {
  std::string_view name;
  Operand operand;
  ConditionOp op;         ///< what its node does…
  std::uint8_t mask;      ///< …with this mask
  bool negated = false;   ///< …and whether the opposite is asked
  bool equality = false;  ///< whether it asks for equality with literals only
};

/// All operators that stand below an attribute, in the order of the docs.
constexpr Operator kOperators[] = {
    {"$eq", Operand::kScalar, ConditionOp::kStrict, 0, false, true},
    {"$ne", Operand::kScalar, ConditionOp::kStrict, 0, true, true},
    {"$gt", Operand::kOrdered, ConditionOp::kCompare, kGreater},
    {"$gte", Operand::kOrdered, ConditionOp::kCompare, kGreater | kEqual},
    {"$lt", Operand::kOrdered, ConditionOp::kCompare, kLess},
    {"$lte", Operand::kOrdered, ConditionOp::kCompare, kLess | kEqual},
    {"$in", Operand::kList, ConditionOp::kIn, 0, false, true},
    {"$nin", Operand::kList, ConditionOp::kIn, 0, true, true},
    {"$ini", Operand::kList, ConditionOp::kInFolded, 0, false, true},
    {"$nini", Operand::kList, ConditionOp::kInFolded, 0, true, true},
    {"$all", Operand::kTestsList, ConditionOp::kText, 0, false, true},
    {"$alli", Operand::kTestsList, ConditionOp::kTextFolded, 0, false, true},
    {"$elemMatch", Operand::kElement, ConditionOp::kSome, 0, false, true},
    {"$size", Operand::kTests, ConditionOp::kSize, 0},
    {"$not", Operand::kTests, ConditionOp::kNot, 0, false, true},
    {"$exists", Operand::kFlag, ConditionOp::kType, 1, false, true},
    {"$type", Operand::kTypeName, ConditionOp::kType, 0, false, true},
    {"$regex", Operand::kPattern, ConditionOp::kRegex, 0},
    {"$regexi", Operand::kPattern, ConditionOp::kRegex, 1},
    {"$veq", Operand::kVersion, ConditionOp::kVersion, kEqual},
    {"$vne", Operand::kVersion, ConditionOp::kVersion, kEqual, true},
    {"$vgt", Operand::kVersion, ConditionOp::kVersion, kGreater},
    {"$vgte", Operand::kVersion, ConditionOp::kVersion, kGreater | kEqual},
    {"$vlt", Operand::kVersion, ConditionOp::kVersion, kLess},
    {"$vlte", Operand::kVersion, ConditionOp::kVersion, kLess | kEqual},
    {"$inGroup", Operand::kGroup, ConditionOp::kIn, 0, false, true},
    {"$notInGroup", Operand::kGroup, ConditionOp::kIn, 0, true, true},
};

/// Those that stand where a condition's attributes do.
constexpr std::string_view kLogical[] = {"$and", "$or", "$nor", "$not", "$audience"};

inline const Operator* find_operator(std::string_view name) {
  for (const Operator& o : kOperators)
    if (o.name == name) return &o;
  return nullptr;
}

}  // namespace tactful

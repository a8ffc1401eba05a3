#pragma once
#include "targeting/condition_code.h"
#include "targeting/conditions.h"

namespace tactful {

/// Whether all nodes hold of a value. Outside of attributes the value is not looked at. Verified
/// code only.
bool nodes_hold(const Pack& pack, AttributeSource& source, Bytes code, Value value) noexcept;

}  // namespace tactful

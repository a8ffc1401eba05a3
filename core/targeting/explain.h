#pragma once
#include "targeting/conditions.h"

namespace tactful {

/// Where a condition that does not hold first says no: the node, and the attribute it looks at.
struct Refusal {
  std::uint32_t offset;  ///< in condition_code, of the innermost node that must hold and does not
  Ref attribute;         ///< kNone: a choice between several, or an audience's
};

/// Asks a condition again, this time for the reason. Not in runtime.wasm: only `explain` needs it.
///
/// returns  false when the condition holds; `out` is then unchanged
bool first_refusal(const Pack& pack, Ref condition, AttributeSource& source, Refusal& out) noexcept;

}  // namespace tactful

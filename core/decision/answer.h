#pragma once
#include "decision/decide.h"

namespace tactful {

/// The contract's words.
Bytes level_name(Level level) noexcept;
Bytes arm_name(Arm arm) noexcept;

/// A decision as an encoded object (docs/cli.md): slot, variant, level, arm, score, dimensions,
/// reasons, validUntil, propensity; then wouldBe where there is one, and the content when asked for.
void write_decision(Moment& moment, const Slot& slot, const Decision& decision, bool content,
                    ValueWriter& out) noexcept;

/// Content of a variant with `{dimension}` and `{attribute.NAME|otherwise}` filled in.
void write_content(Moment& moment, const Variant& variant, ValueWriter& out) noexcept;

}  // namespace tactful

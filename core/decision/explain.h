#pragma once
#include "decision/decide.h"

namespace tactful {

/// Why, at full length, as an encoded object: `decision` (as tactful_decide answers it), `reason`
/// (OpenFeature's), `sentence` (for the visitor), `stage` with the `maxDimensions` it allows, `enough`
/// (the evidence that makes an interest personal), `governor` (each dimension the slot's variants
/// read, whether it may speak, and its evidence) and `candidates` (each variant in file order with
/// its fate). Ids of fates: docs/explain.md. Not linked into runtime.wasm.
void write_explanation(Moment& moment, const Slot& slot, ValueWriter& out) noexcept;

/// Why a list stands in a visitor's order, as an encoded object: `stage`, `reasons` (of each dimension by which items gain, the
/// value among theirs that gains most, in a decision's form, with its `label`; in the files' order) and `sentence` (for the
/// visitor). `items` as tactful_rank takes them.
void write_rank_explanation(Moment& moment, Value items, ValueWriter& out) noexcept;

/// Stable id of a fate: "won", "lost" and "other-slot" are said by the caller of an eligible one.
Bytes fate_id(Fate fate) noexcept;

}  // namespace tactful

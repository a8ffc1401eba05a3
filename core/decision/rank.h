#pragma once
#include "decision/moment.h"

namespace tactful {

/// Score of any item of a list: base rate (its `prior`, else the model's for its values, else 1)
/// times, over the dimensions it names, the root of share over average. What is disliked, or rests after a purchase, has
/// no share. `{DIMENSION: VALUE or [VALUES], …, "prior": {…}}`. Unknown keys and values say nothing.
double score_item(Moment& moment, Value item) noexcept;

/// What an item names, as a value of a dimension: kNone where the pack does not list it, kNoValue where the dimension could not
/// have such a one.
constexpr Ref kNoValue = kNone - 1;
Ref find_named(const Pack& pack, const Dimension& dimension, Value value) noexcept;

}  // namespace tactful

#pragma once
#include "decision/arms.h"
#include "decision/candidates.h"

namespace tactful {

/// Longest time a decision or a plan is good for.
constexpr std::int64_t kLongestMs = 30ll * 86'400'000;

struct Decision {
  Ref variant = kNone;  ///< index in pack.variants
  Level level = Level::kDefault;
  Arm arm = Arm::kNone;
  double score = 0;       ///< 0 for the default
  double propensity = 1;  ///< probability of this variant over seeds, arms included, beside what the slots before show
  Ref would_be = kNone;   ///< control only: what the treatment arm would show
  std::int64_t valid_until_ms = 0;
  Allowed allowed;
};

/// What the slots before `slot` in file order show now, their defaults left out.
Taken taken_before(Moment& moment, const Slot& slot) noexcept;

/// Chooses the variant of a slot: arms, then the ladder personal, relevant, default; inside a
/// level by score. Deterministic in pack, profile and circumstances; changes nothing.
///
/// cost    O(variants for what is known of the visitor, and those that are for nothing); with
///         exploration O(variants of the slot)
Decision decide(Moment& moment, const Slot& slot) noexcept;

/// The first moment after now at which clock, schedules, caps, rests, forgetting or arms may
/// change what `decide` says; at most kLongestMs away.
std::int64_t next_change(Moment& moment, const Slot& slot) noexcept;

/// The kind of help that fits what the visitor is in the middle of; kYes if nothing special.
Help help_of_the_moment(Moment& moment) noexcept;

}  // namespace tactful

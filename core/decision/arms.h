#pragma once
#include "decision/moment.h"

namespace tactful {

enum class Arm : std::uint8_t { kNone, kTreatment, kControl, kExplore };

/// How long an explore draw stays.
constexpr std::int64_t kExplorePeriodMs = 28ll * 86'400'000;

/// Which arm this visitor is in for a slot now: control by (seed, site) for the whole site,
/// explore by (seed, slot, period of 28 days), else treatment; none without a seed or shares.
Arm arm_of(const Pack& pack, const Slot& slot, std::uint64_t seed, std::int64_t now_ms) noexcept;

/// Whether exploring may show a variant: its condition holds and reads no customer data, its
/// schedule holds, it is not `only`. The default may.
bool explorable(Moment& moment, const Variant& variant) noexcept;

/// How many variants of a slot are explorable, and the one drawn for the seed.
struct Draw {
  std::uint32_t count = 0;
  Ref variant = kNone;
};
Draw draw_explore(Moment& moment, const Slot& slot) noexcept;

}  // namespace tactful

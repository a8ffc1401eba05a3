#pragma once
#include "decision/moment.h"

namespace tactful {

enum class Arm : std::uint8_t { kNone, kTreatment, kControl, kExplore };

/// How long an explore draw stays.
constexpr std::int64_t kExplorePeriodMs = 28ll * 86'400'000;

/// Which arm this visitor is in for a slot now: control by (seed, site) for the whole site,
/// explore by (seed, slot, period of 28 days), else treatment; none without a seed or shares.
Arm arm_of(const Pack& pack, const Slot& slot, std::uint64_t seed, std::int64_t now_ms) noexcept;

/// Ids that earlier slots of the page show: no hero stands on a page twice.
struct Taken {
  static constexpr std::uint32_t kMost = 64;
  Ref ids[kMost];
  std::uint32_t count = 0;
  std::int64_t until_ms = INT64_MAX;  ///< when one of these slots may come to show another
  TACTFUL_INLINE bool has(Ref id) const noexcept {
    for (std::uint32_t i = 0; i < count; ++i)
      if (ids[i] == id) return true;
    return false;
  }
};

/// Whether exploring may show a variant of the slot: its condition holds and reads no customer data, its
/// schedule holds, it is not `only`, and no slot before shows it. The default may.
bool explorable(Moment& moment, const Slot& slot, Ref variant, const Taken& taken) noexcept;
std::uint32_t count_explorable(Moment& moment, const Slot& slot, const Taken& taken) noexcept;

/// The one drawn for the seed, each as likely as any other; kNone when none is explorable.
Ref draw_explore(Moment& moment, const Slot& slot, const Taken& taken) noexcept;

}  // namespace tactful

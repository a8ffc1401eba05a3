#include "decision/arms.h"

#include "base/random.h"
#include "decision/candidates.h"

namespace tactful {
namespace {

// Different purposes draw from different streams of one seed.
enum Purpose : std::uint64_t { kForControl = 1, kForExplore = 2, kForVariant = 3 };

std::uint64_t key_of(std::uint64_t seed, std::uint64_t of, Purpose purpose,
                     std::int64_t now_ms) noexcept {
  const std::uint64_t period =
      purpose == kForControl ? 0 : static_cast<std::uint64_t>(now_ms / kExplorePeriodMs);
  return mix64(mix64(seed ^ of) ^ mix64(purpose << 32 ^ period));
}

// A share of all seeds; 0xffffffff stands for every one of them.
bool within(std::uint64_t key, std::uint32_t share_q32) noexcept {
  return static_cast<std::uint32_t>(key >> 32) < share_q32 || share_q32 == 0xffffffff;
}

}  // namespace

Arm arm_of(const Pack& pack, const Slot& slot, std::uint64_t seed, std::int64_t now_ms) noexcept {
  const Site& site = pack.the_site();
  if (seed == 0 || (site.control_q32 == 0 && slot.explore_q32 == 0)) return Arm::kNone;
  if (within(key_of(seed, site.id_hash, kForControl, now_ms), site.control_q32)) return Arm::kControl;
  if (within(key_of(seed, slot.hash, kForExplore, now_ms), slot.explore_q32)) return Arm::kExplore;
  return Arm::kTreatment;
}

bool explorable(Moment& moment, const Slot& slot, Ref index, const Taken& taken) noexcept {
  const Variant& variant = moment.pack.variants()[index];
  if (variant.flags & (kVariantOnly | kVariantReadsCustomer)) return false;
  if (index != slot.default_variant && taken.has(variant.id)) return false;
  std::int64_t unused = INT64_MAX;
  return scheduled(moment, variant, unused) &&
         (variant.condition == kNone || holds(moment.pack, variant.condition, moment));
}

std::uint32_t count_explorable(Moment& moment, const Slot& slot, const Taken& taken) noexcept {
  std::uint32_t n = 0;
  for (std::uint32_t i = 0; i < slot.variant_count; ++i) n += explorable(moment, slot, slot.variant_first + i, taken);
  return n;
}

Ref draw_explore(Moment& moment, const Slot& slot, const Taken& taken) noexcept {
  const std::uint32_t count = count_explorable(moment, slot, taken);
  if (count == 0) return kNone;
  std::uint32_t place = Random(key_of(moment.profile.seed(), slot.hash, kForVariant, moment.now_ms)).below(count);
  Ref index = slot.variant_first;
  while (!explorable(moment, slot, index, taken) || place-- != 0) ++index;
  return index;
}

}  // namespace tactful

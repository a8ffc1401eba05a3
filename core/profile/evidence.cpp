#include "base/hash.h"
#include "profile/profile.h"

// What is kept of each value: found by hash, raised by events, given up when the block is full.
namespace tactful {

using namespace block;

namespace {

constexpr std::uint32_t kFaintsMax = 192;
constexpr std::uint32_t kHeroesLeast = 8;
constexpr std::uint32_t kFair = 12;  // values of a dimension; with fewer, heroes are given up first
constexpr std::uint32_t kShare = 16;    // of so many values one goes at a time, and one more
constexpr std::uint32_t kNewDimension = sizeof(KeptDimension) + sizeof(Kept);

// Names that differ in their last letters only share the upper bits of their hashes, so mixed.
Faint faint_of(std::uint64_t hash) noexcept { return static_cast<Faint>(mix64(hash)) & ~Faint{0xff}; }

std::uint32_t raised(std::uint32_t sum, std::uint64_t by) noexcept {
  const std::uint64_t total = sum + by;
  return total < kNever ? static_cast<std::uint32_t>(total) : kNever;
}

}  // namespace

std::uint32_t Profile::settled(const Kept& k, std::uint32_t scale, std::uint32_t now_s) noexcept {
  const std::uint32_t half_life_s = kScale[scale].half_life_s;
  const std::uint32_t passed = now_s / half_life_s - k.newest_s / half_life_s;
  return passed < 32 ? k.sums[scale] >> passed : 0;
}

void Profile::add(Kept& k, std::uint32_t weight_q16, const Instant& now) noexcept {
  for (std::uint32_t i = 0; i < kScales; ++i)
    k.sums[i] = raised(settled(k, i, now.s), std::uint64_t{weight_q16} * now.grow_q30[i] >> (46 - kScale[i].bits));
  k.newest_s = now.s;
}

std::uint32_t Profile::place_of(std::uint64_t hash) const noexcept {
  // Halves what is left without a branch that depends on hashes: those are never foreseen.
  const Kept* const all = kept();
  std::uint32_t low = 0;
  for (std::uint32_t n = (state_.ends[kValues] - begin_of(kValues)) / sizeof(Kept); n != 0;) {
    const std::uint32_t half = (n + 1) / 2;
    low += hash_of(all[low + half - 1]) < hash ? half : 0;
    n -= half;
  }
  return low;
}

// The value at a place, if it is the one with this hash.
Kept* Profile::at(std::uint32_t place, std::uint64_t hash) noexcept {
  return place < count(kValues) && hash_of(kept()[place]) == hash ? kept() + place : nullptr;
}

Kept* Profile::find(std::uint64_t hash) noexcept { return at(place_of(hash), hash); }

// Names lie in the order of their values, each after its length.
std::uint32_t Profile::name_at(std::uint32_t index) const noexcept {
  std::uint32_t at = begin_of(kNames);
  for (std::uint32_t i = 0; i < index; ++i)
    if (kept()[i].flags & kNamed) at += 1u + data_[at];
  return at;
}

Bytes Profile::name_of(std::uint32_t index) const noexcept {
  const std::uint32_t at = name_at(index);
  return {data_ + at + 1, data_[at]};
}

std::uint32_t Profile::kept_dimension(std::uint64_t dimension_hash) const noexcept {
  const std::uint32_t n = count(kDimensions);
  std::uint32_t i = 0;
  while (i < n && hash_of(records<KeptDimension>(kDimensions)[i]) != dimension_hash) ++i;
  return i;
}

std::uint32_t Profile::purchase_of(std::uint64_t hash) const noexcept {
  std::uint32_t i = 0;
  while (i < count(kPurchases) && hash_of(records<Bought>(kPurchases)[i]) != hash) ++i;
  return i;
}

Kept& Profile::place_value(std::uint64_t hash, std::uint32_t dimension, Bytes name, std::uint32_t now_s) noexcept {
  const std::uint32_t place = place_of(hash);
  if (!name.empty()) {
    const std::uint32_t at = name_at(place);
    resize(kNames, at, static_cast<std::int32_t>(1 + name.size));
    data_[at] = static_cast<std::uint8_t>(name.size);
    std::memcpy(data_ + at + 1, name.data, name.size);
  }
  Kept& k = *reinterpret_cast<Kept*>(insert(kValues, place));
  set_hash(k, hash);
  k.newest_s = now_s;
  k.dimension = static_cast<std::uint8_t>(dimension);
  k.flags = name.empty() ? 0 : kNamed;
  return k;
}

Kept* Profile::keep(std::uint64_t hash, std::uint64_t dimension_hash, Bytes name, std::uint32_t now_s) noexcept {
  if (!make_room(kNewDimension + sizeof(Kept) + 1 + name.size, now_s)) return nullptr;
  const std::uint32_t dimension = kept_dimension(dimension_hash);
  if (dimension == count(kDimensions)) {
    if (dimension > 0xff) return nullptr;
    set_hash(*reinterpret_cast<KeptDimension*>(insert(kDimensions, dimension)), dimension_hash);
    if (hash != dimension_hash) place_value(dimension_hash, dimension, {}, now_s);
  }
  Kept& k = place_value(hash, dimension, name, now_s);
  const Faint faint = faint_of(hash);
  const Faint* const faints = records<Faint>(kFaints);
  const std::uint32_t n = count(kFaints);
  std::uint32_t at = n;
  for (std::uint32_t i = 0; i < n; ++i)
    if ((faints[i] ^ faint) <= 0xff) at = i;
  if (at == n) return &k;
  k.sums[kSlow] = (faints[at] & 0xff) << kScale[kSlow].bits;
  std::uint32_t& rest = find(dimension_hash)->sums[kSlow];
  rest -= rest < k.sums[kSlow] ? rest : k.sums[kSlow];
  erase(kFaints, at);
  return &k;
}

void Profile::erase_value(std::uint32_t index) noexcept {
  if (kept()[index].flags & kNamed) {
    const std::uint32_t at = name_at(index);
    resize(kNames, at, -1 - data_[at]);
  }
  erase(kValues, index);
}

bool Profile::make_room(std::uint32_t bytes, std::uint32_t now_s) noexcept {
  while (state_.ends[kParts - 1] + bytes > kDataMax)
    if (!give_up(now_s)) return false;
  return true;
}

// The dimension with most values gives some up, so that no dimension crowds another out: those of least
// weight, the older of equals, but only at last what the visitor spoke of or has in the cart. Of many it gives
// up several, for finding them means a look at all.
bool Profile::give_up(std::uint32_t now_s) noexcept {
  std::uint8_t sizes[256] = {};
  std::uint32_t fullest = 0;
  const std::uint32_t n = count(kValues);
  const Kept* const all = kept();
  for (std::uint32_t i = 0; i < n; ++i)
    if (++sizes[all[i].dimension] > sizes[fullest]) fullest = all[i].dimension;
  if (sizes[fullest] <= kFair && count(kHeroes) > kHeroesLeast) {
    erase(kHeroes, stalest_hero());
    return true;
  }
  if (sizes[fullest] < 2) return false;
  for (std::uint32_t going = 1 + sizes[fullest] / kShare; going != 0; --going) give_up_one(fullest, now_s);
  return true;
}

void Profile::give_up_one(std::uint32_t dimension, std::uint32_t now_s) noexcept {
  const std::uint32_t n = count(kValues);
  const Kept* const all = kept();
  Kept& other = *find(hash_of(records<KeptDimension>(kDimensions)[dimension]));
  std::uint32_t victim = 0;
  std::uint64_t least = ~std::uint64_t{0};
  for (std::uint32_t i = 0; i < n; ++i) {
    // Values lie by hash, so a branch on whose they are would never be foreseen.
    const Kept& k = all[i];
    const bool stays = (k.dimension != dimension) | (&k == &other);
    const bool said = (k.flags & (kLiked | kDisliked)) != 0, carried = k.flags >= kCartStep;
    const std::uint64_t value = joined(k.newest_s, settled(k, kSlow, now_s) >> 3 | std::uint32_t{carried} << 29 |
                                                       std::uint32_t{said} << 30 | std::uint32_t{stays} << 31);
    victim = value < least ? i : victim;
    least = value < least ? value : least;
  }
  // What it weighed stays with the dimension, and is remembered in case it comes again.
  const Kept k = all[victim];
  const std::uint32_t newest_s = k.newest_s < other.newest_s ? other.newest_s : k.newest_s;
  for (std::uint32_t s = 0; s < kScales; ++s) other.sums[s] = raised(settled(other, s, newest_s), settled(k, s, newest_s));
  other.newest_s = newest_s;
  erase_value(victim);
  const std::uint32_t views = settled(k, kSlow, now_s) >> kScale[kSlow].bits;
  if (views != 0) remember(faint_of(hash_of(k)) | (views < 0xff ? views : 0xff));
}

void Profile::remember(Faint faint) noexcept {
  std::uint32_t at = count(kFaints);
  if (at == kFaintsMax) erase(kFaints, --at);
  const Faint* const all = records<Faint>(kFaints);
  while (at != 0 && (all[at - 1] & 0xff) <= (faint & 0xff)) --at;
  store(insert(kFaints, at), faint);
}

void Profile::forget_browsing() noexcept {
  for (std::uint32_t i = count(kValues); i-- != 0;) {
    Kept& k = kept()[i];
    k.sums[kFast] = k.sums[kSlow] = k.views = k.looks = k.others = 0;
    k.flags &= kLiked | kDisliked | kNamed;
    const bool other = hash_of(k) == hash_of(records<KeptDimension>(kDimensions)[k.dimension]);
    if (!other && (k.flags & ~kNamed) == 0) erase_value(i);
  }
  resize(kFaints, begin_of(kFaints), static_cast<std::int32_t>(begin_of(kFaints)) - state_.ends[kFaints]);
  state_.tallies[kFact_cartItems] = state_.tallies[kFact_cartValue] = 0;
}

}  // namespace tactful

#include "base/hash.h"
#include "profile/ingest.h"

// What was shown of our own heroes: caps, fatigue, dismissals.
namespace tactful {

using namespace block;

namespace {

constexpr std::uint32_t kHeroesMax = 16;

void count_up(std::uint16_t& n) noexcept {
  if (n != 0xffff) ++n;
}

}  // namespace

const Shown* Profile::shown(std::uint64_t variant_hash) const noexcept {
  const auto* const all = records<Shown>(kHeroes);
  for (std::uint32_t i = 0; i < count(kHeroes); ++i)
    if (hash_of(all[i]) == variant_hash) return all + i;
  return nullptr;
}

// The one whose last sign is oldest; those dismissed last longest.
std::uint32_t Profile::stalest_hero() const noexcept {
  const auto* const all = records<Shown>(kHeroes);
  std::uint32_t stalest = 0;
  std::uint64_t least = ~std::uint64_t{0};
  for (std::uint32_t i = 0; i < count(kHeroes); ++i) {
    const std::uint64_t value = joined(all[i].seen_s[0] + 1, all[i].dismissed_s + 1);
    if (value >= least) continue;
    least = value;
    stalest = i;
  }
  return stalest;
}

// A site has promotions of its own; only variants of the pack are counted.
void Profile::promote(const Pack& pack, std::uint64_t hash, std::uint64_t slot_hash, std::uint32_t deed,
                      std::uint32_t now_s) noexcept {
  const auto all = pack.variants();
  std::uint32_t i = 0;
  while (i < all.size && all[i].hash != hash) ++i;
  if (i == all.size) return;
  auto* hero = const_cast<Shown*>(shown(hash));
  if (hero == nullptr) {
    if (count(kHeroes) == kHeroesMax) erase(kHeroes, stalest_hero());
    if (!make_room(sizeof(Shown), now_s)) return;
    hero = reinterpret_cast<Shown*>(insert(kHeroes, count(kHeroes)));
    set_hash(*hero, hash);
    std::memset(hero->seen_s, 0xff, sizeof hero->seen_s + sizeof hero->dismissed_s);
    hero->slot = static_cast<std::uint16_t>(slot_hash);
  }
  if (deed & kDismissed) hero->dismissed_s = now_s;
  if (deed & kClicked) {
    count_up(hero->clicks);
    hero->unclicked = 0;
  }
  if (deed & kSeen) {
    std::memmove(hero->seen_s + 1, hero->seen_s, sizeof hero->seen_s - sizeof hero->seen_s[0]);
    hero->seen_s[0] = now_s;
    count_up(hero->impressions);
    count_up(hero->unclicked);
  }
}

Exposure Profile::exposure(std::uint64_t variant_hash) const noexcept {
  Exposure out;
  if (const Shown* const hero = shown(variant_hash)) {
    out.impressions = hero->impressions;
    out.clicks = hero->clicks;
    out.unclicked = hero->unclicked;
    out.last_seen_ms = moment_ms(hero->seen_s[0]);
    out.dismissed_ms = moment_ms(hero->dismissed_s);
  }
  return out;
}

bool Profile::capped(std::uint64_t variant_hash, std::uint32_t most, std::uint32_t days, std::int64_t now_ms,
                     std::int64_t& ends_ms) const noexcept {
  const Shown* const hero = shown(variant_hash);
  if (hero == nullptr || hero->impressions < most) return false;
  constexpr std::uint32_t kTimes = sizeof hero->seen_s / sizeof hero->seen_s[0];
  // The cap ends when the oldest impression that makes it up is out of its days.
  const std::int64_t ends = moment_ms(hero->seen_s[(most < kTimes ? most : kTimes) - 1]) + std::int64_t{1000} * kDay_s * days;
  if (ends <= now_ms) return false;
  if (ends < ends_ms) ends_ms = ends;
  return true;
}

std::uint64_t Profile::last_shown(std::uint64_t slot_hash) const noexcept {
  const auto* const all = records<Shown>(kHeroes);
  std::uint32_t newest = 0;
  std::uint64_t last = 0;
  for (std::uint32_t i = 0; i < count(kHeroes); ++i) {
    // Never is 0 here.
    const std::uint32_t seen = all[i].seen_s[0] + 1;
    if (all[i].slot != static_cast<std::uint16_t>(slot_hash) || seen <= newest) continue;
    newest = seen;
    last = hash_of(all[i]);
  }
  return last;
}

}  // namespace tactful

#include "base/fixed.h"
#include "profile/ingest.h"

// The relationship in time: visits, stage, and the facts that conditions read.
namespace tactful {

using namespace block;

namespace {

constexpr std::int64_t kSecond = 1000, kDay = kSecond * kDay_s;
constexpr std::uint32_t kKeepDaysMax = 390;
constexpr std::uint32_t kUsualVisits = 2;  // below this an hour is a chance, not a habit

}  // namespace

std::uint32_t Profile::seconds(std::int64_t now_ms) const noexcept {
  if (now_ms < state_.newest_ms) now_ms = state_.newest_ms;
  const std::int64_t s = (now_ms - state_.base_ms) / kSecond;
  return s < kNever ? static_cast<std::uint32_t>(s) : kNever - 1;
}

std::int64_t Profile::moment_ms(std::uint32_t s) const noexcept {
  return s == kNever ? -1 : state_.base_ms + kSecond * s;
}

Profile::Instant Profile::instant(std::int64_t now_ms) const noexcept {
  if (now_ms < state_.newest_ms) now_ms = state_.newest_ms;
  Instant now{seconds(now_ms), {}};
  for (std::uint32_t i = 0; i < kScales; ++i) {
    const std::uint64_t whole = std::uint64_t{1000} * kScale[i].half_life_s;
    now.grow_q30[i] = grow_q30(static_cast<std::uint64_t>(now_ms - state_.base_ms) % whole, whole);
  }
  return now;
}

void Profile::clear_flags(std::uint32_t flags) noexcept {
  for (std::uint32_t i = count(kValues); i-- != 0;) kept()[i].flags &= static_cast<std::uint8_t>(~flags);
}

// The time of an event as the profile takes it, with what has ended by then gone.
std::int64_t Profile::begin(const Pack& pack, std::int64_t t_ms) noexcept {
  if (t_ms < state_.newest_ms) t_ms = state_.newest_ms;
  t_ms = t_ms < 0 ? 0 : t_ms < kTimeMax ? t_ms : kTimeMax;
  if (expired(pack, t_ms)) start_anew(pack);
  return t_ms;
}

const Profile& Profile::as_of(const Pack& pack, std::int64_t now_ms, Profile& room) const noexcept {
  if (!expired(pack, now_ms)) return *this;
  room = *this;
  room.start_anew(pack);
  return room;
}

// The seed outlives keepDays.
void Profile::start_anew(const Pack& pack) noexcept {
  const std::uint64_t seed = state_.seed;
  clear(pack);
  state_.seed = seed;
}

// Moves the profile to the time of an event.
Profile::Instant Profile::arrive(const Pack& pack, std::int64_t t_ms) noexcept {
  if (forgotten(pack, t_ms)) forget_browsing();
  const bool first = empty();
  if (first) state_.base_ms = t_ms;
  // Past the range of our seconds (136 years) time stands still.
  const std::int64_t last_ms = state_.base_ms + kSecond * (kNever - 2);
  if (t_ms > last_ms) t_ms = last_ms;
  if (first || t_ms - state_.newest_ms > kSecond * kVisitGap_s) {
    if (!first) state_.before_s = seconds(0);
    state_.newest_ms = t_ms;
    state_.visit_s = seconds(t_ms);
    ++state_.tallies[kFact_visits];
    state_.tallies[kFact_scrollDepth] = 0;
    clear_flags(kLooked);
    state_.page_size = 0;
    // Any 16 bits of offset stay above 0.
    const std::uint64_t local_minutes = static_cast<std::uint64_t>(t_ms / 60'000 + state_.utc_offset + 23 * 1440);
    if (++state_.hours[local_minutes / 60 % 24] == 0xff)
      for (std::uint8_t& hour : state_.hours) hour /= 2;
  }
  state_.newest_ms = t_ms;
  return instant(t_ms);
}

bool Profile::away(std::uint32_t days, std::int64_t now_ms) const noexcept {
  return !empty() && now_ms - state_.newest_ms >= kDay * days;
}

bool Profile::expired(const Pack& pack, std::int64_t now_ms) const noexcept {
  const std::uint32_t days = pack.the_site().keep_days;
  return away(days < kKeepDaysMax ? days : kKeepDaysMax, now_ms);
}

bool Profile::forgotten(const Pack& pack, std::int64_t now_ms) const noexcept {
  return away(pack.the_site().forget_after_days, now_ms);
}

// When the visit before this one ended, or kNever. Between visits that is the one just ended.
std::uint32_t Profile::visit_before_s(std::uint32_t now_s) const noexcept {
  const std::uint32_t newest_s = seconds(0);
  return now_s - newest_s > kVisitGap_s ? newest_s : state_.before_s;
}

Stage Profile::stage(const Pack& pack, std::int64_t now_ms) const noexcept {
  if (empty()) return Stage::kNew;
  const std::uint32_t now_s = seconds(now_ms), before_s = visit_before_s(now_s);
  const std::uint32_t lapsed_days = pack.the_site().lapsed_after_days;
  if (lapsed_days != 0 && before_s != kNever && (now_s - before_s) / kDay_s >= lapsed_days) return Stage::kLapsed;
  const double bought = state_.tallies[kFact_purchases];
  if (bought == 0) return before_s == kNever ? Stage::kNew : Stage::kReturning;
  return bought < pack.the_site().repeat_purchases ? Stage::kCustomer : Stage::kRepeat;
}

std::int64_t Profile::next_day_ms(std::int64_t now_ms) const noexcept {
  const std::uint32_t now_s = seconds(now_ms);
  std::int64_t next = INT64_MAX;
  const auto day_since = [&](std::uint32_t since_s) {
    if (since_s == kNever) return;
    const std::int64_t days = (now_s - since_s) / kDay_s + 1, at = moment_ms(since_s) + kDay * days;
    if (at < next) next = at;
  };
  if (empty()) return next;
  // Days since the last visit count from another one when this one is over.
  if (const std::int64_t over = moment_ms(seconds(0)) + kSecond * (kVisitGap_s + 1); now_ms < over) next = over;
  day_since(seconds(0));
  day_since(state_.before_s);
  day_since(state_.purchase_s);
  for (std::uint32_t i = 0; i < count(kPurchases); ++i) day_since(records<Bought>(kPurchases)[i].bought_s);
  return next;
}

std::int64_t Profile::next_stage_ms(const Pack& pack, std::int64_t now_ms) const noexcept {
  if (empty()) return INT64_MAX;
  const std::int64_t newest_ms = moment_ms(seconds(0));
  const std::int64_t turns[] = {newest_ms + kSecond * (kVisitGap_s + 1), newest_ms + kDay * pack.the_site().lapsed_after_days};
  for (const std::int64_t at : turns)
    if (now_ms < at && stage(pack, at) != stage(pack, now_ms)) return at;
  return INT64_MAX;
}

void Profile::fact(const Pack& pack, std::uint32_t number, std::int64_t now_ms, ValueWriter& out) const noexcept {
  if (number == kFact_stage) return out.string(stage_name(stage(pack, now_ms)));
  const std::uint32_t now_s = seconds(now_ms);
  double answer = state_.tallies[number];
  if (number == kFact_daysSinceLastVisit || number == kFact_daysSinceLastPurchase) {
    const std::uint32_t since_s = number == kFact_daysSinceLastVisit ? visit_before_s(now_s) : state_.purchase_s;
    if (empty() || since_s == kNever) return out.null();
    answer = (now_s - since_s) / kDay_s;
  }
  if (number == kFact_usualHour) {
    if (state_.tallies[kFact_visits] < kUsualVisits) return out.null();
    std::uint32_t usual = 0;
    for (std::uint32_t hour = 1; hour < 24; ++hour)
      if (state_.hours[hour] > state_.hours[usual]) usual = hour;
    answer = usual;
  }
  if (number == kFact_activeSeconds) answer = static_cast<double>(static_cast<std::uint64_t>(answer / 1000));
  if (number == kFact_lifetimeValue || number == kFact_cartValue) answer /= 100;
  out.number(answer);
}

}  // namespace tactful

#include "targeting/signals.h"

namespace tactful {
namespace {

constexpr std::int64_t kMinuteMs = 60000, kDayMs = 86400000;
// Local times beyond this stand for an open end; every sum below stays far from overflow.
constexpr std::int64_t kOpenMs = std::int64_t{1} << 60;

std::int64_t floor_days(std::int64_t ms) noexcept { return ms / kDayMs - (ms % kDayMs < 0); }

// Days since the epoch of a day, with the year taken to begin in March, so that the leap day is its
// last (H. Hinnant, "chrono-compatible low-level date algorithms"). Years from 0 on.
std::int64_t days_from_civil(std::int32_t year, std::uint32_t month, std::uint32_t day) noexcept {
  year -= month < 3;
  const std::int32_t era = year / 400;
  const std::uint32_t of_era = static_cast<std::uint32_t>(year - era * 400);
  const std::uint32_t of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  return std::int64_t{era} * 146097 + (of_era * 365 + of_era / 4 - of_era / 100 + of_year) - 719468;
}

// 0 spring .. 3 winter, for the north; the south is half a year ahead.
std::uint32_t season_of(std::uint32_t month, std::int8_t hemisphere) noexcept {
  return ((month + 9) % 12 / 3 + (hemisphere < 0 ? 2 : 0)) % 4;
}

bool has_hours(const Schedule& s) noexcept { return s.from_minute != s.until_minute; }

bool holds_at(const Schedule& s, std::int64_t local_ms) noexcept {
  if (local_ms < s.from_local_ms || local_ms >= s.until_local_ms) return false;
  std::int64_t day = floor_days(local_ms);
  const auto minute = static_cast<std::uint32_t>((local_ms - day * kDayMs) / kMinuteMs);
  if (has_hours(s)) {
    const bool begun = minute >= s.from_minute, going_on = minute < s.until_minute;
    const bool wraps = s.from_minute > s.until_minute;
    if (wraps ? !begun && !going_on : !begun || !going_on) return false;
    // After midnight a window is still the one of the evening before, and of its weekday.
    if (wraps && going_on) --day;
  }
  return s.weekdays >> static_cast<std::uint32_t>(((day + 3) % 7 + 7) % 7) & 1;
}

// The next local moment after `local_ms` at which holds_at may answer otherwise; kOpenMs if none.
std::int64_t next_boundary(const Schedule& s, std::int64_t local_ms) noexcept {
  if (local_ms < s.from_local_ms) return s.from_local_ms < kOpenMs ? s.from_local_ms : kOpenMs;
  if (local_ms >= s.until_local_ms) return kOpenMs;
  std::int64_t next = s.until_local_ms < kOpenMs ? s.until_local_ms : kOpenMs;
  const std::int64_t midnight = floor_days(local_ms) * kDayMs;
  const auto offer = [&](std::int64_t at) {
    if (at > local_ms && at < next) next = at;
  };
  if (has_hours(s)) {
    offer(midnight + s.from_minute * kMinuteMs);
    offer(midnight + s.until_minute * kMinuteMs);
  }
  if (has_hours(s) || s.weekdays != 127) offer(midnight + kDayMs);
  return next;
}

// The change of a zone that is in force at a moment; the first one holds before it too.
std::uint32_t change_in_force(Records<ZoneChange> changes, std::int64_t now_ms) noexcept {
  std::uint32_t i = 0;
  while (i + 1 < changes.size && changes[i + 1].from_ms <= now_ms) ++i;
  return i;
}

Records<ZoneChange> changes_of(const Pack& pack, Ref zone) noexcept {
  return pack.zone_changes().part(pack.zones()[zone].change_first, pack.zones()[zone].change_count);
}

}  // namespace

LocalTime local_time(std::int64_t now_ms, std::int32_t utc_offset_minutes) noexcept {
  LocalTime out;
  out.local_ms = now_ms + utc_offset_minutes * kMinuteMs;
  const std::int64_t days = floor_days(out.local_ms);
  const auto minutes = static_cast<std::uint32_t>((out.local_ms - days * kDayMs) / kMinuteMs);
  // The inverse of days_from_civil.
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = shifted / 146097;
  const auto of_era = static_cast<std::uint32_t>(shifted - era * 146097);
  const std::uint32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::uint32_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::uint32_t from_march = (5 * of_year + 2) / 153;
  const std::uint32_t month = (from_march + 2) % 12 + 1;
  out.year = static_cast<std::int32_t>(year + static_cast<std::uint32_t>(era) * 400 + (month < 3));
  out.month = static_cast<std::uint8_t>(month);
  out.day = static_cast<std::uint8_t>(of_year - (153 * from_march + 2) / 5 + 1);
  out.weekday = static_cast<std::uint8_t>((days + 10) % 7 + 1);  // day 0 was a Thursday; days >= -1
  out.hour = static_cast<std::uint8_t>(minutes / 60);
  out.minute = static_cast<std::uint8_t>(minutes % 60);
  return out;
}

std::int32_t zone_offset(const Pack& pack, Ref zone, std::int64_t now_ms) noexcept {
  const auto changes = changes_of(pack, zone);
  return changes[change_in_force(changes, now_ms)].offset_minutes;
}

void derived_signal(std::uint32_t number, const LocalTime& time, std::int8_t hemisphere, ValueWriter& out) noexcept {
  static constexpr char kSeasons[4][7] = {"spring", "summer", "autumn", "winter"};
  switch (number) {
    case 0:
      if (hemisphere == 0) return out.null();
      return out.string({reinterpret_cast<const std::uint8_t*>(kSeasons[season_of(time.month, hemisphere)]), 6});
    case 1: return out.number(time.month);
    case 2: return out.number(time.weekday);
    case 3: return out.number(time.hour);
    default: break;
  }
  // A year has four digits, until it has more.
  std::uint8_t text[13];
  std::uint32_t at = sizeof text;
  const auto digits = [&](std::uint32_t n, std::uint32_t least) {
    for (; least != 0 || n != 0; n /= 10, least -= least != 0) text[--at] = static_cast<std::uint8_t>('0' + n % 10);
  };
  digits(time.day, 2);
  text[--at] = '-';
  digits(time.month, 2);
  text[--at] = '-';
  digits(static_cast<std::uint32_t>(time.year), 4);
  out.string({text + at, static_cast<std::uint32_t>(sizeof text) - at});
}

void days_to_season(std::uint32_t season, const LocalTime& time, std::int8_t hemisphere, ValueWriter& out) noexcept {
  if (hemisphere == 0) return out.null();
  if (season_of(time.month, hemisphere) == season) return out.number(0);
  const std::uint32_t month = (season + (hemisphere < 0 ? 2 : 0)) % 4 * 3 + 3;
  const std::int64_t begins = days_from_civil(time.year + (month < time.month), month, 1);
  out.number(static_cast<double>(begins - floor_days(time.local_ms)));
}

bool in_period(const Pack& pack, std::uint32_t first, std::uint32_t count, std::int64_t local_ms) noexcept {
  for (const Period& p : pack.periods().part(first, count))
    if (local_ms >= p.from_local_ms && local_ms < p.until_local_ms) return true;
  return false;
}

bool schedule_holds(const Pack& pack, const Schedule& schedule, std::int64_t now_ms, std::int32_t visitor_offset,
                    std::int64_t& changes_ms) noexcept {
  Records<ZoneChange> changes;
  std::uint32_t change = 0;
  std::int64_t offset_ms = visitor_offset * kMinuteMs;
  if (schedule.zone != kNone) {
    changes = changes_of(pack, schedule.zone);
    change = change_in_force(changes, now_ms);
    offset_ms = changes[change].offset_minutes * kMinuteMs;
  }
  const bool now = holds_at(schedule, now_ms + offset_ms);
  // From boundary to boundary, of the schedule or of the zone's clock, until the answer differs. A
  // week has 21 boundaries; where none differs the last one is given, which is only too soon.
  std::int64_t at = now_ms;
  for (std::uint32_t step = 0; step < 64; ++step) {
    const std::int64_t local = next_boundary(schedule, at + offset_ms);
    const bool turns = change + 1 < changes.size && changes[change + 1].from_ms > at &&
                       changes[change + 1].from_ms <= local - offset_ms;
    if (turns)
      offset_ms = changes[++change].offset_minutes * kMinuteMs;
    else if (local >= kOpenMs) {
      changes_ms = INT64_MAX;
      return now;
    }
    at = turns ? changes[change].from_ms : local - offset_ms;
    if (holds_at(schedule, at + offset_ms) != now) break;
  }
  changes_ms = at;
  return now;
}

}  // namespace tactful

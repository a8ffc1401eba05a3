#pragma once
#include "base/value.h"
#include "pack/pack.h"

namespace tactful {

/// A moment as a calendar on the wall shows it.
struct LocalTime {
  std::int64_t local_ms;  ///< milliseconds since the epoch as if local time were UTC
  std::int32_t year;
  std::uint8_t month, day;  ///< 1..12, 1..31
  std::uint8_t weekday;     ///< ISO: 1 Monday .. 7 Sunday
  std::uint8_t hour, minute;
};
/// Proleptic Gregorian; any now_ms in [0, 8.64e15], offset within +-1440 minutes.
LocalTime local_time(std::int64_t now_ms, std::int32_t utc_offset_minutes) noexcept;

/// Offset of a pack's zone at a moment, minutes east.
std::int32_t zone_offset(const Pack& pack, Ref zone, std::int64_t now_ms) noexcept;

/// A derived signal (signals.def) as an encoded value; season is null in the tropics.
/// `hemisphere`: 1 north, -1 south, 0 tropics.
void derived_signal(std::uint32_t number, const LocalTime& time, std::int8_t hemisphere, ValueWriter& out) noexcept;
/// Days until the season (0 spring .. 3 winter) begins, 0 while it lasts; null in the tropics.
void days_to_season(std::uint32_t season, const LocalTime& time, std::int8_t hemisphere, ValueWriter& out) noexcept;
/// Whether local time lies in one of the periods.
bool in_period(const Pack& pack, std::uint32_t first, std::uint32_t count, std::int64_t local_ms) noexcept;

/// Whether a schedule holds, and the next moment (> now_ms, UTC ms) at which that may change;
/// INT64_MAX if never. `visitor_offset` is used where the schedule names no zone.
bool schedule_holds(const Pack& pack, const Schedule& schedule, std::int64_t now_ms, std::int32_t visitor_offset, std::int64_t& changes_ms) noexcept;

}  // namespace tactful

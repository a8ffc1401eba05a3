#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace tactful {

constexpr std::int64_t kDayMs = 86400000;

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
std::int64_t days_from_date(std::int32_t year, std::uint32_t month, std::uint32_t day);

/// A day or a minute as authors write them, in local time.
struct WrittenTime {
  std::int64_t local_ms = 0;  ///< the day's start, or the minute
  std::int32_t year = 0;
  std::uint32_t month = 0, day = 0;
  bool has_minute = false;  ///< "2026-09-01T08:30"
  std::uint32_t minute = 0;
};
/// Years of a written time.
constexpr std::uint32_t kFirstYear = 1970, kLastYear = 2199;
/// Reads `YYYY-MM-DD`, or that and `THH:MM`, of the years above. False for all else, days that no
/// calendar has included.
bool read_time(std::string_view text, WrittenTime& out);
/// Which years there are, where nothing else is wrong with a time; else empty.
std::string year_hint(std::string_view text);
/// Reads `HH:MM`, 00:00 to 24:00, as minutes of the day.
bool read_minute(std::string_view text, std::uint32_t& out);

/// "1 September 2026", with the time of day if one was written.
std::string time_words(const WrittenTime& time, bool with_year);

}  // namespace tactful

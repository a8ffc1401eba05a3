#include "compiler/dates.h"

namespace tactful {
namespace {

bool digits(std::string_view text, std::size_t from, std::size_t count, std::uint32_t& out) {
  out = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + static_cast<std::uint32_t>(text[i] - '0');
  }
  return true;
}

std::uint32_t days_in_month(std::uint32_t year, std::uint32_t month) {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::string two_digits(std::uint32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

}  // namespace

std::int64_t days_from_date(std::int32_t year, std::uint32_t month, std::uint32_t day) {
  // Years begin in March, so that the leap day comes last; an era has 400 of them.
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

bool read_minute(std::string_view text, std::uint32_t& out) {
  std::uint32_t hour = 0, minute = 0;
  if (text.size() != 5 || text[2] != ':' || !digits(text, 0, 2, hour) || !digits(text, 3, 2, minute)) return false;
  if (minute > 59 || hour * 60 + minute > 24 * 60) return false;
  out = hour * 60 + minute;
  return true;
}

bool read_time(std::string_view text, WrittenTime& out) {
  std::uint32_t year = 0, month = 0, day = 0, minute = 0;
  if (text.size() < 10 || text[4] != '-' || text[7] != '-' || !digits(text, 0, 4, year) || !digits(text, 5, 2, month) ||
      !digits(text, 8, 2, day))
    return false;
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
    return false;
  const bool has_minute = text.size() > 10;
  if (has_minute && (text[10] != 'T' || !read_minute(text.substr(11), minute))) return false;
  out.year = static_cast<std::int32_t>(year);
  out.month = month;
  out.day = day;
  out.has_minute = has_minute;
  out.minute = minute;
  out.local_ms = days_from_date(out.year, month, day) * kDayMs + minute * std::int64_t{60000};
  return true;
}

std::string year_hint(std::string_view text) {
  std::uint32_t year = 0;
  WrittenTime time;
  if (!digits(text, 0, 4, year) || (year >= kFirstYear && year <= kLastYear)) return {};
  // A leap year, that every day of a calendar may be meant.
  if (!read_time("2000" + std::string(text.substr(4)), time)) return {};
  return "years go from " + std::to_string(kFirstYear) + " to " + std::to_string(kLastYear);
}

std::string time_words(const WrittenTime& time, bool with_year) {
  constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
  std::string out = std::to_string(time.day) + " " + std::string(kMonths[time.month - 1]);
  if (with_year) out += " " + std::to_string(time.year);
  if (time.has_minute) out += ", " + two_digits(time.minute / 60) + ":" + two_digits(time.minute % 60);
  return out;
}

}  // namespace tactful

#include <algorithm>
#include <limits>

#include "compiler/campaign.h"
#include "compiler/dates.h"
#include "compiler/site.h"
#include "compiler/zones.h"

namespace tactful {
namespace {

constexpr std::string_view kWeekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

bool read_edge(const Fields& fields, std::string_view key, Report& report, WrittenTime& out) {
  const Json* json = fields.get(key);
  if (json == nullptr) return false;
  if (read_time(text_of(*json), out)) return true;
  report.error(fields.place(key), "bad-date",
               {.expected = "a day like \"2026-09-01\", or a minute of it like \"2026-09-01T08:00\"",
                .found = quote(*json),
                .hint = year_hint(text_of(*json))});
  return false;
}

// Clock changes are carried for ten years of a schedule, and known for as many as the table has.
void check_years(const Fields& fields, const WrittenTime* from, const WrittenTime* until, Report& report) {
  const auto warn = [&](std::string_view key, std::string expected) {
    report.warning(fields.place(key), "beyond-the-zone-table",
                   {.expected = std::move(expected),
                    .found = quote(*fields.get(key)),
                    .hint = "clock changes after that are not known"});
  };
  const std::string end = "a year before " + std::to_string(kZoneEndYear);
  if (from != nullptr && from->year >= kZoneEndYear)
    warn("from", end);
  else if (from != nullptr && until != nullptr && until->year >= from->year + kZoneYears)
    warn("until", "an end within ten years of the start");
  else if (until != nullptr && until->year >= kZoneEndYear)
    warn("until", end);
}

std::string clock_words(std::uint32_t minute) {
  const auto two = [](std::uint32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(minute / 60) + ":" + two(minute % 60);
}

// {"from": "22:00", "until": "06:00"}
void read_hours(const Json& json, const Place& place, Report& report, Schedule& out, std::string& words) {
  const Fields fields(json, place, report, {"from", "until"},
                      "an object like {\"from\": \"22:00\", \"until\": \"06:00\"}");
  if (!fields.is_object()) return;
  std::uint32_t minutes[2] = {0, 24 * 60};
  bool good = true;
  for (const bool end : {false, true}) {
    const std::string_view key = end ? "until" : "from";
    const Json* edge = fields.require(key);
    if (edge == nullptr) {
      good = false;
    } else if (!read_minute(text_of(*edge), minutes[end])) {
      good = false;
      report.error(fields.place(key), "bad-hour",
                   {.expected = "a time of day, \"00:00\" to \"24:00\"", .found = quote(*edge)});
    }
  }
  if (!good) return;
  words = "from " + clock_words(minutes[0]) + " to " + clock_words(minutes[1]);
  for (std::uint32_t& minute : minutes) minute %= 24 * 60;
  if (minutes[0] == minutes[1])
    report.error(
        place, "empty-range",
        {.expected = "an end other than the start", .found = quote(json), .hint = "without \"hours\" it is all day"});
  out.from_minute = static_cast<std::uint16_t>(minutes[0]);
  out.until_minute = static_cast<std::uint16_t>(minutes[1]);
}

// What a day of the week by its name, or the beginning of that, is as a number.
std::string weekday_hint(std::string_view text) {
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  for (std::size_t day = 0; day < 7 && text.size() >= 2; ++day)
    if (text.size() <= kWeekdays[day].size() && std::equal(text.begin(), text.end(), kWeekdays[day].begin(), same))
      return "did you mean " + std::to_string(day + 1) + "?";
  return "1 is Monday, 7 Sunday";
}

void read_weekdays(const Json& json, const Place& place, Report& report, Schedule& out, std::string& words) {
  if (!expect_array(json, place, report, "a list of weekdays, 1 Monday to 7 Sunday")) return;
  std::uint32_t days = 0;
  for (std::size_t i = 0; i < json.size(); ++i) {
    std::uint32_t day = 0;
    const Place here(place, i);
    if (json[i].is_string())
      report.error(here, "wrong-type",
                   {.expected = "a whole number, 1 to 7", .found = quote(json[i]), .hint = weekday_hint(text_of(json[i]))});
    else if (read_integer(json[i], here, report, 1, 7, day)) days |= 1u << (day - 1);
  }
  if (json.empty()) report.error(place, "empty-list", {.expected = "at least one weekday"});
  out.weekdays = days;
  for (std::uint32_t day = 0; day < 7; ++day) {
    if ((days >> day & 1) == 0) continue;
    words += words.empty() ? "on " : ", ";
    words += kWeekdays[day];
  }
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += ", ";
    out += part;
  }
  return out;
}

std::string span_words(bool has_from, const WrittenTime& from, bool has_until, const WrittenTime& until) {
  if (has_from && has_until)
    return "from " + time_words(from, from.year != until.year) + " to " + time_words(until, true);
  if (has_from) return "from " + time_words(from, true) + " on";
  return has_until ? "until " + time_words(until, true) : "";
}

}  // namespace

std::uint32_t read_schedule(const Json& json, const Place& place, Draft& draft, Report& report) {
  const Fields fields(json, place, report, {"from", "until", "timezone", "hours", "weekdays"}, "an object");
  if (!fields.is_object()) return kNone;
  DraftSchedule out{};
  Schedule& schedule = out.schedule;
  schedule.from_local_ms = std::numeric_limits<std::int64_t>::min();
  schedule.until_local_ms = std::numeric_limits<std::int64_t>::max();
  schedule.zone = draft.zone;
  schedule.weekdays = 127;
  WrittenTime from, until;
  const bool has_from = read_edge(fields, "from", report, from), has_until = read_edge(fields, "until", report, until);
  if (has_from) schedule.from_local_ms = from.local_ms;
  // A last day is included whole; a minute is the end.
  if (has_until) schedule.until_local_ms = until.local_ms + (until.has_minute ? 0 : kDayMs);
  if (schedule.from_local_ms >= schedule.until_local_ms)
    report.error(fields.place("until"), "ends-before-start",
                 {.expected = "an end after the start", .found = quote(*fields.get("until"))});
  std::string hours, weekdays, zone;
  if (const Json* given = fields.get("hours")) read_hours(*given, fields.place("hours"), report, schedule, hours);
  if (const Json* given = fields.get("weekdays"))
    read_weekdays(*given, fields.place("weekdays"), report, schedule, weekdays);
  if (const Json* given = fields.get("timezone")) {
    if (text_of(*given) == "visitor") {
      schedule.zone = kNone;
    } else {
      schedule.zone = use_zone(*given, fields.place("timezone"), has_from ? from.year : 0, draft, report);
      zone = schedule.zone == kNone ? "" : "by the clock of " + std::string(text_of(*given));
    }
  }
  if (schedule.zone != kNone) check_years(fields, has_from ? &from : nullptr, has_until ? &until : nullptr, report);
  if (json.empty())
    report.warning(place, "empty-schedule", {.expected = one_of({"from", "until", "hours", "weekdays"})});
  out.words = joined({span_words(has_from, from, has_until, until), weekdays, hours, zone});
  draft.schedules.push_back(std::move(out));
  return static_cast<std::uint32_t>(draft.schedules.size() - 1);
}

}  // namespace tactful

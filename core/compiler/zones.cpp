#include "compiler/zones.h"

#include <algorithm>

#include "compiler/dates.h"

namespace tactful {
namespace {

struct RuleChange {
  std::int32_t at;     // minutes since the start of kZoneFirstYear
  std::int16_t added;  // minutes, to the zone's offset at that start
};
struct Rule {
  std::uint16_t first, count;
  bool local;  // `at` counts by the zone's own clock as it stood at the start, else by UTC
};
struct Zoned {
  std::string_view name;
  std::uint8_t rule;
  std::int16_t offset;
};

#include "compiler/zones.inc"

constexpr std::uint32_t kZoneCount = sizeof kZones / sizeof kZones[0];

}  // namespace

std::uint32_t find_zone(std::string_view name) {
  const Zoned* end = kZones + kZoneCount;
  const Zoned* at = std::lower_bound(kZones, end, name, [](const Zoned& z, std::string_view n) { return z.name < n; });
  return at != end && at->name == name ? static_cast<std::uint32_t>(at - kZones) : kNone;
}

std::string_view zone_name(std::uint32_t zone) { return kZones[zone].name; }

std::vector<std::string_view> zone_names() {
  std::vector<std::string_view> out;
  for (const Zoned& zone : kZones) out.push_back(zone.name);
  return out;
}

std::vector<ZoneChange> zone_changes(std::uint32_t zone, std::int32_t from_year, std::int32_t until_year) {
  const Zoned& z = kZones[zone];
  const Rule& rule = kRules[z.rule];
  const std::int32_t year = std::max(from_year, kZoneFirstYear);
  const std::int64_t from_ms = days_from_date(year, 1, 1) * kDayMs;
  const std::int64_t until_ms = days_from_date(from_year == 0 ? kZoneEndYear : until_year, 1, 1) * kDayMs;
  const std::int64_t origin_ms = days_from_date(kZoneFirstYear, 1, 1) * kDayMs;
  std::vector<ZoneChange> out{{from_ms, z.offset, 0}};
  for (std::uint32_t i = rule.first; i < rule.first + rule.count; ++i) {
    const std::int64_t minutes = kChanges[i].at - (rule.local ? z.offset : 0);
    const std::int64_t at_ms = origin_ms + minutes * 60000;
    const std::int32_t offset = z.offset + kChanges[i].added;
    if (at_ms >= until_ms) break;
    if (at_ms <= from_ms) {
      out[0].offset_minutes = offset;
    } else {
      out.push_back({at_ms, offset, 0});
    }
  }
  return out;
}

}  // namespace tactful

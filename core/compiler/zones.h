#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "pack/layout.h"

namespace tactful {

/// Years that the pinned table of zones covers (scripts/gen-zones.mjs).
constexpr std::int32_t kZoneFirstYear = 2020, kZoneEndYear = 2041;

/// Index of a zone by its IANA name ("Europe/Berlin"), or kNone. Links are zones of their own.
std::uint32_t find_zone(std::string_view name);
std::string_view zone_name(std::uint32_t zone);
std::vector<std::string_view> zone_names();
/// Years that are carried from one that a schedule begins in.
constexpr std::int32_t kZoneYears = 10;
/// Offsets from the start of `from_year` to that of `until_year` (UTC), the first one being that in force at
/// the start; `from_year` 0: all that the table has. Never empty.
std::vector<ZoneChange> zone_changes(std::uint32_t zone, std::int32_t from_year, std::int32_t until_year);

}  // namespace tactful

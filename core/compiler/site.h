#pragma once
#include "compiler/draft.h"
#include "compiler/fields.h"

namespace tactful {

/// Keys of a site file, and of a campaign file.
Names site_keys();
Names campaign_keys();

/// Reads a site file but its audiences, which need all names: dimensions, attributes, groups,
/// periods and the figures that hold for the whole site. The JSON must outlive the draft.
void read_site(const Fields& root, Draft& draft, Report& report);

/// Reads one entry of `dimensions` (the second pass: the names of all are in the draft).
void read_dimension(const Json& json, const Place& place, std::uint32_t dimension, Draft& draft, Report& report);

/// Bounds of a number dimension: ascending; `out` is left alone when they are wrong.
void read_bands(const Json& json, const Place& place, Report& report, std::vector<double>& out);

/// A value of a text dimension, named by an author at `place`: added when new, after the checks that
/// every value meets. kNone and a report when it cannot be one.
std::uint32_t name_checked(DraftDimension& dimension, std::string_view value, const Place& place, Report& report);

/// A zone's index in Draft::zones, made when new, with ten years from `from_year` on beside those that it
/// has; `from_year` 0: whole table. kNone and a report when there is no such zone.
std::uint32_t use_zone(const Json& json, const Place& place, std::int32_t from_year, Draft& draft, Report& report);

/// Whether a name may be used as a path segment: letters, digits, `_` and `-`.
bool is_name(std::string_view name);
/// The same, reported if not.
bool check_name(std::string_view name, const Place& object, Report& report, std::string_view what);

}  // namespace tactful

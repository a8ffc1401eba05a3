#include "compiler/site.h"

#include <algorithm>

#include "compiler/dates.h"
#include "compiler/resolver.h"
#include "compiler/sensitive.h"
#include "compiler/text.h"
#include "compiler/zones.h"

namespace tactful {
namespace {

void read_declared(const Json& json, const Place& place, std::string_view name, Draft& draft, Report& report) {
  const Fields fields(json, place, report, {"type", "keep", "personal", "notSensitive"},
                      "an object like {\"type\": \"string\"}");
  DraftDeclared declared;
  declared.name = name;
  std::uint32_t type = 0, keep = 0;
  fields.choice("type", {"any", "string", "number", "boolean", "array"}, type);
  fields.choice("keep", {"page", "session", "profile"}, keep);
  fields.boolean("personal", declared.personal);
  fields.text("notSensitive", declared.not_sensitive);
  declared.type = static_cast<std::uint8_t>(type);
  declared.keep = static_cast<std::uint8_t>(keep);
  check_sensitive(name, place, "attribute", declared.not_sensitive, report);
  draft.declared.push_back(std::move(declared));
}

void read_attributes(const Json& json, const Place& place, Draft& draft, Report& report) {
  if (!expect_object(json, place, report, "an object of attributes")) return;
  for (const auto& [name, value] : json.items()) {
    if (!check_name(name, place, report, "attribute")) continue;
    if (is_built_in(name) && !is_attribute(name)) {
      report.error_at_key(place, name, "name-taken",
                          {.expected = "a name with which none of Tactful's attributes begins", .found = quote_text(name)});
    } else if (is_built_in(name)) {
      draft.restated.push_back(name);
      report.warning_at_key(
          place, name, "built-in",
          {.found = quote_text(name),
           .hint = "Tactful knows this attribute; what the site states for it counts without a declaration"});
    } else if (draft.find_dimension(name) != kNone) {
      report.error_at_key(place, name, "name-taken",
                          {.expected = "a name that no dimension has", .found = quote_text(name)});
    } else {
      read_declared(value, Place(place, name), name, draft, report);
    }
  }
}

void read_groups(const Json& json, const Place& place, Draft& draft, Report& report) {
  if (!expect_object(json, place, report, "an object of groups")) return;
  for (const auto& [name, members] : json.items()) {
    const Place here(place, name);
    if (!expect_array(members, here, report, "a list of strings and numbers")) continue;
    for (std::size_t i = 0; i < members.size(); ++i)
      if (members[i].is_string())
        check_sensitive(text_of(members[i]), Place(here, i), "value", kOnlyRefused, report);
      else if (!members[i].is_number())
        report.error(Place(here, i), "wrong-type", {.expected = "a string or a number", .found = quote(members[i])});
    draft.groups.push_back({name, &members});
  }
}

std::string days_hint(const Json& json) {
  if (json.is_array())
    for (const Json& day : json)
      if (std::string hint = year_hint(text_of(day)); !hint.empty()) return hint;
  return {};
}

// One [first day, last day], both included.
bool read_days(const Json& json, const Place& place, Report& report, Period& out) {
  WrittenTime from, until;
  if (!json.is_array() || json.size() != 2 || !read_time(text_of(json[0]), from) ||
      !read_time(text_of(json[1]), until) || from.has_minute || until.has_minute) {
    report.error(place, "bad-date",
                 {.expected = "two days, first and last: [\"2026-11-23\", \"2026-11-30\"]",
                  .found = quote(json),
                  .hint = json.is_string() ? "a period is a list of such pairs: [[first, last], …]" : days_hint(json)});
    return false;
  }
  if (until.local_ms < from.local_ms) {
    report.error(place, "ends-before-start", {.expected = "a last day not before the first", .found = quote(json)});
    return false;
  }
  out = {from.local_ms, until.local_ms + kDayMs};
  return true;
}

void read_periods(const Json& json, const Place& place, Draft& draft, Report& report) {
  if (!expect_object(json, place, report, "an object of periods")) return;
  std::uint32_t first = 0;
  for (const auto& [name, ranges] : json.items()) {
    const Place here(place, name);
    if (!check_name(name, place, report, "period")) continue;
    if (!expect_array(ranges, here, report, "a list of [first day, last day]")) continue;
    if (ranges.empty())
      report.error(here, "empty-list", {.expected = "at least one [first day, last day]", .hint = "it is never true"});
    DraftPeriod period{name, {}, first};
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      Period range{};
      if (read_days(ranges[i], Place(here, i), report, range)) period.ranges.push_back(range);
    }
    first += static_cast<std::uint32_t>(period.ranges.size());
    draft.periods.push_back(std::move(period));
  }
}

void read_stages(const Json& json, const Place& place, Draft& draft, Report& report) {
  const Fields fields(json, place, report, {"lapsedAfterDays", "repeatPurchases"}, "an object");
  fields.integer("lapsedAfterDays", 1, 3650, draft.lapsed_after_days);
  fields.integer("repeatPurchases", 2, 1000, draft.repeat_purchases);
}

// Keys are in any order, so this waits for both.
void warn_of_stages(const Fields& root, const Draft& draft, Report& report) {
  const Json* stages = root.get("stages");
  if (stages == nullptr || find_member(*stages, "lapsedAfterDays") == nullptr) return;
  if (draft.lapsed_after_days <= draft.keep_days) return;
  const Place place = root.place("stages");
  report.warning(Place(place, "lapsedAfterDays"), "never-lapsed",
                 {.expected = "no more than keepDays (" + std::to_string(draft.keep_days) + ")",
                  .found = std::to_string(draft.lapsed_after_days),
                  .hint = "the whole profile is gone before, and who comes back is new"});
}

void read_currency(const Json& json, const Place& place, Draft& draft, Report& report) {
  const std::string_view text = text_of(json);
  bool good = text.size() == 3;
  for (const char c : text) good = good && c >= 'A' && c <= 'Z';
  if (good) {
    draft.currency = text;
  } else {
    report.error(place, "bad-currency",
                 {.expected = "a code of three capital letters, like \"EUR\"", .found = quote(json)});
  }
}

void read_figures(const Fields& fields, Draft& draft, Report& report) {
  if (const Json* zone = fields.get("timezone"); zone != nullptr && text_of(*zone) != "visitor")
    draft.zone = use_zone(*zone, fields.place("timezone"), 0, draft, report);
  if (const Json* currency = fields.get("currency")) read_currency(*currency, fields.place("currency"), draft, report);
  fields.share("control", draft.control_q32);
  fields.integer("keepDays", 1, 390, draft.keep_days);
  if (!fields.integer("forgetAfterDays", 1, 390, draft.forget_after_days) && draft.forget_after_days > draft.keep_days)
    draft.forget_after_days = draft.keep_days;
  if (draft.forget_after_days > draft.keep_days)
    report.warning(fields.place("forgetAfterDays"), "never-forgets",
                   {.expected = "no more than keepDays (" + std::to_string(draft.keep_days) + ")",
                    .found = std::to_string(draft.forget_after_days),
                    .hint = "the whole profile is gone before"});
  fields.text("model", draft.model);
}

void read_dimensions(const Json& json, const Place& place, Draft& draft, Report& report) {
  if (!expect_object(json, place, report, "an object of dimensions")) return;
  std::vector<std::pair<const std::string*, const Json*>> good;
  for (const auto& [name, value] : json.items()) {
    if (!check_name(name, place, report, "dimension")) continue;
    if (is_built_in(name)) {
      report.error_at_key(place, name, "name-taken",
                          {.expected = "a name that no attribute of Tactful's has", .found = quote_text(name)});
      continue;
    }
    DraftDimension dimension;
    dimension.name = name;
    dimension.hash_state = hash64(bytes_of(name));
    draft.dimensions.push_back(std::move(dimension));
    good.emplace_back(&name, &value);
  }
  for (std::uint32_t i = 0; i < good.size(); ++i)
    read_dimension(*good[i].second, Place(place, *good[i].first), i, draft, report);
}

}  // namespace

Names site_keys() {
  return {"$schema",   "site",    "timezone", "currency", "dimensions", "attributes", "groups",
          "audiences", "periods", "stages",   "model",    "control",    "keepDays",   "forgetAfterDays"};
}

Names campaign_keys() { return {"$schema", "id", "slots"}; }

bool is_name(std::string_view name) {
  bool good = !name.empty() && name.size() <= 64;
  for (const char c : name)
    good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-');
  return good;
}

bool check_name(std::string_view name, const Place& object, Report& report, std::string_view what) {
  const bool good = is_name(name);
  if (!good)
    report.error_at_key(object, name, "bad-name",
                        {.expected = "the name of " + std::string(what == "attribute" ? "an " : "a ") +
                                     std::string(what) + ": at most 64 letters, digits, _ and -",
                         .found = quote_text(name)});
  return good;
}

namespace {

// A city alone is a zone's last part.
std::string zone_hint(std::string_view written) {
  const auto plain = [](char c) { return c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  for (const std::string_view name : zone_names()) {
    const std::string_view city = name.substr(name.rfind('/') + 1);
    if (city.size() == written.size() &&
        std::equal(city.begin(), city.end(), written.begin(), [&](char a, char b) { return plain(a) == plain(b); }))
      return "did you mean " + quote_text(name) + "?";
  }
  return did_you_mean(written, zone_names());
}

}  // namespace

std::uint32_t use_zone(const Json& json, const Place& place, std::int32_t from_year, Draft& draft, Report& report) {
  const std::uint32_t zone = find_zone(text_of(json));
  if (zone == kNone) {
    report.error(place, "unknown-zone",
                 {.expected = "\"visitor\" or a zone like \"Europe/Berlin\"",
                  .found = quote(json),
                  .hint = zone_hint(text_of(json))});
    return kNone;
  }
  // Schedules of one zone share its table, from the first one's year to ten years after the last one's.
  const std::int32_t until_year = std::max(from_year, kZoneFirstYear) + kZoneYears;
  for (std::uint32_t i = 0; i < draft.zones.size(); ++i) {
    DraftZone& known = draft.zones[i];
    if (known.zone != zone) continue;
    known.from_year = std::min(known.from_year, from_year);
    known.until_year = std::max(known.until_year, until_year);
    return i;
  }
  draft.zones.push_back({zone, from_year, until_year});
  return static_cast<std::uint32_t>(draft.zones.size() - 1);
}

void read_site(const Fields& root, Draft& draft, Report& report) {
  // Dimensions first: an attribute must not take the name of one.
  if (const Json* dimensions = root.get("dimensions"))
    read_dimensions(*dimensions, root.place("dimensions"), draft, report);
  if (const Json* attributes = root.get("attributes"))
    read_attributes(*attributes, root.place("attributes"), draft, report);
  if (const Json* groups = root.get("groups")) read_groups(*groups, root.place("groups"), draft, report);
  if (const Json* periods = root.get("periods")) read_periods(*periods, root.place("periods"), draft, report);
  if (const Json* stages = root.get("stages")) read_stages(*stages, root.place("stages"), draft, report);
  if (root.text("site", draft.site) && (is_blank(draft.site) || draft.site.size() > 64))
    report.error(root.place("site"), "bad-name",
                 {.expected = "a name of 1 to 64 bytes; profiles carry it", .found = quote_text(draft.site)});
  read_figures(root, draft, report);
  warn_of_stages(root, draft, report);
}

}  // namespace tactful

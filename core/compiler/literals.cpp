#include <cstdlib>

#include "compiler/dates.h"
#include "compiler/resolver.h"
#include "compiler/site.h"

namespace tactful {
namespace {

// Attributes whose values are a closed list: a literal outside it can never be met. `open` ones may
// be given otherwise by a site, so there it is a warning.
struct Domain {
  std::string_view path;
  bool open;
  Names words() const;
  std::string_view list;  // separated by spaces
};
constexpr Domain kDomains[] = {
    {"season", false, "spring summer autumn winter"},
    {"device", false, "mobile tablet desktop"},
    {"hemisphere", false, "north south tropics"},
    {"stage", false, "new returning customer repeat lapsed"},
    {"channel", true,
     "direct organic-search paid-search organic-social paid-social paid-other email affiliates display sms push "
     "referral"},
    {"browser", true, "chrome safari firefox edge opera"},
};

Names Domain::words() const {
  Names out;
  for (std::size_t from = 0; from < list.size();) {
    std::size_t end = list.find(' ', from);
    if (end == std::string_view::npos) end = list.size();
    out.push_back(list.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

struct NumberRange {
  std::string_view path;
  double low, high;
};
constexpr NumberRange kRanges[] = {{"month", 1, 12}, {"weekday", 1, 7}, {"hour", 0, 23}, {"usualHour", 0, 23}};

// Names of numbers: what people write for a month or a day of the week.
struct NumberName {
  std::string_view path, name;
  int number;
};
constexpr NumberName kNumberNames[] = {
    {"month", "january", 1},   {"month", "february", 2},  {"month", "march", 3},     {"month", "april", 4},
    {"month", "may", 5},       {"month", "june", 6},      {"month", "july", 7},      {"month", "august", 8},
    {"month", "september", 9}, {"month", "october", 10},  {"month", "november", 11}, {"month", "december", 12},
    {"weekday", "monday", 1},  {"weekday", "tuesday", 2}, {"weekday", "wednesday", 3},
    {"weekday", "thursday", 4}, {"weekday", "friday", 5}, {"weekday", "saturday", 6}, {"weekday", "sunday", 7},
};

// Types as the site file declares them.
constexpr std::uint8_t kNumberType = 2, kBooleanType = 3;

// Whether some number reads as this text.
bool is_number_text(std::string_view text) {
  const std::string copy(text);
  return number_text(std::strtod(copy.c_str(), nullptr)) == text;
}

std::string number_hint(std::string_view path, std::string_view text) {
  for (const NumberName& n : kNumberNames) {
    if (n.path != path || text.size() < 3) continue;
    bool same = text.size() <= n.name.size();
    for (std::size_t i = 0; same && i < text.size(); ++i) same = (text[i] | 0x20) == n.name[i];
    if (same) return "did you mean " + std::to_string(n.number) + "?";
  }
  return "the attribute is a number, and this text is none";
}

// What is a medium, however often people look for it in `source`.
constexpr std::string_view kMediums[] = {"email",  "e-mail",  "newsletter", "cpc",    "ppc", "organic", "referral",
                                         "social", "display", "affiliate",  "banner", "sms", "push"};

}  // namespace

void Resolver::literal(Ref attribute, std::string_view text, const Place& place) {
  if (attribute == kNone) return;
  const DraftAttribute a = draft_.attributes[attribute];
  for (const Domain& domain : kDomains) {
    if (a.path != domain.path) continue;
    const Names words = domain.words();
    bool known = false;
    for (const std::string_view word : words) known = known || word == text;
    if (known) continue;
    Message message{.expected = one_of(words), .found = quote_text(text), .hint = hint_for(text, words)};
    if (domain.open) {
      report_.warning(place, "never-equal", std::move(message));
    } else {
      report_.error(place, "never-equal", std::move(message));
    }
  }
  if (a.type == kNumberType && !is_number_text(text))
    report_.warning(place, "never-matches",
                    {.expected = "a number", .found = quote_text(text), .hint = number_hint(a.path, text)});
  if (a.type == kBooleanType && text != "true" && text != "false")
    report_.warning(place, "never-matches",
                    {.expected = "true or false", .found = quote_text(text),
                     .hint = "the attribute is true or false, and no text"});
  if (a.path == "source" || a.path == "utm.source")
    for (const std::string_view medium : kMediums)
      if (text == medium)
        report_.warning(
            place, "medium-as-source",
            {.expected = "a source: who sent the visitor, \"google\" for one",
             .found = quote_text(text),
             .hint = "did you mean \"" + std::string(a.path == "source" ? "medium" : "utm.medium") + "\"?"});
  WrittenTime time;
  if (a.path == "date" && (!read_time(text, time) || time.has_minute))
    report_.error(place, "never-equal", {.expected = "a day like \"2026-09-01\"", .found = quote_text(text)});
  switch (a.kind) {
    case AttributeKind::kTop:
    case AttributeKind::kConsidering:
    case AttributeKind::kCart:
    case AttributeKind::kDue:
    case AttributeKind::kBand: {
      DraftDimension& dimension = draft_.dimensions[a.dimension];
      ValueSet named;
      if (!dimension.number || a.kind == AttributeKind::kBand) read_value_name(dimension, text, place, report_, named);
      break;
    }
    default:
      break;
  }
  if (a.per_load && !open_conditions_.empty())
    open_conditions_.back().literals.push_back({attribute, std::string(text), 0, true});
}

void Resolver::literal(Ref attribute, double number, const Place& place) {
  if (attribute == kNone) return;
  const DraftAttribute& a = draft_.attributes[attribute];
  for (const Domain& domain : kDomains)
    if (a.path == domain.path)
      report_.error(place, "never-equal", {.expected = one_of(domain.words()), .found = number_text(number)});
  for (const NumberRange& range : kRanges)
    if (a.path == range.path && !(number >= range.low && number <= range.high))
      report_.error(
          place, "never-equal",
          {.expected = number_text(range.low) + " to " + number_text(range.high), .found = number_text(number)});
  if (a.per_load && !open_conditions_.empty())
    open_conditions_.back().literals.push_back({attribute, {}, number, false});
}

}  // namespace tactful

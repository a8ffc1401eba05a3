#include <algorithm>
#include <cstdlib>

#include "compiler/dates.h"
#include "compiler/operators.h"
#include "compiler/resolver.h"
#include "compiler/sensitive.h"
#include "compiler/text.h"
#include "targeting/coerce.h"

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
constexpr std::uint8_t kTextType = 1, kNumberType = 2, kBooleanType = 3, kArrayType = 4;

// Whether some number reads as this text.
bool is_number_text(std::string_view text) {
  const std::string copy(text);
  return number_text(std::strtod(copy.c_str(), nullptr)) == text;
}

// A day, or the beginning of one: "2026-09" stands before all days of that month.
bool begins_day(std::string_view text) {
  constexpr std::string_view kRest = "2000-01-01";
  WrittenTime time;
  return (text.size() == 4 || text.size() == 7 || text.size() == 10) &&
         read_time(std::string(text) + std::string(kRest.substr(text.size())), time);
}

bool same_folded(std::string_view a, std::string_view b) {
  return order_text(bytes_of(a), bytes_of(b), true) == kEqual;
}

const Domain* find_domain(std::string_view path) {
  for (const Domain& domain : kDomains)
    if (domain.path == path) return &domain;
  return nullptr;
}

bool is_typed_equality(Comparison how) {
  return how == Comparison::kEqual || how == Comparison::kListed || how == Comparison::kListedFolded;
}

bool names_values(AttributeKind kind) {
  return kind == AttributeKind::kTop || kind == AttributeKind::kConsidering || kind == AttributeKind::kCart ||
         kind == AttributeKind::kDue;
}

// What an array or object was meant to be that stands where only a value can.
std::string whole_hint(const Json& literal) {
  if (literal.is_array()) return "write {\"$in\": " + quote(literal) + "}";
  Names operators;
  for (const Operator& op : kOperators) operators.push_back(op.name);
  for (const auto& [key, operand] : literal.items()) {
    if (const std::string_view meant = meant_by(key, operators); !meant.empty())
      return "did you mean " + quote_text(meant) + "?";
    if (const std::string hint = hint_for("$" + key, operators); !hint.empty()) return hint;
  }
  return literal.empty() ? "write {\"$exists\": true} if it only has to be known" : "";
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

void Resolver::literal(Ref attribute, std::string_view text, const Place&) {
  if (attribute != kNone && draft_.attributes[attribute].per_load && !open_conditions_.empty())
    add_literal({attribute, std::string(text), 0, true});
}

void Resolver::literal(Ref attribute, double number, const Place&) {
  if (attribute != kNone && draft_.attributes[attribute].per_load && !open_conditions_.empty())
    add_literal({attribute, {}, number, false});
}

// Of what Tactful knows itself an error; what the page states may be other than it was declared.
void Resolver::never(const DraftAttribute& a, const Place& place, Message message) {
  const auto& restated = draft_.restated;
  if (a.stated || std::find(restated.begin(), restated.end(), a.path) != restated.end())
    report_.warning(place, "never-matches", std::move(message));
  else
    report_.error(place, "never-equal", std::move(message));
}

void Resolver::compared(Ref attribute, const Json& literal, Comparison how, bool element, bool negated, const Place& place) {
  if (attribute == kNone) return;
  const DraftAttribute& a = draft_.attributes[attribute];
  if (a.type == kArrayType && !element) check_array(a, literal, how, place);
  if (how == Comparison::kOrdered && !negated) check_band_order(a, literal, place);
  if (literal.is_structured()) {
    if (how == Comparison::kPlain && !element) check_whole(a, literal, place);
  } else if (literal.is_string()) {
    check_text(a, text_of(literal), how, element, place);
    if (how != Comparison::kOrdered && !negated && !element) check_form(a, text_of(literal), how, place);
  } else if (literal.is_number() && !element) {
    check_number(a, literal, how, place);
    if (how != Comparison::kOrdered && !negated) check_range(a, literal.get<double>(), place);
  } else if (literal.is_boolean() && !element && is_typed_equality(how) && (a.type == kTextType || a.type == kNumberType)) {
    never(a, place, {.expected = a.type == kTextType ? "a text" : "a number", .found = quote(literal)});
  }
}

// A list is compared as its text, so one literal is met only by a list of this one value.
void Resolver::check_array(const DraftAttribute& a, const Json& literal, Comparison how, const Place& place) {
  if (!literal.is_string() && !literal.is_number()) return;
  if (how != Comparison::kPlain && how != Comparison::kEqual) return;
  const std::string list = "[" + quote(literal) + "]}";
  report_.warning(place, "array-as-one",
                  {.expected = "a question about the values of \"" + a.path + "\", which is a list",
                   .found = quote(literal),
                   .hint = "write {\"$in\": " + list + (how == Comparison::kEqual ? ", or {\"$nin\": " + list : "")});
}

void Resolver::check_whole(const DraftAttribute& a, const Json& literal, const Place& place) {
  if (a.type == 0 || (a.type == kArrayType && literal.is_array())) return;
  report_.error(place, "never-equal",
                {.expected = a.type == kArrayType ? "operators, or a list" : "a value, or operators",
                 .found = quote(literal),
                 .hint = whole_hint(literal)});
}

void Resolver::check_text(const DraftAttribute& a, std::string_view text, Comparison how, bool element,
                          const Place& place) {
  const bool equality = how != Comparison::kOrdered;
  if (equality && !element) check_word(a, text, how, place);
  if (a.path == "date") check_day(text, how, place);
  if (equality) check_value(a, text, place);
  if (equality) check_said(a, text, place);
}

// Against closed lists, and texts against numbers and booleans.
void Resolver::check_word(const DraftAttribute& a, std::string_view text, Comparison how, const Place& place) {
  if (const Domain* domain = find_domain(a.path); domain != nullptr && !a.stated) {
    const Names words = domain->words();
    bool known = false;
    for (const std::string_view word : words)
      known = known || word == text || (how == Comparison::kListedFolded && same_folded(word, text));
    Message message{.expected = one_of(words), .found = quote_text(text), .hint = hint_for(text, words)};
    if (!known && domain->open)
      report_.warning(place, "never-equal", std::move(message));
    else if (!known)
      report_.error(place, "never-equal", std::move(message));
  }
  const bool typed = is_typed_equality(how);
  if (a.type == kNumberType && (typed || !is_number_text(text)))
    never(a, place, {.expected = "a number", .found = quote_text(text),
                     .hint = is_number_text(text) ? "write " + std::string(text) + " without quotes" : number_hint(a.path, text)});
  const bool boolean = text == "true" || text == "false";
  if (a.type == kBooleanType && (typed || !boolean))
    never(a, place, {.expected = "true or false", .found = quote_text(text),
                     .hint = boolean ? "write " + std::string(text) + " without quotes" : "the attribute is true or false, and no text"});
}

void Resolver::check_day(std::string_view text, Comparison how, const Place& place) {
  WrittenTime time;
  const bool good = how == Comparison::kOrdered ? begins_day(text) : read_time(text, time) && !time.has_minute;
  if (!good) report_.error(place, "never-equal", {.expected = "a day like \"2026-09-01\"", .found = quote_text(text)});
}

// Values of a dimension.
void Resolver::check_value(const DraftAttribute& a, std::string_view text, const Place& place) {
  if (!names_values(a.kind) && a.kind != AttributeKind::kBand) return;
  DraftDimension& dimension = draft_.dimensions[a.dimension];
  ValueSet named;
  if (!dimension.number || a.kind == AttributeKind::kBand) {
    read_value_name(dimension, text, place, report_, named);
  } else if (!is_number_text(text) && text != "min") {
    report_.error(place, "never-equal",
                  {.expected = "where a band begins, as a text like \"" + number_text(dimension.base_edges.front()) + "\"",
                   .found = quote_text(text),
                   .hint = "\"band." + dimension.name + "\" is \"low\", \"middle\" or \"high\""});
  }
}

// What the page or the address says of a visitor.
void Resolver::check_said(const DraftAttribute& a, std::string_view text, const Place& place) {
  if (a.path == "source" || a.path == "utm.source")
    for (const std::string_view medium : kMediums)
      if (text == medium)
        report_.warning(
            place, "medium-as-source",
            {.expected = "a source: who sent the visitor, \"google\" for one",
             .found = quote_text(text),
             .hint = "did you mean \"" + std::string(a.path == "source" ? "medium" : "utm.medium") + "\"?"});
  // Words of two meanings are too common in what sites state: "minor" is a ticket, "senior" a rank.
  if (a.stated || (a.per_load && a.fact != kNone)) check_sensitive(text, place, "value", kOnlyRefused, report_);
}

void Resolver::check_number(const DraftAttribute& a, const Json& literal, Comparison how, const Place& place) {
  const double number = literal.get<double>();
  const Domain* domain = a.stated ? nullptr : find_domain(a.path);
  if (domain != nullptr)
    report_.error(place, "never-equal", {.expected = one_of(domain->words()), .found = number_text(number)});
  else if (a.path == "date")
    report_.error(place, "never-equal", {.expected = "a day like \"2026-09-01\"", .found = number_text(number)});
  else if (is_typed_equality(how) && (a.type == kTextType || a.type == kBooleanType))
    never(a, place, {.expected = a.type == kTextType ? "a text" : "true or false", .found = number_text(number),
                     .hint = a.type == kTextType ? "write it in quotes" : ""});
}

// Evidence for Manhattan is evidence for New York where that is named; and a value is read in one spelling only.
std::vector<std::string> Resolver::named(Ref attribute, std::string_view text) {
  const DraftAttribute& a = draft_.attributes[attribute];
  if (!names_values(a.kind) || draft_.dimensions[a.dimension].number) return {};
  const DraftDimension& dimension = draft_.dimensions[a.dimension];
  const std::uint32_t value = dimension.find(text);
  if (value == kNone) return {};
  std::vector<std::string> out;
  for (const std::uint32_t one : dimension.with_descendants(value)) out.push_back(dimension.values[one].name);
  return out;
}

}  // namespace tactful

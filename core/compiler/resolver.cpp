#include "compiler/resolver.h"

#include <algorithm>
#include <limits>

#include "compiler/conditions.h"
#include "compiler/sensitive.h"
#include "compiler/site.h"

namespace tactful {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

enum Type : std::uint8_t { kAnyType, kText, kNumber, kBoolean, kArray };

// What is true of the moment, free to use, and given by the page under its own name.
struct Signal {
  std::string_view name;
  Type type;
};
constexpr Signal kPageSignals[] = {
    {"device", kText},      {"browser", kText},          {"language", kText},
    {"saveData", kBoolean}, {"reducedMotion", kBoolean}, {"viewport.width", kNumber},
    {"path", kText},        {"hemisphere", kText},       {"utcOffset", kNumber},
};
// What the core derives from the time: index as in targeting/signals.def.
struct ClockSignal {
  std::string_view name;
  std::uint8_t index;
};
constexpr ClockSignal kClockSignals[] = {
#define X(number, name) {#name, number},
#include "targeting/signals.def"
#undef X
};
constexpr Type kClockTypes[] = {kText, kNumber, kNumber, kNumber, kText};
static_assert(sizeof kClockTypes / sizeof *kClockTypes == sizeof kClockSignals / sizeof *kClockSignals);

constexpr ClockSignal kFacts[] = {
#define X(number, name) {#name, number},
#include "profile/facts.def"
#undef X
};
constexpr std::string_view kArrival[] = {"channel", "source", "medium", "referrer"};
constexpr std::string_view kArrivalFamilies[] = {"utm", "query"};
constexpr std::string_view kSeasons[] = {"spring", "summer", "autumn", "winter"};

struct Family {
  std::string_view name;
  AttributeKind kind;
  Type type;
  bool leans, takes_value;
};
constexpr Family kFamilies[] = {
    {"affinity", AttributeKind::kAffinity, kNumber, true, true},
    {"top", AttributeKind::kTop, kText, true, false},
    {"band", AttributeKind::kBand, kText, true, false},
    {"views", AttributeKind::kViews, kNumber, true, true},
    {"considering", AttributeKind::kConsidering, kText, true, false},
    {"cart", AttributeKind::kCart, kArray, false, false},
    {"due", AttributeKind::kDue, kText, false, false},
};

std::string_view first_part(std::string_view path) { return path.substr(0, path.find('.')); }
std::string_view after_first(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
}

}  // namespace

bool is_attribute(std::string_view name) {
  for (const Signal& s : kPageSignals)
    if (s.name == name) return true;
  for (const ClockSignal& s : kClockSignals)
    if (s.name == name) return true;
  for (const ClockSignal& s : kFacts)
    if (s.name == name) return true;
  for (const std::string_view s : kArrival)
    if (s == name) return true;
  return name == "region";
}

bool is_built_in(std::string_view name) {
  if (is_attribute(name)) return true;
  for (const Signal& s : kPageSignals)
    if (first_part(s.name) == name) return true;
  for (const std::string_view s : kArrivalFamilies)
    if (s == name) return true;
  for (const Family& f : kFamilies)
    if (f.name == name) return true;
  return name == "daysTo" || name == "period" || name == "arrival" || name == "attribute" ||
         name == "item";
}

bool read_value_name(DraftDimension& dimension, std::string_view text, const Place& place, Report& report,
                     ValueSet& out) {
  if (!dimension.number) {
    const std::size_t known = dimension.values.size();
    const std::uint32_t value = name_checked(dimension, text, place, report);
    if (value == kNone) return false;
    if (dimension.values.size() != known) {
      dimension.values[value].first_named_in = &place.file();
      dimension.values[value].first_named_at = place.pointer();
    }
    out.values.push_back(value);
    return true;
  }
  const double first = dimension.base_edges.front(), last = dimension.base_edges.back();
  if (text == "low") {
    out.intervals.push_back({-kInfinity, first});
  } else if (text == "high") {
    out.intervals.push_back({last, kInfinity});
  } else if (text == "middle" && first != last) {
    out.intervals.push_back({first, last});
  } else {
    report.error(place, "unknown-band",
                 {.expected = first == last ? "\"low\" or \"high\"" : "\"low\", \"middle\" or \"high\"",
                  .found = quote_text(text),
                  .hint = text == "middle" ? "a single bound leaves nothing in between: give two in \"bands\""
                                           : did_you_mean(text, {"low", "middle", "high"})});
    return false;
  }
  return true;
}

Resolver::Resolver(Draft& draft, Report& report, const Json* audiences, const Place& place)
    : draft_(draft), report_(report), audiences_(audiences), audiences_place_(place) {
  if (audiences_ != nullptr && audiences_->is_object())
    for (const auto& member : *audiences_->get_ptr<const Json::object_t*>())
      audience_json_.emplace(member.first, &member.second);
}

const Json* Resolver::group(std::string_view name, const Place& place) {
  Names names;
  for (const DraftGroup& group : draft_.groups) {
    if (group.name == name) return group.members;
    names.push_back(group.name);
  }
  report_.error(place, "unknown-group",
                {.expected = names.empty() ? "a group; the site file states none" : one_of(names),
                 .found = quote_text(name),
                 .hint = did_you_mean(name, names)});
  return nullptr;
}

std::uint32_t Resolver::automaton(std::string_view bytes) {
  const auto at = static_cast<std::uint32_t>(draft_.automata.size());
  draft_.automata += bytes;
  return at;
}

std::uint8_t Resolver::attribute_type(Ref attribute) {
  return attribute == kNone ? std::uint8_t{kAnyType} : draft_.attributes[attribute].type;
}

bool Resolver::often_null(Ref attribute) {
  if (attribute == kNone) return false;
  const DraftAttribute& a = draft_.attributes[attribute];
  return a.kind == AttributeKind::kDaysTo || a.kind == AttributeKind::kConsideringDays || a.path == "daysSinceLastVisit" ||
         a.path == "daysSinceLastPurchase" || a.path == "usualHour";
}

// An address holds what anybody wrote into it; comparing it with what the author wrote keeps all else out.
bool Resolver::literals_only(Ref attribute) {
  return attribute != kNone && draft_.attributes[attribute].path.rfind("query.", 0) == 0;
}

// What is read of an address has no declaration that could refuse a name, or say what it means.
void Resolver::check_path(const DraftAttribute& a, const Place& object) {
  const std::string_view family = first_part(a.path);
  const bool arrival = std::find(std::begin(kArrivalFamilies), std::end(kArrivalFamilies), family) != std::end(kArrivalFamilies);
  if (arrival && !a.stated)
    check_sensitive(after_first(a.path), Place(object, a.path), "attribute", kOnlyRefused, report_);
}

Ref Resolver::no_attribute(std::string_view path, const Json& value, const Place& place) {
  const bool is_operator = path.substr(0, 1) == "$";
  report_.error_at_key(place, path, is_operator ? "unknown-operator" : "unknown-attribute",
                       {.expected = is_operator ? "an attribute, or one of $and, $or, $nor, $not, $audience"
                                                : "an attribute of Tactful's, or one declared under \"attributes\"",
                        .found = quote_text(path),
                        .hint = is_operator ? std::string() : attribute_hint(path, value)});
  return kNone;
}

Ref Resolver::attribute(std::string_view path, const Json& value, const Place& place) {
  const auto known = attribute_index_.find(std::string(path));
  const Ref index = known != attribute_index_.end() ? known->second : static_cast<Ref>(draft_.attributes.size());
  if (known == attribute_index_.end()) {
    DraftAttribute made;
    made.path = path;
    const std::string_view family = first_part(path), rest = after_first(path);
    const std::size_t errors = report_.errors();
    const bool found =
        find_declared(made, path) || find_signal(made, path) || find_in_dimension(made, family, rest, place);
    const bool period = !found && family == "period" && !rest.empty();
    if (period) find_period(made, rest, place);
    if (report_.errors() != errors) return kNone;
    if (!found && !period) return no_attribute(path, value, place);
    check_path(made, place);
    draft_.attributes.push_back(std::move(made));
    attribute_index_.emplace(path, index);
  }
  if (!open_conditions_.empty()) {
    auto& reads = open_conditions_.back().attributes;
    if (std::find(reads.begin(), reads.end(), index) == reads.end()) reads.push_back(index);
  }
  return index;
}

bool Resolver::find_signal(DraftAttribute& out, std::string_view path) {
  const std::string_view family = first_part(path), rest = after_first(path);
  for (std::size_t i = 0; i < sizeof kClockSignals / sizeof *kClockSignals; ++i) {
    if (kClockSignals[i].name != path) continue;
    out.kind = AttributeKind::kSignal;
    out.index = kClockSignals[i].index;
    out.type = kClockTypes[i];
    out.clock = path == "hour" ? kReadsHour : kReadsCalendar;
    return true;
  }
  for (const Signal& signal : kPageSignals) {
    if (signal.name != path) continue;
    out.type = signal.type;
    out.per_load = true;
    return true;
  }
  for (const ClockSignal& fact : kFacts) {
    if (fact.name != path) continue;
    out.kind = AttributeKind::kFact;
    out.index = fact.index;
    out.type = path == "stage" ? kText : kNumber;
    out.fact = draft_.fact(path, FactKind::kProfile, fact.index);
    return true;
  }
  bool arrival = false;
  for (const std::string_view name : kArrival) arrival = arrival || path == name;
  for (const std::string_view name : kArrivalFamilies) arrival = arrival || (family == name && !rest.empty());
  if (arrival || path == "region") {
    out.type = kText;
    out.per_load = true;
    out.fact = arrival ? draft_.fact("arrival", FactKind::kArrival) : draft_.fact(path, FactKind::kStated);
    return true;
  }
  if (family != "daysTo") return false;
  for (std::uint8_t i = 0; i < 4; ++i) {
    if (rest != kSeasons[i]) continue;
    out.kind = AttributeKind::kDaysTo;
    out.index = i;
    out.type = kNumber;
    out.clock = kReadsCalendar;
    return true;
  }
  return false;
}

void Resolver::find_period(DraftAttribute& out, std::string_view name, const Place& place) {
  Names names;
  for (const DraftPeriod& period : draft_.periods) {
    names.push_back(period.name);
    if (period.name != name) continue;
    out.kind = AttributeKind::kPeriod;
    out.first = period.first;
    out.count = static_cast<std::uint32_t>(period.ranges.size());
    out.type = kBoolean;
    out.clock = kReadsCalendar;
    return;
  }
  report_.error_at_key(place, out.path, "unknown-period",
                       {.expected = names.empty() ? "a period; the site file states none" : one_of(names),
                        .found = quote_text(name),
                        .hint = did_you_mean(name, names)});
}

bool Resolver::find_declared(DraftAttribute& out, std::string_view path) {
  for (const DraftDeclared& declared : draft_.declared) {
    if (path != declared.name && first_part(path) != declared.name) continue;
    out.type = path == declared.name ? declared.type : std::uint8_t{kAnyType};
    out.stated = true;
    if (declared.personal) out.fact = draft_.fact(declared.name, FactKind::kStated);
    return true;
  }
  return false;
}

bool Resolver::find_in_dimension(DraftAttribute& out, std::string_view kind, std::string_view rest,
                                 const Place& place) {
  const Family* family = nullptr;
  for (const Family& f : kFamilies)
    if (f.name == kind) family = &f;
  if (family == nullptr || rest.empty()) return false;
  const std::string_view name = first_part(rest), value = after_first(rest);
  const std::uint32_t index = draft_.find_dimension(name);
  const auto wrong = [&](std::string_view id, std::string expected, std::string hint) {
    report_.error_at_key(place, out.path, id,
                         {.expected = std::move(expected), .found = quote_text(out.path), .hint = std::move(hint)});
    return true;
  };
  if (index == kNone) {
    Names names;
    for (const DraftDimension& d : draft_.dimensions) names.push_back(d.name);
    return wrong("unknown-dimension", names.empty() ? "a dimension; the site file states none" : one_of(names),
                 did_you_mean(name, names));
  }
  DraftDimension& dimension = draft_.dimensions[index];
  out.kind = family->kind;
  out.type = family->type;
  out.leans = family->leans;
  out.dimension = static_cast<std::uint16_t>(index);
  out.fact = draft_.fact(name, FactKind::kDimension, 0, out.dimension);
  if (out.kind == AttributeKind::kBand && !dimension.number)
    return wrong("not-a-number", "a dimension of type \"number\"",
                 "\"top." + std::string(name) + "\" is the leading value");
  if (family->takes_value) {
    if (value.empty())
      return wrong("missing-value", "a value: \"" + std::string(kind) + "." + std::string(name) + ".VALUE\"", "");
    read_value_name(dimension, value, Place(place, out.path), report_, out.set);
  } else if (out.kind == AttributeKind::kConsidering && value == "days") {
    out.kind = AttributeKind::kConsideringDays;
    out.type = kNumber;
  } else if (!value.empty()) {
    return wrong("unknown-attribute", "nothing after the dimension's name",
                 dimension.number ? ""
                                  : "a value is what it is compared with: {\"" + std::string(kind) + "." +
                                        std::string(name) + "\": " + quote_text(value) + "}");
  }
  return true;
}

Names Resolver::attribute_names() const {
  Names out;
  for (const DraftDeclared& declared : draft_.declared) out.push_back(declared.name);
  for (const Signal& s : kPageSignals) out.push_back(s.name);
  for (const ClockSignal& s : kClockSignals) out.push_back(s.name);
  for (const ClockSignal& s : kFacts) out.push_back(s.name);
  for (const std::string_view s : kArrival) out.push_back(s);
  out.insert(out.end(), {"region", "utm.campaign", "utm.source", "utm.medium", "utm.term", "utm.content",
                         "daysTo.spring", "daysTo.summer", "daysTo.autumn", "daysTo.winter"});
  return out;
}

}  // namespace tactful

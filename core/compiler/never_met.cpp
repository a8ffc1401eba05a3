// Literals that no page and no profile can ever meet: out of the range of a number, or not of the form of a text.
#include <algorithm>
#include <limits>

#include "compiler/resolver.h"

namespace tactful {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct NumberRange {
  std::string_view path;
  double low, high;
  bool whole;
};
constexpr NumberRange kRanges[] = {
    {"month", 1, 12, true},       {"weekday", 1, 7, true},          {"hour", 0, 23, true},
    {"usualHour", 0, 23, false},  {"scrollDepth", 0, 100, false},   {"viewport.width", 0, kInfinity, false},
    {"visits", 0, kInfinity, true}, {"pageviews", 0, kInfinity, true}, {"purchases", 0, kInfinity, true},
    {"logins", 0, kInfinity, true}, {"articles", 0, kInfinity, true}, {"videos", 0, kInfinity, true},
    {"hovers", 0, kInfinity, true}, {"emailClicks", 0, kInfinity, true}, {"pushDismissed", 0, kInfinity, true},
    {"cartItems", 0, kInfinity, false}, {"activeSeconds", 0, kInfinity, false},
    {"daysSinceLastVisit", 0, kInfinity, false}, {"daysSinceLastPurchase", 0, kInfinity, false},
};
constexpr NumberRange kShare = {"", 0, 1, false}, kCount = {"", 0, kInfinity, false};

const NumberRange* find_range(const DraftAttribute& a) {
  if (a.kind == AttributeKind::kAffinity) return &kShare;
  if (a.kind == AttributeKind::kViews || a.kind == AttributeKind::kDaysTo || a.kind == AttributeKind::kConsideringDays)
    return &kCount;
  for (const NumberRange& range : kRanges)
    if (range.path == a.path) return &range;
  return nullptr;
}

bool is_whole(double number) {
  return number > -1e15 && number < 1e15 && static_cast<double>(static_cast<std::int64_t>(number)) == number;
}

std::string range_words(const NumberRange& range) {
  const std::string number = range.whole ? "a whole number, " : "";
  return number + number_text(range.low) + (range.high == kInfinity ? " or more" : " to " + number_text(range.high));
}

std::string range_hint(const NumberRange& range, double number) {
  if (&range != &kShare || !(number > 1 && number <= 100)) return {};
  return "a share, not percent: " + number_text(number) + " % is " + number_text(number / 100);
}

// What $gt, $gte, $lt and $lte leave, where all of them are numbers.
struct Bounds {
  double low = -kInfinity, high = kInfinity;
  bool above_low = false, below_high = false;  // the bound itself is out

  void add(std::string_view op, double bound) {
    if (op.substr(0, 3) == "$gt" && bound >= low) {
      above_low = op == "$gt" || (above_low && bound == low);
      low = bound;
    } else if (op.substr(0, 3) == "$lt" && bound <= high) {
      below_high = op == "$lt" || (below_high && bound == high);
      high = bound;
    }
  }
  bool empty() const { return low > high || (low == high && (above_low || below_high)); }
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return out;
}

struct LanguageName {
  std::string_view name, code;
};
constexpr LanguageName kLanguages[] = {
    {"english", "en"}, {"german", "de"}, {"deutsch", "de"}, {"french", "fr"},     {"spanish", "es"}, {"italian", "it"},
    {"dutch", "nl"},   {"polish", "pl"}, {"danish", "da"},  {"portuguese", "pt"}, {"swedish", "sv"}, {"turkish", "tr"},
};

// What a text should have been; empty: it can be met.
struct Form {
  std::string expected, hint;
};

std::string quoted_guess(const std::string& guess) { return "did you mean " + quote_text(guess) + "?"; }

Form language_form(std::string_view text) {
  const std::string low = lower(text.substr(0, text.find_first_of("-_")));
  bool letters = low.size() == 2 || low.size() == 3;
  for (const char c : low) letters = letters && c >= 'a' && c <= 'z';
  if (text.empty() || (letters && low == text)) return {};
  std::string guess = letters ? low : "";
  for (const LanguageName& language : kLanguages)
    if (language.name == low) guess = language.code;
  return {"a language without a country: two or three letters in lower case, like \"de\"",
          guess.empty() ? "" : quoted_guess(guess)};
}

// The part of an address after "https://", or all of it.
std::string_view after_scheme(std::string_view text) {
  const std::size_t at = text.find("://");
  return at == std::string_view::npos ? text : text.substr(at + 3);
}

Form path_form(std::string_view text) {
  if (!text.empty() && text[0] == '/' && text.find_first_of("?#") == std::string_view::npos) return {};
  std::string_view path = text;
  if (const std::string_view rest = after_scheme(text); rest != text)
    path = rest.substr(std::min(rest.size(), rest.find('/')));
  std::string guess(path.substr(0, path.find_first_of("?#")));
  if (guess.empty() || guess[0] != '/') guess.insert(0, "/");
  return {"the path of a page, from \"/\" on and without ? and #", quoted_guess(guess)};
}

Form referrer_form(std::string_view text) {
  if (text.find('/') == std::string_view::npos) return {};
  const std::string_view rest = after_scheme(text);
  const std::string host(rest.substr(0, rest.find('/')));
  return {"the host alone, like \"www.example.com\"", host.empty() ? "" : quoted_guess(host)};
}

Form small_letters_form(std::string_view text) {
  const std::string low = lower(text);
  return low == text ? Form() : Form{"a text in lower case", quoted_guess(low)};
}

// Areas of the table of time zones, and its old names without one, which browsers may still give.
constexpr std::string_view kRegions[] = {
    "Africa",    "America", "Antarctica", "Arctic",  "Asia",   "Atlantic", "Australia", "Europe",   "Indian",
    "Pacific",   "Etc",     "UTC",        "Brazil",  "Canada", "Chile",    "Mexico",    "US",       "CET",
    "CST6CDT",   "Cuba",    "EET",        "EST",     "EST5EDT", "Egypt",   "Eire",      "GB",       "GB-Eire",
    "GMT",       "GMT+0",   "GMT-0",      "GMT0",    "Greenwich", "HST",   "Hongkong",  "Iceland",  "Iran",
    "Israel",    "Jamaica", "Japan",      "Kwajalein", "Libya", "MET",     "MST",       "MST7MDT",  "NZ",
    "NZ-CHAT",   "Navajo",  "PRC",        "PST8PDT", "Poland", "Portugal", "ROC",       "ROK",      "Singapore",
    "SystemV",   "Turkey",  "UCT",        "Universal", "W-SU", "WET",      "Zulu",
};
constexpr std::size_t kAreas = 11;  // the first of them: those that are not old names

Form region_form(std::string_view text) {
  // A zone may be an offset, "+02:00"; and where there is none, the region is empty.
  if (text.empty() || text[0] == '+' || text[0] == '-') return {};
  for (const std::string_view region : kRegions)
    if (region == text) return {};
  const Names areas(std::begin(kRegions), std::begin(kRegions) + kAreas);
  const std::string_view area = text.substr(0, text.find('/'));
  return {one_of(areas), did_you_mean(area, areas)};
}

struct FormOf {
  std::string_view path;
  Form (*form)(std::string_view text);
};
constexpr FormOf kForms[] = {
    {"language", language_form},    {"path", path_form},     {"referrer", referrer_form},
    {"source", small_letters_form}, {"medium", small_letters_form}, {"region", region_form},
};

}  // namespace

// Of texts that a page gives under their own names (web/sdk/signals.ts). A warning: the site may state another form of them.
void Resolver::check_form(const DraftAttribute& a, std::string_view text, Comparison how, const Place& place) {
  if (a.stated) return;
  for (const FormOf& of : kForms) {
    if (of.path != a.path) continue;
    // Where capitals do not count, only what is left of them does.
    const bool folded = how == Comparison::kListedFolded && of.path != "region";
    Form form = of.form(folded ? lower(text) : std::string(text));
    if (!form.expected.empty())
      report_.warning(place, "never-matches",
                      {.expected = std::move(form.expected), .found = quote_text(text), .hint = std::move(form.hint)});
  }
}

void Resolver::check_range(const DraftAttribute& a, double number, const Place& place) {
  const NumberRange* range = find_range(a);
  if (range == nullptr) return;
  if (number >= range->low && number <= range->high && (!range->whole || is_whole(number))) return;
  never(a, place,
        {.expected = range_words(*range), .found = number_text(number), .hint = range_hint(*range, number)});
}

void Resolver::check_bounds(const DraftAttribute& a, const Json& operators, const Place& place) {
  Bounds bounds;
  for (const auto& [name, operand] : operators.items())
    if (operand.is_number()) bounds.add(name, operand.get<double>());
  if (bounds.empty())
    return never(a, place,
                 {.expected = "bounds between which a number fits", .found = quote(operators),
                  .hint = a.path == "hour" ? "for hours around midnight write $or, or \"hours\" in the schedule"
                                           : "write $or where one or the other shall hold"});
  const NumberRange* range = find_range(a);
  if (range == nullptr) return;
  const double least = bounds.low;
  bounds.add("$gte", range->low);
  bounds.add("$lte", range->high);
  if (bounds.empty())
    never(a, place, {.expected = range_words(*range), .found = quote(operators), .hint = range_hint(*range, least)});
}

// "low" comes after "high" in the alphabet, and no word beside a number.
void Resolver::check_band_order(const DraftAttribute& a, const Json& literal, const Place& place) {
  if (a.kind != AttributeKind::kBand || !(literal.is_number() || literal.is_string())) return;
  report_.error(place, "never-equal",
                {.expected = "bands by their names, which have no order", .found = quote(literal),
                 .hint = "write {\"$in\": [\"middle\", \"high\"]}"});
}

void Resolver::tested(Ref attribute, const Json& operators, bool negated, const Place& place) {
  if (negated) return;
  const DraftAttribute& a = draft_.attributes[attribute];
  check_bounds(a, operators, place);
  for (const std::string_view list : {"$in", "$ini"}) {
    const Json* values = find_member(operators, list);
    if (values == nullptr || !values->is_array() || !values->empty()) continue;
    never(a, Place(place, list), {.expected = "at least one value", .found = "[]", .hint = "nothing is one of none"});
  }
}

}  // namespace tactful

#include "compiler/fields.h"

namespace tactful {
namespace {

struct Synonym {
  std::string_view written, meant;
};
// Words of other tools and other habits. Several meanings of one word are told apart by which of
// them is a word where it was written.
constexpr Synonym kSynonyms[] = {
    {"audience", "audiences"},
    {"segment", "audiences"},
    {"segments", "audiences"},
    {"if", "when"},
    {"targeting", "when"},
    {"condition", "when"},
    {"conditions", "when"},
    {"where", "when"},
    {"rules", "when"},
    {"match", "when"},
    {"target", "for"},
    {"interest", "for"},
    {"interests", "for"},
    {"affinity", "for"},
    {"start", "from"},
    {"starts", "from"},
    {"begin", "from"},
    {"startDate", "from"},
    {"since", "from"},
    {"end", "until"},
    {"ends", "until"},
    {"to", "until"},
    {"till", "until"},
    {"endDate", "until"},
    {"through", "until"},
    {"dates", "schedule"},
    {"startDate", "schedule"},
    {"endDate", "schedule"},
    {"start", "schedule"},
    {"end", "schedule"},
    {"from", "schedule"},
    {"until", "schedule"},
    {"hours", "schedule"},
    {"weekdays", "schedule"},
    {"fall", "autumn"},
    {"phone", "mobile"},
    {"smartphone", "mobile"},
    {"computer", "desktop"},
    {"variations", "variants"},
    {"experiences", "variants"},
    {"options", "variants"},
    {"banners", "variants"},
    {"fallback", "default"},
    {"name", "id"},
    {"key", "id"},
    {"name", "site"},
    {"id", "site"},
    {"fields", "content"},
    {"headline", "content"},
    {"body", "content"},
    {"image", "content"},
    {"cta", "content"},
    {"text", "content"},
    {"title", "content"},
    {"values", "content"},
    {"frequency", "cap"},
    {"frequencyCap", "cap"},
    {"limit", "cap"},
    {"max", "impressions"},
    {"times", "impressions"},
    {"count", "impressions"},
    {"views", "impressions"},
    {"per", "days"},
    {"period", "days"},
    {"window", "days"},
    {"holdout", "control"},
    {"controlGroup", "control"},
    {"exploration", "explore"},
    {"random", "explore"},
    {"preload", "prefetch"},
    {"max", "maxDimensions"},
    {"tz", "timezone"},
    {"zone", "timezone"},
    {"timeZone", "timezone"},
    {"traits", "attributes"},
    {"properties", "attributes"},
    {"interests", "dimensions"},
    {"affinities", "dimensions"},
    {"lists", "groups"},
    {"time", "hours"},
    {"days", "weekdays"},
    {"daysOfWeek", "weekdays"},
    {"src", "href"},
    {"url", "href"},
    {"link", "href"},
    {"text", "label"},
    {"title", "label"},
    {"txt", "label"},
    {"to", "href"},
    {"uri", "href"},
    {"href", "src"},
    {"url", "src"},
    {"uri", "src"},
    {"img", "src"},
    {"pic", "src"},
    {"altText", "alt"},
    {"w", "width"},
    {"h", "height"},
    {"source", "from"},
    {"param", "from"},
    {"field", "from"},
    {"names", "labels"},
    {"synonyms", "aliases"},
    {"parent", "parents"},
    {"goesWith", "complements"},
    {"edges", "bands"},
    {"buckets", "bands"},
    {"boundaries", "bands"},
    {"email", "medium"},
    {"$greater", "$gt"},
    {"$less", "$lt"},
    {"$min", "$gte"},
    {"$max", "$lte"},
    {"$max", "$lt"},
    {"$lte", "$lt"},
    {"$gt", "$gte"},
    {">", "$gt"},
    {">", "$gte"},
    {">=", "$gte"},
    {"<", "$lt"},
    {"<=", "$lte"},
    {"<=", "$lt"},
    {"=", "$eq"},
    {"==", "$eq"},
    {"===", "$eq"},
    {"!=", "$ne"},
    {"$equals", "$eq"},
    {"$is", "$eq"},
    {"$isNot", "$ne"},
    {"$any", "$in"},
    {"$anyOf", "$in"},
    {"$oneOf", "$in"},
    {"$notIn", "$nin"},
    {"$noneOf", "$nin"},
    {"$like", "$regex"},
    {"$matches", "$regex"},
    {"$startsWith", "$regex"},
    {"$endsWith", "$regex"},
    {"ctr", "prior"},
    {"all-year", "*"},
    {"others", "*"},
    {"button", "cta"},
    {"retentionDays", "keepDays"},
    {"ttl", "keepDays"},
    {"assist", "help"},
    {"exclusive", "only"},
    {"integer", "number"},
    {"float", "number"},
    {"text", "string"},
    {"bool", "boolean"},
    {"list", "array"},
};

std::string range_text(double low, double high) { return low == high ? number_text(low) : number_text(low) + " to " + number_text(high); }

bool wrong_type(const Json& json, const Place& place, Report& report, std::string expected, std::string hint = {}) {
  report.error(place, "wrong-type", {.expected = std::move(expected), .found = quote(json), .hint = std::move(hint)});
  return false;
}

}  // namespace

std::string_view meant_by(std::string_view written, const Names& words) {
  for (const Synonym& synonym : kSynonyms) {
    if (synonym.written != written) continue;
    for (const std::string_view word : words)
      if (word == synonym.meant) return word;
  }
  return {};
}

std::string hint_for(std::string_view written, const Names& words) {
  const std::string_view meant = meant_by(written, words);
  return meant.empty() ? did_you_mean(written, words) : "did you mean " + quote_text(meant) + "?";
}

Fields::Fields(const Json& json, const Place& place, Report& report, const Names& known, std::string_view what)
    : json_(json), place_(place), report_(report) {
  if (!expect_object(json, place, report, what)) return;
  for (const auto& [key, value] : json.items()) {
    bool found = false;
    for (const std::string_view name : known) found = found || name == key;
    if (found) continue;
    report.error_at_key(place, key, "unknown-key",
                        {.expected = one_of(known), .found = quote_text(key), .hint = hint_for(key, known)});
  }
}

const Json* Fields::require(std::string_view key) const {
  const Json* value = get(key);
  if (value == nullptr && is_object()) report_.error(place_, "missing-key", {.expected = "the key " + quote_text(key)});
  return value;
}

bool Fields::text(std::string_view key, std::string& out) const {
  const Json* value = get(key);
  return value != nullptr && read_text(*value, place(key), report_, out);
}

bool Fields::boolean(std::string_view key, bool& out) const {
  const Json* value = get(key);
  if (value == nullptr) return false;
  if (!value->is_boolean()) return wrong_type(*value, place(key), report_, "true or false");
  out = *value->get_ptr<const Json::boolean_t*>();
  return true;
}

bool Fields::number(std::string_view key, double low, double high, double& out) const {
  const Json* value = get(key);
  return value != nullptr && read_number(*value, place(key), report_, low, high, out);
}

bool Fields::integer(std::string_view key, std::uint32_t low, std::uint32_t high, std::uint32_t& out) const {
  const Json* value = get(key);
  return value != nullptr && read_integer(*value, place(key), report_, low, high, out);
}

bool Fields::share(std::string_view key, std::uint32_t& out_q32) const {
  const Json* value = get(key);
  if (value == nullptr) return false;
  if (!value->is_number()) return wrong_type(*value, place(key), report_, "a share from 0 to 1");
  const double n = value->get<double>();
  if (!(n >= 0 && n <= 1)) {
    std::string hint;
    if (n > 1 && n <= 100) hint = "a share, not percent: " + number_text(n) + " % is " + number_text(n / 100);
    report_.error(place(key), "out-of-range",
                  {.expected = "a share from 0 to 1", .found = quote(*value), .hint = std::move(hint)});
    return false;
  }
  out_q32 = n == 1 ? 0xffffffffu : static_cast<std::uint32_t>(n * 4294967296.0);
  return true;
}

bool Fields::choice(std::string_view key, const Names& names, std::uint32_t& out) const {
  const Json* value = get(key);
  return value != nullptr && read_choice(*value, place(key), report_, names, out);
}

bool read_text(const Json& json, const Place& place, Report& report, std::string& out) {
  if (!json.is_string()) return wrong_type(json, place, report, "a string");
  out = text_of(json);
  return true;
}

bool read_number(const Json& json, const Place& place, Report& report, double low, double high, double& out) {
  const std::string expected = "a number, " + range_text(low, high);
  if (!json.is_number()) {
    return wrong_type(json, place, report, expected, json.is_string() ? "a number stands without quotes" : "");
  }
  const double n = json.get<double>();
  if (!(n >= low && n <= high)) {
    report.error(place, "out-of-range", {.expected = expected, .found = quote(json)});
    return false;
  }
  out = n;
  return true;
}

bool read_integer(const Json& json, const Place& place, Report& report, std::uint32_t low, std::uint32_t high,
                  std::uint32_t& out) {
  const std::string expected = "a whole number, " + range_text(low, high);
  double n = 0;
  if (!json.is_number()) {
    return wrong_type(json, place, report, expected, json.is_string() ? "a number stands without quotes" : "");
  }
  n = json.get<double>();
  if (!(n >= low && n <= high) || static_cast<double>(static_cast<std::uint32_t>(n)) != n) {
    report.error(place, "out-of-range", {.expected = expected, .found = quote(json)});
    return false;
  }
  out = static_cast<std::uint32_t>(n);
  return true;
}

bool read_choice(const Json& json, const Place& place, Report& report, const Names& names, std::uint32_t& out) {
  if (!json.is_string()) return wrong_type(json, place, report, one_of(names));
  const std::string_view text = text_of(json);
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (names[i] != text) continue;
    out = i;
    return true;
  }
  report.error(place, "unknown-value",
               {.expected = one_of(names), .found = quote(json), .hint = hint_for(text, names)});
  return false;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool read_texts(const Json& json, const Place& place, Report& report, std::vector<std::string>& out) {
  std::string text;
  if (json.is_string()) {
    out.emplace_back(text_of(json));
    return true;
  }
  if (!expect_array(json, place, report, "a string or a list of strings")) return false;
  bool good = true;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (read_text(json[i], Place(place, i), report, text)) {
      out.push_back(text);
    } else {
      good = false;
    }
  }
  return good;
}

bool expect_object(const Json& json, const Place& place, Report& report, std::string_view what) {
  return json.is_object() || wrong_type(json, place, report, std::string(what));
}

bool expect_array(const Json& json, const Place& place, Report& report, std::string_view what) {
  return json.is_array() || wrong_type(json, place, report, std::string(what));
}

}  // namespace tactful

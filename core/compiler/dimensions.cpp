#include <algorithm>

#include "compiler/sensitive.h"
#include "compiler/site.h"
#include "compiler/text.h"

namespace tactful {
namespace {

bool check_value_text(const DraftDimension& dimension, std::string_view value, const Place& place, Report& report);

constexpr std::uint32_t kMostDays = 3650;
constexpr std::size_t kMostBands = 64;

// One entry of `dimensions` while it is read.
class DimensionReader {
 public:
  DimensionReader(const Fields& fields, DraftDimension& dimension, Report& report)
      : fields_(fields), dimension_(dimension), report_(report) {}

  void read_text_keys() {
    std::uint32_t values = 0;
    fields_.choice("values", {"listed", "any"}, values);
    dimension_.any = values == 1;
    each("labels",
         [&](std::string_view value, const Json& json, const Place& place) { read_label(value, json, place); });
    // Values before aliases: what has an entry of its own is nobody's alias.
    for (const std::string_view key : {"aliases", "parents", "complements", "restDays", "repeatAfterDays"}) name_keys(key);
    each("aliases",
         [&](std::string_view value, const Json& json, const Place& place) { read_aliases(value, json, place); });
    each("parents",
         [&](std::string_view value, const Json& json, const Place& place) { read_parent(value, json, place); });
    each("complements",
         [&](std::string_view value, const Json& json, const Place& place) { read_complements(value, json, place); });
    each("restDays", [&](std::string_view value, const Json& json, const Place& place) {
      read_days(value, json, place, dimension_.rest_days, &DraftValue::rest_days, &DraftValue::own_rest);
    });
    each("repeatAfterDays", [&](std::string_view value, const Json& json, const Place& place) {
      read_days(value, json, place, dimension_.repeat_days, &DraftValue::repeat_days, &DraftValue::own_repeat);
    });
  }

  void read_sources(std::string_view name) {
    const Json* from = fields_.get("from");
    if (from != nullptr) {
      const Place place = fields_.place("from");
      read_texts(*from, place, report_, dimension_.params);
      for (std::size_t i = 0; i < dimension_.params.size(); ++i) {
        const Place here = from->is_array() ? Place(place, i) : place;
        if (is_blank(dimension_.params[i]))
          report_.error(here, "empty-text", {.expected = "the name of a parameter"});
        check_sensitive(dimension_.params[i], here, "parameter", dimension_.not_sensitive, report_);
      }
      if (from->is_array() && from->empty())
        report_.error(fields_.place("from"), "empty-list", {.expected = "at least one parameter"});
    } else if (name == "category" || name == "brand") {
      dimension_.params = {"item_" + std::string(name)};
    } else if (name == "price") {
      dimension_.params = {"price"};
    } else {
      dimension_.params = {std::string(name), "item_" + std::string(name)};
    }
  }

 private:
  template <class Read>
  void each(std::string_view key, Read read) {
    const Json* json = fields_.get(key);
    const Place place = fields_.place(key);
    if (json == nullptr || !expect_object(*json, place, report_, "an object of values")) return;
    for (const auto& [value, entry] : json->items()) read(std::string_view(value), entry, Place(place, value));
  }

  // A value as the file spells it; kNone when it cannot be one.
  std::uint32_t name(std::string_view value, const Place& place) {
    return name_checked(dimension_, value, place, report_);
  }

  void name_keys(std::string_view key) {
    const Json* json = fields_.get(key);
    if (json == nullptr || !json->is_object()) return;
    const Place place = fields_.place(key);
    for (const auto& [value, entry] : json->items())
      if (value != "*") name(value, Place(place, value));
  }

  void read_label(std::string_view value, const Json& json, const Place& place) {
    const std::uint32_t index = name(value, place);
    std::string label;
    if (!read_text(json, place, report_, label) || index == kNone) return;
    if (is_blank(label))
      report_.error(place, "empty-text",
                    {.expected = "a text that people read", .hint = "without a label the value itself is read"});
    // A value that is reported need not be so twice.
    if (!is_sensitive(value, dimension_.not_sensitive))
      check_sensitive(label, place, "label", dimension_.not_sensitive, report_);
    dimension_.values[index].label = label;
  }

  void read_aliases(std::string_view value, const Json& json, const Place& place) {
    const std::uint32_t index = name(value, place);
    std::vector<std::string> texts;
    read_texts(json, place, report_, texts);
    for (const std::string& text : texts) {
      if (!check_value_text(dimension_, text, place, report_)) continue;
      const std::uint64_t hash = hash_value(bytes_of(text), dimension_.hash_state);
      const std::uint32_t other = dimension_.find(text);
      if (other == index || index == kNone) continue;
      if (other != kNone) {
        report_.error(
            place, "alias-taken",
            {.expected = "an alias of one value alone",
             .found = quote_text(text) + ", which already means " + quote_text(dimension_.values[other].name)});
        continue;
      }
      dimension_.aliases.emplace(hash, index);
      dimension_.alias_order.push_back(hash);
    }
  }

  void read_parent(std::string_view value, const Json& json, const Place& place) {
    const std::uint32_t child = name(value, place);
    std::string text;
    if (!read_text(json, place, report_, text)) return;
    const std::uint32_t parent = name(text, place);
    if (child == kNone || parent == kNone) return;
    for (std::uint32_t at = parent; at != kNone; at = dimension_.values[at].parent) {
      if (at != child) continue;
      return report_.error(
          place, "parent-cycle",
          {.expected = "a parent that is not itself inside " + quote_text(value), .found = quote(json)});
    }
    if (std::uint32_t& known = dimension_.values[child].parent; known != parent) {
      if (known != kNone) {
        auto& children = dimension_.values[known].children;
        children.erase(std::find(children.begin(), children.end(), child));
      }
      known = parent;
      dimension_.values[parent].children.push_back(child);
    }
  }

  void read_complements(std::string_view value, const Json& json, const Place& place) {
    const std::uint32_t index = name(value, place);
    std::vector<std::string> texts;
    read_texts(json, place, report_, texts);
    for (const std::string& text : texts) {
      const std::uint32_t other = name(text, place);
      if (other == kNone || index == kNone) continue;
      auto& complements = dimension_.values[index].complements;
      if (other == index) {
        report_.error(place, "own-complement",
                      {.expected = "other values than " + quote_text(value), .found = quote_text(text)});
      } else if (std::find(complements.begin(), complements.end(), other) == complements.end()) {
        complements.push_back(other);
      }
    }
  }

  void read_days(std::string_view value, const Json& json, const Place& place, std::uint32_t& for_all,
                 std::uint32_t DraftValue::*days, bool DraftValue::*own) {
    std::uint32_t n = 0;
    if (!read_integer(json, place, report_, 0, kMostDays, n)) return;
    if (value == "*") {
      for_all = n;
    } else if (const std::uint32_t index = name(value, place); index != kNone) {
      dimension_.values[index].*days = n;
      dimension_.values[index].*own = true;
    }
  }

  const Fields& fields_;
  DraftDimension& dimension_;
  Report& report_;
};

}  // namespace

namespace {

// What neither a value nor another spelling of one can be.
bool check_value_text(const DraftDimension& dimension, std::string_view value, const Place& place, Report& report) {
  if (is_blank(value) || value.size() > 128) {
    report.error(place, "bad-value", {.expected = "a value of 1 to 128 bytes", .found = quote_text(value)});
    return false;
  }
  if (dimension.is_other(value)) {
    report.error(place, "bad-value",
                 {.expected = "another name: \"other\" stands for all that is not listed", .found = quote_text(value)});
    return false;
  }
  if (dimension.find(value) == kNone) check_sensitive(value, place, "value", dimension.not_sensitive, report);
  return true;
}

}  // namespace

std::uint32_t name_checked(DraftDimension& dimension, std::string_view value, const Place& place, Report& report) {
  return check_value_text(dimension, value, place, report) ? dimension.name_value(value) : kNone;
}

void read_bands(const Json& json, const Place& place, Report& report, std::vector<double>& out) {
  std::vector<double> edges;
  bool good = json.is_array() && !json.empty() && json.size() <= kMostBands;
  for (std::size_t i = 0; good && i < json.size(); ++i) {
    good = json[i].is_number();
    if (good) edges.push_back(json[i].get<double>());
    good = good && (i == 0 || edges[i] > edges[i - 1]);
  }
  if (good) {
    out = std::move(edges);
  } else {
    report.error(place, "bad-bands",
                 {.expected = "1 to " + std::to_string(kMostBands) + " numbers, each above the one before",
                  .found = quote(json)});
  }
}

void read_dimension(const Json& json, const Place& place, std::uint32_t index, Draft& draft, Report& report) {
  DraftDimension& dimension = draft.dimensions[index];
  const Json* type_json = find_member(json, "type");
  dimension.number = type_json != nullptr && text_of(*type_json) == "number";
  const Names known = dimension.number ? Names{"type", "from", "bands", "notSensitive"}
                                       : Names{"type",    "from",        "values",   "labels",          "aliases",
                                               "parents", "complements", "restDays", "repeatAfterDays", "notSensitive"};
  const Fields fields(json, place, report, known, "an object; {} takes all defaults");
  if (!fields.is_object()) return;
  std::uint32_t type = 0;
  fields.choice("type", {"string", "number"}, type);
  if (fields.text("notSensitive", dimension.not_sensitive) && dimension.not_sensitive.empty())
    report.error(fields.place("notSensitive"), "empty-text", {.expected = "a reason that visitors can read"});
  check_sensitive(dimension.name, place, "dimension", dimension.not_sensitive, report);
  DimensionReader reader(fields, dimension, report);
  reader.read_sources(dimension.name);
  if (dimension.number) {
    if (const Json* bands = fields.get("bands"))
      read_bands(*bands, fields.place("bands"), report, dimension.base_edges);
  } else {
    reader.read_text_keys();
  }
}

}  // namespace tactful

#include "compiler/model.h"

#include <algorithm>

#include "compiler/sensitive.h"
#include "compiler/site.h"
#include "compiler/text.h"

namespace tactful {
namespace {

constexpr double kDefaultBands[] = {20, 50, 100, 200, 500};
constexpr std::uint32_t kMostSegments = 8;

// A value by its name in the model; number dimensions go by the lower edge.
std::uint32_t find_value(const DraftDimension& dimension, std::string_view name) {
  if (!dimension.number) return dimension.find(name);
  for (std::uint32_t i = 0; i < dimension.values.size(); ++i)
    if (dimension.values[i].name == name) return i;
  return kNone;
}

class ModelReader {
 public:
  ModelReader(bool full, Draft& draft, Report& report) : full_(full), draft_(draft), report_(report) {}

  void read(const Fields& root) {
    std::uint32_t version = 1;
    root.integer("model", 1, 1, version);
    root.number("priorStrength", 0, 1e9, draft_.prior_strength);
    root.number("mix", 0, 1, draft_.mix);
    root.number("laterMix", 0, 1, draft_.later_mix);
    root.number("stay", 0, 1, draft_.stay);
    root.number("newest", 0, 1, draft_.newest);
    root.number("satisfied", 0, 1, draft_.satisfied);
    if (const Json* recent = root.get("recent")) read_recent(*recent, root.place("recent"));
    if (const Json* weights = root.get("weights")) read_weights(*weights, root.place("weights"));
    if (const Json* scales = root.get("scales")) read_scales(*scales, root.place("scales"));
    // Values first: the tables below know only what is kept.
    keep_values(root);
    each_dimension(root, "average",
                   [&](DraftDimension& d, const Json& json, const Place& place) { read_average(d, json, place); });
    each_dimension(root, "transitions",
                   [&](DraftDimension& d, const Json& json, const Place& place) { read_transitions(d, json, place); });
    each_dimension(root, "baseRate",
                   [&](DraftDimension& d, const Json& json, const Place& place) { read_base_rates(d, json, place); });
    if (const Json* priors = root.get("priors")) read_priors(*priors, root.place("priors"));
  }

 private:
  template <class Read>
  void each_dimension(const Fields& root, std::string_view key, Read read) {
    const Json* json = root.get(key);
    const Place place = root.place(key);
    if (json == nullptr || !expect_object(*json, place, report_, "an object of dimensions")) return;
    for (const auto& [name, table] : json->items()) {
      const std::uint32_t index = draft_.find_dimension(name);
      const Place here(place, name);
      if (index == kNone) {
        report_.warning_at_key(place, name, "unused",
                               {.expected = "a dimension of the site file", .found = quote_text(name)});
      } else if (expect_object(table, here, report_, "an object of values")) {
        read(draft_.dimensions[index], table, here);
      }
    }
  }

  void read_weights(const Json& json, const Place& place) {
    if (!expect_object(json, place, report_, "an object of event names")) return;
    for (const auto& [name, weight] : json.items()) {
      double n = 0;
      if (read_number(weight, Place(place, name), report_, 0, 1000, n)) draft_.weights.emplace_back(name, n);
    }
  }

  void read_scales(const Json& json, const Place& place) {
    if (!json.is_array() || json.size() != 2)
      return report_.error(place, "wrong-type",
                           {.expected = "two scales, the fast and the slow one", .found = quote(json)});
    const Place fast_place(place, 0), slow_place(place, 1);
    const Fields fast(json[0], fast_place, report_, {"weight"}, "an object like {\"weight\": 16}");
    const Fields slow(json[1], slow_place, report_, {"weight", "most"}, "an object like {\"weight\": 1, \"most\": 30}");
    fast.number("weight", 0, 1e9, draft_.fast_weight);
    slow.number("weight", 0, 1e9, draft_.slow_weight);
    slow.number("most", 0, 1e9, draft_.slow_most);
  }

  void read_recent(const Json& json, const Place& place) {
    const Fields recent(json, place, report_, {"weight", "hours"}, "an object like {\"weight\": 4, \"hours\": 24}");
    recent.number("weight", 0, 4000, draft_.recent_weight);
    recent.integer("hours", 1, 65535, draft_.recent_hours);
  }

  // Lists, beside what authors name, the commonest values of the model.
  void keep_values(const Fields& root) {
    const Json* average = root.get("average");
    if (average == nullptr || !average->is_object()) return;
    for (const auto& [name, table] : average->items()) {
      const std::uint32_t index = draft_.find_dimension(name);
      if (index == kNone || !table.is_object() || draft_.dimensions[index].number) continue;
      DraftDimension& dimension = draft_.dimensions[index];
      std::vector<std::pair<double, const std::string*>> rows;
      for (const auto& member : *table.get_ptr<const Json::object_t*>())
        if (member.second.is_number() && !dimension.is_other(member.first) && dimension.find(member.first) == kNone)
          rows.emplace_back(member.second.get<double>(), &member.first);
      std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
      if (!full_ && rows.size() > kMostModelValues) rows.resize(kMostModelValues);
      for (const auto& row : rows) {
        if (is_kept_out(*row.second, dimension)) continue;
        const std::uint32_t value = dimension.name_value(*row.second);
        dimension.values[value].named = false;
      }
    }
    if (kept_out_ != 0)
      report_.warning(root.here(), "sensitive-left-out",
                      {.found = std::to_string(kept_out_) + (kept_out_ == 1 ? " value, " : " values, the first ") +
                                quote_text(first_kept_out_),
                       .hint = "what is sensitive stays out of the pack and counts as \"other\""});
  }

  bool is_kept_out(const std::string& value, const DraftDimension& dimension) {
    if (!is_sensitive(value, dimension.not_sensitive)) return false;
    if (kept_out_++ == 0) first_kept_out_ = value;
    return true;
  }

  void read_average(DraftDimension& dimension, const Json& table, const Place& place) {
    double sum = 0;
    for (const auto& [name, share] : table.items()) {
      double n = 0;
      if (!read_number(share, Place(place, name), report_, 0, 1, n)) continue;
      sum += n;
      if (dimension.is_other(name)) continue;
      if (dimension.number) {
        spread_over_bands(dimension, table, name, n);
      } else if (const std::uint32_t value = dimension.find(name); value != kNone) {
        dimension.values[value].average += n;
      }
      dimension.has_average = true;
    }
    if (sum > 1.000001)
      report_.error(place, "out-of-range",
                    {.expected = "shares that sum to at most 1", .found = "a sum of " + number_text(sum)});
  }

  // The model knows fewer bounds than the pack when campaigns name their own: a band's share is
  // divided evenly among the parts it was cut into.
  void spread_over_bands(DraftDimension& dimension, const Json& table, const std::string& name, double share) {
    const std::uint32_t first = find_value(dimension, name);
    if (first == kNone) return;
    std::uint32_t end = first + 1;
    while (end < dimension.values.size() && find_member(table, dimension.values[end].name) == nullptr) ++end;
    for (std::uint32_t i = first; i < end; ++i) dimension.values[i].average += share / (end - first);
  }

  void read_transitions(DraftDimension& dimension, const Json& table, const Place& place) {
    for (const auto& [from_name, row] : table.items()) {
      const Place here(place, from_name);
      if (!expect_object(row, here, report_, "an object of values")) continue;
      const std::uint32_t from = find_value(dimension, from_name);
      double sum = 0;
      for (const auto& [to_name, share] : row.items()) {
        double n = 0;
        if (!read_number(share, Place(here, to_name), report_, 0, 1, n)) continue;
        sum += n;
        const std::uint32_t to = find_value(dimension, to_name);
        if (from != kNone && to != kNone && n > 0) dimension.values[from].transitions.push_back({to, n});
      }
      if (sum > 1.000001)
        report_.error(here, "out-of-range",
                      {.expected = "shares that sum to at most 1", .found = "a sum of " + number_text(sum)});
    }
  }

  void read_base_rates(DraftDimension& dimension, const Json& table, const Place& place) {
    for (const auto& [name, counts] : table.items()) {
      Counts out;
      const std::uint32_t value = find_value(dimension, name);
      if (read_counts(counts, Place(place, name), false, out) && value != kNone) dimension.values[value].base = out;
    }
  }

  // {"clicks", "impressions"}, or what a fit of randomised reports gives: {"mean", "sd", "strength"}.
  bool read_counts(const Json& json, const Place& place, bool fitted, Counts& out) {
    Names known = {"clicks", "impressions"};
    if (fitted) known.insert(known.end(), {"mean", "sd", "strength"});
    const Fields fields(json, place, report_, known, "an object like {\"clicks\": 30, \"impressions\": 1000}");
    if (!fields.is_object()) return false;
    if (fitted && fields.get("mean") != nullptr) {
      double mean = 0, sd = 0, strength = 0;
      if (!fields.number("mean", 0, 1, mean)) return false;
      // Without a stated strength, the number of impressions that leave this much doubt.
      if (fields.number("sd", 1e-9, 1, sd)) strength = std::max(0.0, mean * (1 - mean) / (sd * sd) - 1);
      fields.number("strength", 0, 1e12, strength);
      out = {mean * strength, strength};
      return strength > 0;
    }
    if (fields.require("clicks") == nullptr || fields.require("impressions") == nullptr) return false;
    if (!fields.number("clicks", 0, 1e12, out.clicks) || !fields.number("impressions", 0, 1e12, out.impressions))
      return false;
    if (out.clicks > out.impressions) {
      report_.error(place, "out-of-range", {.expected = "no more clicks than impressions", .found = quote(json)});
      return false;
    }
    return out.impressions > 0;
  }

  void read_priors(const Json& json, const Place& place) {
    const Fields fields(json, place, report_, {"segment", "slots"}, "an object");
    std::string segment;
    if (fields.text("segment", segment)) {
      draft_.segment_dimension = draft_.find_dimension(segment);
      if (draft_.segment_dimension == kNone)
        report_.error(fields.place("segment"), "unknown-dimension",
                      {.expected = "a dimension of the site file", .found = quote_text(segment)});
    }
    const Json* slots = fields.get("slots");
    const Place list = fields.place("slots");
    if (slots == nullptr || !expect_object(*slots, list, report_, "an object of slots")) return;
    for (const auto& [name, variants] : slots->items()) {
      const Place here(list, name);
      const std::uint32_t slot = draft_.find_slot(name);
      if (slot == kNone) {
        report_.warning_at_key(list, name, "unused",
                               {.expected = "a slot of the campaigns", .found = quote_text(name)});
      } else if (expect_object(variants, here, report_, "an object of variants")) {
        read_slot_priors(draft_.slots[slot], variants, here);
      }
    }
    if (segments_.size() > kMostSegments)
      report_.error(list, "too-many-segments",
                    {.expected = "at most " + std::to_string(kMostSegments) + " segments",
                     .found = std::to_string(segments_.size())});
  }

  void read_slot_priors(DraftSlot& slot, const Json& variants, const Place& place) {
    for (const auto& [id, rows] : variants.items()) {
      const Place here(place, id);
      DraftVariant* variant = nullptr;
      for (DraftVariant& v : slot.variants)
        if (v.id == id) variant = &v;
      if (variant == nullptr) {
        report_.warning_at_key(place, id, "unused", {.expected = "a variant of the slot", .found = quote_text(id)});
      } else if (expect_object(rows, here, report_, "an object: \"*\" or a segment's value to counts")) {
        for (const auto& [value, counts] : rows.items()) read_prior(*variant, value, counts, Place(here, value));
      }
    }
  }

  void read_prior(DraftVariant& variant, const std::string& name, const Json& json, const Place& place) {
    Counts counts;
    if (!read_counts(json, place, true, counts)) return;
    std::uint32_t segment = kNone;
    if (name != "*") {
      if (draft_.segment_dimension == kNone)
        return report_.error(place, "missing-key",
                             {.expected = "\"segment\": the dimension that " + quote_text(name) + " is a value of"});
      segment = find_value(draft_.dimensions[draft_.segment_dimension], name);
      if (segment == kNone) return;
      if (std::find(segments_.begin(), segments_.end(), segment) == segments_.end()) segments_.push_back(segment);
    }
    // What was measured replaces what the author guessed.
    for (DraftPrior& prior : variant.priors) {
      if (prior.segment != segment) continue;
      prior.counts = counts;
      return;
    }
    variant.priors.push_back({segment, counts});
  }

  bool full_;
  Draft& draft_;
  Report& report_;
  std::vector<std::uint32_t> segments_;
  std::size_t kept_out_ = 0;
  std::string first_kept_out_;
};

}  // namespace

void read_model_bands(const Json* model, const Place& place, Draft& draft, Report& report) {
  const Json* bands = model == nullptr ? nullptr : find_member(*model, "bands");
  const Place bands_place(place, "bands");
  if (bands != nullptr && !expect_object(*bands, bands_place, report, "an object of dimensions")) bands = nullptr;
  if (bands != nullptr) {
    for (const auto& [name, edges] : bands->items()) {
      const std::uint32_t index = draft.find_dimension(name);
      if (index == kNone || !draft.dimensions[index].number)
        report.warning_at_key(bands_place, name, "unused",
                              {.expected = "a dimension of numbers in the site file", .found = quote_text(name)});
    }
  }
  for (DraftDimension& dimension : draft.dimensions) {
    if (!dimension.number) continue;
    const Json* edges = bands == nullptr ? nullptr : find_member(*bands, dimension.name);
    if (edges != nullptr && dimension.base_edges.empty())
      read_bands(*edges, Place(bands_place, dimension.name), report, dimension.base_edges);
    if (dimension.base_edges.empty()) dimension.base_edges.assign(std::begin(kDefaultBands), std::end(kDefaultBands));
    dimension.edges = dimension.base_edges;
  }
}

void make_bands(Draft& draft) {
  for (DraftDimension& dimension : draft.dimensions) {
    if (!dimension.number) continue;
    const auto& edges = dimension.edges;
    for (std::size_t i = 0; i <= edges.size(); ++i) {
      DraftValue band;
      band.name = i != 0 ? number_text(edges[i - 1]) : edges[0] > 0 ? "0" : "min";
      band.label = i == 0              ? "under " + number_text(edges[0])
                   : i == edges.size() ? number_text(edges[i - 1]) + " and more"
                                       : number_text(edges[i - 1]) + " to " + number_text(edges[i]);
      band.hash = hash_value(bytes_of(band.name), dimension.hash_state);
      band.named = true;
      dimension.values.push_back(std::move(band));
    }
  }
}

void read_model(const Json& model, const Place& place, bool full, Draft& draft, Report& report) {
  const Fields root(
      model, place, report,
      {"model", "weights", "scales", "priorStrength", "mix", "average", "transitions", "bands", "baseRate", "priors", "laterMix",
       "stay", "newest", "recent", "satisfied", "$schema"},
      "a model: an object");
  if (root.is_object()) ModelReader(full, draft, report).read(root);
}

}  // namespace tactful

#include "author/fit_model.h"

#include <algorithm>

#include "author/number.h"
#include "author/object_builder.h"
#include "author/value_json.h"

namespace tactful {
namespace {

/// Writes one JSON object: `open`, members, `close`; an object without members leaves no trace.
class Table {
 public:
  Table(std::string_view key, std::string& out) : out_(out), key_(key) {}
  /// Begins the next member; what follows is its value.
  void key(std::string_view name) {
    if (empty_) {
      out_ += ",\n  \"";
      out_ += key_;
      out_ += "\": {";
    }
    out_ += empty_ ? "\n    " : ",\n    ";
    empty_ = false;
    append_json_string(as_bytes(name), out_);
    out_ += ": ";
  }
  ~Table() {
    if (!empty_) out_ += "\n  }";
  }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

 private:
  std::string& out_;
  std::string_view key_;
  bool empty_ = true;
};

/// The members of an object inside a section, on one line.
class Row {
 public:
  explicit Row(std::string& out) : out_(out) { out_ += '{'; }
  void key(std::string_view name) {
    if (!first_) out_ += ", ";
    first_ = false;
    append_json_string(as_bytes(name), out_);
    out_ += ": ";
  }
  void number(std::string_view name, double value) {
    key(name);
    append_number(value, out_);
  }
  ~Row() { out_ += '}'; }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

 private:
  std::string& out_;
  bool first_ = true;
};

/// A share with eight decimals, rounded down so that shares never sum to more than 1.
double cut(double share) { return static_cast<double>(static_cast<std::int64_t>(share * 1e8)) / 1e8; }

/// The bounds of thirds, on two digits.
std::vector<double> thirds(std::vector<double> numbers) {
  std::vector<double> edges;
  if (numbers.size() < 100) return edges;
  std::sort(numbers.begin(), numbers.end());
  for (const std::size_t part : {1, 2}) {
    const double at = numbers[numbers.size() * part / 3];
    double unit = 1;
    while (unit * 100 <= at) unit *= 10;
    while (unit > at / 10 && unit > 1e-3) unit /= 10;
    const double edge = static_cast<double>(static_cast<std::int64_t>(at / unit + 0.5)) * unit;
    if (edge > 0 && (edges.empty() || edge > edges.back())) edges.push_back(edge);
  }
  return edges;
}

/// What did not come among those who were counted comes some time: half an event.
constexpr double kHalf = 0.5;
/// One visitor's heavy use must not decide how often something follows on something.
constexpr double kShrink = 5;

}  // namespace

Vocabulary::Vocabulary(const Visits& visits, const Pack& pack) {
  for (const Dimension& d : pack.dimensions())
    columns_.push_back({std::string(as_text(pack.string(d.name))), (d.flags & kDimensionNumber) != 0, {}, {}, {}});
  std::vector<Spoken> spoken;
  for (const Visits::Event& event : visits.events()) {
    spoken.clear();
    spoken_values(pack, visits.input(event).get("params"), spoken);
    for (const Spoken& each : spoken) {
      Column& column = columns_[each.dimension];
      if (column.number) {
        column.numbers.push_back(each.number);
        continue;
      }
      // What the site file names stays under its own name.
      if (pack.find_value(pack.dimensions()[each.dimension], each.hash) != kNone) continue;
      const auto [at, added] = column.places.try_emplace(each.hash, column.values.size());
      if (added) column.values.push_back({each.hash, std::string(as_text(each.name)), 0, 0, ~0u});
      Named& value = column.values[at->second];
      ++value.events;
      if (value.last_visitor != event.visitor) ++value.visitors;
      value.last_visitor = event.visitor;
    }
  }
}

std::string Vocabulary::model() const {
  std::string out = "{\n  \"model\": 1";
  {
    Table average("average", out);
    for (const Column& column : columns_) {
      std::uint64_t all = 0;
      for (const Named& value : column.values) all += value.events;
      if (all == 0) continue;
      average.key(column.name);
      Row row(out);
      for (const Named& value : column.values)
        if (value.visitors >= kLeastVisitors)
          row.number(value.name, cut(static_cast<double>(value.events) / static_cast<double>(all)));
    }
  }
  write_bands(out);
  return out + "\n}\n";
}

void Vocabulary::write_bands(std::string& out) const {
  Table bands("bands", out);
  for (const Column& column : columns_) {
    const std::vector<double> edges = thirds(column.numbers);
    if (edges.empty()) continue;
    bands.key(column.name);
    char before = '[';
    for (const double edge : edges) {
      out += before;
      before = ',';
      append_number(edge, out);
    }
    out += ']';
  }
}

void Counts::add(const FitData& data, const FitData::Visitor& visitor) {
  const FitData::Event* before = nullptr;
  for (std::uint32_t i = 0; i < visitor.count; ++i) {
    const FitData::Event& event = data.events(visitor)[i];
    promote(data, event);
    if (!event.interest) continue;
    for (const FitData::Target& target : data.targets(event)) {
      const double part = 1 / data.spoken_of(event, target.dimension);
      all_[target.dimension] += part;
      if (target.value != kNone) values_[target.value].events += part;
    }
    if (before != nullptr && event.nth != 0) follow(data, *before, event);
    before = &event;
  }
}

void Counts::follow(const FitData& data, const FitData::Event& from, const FitData::Event& to) {
  for (const FitData::Target& source : data.targets(from)) {
    const double of_dimension = data.spoken_of(to, source.dimension);
    if (source.value == kNone || of_dimension == 0) continue;
    OfValue& value = values_[source.value];
    value.left += 1;
    for (const FitData::Target& target : data.targets(to))
      if (target.dimension == source.dimension && target.value != kNone) value.next[target.value] += 1 / of_dimension;
  }
}

// Heroes shown and clicked speak of their items' values, or of what the campaign says they are for.
void Counts::promote(const FitData& data, const FitData::Event& event) {
  const Value input = data.input(event);
  const Bytes name = input.get("event").text();
  const bool click = name == "select_promotion";
  if (!click && name != "view_promotion") return;
  std::vector<Ref> about;
  for (const FitData::Target& target : data.targets(event))
    if (target.value != kNone) about.push_back(target.value);
  const Value params = input.get("params"), items = params.get("items");
  if (about.empty() && items.count() == 0) promoted(params, about);
  for (Items it(items); about.empty() && it.next();) promoted(it.value(), about);
  for (const Ref value : about) (click ? values_[value].clicks : values_[value].impressions) += 1;
}

void Counts::promoted(Value item, std::vector<Ref>& about) const {
  const Ref slot = pack_.find_slot(item.get("creative_slot").text());
  if (slot == kNone) return;
  for (const Variant& variant : pack_.variants_of(pack_.slots()[slot])) {
    if (pack_.string(variant.id) != item.get("creative_name").text()) continue;
    for (const For& group : pack_.fors().part(variant.for_first, variant.for_count))
      for (const Ref value : pack_.value_sets().part(group.set_first, group.set_count)) about.push_back(value);
  }
}

std::string Counts::model(const Weights& weights, const Vocabulary& vocabulary) const {
  std::string out = "{\n  \"model\": 1";
  {
    Table events("weights", out);
    for (const auto& [name, weight] : weights.events) {
      events.key(name);
      append_number(weight, out);
    }
  }
  out += ",\n  \"scales\": [{\"weight\": ";
  append_number(weights.fast_weight, out);
  out += "}, {\"weight\": 1, \"most\": ";
  append_number(weights.slow_most, out);
  out += "}],\n  \"priorStrength\": ";
  append_number(weights.prior_strength, out);
  out += ",\n  \"mix\": ";
  append_number(weights.mix, out);
  out += ",\n  \"laterMix\": ";
  append_number(weights.later_mix, out);
  out += ",\n  \"stay\": ";
  append_number(cut(stay()), out);
  out += ",\n  \"newest\": ";
  append_number(weights.newest, out);
  out += ",\n  \"recent\": {\"weight\": ";
  append_number(weights.recent_weight, out);
  out += ", \"hours\": ";
  append_number(weights.recent_hours, out);
  out += "}, \"satisfied\": ";
  append_number(weights.satisfied, out);
  write_averages(out);
  write_transitions(out);
  vocabulary.write_bands(out);
  write_base_rates(out);
  return out + "\n}\n";
}

void Counts::write_averages(std::string& out) const {
  Table section("average", out);
  for (std::uint32_t d = 0; d < pack_.dimensions().size; ++d) {
    const Dimension& dimension = pack_.dimensions()[d];
    if (all_[d] == 0) continue;
    section.key(as_text(pack_.string(dimension.name)));
    Row row(out);
    // All of them, so that every pack of a fit has the same values in the same places.
    const double all = all_[d] + kHalf * dimension.value_count;
    for (const Ref value : commonest(dimension)) row.number(name_of(value), cut((values_[value].events + kHalf) / all));
  }
}

double Counts::stay() const {
  double same = 0, all = 0;
  for (Ref value = 0; value < values_.size(); ++value) {
    const auto at = values_[value].next.find(value);
    if (at != values_[value].next.end()) same += at->second;
    all += values_[value].left;
  }
  return all == 0 ? 0 : same / all;
}

void Counts::write_transitions(std::string& out) const {
  Table section("transitions", out);
  const double staying = stay();
  for (const Dimension& d : pack_.dimensions()) {
    section.key(as_text(pack_.string(d.name)));
    out += '{';
    char before = '\n';
    for (const Ref value : commonest(d)) {
      if (values_[value].left == 0) continue;
      out += before == '\n' ? "\n      " : ",\n      ";
      before = ',';
      append_json_string(as_bytes(name_of(value)), out);
      out += ": ";
      Row row(out);
      for (const auto& [to, count] : destinations(values_[value]))
        row.number(name_of(to), cut((count + (to == value ? kShrink * staying : 0)) / (values_[value].left + kShrink)));
    }
    out += '}';
  }
}

void Counts::write_base_rates(std::string& out) const {
  Table section("baseRate", out);
  for (const Dimension& d : pack_.dimensions()) {
    double shown = 0;
    for (Ref value = d.value_first; value < d.value_first + d.value_count; ++value) shown += values_[value].impressions;
    if (shown == 0) continue;
    section.key(as_text(pack_.string(d.name)));
    Row row(out);
    for (Ref value = d.value_first; value < d.value_first + d.value_count; ++value) {
      const OfValue& counts = values_[value];
      if (counts.impressions == 0) continue;
      row.key(name_of(value));
      Row rate(out);
      // A click whose impression the log lost cannot make a rate above 1.
      rate.number("clicks", std::min(counts.clicks, counts.impressions));
      rate.number("impressions", counts.impressions);
    }
  }
}

std::string_view Counts::name_of(Ref value) const { return as_text(pack_.string(pack_.values()[value].name)); }

std::vector<Ref> Counts::commonest(const Dimension& d) const {
  std::vector<Ref> out;
  for (Ref value = d.value_first; value < d.value_first + d.value_count; ++value) out.push_back(value);
  std::sort(out.begin(), out.end(), [this](Ref a, Ref b) {
    const double x = values_[a].events, y = values_[b].events;
    return x != y ? x > y : name_of(a) < name_of(b);
  });
  return out;
}

std::vector<std::pair<Ref, double>> Counts::destinations(const OfValue& value) const {
  std::vector<std::pair<Ref, double>> out(value.next.begin(), value.next.end());
  std::sort(out.begin(), out.end(), [this](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : name_of(a.first) < name_of(b.first);
  });
  if (out.size() > kMostDestinations) out.resize(kMostDestinations);
  return out;
}

}  // namespace tactful

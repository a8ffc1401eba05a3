#include <algorithm>

#include "base/fixed.h"
#include "compiler/pack_writer.h"
#include "compiler/text.h"
#include "compiler/zones.h"

namespace tactful {
namespace {

std::uint16_t u16(std::uint32_t n) { return static_cast<std::uint16_t>(n); }

// A share of one as Q32; the largest value stands for one.
std::uint32_t share_q32(double share) {
  return share >= 1 ? 0xffffffffu : static_cast<std::uint32_t>(share * 4294967296.0);
}

// What a value says of its days, or the nearest value around it, or the dimension.
std::uint16_t days_of(const DraftDimension& d, std::uint32_t value, std::uint32_t for_all,
                      std::uint32_t DraftValue::*days, bool DraftValue::*own) {
  for (std::uint32_t at = value; at != kNone; at = d.values[at].parent)
    if (d.values[at].*own) return u16(d.values[at].*days);
  return u16(for_all);
}

}  // namespace

void PackWriter::number_facts() {
  // Every dimension is a fact, whether or not a variant reads it.
  for (std::uint32_t i = 0; i < draft_.dimensions.size(); ++i)
    draft_.fact(draft_.dimensions[i].name, FactKind::kDimension, 0, u16(i));
  std::vector<std::uint32_t> order(draft_.facts.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return draft_.facts[a].name < draft_.facts[b].name; });
  fact_refs_.resize(order.size());
  for (const std::uint32_t i : order) {
    const DraftFact& fact = draft_.facts[i];
    fact_refs_[i] = out_.add(k_facts, Fact{draft_.string(fact.name), fact.kind, fact.index, fact.dimension});
  }
}

void PackWriter::number_values() {
  Ref next = 0;
  for (const DraftDimension& d : draft_.dimensions) {
    std::vector<std::uint32_t> order(d.values.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    if (!d.number)
      std::sort(order.begin(), order.end(),
                [&](std::uint32_t a, std::uint32_t b) { return d.values[a].hash < d.values[b].hash; });
    std::vector<std::vector<std::uint32_t>> children(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
      if (d.values[i].parent != kNone) children[d.values[i].parent].push_back(i);
    children_.push_back(std::move(children));
    std::vector<Ref> refs(order.size());
    for (const std::uint32_t i : order) refs[i] = next++;
    value_order_.push_back(std::move(order));
    value_refs_.push_back(std::move(refs));
  }
}

void PackWriter::write_site() {
  const Draft& d = draft_;
  Site site{};
  site.id_hash = hash64(bytes_of(d.site));
  site.name = draft_.string(d.site);
  site.currency = d.currency.empty() ? kNone : draft_.string(d.currency);
  site.zone = d.zone;
  site.control_q32 = d.control_q32;
  site.keep_days = u16(d.keep_days);
  site.forget_after_days = u16(d.forget_after_days);
  site.lapsed_after_days = u16(d.lapsed_after_days);
  site.repeat_purchases = u16(d.repeat_purchases);
  site.segment_dimension = d.segment_dimension;
  site.fast_weight = d.fast_weight;
  site.slow_weight = d.slow_weight;
  site.slow_most = d.slow_most;
  site.prior_strength = d.prior_strength;
  site.mix = d.mix;
  site.enough = d.enough;
  site.later_mix = d.later_mix < 0 ? d.mix : d.later_mix;
  site.stay = d.stay;
  site.newest = d.newest;
  site.satisfied = d.satisfied;
  site.recent_weight_q4 = u16(to_fixed(d.recent_weight, 4));
  site.recent_hours = u16(d.recent_hours);
  out_.add(k_site, site);

  std::vector<EventWeight> weights;
  for (const auto& [name, weight] : d.weights)
    weights.push_back({hash64(bytes_of(name)), to_fixed(weight, 16), 0});
  std::sort(weights.begin(), weights.end(), [](const EventWeight& a, const EventWeight& b) { return a.hash < b.hash; });
  for (const EventWeight& weight : weights) out_.add(k_weights, weight);
}

void PackWriter::write_dimensions() {
  for (std::uint32_t i = 0; i < draft_.dimensions.size(); ++i) {
    const DraftDimension& d = draft_.dimensions[i];
    Dimension out{};
    out.hash_state = d.hash_state;
    out.name = draft_.string(d.name);
    for (std::uint32_t f = 0; f < draft_.facts.size(); ++f)
      if (draft_.facts[f].name == d.name) out.fact = fact_refs_[f];
    out.average_other = 1;
    bool transitions = false;
    for (const DraftValue& value : d.values) {
      out.average_other -= value.average;
      transitions = transitions || !value.transitions.empty();
    }
    if (!d.has_average || out.average_other < 0) out.average_other = 0;
    out.flags = (d.number ? kDimensionNumber : 0u) | (d.any ? kDimensionAny : 0u) |
                (d.has_average ? kDimensionHasAverage : 0u) | (transitions ? kDimensionHasTransitions : 0u);
    out.value_first = out_.count<DimensionValue>(k_values);
    out.value_count = static_cast<std::uint32_t>(d.values.size());
    write_values(i);

    out.alias_first = out_.count<Alias>(k_aliases);
    std::vector<std::uint64_t> aliases = d.alias_order;
    std::sort(aliases.begin(), aliases.end());
    for (const std::uint64_t hash : aliases) out_.add(k_aliases, Alias{hash, value_ref(i, d.aliases.at(hash)), 0});
    out.alias_count = static_cast<std::uint32_t>(aliases.size());

    out.param_first = out_.count<Param>(k_params);
    for (const std::string& param : d.params) out_.add(k_params, Param{draft_.string(param)});
    out.param_count = static_cast<std::uint32_t>(d.params.size());

    out.edge_first = out_.count<double>(k_edges);
    for (const double edge : d.edges) out_.add(k_edges, edge);
    out.edge_count = static_cast<std::uint32_t>(d.edges.size());
    out.rest_days = u16(d.rest_days);
    out.repeat_days = u16(d.repeat_days);
    out_.add(k_dimensions, out);
  }
}

void PackWriter::write_values(std::uint32_t dimension) {
  const DraftDimension& d = draft_.dimensions[dimension];
  for (const std::uint32_t i : value_order_[dimension]) {
    const DraftValue& value = d.values[i];
    DimensionValue out{};
    out.hash = value.hash;
    out.average = value.average;
    out.name = draft_.string(value.name);
    out.label = value.label.empty() ? kNone : draft_.string(value.label);
    out.parent = value.parent == kNone ? kNone : value_ref(dimension, value.parent);
    out.transition_first = out_.count<Transition>(k_transitions);
    for (const DraftTransition& t : value.transitions)
      out_.add(k_transitions, Transition{value_ref(dimension, t.to), share_q32(t.share)});
    out.transition_count = static_cast<std::uint32_t>(value.transitions.size());
    std::vector<Ref> complements;
    for (const std::uint32_t other : value.complements) complements.push_back(value_ref(dimension, other));
    std::sort(complements.begin(), complements.end());
    const SetRange range = set(complements);
    out.complement_first = range.first;
    out.complement_count = range.count;
    out.rest_days = days_of(d, i, d.rest_days, &DraftValue::rest_days, &DraftValue::own_rest);
    out.repeat_days = days_of(d, i, d.repeat_days, &DraftValue::repeat_days, &DraftValue::own_repeat);
    out_.add(k_values, out);
  }
}

void PackWriter::write_base_rates() {
  for (std::uint32_t d = 0; d < draft_.dimensions.size(); ++d)
    for (const std::uint32_t i : value_order_[d]) {
      const Counts& base = draft_.dimensions[d].values[i].base;
      if (base.impressions > 0) out_.add(k_base_rates, BaseRate{base.clicks, base.impressions, value_ref(d, i), 0});
    }
}

void PackWriter::write_attributes() {
  for (const DraftAttribute& a : draft_.attributes) {
    Attribute out{draft_.string(a.path), a.kind, a.index, a.dimension, a.first, a.count, kNone};
    if (a.fact != kNone) out.fact = fact_refs_[a.fact];
    std::vector<Ref> members;
    if (a.kind == AttributeKind::kAffinity || a.kind == AttributeKind::kViews) {
      members = resolve(a.dimension, a.set);
    } else if (a.kind == AttributeKind::kBand) {
      // Where "middle" begins and where "high" does: campaigns may have cut the bands further.
      const DraftDimension& d = draft_.dimensions[a.dimension];
      for (const double edge : {d.base_edges.front(), d.base_edges.back()}) {
        const auto at = std::lower_bound(d.edges.begin(), d.edges.end(), edge) - d.edges.begin();
        members.push_back(value_ref(a.dimension, static_cast<std::uint32_t>(at) + 1));
      }
    }
    if (a.kind >= AttributeKind::kAffinity) {
      const SetRange range = set(members);
      out.first = range.first;
      out.count = range.count;
    }
    out_.add(k_attributes, out);
  }
}

void PackWriter::write_declared() {
  for (const DraftDeclared& d : draft_.declared)
    out_.add(k_declared, Declared{draft_.string(d.name), d.type, d.keep, static_cast<std::uint8_t>(d.personal), 0});
  for (const DraftPeriod& period : draft_.periods)
    for (const Period& range : period.ranges) out_.add(k_periods, range);
  for (const DraftDimension& d : draft_.dimensions)
    if (!d.not_sensitive.empty()) out_.add(k_notes, Note{draft_.string(d.name), draft_.string(d.not_sensitive)});
  for (const DraftDeclared& d : draft_.declared)
    if (!d.not_sensitive.empty()) out_.add(k_notes, Note{draft_.string(d.name), draft_.string(d.not_sensitive)});
}

void PackWriter::write_zones() {
  for (const DraftZone& zone : draft_.zones) {
    const std::vector<ZoneChange> changes = zone_changes(zone.zone, zone.from_year, zone.until_year);
    const std::uint32_t first = out_.count<ZoneChange>(k_zone_changes);
    for (const ZoneChange& change : changes) out_.add(k_zone_changes, change);
    out_.add(k_zones, Zone{draft_.string(zone_name(zone.zone)), first, static_cast<std::uint32_t>(changes.size())});
  }
}

void PackWriter::write_conditions() {
  std::vector<std::uint8_t>& code = out_.bytes[k_condition_code];
  if (!draft_.conditions.empty()) out_.add(k_condition_offsets, std::uint32_t{0});
  for (const DraftCondition& condition : draft_.conditions) {
    code.insert(code.end(), condition.code.begin(), condition.code.end());
    out_.add(k_condition_offsets, static_cast<std::uint32_t>(code.size()));
  }
  for (const DraftAudience& audience : draft_.audiences)
    out_.add(k_audiences, Audience{draft_.string(audience.name), audience.condition});
  out_.bytes[k_automata].assign(draft_.automata.begin(), draft_.automata.end());
}

}  // namespace tactful

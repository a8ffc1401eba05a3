#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/json.h"
#include "pack/layout.h"

namespace tactful {

/// What the pack will say, by name and in the order of the files, before anything is sorted or
/// numbered. Reading fills it; pack_writer turns it into sections. Indexes here are the draft's own,
/// unless a comment says that they are the pack's already.

/// A stretch of numbers, `low` included, `high` not.
struct Interval {
  double low, high;
};
/// Values of one dimension: of a text dimension by index, of a number dimension by stretch.
struct ValueSet {
  std::vector<std::uint32_t> values;
  std::vector<Interval> intervals;
};

struct DraftTransition {
  std::uint32_t to;
  double share;
};
struct Counts {
  double clicks = 0, impressions = 0;
};

struct DraftValue {
  std::string name;
  std::string label;  ///< empty: the name
  std::uint64_t hash = 0;
  std::uint32_t parent = kNone;
  std::vector<std::uint32_t> children;
  std::vector<std::uint32_t> complements;
  std::vector<DraftTransition> transitions;
  std::uint32_t rest_days = 0, repeat_days = 0;
  bool own_rest = false, own_repeat = false;
  double average = 0;
  Counts base;         ///< clicks and impressions of heroes about it, from the model
  bool named = false;  ///< by an author, not the model alone
  const SourceFile* first_named_in = nullptr;  ///< null: the site file lists it, or the model alone knows it
  std::string first_named_at;                  ///< the pointer of the place in `for` or a condition
};

struct DraftDimension {
  std::string name;
  std::uint64_t hash_state = 0;
  bool number = false, any = false, has_average = false;
  std::vector<std::string> params;
  std::vector<DraftValue> values;                            ///< of numbers: filled when the edges are final
  std::unordered_map<std::uint64_t, std::uint32_t> by_hash;  ///< values
  std::unordered_map<std::uint64_t, std::uint32_t> aliases;  ///< their hash to the value
  std::vector<std::uint64_t> alias_order;
  std::vector<double> base_edges;                        ///< of numbers: what "low", "middle", "high" stand between
  std::vector<double> edges;                             ///< base_edges and every bound that a campaign names
  std::vector<std::pair<double, double>> band_averages;  ///< lower edge and share, from the model
  std::uint32_t rest_days = 0, repeat_days = 0;
  std::string not_sensitive;  ///< the author's reason, if one was given

  /// The value of this name (aliases followed), or kNone.
  std::uint32_t find(std::string_view value) const;
  /// The same, added when new and marked as named by an author.
  std::uint32_t name_value(std::string_view value);
  /// Whether it is a spelling of "other", which stands for all that is not listed.
  bool is_other(std::string_view value) const;
  /// The value itself, then all that lies below it.
  std::vector<std::uint32_t> with_descendants(std::uint32_t value) const;
  /// A stretch whose bounds become edges.
  void name_bounds(const Interval& interval);
};

struct DraftDeclared {
  std::string name;
  std::uint8_t type = 0, keep = 0;
  bool personal = true;
  std::string not_sensitive;
};

struct DraftFact {
  std::string name;
  FactKind kind;
  std::uint8_t index = 0;
  std::uint16_t dimension = kNoFact;
};

/// What a condition reads; its index is the pack's.
struct DraftAttribute {
  std::string path;
  AttributeKind kind = AttributeKind::kPath;
  std::uint8_t index = 0;
  std::uint16_t dimension = 0;
  ValueSet set;                        ///< kAffinity, kViews
  std::uint32_t first = 0, count = 0;  ///< kPeriod: range of periods
  std::uint32_t fact = kNone;          ///< in facts
  std::uint8_t type = 0;               ///< of its values: 0 any, else as Declared::type
  bool per_load = false;               ///< a signal that every page load gives anew
  std::uint8_t clock = 0;              ///< SlotRead bits
  bool stated = false;                 ///< declared under "attributes"
  bool leans = false;                  ///< makes a decision personal: affinity, top, band, views, considering
};

struct DraftLiteral {
  Ref attribute;
  std::string text;  ///< if `is_text`
  double number = 0;
  bool is_text = false;
};

inline bool operator==(const DraftLiteral& a, const DraftLiteral& b) {
  return a.attribute == b.attribute && a.is_text == b.is_text && a.number == b.number && a.text == b.text;
}

/// A compiled condition; its index is the pack's.
struct DraftCondition {
  std::vector<std::uint8_t> code;
  std::vector<Ref> attributes;  ///< audiences' included, each once
  std::vector<DraftLiteral> literals;  ///< likewise
};

/// Its index is the pack's: an audience comes after those that it names.
struct DraftAudience {
  std::string name;
  Ref condition;
};
struct DraftGroup {
  std::string name;
  const Json* members;
};
struct DraftPeriod {
  std::string name;
  std::vector<Period> ranges;
  std::uint32_t first = 0;  ///< in the pack
};
struct DraftZone {
  std::uint32_t zone;                  ///< in the table of zones
  std::int32_t from_year, until_year;  ///< `until_year` not included; from 0: all of the table
};
struct DraftSchedule {
  Schedule schedule;  ///< the record, its zone an index in Draft::zones
  std::string words;  ///< as people say it
};

struct DraftFor {
  std::uint32_t dimension;
  ValueSet set;
};
struct DraftPrior {
  std::uint32_t segment;  ///< value of the segment's dimension, or kNone
  Counts counts;
};

struct DraftVariant {
  std::string id;
  const SourceFile* file = nullptr;
  std::string pointer;  ///< of its object, for what is found later
  const Json* content = nullptr;
  std::vector<std::string> pictures;
  std::vector<DraftFor> fors;
  const Json* when = nullptr;
  std::vector<std::string> audiences;
  Ref condition = kNone;
  std::uint32_t schedule = kNone;
  std::vector<DraftPrior> priors;
  std::uint32_t cap_impressions = 0, cap_days = 0;
  Help help = Help::kNo;
  bool only = false, templates = false, personal = false, reads_customer = false;
  std::vector<std::uint32_t> facts;  ///< customer data it reads, in facts
  /// Dimensions by which an item of the catalogue is chosen for it, and what it shows of that; empty: it shows none.
  std::vector<std::uint32_t> item;
  std::vector<std::string> item_shows;
};

struct DraftCampaign {
  std::string id;
  const SourceFile* file;
};

struct DraftSlot {
  std::string name, campaign, default_id;
  std::uint32_t explore_q32 = 0;
  Prefetch prefetch = Prefetch::kAll;
  std::uint32_t max_dimensions[kStages] = {1, 2, 3, 3, 3};
  const SourceFile* file = nullptr;
  std::string pointer;
  std::vector<DraftVariant> variants;
  std::vector<std::string> pictures;  ///< distinct, in fetch order
};

struct Draft {
  std::string site, currency;
  std::uint32_t zone = kNone;  ///< in zones
  std::uint32_t control_q32 = 0;
  std::uint32_t keep_days = 365, forget_after_days = 90, lapsed_after_days = 180, repeat_purchases = 2;
  std::string model;  ///< the file that the site names

  double fast_weight = 16, slow_weight = 1, slow_most = 30, prior_strength = 3, mix = 0.2, enough = 1.5, stay = 0, newest = 0.3, satisfied = 0,
         recent_weight = 0;
  std::uint32_t recent_hours = 0;  ///< 0: no fading
  double later_mix = -1;  ///< below 0: mix
  std::uint32_t segment_dimension = kNone;
  std::vector<std::pair<std::string, double>> weights;

  std::vector<DraftDimension> dimensions;
  std::vector<DraftDeclared> declared;
  std::vector<std::string> restated;  ///< attributes of Tactful's that the site declares all the same: its word may differ
  std::vector<DraftGroup> groups;
  std::vector<DraftPeriod> periods;
  std::vector<DraftAudience> audiences;
  std::vector<DraftZone> zones;
  std::vector<DraftSchedule> schedules;

  std::vector<DraftFact> facts;
  std::vector<DraftAttribute> attributes;
  std::vector<DraftCondition> conditions;
  std::vector<DraftCampaign> campaigns;
  std::vector<DraftSlot> slots;
  std::string automata;

  std::vector<std::string> strings;  ///< the pack's, in order of first use
  std::unordered_map<std::string, Ref> string_index;

  Ref string(std::string_view text);
  std::uint32_t find_dimension(std::string_view name) const;
  std::uint32_t find_slot(std::string_view name) const;
  /// The fact of this name, made when new.
  std::uint32_t fact(std::string_view name, FactKind kind, std::uint8_t index = 0, std::uint16_t dimension = kNoFact);
};

}  // namespace tactful

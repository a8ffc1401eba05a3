#pragma once
#include <cstdint>

/// The binary pack: every record, in the order of docs/pack-format.md. All integers and doubles
/// are little-endian; records are read in place, so a pack must lie on an 8-byte boundary and
/// every section starts on one. Fields named `*_first`/`*_count` are ranges of another section,
/// fields of type Ref are indexes; verify.cpp holds the table of what each may point at.
namespace tactful {

constexpr std::uint32_t kPackMagic = 0x54434154;  // "TACT"
constexpr std::uint16_t kPackMajor = 1;
constexpr std::uint16_t kPackMinor = 0;
/// Feature bits this runtime understands; a pack that requires another is "too new".
constexpr std::uint32_t kPackFeatures = 0;

using Ref = std::uint32_t;
constexpr Ref kNone = 0xffffffff;

struct PackHeader {
  std::uint32_t magic;
  std::uint16_t major;
  std::uint16_t minor;
  std::uint32_t length;             ///< of the whole pack
  std::uint32_t required_features;  ///< bits that must all be known
  std::uint32_t checksum;           ///< checksum32 of everything after this field
  std::uint32_t section_count;
};
static_assert(sizeof(PackHeader) == 24);

/// Follows the header, `section_count` times, ascending by id. Unknown ids are skipped.
struct Section {
  std::uint32_t id;
  std::uint32_t offset;  ///< from the start of the pack, 8-aligned
  std::uint32_t length;  ///< bytes
};
static_assert(sizeof(Section) == 12);

/// X(id, name, record): sections of records. Ids are frozen; 64 and up are reserved for parts
/// that are not read by runtime.wasm (author's names, source maps).
#define TACTFUL_SECTIONS(X)            \
  X(1, string_offsets, std::uint32_t)     \
  X(2, string_bytes, std::uint8_t)     \
  X(3, site, Site)                     \
  X(4, dimensions, Dimension)          \
  X(5, values, DimensionValue)         \
  X(6, aliases, Alias)                 \
  X(7, params, Param)                  \
  X(8, edges, double)                  \
  X(9, weights, EventWeight)           \
  X(10, transitions, Transition)       \
  X(11, value_sets, std::uint32_t)     \
  X(12, attributes, Attribute)         \
  X(13, facts, Fact)                   \
  X(14, condition_offsets, std::uint32_t) \
  X(15, condition_code, std::uint8_t)  \
  X(16, zones, Zone)                   \
  X(17, zone_changes, ZoneChange)      \
  X(18, periods, Period)               \
  X(19, schedules, Schedule)           \
  X(20, slots, Slot)                   \
  X(21, variants, Variant)             \
  X(22, fors, For)                     \
  X(23, contents, std::uint8_t)        \
  X(24, pictures, std::uint32_t)       \
  X(25, priors, Prior)                 \
  X(26, plan_literals, PlanLiteral)    \
  X(27, declared, Declared)            \
  X(28, index_rows, IndexRow)          \
  X(29, index_variants, std::uint32_t) \
  X(30, audiences, Audience)           \
  X(31, automata, std::uint8_t)        \
  X(33, templates, std::uint8_t)       \
  X(34, catalogue, std::uint8_t)       \
  X(35, base_rates, BaseRate)          \
  X(36, notes, Note)

/// The whole site: exactly one record.
struct Site {
  std::uint64_t id_hash;  ///< hash64 of the site's name; a profile carries it
  Ref name;               ///< string
  Ref currency;           ///< string or none
  Ref zone;               ///< named zone of the site, or none: the visitor's
  std::uint32_t control_q32;     ///< share of visitors in control; 0xffffffff stands for all
  std::uint16_t keep_days;       ///< 1..390
  std::uint16_t forget_after_days;
  std::uint16_t lapsed_after_days;    ///< stage `lapsed`
  std::uint16_t repeat_purchases;     ///< stage `repeat` from this many on
  std::uint32_t segment_dimension;    ///< priors' segment, or none
  // The model (docs/profile.md), after `fit` or untuned.
  std::uint16_t recent_weight_q4;  ///< 0; what a value had gathered when it was last seen, against habits
  std::uint16_t recent_hours;      ///< after which a quarter is left of that, and of what a visit sends on; 0: no fading
  double fast_weight;     ///< 16
  double slow_weight;     ///< 1
  double slow_most;       ///< 30
  double prior_strength;  ///< 3
  double mix;             ///< 0.2; used where transitions exist
  double enough;          ///< 1.5; evidence, in views faded by age, that makes an interest personal
  double later_mix;       ///< in place of mix between visits and as one begins
  double stay;            ///< 0; how often what the transitions have no row of is followed by itself
  double newest;          ///< 0.3; how much of a visit's evidence counts for what came last
  double satisfied;       ///< 0; the part of a value's weight that goes when it is bought, and comes back by recent_hours
};

enum DimensionFlag : std::uint32_t {
  kDimensionNumber = 1,        ///< values are bands between `edges`, in order, not by hash
  kDimensionAny = 2,           ///< unlisted values are kept by name
  kDimensionHasAverage = 4,    ///< the model states averages; else equal over the values known
  kDimensionHasTransitions = 8,
};

struct Dimension {
  std::uint64_t hash_state;  ///< hash64 of the name; hash_value() of a value starts from it
  double average_other;      ///< average share of what is not listed
  Ref name;
  Ref fact;  ///< its entry in `facts`
  std::uint32_t flags;
  std::uint32_t value_first, value_count;  ///< ascending by hash, unless kDimensionNumber
  std::uint32_t alias_first, alias_count;  ///< ascending by hash
  std::uint32_t param_first, param_count;  ///< parameter names it is read from
  std::uint32_t edge_first, edge_count;    ///< numbers: value_count == edge_count + 1
  std::uint16_t rest_days, repeat_days;    ///< for values that say nothing of their own; 0 none
};

struct DimensionValue {
  std::uint64_t hash;
  double average;   ///< share of the site's visitors' evidence, 0..1
  Ref name;         ///< as the pack spells it; for bands the lower edge as text
  Ref label;        ///< for people; none: the name
  Ref parent;       ///< value or none
  std::uint32_t transition_first, transition_count;
  std::uint32_t complement_first, complement_count;  ///< in value_sets
  std::uint16_t rest_days, repeat_days;              ///< 0 none
};

struct Alias {
  std::uint64_t hash;
  Ref value;
  std::uint32_t reserved;
};

/// A parameter name that feeds a dimension, in the order of the site file.
struct Param {
  Ref name;
};

/// Weight of an event name where the model states it; others have the core's own.
struct EventWeight {
  std::uint64_t hash;         ///< hash64 of the event's name; ascending
  std::uint32_t weight_q16;   ///< 1 << 16 is one view
  std::uint32_t reserved;
};

struct Transition {
  Ref value;  ///< to
  std::uint32_t share_q32;
};

/// How a condition's path is found (targeting/attributes.h says what each kind answers). A value
/// that the site states under the same path always comes first, then a signal given by name.
enum class AttributeKind : std::uint8_t {
  kPath,             ///< only what is given: declared attributes, utm.*, query.*
  kSignal,           ///< index: targeting/signals.def
  kDaysTo,           ///< index: season 0 spring .. 3 winter
  kPeriod,           ///< range: periods
  kFact,             ///< index: profile/facts.def
  kAffinity,         ///< dimension, range: value_sets
  kTop,              ///< dimension
  kBand,             ///< dimension, range of two values: the first "middle" band, the first "high" one
  kViews,            ///< dimension, range
  kConsidering,      ///< dimension
  kConsideringDays,  ///< dimension
  kCart,             ///< dimension
  kDue,              ///< dimension
};

struct Attribute {
  Ref path;  ///< as written, dots included
  AttributeKind kind;
  std::uint8_t index;
  std::uint16_t dimension;
  std::uint32_t first, count;
  Ref fact;  ///< the customer-data dimension it belongs to, or none: a signal, free
};

enum class FactKind : std::uint8_t { kStated, kArrival, kDimension, kProfile };

/// One customer-data dimension as the governor counts them. Ascending by name, so that ties
/// by name are ties by index.
struct Fact {
  Ref name;
  FactKind kind;
  std::uint8_t index;  ///< kProfile: profile/facts.def
  std::uint16_t dimension;
};

struct Zone {
  Ref name;
  std::uint32_t change_first, change_count;  ///< ascending; the first holds before it too
};
struct ZoneChange {
  std::int64_t from_ms;  ///< UTC
  std::int32_t offset_minutes;
  std::uint32_t reserved;
};

/// A stretch of local time, `from` included, `until` not; milliseconds as if local were UTC.
struct Period {
  std::int64_t from_local_ms, until_local_ms;
};

struct Schedule {
  std::int64_t from_local_ms, until_local_ms;  ///< INT64_MIN / INT64_MAX where open
  Ref zone;                                    ///< or none: the visitor's
  std::uint16_t from_minute, until_minute;     ///< of the day; equal: all day; may wrap midnight
  std::uint32_t weekdays;                      ///< bit 0 Monday .. bit 6 Sunday; 127 every day
  std::uint32_t reserved;
};

enum class Prefetch : std::uint8_t { kAll, kChosen, kNone };

/// X(name): the stages of a relationship, in the order of `max_dimensions`.
enum class Stage : std::uint8_t { kNew, kReturning, kCustomer, kRepeat, kLapsed };
constexpr std::uint32_t kStages = 5;

struct Slot {
  std::uint64_t hash;  ///< hash64 of the name
  Ref name;
  Ref campaign;
  Ref default_variant;  ///< index in `variants`
  std::uint32_t explore_q32;
  std::uint32_t variant_first, variant_count;  ///< file order, the default included
  std::uint32_t fact_first, fact_count;        ///< in value_sets: facts that some variant reads
  std::uint32_t literal_first, literal_count;  ///< plan_literals, ascending by attribute
  std::uint32_t signal_first, signal_count;    ///< in value_sets: attributes that its conditions
                                               ///< read and every page load gives anew (not time)
  std::uint32_t picture_first, picture_count;  ///< strings, in fetch order, the default's not known
  std::uint32_t index_first, index_count;      ///< index_rows, ascending by value
  // Parts of index_variants, so that a decision touches only what may matter (docs/pack-format.md):
  std::uint32_t always_first, always_count;  ///< variants without `for`, the default apart
  std::uint32_t timed_first, timed_count;    ///< variants with a schedule
  std::uint32_t hashed_first, hashed_count;  ///< all, ascending by hash
  std::uint8_t max_dimensions[kStages];
  Prefetch prefetch;
  std::uint8_t reads;  ///< SlotRead bits: what beside its own records a decision must look at
  std::uint8_t reserved;
};
enum SlotRead : std::uint8_t {
  kReadsHour = 1,      ///< conditions read the hour
  kReadsCalendar = 2,  ///< conditions read the date, or what follows from it
  kReadsSlots = 4,     ///< an earlier slot has a variant of the same id, the defaults apart
  kReadsMoment = 8,    ///< variants help with different things
};

enum VariantFlag : std::uint8_t {
  kVariantPersonal = 1,       ///< its level
  kVariantOnly = 2,           ///< never explored
  kVariantReadsCustomer = 4,  ///< its `when` reads customer data: not explored either
  kVariantTemplates = 8,      ///< texts hold {…}
  kVariantDefault = 16,
};

/// What a `help` variant helps with.
enum class Help : std::uint8_t { kNo, kYes, kChoose, kCompare, kSize, kCare, kReorder, kDeliver, kSupport };

struct Variant {
  std::uint64_t hash;  ///< hash64 of the id from the slot's hash on
  Ref id;
  Ref content;    ///< offset in `contents` of an encoded object, or none
  Ref condition;  ///< index into condition_offsets, or none
  Ref schedule;
  std::uint32_t for_first, for_count;
  std::uint32_t prior_first, prior_count;
  std::uint16_t cap_impressions, cap_days;  ///< 0 impressions: no cap
  std::uint16_t facts[3];                   ///< what it reads; kNoFact where fewer
  std::uint8_t flags;
  Help help;
  float most;  ///< highest base rate it can have (pack/order.h), rounded up
};
constexpr std::uint16_t kNoFact = 0xffff;

/// One dimension of a variant's `for`: any of the values.
struct For {
  std::uint32_t dimension;
  std::uint32_t set_first, set_count;  ///< in value_sets, descendants of parents included
};

/// Clicks per impression to expect of a variant, for everybody (`segment` none) or one leading value, and
/// how unsure that is. Where one variant of a slot has priors, each has one for everybody; else none has any.
struct Prior {
  double mean, deviation;
  Ref segment;
  std::uint32_t reserved;
};

/// Clicks and impressions of anything that carries a value, for lists (`rank`).
struct BaseRate {
  double clicks, impressions;
  Ref value;  ///< ascending
  std::uint32_t reserved;
};

/// A literal that some condition of the slot compares a signal of the page load with.
struct PlanLiteral {
  double number;  ///< where `text` is none
  Ref attribute;
  Ref text;  ///< string, or none
};

/// An attribute that the site file declares.
struct Declared {
  Ref name;
  std::uint8_t type;      ///< 0 any, 1 string, 2 number, 3 boolean, 4 array
  std::uint8_t keep;      ///< 0 page, 1 session, 2 profile
  std::uint8_t personal;  ///< counted by the governor
  std::uint8_t reserved;
};

/// Variants of a slot whose `for` names `value` in its first dimension (descendants included).
struct IndexRow {
  Ref value;
  std::uint32_t first, count;  ///< index_variants
};

struct Audience {
  Ref name;
  Ref condition;
};

/// Why a dimension or attribute is not sensitive although its words may be: the author's reason, for
/// visitors to read.
struct Note {
  Ref name;
  Ref reason;  ///< string
};

}  // namespace tactful

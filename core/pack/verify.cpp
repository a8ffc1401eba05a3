#include <cstddef>

#include "base/hash.h"
#include "base/value.h"
#include "pack/pack.h"

namespace tactful {
namespace {

// What a check may point at beside the sections themselves.
enum Target : std::uint8_t {
  kString = kSectionCount,  // target of a check: an index of string_offsets, its end marker apart
  kCondition,               // likewise of condition_offsets
};

struct Shape {
  std::uint8_t id, record_size;
};
constexpr Shape kShapes[] = {
#define TACTFUL_SHAPE(id, name, record) {id, sizeof(record)},
    TACTFUL_SECTIONS(TACTFUL_SHAPE)
#undef TACTFUL_SHAPE
};

// What a field of a record must satisfy. Adding a field that points somewhere is adding a row.
enum Rule : std::uint8_t {
  kIndex,     // below the number of records of `target`
  kOptional,  // that, or kNone
  kRange,     // with the count in the next field, inside `target`
  kNumber,    // a finite double, not negative; at most `target`, unless that is 0
  kAnyNumber, // a finite double
  kContent,   // offset of an encoded object in `contents`, or kNone
  kSmall,     // a byte below `target`
  kShort,     // a u16 index of `target`, or 0xffff
};
struct Check {
  std::uint8_t section, offset;
  Rule rule;
  std::uint8_t target;
};
#define AT(record, field) static_cast<std::uint8_t>(offsetof(record, field))
constexpr Check kChecks[] = {
    {k_site, AT(Site, name), kIndex, kString},
    {k_site, AT(Site, currency), kOptional, kString},
    {k_site, AT(Site, zone), kOptional, k_zones},
    {k_site, AT(Site, segment_dimension), kOptional, k_dimensions},
    {k_site, AT(Site, fast_weight), kNumber, 0},
    {k_site, AT(Site, slow_weight), kNumber, 0},
    {k_site, AT(Site, slow_most), kNumber, 0},
    {k_site, AT(Site, prior_strength), kNumber, 0},
    {k_site, AT(Site, mix), kNumber, 1},
    {k_site, AT(Site, enough), kNumber, 0},
    {k_site, AT(Site, later_mix), kNumber, 1},
    {k_site, AT(Site, stay), kNumber, 1},
    {k_site, AT(Site, newest), kNumber, 1},
    {k_site, AT(Site, satisfied), kNumber, 1},
    {k_dimensions, AT(Dimension, average_other), kNumber, 0},
    {k_dimensions, AT(Dimension, name), kIndex, kString},
    {k_dimensions, AT(Dimension, fact), kOptional, k_facts},
    {k_dimensions, AT(Dimension, value_first), kRange, k_values},
    {k_dimensions, AT(Dimension, alias_first), kRange, k_aliases},
    {k_dimensions, AT(Dimension, param_first), kRange, k_params},
    {k_dimensions, AT(Dimension, edge_first), kRange, k_edges},
    {k_values, AT(DimensionValue, average), kNumber, 0},
    {k_values, AT(DimensionValue, name), kIndex, kString},
    {k_values, AT(DimensionValue, label), kOptional, kString},
    {k_values, AT(DimensionValue, parent), kOptional, k_values},
    {k_values, AT(DimensionValue, transition_first), kRange, k_transitions},
    {k_values, AT(DimensionValue, complement_first), kRange, k_value_sets},
    {k_aliases, AT(Alias, value), kIndex, k_values},
    {k_params, AT(Param, name), kIndex, kString},
    {k_edges, 0, kAnyNumber, 0},
    {k_transitions, AT(Transition, value), kIndex, k_values},
    {k_attributes, AT(Attribute, path), kIndex, kString},
    {k_attributes, AT(Attribute, kind), kSmall, static_cast<std::uint8_t>(AttributeKind::kDue) + 1},
    {k_attributes, AT(Attribute, fact), kOptional, k_facts},
    {k_facts, AT(Fact, name), kIndex, kString},
    {k_facts, AT(Fact, kind), kSmall, static_cast<std::uint8_t>(FactKind::kProfile) + 1},
    {k_facts, AT(Fact, dimension), kShort, k_dimensions},
    {k_zones, AT(Zone, name), kIndex, kString},
    {k_zones, AT(Zone, change_first), kRange, k_zone_changes},
    {k_schedules, AT(Schedule, zone), kOptional, k_zones},
    {k_slots, AT(Slot, name), kIndex, kString},
    {k_slots, AT(Slot, campaign), kOptional, kString},
    {k_slots, AT(Slot, default_variant), kIndex, k_variants},
    {k_slots, AT(Slot, variant_first), kRange, k_variants},
    {k_slots, AT(Slot, fact_first), kRange, k_value_sets},
    {k_slots, AT(Slot, literal_first), kRange, k_plan_literals},
    {k_slots, AT(Slot, picture_first), kRange, k_pictures},
    {k_slots, AT(Slot, index_first), kRange, k_index_rows},
    {k_slots, AT(Slot, always_first), kRange, k_index_variants},
    {k_slots, AT(Slot, timed_first), kRange, k_index_variants},
    {k_slots, AT(Slot, hashed_first), kRange, k_index_variants},
    {k_pictures, 0, kIndex, kString},
    {k_variants, AT(Variant, id), kIndex, kString},
    {k_variants, AT(Variant, content), kContent, 0},
    {k_variants, AT(Variant, condition), kOptional, kCondition},
    {k_variants, AT(Variant, schedule), kOptional, k_schedules},
    {k_variants, AT(Variant, for_first), kRange, k_fors},
    {k_variants, AT(Variant, prior_first), kRange, k_priors},
    {k_variants, AT(Variant, facts[0]), kShort, k_facts},
    {k_variants, AT(Variant, facts[1]), kShort, k_facts},
    {k_variants, AT(Variant, facts[2]), kShort, k_facts},
    {k_variants, AT(Variant, help), kSmall, static_cast<std::uint8_t>(Help::kSupport) + 1},
    {k_fors, AT(For, dimension), kIndex, k_dimensions},
    {k_fors, AT(For, set_first), kRange, k_value_sets},
    {k_priors, AT(Prior, mean), kNumber, 0},
    {k_priors, AT(Prior, deviation), kNumber, 0},
    {k_priors, AT(Prior, segment), kOptional, k_values},
    {k_base_rates, AT(BaseRate, clicks), kNumber, 0},
    {k_base_rates, AT(BaseRate, impressions), kNumber, 0},
    {k_base_rates, AT(BaseRate, value), kIndex, k_values},
    {k_plan_literals, AT(PlanLiteral, number), kAnyNumber, 0},
    {k_plan_literals, AT(PlanLiteral, attribute), kIndex, k_attributes},
    {k_plan_literals, AT(PlanLiteral, text), kOptional, kString},
    {k_declared, AT(Declared, name), kIndex, kString},
    {k_index_rows, AT(IndexRow, value), kIndex, k_values},
    {k_index_rows, AT(IndexRow, first), kRange, k_index_variants},
    {k_index_variants, 0, kIndex, k_variants},
    {k_audiences, AT(Audience, name), kIndex, kString},
    {k_audiences, AT(Audience, condition), kIndex, kCondition},
    {k_notes, AT(Note, name), kIndex, kString},
    {k_notes, AT(Note, reason), kIndex, kString},
};
#undef AT

using AnySection = Records<std::uint8_t>;

bool finite(double n) noexcept { return n - n == 0; }

class Verifier {
 public:
  explicit Verifier(const Pack& pack) noexcept : pack_(pack) {}

  bool all() const noexcept {
    if (pack_.site().size != 1 || !offsets(pack_.string_offsets(), pack_.string_bytes().size) ||
        !offsets(pack_.condition_offsets(), pack_.condition_code().size))
      return false;
    for (const Check& check : kChecks) {
      const AnySection& section = pack_.sections[check.section];
      const std::uint32_t size = kShapes[check.section].record_size;
      for (std::uint32_t i = 0; i < section.size; ++i)
        if (!field(check, section.data + i * size + check.offset)) return false;
    }
    return links();
  }

 private:
  // Offsets that cut a blob into pieces: ascending, the last one its end. Absent is fine.
  static bool offsets(Records<std::uint32_t> list, std::uint32_t end) noexcept {
    std::uint32_t last = 0;
    for (const std::uint32_t at : list) {
      if (at < last || at > end) return false;
      last = at;
    }
    return true;
  }

  std::uint32_t count(std::uint8_t target) const noexcept {
    if (target < kSectionCount) return pack_.sections[target].size;
    const std::uint32_t n =
        target == kString ? pack_.string_offsets().size : pack_.condition_offsets().size;
    return n == 0 ? 0 : n - 1;
  }

  static bool object(AnySection blob, std::uint32_t at) noexcept {
    return at < blob.size && blob[at] == static_cast<std::uint8_t>(Tag::kObject) &&
           encoded_size({blob.data + at, blob.size - at}) != 0;
  }

  bool field(const Check& check, const std::uint8_t* at) const noexcept {
    if (check.rule == kSmall) return *at < check.target;
    if (check.rule == kNumber || check.rule == kAnyNumber) {
      const auto n = load<double>(at);
      return finite(n) && (check.rule == kAnyNumber || (n >= 0 && (check.target == 0 || n <= check.target)));
    }
    if (check.rule == kShort) {
      const auto index = load<std::uint16_t>(at);
      return index == kNoFact || index < count(check.target);
    }
    const auto n = load<std::uint32_t>(at);
    switch (check.rule) {
      case kRange:
        return n <= count(check.target) &&
               load<std::uint32_t>(at + 4) <= count(check.target) - n;
      case kContent:
        return n == kNone || object(pack_.sections[k_contents], n);
      default:
        return n < count(check.target) || (check.rule == kOptional && n == kNone);
    }
  }

  // What one field cannot say alone.
  bool links() const noexcept {
    for (const Dimension& d : pack_.dimensions())
      if ((d.flags & kDimensionNumber) && d.value_count != d.edge_count + 1) return false;
    for (const Attribute& a : pack_.attributes()) {
      if (a.kind < AttributeKind::kAffinity) {
        if (a.kind == AttributeKind::kPeriod &&
            (a.first > pack_.periods().size || a.count > pack_.periods().size - a.first))
          return false;
      } else if (a.dimension >= pack_.dimensions().size ||
                 !set(a.first, a.count, pack_.values().size)) {
        return false;
      }
    }
    for (const DimensionValue& v : pack_.values())
      if (!set(v.complement_first, v.complement_count, pack_.values().size)) return false;
    for (const For& f : pack_.fors())
      if (!set(f.set_first, f.set_count, pack_.values().size)) return false;
    for (const Slot& s : pack_.slots())
      if (s.default_variant - s.variant_first >= s.variant_count ||
          !set(s.fact_first, s.fact_count, pack_.facts().size) ||
          !set(s.signal_first, s.signal_count, pack_.attributes().size))
        return false;
    for (const Zone& z : pack_.zones())
      if (z.change_count == 0) return false;
    return true;
  }

  // A range of value_sets whose members are indexes below `limit`.
  bool set(std::uint32_t first, std::uint32_t n, std::uint32_t limit) const noexcept {
    if (first > pack_.value_sets().size || n > pack_.value_sets().size - first) return false;
    for (const std::uint32_t member : pack_.value_sets().part(first, n))
      if (member >= limit) return false;
    return true;
  }

  const Pack& pack_;
};

// Places the sections the header lists; false when one lies outside the pack or out of shape.
bool place_sections(Bytes bytes, Pack& out) noexcept {
  const auto& header = *reinterpret_cast<const PackHeader*>(bytes.data);
  const std::uint32_t n = header.section_count;
  if (n > (bytes.size - sizeof(PackHeader)) / sizeof(Section)) return false;
  std::uint32_t last_id = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto s = load<Section>(bytes.data + sizeof(PackHeader) + i * sizeof(Section));
    if (s.id <= last_id || s.offset % 8 != 0 || s.offset > bytes.size ||
        s.length > bytes.size - s.offset)
      return false;
    last_id = s.id;
    for (std::uint32_t k = 0; k < kSectionCount; ++k) {
      if (kShapes[k].id != s.id) continue;
      if (s.length % kShapes[k].record_size != 0) return false;
      out.sections[k] = {bytes.data + s.offset, s.length / kShapes[k].record_size};
    }
  }
  return true;
}

}  // namespace

Status open_pack(Bytes bytes, Pack& out) noexcept {
  if (reinterpret_cast<std::uintptr_t>(bytes.data) % 8 != 0) return kBadArgument;
  if (bytes.size < 8 || load<std::uint32_t>(bytes.data) != kPackMagic) return kPackForeign;
  // The version comes before everything else: a newer pack may differ in all that follows.
  if (load<std::uint16_t>(bytes.data + 4) != kPackMajor) return kPackTooNew;
  if (bytes.size < sizeof(PackHeader)) return kPackDamaged;
  const auto& header = *reinterpret_cast<const PackHeader*>(bytes.data);
  if (header.required_features & ~kPackFeatures) return kPackTooNew;
  constexpr std::uint32_t kSummed = offsetof(PackHeader, checksum) + 4;
  if (header.length != bytes.size || checksum32(bytes.part(kSummed)) != header.checksum)
    return kPackDamaged;
  Pack pack{};
  if (!place_sections(bytes, pack) || !Verifier(pack).all()) return kPackDamaged;
  out = pack;
  return kOk;
}

}  // namespace tactful

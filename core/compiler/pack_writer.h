#pragma once
#include <map>
#include <vector>

#include "compiler/draft.h"
#include "pack/pack.h"

namespace tactful {

/// The sections of a pack while it is written, by SectionIndex.
struct Sections {
  std::vector<std::uint8_t> bytes[kSectionCount];

  /// Number of records of type T in a section.
  template <class T>
  std::uint32_t count(SectionIndex section) const {
    return static_cast<std::uint32_t>(bytes[section].size() / sizeof(T));
  }
  /// Appends a record and answers its index. Records must not have padding.
  template <class T>
  std::uint32_t add(SectionIndex section, const T& record) {
    const std::uint32_t index = count<T>(section);
    const auto* at = reinterpret_cast<const std::uint8_t*>(&record);
    bytes[section].insert(bytes[section].end(), at, at + sizeof(T));
    return index;
  }
};

/// A range of value_sets.
struct SetRange {
  std::uint32_t first, count;
};

/// Turns a draft without mistakes into the sections of a pack: sorts what readers search, numbers
/// what records point at, and writes each record. One use.
class PackWriter {
 public:
  explicit PackWriter(Draft& draft) : draft_(draft) {}
  /// The whole pack, header and checksum included.
  std::vector<std::uint8_t> write();

 private:
  // write_site.cpp
  void number_facts();
  void number_values();
  void write_site();
  void write_dimensions();
  void write_values(std::uint32_t dimension);
  void write_base_rates();
  void write_attributes();
  void write_declared();
  void write_zones();
  void write_conditions();
  // write_slots.cpp
  void write_slots();
  void write_variant(const Slot& slot, const DraftVariant& variant, bool is_default, double slot_rate);
  /// Clicks per impression over a slot's priors for everybody; 0: none are known.
  static double click_rate(const DraftSlot& slot);
  /// How popular what a variant is for is, by the model, beside values that are equally popular; as a root, like the score.
  double popularity(const DraftVariant& variant) const;
  void write_priors(Variant& out, const DraftVariant& variant, double slot_rate);
  void read_page_load(const DraftSlot& slot, std::vector<Ref>& signals, std::vector<DraftLiteral>& literals) const;
  std::vector<const DraftSlot*> slots_before(const DraftSlot& slot);
  void write_reads(const DraftSlot& slot, Slot& out);
  void sort_row(std::vector<Ref>& row) const;
  void write_index(const DraftSlot& slot, Slot& out);
  void write_pictures(const DraftSlot& slot, Slot& out);
  // pack_writer.cpp
  void write_strings();
  std::vector<std::uint8_t> assemble() const;

  Ref value_ref(std::uint32_t dimension, std::uint32_t value) const { return value_refs_[dimension][value]; }
  std::vector<Ref> resolve(std::uint32_t dimension, const ValueSet& set) const;
  /// Members as a range of value_sets; equal sets share one.
  SetRange set(const std::vector<Ref>& members);

  Draft& draft_;
  Sections out_;
  std::vector<std::vector<Ref>> value_refs_;                       // by dimension and draft index
  std::vector<std::vector<std::uint32_t>> value_order_;            // by dimension, draft indexes in the pack's order
  std::vector<std::vector<std::vector<std::uint32_t>>> children_;  // by dimension and draft index
  std::map<std::string, std::vector<const DraftSlot*>> showing_;          // id -> slots written that may show it, the defaults apart
  std::map<const DraftSlot*, std::vector<const DraftSlot*>> before_;      // whose choice may change a slot's
  std::vector<std::uint32_t> fact_refs_;                           // by draft index
  std::map<std::vector<Ref>, std::uint32_t> sets_;
  std::map<std::vector<Ref>, std::uint32_t> fors_;  // dimension and set, for each dimension of a `for`
};

/// Appends the value encoding (docs/value-encoding.md) of a JSON value.
void encode(const Json& json, std::vector<std::uint8_t>& out);

/// Length in bytes of each section that is there, and of header and table as "header".
std::vector<std::pair<std::string, std::uint32_t>> section_sizes(Bytes pack);

}  // namespace tactful

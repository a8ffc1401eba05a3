#pragma once
#include "base/status.h"
#include "base/value.h"
#include "pack/layout.h"

namespace tactful {

/// Records of one section, in place.
template <class T>
struct Records {
  const T* data = nullptr;
  std::uint32_t size = 0;
  TACTFUL_INLINE const T& operator[](std::uint32_t i) const noexcept { return data[i]; }
  TACTFUL_INLINE const T* begin() const noexcept { return data; }
  TACTFUL_INLINE const T* end() const noexcept { return data + size; }
  /// The part that a verified range names.
  TACTFUL_INLINE Records part(std::uint32_t first, std::uint32_t count) const noexcept {
    return {data + first, count};
  }
};

/// First index below `size` for which `below(index)` is false; `size` if there is none. `below` is
/// true up to some index and false from it on.
template <class Below>
std::uint32_t first_not(std::uint32_t size, Below below) noexcept {
  // Without a branch that depends on what is compared: hashes are never foreseen.
  std::uint32_t low = 0;
  while (size != 0) {
    const std::uint32_t half = (size + 1) / 2;
    low += below(low + half - 1) ? half : 0;
    size -= half;
  }
  return low;
}

/// Sections in the order of TACTFUL_SECTIONS.
enum SectionIndex : std::uint8_t {
#define TACTFUL_SECTION_INDEX(id, name, record) k_##name,
  TACTFUL_SECTIONS(TACTFUL_SECTION_INDEX)
#undef TACTFUL_SECTION_INDEX
      kSectionCount,
};

/// A verified pack: each section by its name (layout.h), empty when the pack lacks it.
/// Copying is cheap; it is valid as long as the bytes it was opened on.
struct Pack {
  /// By SectionIndex; `size` counts records, not bytes.
  Records<std::uint8_t> sections[kSectionCount];

#define TACTFUL_PACK_SECTION(id, name, record)                                   \
  TACTFUL_INLINE Records<record> name() const noexcept {                                        \
    return {reinterpret_cast<const record*>(sections[k_##name].data),            \
            sections[k_##name].size};                                            \
  }
  TACTFUL_SECTIONS(TACTFUL_PACK_SECTION)
#undef TACTFUL_PACK_SECTION

  TACTFUL_INLINE const Site& the_site() const noexcept { return *site().data; }
  /// A string of the pack; empty for kNone.
  Bytes string(Ref ref) const noexcept {
    if (ref == kNone) return {};
    return {string_bytes().data + string_offsets()[ref],
            string_offsets()[ref + 1] - string_offsets()[ref]};
  }
  /// The same, written as a value or as a pair of an object.
  void write(Ref ref, ValueWriter& out) const noexcept;
  void write_pair(const char* key, Ref ref, ValueWriter& out) const noexcept;
  TACTFUL_INLINE Records<DimensionValue> values_of(const Dimension& d) const noexcept {
    return values().part(d.value_first, d.value_count);
  }
  TACTFUL_INLINE Records<Variant> variants_of(const Slot& s) const noexcept {
    return variants().part(s.variant_first, s.variant_count);
  }
  /// Index of the dimension or slot of this name, or kNone. Linear: there are few.
  Ref find_dimension(Bytes name) const noexcept;
  Ref find_slot(Bytes name) const noexcept;
  /// Index in `values` of the dimension's value with this hash (aliases followed), or kNone.
  ///
  /// cost    O(log n)
  Ref find_value(const Dimension& dimension, std::uint64_t hash) const noexcept;
  /// Index in `values` of the band that a number falls in. Number dimensions only.
  Ref find_band(const Dimension& dimension, double number) const noexcept;
};

/// The stages as conditions and `maxDimensions` spell them: "new", "returning"…
Bytes stage_name(Stage stage) noexcept;

/// Opens a pack: checks header, checksum, section table, every reference, range, number and
/// encoded content, so that reading it later needs no check. Condition code and automata are
/// checked by targeting (verify_conditions), which knows their language.
///
/// range   bytes.data 8-aligned; any contents are safe
/// errors  bad-argument, pack-foreign, pack-too-new, pack-damaged
/// cost    O(size); no allocation
Status open_pack(Bytes bytes, Pack& out) noexcept;

}  // namespace tactful

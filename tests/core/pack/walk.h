#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "base/hash.h"
#include "base/value.h"
#include "pack/pack.h"
#include "targeting/conditions.h"

namespace tactful::testing {

/// A copy of bytes, 8-aligned, that ends where its allocation ends: the sanitizer sees one byte too far.
class AlignedBytes {
 public:
  AlignedBytes(const std::uint8_t* data, std::size_t size) : bytes_(new std::uint8_t[size]), size_(size) {
    if (size != 0) std::memcpy(bytes_.get(), data, size);
  }
  std::uint8_t* data() const { return bytes_.get(); }
  Bytes view() const { return {bytes_.get(), static_cast<std::uint32_t>(size_)}; }
  void repair_checksum() {
    constexpr std::size_t kSummed = offsetof(PackHeader, checksum) + 4;
    if (size_ < sizeof(PackHeader)) return;
    store(data() + offsetof(PackHeader, checksum), checksum32(view().part(kSummed)));
  }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_;
};

/// Reads all that an opened pack offers, as its users do, without any check.
inline std::uint64_t walk(const Pack& pack) {
  std::uint64_t sum = 0;
  const auto text = [&](Ref ref) { sum = hash64(pack.string(ref), sum); };
  text(pack.the_site().name);
  text(pack.the_site().currency);
  for (const Dimension& d : pack.dimensions()) {
    text(d.name);
    for (const DimensionValue& value : pack.values_of(d)) {
      text(value.name);
      text(value.label);
      if (value.parent != kNone) sum += pack.values()[value.parent].hash;
      for (const Transition& t : pack.transitions().part(value.transition_first, value.transition_count))
        sum += pack.values()[t.value].hash;
      for (const Ref other : pack.value_sets().part(value.complement_first, value.complement_count))
        sum += pack.values()[other].hash;
      sum += pack.find_value(d, value.hash);
    }
    for (const Alias& alias : pack.aliases().part(d.alias_first, d.alias_count)) sum += pack.values()[alias.value].hash;
    for (const Param& param : pack.params().part(d.param_first, d.param_count)) text(param.name);
    if (d.flags & kDimensionNumber)
      for (const double n : {-1e300, 0.0, 75.0, 1e300}) sum += pack.values()[pack.find_band(d, n)].hash;
  }
  for (const Attribute& a : pack.attributes()) {
    text(a.path);
    if (a.kind >= AttributeKind::kAffinity)
      for (const Ref value : pack.value_sets().part(a.first, a.count)) sum += pack.values()[value].hash;
  }
  for (const Zone& zone : pack.zones())
    sum += pack.zone_changes().part(zone.change_first, zone.change_count)[0].offset_minutes;
  for (const Slot& slot : pack.slots()) {
    text(slot.name);
    for (const Variant& v : pack.variants_of(slot)) {
      text(v.id);
      if (v.content != kNone) sum += Value(pack.contents().data + v.content).bytes().size;
      for (const For& entry : pack.fors().part(v.for_first, v.for_count))
        for (const Ref value : pack.value_sets().part(entry.set_first, entry.set_count))
          sum += pack.values()[value].hash;
      for (const Prior& prior : pack.priors().part(v.prior_first, v.prior_count))
        sum += static_cast<std::uint64_t>(prior.segment);
    }
    for (const std::uint32_t picture : pack.pictures().part(slot.picture_first, slot.picture_count)) text(picture);
    for (const IndexRow& row : pack.index_rows().part(slot.index_first, slot.index_count))
      for (const Ref variant : pack.index_variants().part(row.first, row.count)) sum += pack.variants()[variant].hash;
  }
  for (const Note& note : pack.notes()) text(note.reason);
  return sum + verify_conditions(pack);
}

}  // namespace tactful::testing

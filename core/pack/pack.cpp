#include "pack/pack.h"

namespace tactful {
Bytes stage_name(Stage stage) noexcept {
  // One text, cut: a table of pointers would cost more bytes in wasm.
  const Bytes kNames = "newreturningcustomerrepeatlapsed";
  static constexpr std::uint8_t kStarts[kStages + 1] = {0, 3, 12, 20, 26, 32};
  const auto i = static_cast<std::uint32_t>(stage);
  return kNames.part(kStarts[i], kStarts[i + 1] - kStarts[i]);
}

void Pack::write(Ref ref, ValueWriter& out) const noexcept { out.string(string(ref)); }

void Pack::write_pair(const char* key, Ref ref, ValueWriter& out) const noexcept {
  out.key(key);
  write(ref, out);
}

Ref Pack::find_dimension(Bytes name) const noexcept {
  for (std::uint32_t i = 0; i < dimensions().size; ++i)
    if (string(dimensions()[i].name) == name) return i;
  return kNone;
}

Ref Pack::find_slot(Bytes name) const noexcept {
  for (std::uint32_t i = 0; i < slots().size; ++i)
    if (string(slots()[i].name) == name) return i;
  return kNone;
}

Ref Pack::find_value(const Dimension& d, std::uint64_t hash) const noexcept {
  if (d.flags & kDimensionNumber) return kNone;
  const auto own = values_of(d);
  const std::uint32_t i = first_not(own.size, [&](std::uint32_t k) { return own[k].hash < hash; });
  if (i < own.size && own[i].hash == hash) return d.value_first + i;
  const auto others = aliases().part(d.alias_first, d.alias_count);
  const std::uint32_t j = first_not(others.size, [&](std::uint32_t k) { return others[k].hash < hash; });
  return j < others.size && others[j].hash == hash ? others[j].value : kNone;
}

Ref Pack::find_band(const Dimension& d, double number) const noexcept {
  std::uint32_t band = 0;
  while (band < d.edge_count && number >= edges()[d.edge_first + band]) ++band;
  return d.value_first + band;
}

}  // namespace tactful

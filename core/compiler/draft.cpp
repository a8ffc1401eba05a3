#include "compiler/draft.h"

#include <algorithm>

#include "compiler/text.h"

namespace tactful {

std::uint32_t DraftDimension::find(std::string_view value) const {
  const std::uint64_t hash = hash_value(bytes_of(value), hash_state);
  const auto own = by_hash.find(hash);
  if (own != by_hash.end()) return own->second;
  const auto other = aliases.find(hash);
  return other == aliases.end() ? kNone : other->second;
}

std::uint32_t DraftDimension::name_value(std::string_view value) {
  std::uint32_t index = find(value);
  if (index == kNone) {
    index = static_cast<std::uint32_t>(values.size());
    DraftValue added;
    added.name = value;
    added.hash = hash_value(bytes_of(value), hash_state);
    by_hash.emplace(added.hash, index);
    values.push_back(std::move(added));
  }
  values[index].named = true;
  return index;
}

bool DraftDimension::is_other(std::string_view value) const {
  return hash_value(bytes_of(value), hash_state) == hash_value(bytes_of("other"), hash_state);
}

std::vector<std::uint32_t> DraftDimension::with_descendants(std::uint32_t value) const {
  std::vector<std::uint32_t> out{value};
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const std::uint32_t child : values[out[i]].children) out.push_back(child);
  return out;
}

void DraftDimension::name_bounds(const Interval& interval) {
  for (const double bound : {interval.low, interval.high}) {
    // Infinite bounds are open ends, not edges.
    if (bound - bound != 0) continue;
    const auto at = std::lower_bound(edges.begin(), edges.end(), bound);
    if (at == edges.end() || *at != bound) edges.insert(at, bound);
  }
}

Ref Draft::string(std::string_view text) {
  const auto [at, added] = string_index.emplace(std::string(text), static_cast<Ref>(strings.size()));
  if (added) strings.emplace_back(text);
  return at->second;
}

std::uint32_t Draft::find_dimension(std::string_view name) const {
  for (std::uint32_t i = 0; i < dimensions.size(); ++i)
    if (dimensions[i].name == name) return i;
  return kNone;
}

std::uint32_t Draft::find_slot(std::string_view name) const {
  for (std::uint32_t i = 0; i < slots.size(); ++i)
    if (slots[i].name == name) return i;
  return kNone;
}

std::uint32_t Draft::fact(std::string_view name, FactKind kind, std::uint8_t index, std::uint16_t dimension) {
  for (std::uint32_t i = 0; i < facts.size(); ++i)
    if (facts[i].name == name) return i;
  facts.push_back({std::string(name), kind, index, dimension});
  return static_cast<std::uint32_t>(facts.size() - 1);
}

}  // namespace tactful

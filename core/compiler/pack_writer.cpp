#include "compiler/pack_writer.h"

#include <algorithm>
#include <limits>

#include "base/value.h"
#include "compiler/text.h"

namespace tactful {
namespace {

struct SectionInfo {
  std::uint32_t id;
  std::string_view name;
};
constexpr SectionInfo kSections[] = {
#define TACTFUL_SECTION_INFO(id, name, record) {id, #name},
    TACTFUL_SECTIONS(TACTFUL_SECTION_INFO)
#undef TACTFUL_SECTION_INFO
};

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::size_t aligned(std::size_t n) { return (n + 7) & ~std::size_t{7}; }

void put_length(std::size_t n, std::vector<std::uint8_t>& out) {
  for (; n >= 0x80; n >>= 7) out.push_back(static_cast<std::uint8_t>(n | 0x80));
  out.push_back(static_cast<std::uint8_t>(n));
}

void put_text(std::string_view text, std::vector<std::uint8_t>& out) {
  put_length(text.size(), out);
  out.insert(out.end(), text.begin(), text.end());
}

void put_tag(Tag tag, std::vector<std::uint8_t>& out) { out.push_back(static_cast<std::uint8_t>(tag)); }

}  // namespace

void encode(const Json& json, std::vector<std::uint8_t>& out) {
  if (json.is_boolean()) return put_tag(json == true ? Tag::kTrue : Tag::kFalse, out);
  if (json.is_number()) {
    const double n = json.get<double>();
    std::uint8_t bytes[8];
    store(bytes, n);
    put_tag(Tag::kNumber, out);
    out.insert(out.end(), bytes, bytes + 8);
  } else if (json.is_string()) {
    put_tag(Tag::kString, out);
    put_text(text_of(json), out);
  } else if (json.is_array()) {
    put_tag(Tag::kArray, out);
    put_length(json.size(), out);
    for (const Json& element : json) encode(element, out);
  } else if (json.is_object()) {
    put_tag(Tag::kObject, out);
    put_length(json.size(), out);
    for (const auto& [key, value] : json.items()) {
      put_text(key, out);
      encode(value, out);
    }
  } else {
    put_tag(Tag::kNull, out);
  }
}

std::vector<Ref> PackWriter::resolve(std::uint32_t dimension, const ValueSet& named) const {
  const DraftDimension& d = draft_.dimensions[dimension];
  std::vector<Ref> out;
  for (const Interval& i : named.intervals)
    for (std::uint32_t band = 0; band < d.values.size(); ++band) {
      const double low = band == 0 ? -kInfinity : d.edges[band - 1];
      const double high = band == d.edges.size() ? kInfinity : d.edges[band];
      const Ref value = value_ref(dimension, band);
      // Ranges may overlap: a band that counted twice would be worth more than all there is.
      if (low >= i.low && high <= i.high && std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
    }
  // As the author named them; then, because evidence for Manhattan is evidence for New York where that is
  // named, their descendants.
  std::vector<std::uint32_t> open = named.values;
  for (std::size_t i = 0; i < open.size(); ++i) {
    const Ref value = value_ref(dimension, open[i]);
    if (std::find(out.begin(), out.end(), value) != out.end()) continue;
    out.push_back(value);
    const std::vector<std::uint32_t> children = children_[dimension][open[i]];
    open.insert(open.end(), children.begin(), children.end());
  }
  return out;
}

SetRange PackWriter::set(const std::vector<Ref>& members) {
  const auto [at, added] = sets_.emplace(members, out_.count<Ref>(k_value_sets));
  if (added)
    for (const Ref member : members) out_.add(k_value_sets, member);
  return {at->second, static_cast<std::uint32_t>(members.size())};
}

void PackWriter::write_strings() {
  std::uint32_t offset = 0;
  for (const std::string& text : draft_.strings) {
    out_.add(k_string_offsets, offset);
    out_.bytes[k_string_bytes].insert(out_.bytes[k_string_bytes].end(), text.begin(), text.end());
    offset += static_cast<std::uint32_t>(text.size());
  }
  out_.add(k_string_offsets, offset);
}

std::vector<std::uint8_t> PackWriter::assemble() const {
  std::uint32_t count = 0;
  for (const auto& bytes : out_.bytes) count += bytes.empty() ? 0 : 1;
  std::vector<std::uint8_t> pack(aligned(sizeof(PackHeader) + count * sizeof(Section)));
  std::size_t entry = sizeof(PackHeader);
  for (std::uint32_t i = 0; i < kSectionCount; ++i) {
    const auto& bytes = out_.bytes[i];
    if (bytes.empty()) continue;
    const Section section{kSections[i].id, static_cast<std::uint32_t>(pack.size()),
                          static_cast<std::uint32_t>(bytes.size())};
    store(pack.data() + entry, section);
    entry += sizeof(Section);
    pack.insert(pack.end(), bytes.begin(), bytes.end());
    pack.resize(aligned(pack.size()));
  }
  PackHeader header{kPackMagic, kPackMajor, kPackMinor, static_cast<std::uint32_t>(pack.size()), 0, 0, count};
  store(pack.data(), header);
  constexpr std::uint32_t kSummed = offsetof(PackHeader, checksum) + 4;
  header.checksum = checksum32({pack.data() + kSummed, header.length - kSummed});
  store(pack.data(), header);
  return pack;
}

std::vector<std::uint8_t> PackWriter::write() {
  number_facts();
  number_values();
  write_site();
  write_dimensions();
  write_base_rates();
  write_conditions();
  write_attributes();
  write_declared();
  write_zones();
  write_slots();
  write_strings();
  return assemble();
}

std::vector<std::pair<std::string, std::uint32_t>> section_sizes(Bytes pack) {
  std::vector<std::pair<std::string, std::uint32_t>> out;
  const auto header = load<PackHeader>(pack.data);
  out.emplace_back("header", static_cast<std::uint32_t>(sizeof(PackHeader) + header.section_count * sizeof(Section)));
  for (std::uint32_t i = 0; i < header.section_count; ++i) {
    const auto section = load<Section>(pack.data + sizeof(PackHeader) + i * sizeof(Section));
    for (const SectionInfo& info : kSections)
      if (info.id == section.id) out.emplace_back(info.name, section.length);
  }
  return out;
}

}  // namespace tactful

#pragma once
#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/random.h"
#include "base/text.h"
#include "pack/pack.h"

namespace tactful::testing {

inline Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), static_cast<std::uint32_t>(text.size())};
}

/// A value of a dimension under test; `average` < 0 leaves averages to the other values.
struct TestValue {
  std::string name;
  double average = 0;
  std::vector<std::string> complements = {};
  std::vector<std::pair<std::string, double>> transitions = {};
  std::uint16_t rest_days = 0, repeat_days = 0;
};

struct TestDimension {
  std::string name;
  std::vector<std::string> params;
  std::vector<TestValue> values;
  std::uint32_t flags = 0;
  std::vector<double> edges = {};
  std::uint16_t rest_days = 0, repeat_days = 0;
  double average_other = 0;
  std::vector<std::pair<std::string, std::string>> aliases = {};  ///< alias, value
};

/// Lays a pack out by hand, so that a room can be tested without the compiler. Only what profiles read.
class PackBuilder {
 public:
  Site site{};
  std::string currency;  ///< empty: none
  std::vector<TestDimension> dimensions;
  std::vector<std::pair<std::string, double>> weights;                  ///< event name, views
  std::vector<std::pair<std::string, std::vector<std::string>>> slots;  ///< name, variant ids

  PackBuilder() {
    site.id_hash = hash64("test-site");
    site.zone = site.segment_dimension = kNone;
    site.keep_days = 365;
    site.forget_after_days = 90;
    site.lapsed_after_days = 180;
    site.repeat_purchases = 2;
    site.fast_weight = 16;
    site.slow_weight = 1;
    site.slow_most = 30;
    site.prior_strength = 3;
    site.mix = site.later_mix = 0.2;
    site.enough = 2;
  }

  /// The bytes, 8-aligned.
  std::vector<std::uint64_t> build() {
    strings_.clear();
    Site s = site;
    s.name = string("test-site");
    s.currency = currency.empty() ? kNone : string(currency);
    std::vector<Dimension> ds;
    std::vector<DimensionValue> vs;
    std::vector<Alias> as;
    std::vector<Param> ps;
    std::vector<double> es;
    std::vector<Transition> ts;
    std::vector<std::uint32_t> sets;
    for (const TestDimension& from : dimensions) {
      Dimension d{};
      d.hash_state = hash64(bytes_of(from.name));
      d.average_other = from.average_other;
      d.name = string(from.name);
      d.fact = kNone;
      d.flags = from.flags;
      d.rest_days = from.rest_days;
      d.repeat_days = from.repeat_days;
      d.param_first = static_cast<std::uint32_t>(ps.size());
      for (const std::string& p : from.params) ps.push_back({string(p)});
      d.param_count = static_cast<std::uint32_t>(ps.size()) - d.param_first;
      d.edge_first = static_cast<std::uint32_t>(es.size());
      d.edge_count = static_cast<std::uint32_t>(from.edges.size());
      es.insert(es.end(), from.edges.begin(), from.edges.end());
      d.value_first = static_cast<std::uint32_t>(vs.size());
      d.value_count = static_cast<std::uint32_t>(from.values.size());
      std::vector<TestValue> values = from.values;
      const auto hash = [&d](const std::string& name) { return hash_value(bytes_of(name), d.hash_state); };
      if (!(d.flags & kDimensionNumber))
        std::sort(values.begin(), values.end(),
                  [&](const TestValue& a, const TestValue& b) { return hash(a.name) < hash(b.name); });
      const auto ref = [&](const std::string& name) {
        for (std::size_t i = 0; i < values.size(); ++i)
          if (values[i].name == name) return d.value_first + static_cast<Ref>(i);
        return kNone;
      };
      for (const TestValue& v : values) {
        DimensionValue out{};
        out.hash = hash(v.name);
        out.average = v.average;
        out.name = string(v.name);
        out.label = out.parent = kNone;
        out.rest_days = v.rest_days != 0 ? v.rest_days : from.rest_days;
        out.repeat_days = v.repeat_days != 0 ? v.repeat_days : from.repeat_days;
        out.transition_first = static_cast<std::uint32_t>(ts.size());
        for (const auto& [to, share] : v.transitions)
          ts.push_back({ref(to), static_cast<std::uint32_t>(share * 4294967295.0)});
        out.transition_count = static_cast<std::uint32_t>(ts.size()) - out.transition_first;
        out.complement_first = static_cast<std::uint32_t>(sets.size());
        for (const std::string& c : v.complements) sets.push_back(ref(c));
        out.complement_count = static_cast<std::uint32_t>(sets.size()) - out.complement_first;
        vs.push_back(out);
      }
      d.alias_first = static_cast<std::uint32_t>(as.size());
      for (const auto& [alias, value] : from.aliases) as.push_back({hash(alias), ref(value), 0});
      d.alias_count = static_cast<std::uint32_t>(as.size()) - d.alias_first;
      std::sort(as.begin() + d.alias_first, as.end(), [](const Alias& a, const Alias& b) { return a.hash < b.hash; });
      ds.push_back(d);
    }
    std::vector<EventWeight> ws;
    for (const auto& [name, views] : weights)
      ws.push_back({hash64(bytes_of(name)), static_cast<std::uint32_t>(views * 65536), 0});
    std::sort(ws.begin(), ws.end(), [](const EventWeight& a, const EventWeight& b) { return a.hash < b.hash; });
    std::vector<Slot> ss;
    std::vector<Variant> variants;
    for (const auto& [name, ids] : slots) {
      Slot slot{};
      slot.hash = hash64(bytes_of(name));
      slot.name = string(name);
      slot.campaign = kNone;
      slot.default_variant = slot.variant_first = static_cast<Ref>(variants.size());
      slot.variant_count = static_cast<std::uint32_t>(ids.size());
      for (const std::string& id : ids) {
        Variant v{};
        v.hash = hash64(bytes_of(id), slot.hash);
        v.id = string(id);
        v.content = v.condition = v.schedule = kNone;
        v.facts[0] = v.facts[1] = v.facts[2] = kNoFact;
        variants.push_back(v);
      }
      ss.push_back(slot);
    }
    std::vector<std::uint32_t> offsets{0};
    std::string text;
    for (const std::string& one : strings_) {
      text += one;
      offsets.push_back(static_cast<std::uint32_t>(text.size()));
    }
    out_.assign(sizeof(PackHeader), 0);
    sections_.clear();
    body_.clear();
    add(1, offsets);
    add(2, std::vector<char>(text.begin(), text.end()));
    add(3, std::vector<Site>{s});
    add(4, ds);
    add(5, vs);
    add(6, as);
    add(7, ps);
    add(8, es);
    add(9, ws);
    add(10, ts);
    add(11, sets);
    add(20, ss);
    add(21, variants);
    return finish();
  }

 private:
  Ref string(const std::string& text) {
    const auto at = std::find(strings_.begin(), strings_.end(), text);
    if (at != strings_.end()) return static_cast<Ref>(at - strings_.begin());
    strings_.push_back(text);
    return static_cast<Ref>(strings_.size() - 1);
  }
  template <class T>
  void add(std::uint32_t id, const std::vector<T>& records) {
    if (records.empty()) return;
    const auto size = static_cast<std::uint32_t>(records.size() * sizeof(T));
    body_.resize((body_.size() + 7) / 8 * 8);
    sections_.push_back({id, static_cast<std::uint32_t>(body_.size()), size});
    const auto* from = reinterpret_cast<const std::uint8_t*>(records.data());
    body_.insert(body_.end(), from, from + size);
  }
  std::vector<std::uint64_t> finish() {
    const std::size_t table = sections_.size() * sizeof(Section);
    const auto start = static_cast<std::uint32_t>((sizeof(PackHeader) + table + 7) / 8 * 8);
    PackHeader header{kPackMagic,
                      kPackMajor,
                      kPackMinor,
                      start + static_cast<std::uint32_t>(body_.size()),
                      0,
                      0,
                      static_cast<std::uint32_t>(sections_.size())};
    std::vector<std::uint64_t> pack((header.length + 7) / 8);
    auto* const at = reinterpret_cast<std::uint8_t*>(pack.data());
    for (Section& s : sections_) s.offset += start;
    std::memcpy(at, &header, sizeof header);
    std::memcpy(at + sizeof header, sections_.data(), table);
    std::memcpy(at + start, body_.data(), body_.size());
    header.checksum = checksum32({at + 20, header.length - 20});
    std::memcpy(at, &header, sizeof header);
    length_ = header.length;
    return pack;
  }

 public:
  std::uint32_t length() const { return length_; }

 private:
  std::uint32_t length_ = 0;
  std::vector<std::string> strings_;
  std::vector<Section> sections_;
  std::vector<std::uint8_t> body_, out_;
};

}  // namespace tactful::testing

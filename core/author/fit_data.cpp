#include "author/fit_data.h"

#include "base/hash.h"
#include "base/text.h"
#include "profile/block.h"

namespace tactful {
namespace {

/// Reads the values of one dimension out of objects, each once.
class Reader {
 public:
  Reader(const Pack& pack, std::uint16_t dimension, std::vector<Spoken>& out)
      : pack_(pack), record_(pack.dimensions()[dimension]), dimension_(dimension), out_(out), first_(out.size()) {}

  /// False when the object states none.
  bool read(Value object) {
    bool found = false;
    for (const Param& p : pack_.params().part(record_.param_first, record_.param_count)) {
      const Value value = object.get(pack_.string(p.name));
      if (!value.is_array()) found = add(value) || found;
      for (Items it(value.is_array() ? value : Value()); it.next();) found = add(it.value()) || found;
    }
    return found;
  }

 private:
  bool add(Value value) {
    Spoken spoken{dimension_, {}, 0, 0};
    if (record_.flags & kDimensionNumber) {
      if (!value.is_number()) return false;
      spoken.number = value.number();
    } else {
      spoken.name = value.text();
      spoken.hash = hash_value(spoken.name, record_.hash_state);
      if (spoken.hash == record_.hash_state) return false;
    }
    for (std::size_t i = first_; i < out_.size(); ++i)
      if (out_[i].hash == spoken.hash && out_[i].number == spoken.number) return true;
    out_.push_back(spoken);
    return true;
  }

  const Pack& pack_;
  const Dimension& record_;
  std::uint16_t dimension_;
  std::vector<Spoken>& out_;
  std::size_t first_;
};

/// Lists are what the shop shows; heroes and what is said of them are another matter.
bool shows_interest(std::string_view event) {
  for (const char* name : {"view_item", "select_item", "search", "add_to_cart", "add_to_wishlist", "begin_checkout", "purchase"})
    if (event == name) return true;
  return false;
}

/// The dimensions that some variant reads; all of them where none does.
std::vector<bool> read_dimensions(const Pack& pack) {
  std::vector<bool> out(pack.dimensions().size, false);
  bool any = false;
  for (const Variant& variant : pack.variants())
    for (const std::uint16_t fact : variant.facts) {
      if (fact == kNoFact || pack.facts()[fact].kind != FactKind::kDimension) continue;
      out[pack.facts()[fact].dimension] = any = true;
    }
  if (!any) out.assign(out.size(), true);
  return out;
}

Ref listed(const Pack& pack, const Spoken& spoken) {
  const Dimension& d = pack.dimensions()[spoken.dimension];
  return d.flags & kDimensionNumber ? pack.find_band(d, spoken.number) : pack.find_value(d, spoken.hash);
}

}  // namespace

void spoken_values(const Pack& pack, Value params, std::vector<Spoken>& out) {
  const Value items = params.get("items");
  for (std::uint16_t d = 0; d < pack.dimensions().size; ++d) {
    Reader reader(pack, d, out);
    if (items.count() == 0) reader.read(params);
    for (Items it(items); it.next();)
      if (!reader.read(it.value())) reader.read(params);
  }
}

Share share_of(const std::string& visitor) noexcept {
  const Bytes name{reinterpret_cast<const std::uint8_t*>(visitor.data()), static_cast<std::uint32_t>(visitor.size())};
  const std::uint64_t drawn = mix64(hash64(name)) % 5;
  return drawn == 0 ? Share::kHeldBack : drawn <= 2 ? Share::kCounted : Share::kSearched;
}

FitData::FitData(const Visits& visits, const Pack& pack) : visits_(visits), judged_(read_dimensions(pack)), unlisted_(pack.dimensions().size) {
  std::vector<Spoken> spoken;
  std::int64_t newest_ms = 0;
  std::uint16_t nth = 0;
  events_.reserve(visits.events().size());
  for (const Visits::Event& raw : visits.events()) {
    if (visitors_.size() <= raw.visitor) {
      visitors_.push_back({static_cast<std::uint32_t>(events_.size()), 0, share_of(visits.name(raw.visitor))});
      nth = 0;
    } else if (raw.t_ms - newest_ms > block::kVisitGap_s * 1000ll) {
      nth = 0;
    }
    newest_ms = raw.t_ms;
    ++visitors_.back().count;

    spoken.clear();
    const Value input = visits.input(raw);
    spoken_values(pack, input.get("params"), spoken);
    Event event{raw, static_cast<std::uint32_t>(targets_.size()), 0, false, nth};
    for (const Spoken& each : spoken) {
      if (event.target_count == 0xff) break;
      targets_.push_back({each.dimension, listed(pack, each), each.hash});
      if (targets_.back().value == kNone) unlisted_[each.dimension].insert(each.hash);
      ++event.target_count;
    }
    const Bytes name = input.get("event").text();
    event.interest = event.target_count != 0 && shows_interest({reinterpret_cast<const char*>(name.data), name.size});
    if (event.interest && nth != 0xffff) ++nth;
    events_.push_back(event);
  }
}

double FitData::spoken_of(const Event& event, std::uint16_t dimension) const noexcept {
  double n = 0;
  for (const Target& target : targets(event)) n += target.dimension == dimension;
  return n;
}

}  // namespace tactful

#include "profile/ingest.h"

#include "base/hash.h"
#include "base/text.h"

namespace tactful {

using namespace block;

namespace {

// How much of an event's weight counts: all of it, or the part that a parameter states.
enum Extent : std::uint8_t { kExtent_whole, kExtent_minute, kExtent_scrolled, kExtent_percent, kExtent_video };
constexpr std::uint8_t kFact_none = 31;  // five bits
constexpr double kPiecesMost = 1e9;      // of one item

// Low half of hash64, which the compiler can work out: names in 4 bytes each.
consteval std::uint32_t name_tag(const char* name) noexcept {
  std::uint64_t h = kHashStart;
  for (; *name != 0; ++name) h = (h ^ static_cast<std::uint8_t>(*name)) * 0x100000001b3ull;
  return static_cast<std::uint32_t>(h);
}

struct EventRow {
  std::uint32_t tag;
  std::uint16_t does;
  std::uint8_t weight_q6, tally : 5, extent : 3;
};

constexpr std::uint32_t q16(double views) noexcept {
  return views < 16384 ? static_cast<std::uint32_t>(views * 65536) : 1u << 30;
}

// At most kNameMax bytes, cut where a code point begins.
Bytes cut_name(Bytes text) noexcept {
  std::uint32_t size = text.size;
  if (size > kNameMax)
    for (size = kNameMax; size != 0 && (text[size] & 0xc0) == 0x80;) --size;
  return {text.data, size};
}

}  // namespace

Value Ingest::get(Value from, Key key) noexcept {
  // All names in one text: a table of pointers would cost more bytes in wasm.
  static constexpr char kNames[] =
#define X(name) #name
      TACTFUL_KEYS(X)
#undef X
      ;
  struct Ends {
    std::uint8_t at[1 + key_count];
  };
  static constexpr Ends kEnds = [] {
    Ends ends{};
    std::uint32_t n = 0;
#define X(name) ends.at[n + 1] = static_cast<std::uint8_t>(ends.at[n] + sizeof #name - 1), ++n;
    TACTFUL_KEYS(X)
#undef X
    return ends;
  }();
  const std::uint32_t begin = kEnds.at[key];
  return from.get({reinterpret_cast<const std::uint8_t*>(kNames) + begin, kEnds.at[key + 1] - begin});
}

double Ingest::number(Value from, Key key, double otherwise) noexcept { return get(from, key).number(otherwise); }

std::uint32_t Ingest::tag(Value from, Key key) noexcept {
  return static_cast<std::uint32_t>(hash64(get(from, key).text()));
}

void Ingest::listen(Value signals) noexcept {
  const double offset = number(signals, key_utcOffset, state_.utc_offset);
  if (offset >= -kOffsetMax && offset <= kOffsetMax) state_.utc_offset = static_cast<std::int16_t>(offset);
  const std::uint32_t hemisphere = tag(signals, key_hemisphere);
  if (hemisphere == name_tag("north")) state_.hemisphere = 1;
  if (hemisphere == name_tag("south")) state_.hemisphere = -1;
  if (hemisphere == name_tag("tropics")) state_.hemisphere = 0;
}

void Ingest::run(std::int64_t t_ms, Bytes name) noexcept {
  static constexpr EventRow kEvents[] = {
#define X(name, weight, fact, extent, does) {name_tag(#name), does, weight, kFact_##fact, kExtent_##extent},
#include "profile/events.def"
#undef X
  };
  now_ = profile_.arrive(pack_, t_ms);
  const std::uint64_t hash = hash64(name);
  EventRow row{0, 0, 0, kFact_none, kExtent_whole};
  for (const EventRow& r : kEvents)
    if (r.tag == static_cast<std::uint32_t>(hash)) row = r;
  does_ = row.does;
  weight_ = static_cast<std::uint32_t>(row.weight_q6) << 10;
  for (const EventWeight& w : pack_.weights())
    if (w.hash == hash) weight_ = w.weight_q16;
  if (row.extent != kExtent_whole) {
    const double whole = row.extent == kExtent_minute ? 60'000 : 100;
    const double part = number(params_, static_cast<Key>(row.extent), whole) / whole;
    if (part < 1) weight_ = part > 0 ? static_cast<std::uint32_t>(weight_ * part) : 0;
  }
  // With a quarter to spare it is still enough when forgetAfterDays have passed: what is just enough no longer is a moment later.
  if (does_ & kArrives) weight_ = q16(pack_.the_site().enough * 1.25);
  if (does_ & kBuys) {
    // Shops name their orders or number them; an empty name is none.
    const Value own = get(params_, key_transaction_id);
    const Bytes id = own.is_number() ? own.bytes() : own.text();
    const auto transaction = static_cast<std::uint32_t>(hash64(id));
    if (transaction == state_.transaction && !id.empty()) return;
    state_.transaction = transaction;
  }
  if (row.tally != kFact_none) tally(row.tally, 1);
  count();
  const Value items = get(params_, key_items);
  const std::uint32_t n = items.count();
  if (n == 0) item(params_, weight_);
  for (Items it(items); it.next();) item(it.value(), weight_ / n);
  if (does_ & kMoney) pay();
  if (does_ & kOfPage) page();
  if ((does_ & kBuys) || ((does_ & (kIntoCart | kOutOfCart)) && state_.tallies[kFact_cartItems] == 0)) empty_cart();
}

void Ingest::tally(std::uint32_t fact, double by) noexcept {
  const double sum = state_.tallies[fact] + by;
  state_.tallies[fact] = sum > 0 ? sum < kTallyMax ? sum : kTallyMax : 0;
}

// What an event changes beside evidence.
void Ingest::count() noexcept {
  if (does_ & (kTurnsPage | kLooks)) state_.page_size = 0;
  if ((does_ & kArrives) && tag(params_, key_medium) == name_tag("email")) tally(kFact_emailClicks, 1);
  if (does_ & kBuys) state_.purchase_s = now_.s;
  if (!(does_ & kOfPage)) return;
  const double active = number(params_, key_engagement_time_msec, 0);
  if (active >= 1 && active <= kDay_s * 1000.0) tally(kFact_activeSeconds, static_cast<std::uint32_t>(active));
  const double scrolled = number(params_, key_percent_scrolled, 0);
  double& deepest = state_.tallies[kFact_scrollDepth];
  if (scrolled > deepest) deepest = scrolled < 100 ? scrolled : 100;
}

// Money in hundredths: what `value` says, else price times quantity of the items.
void Ingest::pay() noexcept {
  const Bytes own = get(params_, key_currency).text(), site = pack_.string(pack_.the_site().currency);
  if (!own.empty() && !site.empty() && hash_value(own, 0) != hash_value(site, 0)) return;
  const double money = number(params_, key_value, money_) * 100 + 0.5;
  if (!(money > 0 && money < kTallyMax)) return;
  const auto whole = static_cast<double>(static_cast<std::uint64_t>(money));
  tally(does_ & (kBuys | kRefunds) ? kFact_lifetimeValue : kFact_cartValue,
        does_ & (kBuys | kIntoCart) ? whole : -whole);
}

// A hero was seen, clicked or dismissed: as the item says, else the event. One promotion may list many products.
void Ingest::promote(Value item) noexcept {
  const auto hash_by = [&](Key key, std::uint64_t start) {
    const Value own = get(item, key);
    return hash64((own.is_string() ? own : get(params_, key)).text(), start);
  };
  const std::uint64_t slot_hash = hash_by(key_creative_slot, kHashStart), hash = hash_by(key_creative_name, slot_hash);
  if (hash != promoted_) profile_.promote(pack_, hash, slot_hash, does_, now_.s);
  promoted_ = hash;
}

void Ingest::item(Value item, std::uint32_t weight) noexcept {
  if (does_ & (kSeen | kClicked | kDismissed)) promote(item);
  if (does_ & kMoney) {
    double n = number(item, key_quantity, 1);
    if (n < 0) n = 0;
    money_ += number(item, key_price, 0) * n;
    if (does_ & (kIntoCart | kOutOfCart)) {
      // A part of one (0.3 kg) is one.
      const double whole = static_cast<std::uint32_t>((n < kPiecesMost ? n : kPiecesMost) + 0.99);
      tally(kFact_cartItems, does_ & kIntoCart ? whole : -whole);
      pieces_ = static_cast<std::int32_t>(whole < kCartMost ? whole : kCartMost);
      if (does_ & kOutOfCart) pieces_ = -pieces_;
    }
  }
  const bool says = (does_ & (kLikes | kDislikes)) != 0;
  for (const Dimension& d : pack_.dimensions()) {
    dimension_ = &d;
    size_ = 0;
    if (!says) {
      read(item);
      if (size_ == 0) read(params_);
    } else if (get(item, key_dimension).text() == pack_.string(d.name)) {
      read_value(get(item, key_value));
    }
    for (std::uint32_t i = 0; i < size_; ++i) touch(values_[i], weight / size_);
  }
}

// Collects the values that an object states for the dimension.
void Ingest::read(Value object) noexcept {
  for (const Param& p : pack_.params().part(dimension_->param_first, dimension_->param_count))
    read_value(object.get(pack_.string(p.name)));
  // A link speaks of dimensions by their own names.
  if (does_ & kArrives) read_value(object.get(pack_.string(dimension_->name)));
}

void Ingest::read_value(Value value) noexcept {
  if (!value.is_array()) return add(value);
  for (Items it(value); it.next();) add(it.value());
}

void Ingest::add(Value value) noexcept {
  Found found{dimension_->hash_state, {}, 0};
  Ref ref = kNone;
  if (dimension_->flags & kDimensionNumber) {
    if (!value.is_number()) return;
    ref = pack_.find_band(*dimension_, value.number());
  } else {
    const Bytes text = value.text();
    const std::uint64_t hash = hash_value(text, found.hash);
    if (hash == found.hash) return;
    found.place = profile_.place_of(hash);
    if (profile_.at(found.place, hash) != nullptr) {
      found.hash = hash;  // known: no need to ask the pack
    } else {
      ref = pack_.find_value(*dimension_, hash);
      // The name "other" stands for all that has none.
      if (ref == kNone && (dimension_->flags & kDimensionAny) && hash != hash_value("other", dimension_->hash_state))
        found = {hash, cut_name(text), 0};
    }
  }
  if (ref != kNone) found.hash = pack_.values()[ref].hash;
  // Who follows a link or says what they like means a value that can be named.
  if (found.hash == dimension_->hash_state && (does_ & (kArrives | kLikes | kDislikes))) return;
  for (std::uint32_t i = 0; i < size_; ++i)
    if (values_[i].hash == found.hash) return;
  if (size_ < kMostValues) values_[size_++] = found;
}

void Ingest::touch(const Found& found, std::uint32_t weight) noexcept {
  // Values placed since may have moved it.
  Kept* k = profile_.at(found.place, found.hash);
  if (k == nullptr) k = profile_.find(found.hash);
  if (k == nullptr && (weight != 0 || (does_ & (kLooks | kIntoCart | kLikes | kDislikes))))
    k = profile_.keep(found.hash, dimension_->hash_state, found.name, now_.s);
  if (k != nullptr) {
    spoke_[k->dimension / 32] |= 1u << k->dimension % 32;
    mark(*k, weight);
  }
  if (does_ & (kBuys | kRefunds)) bought(found.hash);
}

void Ingest::mark(Kept& k, std::uint32_t weight) noexcept {
  // What weighs nothing is no newer evidence either; a purchase has its time whatever it weighs.
  if (weight != 0 || (does_ & kBuys)) profile_.add(k, weight, now_);
  if (does_ & kLooks) {
    if (k.looks == 0) k.first_look = static_cast<std::uint16_t>(now_.s / kLookUnit_s);
    if (k.looks < 0xf0) k.looks += 0x10;
    const bool long_look = k.looks >= 0x30 && now_.s - state_.visit_s >= kLongLook_s;
    if ((k.looks & 0x0f) < (long_look ? kWeighing : k.flags & kLooked ? 0 : 0x0f)) ++k.looks;
    if (k.views != 0xffff) ++k.views;
    k.flags |= kLooked;
    if (state_.page_size < kPageMax) state_.page[state_.page_size++] = k.hash_low;
  } else if (weight != 0 && k.others != 0xff) {
    ++k.others;
  }
  const std::int32_t pieces = k.flags / kCartStep + pieces_;
  const std::int32_t held = pieces < 0 ? 0 : pieces < kCartMost ? pieces : kCartMost;
  k.flags = static_cast<std::uint8_t>(k.flags % kCartStep + held * kCartStep);
  if (does_ & kBuys) {
    k.looks = 0;
    k.flags |= kMet;
  } else if (weight != 0 || (does_ & kRefunds)) {
    k.flags &= static_cast<std::uint8_t>(~kMet);
  }
  if (does_ & (kLikes | kDislikes))
    k.flags = static_cast<std::uint8_t>((k.flags & ~(kLiked | kDisliked)) | (does_ & kLikes ? kLiked : kDisliked));
}

// Only purchases from which something follows are kept by themselves; a refund undoes that.
void Ingest::bought(std::uint64_t hash) noexcept {
  constexpr std::uint32_t kPurchasesMax = 12;
  const Ref ref = listed_value(pack_, *dimension_, hash);
  if (ref == kNone) return;
  const DimensionValue& v = pack_.values()[ref];
  const std::uint32_t known = profile_.purchase_of(hash);
  if (known < profile_.count(kPurchases)) profile_.erase(kPurchases, known);
  if ((does_ & kRefunds) || (v.rest_days | v.repeat_days | v.complement_count) == 0) return;
  if (profile_.count(kPurchases) == kPurchasesMax) profile_.erase(kPurchases, 0);
  if (!profile_.make_room(sizeof(Bought), now_.s)) return;
  auto& b = *reinterpret_cast<Bought*>(profile_.insert(kPurchases, profile_.count(kPurchases)));
  set_hash(b, hash);
  b.bought_s = now_.s;
}

// Engagement with a page is evidence for what the page is about, in each dimension that the event says nothing of itself: what it says of
// one must not count for another.
void Ingest::page() noexcept {
  Kept* about[kPageMax];
  std::uint8_t together[256] = {};
  std::uint32_t n = 0;
  for (Kept *k = profile_.kept(), *const end = k + profile_.count(kValues); k != end; ++k)
    for (std::uint32_t i = 0; i < state_.page_size; ++i)
      if (state_.page[i] == k->hash_low && n < kPageMax && !(spoke_[k->dimension / 32] >> k->dimension % 32 & 1)) {
        about[n++] = k;
        ++together[k->dimension];
      }
  for (std::uint32_t i = 0; i < n; ++i) mark(*about[i], weight_ / together[about[i]->dimension]);
}

void Ingest::empty_cart() noexcept {
  state_.tallies[kFact_cartItems] = state_.tallies[kFact_cartValue] = 0;
  profile_.clear_flags(0x100 - kCartStep);
}

Status Profile::event(const Pack& pack, std::int64_t t_ms, Bytes name, Value params, Value signals) noexcept {
  if (name.empty()) return kEventIgnored;
  Ingest ingest(*this, pack, params);
  t_ms = begin(pack, t_ms);
  if (signals.is_object()) ingest.listen(signals);
  ingest.run(t_ms, name);
  return kOk;
}

}  // namespace tactful

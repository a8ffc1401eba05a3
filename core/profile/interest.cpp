#include "base/fixed.h"
#include "profile/interest.h"

// How evidence becomes shares: docs/profile.md, with worked numbers.
namespace tactful {

using namespace block;

namespace {

constexpr double kComplementViews = 8;               // what a purchase adds to its complements, together
constexpr double kDueViews = 8;                      // what a value that is due again counts as
constexpr std::uint32_t kComplement_s = 31'536'000;  // and how long that takes to fade
constexpr double kLastMost = 4;                      // what came last counts for so many times itself at most
constexpr double kSpoken = 2;                        // each liked value, against 1 for all that was inferred
constexpr double kLeastPart = 1.0 / 64;              // a value with less of the visit sends nobody on
constexpr std::uint32_t kHalf_s = kScale[kFast].half_life_s;

// 2^-n, 0 where a double ends.
double halved(std::uint32_t n) noexcept {
  return n < 1023 ? __builtin_bit_cast(double, static_cast<std::uint64_t>(1023 - n) << 52) : 0;
}

// What one unit of a sum is worth now, in views.
double unit(std::uint32_t scale, std::uint32_t grow_q30) noexcept {
  return static_cast<double>(kQ30One >> kScale[scale].bits) / grow_q30;
}

}  // namespace

Interest::Interest(const Profile& profile, const Pack& pack, std::uint32_t dimension, std::int64_t now_ms) noexcept
    : profile_(profile),
      pack_(pack),
      dimension_(pack.dimensions()[dimension]),
      now_(profile.instant(now_ms)),
      known_(dimension_.value_count) {
  cells_[0] = kEmpty;
  kept_dimension_ = profile.kept_dimension(dimension_.hash_state);
  const double prior = pack.the_site().prior_strength;
  double weight = weigh() + remember_purchases() + prior;
  // A liked value gains twice as much as all that was inferred.
  const double word = kSpoken * weight + 1;
  weight += take_disliked_out();
  const double sent = send_on(false), all = weight + likes_ * word;
  // What the visit sends on to other values is taken from all shares alike, but not from what the visitor said.
  const double scale = all > 0 ? (1 - sent) / all : 0;
  prior_ = all > 0 ? prior * scale : 1 - sent;
  if (all > 0) inferred_ = weight / all;
  for (Cell& c : found()) c.extra = c.extra * scale + (c.marks & kLiked ? word / all : 0);
  other_ = other_ * scale + prior_ * (average_other_ + refused_);
  send_on(true);
}

// Sums the evidence up, then gives every value its own; the weight of it all.
double Interest::weigh() noexcept {
  const Site& model = pack_.the_site();
  double fast = 0, slow = 0, all = 0;
  for (std::uint32_t giving = 0; giving < 2; ++giving) {
    for (std::uint32_t i = 0; next(i); ++i) {
      const Kept& k = profile_.kept()[i];
      if (!giving) {
        // Whole numbers, so that as much evidence is the same for each dimension, in whatever order it lies.
        seen_ += Profile::settled(k, kSlow, now_.s);
        // An "other" that nothing was evidence for did not come last.
        if (k.sums[kFast] != 0) {
          if (k.newest_s > last_s_) {
            visit_ *= halved(k.newest_s / kHalf_s - last_s_ / kHalf_s);
            last_s_ = k.newest_s;
            lasts_ = 0;
          }
          if (k.newest_s == last_s_) ++lasts_;
        }
        visit_ += fast_of(k);
        continue;
      }
      // A pack may come to list what was kept by name, or to call it otherwise.
      Ref key = listed_value(pack_, dimension_, hash_of(k));
      if (key == kNone && (k.flags & kNamed)) key = kNamedKey | i;
      double weight = fast * of_visit(k) + slow * slow_of(k) + recent_of(k);
      if (k.flags & kMet) weight *= 1 - model.satisfied * faded(k.newest_s);
      all += weight;
      if (key == kNone) {
        other_ += weight;
        continue;
      }
      if (key & kNamedKey) ++known_;
      Cell& c = *cell(key, true);
      c.extra += weight;
      mark(c, k, i);
    }
    if (giving) break;
    seen_ *= unit(kSlow, now_.grow_q30[kSlow]);
    fast = model.fast_weight * halved(now_.s / kHalf_s - last_s_ / kHalf_s) * unit(kFast, now_.grow_q30[kFast]);
    // A loyal past must not drown a new wish.
    slow = model.slow_weight * (seen_ > model.slow_most ? model.slow_most / seen_ : 1);
  }
  if (known_ != 0) equal_ = 1.0 / known_;
  average_other_ = has_average() ? dimension_.average_other : known_ == 0;
  return all;
}

// Notes in a value's cell what is kept of it.
void Interest::mark(Cell& c, const Kept& k, std::uint32_t index) noexcept {
  c.own = static_cast<std::uint8_t>(index);
  c.marks |= k.flags & (kLiked | kDisliked);
  if (k.sums[kSlow] != 0 || (c.marks & kLiked)) c.marks |= kKnown;
  if ((k.looks & 0x0f) >= kWeighing && (now_.s - k.newest_s) / kDay_s < pack_.the_site().forget_after_days)
    c.marks |= kConsidered;
  if (c.marks & (kLiked | kDisliked)) spoken_ = true;
}

// What follows from purchases: values due again, rests, in which the wish that was met weighs nothing,
// and views for complements. How much weight that adds.
double Interest::remember_purchases() noexcept {
  double change = 0;
  for (std::uint32_t i = 0; i < profile_.count(kPurchases); ++i) {
    const Bought& b = profile_.records<Bought>(kPurchases)[i];
    const Ref value = listed_value(pack_, dimension_, hash_of(b));
    Cell* const bought = value == kNone ? nullptr : cell(value, true);
    if (bought == nullptr) continue;
    const DimensionValue& v = pack_.values()[value];
    const std::uint32_t age_s = now_.s - b.bought_s, age_days = age_s / kDay_s;
    // What comes due again rests until then, unless something else is said of its rest.
    if (v.repeat_days != 0 && age_days >= v.repeat_days) {
      bought->marks |= kDue;
      lasting_ += kDueViews;
    } else if (age_days < (v.rest_days != 0 ? v.rest_days : v.repeat_days)) {
      bought->marks |= kResting;
    }
    if (age_s >= kComplement_s) continue;
    const double each = kComplementViews / kComplement_s * (kComplement_s - age_s) / v.complement_count;
    for (const Ref other : pack_.value_sets().part(v.complement_first, v.complement_count)) {
      Cell* const c = cell(other, true);
      if (c == nullptr) continue;
      c->extra += each;
      c->marks |= kGains | kKnown;
      lasting_ += each;
      change += each;
    }
  }
  // Not even what goes with something else that was bought, before or after.
  for (Cell& c : found()) {
    if (!(c.marks & kResting)) continue;
    change -= c.extra;
    c.extra = 0;
  }
  return change;
}

// A disliked value loses its weight, and its part of the average goes to the others; how much that changes.
double Interest::take_disliked_out() noexcept {
  double change = 0;
  for (Cell& c : found()) {
    if (c.marks & kLiked) ++likes_;
    if (!(c.marks & kDisliked)) continue;
    change -= c.extra;
    c.extra = 0;
    refused_ += average(c.key);
  }
  return change;
}

// One step of transitions: each value of the visit hands `mix` of its part on along its row; what a row leaves open
// stays where it was. `add`, or only find room; the sum handed on.
double Interest::send_on(bool add) noexcept {
  double sum = 0;
  if (!(dimension_.flags & kDimensionHasTransitions)) return 0;
  const Site& model = pack_.the_site();
  const double mix = inferred_ * (now_.s - last_s_ > kVisitGap_s ? model.later_mix * faded(last_s_) : model.mix);
  for (Cell& from : found()) {
    if (from.own == kNoOwn) continue;
    const Kept& k = profile_.kept()[from.own];
    const double part = of_visit(k) / visit_;
    if (!(part >= kLeastPart)) continue;
    Records<Transition> row;
    if (!(from.key & kNamedKey)) {
      const DimensionValue& v = pack_.values()[from.key];
      row = pack_.transitions().part(v.transition_first, v.transition_count);
    }
    // What has no row goes on to itself.
    for (std::uint32_t i = 0; i == 0 || i < row.size; ++i) {
      Cell* const to = row.size != 0 ? cell(row[i].value, true) : &from;
      if (to == nullptr || (to->marks & kDisliked)) continue;
      const double share = mix * part * (row.size != 0 ? row[i].share_q32 / 4294967296.0 : model.stay);
      if (add) to->extra += share;
      sum += share;
    }
  }
  return sum;
}

// Moves to the kept value of the dimension at or after `index`; false when there is none.
bool Interest::next(std::uint32_t& index) const noexcept {
  while (index < profile_.count(kValues) && profile_.kept()[index].dimension != kept_dimension_) ++index;
  return index < profile_.count(kValues);
}

Ref listed_value(const Pack& pack, const Dimension& d, std::uint64_t hash) noexcept {
  if (!(d.flags & kDimensionNumber)) return pack.find_value(d, hash);
  // Bands lie in the order of their edges.
  for (Ref band = d.value_first; band < d.value_first + d.value_count; ++band)
    if (pack.values()[band].hash == hash) return band;
  return kNone;
}

// Fast evidence as of the half-life of the newest evidence: its ratios outlive any absence, also when a visit has begun
// after it in which nothing was looked at yet.
double Interest::fast_of(const Kept& k) const noexcept {
  return k.sums[kFast] * halved(last_s_ / kHalf_s - k.newest_s / kHalf_s);
}

// A value's part of the visit's fast evidence; a share of it all goes to what came last, unless that is next to nothing.
double Interest::of_visit(const Kept& k) const noexcept {
  const double newest = pack_.the_site().newest, own = fast_of(k);
  double last = 0;
  if (k.newest_s == last_s_) {
    last = kLastMost * own;
    if (last * lasts_ > visit_) last = visit_ / lasts_;
  }
  return (1 - newest) * own + newest * last;
}

double Interest::slow_of(const Kept& k) const noexcept {
  return Profile::settled(k, kSlow, now_.s) * unit(kSlow, now_.grow_q30[kSlow]);
}

// What a value had gathered when it was last seen: fast evidence as it stood then, faded by hours instead of minutes.
double Interest::recent_of(const Kept& k) const noexcept {
  const std::uint32_t weight_q4 = pack_.the_site().recent_weight_q4;
  if (weight_q4 == 0) return 0;
  constexpr double kOne = kQ30One >> (kScale[kFast].bits + 4);  // of the sums' bits and the weight's
  return weight_q4 * faded(k.newest_s) * k.sums[kFast] * (kOne / grow_q30(k.newest_s % kHalf_s, kHalf_s));
}

// Between minutes and a year: a quarter is left after `recent_hours`, and then it fades ever more slowly. No half-life,
// for what somebody comes back to is spread over all lengths of time.
double Interest::faded(std::uint32_t since_s) const noexcept {
  const std::uint32_t whole_s = 3600u * pack_.the_site().recent_hours;
  if (whole_s == 0) return 1;
  const double left = whole_s / (static_cast<double>(whole_s) + (now_.s - since_s));
  return left * left;
}

// The cell of a value, or the empty one behind all; with `create` null when all are taken.
Interest::Cell* Interest::cell(Ref key, bool create) noexcept {
  std::uint8_t at = static_cast<std::uint8_t>(key);
  for (; places_[at] != 0; ++at)
    if (Cell& c = cells_[places_[at] - 1]; c.key == key) return &c;
  if (!create) return cells_ + used_;
  if (used_ == kCells - 1) return nullptr;
  Cell& c = cells_[used_];
  places_[at] = static_cast<std::uint8_t>(++used_);
  cells_[used_] = kEmpty;
  c.key = key;
  return &c;
}

double Interest::share(Ref value) const noexcept {
  const Cell& c = of(value);
  return c.marks & kDisliked ? 0 : c.extra + prior_ * average(value);
}

double Interest::average(Ref value) const noexcept {
  if (!has_average()) return equal_;
  return value & kNamedKey ? 0 : pack_.values()[value].average;
}

}  // namespace tactful

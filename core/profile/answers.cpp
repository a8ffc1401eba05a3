#include "profile/interest.h"

// What else an interest can say than shares: from what evidence, what leads, what rests.
namespace tactful {

using namespace block;

namespace {

void answer(Bytes value, double share, std::uint32_t size, ValueWriter& out) noexcept {
  out.array(size);
  out.string(value);
  out.number(share);
}

}  // namespace

Bytes Interest::name(Ref key) const noexcept {
  if (key == kNone) return {};
  return key & kNamedKey ? profile_.name_of(key & ~kNamedKey) : pack_.string(pack_.values()[key].name);
}

const Kept& Interest::own(Ref value) const noexcept {
  static constexpr Kept kNothing{};
  const Cell& c = of(value);
  return c.own == kNoOwn ? kNothing : profile_.kept()[c.own];
}

double Interest::weight(Ref value) const noexcept { return lasting(value) ? 99 : evidence(value); }

std::int64_t Interest::newest_ms(Ref value) const noexcept {
  return profile_.moment_ms(of(value).own == kNoOwn ? kNever : own(value).newest_s);
}

double Interest::named_share(std::uint64_t hash) const noexcept {
  const std::uint32_t place = profile_.place_of(hash);
  for (const Cell& c : found())
    if ((c.key & kNamedKey) && (c.key & ~kNamedKey) == place && hash_of(profile_.kept()[place]) == hash)
      return share(c.key);
  return -1;
}

std::uint32_t Interest::values_above(double least) const noexcept {
  std::uint32_t n = 0;
  for (const Cell& c : found()) n += share(c.key) > least;
  return n;
}

// The order of answers: share, newest evidence, average, name; keys at last, so that it is total.
bool Interest::before(const Ranked& a, const Ranked& b) const noexcept {
  if (a.share != b.share) return a.share > b.share;
  const std::int64_t newer = newest_ms(a.key) - newest_ms(b.key);
  if (newer != 0) return newer > 0;
  const double more = average(a.key) - average(b.key);
  if (more != 0) return more > 0;
  const Bytes left = name(a.key), right = name(b.key);
  const int order = std::memcmp(left.data, right.data, left.size < right.size ? left.size : right.size);
  if (order != 0) return order < 0;
  return left.size != right.size ? left.size < right.size : a.key < b.key;
}

// The first of the values with a mark, those aside that no hero may speak for; none if there is none.
Ref Interest::first(std::uint32_t mark) const noexcept {
  Ranked best{0, kNone};
  for (const Cell& c : found()) {
    if (!(c.marks & mark) || (c.marks & (kDisliked | kResting))) continue;
    const Ranked r{share(c.key), c.key};
    if (best.key == kNone || before(r, best)) best = r;
  }
  return best.key;
}

Ref Interest::top_value() const noexcept {
  const Ref key = first(kKnown);
  return key & kNamedKey ? kNone : key;
}

Bytes Interest::top() const noexcept { return name(first(kKnown)); }

Bytes Interest::due() const noexcept { return name(first(kDue)); }

Bytes Interest::considering(std::uint32_t& days) const noexcept {
  const Ref key = first(kConsidered);
  days = (now_.s / kLookUnit_s - own(key).first_look) / (kDay_s / kLookUnit_s);
  return name(key);
}

void Interest::cart(ValueWriter& out) const noexcept {
  const std::uint32_t place = out.open_array();
  std::uint32_t n = 0;
  for (const Cell& c : found()) {
    if (own(c.key).flags < kCartStep || n == 127) continue;
    out.string(name(c.key));
    ++n;
  }
  out.close(place, n);
}

// There is no memory for an order of all values: each round finds the best of those behind the last one.
void Interest::list(std::uint32_t top, bool evidence, ValueWriter& out) const noexcept {
  constexpr std::uint32_t kRound = 64;
  Ranked best[kRound], last{0, kNone};
  const std::uint32_t listed = dimension_.value_count, all = listed + profile_.count(kValues);
  if (top - 1 >= known_) top = known_;
  // What is not in the answer is "other", so that an answer's shares sum to 1.
  const bool whole = top == known_;
  double shown = 0;
  out.array(top + 1);
  for (std::uint32_t n = 0; top != 0; top -= n) {
    n = 0;
    for (std::uint32_t i = 0; i < all; ++i) {
      const Ref key = i < listed ? dimension_.value_first + i : kNamedKey | (i - listed);
      if (i >= listed && of(key).key != key) continue;
      const Ranked r{share(key), key};
      if (last.key != kNone && !before(last, r)) continue;
      if (n == kRound || n == top) {
        if (!before(r, best[n - 1])) continue;
        --n;
      }
      std::uint32_t at = n++;
      for (; at != 0 && before(r, best[at - 1]); --at) best[at] = best[at - 1];
      best[at] = r;
    }
    for (std::uint32_t i = 0; i < n; ++i) {
      const Ref key = best[i].key;
      answer(name(key), best[i].share, evidence ? 6 : 2, out);
      if (evidence) {
        out.number(events(key));
        out.number(static_cast<double>(newest_ms(key)));
        out.number(average(key));
        out.number(weight(key));
      }
      shown += best[i].share;
    }
    last = best[n - 1];
  }
  answer("other", whole ? other_ : shown < 1 ? 1 - shown : 0, 2, out);
}

}  // namespace tactful

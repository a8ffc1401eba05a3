#include "decision/decide.h"

namespace tactful {
namespace {

constexpr std::int64_t kMinuteMs = 60'000, kHourMs = 60 * kMinuteMs, kDayMs = 24 * kHourMs;
// So long after a purchase the help that fits is care for what was bought.
constexpr double kCareDays = 14;

// A fact as the site states it, else as it was learned; -1 where it is not known.
double number_fact(Moment& moment, Bytes name, std::uint32_t number) noexcept {
  const Value stated = moment.given(name);
  if (stated.is_number()) return stated.number(-1);
  std::uint8_t bytes[64];
  ValueWriter out(bytes, sizeof bytes);
  moment.profile.fact(moment.pack, number, moment.now_ms, out);
  return out.size() == 0 ? -1 : Value(bytes).number(-1);
}

// Little is known when nothing was said or stated and no interest is strong enough to act on.
bool little_known(Moment& moment, const Allowed& allowed) noexcept {
  if (allowed.said) return false;
  for (std::uint32_t i = 0; i < allowed.known; ++i) {
    const Fact& f = moment.pack.facts()[allowed.facts[i]];
    if (f.kind != FactKind::kDimension) continue;
    if (moment.interest(f.dimension).evidence() >= moment.pack.the_site().enough) return false;
  }
  return true;
}

// The order of eligible variants within one decision.
class Contest {
 public:
  Contest(Moment& moment, const Slot& slot, const Allowed& allowed) noexcept
      : allowed_(allowed), little_(little_known(moment, allowed)) {
    if (slot.reads & kReadsMoment) help_ = help_of_the_moment(moment);
  }

  struct Entry {
    Ref variant = kNone;
    Level level = Level::kDefault;
    bool goes_first = false;
    bool fits = false;
    bool helps = false;
    std::uint32_t precise = 0;
    double score = 0;
  };
  Entry entry(Ref index, const Variant& variant, double score) const noexcept {
    return {index, level_of(variant), goes_first(variant), fits(variant), variant.help != Help::kNo, precision(variant), score};
  }

  /// Whether it would lead its kind: those that help are apart from the others.
  bool leads(const Entry& entry) const noexcept {
    const Entry& best = best_[entry.helps];
    return best.variant == kNone || beats(entry, best, entry.helps);
  }
  void enter(const Entry& entry) noexcept { best_[entry.helps] = entry; }

  Ref winner(double& score) const noexcept {
    const Entry& plain = best_[0];
    const Entry& helping = best_[1];
    const bool help = plain.variant == kNone || (helping.variant != kNone && beats(helping, plain, false));
    score = best_[help].score;
    return best_[help].variant;
  }

 private:
  // Promise 2: when little is known, who helps, or answers something that is known, goes first.
  bool goes_first(const Variant& variant) const noexcept {
    if (!little_ || variant.help != Help::kNo) return true;
    for (const std::uint16_t fact : variant.facts)
      for (std::uint32_t i = 0; i < allowed_.known; ++i)
        if (fact == allowed_.facts[i]) return true;
    return false;
  }

  bool fits(const Variant& variant) const noexcept {
    return help_ > Help::kYes && variant.help == help_;
  }

  // `among_helping`: the kind of help orders only variants that help.
  static bool beats(const Entry& a, const Entry& b, bool among_helping) noexcept {
    if (a.level != b.level) return a.level > b.level;
    if (a.goes_first != b.goes_first) return a.goes_first;
    if (among_helping && a.fits != b.fits) return a.fits;
    if (a.score != b.score) return a.score > b.score;
    if (a.precise != b.precise) return a.precise > b.precise;
    return a.variant < b.variant;
  }

  const Allowed& allowed_;
  const bool little_;
  Help help_ = Help::kNo;
  Entry best_[2];  // of those that sell, and of those that help
};

// The row of a value in a slot's index, or null. Rows ascend by value.
const IndexRow* row_of(const Pack& pack, const Slot& slot, Ref value) noexcept {
  const auto rows = pack.index_rows().part(slot.index_first, slot.index_count);
  const std::uint32_t low = first_not(rows.size, [&](std::uint32_t i) { return rows[i].value < value; });
  return low < rows.size && rows[low].value == value ? &rows[low] : nullptr;
}

// The slot's variant of this hash, or null.
const Variant* variant_of(const Pack& pack, const Slot& slot, std::uint64_t hash) noexcept {
  const auto hashed = pack.index_variants().part(slot.hashed_first, slot.hashed_count);
  const std::uint32_t low = first_not(
      hashed.size, [&](std::uint32_t i) { return pack.variants()[hashed[i]].hash < hash; });
  if (low == hashed.size) return nullptr;
  const Variant& found = pack.variants()[hashed[low]];
  return found.hash == hash ? &found : nullptr;
}

// The treatment arm's choice; the default when nobody is eligible. Only those are judged who can
// win: variants without `for` (always), and those for a value that something is known of, as
// long as nobody before has a score out of reach. A variant met twice is judged twice, to the same end.
class Choice {
 public:
  Choice(Moment& moment, const Slot& slot, const Allowed& allowed, const Taken& taken) noexcept
      : pack_(moment.pack), judge_(moment, slot, allowed), contest_(moment, slot, allowed), taken_(taken) {}

  void consider(Ref index) noexcept {
    const Variant& variant = pack_.variants()[index];
    const Candidate candidate = judge_.weigh(variant);
    if (candidate.fate != Fate::kEligible || taken_.has(variant.id)) return;
    const Contest::Entry entry = contest_.entry(index, variant, candidate.score);
    if (contest_.leads(entry) && judge_.check(variant, candidate.own) == Fate::kEligible)
      contest_.enter(entry);
  }

  // A row of the index, sorted as pack/order.h says: what the first of a group cannot reach, none behind can.
  void consider(Records<Ref> row) noexcept {
    for (std::uint32_t i = 0; i < row.size; ++i) {
      const Variant& variant = pack_.variants()[row[i]];
      const double most = judge_.most(variant);
      if (most > 0 && contest_.leads(contest_.entry(row[i], variant, most)))
        consider(row[i]);
      else
        i += first_not(row.size - i - 1, [&](std::uint32_t behind) {
          return same_group(variant, pack_.variants()[row[i + 1 + behind]]);
        });
    }
  }

  Ref winner(double& score) const noexcept { return contest_.winner(score); }

 private:
  const Pack& pack_;
  Judge judge_;
  Contest contest_;
  const Taken& taken_;
};

Ref choose(Moment& moment, const Slot& slot, const Allowed& allowed, const Taken& taken, double& score) noexcept {
  const Pack& pack = moment.pack;
  Choice choice(moment, slot, allowed, taken);
  // The hero last shown has a small advantage that its row does not know of.
  if (const std::uint64_t last = moment.profile.last_shown(slot.hash))
    if (const Variant* shown = variant_of(pack, slot, last)) choice.consider(static_cast<Ref>(shown - pack.variants().data));
  for (const Ref index : pack.index_variants().part(slot.always_first, slot.always_count)) choice.consider(index);
  for (std::uint32_t i = 0; i < allowed.known; ++i) {
    const Fact& fact = pack.facts()[allowed.facts[i]];
    if (fact.kind != FactKind::kDimension) continue;
    // Listed first: who judges a variant asks for other dimensions, and the interest may be gone then.
    Ref known[Interest::kCells];
    std::uint32_t n = 0;
    moment.interest(fact.dimension).each_known([&](Ref value) { known[n++] = value; });
    for (std::uint32_t v = 0; v < n; ++v)
      if (const IndexRow* row = row_of(pack, slot, known[v]))
        choice.consider(pack.index_variants().part(row->first, row->count));
  }
  const Ref winner = choice.winner(score);
  return winner == kNone ? slot.default_variant : winner;
}

// P(variant) over all seeds, for the choice that this profile leads to and what stands in the slots before.
double propensity(Moment& moment, const Slot& slot, const Taken& taken, Ref variant, Ref choice) noexcept {
  constexpr double kAll = 1.0 / 4294967296.0;
  const auto share = [](std::uint32_t q32) { return q32 == 0xffffffff ? 1 : q32 * kAll; };
  const double control = share(moment.pack.the_site().control_q32);
  const double explore = share(slot.explore_q32);
  double inside = variant == choice ? 1 - explore : 0;
  if (explore > 0 && explorable(moment, slot, variant, taken)) inside += explore / count_explorable(moment, slot, taken);
  return (variant == slot.default_variant ? control : 0) + (1 - control) * inside;
}

}  // namespace

Help help_of_the_moment(Moment& moment) noexcept {
  if (number_fact(moment, "cartItems", block::kFact_cartItems) > 0) return Help::kDeliver;
  const double since = number_fact(moment, "daysSinceLastPurchase", block::kFact_daysSinceLastPurchase);
  if (since >= 0 && since <= kCareDays) return Help::kCare;
  const auto dimensions = moment.pack.dimensions();
  for (std::uint32_t d = 0; d < dimensions.size; ++d) {
    std::uint32_t days = 0;
    if (!moment.interest(d).due().empty()) return Help::kReorder;
    if (!moment.interest(d).considering(days).empty()) return Help::kCompare;
  }
  return Help::kYes;
}

std::int64_t next_change(Moment& moment, const Slot& slot) noexcept {
  const std::int64_t now = moment.now_ms, local = moment.local.local_ms;
  std::int64_t midnight = now + kDayMs - local % kDayMs;
  // The day may be an hour shorter or longer.
  const Ref zone = moment.pack.the_site().zone;
  if (zone != kNone) midnight -= (zone_offset(moment.pack, zone, midnight) - moment.utc_offset) * kMinuteMs;
  std::int64_t next = now + kLongestMs;
  const auto earlier = [&](std::int64_t at) {
    if (at > now && at < next) next = at;
  };
  if (slot.reads & kReadsHour) earlier(now + kHourMs - local % kHourMs);
  if (slot.reads & kReadsCalendar) earlier(midnight);
  if (slot.explore_q32 != 0) earlier((now / kExplorePeriodMs + 1) * kExplorePeriodMs);
  const std::int64_t last = moment.profile.newest_ms();
  if (last >= 0) {
    earlier(last + moment.pack.the_site().forget_after_days * kDayMs);
    earlier(last + moment.pack.the_site().keep_days * kDayMs);
  }
  for (const Ref timed : moment.pack.index_variants().part(slot.timed_first, slot.timed_count))
    scheduled(moment, moment.pack.variants()[timed], next);
  for (std::uint32_t i = 0; i < moment.profile.hero_count(); ++i) {
    const Variant* v = variant_of(moment.pack, slot, moment.profile.hero(i));
    if (v == nullptr) continue;
    const Exposure own = moment.profile.exposure(v->hash);
    if (own.dismissed_ms >= 0) earlier(own.dismissed_ms + kDismissedMs);
    if (v->cap_impressions != 0) moment.profile.capped(v->hash, v->cap_impressions, v->cap_days, now, next);
  }
  earlier(moment.profile.next_stage_ms(moment.pack, now));
  // Rests end, and values come due, so many days after a purchase.
  if (number_fact(moment, "purchases", block::kFact_purchases) > 0) earlier(moment.profile.next_day_ms(now));
  for (const Ref fact : moment.pack.value_sets().part(slot.fact_first, slot.fact_count))
    if (moment.pack.facts()[fact].kind == FactKind::kProfile) earlier(moment.profile.next_day_ms(now));
  return next;
}

namespace {

Decision decide_after(Moment& moment, const Slot& slot, const Taken& taken) noexcept {
  Decision out;
  out.allowed = choose_dimensions(moment, slot);
  out.arm = arm_of(moment.pack, slot, moment.profile.seed(), moment.now_ms);
  const Ref choice = choose(moment, slot, out.allowed, taken, out.score);
  out.variant = choice;
  if (out.arm == Arm::kControl) {
    out.variant = slot.default_variant;
    out.would_be = choice;
    out.score = 0;
  } else if (out.arm == Arm::kExplore) {
    const Ref drawn = draw_explore(moment, slot, taken);
    if (drawn != kNone && drawn != choice) {
      out.variant = drawn;
      out.score = 0;
    }
  }
  if (out.variant == slot.default_variant) out.score = 0;
  out.level = level_of(moment.pack.variants()[out.variant]);
  if (out.arm != Arm::kNone) out.propensity = propensity(moment, slot, taken, out.variant, choice);
  out.valid_until_ms = next_change(moment, slot);
  if (taken.until_ms < out.valid_until_ms) out.valid_until_ms = taken.until_ms;
  return out;
}

}  // namespace

Taken taken_before(Moment& moment, const Slot& slot) noexcept {
  Taken taken;
  if (slot.reads & kReadsSlots)
    for (const Slot* earlier = moment.pack.slots().data; earlier != &slot; ++earlier) {
      const Decision before = decide_after(moment, *earlier, taken);
      if (before.valid_until_ms < taken.until_ms) taken.until_ms = before.valid_until_ms;
      // What a visitor in control would see is what the others see, in each slot.
      const Ref shown = before.arm == Arm::kControl ? before.would_be : before.variant;
      if (shown != earlier->default_variant && taken.count < Taken::kMost)
        taken.ids[taken.count++] = moment.pack.variants()[shown].id;
    }
  return taken;
}

Decision decide(Moment& moment, const Slot& slot) noexcept {
  return decide_after(moment, slot, taken_before(moment, slot));
}

}  // namespace tactful

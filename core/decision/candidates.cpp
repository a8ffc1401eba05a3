#include "decision/candidates.h"

#include "base/random.h"

namespace tactful {
namespace {

double square_root(double x) noexcept { return __builtin_sqrt(x); }

// About standard normal: the sum of four uniforms. Needs + and * alone, so it is the same everywhere;
// the tails end at kFarthest, which no hero will miss, and which lets a choice stop early.
double normal(std::uint64_t key) noexcept {
  Random random(key);
  double sum = -2;
  for (int i = 0; i < 4; ++i) sum += random.unit();
  return sum * (kFarthest / 2);
}

const Prior* prior_of(Moment& moment, const Variant& variant, const Allowed& allowed) noexcept {
  const Pack& pack = moment.pack;
  Ref segment = kNone;
  const Ref dimension = pack.the_site().segment_dimension;
  // The segment is customer data like any other: it counts only where the governor let it in.
  if (dimension != kNone && allowed.has(pack.dimensions()[dimension].fact) &&
      moment.interest(dimension).evidence() >= pack.the_site().enough)
    segment = moment.interest(dimension).top_value();
  const Prior* everybody = nullptr;
  for (const Prior& p : pack.priors().part(variant.prior_first, variant.prior_count)) {
    if (p.segment == kNone) everybody = &p;
    else if (p.segment == segment) return &p;
  }
  return everybody;
}

// Without priors in the slot all are equal. With a seed the rate is drawn from what is known of
// it, keyed by that knowledge: it stays until the knowledge changes.
double base_rate(Moment& moment, const Variant& variant, const Allowed& allowed,
                 const Exposure& own) noexcept {
  const Prior* prior = prior_of(moment, variant, allowed);
  if (prior == nullptr) return 1;
  const double mean = prior->mean, deviation = prior->deviation;
  const std::uint64_t seed = moment.profile.seed();
  if (seed == 0) return mean;
  std::uint64_t key = mix64(seed ^ variant.hash);
  key = mix64(key ^ __builtin_bit_cast(std::uint64_t, mean));
  key = mix64(key ^ __builtin_bit_cast(std::uint64_t, deviation));
  key = mix64(key ^ own.clicks ^ static_cast<std::uint64_t>(own.impressions) << 32);
  const double drawn = mean + normal(key) * deviation;
  return drawn > mean / 8 ? drawn : mean / 8;
}

}  // namespace

Level level_of(const Variant& variant) noexcept {
  if (variant.flags & kVariantDefault) return Level::kDefault;
  return variant.flags & kVariantPersonal ? Level::kPersonal : Level::kRelevant;
}

bool scheduled(const Moment& moment, const Variant& variant, std::int64_t& changes_ms) noexcept {
  if (variant.schedule == kNone) return true;
  std::int64_t changes = INT64_MAX;
  const bool now = schedule_holds(moment.pack, moment.pack.schedules()[variant.schedule],
                                  moment.now_ms, moment.utc_offset, changes);
  if (changes < changes_ms) changes_ms = changes;
  return now;
}

Leaning lean(Moment& moment, const For& group) noexcept {
  const Interest& about = moment.interest(group.dimension);
  Leaning out;
  out.rests = true;
  for (const Ref value : moment.pack.value_sets().part(group.set_first, group.set_count)) {
    out.average += about.average(value);
    if (about.aside(value)) continue;
    out.rests = false;
    out.share += about.share(value);
    out.evidence += about.evidence(value);
    out.events += about.events(value);
    out.lasting = out.lasting || about.lasting(value);
  }
  out.index = about.index(out.share, out.average);
  return out;
}

namespace {

// What the visitor's interests say of a variant: kEligible with the factor, or why not.
Fate judge_interests(Moment& moment, const Variant& variant, double& factor) noexcept {
  const Pack& pack = moment.pack;
  const bool forgotten = moment.profile.forgotten(pack, moment.now_ms);
  for (const For& group : pack.fors().part(variant.for_first, variant.for_count)) {
    const Leaning leaning = lean(moment, group);
    if (leaning.rests) return Fate::kRest;
    if (!leaning.lasting && (forgotten || leaning.evidence < pack.the_site().enough))
      return Fate::kNoEvidence;
    // The average is a sum of roundings; a share equal to it on paper must not fail for that.
    if (leaning.index < 1 - 1e-9) return Fate::kNotLeaning;
    factor *= square_root(leaning.index);
  }
  if (variant.for_count != 0) return Fate::kEligible;
  // Personal by its condition alone: what that reads of the visitor's interests must be known too.
  for (const std::uint16_t fact : variant.facts) {
    if (fact == kNoFact || pack.facts()[fact].kind != FactKind::kDimension) continue;
    const Interest& about = moment.interest(pack.facts()[fact].dimension);
    if (!about.lasting() && (forgotten || about.evidence() < pack.the_site().enough))
      return Fate::kNoEvidence;
  }
  return Fate::kEligible;
}

Fate own_record(Moment& moment, const Variant& variant, const Exposure& own) noexcept {
  if (own.dismissed_ms >= 0 && moment.now_ms - own.dismissed_ms < kDismissedMs)
    return Fate::kDismissed;
  std::int64_t unused = INT64_MAX;
  if (variant.cap_impressions != 0 &&
      moment.profile.capped(variant.hash, variant.cap_impressions, variant.cap_days, moment.now_ms, unused))
    return Fate::kCap;
  return Fate::kEligible;
}

}  // namespace

Judge::Judge(Moment& moment, const Slot& slot, const Allowed& allowed) noexcept
    : moment_(moment), allowed_(allowed), last_shown_(moment.profile.last_shown(slot.hash)) {}

// Many variants of a large campaign speak for the same: what the interests say of a `for` is asked once.
void Judge::update_interest(const Variant& variant) noexcept {
  if (variant.for_count != 0 && variant.for_first == for_first_) return;
  for_first_ = variant.for_count != 0 ? variant.for_first : kNone;
  factor_ = 1;
  interest_ = variant.flags & kVariantPersonal ? judge_interests(moment_, variant, factor_) : Fate::kEligible;
}

Candidate Judge::weigh(const Variant& variant) noexcept {
  Candidate out;
  if (variant.flags & kVariantDefault) return out;
  out.fate = Fate::kOutside;
  if (!allowed_.covers(variant)) return out;
  update_interest(variant);
  out.fate = interest_;
  if (out.fate != Fate::kEligible) return out;
  if (moment_.profile.hero_count() != 0) out.own = moment_.profile.exposure(variant.hash);
  out.score = score(base_rate(moment_, variant, allowed_, out.own), out.own.unclicked);
  if (last_shown_ == variant.hash) out.score *= kSteady;
  return out;
}

Fate Judge::check(const Variant& variant, const Exposure& own) noexcept {
  std::int64_t unused = INT64_MAX;
  if (variant.schedule != kNone && !scheduled(moment_, variant, unused)) return Fate::kSchedule;
  const Fate fate = own_record(moment_, variant, own);
  if (fate != Fate::kEligible) return fate;
  return variant.condition == kNone || holds(moment_.pack, variant.condition, moment_) ? Fate::kEligible
                                                                                     : Fate::kCondition;
}

double Judge::most(const Variant& variant) noexcept {
  update_interest(variant);
  if (interest_ != Fate::kEligible) return 0;
  return score(variant.most, 0);
}

Candidate judge(Judge& judge, const Variant& variant) noexcept {
  Candidate out = judge.weigh(variant);
  if (out.fate == Fate::kEligible) out.fate = judge.check(variant, out.own);
  return out;
}

}  // namespace tactful

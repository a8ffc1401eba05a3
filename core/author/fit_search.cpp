#include "author/fit_search.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/fixed.h"
#include "base/hash.h"
#include "profile/interest.h"

namespace tactful {
namespace {

/// Figures that are searched, before those of events.
enum Figure : std::size_t { kFast, kMost, kPrior, kMix, kLaterMix, kNewest, kRecent, kRecentHours, kSatisfied, kFirstEvent };

struct Ladder {
  const double* rungs;
  std::size_t size;
};

// Round numbers, about a quarter to a half apart: no log is large enough to tell closer ones.
constexpr double kFastRungs[] = {0, 0.5, 1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 100, 150, 250, 500};
constexpr double kMostRungs[] = {0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 250, 1000};
constexpr double kPriorRungs[] = {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 12, 20, 40};
constexpr double kMixRungs[] = {0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
constexpr double kPartRungs[] = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.9, 1};
constexpr double kRecentRungs[] = {0, 0.5, 1, 2, 4, 8, 16, 32, 64, 128};
constexpr double kHoursRungs[] = {1, 4, 24, 72, 168, 720, 2400, 10000};
constexpr double kEventRungs[] = {0, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8};

template <std::size_t N>
constexpr Ladder ladder(const double (&rungs)[N]) {
  return {rungs, N};
}

Ladder ladder_of(std::size_t figure) {
  switch (figure) {
    case kFast: return ladder(kFastRungs);
    case kMost: return ladder(kMostRungs);
    case kPrior: return ladder(kPriorRungs);
    case kMix:
    case kLaterMix: return ladder(kMixRungs);
    case kNewest:
    case kSatisfied: return ladder(kPartRungs);
    case kRecent: return ladder(kRecentRungs);
    case kRecentHours: return ladder(kHoursRungs);
    default: return ladder(kEventRungs);
  }
}

double& figure_of(Weights& weights, std::size_t figure) {
  switch (figure) {
    case kFast: return weights.fast_weight;
    case kMost: return weights.slow_most;
    case kPrior: return weights.prior_strength;
    case kMix: return weights.mix;
    case kLaterMix: return weights.later_mix;
    case kNewest: return weights.newest;
    case kRecent: return weights.recent_weight;
    case kRecentHours: return weights.recent_hours;
    case kSatisfied: return weights.satisfied;
    default: return weights.events[figure - kFirstEvent].second;
  }
}

/// Where the search for the hours begins: no fading at all would find no way down their ladder.
constexpr double kFirstHours = 24;
/// Events that a try reads at most: beyond that a ladder's neighbours are told apart well enough.
constexpr std::uint64_t kMostEvents = 60'000;
/// Rungs to either side that are tried at once.
constexpr std::size_t kReach = 2;
/// A gain below this, of the whole loss, is none: it would only chase noise.
constexpr double kLeastGain = 1e-5;

/// The figures in which the starts differ, in the order of Figure.
constexpr std::size_t kStartFigures = kNewest + 1;
void start_from(Weights& weights, const double (&figures)[kStartFigures]) {
  for (std::size_t i = 0; i < kStartFigures; ++i) figure_of(weights, i) = figures[i];
}

/// A pack with other weights: the rest is the original's, in place.
class Reweighted {
 public:
  Reweighted(const Pack& original, const Weights& weights) : pack_(original), site_(original.the_site()) {
    site_.fast_weight = weights.fast_weight;
    site_.slow_most = weights.slow_most;
    site_.prior_strength = weights.prior_strength;
    site_.mix = weights.mix;
    site_.later_mix = weights.later_mix;
    site_.newest = weights.newest;
    site_.satisfied = weights.satisfied;
    site_.recent_weight_q4 = static_cast<std::uint16_t>(to_fixed(weights.recent_weight, 4));
    site_.recent_hours = static_cast<std::uint16_t>(weights.recent_hours);
    for (const auto& [name, weight] : weights.events) {
      const Bytes bytes{reinterpret_cast<const std::uint8_t*>(name.data()), static_cast<std::uint32_t>(name.size())};
      weights_.push_back({hash64(bytes), to_fixed(weight, 16), 0});
    }
    std::sort(weights_.begin(), weights_.end(), [](const auto& a, const auto& b) { return a.hash < b.hash; });
    pack_.sections[k_site] = {reinterpret_cast<const std::uint8_t*>(&site_), 1};
    pack_.sections[k_weights] = {reinterpret_cast<const std::uint8_t*>(weights_.data()),
                                 static_cast<std::uint32_t>(weights_.size())};
  }
  Reweighted(const Reweighted&) = delete;
  Reweighted& operator=(const Reweighted&) = delete;
  const Pack& pack() const { return pack_; }

 private:
  Pack pack_;
  Site site_;
  std::vector<EventWeight> weights_;
};

/// What the profile so far says of one event that comes now: the mean over a dimension's values. `spoken`: the
/// dimensions that something had come of before.
void foretell_event(const FitData& data, const FitData::Event& event, const Profile& profile, const Pack& pack,
                    const std::vector<bool>& spoken, Foretold& out) {
  const FitData::Targets targets = data.targets(event);
  for (const FitData::Target* at = targets.begin(); at != targets.end();) {
    const std::uint16_t dimension = at->dimension;
    if (!data.is_judged(dimension) || !spoken[dimension]) {
      ++at;
      continue;
    }
    const Interest interest(profile, pack, dimension, event.raw.t_ms);
    double loss = 0, leading = 0, rank = 0, n = 0;
    for (; at != targets.end() && at->dimension == dimension; ++at) {
      double share;
      bool own = true;
      if (at->value != kNone) {
        share = interest.share(at->value);
        own = interest.has_own(at->value);
      } else {
        // Nobody asks for what is not listed, unless the profile keeps it by name; what that does not know
        // either is one of all that are never listed.
        if (!(pack.dimensions()[dimension].flags & kDimensionAny)) continue;
        share = interest.named_share(at->hash);
        own = share >= 0;
        if (!own) share = interest.other_share() / data.unlisted(dimension);
      }
      loss += minus_ln(std::clamp(share, 1e-9, 1.0));
      // Behind all that something is known of comes the average, in no order that the fit could better.
      const std::uint32_t before = own ? interest.values_above(share) : 0;
      leading += own && before == 0;
      rank += own ? 1.0 / (1 + before) : 0;
      ++n;
    }
    if (n == 0) continue;
    ++out.predictions;
    out.loss += loss / n;
    out.leading += leading / n;
    out.rank += rank / n;
  }
}

}  // namespace

double minus_ln(double x) noexcept {
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  const int exponent = static_cast<int>(bits >> 52 & 0x7ff) - 1022;
  bits = (bits & 0xfffffffffffffull) | 1022ull << 52;
  double m;  // in [1/2, 1)
  std::memcpy(&m, &bits, sizeof m);
  // ln m = 2 artanh z, z in [-1/3, 0): z^27 is below 2^-42.
  const double z = (m - 1) / (m + 1), square = z * z;
  double sum = 0;
  for (int k = 25; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  constexpr double kLn2 = 0.693147180559945309417;
  return -(exponent * kLn2 + 2 * z * sum);
}

double default_weight(std::string_view event) noexcept {
  struct Row {
    std::string_view name;
    int weight;  // in 1/64 view
  };
  static constexpr Row kRows[] = {
#define X(name, weight, tally, extent, does) {#name, weight},
#include "profile/events.def"
#undef X
  };
  for (const Row& row : kRows)
    if (row.name == event) return row.weight / 64.0;
  return 0;
}

Foretold foretell(const FitData& data, const Pack& pack, Share share, std::uint64_t most_events) {
  Foretold out;
  std::uint64_t events = 0;
  Profile profile;
  std::vector<bool> spoken;
  for (const FitData::Visitor& visitor : data.visitors()) {
    if (visitor.share != share || visitor.count < 2) continue;
    if ((events += visitor.count) > most_events) break;
    profile.clear(pack);
    // Told by the log alone: were it told by evidence, a model that weighs nothing would have nothing to answer for.
    spoken.assign(pack.dimensions().size, false);
    const FitData::Event *const first = data.events(visitor), *const end = first + visitor.count;
    // What comes in one instant, like the lines of an order, is foretold together: nobody decides in between.
    for (const FitData::Event *instant = first, *next = first; instant != end; instant = next) {
      for (; next != end && next->raw.t_ms == instant->raw.t_ms; ++next)
        if (instant != first && FitData::is_predicted(*next)) foretell_event(data, *next, profile, pack, spoken, out);
      for (const FitData::Event* event = instant; event != next; ++event) {
        if (event->interest)
          for (const FitData::Target& target : data.targets(*event)) spoken[target.dimension] = true;
        const Value input = data.input(*event);
        profile.event(pack, event->raw.t_ms, input.get("event").text(), input.get("params"), input.get("signals"));
      }
    }
  }
  return out;
}

Search::Search(const FitData& data, const Pack& pack, const std::vector<std::string>& names)
    : data_(data), pack_(pack) {
  const Site& site = pack.the_site();
  Weights untuned{site.fast_weight,
                  site.slow_most,
                  site.prior_strength,
                  site.mix,
                  site.later_mix,
                  site.newest,
                  0,
                  kFirstHours,
                  site.satisfied,
                  {}};
  for (const std::string& name : names) untuned.events.emplace_back(name, default_weight(name));
  starts_[0] = starts_[1] = starts_[2] = std::move(untuned);
  start_from(starts_[1], {1, 1000, 3, 0.2, 0.2, 0});
  start_from(starts_[2], {64, 8, 1, 0.2, 0.2, 0.6});
  best_ = starts_[0];
  begin();
}

void Search::begin() {
  at_ = starts_[start_];
  at_loss_ = loss(at_);
  figure_ = unchanged_ = steps_ = 0;
}

void Search::end() {
  // Of ends that are as good as equal the first stands: it is nearest to what serves without a fit.
  const bool better = ends_.empty() || at_loss_ < best_loss_ - kLeastGain * std::abs(best_loss_);
  ends_.push_back(at_loss_);
  if (better) best_ = at_, best_loss_ = at_loss_;
}

double Search::loss(const Weights& weights) const {
  return foretell(data_, Reweighted(pack_, weights).pack(), Share::kSearched, kMostEvents).cost();
}

bool Search::step() {
  const std::size_t figures = kFirstEvent + at_.events.size();
  if (unchanged_ != figures) {
    unchanged_ = try_figure(figure_) ? 0 : unchanged_ + 1;
    figure_ = (figure_ + 1) % figures;
    ++steps_;
    return true;
  }
  if (start_ == ends_.size()) end();
  if (start_ + 1 == starts_.size()) return false;
  ++start_;
  begin();
  return true;
}

bool Search::try_figure(std::size_t figure) {
  const Ladder rungs = ladder_of(figure);
  const double before = figure_of(at_, figure);
  // The rung that the figure stands on, or the first above it.
  const std::size_t at = static_cast<std::size_t>(std::lower_bound(rungs.rungs, rungs.rungs + rungs.size, before) - rungs.rungs);
  const std::size_t from = at < kReach ? 0 : at - kReach, until = std::min(rungs.size, at + kReach + 1);
  Weights tried = at_;
  bool changed = false;
  for (std::size_t i = from; i < until; ++i) {
    if (rungs.rungs[i] == before) continue;
    figure_of(tried, figure) = rungs.rungs[i];
    const double found = loss(tried);
    if (found >= at_loss_ - kLeastGain * std::abs(at_loss_)) continue;
    at_loss_ = found;
    figure_of(at_, figure) = rungs.rungs[i];
    changed = true;
  }
  return changed;
}

double Search::progress() const noexcept {
  // A search ends after some three rounds.
  const double round = static_cast<double>(kFirstEvent + at_.events.size());
  const double of_start = std::min(static_cast<double>(steps_) / (3 * round), 0.95);
  return (static_cast<double>(start_) + of_start) / static_cast<double>(starts_.size());
}

}  // namespace tactful

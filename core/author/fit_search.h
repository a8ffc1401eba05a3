#pragma once
#include <array>
#include <string>
#include <vector>

#include "author/fit_data.h"

namespace tactful {

/// The figures of the model that are searched by likelihood, each one of a ladder of round numbers.
struct Weights {
  double fast_weight, slow_most, prior_strength, mix, later_mix, newest, recent_weight, recent_hours, satisfied;
  std::vector<std::pair<std::string, double>> events;
};

/// How well a model foretells what visitors turn to next.
struct Foretold {
  std::uint64_t predictions = 0;
  double loss = 0;    ///< sum of -ln(share of what came), in nats
  double leading = 0; ///< how often the leading value came
  double rank = 0;    ///< sum of 1 / place of what came, by share; 0 for what nothing was known of

  /// What the fit makes small. Shares must be right, for thresholds and reasons stand on them, and so must
  /// their order, for it is what chooses; likelihood alone gives up order where visitors differ.
  double cost() const noexcept { return loss - kRank * rank; }
  static constexpr double kRank = 4;
};

/// Foretells every predicted event of the visitors of one share, with the core's own profile and
/// shares, from what came before it; only where something had come before.
///
/// cost    about 3 us an event and model
Foretold foretell(const FitData& data, const Pack& pack, Share share, std::uint64_t most_events);

/// Searches the figures one after the other, each among its neighbours on its ladder, until a round
/// changes none. That ends where no figure alone is better, which depends on where it began: so it begins
/// at the untuned figures, at habits (all of the past counts) and at the moment (the newest leads), and
/// the best end is taken. One call of `step` tries one figure.
class Search {
 public:
  /// `pack` holds averages and transitions counted from Share::kCounted; searched on kSearched.
  /// `names`: the event names whose weight is fitted.
  Search(const FitData& data, const Pack& pack, const std::vector<std::string>& names);

  /// False when there was nothing left to try.
  bool step();
  /// Share of the work that is done, roughly; never less than before.
  double progress() const noexcept;
  /// The best end so far; before the first one the untuned figures.
  const Weights& best() const noexcept { return best_; }
  /// The cost on Share::kSearched of what each start ended at, in order.
  const std::vector<double>& ends() const noexcept { return ends_; }

 private:
  double loss(const Weights& weights) const;
  void begin();
  void end();
  bool try_figure(std::size_t figure);

  const FitData& data_;
  const Pack& pack_;
  std::array<Weights, 3> starts_;
  Weights best_, at_;
  double best_loss_ = 0, at_loss_ = 0;
  std::vector<double> ends_;
  std::size_t start_ = 0, figure_ = 0, unchanged_ = 0, steps_ = 0;
};

/// What the core gives an event when no model says otherwise.
double default_weight(std::string_view event) noexcept;

/// -ln x for 0 < x <= 1, the same everywhere (libm is not).
double minus_ln(double x) noexcept;

}  // namespace tactful

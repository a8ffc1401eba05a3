#pragma once
#include <algorithm>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "author/visits.h"
#include "pack/pack.h"

namespace tactful {

/// A value that an event spoke of: for what the fit counts and predicts.
struct Spoken {
  std::uint16_t dimension;  ///< index in pack.dimensions()
  Bytes name;               ///< as the event has it; empty for numbers
  double number = 0;
  std::uint64_t hash = 0;   ///< of a text, before aliases
};

/// Appends what an event speaks of, each value of a dimension once, as the core reads it: its items'
/// own values, or where an item has none the event's.
void spoken_values(const Pack& pack, Value params, std::vector<Spoken>& out);

/// Whose visits serve for what. Fixed by the visitor's name, so that a longer log moves nobody.
enum class Share : std::uint8_t {
  kCounted,   ///< averages and transitions, while the weights are searched
  kSearched,  ///< likelihood of the weights, on averages of others
  kHeldBack,  ///< what was gained
};
Share share_of(const std::string& visitor) noexcept;

/// The log as the fit sees it, over a pack that lists every value.
class FitData {
 public:
  struct Target {
    std::uint16_t dimension;
    Ref value;  ///< none: one that the pack does not list
    std::uint64_t hash;  ///< of a text
  };
  struct Targets {
    const Target *first, *last;
    const Target* begin() const noexcept { return first; }
    const Target* end() const noexcept { return last; }
  };
  struct Event {
    Visits::Event raw;
    std::uint32_t target_first;
    std::uint8_t target_count;
    bool interest;      ///< an event that shows what the visitor wants (not a list that was shown)
    std::uint16_t nth;  ///< of the interests in its visit, from 0
  };
  struct Visitor {
    std::uint32_t first, count;  ///< events
    Share share;
  };

  FitData(const Visits& visits, const Pack& pack);

  const std::vector<Visitor>& visitors() const noexcept { return visitors_; }
  const Event* events(const Visitor& visitor) const noexcept { return events_.data() + visitor.first; }
  /// What an event speaks of, by dimension.
  Targets targets(const Event& event) const noexcept {
    const Target* const first = targets_.data() + event.target_first;
    return {first, first + event.target_count};
  }
  /// How many values of a dimension that are.
  double spoken_of(const Event& event, std::uint16_t dimension) const noexcept;
  Value input(const Event& event) const noexcept { return visits_.input(event.raw); }

  /// How many values of a dimension the pack does not list; at least 1.
  double unlisted(std::uint16_t dimension) const noexcept { return static_cast<double>(std::max<std::size_t>(1, unlisted_[dimension].size())); }

  /// Whether a dimension is foretold: one that the campaigns read, or any where they read none.
  bool is_judged(std::uint16_t dimension) const noexcept { return judged_[dimension]; }

  /// Whether an event says something in a dimension that is foretold.
  bool is_judged(const Event& event) const noexcept {
    const Targets of = targets(event);
    return std::any_of(of.begin(), of.end(), [this](const Target& target) { return judged_[target.dimension]; });
  }

  /// Events that the fit predicts: an interest with something known before it, early in a visit.
  static bool is_predicted(const Event& event) noexcept { return event.interest && event.nth < kPredictedOfVisit; }
  /// Heroes are seen early in a visit; a visit of a hundred pages must not outvote twenty of five.
  static constexpr std::uint16_t kPredictedOfVisit = 6;

 private:
  const Visits& visits_;
  std::vector<bool> judged_;
  std::vector<std::unordered_set<std::uint64_t>> unlisted_;
  std::vector<Visitor> visitors_;
  std::vector<Event> events_;
  std::vector<Target> targets_;
};

}  // namespace tactful

#pragma once
#include "decision/governor.h"
#include "pack/order.h"

namespace tactful {

enum class Level : std::uint8_t { kDefault, kRelevant, kPersonal };

/// What became of a variant; the first reason counts. Asked in the order kIsDefault, kOutside, kRest, kNoEvidence, kNotLeaning,
/// kSchedule, kDismissed, kCap, kCondition: cheap questions first.
enum class Fate : std::uint8_t {
  kEligible,
  kIsDefault,
  kOutside,    ///< reads customer data that the governor did not choose
  kSchedule,
  kCap,
  kDismissed,
  kRest,       ///< everything it speaks for was bought and rests, or is disliked
  kNoEvidence, ///< too little is known of what it speaks for
  kNotLeaning, ///< the visitor leans to it less than the site's average does
  kCondition,
};

/// How long a dismissed hero stays away.
constexpr std::int64_t kDismissedMs = 90ll * 86'400'000;
/// Seen so often without a click, a hero counts half (and a third at twice as often, …).
constexpr double kTiredAfter = 20;
/// The lead another hero needs over the one last shown in the slot.
constexpr double kSteady = 1.1;

struct Candidate {
  Fate fate = Fate::kIsDefault;
  double score = 0;
  Exposure own;  ///< our own record of it
};

/// Affinity of a variant to one dimension of its `for`.
struct Leaning {
  double share = 0, average = 0, evidence = 0;
  double index = 1;  ///< how many times the average the share is
  std::uint32_t events = 0;
  bool rests = false;    ///< no value of it is left
  bool lasting = false;  ///< has evidence that outlives forgetting
};
Leaning lean(Moment& moment, const For& group) noexcept;

/// Judges variants of a slot at one moment. Two steps, so that a choice asks the expensive questions only
/// of who would win: `weigh`, then `check`.
class Judge {
 public:
  Judge(Moment& moment, const Slot& slot, const Allowed& allowed) noexcept;

  /// Whether the governor and the visitor's interests let a variant in, and its score then.
  ///
  /// cost    O(1); O(its interests) where the variant asked about before had another `for`
  Candidate weigh(const Variant& variant) noexcept;
  /// The rest: schedule, dismissal, cap, condition. kEligible where none refuses.
  Fate check(const Variant& variant, const Exposure& own) noexcept;

  /// The highest score that a variant and all behind it in its group of an index row can have
  /// (pack/order.h); 0 when the visitor's interests rule the group out. The hero last shown apart.
  double most(const Variant& variant) noexcept;

 private:
  void update_interest(const Variant& variant) noexcept;
  double score(double base, std::uint32_t unclicked) const noexcept {
    return base * factor_ * kTiredAfter / (kTiredAfter + unclicked);
  }

  Moment& moment_;
  const Allowed& allowed_;
  const std::uint64_t last_shown_;
  // What the interests say of the last variant asked about.
  Ref for_first_ = kNone;
  Fate interest_ = Fate::kEligible;
  double factor_ = 1;
};

/// Both steps: what became of one variant.
Candidate judge(Judge& judge, const Variant& variant) noexcept;

/// Whether the clock allows a variant now; `changes_ms` comes down to when that may change.
bool scheduled(const Moment& moment, const Variant& variant, std::int64_t& changes_ms) noexcept;

Level level_of(const Variant& variant) noexcept;

}  // namespace tactful

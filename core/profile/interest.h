#pragma once
#include "profile/profile.h"

namespace tactful {

/// One dimension of a profile at one moment: shares, averages, evidence. Made once a query and
/// dimension (cost O(values kept)), then read per value.
class Interest {
 public:
  /// So many values can be known at once.
  static constexpr std::uint32_t kCells = 192;

  Interest(const Profile& profile, const Pack& pack, std::uint32_t dimension, std::int64_t now_ms) noexcept;

  /// Share of one value (index in pack.values) within the dimension, 0 to 1, as docs/profile.md works it out, transitions
  /// and complements included; all listed values, those kept by name and `other_share()` sum to 1.
  double share(Ref value) const noexcept;
  double other_share() const noexcept { return other_; }
  /// Share of a value that the pack does not list and the profile keeps by name; below 0 when it does not.
  double named_share(std::uint64_t hash) const noexcept;
  /// Whether a value has more than its part of the average.
  bool has_own(Ref value) const noexcept { return of(value).key == value; }
  /// How many of those that do have a larger share.
  std::uint32_t values_above(double share) const noexcept;
  double average(Ref value) const noexcept;
  /// How many times the average a share is. What the model has no average of, as a value that was named after the model was made,
  /// counts as one of a sixteenth of its even part, and 1 as long as nobody leans to it.
  double index(double share, double average) const noexcept {
    return average > 0 ? share / average : 1 + 16.0 * known_ * share;
  }
  /// Weighted evidence for the whole dimension in views, decayed to now; 0: nothing known.
  double evidence() const noexcept { return seen_ + lasting_; }
  /// Evidence for one value, and from how many events, newest when (-1: none).
  double evidence(Ref value) const noexcept { return slow_of(own(value)); }
  /// What a value has to say where several dimensions would speak: its evidence, and more than any has where it lasts.
  double weight(Ref value) const noexcept;
  std::uint32_t events(Ref value) const noexcept { return views(value) + own(value).others; }
  std::int64_t newest_ms(Ref value) const noexcept;
  std::uint32_t views(Ref value) const noexcept { return own(value).views; }
  /// The visitor said something (like or dislike) about a value of this dimension.
  bool spoken() const noexcept { return spoken_; }
  bool liked(Ref value) const noexcept { return (of(value).marks & block::kLiked) != 0; }
  bool disliked(Ref value) const noexcept { return (of(value).marks & block::kDisliked) != 0; }
  /// Bought, and not yet due again: no hero for it.
  bool resting(Ref value) const noexcept { return (of(value).marks & kResting) != 0; }
  /// One of both: nothing may speak for it.
  bool aside(Ref value) const noexcept { return (of(value).marks & (block::kDisliked | kResting)) != 0; }
  /// Evidence that outlives forgetAfterDays: purchases' complements, values due again, likes; of a value, of any.
  bool lasting() const noexcept { return spoken_ || lasting_ > 0; }
  bool lasting(Ref value) const noexcept { return (of(value).marks & (block::kLiked | kDue | kGains)) != 0; }

  /// Calls visit(value) for each listed value that something is known of: all that a personal hero can
  /// be chosen for.
  template <class Visit>
  void each_known(Visit visit) const noexcept {
    for (const Cell& c : found())
      if ((c.marks & (kKnown | kDue)) && !(c.key & kNamedKey)) visit(c.key);
  }

  /// Leading value as the pack spells it (or as first seen), empty without evidence.
  Bytes top() const noexcept;
  Ref top_value() const noexcept;  ///< index in pack.values, or kNone
  /// A value looked at again and again and not bought; days since it was first looked at.
  Bytes considering(std::uint32_t& days) const noexcept;
  /// A consumable that comes due again.
  Bytes due() const noexcept;
  /// Values in the cart, as an encoded array of strings.
  void cart(ValueWriter& out) const noexcept;

  /// `[[value, share], ..., ["other", share]]`, best first; ties by newest evidence, then average,
  /// then name; at most `top` values (0: all), all else counted as other. With `evidence` every value but
  /// other is followed by from how many events, the newest one's time (-1: none), the average, and its weight.
  void list(std::uint32_t top, bool evidence, ValueWriter& out) const noexcept;

 private:
  // Values are asked for by key: their place in the pack, or where the pack does not list them
  // kNamedKey and their place among the kept ones.
  static constexpr Ref kNamedKey = 1u << 31;
  struct Ranked {
    double share;
    Ref key;
  };
  // Marks of a value, beside KeptFlag's kLiked and kDisliked.
  static constexpr std::uint8_t kKnown = 4, kGains = 8, kDue = 16, kResting = 32, kConsidered = 64;
  // What a value has beside its part of the average. Most values have nothing, and no cell.
  static constexpr std::uint8_t kNoOwn = 0xff;
  struct Cell {
    Ref key;
    std::uint8_t own;  // its place among the kept values
    std::uint8_t marks;
    double extra;
  };
  static constexpr Cell kEmpty{kNone, kNoOwn, 0, 0};

  double weigh() noexcept;
  void mark(Cell& c, const block::Kept& k, std::uint32_t index) noexcept;
  double remember_purchases() noexcept;
  double send_on(bool add) noexcept;
  double take_disliked_out() noexcept;

  TACTFUL_INLINE bool has_average() const noexcept { return (dimension_.flags & kDimensionHasAverage) != 0; }
  bool next(std::uint32_t& index) const noexcept;
  double fast_of(const block::Kept& k) const noexcept;
  double of_visit(const block::Kept& k) const noexcept;
  double slow_of(const block::Kept& k) const noexcept;
  double recent_of(const block::Kept& k) const noexcept;
  double faded(std::uint32_t since_s) const noexcept;
  struct Found {
    Cell *first, *last;
    TACTFUL_INLINE Cell* begin() const noexcept { return first; }
    TACTFUL_INLINE Cell* end() const noexcept { return last; }
  };
  TACTFUL_INLINE Found found() const noexcept {
    Cell* const first = const_cast<Cell*>(cells_);
    return {first, first + used_};
  }
  Cell* cell(Ref key, bool create) noexcept;
  TACTFUL_INLINE const Cell& of(Ref key) const noexcept { return *const_cast<Interest*>(this)->cell(key, false); }
  const block::Kept& own(Ref value) const noexcept;
  Bytes name(Ref key) const noexcept;
  bool before(const Ranked& a, const Ranked& b) const noexcept;
  Ref first(std::uint32_t mark) const noexcept;

  const Profile& profile_;
  const Pack& pack_;
  const Dimension& dimension_;
  const Profile::Instant now_;
  std::uint32_t kept_dimension_ = 0;  // its place in the profile
  std::uint32_t known_;               // values listed or kept by name
  std::uint32_t used_ = 0;            // cells; the one behind them stays empty
  bool spoken_ = false;
  double visit_ = 0;   // sum of fast evidence, as fast_of counts it
  std::uint32_t last_s_ = 0;  // newest evidence of the dimension
  std::uint32_t lasts_ = 0;   // values that have it
  double seen_ = 0;    // sum of slow evidence, in views
  double lasting_ = 0;  // what purchases add: to complements, and by what is due again, in views
  double prior_ = 0;   // a value's share is so much of its average, and its extra
  double other_ = 0;   // share of what is not listed
  double equal_ = 0, average_other_ = 0;
  double refused_ = 0;   // average of all disliked values
  double inferred_ = 1;  // part of all shares that the visitor's likes leave
  std::uint32_t likes_ = 0;
  // Where in `cells_` a key's cell is, one more than its place, by the key's low bits or behind.
  std::uint8_t places_[256] = {};
  Cell cells_[kCells];
};

}  // namespace tactful

#pragma once
#include "base/value.h"
#include "pack/pack.h"
#include "profile/block.h"

namespace tactful {

/// Largest stored profile in bytes.
constexpr std::uint32_t kProfileMax = 4096;

/// What the decision knows of one of our own heroes and this visitor.
struct Exposure {
  std::uint32_t impressions = 0;   ///< seen, ever
  std::uint32_t clicks = 0;        ///< clicked, ever
  std::uint32_t unclicked = 0;     ///< seen since the last click: fatigue
  std::int64_t last_seen_ms = -1;  ///< or -1
  std::int64_t dismissed_ms = -1;  ///< or -1
};

/// All that is kept about one visitor: events turned into evidence. One fixed block, canonical;
/// docs/profile-format.md. All state of an engine is in here, so saving and restoring between
/// any two calls changes nothing.
///
/// Times are milliseconds since the epoch. An event older than the newest seen counts as of that
/// moment. Queries take `now_ms` and treat an earlier one as the newest seen.
class Profile {
 public:
  /// Empty, of the pack's site.
  void clear(const Pack& pack) noexcept;
  bool empty() const noexcept { return state_.newest_ms < 0; }

  /// Stored form. `restore` leaves the profile alone on an error
  /// (profile-foreign, profile-too-new, profile-damaged). Any bytes are safe to offer.
  void save(Writer& out) const noexcept;
  Status restore(const Pack& pack, Bytes bytes) noexcept;

  /// A seed is set once; 0 means none.
  void set_seed(std::uint64_t seed) noexcept {
    if (state_.seed == 0) state_.seed = seed;
  }
  std::uint64_t seed() const noexcept { return state_.seed; }

  /// Takes one event in. `params` and `signals` are objects or null.
  ///
  /// errors  event-ignored: no name
  /// cost    linear in the encoded size; never allocates
  Status event(const Pack& pack, std::int64_t t_ms, Bytes name, Value params, Value signals) noexcept;

  /// Time of the newest event, which forgetting counts from; -1 if none.
  std::int64_t newest_ms() const noexcept { return state_.newest_ms; }
  std::int32_t utc_offset() const noexcept { return state_.utc_offset; }    ///< minutes east, the last one given
  std::int8_t hemisphere() const noexcept { return state_.hemisphere; }     ///< 1 north, -1 south, 0 tropics

  /// What is known at a moment, of which all questions below are to be asked: this profile, or once `keepDays` are over an
  /// empty one, made in `room`.
  const Profile& as_of(const Pack& pack, std::int64_t now_ms, Profile& room) const noexcept;

  /// Gone with `keepDays`. Forgotten with `forgetAfterDays`: browsing evidence no longer makes a decision personal.
  bool expired(const Pack& pack, std::int64_t now_ms) const noexcept;
  bool forgotten(const Pack& pack, std::int64_t now_ms) const noexcept;

  /// A fact of facts.def as an encoded value (number or string; null when not known).
  void fact(const Pack& pack, std::uint32_t number, std::int64_t now_ms, ValueWriter& out) const noexcept;
  Stage stage(const Pack& pack, std::int64_t now_ms) const noexcept;
  /// When a day more since a visit or a purchase is over; INT64_MAX when there was none.
  std::int64_t next_day_ms(std::int64_t now_ms) const noexcept;
  /// When the stage becomes another by the clock alone (the visit is over, the visitor lapses); INT64_MAX: it does not.
  std::int64_t next_stage_ms(const Pack& pack, std::int64_t now_ms) const noexcept;

  /// The record of our own heroes. Times of the last 8 impressions are kept; for a cap above that a hero whose last 8
  /// fall into its days, and that was seen so often at all, counts as seen so often in these days.
  Exposure exposure(std::uint64_t variant_hash) const noexcept;
  /// Whether it was seen `most` times in the last `days` days; `ends_ms` comes down to when that ends, if it holds.
  bool capped(std::uint64_t variant_hash, std::uint32_t most, std::uint32_t days, std::int64_t now_ms, std::int64_t& ends_ms) const noexcept;
  /// Which of our heroes are recorded, by place below the count; the order says nothing.
  std::uint32_t hero_count() const noexcept { return count(block::kHeroes); }
  std::uint64_t hero(std::uint32_t place) const noexcept {
    return block::hash_of(records<block::Shown>(block::kHeroes)[place]);
  }
  /// The variant last seen in a slot (its hash), 0 if none: the shown one's small advantage.
  std::uint64_t last_shown(std::uint64_t slot_hash) const noexcept;

 private:
  friend class Interest;
  friend class Ingest;

  /// A moment in the profile's own time, and how much an event of it counts on each scale.
  struct Instant {
    std::uint32_t s;
    std::uint32_t grow_q30[block::kScales];
  };
  static constexpr std::uint32_t kDataMax = kProfileMax - sizeof(block::ProfileHeader) - sizeof(block::ProfileState);

  // The parts of the block (profile.cpp). `resize` puts zeros at `at`, an offset into the data, or takes
  // bytes away there; whoever adds has made room before. Adding moves what lies behind.
  TACTFUL_INLINE std::uint32_t begin_of(block::Part part) const noexcept {
    return part == 0 ? 0u : state_.ends[part - 1];
  }
  std::uint32_t count(block::Part part) const noexcept;
  void resize(block::Part part, std::uint32_t at, std::int32_t bytes) noexcept;
  std::uint8_t* insert(block::Part part, std::uint32_t index) noexcept;
  void erase(block::Part part, std::uint32_t index) noexcept;
  template <class Record>
  TACTFUL_INLINE Record* records(block::Part part) noexcept {
    return reinterpret_cast<Record*>(data_ + begin_of(part));
  }
  template <class Record>
  TACTFUL_INLINE const Record* records(block::Part part) const noexcept {
    return reinterpret_cast<const Record*>(data_ + begin_of(part));
  }
  TACTFUL_INLINE block::Kept* kept() noexcept { return records<block::Kept>(block::kValues); }
  TACTFUL_INLINE const block::Kept* kept() const noexcept { return records<block::Kept>(block::kValues); }
  bool sound() noexcept;

  // Evidence (evidence.cpp).
  static std::uint32_t settled(const block::Kept& k, std::uint32_t scale, std::uint32_t now_s) noexcept;
  static void add(block::Kept& k, std::uint32_t weight_q16, const Instant& now) noexcept;
  std::uint32_t place_of(std::uint64_t hash) const noexcept;
  block::Kept* at(std::uint32_t place, std::uint64_t hash) noexcept;
  block::Kept* find(std::uint64_t hash) noexcept;
  std::uint32_t name_at(std::uint32_t index) const noexcept;
  Bytes name_of(std::uint32_t index) const noexcept;
  std::uint32_t kept_dimension(std::uint64_t dimension_hash) const noexcept;
  std::uint32_t purchase_of(std::uint64_t hash) const noexcept;
  block::Kept* keep(std::uint64_t hash, std::uint64_t dimension_hash, Bytes name, std::uint32_t now_s) noexcept;
  block::Kept& place_value(std::uint64_t hash, std::uint32_t dimension, Bytes name, std::uint32_t now_s) noexcept;
  void erase_value(std::uint32_t index) noexcept;
  bool make_room(std::uint32_t bytes, std::uint32_t now_s) noexcept;
  bool give_up(std::uint32_t now_s) noexcept;
  void give_up_one(std::uint32_t dimension, std::uint32_t now_s) noexcept;
  void remember(block::Faint faint) noexcept;
  void forget_browsing() noexcept;
  void clear_flags(std::uint32_t flags) noexcept;

  // Time and visits (relation.cpp).
  std::uint32_t seconds(std::int64_t now_ms) const noexcept;
  std::int64_t moment_ms(std::uint32_t s) const noexcept;
  Instant instant(std::int64_t now_ms) const noexcept;
  void start_anew(const Pack& pack) noexcept;
  std::int64_t begin(const Pack& pack, std::int64_t t_ms) noexcept;
  Instant arrive(const Pack& pack, std::int64_t t_ms) noexcept;
  bool away(std::uint32_t days, std::int64_t now_ms) const noexcept;
  std::uint32_t visit_before_s(std::uint32_t now_s) const noexcept;

  // Our own heroes (heroes.cpp).
  const block::Shown* shown(std::uint64_t variant_hash) const noexcept;
  std::uint32_t stalest_hero() const noexcept;
  void promote(const Pack& pack, std::uint64_t hash, std::uint64_t slot_hash, std::uint32_t deed,
               std::uint32_t now_s) noexcept;

  alignas(8) block::ProfileState state_;
  std::uint8_t data_[kDataMax];
};

/// Index in `values` of the dimension's value or band with this hash, or kNone. Linear for bands.
Ref listed_value(const Pack& pack, const Dimension& dimension, std::uint64_t hash) noexcept;

}  // namespace tactful

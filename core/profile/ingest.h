#pragma once
#include "profile/profile.h"

namespace tactful {

/// What an event does beside bringing evidence (events.def).
enum EventDeed : std::uint32_t {
  kTurnsPage = 1,
  kLooks = 2,   ///< a view: counted, and the page is about it
  kOfPage = 4,  ///< where it has no values of its own in a dimension it speaks of the page's
  kIntoCart = 8,
  kOutOfCart = 16,
  kBuys = 32,
  kRefunds = 64,
  kArrives = 128,  ///< through a mailing or link, with what that was about
  kSeen = 256,
  kClicked = 512,
  kDismissed = 1024,
  kLikes = 2048,
  kDislikes = 4096,
  kMoney = kIntoCart | kOutOfCart | kBuys | kRefunds,
};

/// Names of parameters and signals that events are read by.
#define TACTFUL_KEYS(X)                                                                                       \
  X(items)                                                                                                    \
  X(engagement_time_msec)                                                                                     \
  X(percent_scrolled) X(percent) X(video_percent) X(value) X(price) X(quantity) X(currency) X(transaction_id) \
      X(medium) X(dimension) X(creative_slot) X(creative_name) X(utcOffset) X(hemisphere)

/// One event on its way into a profile. An event speaks of its items; without any it is the item
/// itself. Its weight is divided among the items, an item's among the values of a dimension.
class Ingest {
 public:
  Ingest(Profile& profile, const Pack& pack, Value params) noexcept
      : profile_(profile), state_(profile.state_), pack_(pack), params_(params) {}
  /// Keeps what lasts of the visitor's surroundings.
  void listen(Value signals) noexcept;
  void run(std::int64_t t_ms, Bytes name) noexcept;

 private:
  enum Key : std::uint8_t {
#define X(name) key_##name,
    TACTFUL_KEYS(X)
#undef X
        key_count,
  };
  // Values of one dimension in one item; those beyond are not read.
  static constexpr std::uint32_t kMostValues = 16;
  struct Found {
    std::uint64_t hash;
    Bytes name;           // to keep where neither pack nor profile know it
    std::uint32_t place;  // where it was kept when it was read
  };

  static Value get(Value from, Key key) noexcept;
  static double number(Value from, Key key, double otherwise) noexcept;
  static std::uint32_t tag(Value from, Key key) noexcept;
  void pay() noexcept;
  void tally(std::uint32_t fact, double by) noexcept;
  void count() noexcept;
  void promote(Value item) noexcept;
  void item(Value item, std::uint32_t weight) noexcept;
  void read(Value object) noexcept;
  void read_value(Value value) noexcept;
  void add(Value value) noexcept;
  void touch(const Found& found, std::uint32_t weight) noexcept;
  void mark(block::Kept& k, std::uint32_t weight) noexcept;
  void bought(std::uint64_t hash) noexcept;
  void page() noexcept;
  void empty_cart() noexcept;

  Profile& profile_;
  block::ProfileState& state_;
  const Pack& pack_;
  const Value params_;
  Profile::Instant now_{};
  std::uint32_t weight_ = 0;
  std::uint32_t does_ = 0;
  std::uint32_t spoke_[8] = {};  // bits of the kept dimensions that it said something of
  double money_ = 0;    // the items' worth
  std::uint64_t promoted_ = 0;  // the hero that the event spoke of last
  std::int32_t pieces_ = 0;  // that the item adds to the cart
  const Dimension* dimension_ = nullptr;
  std::uint32_t size_ = 0;
  Found values_[kMostValues];
};

}  // namespace tactful

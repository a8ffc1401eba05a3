#pragma once
#include "profile/interest.h"
#include "targeting/conditions.h"
#include "targeting/signals.h"

namespace tactful {

/// What a question is asked with: time, the signals of the page load, what the site states.
/// `signals` and `attributes` are objects or null.
struct Circumstances {
  std::int64_t now_ms = 0;
  Value signals;
  Value attributes;
};

/// One signal assumed to have another value: how a plan asks "and if they come from that mail?".
struct Assumption {
  Ref attribute = kNone;
  Value value;
};

/// Pack, profile and circumstances together: everything a decision reads, read through one door,
/// so that the governor can watch the door. Lives on the stack of one query.
class Moment final : public AttributeSource {
 public:
  Moment(const Pack& pack, const Profile& profile, const Circumstances& at) noexcept;

  const Pack& pack;
  const Profile& profile;
  const std::int64_t now_ms;
  const Value signals, attributes;
  LocalTime local;
  std::int32_t utc_offset;
  std::int8_t hemisphere;
  Assumption assumption;

  /// What the site states, else the signal given by that name, else what the core knows.
  Value read(Ref attribute) noexcept override;
  /// The same by name, of what is given alone; null if it is not.
  Value given(Bytes path) const noexcept;

  /// The visitor's interest in a dimension. The reference holds until another dimension is asked for.
  const Interest& interest(std::uint32_t dimension) noexcept;

  Stage stage() const noexcept;

 private:
  void derive(const Attribute& attribute, ValueWriter& out) noexcept;
  void interest_value(const Attribute& attribute, ValueWriter& out) noexcept;

  static constexpr std::uint32_t kInterests = 3;
  alignas(Interest) std::uint8_t interests_[kInterests][sizeof(Interest)];
  std::uint32_t interest_of_[kInterests] = {kNone, kNone, kNone};
  std::uint32_t next_ = 0;
  // Attributes last found by their path, each at its place modulo kFound.
  static constexpr std::uint32_t kFound = 16;
  Ref found_for_[kFound];
  Value found_[kFound];
  std::uint8_t scratch_[1024];
};

/// `signals.utcOffset` or what the profile remembers, in minutes east, within a day.
std::int32_t offset_of(Value signals, const Profile& profile) noexcept;

}  // namespace tactful

#include "decision/moment.h"

#include <new>

namespace tactful {
namespace {

// By exact key first ("utm.campaign" as pages send it), then along the dots.
Value look_up(Value object, Bytes path) noexcept {
  const Value exact = object.get(path);
  return exact.is_null() ? find_path(object, path) : exact;
}

std::int8_t hemisphere_of(Value signals, const Profile& profile) noexcept {
  const Bytes given = signals.get("hemisphere").text();
  if (given == Bytes("south")) return -1;
  if (given == Bytes("tropics")) return 0;
  return given == Bytes("north") ? std::int8_t{1} : profile.hemisphere();
}

}  // namespace

std::int32_t offset_of(Value signals, const Profile& profile) noexcept {
  const double given = signals.get("utcOffset").number(profile.utc_offset());
  return given >= -block::kOffsetMax && given <= block::kOffsetMax ? static_cast<std::int32_t>(given) : 0;
}

Moment::Moment(const Pack& the_pack, const Profile& the_profile, const Circumstances& at) noexcept
    : pack(the_pack),
      profile(the_profile),
      now_ms(at.now_ms),
      signals(at.signals),
      attributes(at.attributes),
      utc_offset(offset_of(at.signals, the_profile)),
      hemisphere(hemisphere_of(at.signals, the_profile)) {
  for (Ref& attribute : found_for_) attribute = kNone;
  const Ref zone = pack.the_site().zone;
  if (zone != kNone) utc_offset = zone_offset(pack, zone, now_ms);
  local = local_time(now_ms, utc_offset);
}

Value Moment::given(Bytes path) const noexcept {
  const Value stated = look_up(attributes, path);
  return stated.is_null() ? look_up(signals, path) : stated;
}

Value Moment::read(Ref attribute) noexcept {
  if (attribute == assumption.attribute) return assumption.value;
  // What is given stays where it is as long as the question does: many conditions ask for the same few.
  const std::uint32_t place = attribute % kFound;
  if (found_for_[place] == attribute) return found_[place];
  const Attribute& a = pack.attributes()[attribute];
  const Value known = given(pack.string(a.path));
  if (!known.is_null() || a.kind == AttributeKind::kPath) {
    found_for_[place] = attribute;
    return found_[place] = known;
  }
  ValueWriter out(scratch_, sizeof scratch_);
  derive(a, out);
  // What does not fit is not known: no condition should depend on a cut text.
  return out.fits() && out.size() != 0 ? Value(scratch_) : Value();
}

void Moment::derive(const Attribute& a, ValueWriter& out) noexcept {
  switch (a.kind) {
    case AttributeKind::kSignal:
      return derived_signal(a.index, local, hemisphere, out);
    case AttributeKind::kDaysTo:
      return days_to_season(a.index, local, hemisphere, out);
    case AttributeKind::kPeriod:
      return out.boolean(in_period(pack, a.first, a.count, local.local_ms));
    case AttributeKind::kFact:
      return profile.fact(pack, a.index, now_ms, out);
    default:
      return interest_value(a, out);
  }
}

void Moment::interest_value(const Attribute& a, ValueWriter& out) noexcept {
  const Interest& about = interest(a.dimension);
  const auto set = pack.value_sets().part(a.first, a.count);
  Bytes text;
  std::uint32_t days = 0;
  switch (a.kind) {
    case AttributeKind::kAffinity: {
      if (!(about.evidence() > 0) && !about.spoken()) return;  // not known: no guess without a sign
      double share = 0;
      for (const Ref value : set) share += about.share(value);
      return out.number(share);
    }
    case AttributeKind::kViews: {
      double views = 0;
      for (const Ref value : set) views += about.views(value);
      return out.number(views);
    }
    case AttributeKind::kCart:
      return about.cart(out);
    case AttributeKind::kBand: {
      // Campaigns may cut bands finer than the site does; the set says where its middle and high begin.
      const Ref top = about.top_value();
      if (top == kNone || set.size < 2) return;
      text = top < set[0] ? Bytes("low") : top < set[1] ? Bytes("middle") : Bytes("high");
      break;
    }
    case AttributeKind::kTop:
      text = about.top();
      break;
    case AttributeKind::kDue:
      text = about.due();
      break;
    default:
      text = about.considering(days);
      if (a.kind == AttributeKind::kConsideringDays && !text.empty()) return out.number(days);
  }
  if (!text.empty()) out.string(text);
}

const Interest& Moment::interest(std::uint32_t dimension) noexcept {
  for (std::uint32_t i = 0; i < kInterests; ++i)
    if (interest_of_[i] == dimension) return *std::launder(reinterpret_cast<Interest*>(interests_[i]));
  const std::uint32_t place = next_;
  next_ = (next_ + 1) % kInterests;
  interest_of_[place] = dimension;
  return *new (interests_[place]) Interest(profile, pack, dimension, now_ms);
}

Stage Moment::stage() const noexcept {
  const Bytes stated = given("stage").text();
  for (std::uint32_t i = 0; i < kStages; ++i)
    if (stated == stage_name(static_cast<Stage>(i))) return static_cast<Stage>(i);
  return profile.stage(pack, now_ms);
}

}  // namespace tactful

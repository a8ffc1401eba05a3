#include "decision/sentence.h"

namespace tactful {
namespace {

// What the visitor leans to most among the values of a `for`, if they looked at it here; else kNone.
Ref looked_at(Moment& moment, const For& group) noexcept {
  const Interest& about = moment.interest(group.dimension);
  Ref most = kNone;
  for (const Ref value : moment.pack.value_sets().part(group.set_first, group.set_count))
    if (about.views(value) != 0 && !about.aside(value) && (most == kNone || about.share(value) > about.share(most)))
      most = value;
  return most;
}

// What a condition that holds goes by. Customer data counts as soon as it is read, all else if the condition would not hold without it:
// of several reasons the sentence must not name one that was none.
struct Reads {
  Moment& moment;
  Ref condition;
  bool season = false, arrival = false, clock = false, other = false;

  static void visit(void* context, Ref attribute) noexcept {
    auto& self = *static_cast<Reads*>(context);
    const Pack& pack = self.moment.pack;
    const Attribute& a = pack.attributes()[attribute];
    const Bytes path = pack.string(a.path);
    const bool arrives = a.fact != kNone && pack.facts()[a.fact].kind == FactKind::kArrival;
    if (a.fact != kNone && !arrives) self.other = true;
    if (!self.needs(attribute)) return;
    if (arrives) self.arrival = true;
    else if (path == Bytes("season")) self.season = true;
    else if (a.kind == AttributeKind::kDaysTo || a.kind == AttributeKind::kPeriod || path == Bytes("month") ||
             path == Bytes("date") || path == Bytes("weekday") || path == Bytes("hour")) self.clock = true;
  }

  bool needs(Ref attribute) noexcept {
    moment.assumption = {attribute, Value()};
    const bool without = holds(moment.pack, condition, moment);
    moment.assumption = {};
    return !without;
  }
};

}  // namespace

void write_sentence(Moment& moment, const Slot& slot, const Decision& d, ValueWriter& out) noexcept {
  const Pack& pack = moment.pack;
  const Variant& variant = pack.variants()[d.variant];
  if (d.arm == Arm::kExplore) return out.string("Shown at random, to learn what people like.");
  if (d.variant == slot.default_variant) return out.string("Shown to everybody.");
  if (d.level == Level::kPersonal && moment.profile.forgotten(pack, moment.now_ms))
    return out.string("Shown for what you did on this site.");
  if (d.level == Level::kPersonal) {
    for (const For& group : pack.fors().part(variant.for_first, variant.for_count)) {
      const Ref value = looked_at(moment, group);
      if (value == kNone) continue;
      return Label(pack, group.dimension, value, true).write("Shown because you looked at ", " here.", out);
    }
    // What shows an item says by its dimensions alone whom it is for.
    if (variant.condition == kNone)
      for (const std::uint16_t fact : variant.facts) {
        if (fact == kNoFact || pack.facts()[fact].kind != FactKind::kDimension) continue;
        const std::uint32_t dimension = pack.facts()[fact].dimension;
        const Ref top = moment.interest(dimension).top_value();
        if (top != kNone && moment.interest(dimension).views(top) != 0)
          return Label(pack, dimension, top, true).write("Shown because you looked at ", " here.", out);
      }
    return out.string("Shown for what you did on this site.");
  }
  Reads reads{moment, variant.condition};
  if (variant.condition != kNone) each_attribute(pack, variant.condition, Reads::visit, &reads);
  if (reads.arrival) return out.string("Shown because of the way you came here.");
  if (reads.other) return out.string("Shown for what this site knows of you.");
  if (reads.season) return out.string("Shown because of the season.");
  if (reads.clock || variant.schedule != kNone) return out.string("Shown because of the date or the time of day.");
  if (variant.condition != kNone) return out.string("Shown for the circumstances of this visit.");
  out.string("Shown to everybody of whom little is known.");
}

}  // namespace tactful

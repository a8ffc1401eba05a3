#include "decision/sentence.h"

namespace tactful {
namespace {

// What the visitor leans to most among the values of a `for`, if he looked at it here; else kNone.
Ref looked_at(Moment& moment, const For& group) noexcept {
  const Interest& about = moment.interest(group.dimension);
  Ref most = kNone;
  for (const Ref value : moment.pack.value_sets().part(group.set_first, group.set_count))
    if (about.views(value) != 0 && !about.disliked(value) && (most == kNone || about.share(value) > about.share(most)))
      most = value;
  return most;
}

struct Reads {
  const Pack& pack;
  bool season = false, arrival = false, clock = false, other = false;
  static void visit(void* context, Ref attribute) noexcept {
    auto& self = *static_cast<Reads*>(context);
    const Attribute& a = self.pack.attributes()[attribute];
    const Bytes path = self.pack.string(a.path);
    if (a.fact != kNone) (self.pack.facts()[a.fact].kind == FactKind::kArrival ? self.arrival : self.other) = true;
    else if (path == Bytes("season")) self.season = true;
    else if (a.kind == AttributeKind::kDaysTo || a.kind == AttributeKind::kPeriod || path == Bytes("month") ||
             path == Bytes("date") || path == Bytes("weekday") || path == Bytes("hour")) self.clock = true;
  }
};

}  // namespace

void write_sentence(Moment& moment, const Slot& slot, const Decision& d, ValueWriter& out) noexcept {
  const Pack& pack = moment.pack;
  const Variant& variant = pack.variants()[d.variant];
  if (d.arm == Arm::kExplore) return out.string("Shown at random, to learn what people like.");
  if (d.variant == slot.default_variant) return out.string("Shown to everybody.");
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
  Reads reads{pack};
  if (variant.condition != kNone) each_attribute(pack, variant.condition, Reads::visit, &reads);
  if (reads.arrival) return out.string("Shown because of the way you came here.");
  if (reads.other) return out.string("Shown for what this site knows of you.");
  if (reads.season) return out.string("Shown because of the season.");
  if (reads.clock || variant.schedule != kNone) return out.string("Shown because of the date or the time of day.");
  if (variant.condition != kNone) return out.string("Shown for the circumstances of this visit.");
  out.string("Shown to everybody of whom little is known.");
}

}  // namespace tactful

#include "decision/explain.h"

#include "decision/answer.h"
#include "decision/rank.h"
#include "targeting/explain.h"

namespace tactful {
namespace {

Bytes kind_name(FactKind kind) noexcept {
  switch (kind) {
    case FactKind::kStated:
      return "stated";
    case FactKind::kArrival:
      return "arrival";
    case FactKind::kDimension:
      return "interest";
    default:
      return "profile";
  }
}

void write_governor(Moment& moment, const Slot& slot, const Allowed& allowed,
                    ValueWriter& out) noexcept {
  const Pack& pack = moment.pack;
  out.array(slot.fact_count);
  for (const Ref fact : pack.value_sets().part(slot.fact_first, slot.fact_count)) {
    const Fact& f = pack.facts()[fact];
    const bool interest = f.kind == FactKind::kDimension && f.dimension != kNoFact;
    out.object(4 + interest);
    pack.write_pair("dimension", f.name, out);
    out.pair("kind", kind_name(f.kind));
    out.key("allowed");
    out.boolean(allowed.has(fact));
    out.key("known");
    out.boolean(has_evidence(moment, fact));
    if (interest) {
      out.pair("evidence", moment.interest(f.dimension).evidence());
    }
  }
}

// What a candidate's fate leaves open: which part of its condition said no, or how much is known of its interests.
void write_why(Moment& moment, const Variant& variant, Fate fate, ValueWriter& out) noexcept {
  const Pack& pack = moment.pack;
  if (fate == Fate::kCondition) {
    Refusal refusal{0, kNone};
    first_refusal(pack, variant.condition, moment, refusal);
    if (refusal.attribute == kNone) return;
    pack.write_pair("refused", pack.attributes()[refusal.attribute].path, out);
  } else if (fate == Fate::kNoEvidence && variant.for_count != 0) {
    double least = lean(moment, pack.fors()[variant.for_first]).evidence;
    for (const For& group : pack.fors().part(variant.for_first, variant.for_count)) {
      const double evidence = lean(moment, group).evidence;
      if (evidence < least) least = evidence;
    }
    out.pair("evidence", least);
  }
}

void write_candidate(Moment& moment, const Variant& variant, const Candidate& candidate,
                     bool shown, bool elsewhere, double best, ValueWriter& out) noexcept {
  const bool eligible = candidate.fate == Fate::kEligible;
  const bool won = shown && (eligible || candidate.fate == Fate::kIsDefault);
  const bool lost = eligible && !shown && !elsewhere;
  std::uint8_t why[1024];
  ValueWriter reason(why, sizeof why);
  write_why(moment, variant, candidate.fate, reason);
  const bool has_reason = reason.size() != 0 && reason.fits();
  out.object(3 + eligible + lost + has_reason);
  moment.pack.write_pair("variant", variant.id, out);
  out.pair("level", level_name(level_of(variant)));
  out.pair("fate", won ? Bytes("won") : lost ? Bytes("lost") : eligible ? Bytes("other-slot") : fate_id(candidate.fate));
  if (eligible) {
    out.pair("score", candidate.score);
  }
  if (lost) {
    // Its score as a share of the winner's; above 1 it lost to a higher level or to help.
    out.pair("ofWinner", best > 0 ? candidate.score / best : 0);
  }
  if (has_reason) out.put(Bytes{why, reason.size()});
}

// OpenFeature's word for how a value came about.
Bytes reason_of(const Slot& slot, const Decision& d) noexcept {
  if (d.arm == Arm::kControl || d.arm == Arm::kExplore) return "SPLIT";
  if (d.level != Level::kDefault) return "TARGETING_MATCH";
  return slot.variant_count > 1 ? Bytes("DEFAULT") : Bytes("STATIC");
}

/// A value as people read it, in pieces: its label, or the bounds of a band, which `alone` do not say of what.
class Label {
 public:
  Label(const Pack& pack, std::uint32_t dimension, Ref value, bool alone) noexcept {
    const Dimension& d = pack.dimensions()[dimension];
    const DimensionValue& v = pack.values()[value];
    const Bytes name = pack.string(v.name);
    if (!(d.flags & kDimensionNumber) || d.value_count < 2) {
      add(v.label == kNone ? name : pack.string(v.label));
      return;
    }
    if (alone) {
      add(pack.string(d.name));
      add(" ");
    }
    // A band is called by its lower bound.
    const bool first = value == d.value_first, last = value + 1 == d.value_first + d.value_count;
    if (first || last) add(first ? Bytes("below ") : Bytes("from "));
    if (!first) add(name);
    if (!first && !last) add(" to ");
    if (!last) add(pack.string(pack.values()[value + 1].name));
  }
  void write(Bytes before, Bytes behind, ValueWriter& out) const noexcept {
    std::uint32_t size = before.size + behind.size;
    for (std::uint32_t i = 0; i < count_; ++i) size += pieces_[i].size;
    out.put(static_cast<std::uint8_t>(Tag::kString));
    out.length(size);
    out.put(before);
    for (std::uint32_t i = 0; i < count_; ++i) out.put(pieces_[i]);
    out.put(behind);
  }

 private:
  void add(Bytes piece) noexcept { pieces_[count_++] = piece; }

  Bytes pieces_[5];
  std::uint32_t count_ = 0;
};

/// What the visitor leans to most among the values of a `for`, if he looked at it here; else kNone.
Ref looked_at(Moment& moment, const For& group) noexcept {
  const Interest& about = moment.interest(group.dimension);
  Ref most = kNone;
  for (const Ref value : moment.pack.value_sets().part(group.set_first, group.set_count))
    if (about.views(value) != 0 && !about.disliked(value) && (most == kNone || about.share(value) > about.share(most)))
      most = value;
  return most;
}

// What the chosen variant is for, by dimension, as its reasons name the values but as people read them.
void write_labels(Moment& moment, const Variant& variant, ValueWriter& out) noexcept {
  const Pack& pack = moment.pack;
  out.object(variant.for_count);
  for (const For& group : pack.fors().part(variant.for_first, variant.for_count)) {
    out.key(pack.string(pack.dimensions()[group.dimension].name));
    out.array(group.set_count);
    for (const Ref value : pack.value_sets().part(group.set_first, group.set_count))
      Label(pack, group.dimension, value, false).write({}, {}, out);
  }
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

// One sentence for the visitor. It names what he looked at here, the season and the way he came, and nothing else: not what
// was derived from his history, nor what the site stated about him.
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

/// Of the values of one dimension that items name, the one by which an item gains most. None: no item gains by it.
struct Gain {
  std::uint32_t dimension = kNone;
  Ref value = kNone;
  double index = 1 + 1e-9;  // the average is a sum of roundings, and equal to it on paper is no gain

  void consider(Moment& moment, std::uint32_t d, Value named) noexcept {
    const Ref listed = find_named(moment.pack, moment.pack.dimensions()[d], named);
    if (listed >= kNoValue) return;
    const Interest& about = moment.interest(d);
    const double average = about.average(listed), share = about.share(listed);
    if (about.aside(listed) || !(share > index * average) || !(average > 0)) return;
    dimension = d;
    value = listed;
    index = share / average;
  }
};

Gain gain_by(Moment& moment, Value items, std::uint32_t d) noexcept {
  Gain out;
  const Bytes name = moment.pack.string(moment.pack.dimensions()[d].name);
  for (Items it(items); it.next();) {
    const Value named = it.value().get(name);
    if (named.is_array())
      for (Items each(named); each.next();) out.consider(moment, d, each.value());
    else
      out.consider(moment, d, named);
  }
  return out;
}

void write_gain(Moment& moment, std::uint32_t d, const Gain& gain, ValueWriter& out) noexcept {
  const Interest& about = moment.interest(d);
  out.object(6);
  moment.pack.write_pair("dimension", moment.pack.dimensions()[d].name, out);
  out.key("values");
  out.array(1);
  moment.pack.write(moment.pack.values()[gain.value].name, out);
  out.pair("affinity", about.share(gain.value));
  out.pair("index", gain.index);
  out.pair("events", about.events(gain.value));
  out.key("label");
  Label(moment.pack, d, gain.value, false).write({}, {}, out);
}

}  // namespace

void write_rank_explanation(Moment& moment, Value items, ValueWriter& out) noexcept {
  out.object(3);
  out.pair("stage", stage_name(moment.stage()));
  out.key("reasons");
  const std::uint32_t place = out.open_array();
  Gain looked_at;
  std::uint32_t n = 0;
  for (std::uint32_t d = 0; d < moment.pack.dimensions().size; ++d) {
    const Gain gain = gain_by(moment, items, d);
    if (gain.value == kNone) continue;
    write_gain(moment, d, gain, out);
    ++n;
    if (gain.index > looked_at.index && moment.interest(d).views(gain.value) != 0) looked_at = gain;
  }
  out.close(place, n);
  out.key("sentence");
  // It names what he looked at here and nothing else, as that of a slot does.
  if (looked_at.value == kNone) return out.string("In this order for what you did on this site.");
  Label(moment.pack, looked_at.dimension, looked_at.value, true).write("In this order because you looked at ", " here.", out);
}

Bytes fate_id(Fate fate) noexcept {
  switch (fate) {
    case Fate::kEligible:
      return "eligible";
    case Fate::kIsDefault:
      return "default";
    case Fate::kOutside:
      return "outside-dimensions";
    case Fate::kSchedule:
      return "schedule";
    case Fate::kCap:
      return "cap";
    case Fate::kDismissed:
      return "dismissed";
    case Fate::kRest:
      return "rest";
    case Fate::kNoEvidence:
      return "not-enough-evidence";
    case Fate::kNotLeaning:
      return "not-leaning";
    case Fate::kCondition:
      return "condition";
  }
  return "unknown";
}

void write_explanation(Moment& moment, const Slot& slot, ValueWriter& out) noexcept {
  const Decision d = decide(moment, slot);
  const Stage stage = moment.stage();
  out.object(9);
  out.key("decision");
  write_decision(moment, slot, d, false, out);
  out.pair("reason", reason_of(slot, d));
  out.key("sentence");
  write_sentence(moment, slot, d, out);
  out.pair("stage", stage_name(stage));
  out.pair("maxDimensions", slot.max_dimensions[static_cast<std::uint32_t>(stage)]);
  out.pair("enough", moment.pack.the_site().enough);
  out.key("governor");
  write_governor(moment, slot, d.allowed, out);
  out.key("candidates");
  out.array(slot.variant_count);
  Judge asks(moment, slot, d.allowed);
  const Taken taken = taken_before(moment, slot);
  for (std::uint32_t i = 0; i < slot.variant_count; ++i) {
    const Ref index = slot.variant_first + i;
    const Variant& variant = moment.pack.variants()[index];
    write_candidate(moment, variant, judge(asks, variant), index == d.variant, taken.has(variant.id), d.score, out);
  }
  out.key("labels");
  write_labels(moment, moment.pack.variants()[d.variant], out);
}

}  // namespace tactful

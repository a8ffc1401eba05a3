#include "decision/explain.h"

#include "decision/answer.h"
#include "decision/sentence.h"
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
    out.boolean(has_evidence(moment, slot, fact));
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
  const bool lost = eligible && !shown && !elsewhere;
  std::uint8_t why[1024];
  ValueWriter reason(why, sizeof why);
  write_why(moment, variant, candidate.fate, reason);
  const bool has_reason = reason.size() != 0 && reason.fits();
  const bool compared = lost && best > 0;
  out.object(3 + eligible + compared + has_reason);
  moment.pack.write_pair("variant", variant.id, out);
  out.pair("level", level_name(level_of(variant)));
  out.pair("fate", shown ? Bytes("won") : lost ? Bytes("lost") : eligible ? Bytes("other-slot") : fate_id(candidate.fate));
  if (eligible) {
    out.pair("score", candidate.score);
  }
  // Its score as a share of the winner's; above 1 it lost to a higher level or to help. What an arm shows has no score.
  if (compared) out.pair("ofWinner", candidate.score / best);
  if (has_reason) out.put(Bytes{why, reason.size()});
}

// OpenFeature's word for how a value came about.
Bytes reason_of(const Slot& slot, const Decision& d) noexcept {
  if (d.arm == Arm::kControl || d.arm == Arm::kExplore) return "SPLIT";
  if (d.level != Level::kDefault) return "TARGETING_MATCH";
  return slot.variant_count > 1 ? Bytes("DEFAULT") : Bytes("STATIC");
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

}  // namespace

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

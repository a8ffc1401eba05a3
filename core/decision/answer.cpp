#include "decision/answer.h"

namespace tactful {

Bytes level_name(Level level) noexcept {
  if (level == Level::kPersonal) return "personal";
  return level == Level::kRelevant ? Bytes("relevant") : Bytes("default");
}

Bytes arm_name(Arm arm) noexcept {
  if (arm == Arm::kTreatment) return "treatment";
  if (arm == Arm::kControl) return "control";
  return arm == Arm::kExplore ? Bytes("explore") : Bytes("none");
}

namespace {

// Values of a `for`: as its author wrote them, then their descendants.
void write_values(const Pack& pack, const For& group, ValueWriter& out) noexcept {
  out.array(group.set_count);
  for (const Ref value : pack.value_sets().part(group.set_first, group.set_count))
    pack.write(pack.values()[value].name, out);
}

void write_leaning(Moment& moment, const For& group, ValueWriter& out) noexcept {
  const Leaning leaning = lean(moment, group);
  const bool comparable = leaning.average > 0;
  out.object(4 + comparable);
  moment.pack.write_pair("dimension", moment.pack.dimensions()[group.dimension].name, out);
  out.key("values");
  write_values(moment.pack, group, out);
  out.pair("affinity", leaning.share);
  if (comparable) out.pair("index", leaning.index);
  out.pair("events", leaning.events);
}

// What a condition read to be true: a signal of the moment, or an attribute of the visitor's.
struct ReadReasons {
  Moment& moment;
  ValueWriter& out;
  std::uint32_t count;
  Ref seen[16];
  std::uint32_t seen_count;

  static void visit(void* context, Ref attribute) noexcept {
    auto& self = *static_cast<ReadReasons*>(context);
    for (std::uint32_t i = 0; i < self.seen_count; ++i)
      if (self.seen[i] == attribute) return;
    if (self.seen_count == sizeof self.seen / sizeof *self.seen) return;
    const Value value = self.moment.read(attribute);
    if (value.is_null()) return;
    self.seen[self.seen_count++] = attribute;
    const Attribute& a = self.moment.pack.attributes()[attribute];
    ++self.count;
    self.out.object(2);
    self.moment.pack.write_pair(a.fact == kNone ? "signal" : "attribute", a.path, self.out);
    self.out.key("value");
    self.out.value(value);
  }
};

void write_reasons(Moment& moment, const Slot& slot, const Decision& decision,
                   ValueWriter& out) noexcept {
  const Variant& variant = moment.pack.variants()[decision.variant];
  const std::uint32_t place = out.open_array();
  // A hero shown at random was not chosen for what it speaks of.
  const bool chosen = decision.arm != Arm::kExplore && decision.variant != slot.default_variant;
  std::uint32_t n = 0;
  if (chosen)
    for (const For& group : moment.pack.fors().part(variant.for_first, variant.for_count)) {
      write_leaning(moment, group, out);
      ++n;
    }
  ReadReasons reads{moment, out, n, {}, 0};
  if (variant.condition != kNone)
    each_attribute(moment.pack, variant.condition, ReadReasons::visit, &reads);
  out.close(place, reads.count);
}

void write_dimensions(Moment& moment, const Allowed& allowed, ValueWriter& out) noexcept {
  out.array(allowed.known);
  for (std::uint32_t i = 0; i < allowed.known; ++i)
    moment.pack.write(moment.pack.facts()[allowed.facts[i]].name, out);
}

}  // namespace

void write_decision(Moment& moment, const Slot& slot, const Decision& decision, bool content,
                    ValueWriter& out) noexcept {
  const Pack& pack = moment.pack;
  const Variant& variant = pack.variants()[decision.variant];
  const bool control = decision.would_be != kNone;
  content = content && variant.content != kNone && decision.variant != slot.default_variant;
  out.object(9 + control + content);
  pack.write_pair("slot", slot.name, out);
  pack.write_pair("variant", variant.id, out);
  out.pair("level", level_name(decision.level));
  out.pair("arm", arm_name(decision.arm));
  out.pair("score", decision.score);
  out.key("dimensions");
  write_dimensions(moment, decision.allowed, out);
  out.key("reasons");
  write_reasons(moment, slot, decision, out);
  out.pair("validUntil", static_cast<double>(decision.valid_until_ms));
  out.pair("propensity", decision.propensity);
  if (control) {
    pack.write_pair("wouldBe", pack.variants()[decision.would_be].id, out);
  }
  if (content) {
    out.key("content");
    write_content(moment, variant, out);
  }
}

}  // namespace tactful

#include "decision/governor.h"

namespace tactful {
namespace {

// Ranks, higher speaks first; an affinity's weight orders inside its rank.
enum Rank : std::uint8_t { kSilent, kFactOfProfile, kInterest, kArrivalRank, kSaid };
struct Standing {
  Rank rank = kSilent;
  double weight = 0;
};

// Whether a slot reads an attribute. What it does not read of how somebody came must not speak for it: a plan would know nothing of that.
bool reads(const Pack& pack, const Slot& slot, Ref attribute) noexcept {
  if (pack.facts()[pack.attributes()[attribute].fact].kind != FactKind::kArrival) return true;
  for (const Ref signal : pack.value_sets().part(slot.signal_first, slot.signal_count))
    if (signal == attribute) return true;
  return false;
}

// What the page gives for a dimension: any attribute of it, stated by the site or as a signal.
Rank given_rank(Moment& moment, const Slot& slot, std::uint32_t fact) noexcept {
  Rank best = kSilent;
  for (const Attribute& a : moment.pack.attributes()) {
    const Ref index = static_cast<Ref>(&a - moment.pack.attributes().data);
    if (a.fact != fact || !reads(moment.pack, slot, index)) continue;
    const Bytes path = moment.pack.string(a.path);
    if (!find_path(moment.attributes, path).is_null() ||
        !moment.attributes.get(path).is_null())
      return kSaid;
    if (moment.assumption.attribute == index ? !moment.assumption.value.is_null()
                                             : !moment.given(path).is_null())
      best = kArrivalRank;
  }
  return best;
}

Standing standing(Moment& moment, const Slot& slot, std::uint32_t fact) noexcept {
  Standing out;
  out.rank = given_rank(moment, slot, fact);
  if (out.rank != kSilent) return out;
  const Fact& f = moment.pack.facts()[fact];
  if (f.kind == FactKind::kDimension && f.dimension != kNoFact) {
    const Interest& about = moment.interest(f.dimension);
    const double evidence = about.evidence();
    // To a sixteenth of a view, the last place of numbers of this size: what is divided among three values is
    // rounded thrice, which must not decide.
    out.weight = evidence + 0x1p48 - 0x1p48;
    if (about.spoken())
      out.rank = kSaid;
    else if (evidence > 0)
      out.rank = kInterest;
  } else if (f.kind == FactKind::kProfile && !moment.profile.empty()) {
    out.rank = kFactOfProfile;
  }
  return out;
}

}  // namespace

bool has_evidence(Moment& moment, const Slot& slot, std::uint32_t fact) noexcept {
  return standing(moment, slot, fact).rank != kSilent;
}

Allowed choose_dimensions(Moment& moment, const Slot& slot) noexcept {
  Allowed out;
  Standing best[kMostDimensions];
  std::uint32_t most = slot.max_dimensions[static_cast<std::uint32_t>(moment.stage())];
  if (most > kMostDimensions) most = kMostDimensions;
  for (const Ref fact : moment.pack.value_sets().part(slot.fact_first, slot.fact_count)) {
    const Standing s = standing(moment, slot, fact);
    // Insertion into a list of three; equal standings keep the facts' own order, which is by name.
    std::uint32_t at = out.count;
    while (at > 0 && (s.rank > best[at - 1].rank ||
                      (s.rank == best[at - 1].rank && s.weight > best[at - 1].weight)))
      --at;
    if (at >= most) continue;
    if (out.count < most) ++out.count;
    for (std::uint32_t i = out.count - 1; i > at; --i) {
      best[i] = best[i - 1];
      out.facts[i] = out.facts[i - 1];
    }
    best[at] = s;
    out.facts[at] = static_cast<std::uint16_t>(fact);
  }
  while (out.known < out.count && best[out.known].rank != kSilent) ++out.known;
  out.said = out.known != 0 && best[0].rank == kSaid;
  return out;
}

}  // namespace tactful

#include "decision/plan.h"

#include "base/hash.h"
#include "decision/answer.h"

namespace tactful {
namespace {

// Steps in time looked at: a week, where a condition reads the hour and each is a boundary.
constexpr std::uint32_t kMostSteps = 168;

struct Entry {
  std::int64_t from_ms, until_ms;
  std::uint32_t literal;  // index in the slot's plan literals, or kNone: as it is now
  bool next_visits;       // for each page load as the first of a visit
  std::uint32_t texts;    // checksum of what the holes of its texts are filled with
  Ref variant;
  Level level;
  double score;
};

// Entries in the order they are tried, the least worth planning dropped when full.
class Entries {
 public:
  void add(const Entry& entry) noexcept {
    for (std::uint32_t i = size; i-- > 0;) {
      Entry& before = list[i];
      if (before.literal == entry.literal && before.variant == entry.variant && before.texts == entry.texts &&
          before.until_ms == entry.from_ms) {
        before.until_ms = entry.until_ms;
        return;
      }
    }
    if (size == kPlanEntries) {
      std::uint32_t least = 0;
      for (std::uint32_t i = 1; i < size; ++i)
        if (worth_less(list[i], list[least])) least = i;
      if (!worth_less(list[least], entry)) return;
      for (std::uint32_t i = least + 1; i < size; ++i) list[i - 1] = list[i];
      --size;
    }
    list[size++] = entry;
  }

  Entry list[kPlanEntries];
  std::uint32_t size = 0;
  std::int64_t now_ms = 0;

 private:
  // What holds now goes first, then by score; of equals the later goes.
  bool worth_less(const Entry& a, const Entry& b) const noexcept {
    const bool a_now = a.from_ms <= now_ms, b_now = b.from_ms <= now_ms;
    if (a_now != b_now) return b_now;
    if (a.level != b.level) return a.level < b.level;
    if (a.score != b.score) return a.score < b.score;
    return a.from_ms >= b.from_ms;
  }
};

// The profile as the first page view of a visit that begins then will leave it.
Profile next_visit(const Pack& pack, const Profile& profile, std::int64_t t_ms) noexcept {
  Profile then = profile;
  then.event(pack, t_ms, "page_view", Value(), Value());
  return then;
}

class Planner {
 public:
  Planner(const Pack& pack, const Slot& slot, const Circumstances& at) noexcept
      : pack_(pack), slot_(slot), at_(at) {}

  // Plans [from, until), for page loads of this visit or for each as the first of the next.
  void span(const Profile& known, std::int64_t from_ms, std::int64_t until_ms, bool next_visits,
            Entries& out) const noexcept {
    const auto literals = pack_.plan_literals().part(slot_.literal_first, slot_.literal_count);
    for (std::uint32_t step = 0; step < kMostSteps && from_ms < until_ms; ++step) {
      std::int64_t next = until_ms;
      consider({known, next_visits, kNone}, from_ms, next, out);
      for (std::uint32_t i = 0; i < literals.size; ++i) {
        std::int64_t same = next;
        if (literals[i].text != kNone && arrives(literals[i])) consider({known, next_visits, i}, from_ms, same, out);
      }
      from_ms = next;
    }
  }

  // The `if` of an entry: every signal that the slot's conditions read, as it is assumed.
  void write_if(Moment& moment, std::uint32_t literal, ValueWriter& out) const noexcept {
    const auto signals = pack_.value_sets().part(slot_.signal_first, slot_.signal_count);
    const auto literals = pack_.plan_literals().part(slot_.literal_first, slot_.literal_count);
    const std::uint32_t place = out.open_object();
    std::uint32_t n = 0;
    for (const Ref attribute : signals) {
      ++n;
      out.key(pack_.string(pack_.attributes()[attribute].path));
      if (literal != kNone && literals[literal].attribute == attribute)
        pack_.write(literals[literal].text, out);
      else
        out.value(moment.read(attribute));
    }
    out.close(place, n);
  }

 private:
  // Of the signals only how somebody comes is worth planning for: a device stays what it is.
  bool arrives(const PlanLiteral& literal) const noexcept {
    const Ref fact = pack_.attributes()[literal.attribute].fact;
    return fact != kNone && pack_.facts()[fact].kind == FactKind::kArrival;
  }

  // True when the literal is not what holds anyway.
  bool assume(Moment& moment, const PlanLiteral& literal) const noexcept {
    ValueWriter text(text_, sizeof text_);
    text.string(pack_.string(literal.text));
    if (!text.fits()) return false;
    const Value value(text_);
    if (moment.read(literal.attribute).bytes() == value.bytes()) return false;
    moment.assumption = {literal.attribute, value};
    return true;
  }

  struct Case {
    const Profile& known;
    bool next_visits;
    std::uint32_t literal;
  };

  // The decision at a moment, and in `next` when to look again; false when it is not worth planning.
  bool decided(const Case& in, std::int64_t at_ms, Decision& out, std::int64_t& next) const noexcept {
    Circumstances then = at_;
    then.now_ms = at_ms;
    const Profile profile = known_at(in, at_ms);
    Moment moment(pack_, profile, then);
    if (in.literal != kNone && !assume(moment, pack_.plan_literals()[slot_.literal_first + in.literal])) return false;
    out = decide(moment, slot_);
    if (out.valid_until_ms < next) next = out.valid_until_ms;
    return out.variant != slot_.default_variant;
  }

  // What the holes of its texts are filled with at a moment: interests fade until they say something else.
  std::uint32_t texts_at(const Case& in, std::int64_t at_ms, Ref variant) const noexcept {
    const Variant& v = pack_.variants()[variant];
    if (!(v.flags & kVariantTemplates)) return 0;
    Circumstances then = at_;
    then.now_ms = at_ms;
    const Profile profile = known_at(in, at_ms);
    Moment moment(pack_, profile, then);
    std::uint8_t bytes[2048];
    ValueWriter content(bytes, sizeof bytes);
    write_content(moment, v, content);
    return checksum32({bytes, content.fits() ? content.size() : 0});
  }

  Profile known_at(const Case& in, std::int64_t at_ms) const noexcept {
    return in.next_visits ? next_visit(pack_, in.known, at_ms + 1) : in.known;
  }

  // Adds what holds from `from_ms` on, up to `until_ms` or, as told there, to when that changes.
  void consider(const Case& in, std::int64_t from_ms, std::int64_t& until_ms, Entries& out) const noexcept {
    Decision d, later;
    if (!decided(in, from_ms, d, until_ms)) return;
    // Between the boundaries that are known interests fade. Where the answer at the end is another one, the last moment
    // at which it is still the same is looked for.
    std::int64_t low = from_ms, high = until_ms, unused = 0;
    const std::uint32_t texts = texts_at(in, from_ms, d.variant);
    for (std::int64_t at = high - 1; high - low > 1; at = low + (high - low) / 2) {
      decided(in, at, later, unused);
      (later.variant == d.variant && texts_at(in, at, d.variant) == texts ? low : high) = at;
    }
    until_ms = high;
    out.add({from_ms, until_ms, in.literal, in.next_visits, texts, d.variant, d.level, d.score});
  }

  const Pack& pack_;
  const Slot& slot_;
  const Circumstances& at_;
  mutable std::uint8_t text_[512];
};

void write_entry(const Pack& pack, const Profile& profile, const Planner& planner,
                 const Circumstances& at, const Entry& entry, bool content,
                 ValueWriter& out) noexcept {
  const Variant& variant = pack.variants()[entry.variant];
  Circumstances then = at;
  then.now_ms = entry.from_ms;
  const Profile known = entry.next_visits ? next_visit(pack, profile, entry.from_ms + 1) : profile;
  Moment moment(pack, known, then);
  const bool with_content = content && variant.content != kNone;
  out.object(5 + with_content);
  out.pair("from", static_cast<double>(entry.from_ms));
  out.pair("until", static_cast<double>(entry.until_ms));
  out.key("if");
  planner.write_if(moment, entry.literal, out);
  pack.write_pair("variant", variant.id, out);
  out.pair("level", level_name(entry.level));
  if (with_content) {
    out.key("content");
    write_content(moment, variant, out);
  }
}

}  // namespace

void write_plan(const Pack& pack, const Profile& profile, const Slot& slot,
                const Circumstances& at, bool content, ValueWriter& out) noexcept {
  Entries entries;
  entries.now_ms = at.now_ms;
  const Planner planner(pack, slot, at);
  const std::int64_t end = at.now_ms + kLongestMs;
  const std::int64_t gap = profile.newest_ms() < 0 ? end : profile.newest_ms() + block::kVisitGap_s * 1000ll;
  const std::int64_t turn = gap < at.now_ms ? at.now_ms : gap < end ? gap : end;
  planner.span(profile, at.now_ms, turn, false, entries);
  planner.span(profile, turn, end, true, entries);

  out.object(2);
  pack.write_pair("slot", slot.name, out);
  out.key("plan");
  out.array(entries.size);
  for (std::uint32_t i = 0; i < entries.size; ++i)
    write_entry(pack, profile, planner, at, entries.list[i], content, out);
}

void write_slots(const Pack& pack, ValueWriter& out) noexcept {
  out.array(pack.slots().size);
  for (const Slot& slot : pack.slots()) {
    const bool all = slot.prefetch == Prefetch::kAll;
    out.object(5);
    pack.write_pair("slot", slot.name, out);
    pack.write_pair("campaign", slot.campaign, out);
    out.key("links");
    out.array(slot.index_count);
    for (const IndexRow& row : pack.index_rows().part(slot.index_first, slot.index_count)) {
      const Variant& served = pack.variants()[pack.index_variants()[row.first]];
      out.array(2);
      pack.write(pack.dimensions()[pack.fors()[served.for_first].dimension].name, out);
      pack.write(pack.values()[row.value].name, out);
    }
    out.pair("prefetch", all ? Bytes("all") : slot.prefetch == Prefetch::kChosen ? Bytes("chosen") : Bytes("none"));
    out.key("pictures");
    const auto pictures = pack.pictures().part(slot.picture_first, all ? slot.picture_count : 0);
    out.array(pictures.size);
    for (const std::uint32_t picture : pictures) pack.write(picture, out);
  }
}

}  // namespace tactful

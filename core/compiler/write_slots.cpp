#include <algorithm>
#include <set>
#include <tuple>

#include "compiler/pack_writer.h"
#include "compiler/text.h"
#include "pack/order.h"

namespace tactful {
namespace {

void add_once(std::vector<Ref>& list, Ref member) {
  const auto at = std::lower_bound(list.begin(), list.end(), member);
  if (at == list.end() || *at != member) list.insert(at, member);
}

}  // namespace

void PackWriter::write_slots() {
  for (std::uint32_t i = 0; i < draft_.schedules.size(); ++i) out_.add(k_schedules, draft_.schedules[i].schedule);
  for (const DraftSlot& slot : draft_.slots) {
    Slot out{};
    out.hash = hash64(bytes_of(slot.name));
    out.name = draft_.string(slot.name);
    out.campaign = draft_.string(slot.campaign);
    out.explore_q32 = slot.explore_q32;
    out.prefetch = slot.prefetch;
    for (std::uint32_t s = 0; s < kStages; ++s)
      out.max_dimensions[s] = static_cast<std::uint8_t>(slot.max_dimensions[s]);
    out.variant_first = out_.count<Variant>(k_variants);
    out.variant_count = static_cast<std::uint32_t>(slot.variants.size());
    const double rate = click_rate(slot);
    for (const DraftVariant& variant : slot.variants) {
      const bool is_default = variant.id == slot.default_id;
      if (is_default) out.default_variant = out_.count<Variant>(k_variants);
      write_variant(out, variant, is_default, rate);
    }
    write_reads(slot, out);
    write_index(slot, out);
    write_pictures(slot, out);
    out_.add(k_slots, out);
  }
}

void PackWriter::write_variant(const Slot& slot, const DraftVariant& variant, bool is_default, double slot_rate) {
  Variant out{};
  out.hash = hash64(bytes_of(variant.id), slot.hash);
  out.id = draft_.string(variant.id);
  out.content = kNone;
  if (variant.content != nullptr) {
    std::vector<std::uint8_t>& contents = out_.bytes[k_contents];
    out.content = static_cast<Ref>(contents.size());
    Json content = *variant.content;
    if (!variant.item.empty()) content["item"] = Json::array();
    for (const std::uint32_t dimension : variant.item) content["item"].push_back(draft_.dimensions[dimension].name);
    encode(content, contents);
  }
  out.condition = variant.condition;
  out.schedule = variant.schedule;
  // Equal interests share their records: a decision weighs them once.
  std::vector<Ref> fors;
  for (const DraftFor& entry : variant.fors) {
    const SetRange range = set(resolve(entry.dimension, entry.set));
    fors.insert(fors.end(), {entry.dimension, range.first, range.count});
  }
  const std::uint32_t next = out_.count<For>(k_fors);
  out.for_first = fors.empty() ? next : fors_.emplace(fors, next).first->second;
  out.for_count = static_cast<std::uint32_t>(variant.fors.size());
  for (std::size_t i = 0; out.for_first == next && i < fors.size(); i += 3) out_.add(k_fors, For{fors[i], fors[i + 1], fors[i + 2]});
  write_priors(out, variant, slot_rate);
  out.cap_impressions = static_cast<std::uint16_t>(variant.cap_impressions);
  out.cap_days = static_cast<std::uint16_t>(variant.cap_days);
  std::vector<Ref> facts;
  for (const std::uint32_t fact : variant.facts) add_once(facts, fact_refs_[fact]);
  for (std::size_t i = 0; i < 3; ++i) out.facts[i] = i < facts.size() ? static_cast<std::uint16_t>(facts[i]) : kNoFact;
  out.flags =
      static_cast<std::uint8_t>((variant.personal ? kVariantPersonal : 0) | (variant.only ? kVariantOnly : 0) |
                                (variant.reads_customer ? kVariantReadsCustomer : 0) |
                                (variant.templates ? kVariantTemplates : 0) | (is_default ? kVariantDefault : 0));
  out.help = variant.help;
  out_.add(k_variants, out);
}

// What a slot's conditions read that another page load may change, and what they compare it with.
void PackWriter::read_page_load(const DraftSlot& slot, std::vector<Ref>& signals, std::vector<DraftLiteral>& literals) const {
  for (const DraftVariant& variant : slot.variants) {
    if (variant.condition == kNone) continue;
    const DraftCondition& condition = draft_.conditions[variant.condition];
    for (const Ref a : condition.attributes)
      if (draft_.attributes[a].per_load) add_once(signals, a);
    for (const DraftLiteral& literal : condition.literals) {
      const auto same = [&](const DraftLiteral& l) {
        return l.attribute == literal.attribute && l.is_text == literal.is_text && l.text == literal.text &&
               l.number == literal.number;
      };
      if (std::find_if(literals.begin(), literals.end(), same) == literals.end()) literals.push_back(literal);
    }
  }
}

// The slots before whose choice may change this one's, for no hero stands on a page twice: those that share an id with it, and
// those that may change theirs.
std::vector<const DraftSlot*> PackWriter::slots_before(const DraftSlot& slot) {
  std::set<const DraftSlot*> found;
  for (const DraftVariant& variant : slot.variants) {
    if (variant.id == slot.default_id) continue;
    for (const DraftSlot* earlier : showing_[variant.id]) {
      found.insert(earlier);
      found.insert(before_[earlier].begin(), before_[earlier].end());
    }
    showing_[variant.id].push_back(&slot);
  }
  return before_[&slot] = {found.begin(), found.end()};
}

void PackWriter::write_reads(const DraftSlot& slot, Slot& out) {
  std::vector<Ref> facts, signals;
  std::vector<DraftLiteral> literals;
  for (const DraftVariant& variant : slot.variants) {
    for (const std::uint32_t fact : variant.facts) add_once(facts, fact_refs_[fact]);
    if (variant.condition != kNone)
      for (const Ref a : draft_.conditions[variant.condition].attributes) out.reads |= draft_.attributes[a].clock;
    if (variant.help > Help::kYes) out.reads |= kReadsMoment;
  }
  std::vector<const DraftSlot*> deciding = slots_before(slot);
  if (!deciding.empty()) out.reads |= kReadsSlots;
  deciding.insert(deciding.begin(), &slot);
  for (const DraftSlot* each : deciding) read_page_load(*each, signals, literals);
  std::stable_sort(literals.begin(), literals.end(),
                   [](const DraftLiteral& a, const DraftLiteral& b) { return a.attribute < b.attribute; });
  out.literal_first = out_.count<PlanLiteral>(k_plan_literals);
  out.literal_count = static_cast<std::uint32_t>(literals.size());
  for (const DraftLiteral& literal : literals)
    out_.add(k_plan_literals,
             PlanLiteral{literal.number, literal.attribute, literal.is_text ? draft_.string(literal.text) : kNone});
  const SetRange fact_range = set(facts), signal_range = set(signals);
  out.fact_first = fact_range.first;
  out.fact_count = fact_range.count;
  out.signal_first = signal_range.first;
  out.signal_count = signal_range.count;
}

// As pack/order.h says: in groups, who can score highest first.
void PackWriter::sort_row(std::vector<Ref>& row) const {
  const auto key = [&](Ref ref) {
    const auto variant = load<Variant>(out_.bytes[k_variants].data() + ref * sizeof(Variant));
    return std::make_tuple(variant.for_first, variant.help, -variant.most, -static_cast<int>(precision(variant)), ref);
  };
  std::vector<decltype(key(0))> keys;
  for (const Ref ref : row) keys.push_back(key(ref));
  std::sort(keys.begin(), keys.end());
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = std::get<4>(keys[i]);
}

// From a value to the variants it speaks for, and the lists that a decision walks beside them.
void PackWriter::write_index(const DraftSlot& slot, Slot& out) {
  std::map<Ref, std::vector<Ref>> rows;
  std::vector<Ref> always, timed;
  std::vector<std::pair<std::uint64_t, Ref>> hashed;
  for (std::uint32_t i = 0; i < slot.variants.size(); ++i) {
    const DraftVariant& variant = slot.variants[i];
    const Ref ref = out.variant_first + i;
    hashed.emplace_back(hash64(bytes_of(variant.id), out.hash), ref);
    if (variant.schedule != kNone) timed.push_back(ref);
    if (!variant.fors.empty()) {
      for (const Ref value : resolve(variant.fors[0].dimension, variant.fors[0].set)) rows[value].push_back(ref);
    } else if (ref != out.default_variant) {
      always.push_back(ref);
    }
  }
  std::sort(hashed.begin(), hashed.end());
  const auto put = [&](const std::vector<Ref>& list, std::uint32_t& first, std::uint32_t& count) {
    first = out_.count<Ref>(k_index_variants);
    count = static_cast<std::uint32_t>(list.size());
    for (const Ref ref : list) out_.add(k_index_variants, ref);
  };
  out.index_first = out_.count<IndexRow>(k_index_rows);
  out.index_count = static_cast<std::uint32_t>(rows.size());
  for (auto& [value, list] : rows) {
    sort_row(list);
    IndexRow row{value, 0, 0};
    put(list, row.first, row.count);
    out_.add(k_index_rows, row);
  }
  put(always, out.always_first, out.always_count);
  put(timed, out.timed_first, out.timed_count);
  std::vector<Ref> by_hash;
  for (const auto& entry : hashed) by_hash.push_back(entry.second);
  put(by_hash, out.hashed_first, out.hashed_count);
}

void PackWriter::write_pictures(const DraftSlot& slot, Slot& out) {
  out.picture_first = out_.count<Ref>(k_pictures);
  out.picture_count = static_cast<std::uint32_t>(slot.pictures.size());
  for (const std::string& picture : slot.pictures) out_.add(k_pictures, draft_.string(picture));
}

}  // namespace tactful

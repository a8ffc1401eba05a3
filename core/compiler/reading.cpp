#include "compiler/reading.h"

#include "compiler/conditions.h"

namespace tactful {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) out += i + 1 == parts.size() ? last : ", ";
    out += parts[i];
  }
  return out;
}

std::string band_words(const Interval& band) {
  const bool open_low = band.low - band.low != 0, open_high = band.high - band.high != 0;
  if (open_low) return "under " + number_text(band.high);
  if (open_high) return number_text(band.low) + " and more";
  return number_text(band.low) + " to " + number_text(band.high);
}

std::string leaning_words(const Draft& draft, const DraftFor& entry) {
  const DraftDimension& dimension = draft.dimensions[entry.dimension];
  std::vector<std::string> parts;
  for (const std::uint32_t value : entry.set.values) parts.push_back(dimension.values[value].name);
  for (const Interval& band : entry.set.intervals) parts.push_back(band_words(band));
  return (dimension.number ? dimension.name + " " : "") + joined(parts, " or ");
}

std::string cap_words(const DraftVariant& variant) {
  if (variant.cap_impressions == 0) return {};
  const std::string times = variant.cap_impressions == 1 ? "once" : std::to_string(variant.cap_impressions) + " times";
  const std::string span = variant.cap_days == 1   ? "a day"
                           : variant.cap_days == 7 ? "a week"
                                                   : "in " + std::to_string(variant.cap_days) + " days";
  return ", at most " + times + " " + span;
}

std::string help_words(Help help) {
  switch (help) {
    case Help::kNo:
      return {};
    case Help::kYes:
      return " Helps.";
    case Help::kChoose:
      return " Helps to choose.";
    case Help::kCompare:
      return " Helps to compare.";
    case Help::kSize:
      return " Helps with the size.";
    case Help::kCare:
      return " Helps to care for what was bought.";
    case Help::kReorder:
      return " Helps to order again.";
    case Help::kDeliver:
      return " Helps with the delivery.";
    case Help::kSupport:
      return " Helps with a problem.";
  }
  return {};
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// Who may be shown a variant of so many facts, where that is not everybody.
std::string stage_words(const DraftSlot& slot, std::size_t facts) {
  static constexpr std::string_view kWords[kStages] = {"new visitors", "returning visitors", "customers",
                                                       "repeat customers", "lapsed visitors"};
  std::vector<std::string> allowed;
  for (std::uint32_t stage = 0; stage < kStages; ++stage)
    if (facts <= slot.max_dimensions[stage]) allowed.emplace_back(kWords[stage]);
  if (allowed.size() == kStages) return {};
  if (allowed.empty()) return " Never chosen: the slot allows fewer.";
  if (allowed.size() == kStages - 1 && allowed.front() != kWords[0])
    return " Not for new visitors: from the second visit on.";
  return " Only for " + joined(allowed, " and ") + ".";
}

std::string variant_words(const Draft& draft, const DraftSlot& slot, const DraftVariant& variant) {
  std::string out = "Shown to everybody";
  if (!variant.fors.empty()) {
    std::vector<std::string> leanings;
    for (const DraftFor& entry : variant.fors) leanings.push_back(leaning_words(draft, entry));
    out = "Shown to people leaning to " + joined(leanings, " and to ");
  }
  if (!variant.item.empty()) {
    std::vector<std::string> by;
    for (const std::uint32_t dimension : variant.item) by.push_back(draft.dimensions[dimension].name);
    out = "Shown to people whose leanings in " + joined(by, " and ") + " are known, with the item that fits these best";
  }
  if (!variant.audiences.empty()) out += ", in the audience " + joined(variant.audiences, " or ");
  // Part by part, as an author lists them.
  if (variant.when != nullptr && variant.when->is_object()) {
    for (const auto& [key, part] : variant.when->items()) {
      const std::string words = describe_condition(Json::object({{key, part}}));
      if (!words.empty()) out += ", " + words;
    }
  }
  out += cap_words(variant) + "; uses " + std::to_string(variant.facts.size()) + " of 3 facts.";
  out += stage_words(slot, variant.facts.size());
  if (variant.schedule != kNone && !draft.schedules[variant.schedule].words.empty())
    out += " " + capitalised(draft.schedules[variant.schedule].words) + ".";
  out += help_words(variant.help);
  if (variant.only) out += " Never shown by chance.";
  return out;
}

}  // namespace

std::vector<Reading> read_back(const Draft& draft) {
  std::vector<Reading> out;
  for (const DraftSlot& slot : draft.slots)
    for (const DraftVariant& variant : slot.variants)
      out.push_back({slot.name, variant.id,
                     variant.id == slot.default_id ? "The page's own hero, shown when nothing else fits."
                                                   : variant_words(draft, slot, variant)});
  return out;
}

}  // namespace tactful

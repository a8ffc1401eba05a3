#include <algorithm>

#include "compiler/campaign.h"

namespace tactful {
namespace {

void find_default(DraftSlot& slot, Report& report) {
  if (slot.default_id.empty()) return;  // reported as missing
  Names ids;
  for (DraftVariant& variant : slot.variants) {
    if (variant.id != slot.default_id) {
      if (!variant.id.empty()) ids.push_back(variant.id);
      continue;
    }
    const Place place(*variant.file, variant.pointer);
    if (variant.content != nullptr || variant.when != nullptr || !variant.fors.empty() || !variant.audiences.empty() ||
        variant.schedule != kNone || variant.cap_impressions != 0)
      report.warning(place, "default-is-the-page",
                     {.expected = "the id alone",
                      .found = "more about the slot's default",
                      .hint = "the default is the page's own HTML; what is said of it here has no effect"});
    const std::string id = variant.id, pointer = variant.pointer;
    const SourceFile* file = variant.file;
    variant = DraftVariant();
    variant.id = id;
    variant.file = file;
    variant.pointer = pointer;
    return;
  }
  const Place place(*slot.file, slot.pointer);
  std::string hint = did_you_mean(slot.default_id, ids);
  if (hint.empty())
    hint =
        "the default stands for the page's own hero: add {\"id\": " + quote_text(slot.default_id) + "} to the variants";
  report.error(Place(place, "default"), "unknown-variant",
               {.expected = ids.empty() ? "the id of a variant" : one_of(ids),
                .found = quote_text(slot.default_id),
                .hint = std::move(hint)});
}

void find_duplicates(const DraftSlot& slot, Report& report) {
  std::unordered_map<std::string_view, const DraftVariant*> seen;
  for (const DraftVariant& variant : slot.variants) {
    if (variant.id.empty()) continue;  // reported as missing
    const auto [at, added] = seen.emplace(variant.id, &variant);
    if (added) continue;
    const Place place(*variant.file, variant.pointer);
    report.error(Place(place, "id"), "duplicate-id",
                 {.expected = "an id that no other variant of the slot has",
                  .found = quote_text(variant.id) + ", as at " + at->second->pointer});
  }
}

void collect_pictures(DraftSlot& slot, Report& report) {
  std::unordered_map<std::string, bool> seen;
  for (const DraftVariant& variant : slot.variants)
    for (const std::string& picture : variant.pictures)
      if (seen.emplace(picture, true).second) slot.pictures.push_back(picture);
  const Place place(*slot.file, slot.pointer);
  for (const DraftVariant& variant : slot.variants) {
    const auto& shows = variant.item_shows;
    if (slot.prefetch != Prefetch::kAll || std::find(shows.begin(), shows.end(), "image") == shows.end()) continue;
    report.error(Place(*variant.file, variant.pointer), "item-pictures",
                 {.expected = "\"prefetch\": \"none\" or \"chosen\" in a slot that shows {item.image}",
                  .found = "\"all\", which is the default",
                  .hint = "a catalogue has more pictures than everybody can fetch ahead; \"chosen\" fetches those of the plan, and tells "
                          "the pictures' host what the visitor is about to see; \"none\" tells it when they are shown"});
  }
  if (slot.prefetch == Prefetch::kAll && slot.pictures.size() > kMostPictures)
    report.error(place, "too-many-pictures",
                 {.expected = "at most " + std::to_string(kMostPictures) +
                              " distinct pictures where all are fetched ahead (\"prefetch\": \"all\", the default)",
                  .found = std::to_string(slot.pictures.size()),
                  .hint = "\"prefetch\": \"chosen\" fetches only those of the plan, and tells the pictures' host what "
                          "the visitor is "
                          "about to see; \"none\" fetches nothing ahead; or use fewer pictures"});
  if (slot.prefetch == Prefetch::kChosen && slot.pictures.size() > 1)
    report.warning(
        Place(place, "prefetch"), "prefetch-reveals",
        {.found = "\"chosen\"",
         .hint = "whoever serves the pictures sees which were chosen for a visitor, before they are shown; with \"all\" "
                 "every visitor fetches the same"});
  if (slot.prefetch != Prefetch::kAll) slot.pictures.clear();
}

void find_never_chosen(const DraftSlot& slot, Report& report) {
  const std::uint32_t most = *std::max_element(slot.max_dimensions, slot.max_dimensions + kStages);
  for (const DraftVariant& variant : slot.variants) {
    // More than three are an error already.
    if (variant.facts.size() <= most || variant.facts.size() > 3) continue;
    report.warning(Place(*variant.file, variant.pointer), "never-chosen",
                   {.expected = "at most " + std::to_string(most) + (most == 1 ? " kind" : " kinds") +
                                " of customer data, as the slot's \"maxDimensions\" allows",
                    .found = std::to_string(variant.facts.size()),
                    .hint = "ask less of the visitor, or raise \"maxDimensions\" for some stage"});
  }
}

}  // namespace

void finish_slots(Draft& draft, Report& report) {
  for (DraftSlot& slot : draft.slots) {
    find_duplicates(slot, report);
    find_default(slot, report);
    find_never_chosen(slot, report);
    collect_pictures(slot, report);
  }
}

}  // namespace tactful

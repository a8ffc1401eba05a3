#include "compiler/campaign.h"

#include <algorithm>

#include "compiler/site.h"
#include "compiler/text.h"

namespace tactful {
namespace {

const Names& stage_names() {
  static const auto* names = new Names{"new", "returning", "customer", "repeat", "lapsed", "*"};
  return *names;
}

void read_max_dimensions(const Json& json, const Place& place, Report& report, DraftSlot& slot) {
  const Names& stages = stage_names();
  const Fields fields(json, place, report, stages, "an object like {\"new\": 1, \"returning\": 2, \"*\": 3}");
  std::uint32_t others = 0;
  const bool has_others = fields.integer("*", 0, 3, others);
  for (std::uint32_t i = 0; i < kStages; ++i) {
    if (has_others) slot.max_dimensions[i] = others;
    fields.integer(stages[i], 0, 3, slot.max_dimensions[i]);
  }
}

// The settings of a slot; where another campaign stated them, they must agree.
void read_settings(const Fields& fields, Report& report, bool first, DraftSlot& slot) {
  DraftSlot stated = slot;
  std::uint32_t prefetch = 0;
  if (fields.text("default", stated.default_id) && stated.default_id.empty())
    check_id(stated.default_id, fields.place("default"), report);
  fields.share("explore", stated.explore_q32);
  if (fields.choice("prefetch", {"all", "chosen", "none"}, prefetch)) stated.prefetch = static_cast<Prefetch>(prefetch);
  if (const Json* most = fields.get("maxDimensions"))
    read_max_dimensions(*most, fields.place("maxDimensions"), report, stated);
  const auto agree = [&](std::string_view key, bool same) {
    if (first || same || fields.get(key) == nullptr) return;
    report.error(
        fields.place(key), "slot-disagrees",
        {.expected = "what " + slot.file->name + " says of this slot, or nothing", .found = quote(*fields.get(key))});
  };
  agree("default", stated.default_id == slot.default_id);
  agree("explore", stated.explore_q32 == slot.explore_q32);
  agree("prefetch", stated.prefetch == slot.prefetch);
  agree("maxDimensions", std::equal(stated.max_dimensions, stated.max_dimensions + kStages, slot.max_dimensions));
  if (first) slot = std::move(stated);
}

void read_slot(const Json& json, const Place& place, const std::string& name, std::string_view campaign, Draft& draft,
               Resolver& resolver, Report& report) {
  const Fields fields(json, place, report, {"default", "explore", "prefetch", "maxDimensions", "variants"}, "a slot");
  if (!fields.is_object()) return;
  std::uint32_t index = draft.find_slot(name);
  const bool first = index == kNone;
  if (first) {
    index = static_cast<std::uint32_t>(draft.slots.size());
    DraftSlot made;
    made.name = name;
    made.campaign = campaign;
    made.file = &place.file();
    made.pointer = place.pointer();
    draft.slots.push_back(std::move(made));
    fields.require("default");
  }
  DraftSlot& slot = draft.slots[index];
  read_settings(fields, report, first, slot);
  const Json* variants = fields.require("variants");
  if (variants == nullptr || !expect_array(*variants, fields.place("variants"), report, "a list of variants")) return;
  const Place list = fields.place("variants");
  for (std::size_t i = 0; i < variants->size(); ++i) {
    const Json& variant = (*variants)[i];
    const Json* id = find_member(variant, "id");
    // Each campaign of a slot may state the page's own hero; it is one variant.
    const bool again = !first && id != nullptr && text_of(*id) == slot.default_id && variant.size() == 1;
    if (!again) read_variant(variant, Place(list, i), slot, draft, resolver, report);
  }
}

// Reports count by the campaign's id, so the two cannot be told apart there.
void warn_of_same_id(std::string_view id, const Place& place, const Draft& draft, Report& report) {
  for (const DraftCampaign& other : draft.campaigns)
    if (other.id == id)
      return report.warning(place, "duplicate-id",
                            {.expected = "an id that no other campaign has",
                             .found = quote_text(id) + ", as in " + other.file->name});
}

}  // namespace

void check_id(std::string_view id, const Place& place, Report& report) {
  bool good = !id.empty() && id.size() <= 64;
  const Bytes bytes = bytes_of(id);
  for (std::uint32_t at = 0; at < bytes.size;) {
    const std::uint32_t c = next_code_point(bytes, at);
    good = good && c > ' ' && c != '"' && c != '\'' && c != '<' && c != '>' && c != '&' && c != 0x7f && !is_space(c);
  }
  if (!good)
    report.error(place, "bad-name",
                 {.expected = "1 to 64 bytes without spaces, quotes, <, > and &", .found = quote_text(id)});
}

void read_campaign(const Fields& root, Draft& draft, Resolver& resolver, Report& report) {
  std::string id;
  root.require("id");
  if (root.text("id", id)) {
    check_id(id, root.place("id"), report);
    warn_of_same_id(id, root.place("id"), draft, report);
    draft.campaigns.push_back({id, &root.here().file()});
  }
  const Json* slots = root.require("slots");
  if (slots == nullptr || !expect_object(*slots, root.place("slots"), report, "an object of slots")) return;
  const Place place = root.place("slots");
  for (const auto& [name, slot] : slots->items())
    if (check_name(name, place, report, "slot")) read_slot(slot, Place(place, name), name, id, draft, resolver, report);
}

}  // namespace tactful

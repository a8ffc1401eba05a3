#include "compiler/items.h"

#include <algorithm>

namespace tactful {
namespace {

constexpr std::size_t kLongestText = 200;

// A text that is shown as it stands.
bool plain_text(const Fields& fields, std::string_view key, Report& report, std::string& out) {
  if (!fields.text(key, out)) return false;
  if (!out.empty() && out.size() <= kLongestText) return true;
  report.error(fields.place(key), "out-of-range",
               {.expected = "1 to " + std::to_string(kLongestText) + " bytes of text", .found = quote_text(out)});
  return false;
}

Json picture(const Json& json, const Place& place, Report& report) {
  const Fields fields(json, place, report, {"src", "alt", "width", "height"}, "a picture");
  Json out = Json::object();
  if (!fields.is_object()) return out;
  std::string text;
  if (const Json* src = fields.require("src"); src != nullptr && check_address(*src, fields.place("src"), report))
    out["src"] = *src;
  fields.require("alt");
  if (fields.text("alt", text)) out["alt"] = text;
  for (const std::string_view key : {"width", "height"}) {
    std::uint32_t pixels = 0;
    fields.require(key);
    if (fields.integer(key, 1, 20000, pixels)) out[std::string(key)] = pixels;
  }
  return out;
}

}  // namespace

Catalogue::Catalogue(const Draft& draft, Report& report) : draft_(draft), report_(report), by_(draft.dimensions.size()) {
  for (const DraftSlot& slot : draft.slots)
    for (const DraftVariant& variant : slot.variants) {
      if (variant.item.empty()) continue;
      if (user_ == nullptr) user_ = &variant;
      for (const std::uint32_t dimension : variant.item) by_[dimension] = true;
      shows_.insert(shows_.end(), variant.item_shows.begin(), variant.item_shows.end());
    }
}

bool Catalogue::shows(std::string_view key) const { return std::find(shows_.begin(), shows_.end(), key) != shows_.end(); }

void Catalogue::read(const Json& feed, const Place& place) {
  const Fields root(feed, place, report_, {"$schema", "items"}, "a feed");
  const Json* list = root.require("items");
  const Place here(place, "items");
  if (list == nullptr || !expect_array(*list, here, report_, "a list of items")) return;
  if (user_ == nullptr) {
    report_.warning(here, "items-unused",
                    {.expected = "a variant that shows an item", .hint = "write \"item\": [\"category\"] and {item.title} in a variant"});
    return;
  }
  for (std::size_t i = 0; i < list->size(); ++i) item((*list)[i], Place(here, i));
  if (seen_.size() > kMostItems)
    report_.error(here, "too-many-items",
                  {.expected = "at most " + std::to_string(kMostItems) + " items", .found = std::to_string(seen_.size())});
}

void Catalogue::item(const Json& json, const Place& place) {
  const Fields fields(json, place, report_, {"id", "title", "link", "image", "price", "about"}, "an item");
  if (!fields.is_object()) return;
  Json out = Json::object();
  std::string text;
  fields.require("id");
  if (fields.text("id", text)) {
    check_id(text, fields.place("id"), report_);
    const auto [at, added] = seen_.emplace(text, place.pointer());
    if (!added)
      report_.error(fields.place("id"), "duplicate-id",
                    {.expected = "an id that no other item has", .found = quote_text(text) + ", as at " + at->second});
    out["id"] = text;
  }
  fields.require("title");
  if (plain_text(fields, "title", report_, text)) out["title"] = text;
  if (const Json* link = fields.require("link"); link != nullptr && check_address(*link, fields.place("link"), report_))
    out["link"] = *link;
  for (const std::string_view key : {"price", "image"})
    if (shows(key) && fields.get(key) == nullptr)
      report_.error(place, "missing-key",
                    {.expected = "the key " + quote_text(key), .hint = "a variant shows {item." + std::string(key) + "}"});
  if (const Json* price = fields.get("price"); price != nullptr && price->is_number()) {
    report_.error(fields.place("price"), "wrong-type",
                  {.expected = "the price as it is to be read, a text like \"€ 129\"",
                   .found = quote(*price),
                   .hint = "the number itself goes under \"about\", where a dimension is called price"});
  } else if (plain_text(fields, "price", report_, text) && shows("price")) {
    out["price"] = text;
  }
  if (const Json* image = fields.get("image")) {
    Json made = picture(*image, fields.place("image"), report_);
    if (shows("image")) out["image"] = std::move(made);
  }
  if (const Json* facts = fields.require("about")) about(*facts, fields.place("about"), out["about"] = Json::object());
  items_.push_back(std::move(out));
}

void Catalogue::about(const Json& json, const Place& place, Json& out) {
  if (!expect_object(json, place, report_, "an object: dimension to value")) return;
  Names names;
  for (const DraftDimension& d : draft_.dimensions) names.push_back(d.name);
  for (const auto& [name, values] : json.items()) {
    const std::uint32_t dimension = draft_.find_dimension(name);
    if (dimension == kNone) {
      report_.error_at_key(place, name, "unknown-dimension",
                           {.expected = one_of(names), .found = quote_text(name), .hint = did_you_mean(name, names)});
      continue;
    }
    Json list = Json::array();
    const Place here(place, name);
    if (values.is_array())
      for (std::size_t i = 0; i < values.size(); ++i) value(values[i], Place(here, i), dimension, list);
    else
      value(values, here, dimension, list);
    if (by_[dimension]) out[name] = std::move(list);
  }
}

void Catalogue::value(const Json& json, const Place& place, std::uint32_t dimension, Json& out) {
  const DraftDimension& d = draft_.dimensions[dimension];
  if (d.number ? !json.is_number() : !json.is_string()) {
    report_.error(place, "wrong-type", {.expected = d.number ? "a number" : "a text", .found = quote(json)});
    return;
  }
  if (d.number) return out.push_back(json);
  const std::uint32_t listed = d.find(text_of(json));
  if (listed != kNone) return out.push_back(d.values[listed].name);
  // Said once: a feed has a value many times.
  if (by_[dimension] && unlisted_.emplace(d.name + ":" + std::string(text_of(json)), true).second) {
    Names names;
    for (const DraftValue& v : d.values) names.push_back(v.name);
    report_.warning(place, "value-not-listed",
                    {.expected = "a value that the site file or a campaign names; what is known of others counts as other",
                     .found = quote(json),
                     .hint = did_you_mean(text_of(json), names)});
  }
  out.push_back(json);
}

std::string Catalogue::text() {
  if (user_ == nullptr) return {};
  if (seen_.empty() && !report_.failed())
    report_.error(Place(*user_->file, user_->pointer), "no-items",
                  {.expected = "a feed of items among the files", .hint = "name the file with \"items\" beside the campaigns; docs/items.md"});
  const Json all = Json::object({{"v", 1}, {"items", std::move(items_)}});
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tactful

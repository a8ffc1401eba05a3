#pragma once
#include "compiler/draft.h"
#include "compiler/fields.h"
#include "compiler/resolver.h"

namespace tactful {

/// Most distinct pictures of a slot that are all fetched ahead.
constexpr std::size_t kMostPictures = 8;

/// Reads a campaign file: its slots join those of other campaigns (variants in the order of the
/// files, settings of the slot stated once or alike). The JSON must outlive the draft.
void read_campaign(const Fields& root, Draft& draft, Resolver& resolver, Report& report);

/// Reads one variant into a slot; conditions are compiled, contents and schedule checked.
void read_variant(const Json& json, const Place& place, DraftSlot& slot, Draft& draft, Resolver& resolver,
                  Report& report);

/// Ids of campaigns and variants: what may stand in an attribute of a page as it is. The text is UTF-8.
void check_id(std::string_view id, const Place& place, Report& report);

/// What checking a content found out about it.
struct ContentNotes {
  std::vector<std::string> holes;       ///< the {…} of its texts: dimensions, "attribute.NAME"
  std::vector<std::string> bare_holes;  ///< those of them without a text for "not known"
  std::vector<std::string> pictures;    ///< addresses
  std::vector<std::string> items;       ///< what it shows of an item: "title", "price", "image", "link"
  std::vector<std::string> price_keys;  ///< those that name a price
  bool price_text = false;              ///< a text that holds an amount of money
};
/// Checks a variant's content: texts (also by language), pictures, links, templates.
ContentNotes check_content(const Json& json, const Place& place, const Draft& draft, Report& report);

/// Whether an address is http, https or relative; reported if not.
bool check_address(const Json& json, const Place& place, Report& report);

/// Reads a schedule; its index in the draft, or kNone.
std::uint32_t read_schedule(const Json& json, const Place& place, Draft& draft, Report& report);

/// Warns of values that campaigns name and nobody lists, where one that is listed was probably meant.
void check_values(const Draft& draft, Report& report);

/// What only the whole slot shows: the default exists, pictures are few, prices do not differ.
void finish_slots(Draft& draft, Report& report);

}  // namespace tactful

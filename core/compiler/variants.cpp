#include <algorithm>
#include <limits>

#include "compiler/campaign.h"

namespace tactful {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kMostFacts = 3;

// A stretch of a number dimension: {"$gte": 50, "$lt": 100}, one of the two at least.
bool read_interval(const Json& json, const Place& place, DraftDimension& dimension, Report& report, ValueSet& out) {
  const Fields fields(json, place, report, {"$gte", "$lt"}, "a band");
  Interval interval{-kInfinity, kInfinity};
  const bool low = fields.number("$gte", -1e15, 1e15, interval.low);
  const bool high = fields.number("$lt", -1e15, 1e15, interval.high);
  if (!low && !high) {
    if (json.is_object() && json.empty())
      report.error(place, "empty-range", {.expected = "{\"$gte\": low, \"$lt\": high}"});
    return false;
  }
  if (!(interval.low < interval.high)) {
    report.error(place, "empty-range", {.expected = "$gte below $lt", .found = quote(json)});
    return false;
  }
  dimension.name_bounds(interval);
  out.intervals.push_back(interval);
  return true;
}

void read_for_values(const Json& json, const Place& place, DraftDimension& dimension, Report& report, ValueSet& out) {
  if (json.is_string()) {
    read_value_name(dimension, text_of(json), place, report, out);
  } else if (dimension.number && json.is_object()) {
    read_interval(json, place, dimension, report, out);
  } else if (json.is_array() && !json.empty()) {
    for (std::size_t i = 0; i < json.size(); ++i) {
      if (json[i].is_array()) {
        report.error(Place(place, i), "wrong-type", {.expected = "a value", .found = quote(json[i])});
      } else {
        read_for_values(json[i], Place(place, i), dimension, report, out);
      }
    }
  } else {
    report.error(place, "wrong-type",
                 {.expected = dimension.number
                                  ? "\"low\", \"middle\", \"high\", {\"$gte\": 50, \"$lt\": 100}, or a list of these"
                                  : "a value or a list of values",
                  .found = quote(json)});
  }
}

void read_for(const Json& json, const Place& place, Draft& draft, Report& report, DraftVariant& out) {
  if (!expect_object(json, place, report, "an object: dimension to values")) return;
  Names names;
  for (const DraftDimension& d : draft.dimensions) names.push_back(d.name);
  for (const auto& [name, values] : json.items()) {
    const std::uint32_t dimension = draft.find_dimension(name);
    if (dimension == kNone) {
      report.error_at_key(place, name, "unknown-dimension",
                          {.expected = names.empty() ? "a dimension; the site file states none" : one_of(names),
                           .found = quote_text(name),
                           .hint = did_you_mean(name, names)});
      continue;
    }
    DraftFor entry{dimension, {}};
    read_for_values(values, Place(place, name), draft.dimensions[dimension], report, entry.set);
    out.fors.push_back(std::move(entry));
  }
  if (json.empty())
    report.error(place, "empty-list",
                 {.expected = one_of(names), .hint = "leave \"for\" out when the variant is for everybody"});
}

void read_item(const Json& json, const Place& place, Draft& draft, Report& report, DraftVariant& out) {
  std::vector<std::string> wanted;
  Names names;
  for (const DraftDimension& d : draft.dimensions) names.push_back(d.name);
  if (!read_texts(json, place, report, wanted)) return;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::uint32_t dimension = draft.find_dimension(wanted[i]);
    if (dimension == kNone)
      report.error(json.is_array() ? Place(place, i) : place, "unknown-dimension",
                   {.expected = names.empty() ? "a dimension; the site file states none" : one_of(names),
                    .found = quote_text(wanted[i]),
                    .hint = did_you_mean(wanted[i], names)});
    else if (std::find(out.item.begin(), out.item.end(), dimension) == out.item.end())
      out.item.push_back(dimension);
  }
  if (wanted.empty()) report.error(place, "empty-list", {.expected = "the dimensions by which the item is chosen"});
}

// A variant with an item says so, says nothing that would have to be filled by the core as well, and shows some of it.
void check_item(const Fields& fields, const ContentNotes& notes, Report& report, DraftVariant& variant) {
  if (fields.get("item") == nullptr) {
    if (!notes.items.empty())
      report.error(fields.here(), "item-undeclared",
                   {.expected = "\"item\": [\"category\"] beside the content: the dimensions by which the item is chosen",
                    .found = quote_text("{item." + notes.items[0] + "}")});
    return;
  }
  variant.item_shows = notes.items;
  // Shown by chance, an item would still be one chosen by what is known.
  variant.only = true;
  if (fields.get("for") != nullptr)
    report.error(fields.place("for"), "item-with-for",
                 {.expected = "\"item\" or \"for\", not both", .hint = "what the item is about is whom it is for"});
  if (!notes.holes.empty())
    report.error(fields.place("content"), "item-with-holes",
                 {.expected = "no other {…} beside those of the item", .found = quote_text("{" + notes.holes[0] + "}")});
  if (notes.items.empty())
    report.error(fields.place("item"), "item-not-shown",
                 {.expected = "{item.title}, {item.price}, {item.image} or {item.link} in the content"});
  if (variant.content != nullptr && find_member(*variant.content, "item") != nullptr)
    report.error_at_key(fields.place("content"), "item", "name-taken",
                        {.expected = "another name for this field", .found = quote_text("item")});
}

void read_cap(const Json& json, const Place& place, Report& report, DraftVariant& out) {
  const Fields fields(json, place, report, {"impressions", "days"}, "an object like {\"impressions\": 6, \"days\": 7}");
  fields.require("impressions");
  fields.require("days");
  fields.integer("impressions", 1, 1000, out.cap_impressions);
  fields.integer("days", 1, 390, out.cap_days);
}

void read_help(const Json& json, const Place& place, Report& report, DraftVariant& out) {
  if (json.is_boolean()) {
    out.help = json == true ? Help::kYes : Help::kNo;
    return;
  }
  const Names kinds = {"choose", "compare", "size", "care", "reorder", "deliver", "support"};
  std::uint32_t kind = 0;
  if (!json.is_string()) {
    report.error(place, "wrong-type", {.expected = "true or " + one_of(kinds), .found = quote(json)});
  } else if (read_choice(json, place, report, kinds, kind)) {
    out.help = static_cast<Help>(static_cast<std::uint32_t>(Help::kChoose) + kind);
  }
}

void read_prior(const Json& json, const Place& place, Report& report, DraftVariant& out) {
  const Fields fields(json, place, report, {"clicks", "impressions"},
                      "an object like {\"clicks\": 30, \"impressions\": 1000}");
  fields.require("clicks");
  fields.require("impressions");
  Counts counts;
  const bool clicks = fields.number("clicks", 0, 1e12, counts.clicks);
  if (!fields.number("impressions", 0, 1e12, counts.impressions) || !clicks) return;
  if (counts.clicks > counts.impressions) {
    report.error(place, "out-of-range", {.expected = "no more clicks than impressions", .found = quote(json)});
  } else if (counts.impressions > 0) {
    out.priors.push_back({kNone, counts});
  }
}

std::string fact_list(const Draft& draft, const std::vector<std::uint32_t>& facts) {
  std::string out;
  for (const std::uint32_t fact : facts) out += (out.empty() ? "" : ", ") + draft.facts[fact].name;
  return out;
}

// The customer data it reads, and what follows from that.
void settle_facts(const ContentNotes& notes, const Place& place, Draft& draft, Report& report, DraftVariant& variant) {
  const auto add = [&](std::uint32_t fact) {
    if (fact != kNone && std::find(variant.facts.begin(), variant.facts.end(), fact) == variant.facts.end())
      variant.facts.push_back(fact);
  };
  const auto dimension_fact = [&](std::uint32_t d) {
    return draft.fact(draft.dimensions[d].name, FactKind::kDimension, 0, static_cast<std::uint16_t>(d));
  };
  for (const DraftFor& entry : variant.fors) add(dimension_fact(entry.dimension));
  for (const std::uint32_t dimension : variant.item) add(dimension_fact(dimension));
  variant.personal = !variant.fors.empty() || !variant.item.empty();
  if (variant.condition != kNone) {
    for (const Ref a : draft.conditions[variant.condition].attributes) {
      const DraftAttribute& attribute = draft.attributes[a];
      add(attribute.fact);
      variant.reads_customer = variant.reads_customer || attribute.fact != kNone;
      variant.personal = variant.personal || attribute.leans;
    }
  }
  for (const std::string& hole : notes.holes) {
    constexpr std::string_view kPrefix = "attribute.";
    if (const std::uint32_t d = draft.find_dimension(hole); d != kNone) add(dimension_fact(d));
    if (hole.compare(0, kPrefix.size(), kPrefix) != 0) continue;
    const std::string name = hole.substr(kPrefix.size(), hole.find('.', kPrefix.size()) - kPrefix.size());
    for (const DraftDeclared& declared : draft.declared)
      if (declared.name == name && declared.personal) add(draft.fact(name, FactKind::kStated));
  }
  if (variant.facts.size() > kMostFacts)
    report.error(place, "too-many-facts",
                 {.expected = "at most " + std::to_string(kMostFacts) +
                              " kinds of customer data in a variant, \"for\", \"when\", audiences and {…} together",
                  .found = std::to_string(variant.facts.size()) + ": " + fact_list(draft, variant.facts),
                  .hint = "utm, query, source, medium, channel and referrer count as one, arrival"});
}

void check_prices(const ContentNotes& notes, const Place& place, Report& report, const DraftVariant& variant) {
  if (variant.facts.empty()) return;
  const Place content(place, "content");
  for (const std::string& key : notes.price_keys)
    report.error_at_key(content, key, "price-by-visitor",
                        {.expected = "no price where customer data decides who sees it",
                         .found = quote_text(key),
                         .hint = "a price is the same for everybody: leave it to the page"});
  if (notes.price_keys.empty() && notes.price_text) {
    report.warning(content, "price-in-text",
                   {.found = "an amount of money in a text that customer data decides about",
                    .hint = "make sure that whoever does not see it pays the same"});
  }
}

// A hole without a text for "not known" needs something that makes sure that it is known.
void check_holes(const ContentNotes& notes, const Place& place, const Draft& draft, Report& report,
                 const DraftVariant& variant) {
  for (const std::string& hole : notes.bare_holes) {
    bool sure = false;
    for (const DraftFor& entry : variant.fors) sure = sure || draft.dimensions[entry.dimension].name == hole;
    if (variant.condition != kNone) {
      for (const Ref a : draft.conditions[variant.condition].attributes) {
        const DraftAttribute& attribute = draft.attributes[a];
        const bool leads =
            attribute.kind >= AttributeKind::kAffinity && draft.dimensions[attribute.dimension].name == hole;
        sure = sure || leads || "attribute." + attribute.path == hole;
      }
    }
    if (!sure)
      report.warning(Place(place, "content"), "hole-may-be-empty",
                     {.expected = "a text for visitors of whom nothing is known",
                      .found = quote_text("{" + hole + "}"),
                      .hint = "write {" + hole + "|something for everybody}"});
  }
}

}  // namespace

void read_variant(const Json& json, const Place& place, DraftSlot& slot, Draft& draft, Resolver& resolver,
                  Report& report) {
  const Fields fields(json, place, report,
                      {"id", "content", "for", "only", "when", "audiences", "schedule", "cap", "help", "prior", "item"},
                      "a variant");
  if (!fields.is_object()) return;
  DraftVariant variant;
  variant.file = &place.file();
  variant.pointer = place.pointer();
  fields.require("id");
  if (fields.text("id", variant.id)) check_id(variant.id, fields.place("id"), report);
  if (const Json* entry = fields.get("for")) read_for(*entry, fields.place("for"), draft, report, variant);
  fields.boolean("only", variant.only);
  variant.when = fields.get("when");
  variant.condition = resolver.compile_variant(variant.when, fields.get("audiences"), place, variant.audiences);
  if (const Json* schedule = fields.get("schedule"))
    variant.schedule = read_schedule(*schedule, fields.place("schedule"), draft, report);
  if (const Json* cap = fields.get("cap")) read_cap(*cap, fields.place("cap"), report, variant);
  if (const Json* help = fields.get("help")) read_help(*help, fields.place("help"), report, variant);
  if (const Json* prior = fields.get("prior")) read_prior(*prior, fields.place("prior"), report, variant);
  ContentNotes notes;
  variant.content = fields.get("content");
  if (variant.content != nullptr) notes = check_content(*variant.content, fields.place("content"), draft, report);
  variant.pictures = notes.pictures;
  variant.templates = !notes.holes.empty();
  if (const Json* item = fields.get("item")) read_item(*item, fields.place("item"), draft, report, variant);
  check_item(fields, notes, report, variant);
  settle_facts(notes, place, draft, report, variant);
  check_prices(notes, place, report, variant);
  check_holes(notes, place, draft, report, variant);
  slot.variants.push_back(std::move(variant));
}

}  // namespace tactful

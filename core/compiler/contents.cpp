#include <algorithm>

#include "base/value.h"
#include "compiler/campaign.h"

namespace tactful {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "en", "de-AT", "zh-Hant-TW"; our own field names of that shape are told apart before.
bool is_language(std::string_view key) {
  std::size_t part = 0, size = 0;
  for (std::size_t i = 0; i <= key.size(); ++i) {
    if (i != key.size() && key[i] != '-') {
      if (!is_letter(key[i]) && (part == 0 || !is_digit(key[i]))) return false;
      ++size;
      continue;
    }
    if (part == 0 ? size < 2 || size > 3 : size < 1 || size > 8) return false;
    ++part;
    size = 0;
  }
  return part != 0;
}

// Words of three letters that people write for a part of a picture or link. As languages, if they are any, no page
// names them. "to" and "id" are not among them: Tongan and Indonesian.
bool is_part(std::string_view key) {
  for (const std::string_view word : {"src", "alt", "url", "uri", "img", "pic", "txt", "cta", "btn", "rel"})
    if (key == word) return true;
  return false;
}

bool by_language(const Json& json) {
  if (!json.is_object() || json.empty()) return false;
  for (const auto& [key, value] : json.items())
    if (!is_language(key) || is_part(key)) return false;
  return true;
}

// "$49", "49 €", "EUR 49", "20 % off": an amount that must be the same for everybody.
bool names_money(std::string_view text) {
  const auto digit_near = [&](std::size_t before, std::size_t after) {
    while (after < text.size() && text[after] == ' ') ++after;
    while (before != 0 && text[before - 1] == ' ') --before;
    return (after < text.size() && is_digit(text[after])) || (before != 0 && is_digit(text[before - 1]));
  };
  for (const std::string_view sign : {"$", "€", "£", "¥", "EUR", "USD", "GBP", "CHF", "% off", "%off"})
    for (std::size_t at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1))
      if (digit_near(at, at + sign.size())) return true;
  return false;
}

class ContentReader {
 public:
  ContentReader(const Draft& draft, Report& report, ContentNotes& notes)
      : draft_(draft), report_(report), notes_(notes) {}

  void field(std::string_view key, const Json& json, const Place& place) {
    if (text_of(json) == "{item.image}") return notes_.items.emplace_back("image"), void();
    if (json.is_string() && key == "image") return no_picture(json, place);
    if (json.is_string()) return text(json, place);
    if (by_language(json)) {
      for (const auto& [language, value] : json.items()) in_language(key, value, Place(place, language));
      return;
    }
    if (json.is_object() && (key == "image" || find_member(json, "src") != nullptr)) return picture(json, place);
    if (json.is_object() && (key == "cta" || find_member(json, "href") != nullptr)) return link(json, place);
    report_.error(
        place, "wrong-type",
        {.expected =
             "a text, a picture with \"src\", a link with \"href\", or one of these by language (\"en\", \"de-AT\")",
         .found = quote(json),
         .hint = !json.is_object()
                     ? ""
                     : "a link has \"label\" and \"href\"; a picture \"src\", \"alt\", \"width\" and \"height\""});
  }

 private:
  void in_language(std::string_view key, const Json& json, const Place& place) {
    if (!by_language(json)) return field(key, json, place);
    report_.error(place, "wrong-type",
                  {.expected = "a text, a picture or a link of this language", .found = quote(json),
                   .hint = "languages stand beside each other, not one inside the other"});
  }

  void no_picture(const Json& json, const Place& place) {
    report_.error(place, "wrong-type",
                  {.expected = "a picture: an object", .found = quote(json),
                   .hint = "write {\"src\": " + quote(json) + ", \"alt\": …, \"width\": 1200, \"height\": 600}"});
  }

  void text(const Json& json, const Place& place) {
    if (!by_language(json)) return one_text(json, place);
    for (const auto& [language, value] : json.items()) one_text(value, Place(place, language));
  }

  void one_text(const Json& json, const Place& place) {
    std::string words;
    if (!read_text(json, place, report_, words)) return;
    notes_.price_text = notes_.price_text || names_money(words);
    for (std::size_t at = words.find('{'); at != std::string::npos; at = words.find('{', at + 1)) {
      const std::size_t close = words.find('}', at);
      const std::string_view hole =
          std::string_view(words).substr(at + 1, close == std::string::npos ? close : close - at - 1);
      check_hole(hole, close != std::string::npos, place);
    }
  }

  void check_hole(std::string_view hole, bool closed, const Place& place) {
    const std::size_t bar = hole.find('|');
    const std::string_view name = hole.substr(0, bar);
    if (name.substr(0, 5) == "item.") {
      if (closed && (hole == "item.title" || hole == "item.price"))
        notes_.items.emplace_back(name.substr(5));
      else
        report_.error(place, "unknown-template",
                      {.expected = "{item.title} or {item.price} in a text, {item.image} as all of a picture, {item.link} as all of an href",
                       .found = quote_text("{" + std::string(hole) + (closed ? "}" : ""))});
      return;
    }
    Names names;
    bool known = false;
    for (const DraftDimension& d : draft_.dimensions) {
      if (d.number) continue;
      names.push_back(d.name);
      known = known || d.name == name;
    }
    std::vector<std::string> stated;
    for (const DraftDeclared& d : draft_.declared) stated.push_back("attribute." + d.name);
    for (const std::string& s : stated) {
      names.push_back(s);
      // A path into a stated object is one too.
      known = known || name == s || (name.size() > s.size() && name.substr(0, s.size()) == s && name[s.size()] == '.');
    }
    if (!known || !closed) {
      report_.error(place, "unknown-template",
                    {.expected = names.empty() ? "no {…}: the site file states no dimension and no attribute"
                                               : "{NAME} or {NAME|otherwise}, NAME " + one_of(names),
                     .found = quote_text("{" + std::string(hole) + (closed ? "}" : "")),
                     .hint = did_you_mean(name, names)});
      return;
    }
    notes_.holes.emplace_back(name);
    if (bar == std::string_view::npos) notes_.bare_holes.emplace_back(name);
  }

  void picture(const Json& json, const Place& place) {
    const Fields fields(json, place, report_, {"src", "alt", "width", "height", "srcset", "sizes", "sources"},
                        "a picture");
    if (const Json* src = fields.require("src"); src != nullptr && address(*src, fields.place("src"))) {
      const std::string url(text_of(*src));
      if (std::find(notes_.pictures.begin(), notes_.pictures.end(), url) == notes_.pictures.end())
        notes_.pictures.push_back(url);
    }
    if (const Json* alt = fields.get("alt")) {
      text(*alt, fields.place("alt"));
    } else {
      report_.error(place, "missing-key",
                    {.expected = "the key \"alt\"",
                     .hint = "what the picture shows, for those who cannot see it; \"\" if it is only decoration"});
    }
    for (const std::string_view key : {"width", "height"}) {
      std::uint32_t pixels = 0;
      if (fields.get(key) == nullptr) {
        report_.error(place, "missing-key",
                      {.expected = "the key " + quote_text(key),
                       .hint = "pixels of the file: with both the page reserves the place, and nothing shifts"});
      } else {
        fields.integer(key, 1, 20000, pixels);
      }
    }
    source_set(fields);
    const Json* sources = fields.get("sources");
    if (sources == nullptr ||
        !expect_array(*sources, fields.place("sources"), report_, "a list of sources, as in <picture>"))
      return;
    const Place list = fields.place("sources");
    for (std::size_t i = 0; i < sources->size(); ++i) {
      const Place here(list, i);
      const Fields source((*sources)[i], here, report_, {"srcset", "media", "type", "sizes", "width", "height"},
                          "a source");
      source.require("srcset");
      source_set(source);
      std::string words;
      std::uint32_t pixels = 0;
      for (const std::string_view key : {"media", "type"}) source.text(key, words);
      for (const std::string_view key : {"width", "height"}) source.integer(key, 1, 20000, pixels);
    }
  }

  void source_set(const Fields& fields) {
    std::string words;
    fields.text("sizes", words);
    if (!fields.text("srcset", words)) return;
    // Candidates: an address, then perhaps a width or density, divided by commas.
    for (std::size_t at = 0; at < words.size();) {
      at = words.find_first_not_of(" ,\t\n", at);
      if (at == std::string::npos) break;
      const std::size_t end = std::min(words.find_first_of(" \t\n", at), words.size());
      std::string url = words.substr(at, end - at);
      while (!url.empty() && url.back() == ',') url.pop_back();
      address(Json(url), fields.place("srcset"));
      at = std::min(words.find(',', end), words.size());
    }
  }

  void link(const Json& json, const Place& place) {
    const Fields fields(json, place, report_, {"label", "href"}, "a link");
    if (const Json* label = fields.require("label")) text(*label, fields.place("label"));
    const Json* href = fields.require("href");
    if (href == nullptr) return;
    const Place here = fields.place("href");
    if (text_of(*href) == "{item.link}") {
      notes_.items.emplace_back("link");
    } else if (!by_language(*href)) {
      address(*href, here);
    } else {
      for (const auto& [language, value] : href->items()) address(value, Place(here, language));
    }
  }

  bool address(const Json& json, const Place& place) { return check_address(json, place, report_); }

  const Draft& draft_;
  Report& report_;
  ContentNotes& notes_;
};

std::size_t depth_of(const Json& json) {
  std::size_t deepest = 0;
  if (json.is_structured())
    for (const Json& child : json) deepest = std::max(deepest, depth_of(child));
  return deepest + 1;
}

bool names_price(std::string_view key) {
  std::string low;
  for (const char c : key) low += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const std::string_view word : {"price", "discount", "preis", "rabatt", "prix", "precio"})
    if (low.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace

// Browsers drop tabs and line ends inside a scheme, so none may stand anywhere.
bool check_address(const Json& json, const Place& place, Report& report) {
  std::string url;
  if (!read_text(json, place, report, url)) return false;
  const auto wrong = [&](std::string_view id, std::string hint) {
    report.error(
        place, id,
        {.expected = "an address: http, https or relative", .found = quote_text(url), .hint = std::move(hint)});
    return false;
  };
  if (url.empty()) return wrong("bad-address", "");
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == '\\')
      return wrong("bad-address", "write a space as %20");
  if (url.find('{') != std::string::npos)
    return wrong("bad-address", "only texts hold {…}; a brace of the address itself is %7B");
  const std::size_t colon = url.find_first_of(":/?#");
  if (colon == std::string::npos || url[colon] != ':') return true;
  std::string scheme = url.substr(0, colon);
  for (char& c : scheme) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return scheme == "http" || scheme == "https" ||
         wrong("bad-scheme", scheme == "data" ? "put the picture into a file" : "");
}

ContentNotes check_content(const Json& json, const Place& place, const Draft& draft, Report& report) {
  ContentNotes notes;
  if (!expect_object(json, place, report, "an object of fields")) return notes;
  // Contents lie in the pack as encoded values, whose readers bound the depth.
  if (depth_of(json) >= kMaxDepth) {
    report.error(place, "nested-too-deep", {.expected = "fewer than " + std::to_string(kMaxDepth) + " levels"});
    return notes;
  }
  ContentReader reader(draft, report, notes);
  for (const auto& [key, value] : json.items()) {
    // An item's price is the feed's, the same for whoever sees it.
    if (names_price(key) && text_of(value) != "{item.price}") notes.price_keys.push_back(key);
    reader.field(key, value, Place(place, key));
  }
  return notes;
}

}  // namespace tactful

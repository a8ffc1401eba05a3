// What an author meant by a name that no attribute has.
#include <algorithm>

#include "compiler/operators.h"
#include "compiler/resolver.h"
#include "compiler/site.h"

namespace tactful {
namespace {

std::string_view first_part(std::string_view path) { return path.substr(0, path.find('.')); }

std::string did_you_mean_this(std::string_view name) { return "did you mean " + quote_text(name) + "?"; }

// "or", "and": a logical word without its sign.
std::string logical_hint(std::string_view path) {
  for (const std::string_view logical : kLogical)
    if (logical.substr(1) == path) return did_you_mean_this(logical);
  return {};
}

// {"utm": {"campaign": …}} asks for utm.campaign: names are written with dots, not one inside the other.
std::string dotted(std::string_view path, const Json& value) {
  std::string out(path);
  for (const Json* at = &value; at->is_object() && at->size() == 1; at = &at->begin().value()) {
    const std::string& key = at->begin().key();
    if (key.empty() || key[0] == '$') break;
    out += "." + key;
  }
  return out;
}

// The names that begin with a word of ours, and one that is complete; D stands for a dimension.
struct Beginning {
  std::string_view word, example;
};
constexpr Beginning kBeginnings[] = {
    {"utm", "utm.campaign"},       {"query", "query.NAME"}, {"viewport", "viewport.width"},
    {"daysTo", "daysTo.winter"},   {"period", "period.NAME"}, {"affinity", "affinity.D.VALUE"},
    {"top", "top.D"},              {"band", "band.D"},      {"views", "views.D.VALUE"},
    {"considering", "considering.D"}, {"cart", "cart.D"},   {"due", "due.D"},
    {"arrival", "channel"},
};

std::string beginning_hint(std::string_view path, const Json& value) {
  for (const Beginning& b : kBeginnings) {
    if (b.word != path) continue;
    const std::string whole = dotted(path, value);
    if (path == "arrival")
      return "its parts are named by themselves: channel, source, medium, referrer, utm.NAME, query.NAME";
    return whole == path ? "it is the beginning of a name, like \"" + std::string(b.example) + "\""
                         : "names are written with dots: " + quote_text(whole);
  }
  return {};
}

}  // namespace

// A dimension, group, audience or period of the site file, named as if it were an attribute.
std::string Resolver::site_name_hint(std::string_view path, const Json& value) const {
  const std::uint32_t index = draft_.find_dimension(first_part(path));
  if (index != kNone) {
    const bool number = draft_.dimensions[index].number;
    std::string name(first_part(path));
    if (const std::string whole = dotted(path, value); whole != name)
      return did_you_mean_this("affinity." + whole);
    // A leaning has two ways to be asked for, and the variant's own is the commoner one.
    return (number ? "did you mean \"band." : "did you mean \"top.") + name +
           "\"? Whom a variant serves stands beside \"when\", as {\"for\": {" + quote_text(name) + ": …}}";
  }
  for (const DraftGroup& group : draft_.groups)
    if (group.name == path)
      return "a group is asked of an attribute: {\"attribute\": {\"$inGroup\": " + quote_text(path) + "}}";
  if (audience_json_.count(path) != 0) return "an audience is named as {\"$audience\": " + quote_text(path) + "}";
  for (const DraftPeriod& period : draft_.periods)
    if (period.name == path) return did_you_mean_this("period." + std::string(path));
  return {};
}

std::string Resolver::attribute_hint(std::string_view path, const Json& value) const {
  if (std::string hint = logical_hint(path); !hint.empty()) return hint;
  if (std::string hint = beginning_hint(path, value); !hint.empty()) return hint;
  if (std::string hint = site_name_hint(path, value); !hint.empty()) return hint;
  constexpr std::string_view kStated = "attribute.";
  if (path.size() > kStated.size() && path.substr(0, kStated.size()) == kStated)
    return "what the site states is named by itself: " + quote_text(path.substr(kStated.size()));
  const std::string_view family = first_part(path);
  if (family == "daysTo") {
    const std::string_view season = path.substr(std::min(path.size(), family.size() + 1));
    const std::string_view meant = meant_by(season, {"spring", "summer", "autumn", "winter"});
    if (!meant.empty()) return did_you_mean_this("daysTo." + std::string(meant));
  }
  for (const std::string_view tag : {"campaign", "term", "content"})
    if (path == tag) return did_you_mean_this("utm." + std::string(tag));
  if (std::string hint = hint_for(path, attribute_names()); !hint.empty()) return hint;
  // Never a declaration that would be refused in its turn.
  const bool free = is_name(family) && !is_built_in(family);
  return free ? "if the site knows it, declare it under \"attributes\" and state it with set()" : "";
}

}  // namespace tactful

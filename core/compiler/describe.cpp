// Conditions read back: authors see at a glance whether they wrote what they meant.
#include "compiler/conditions.h"
#include "compiler/operators.h"

namespace tactful {
namespace {

using Words = std::vector<std::string>;

std::string join(const Words& words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) out += i + 1 == words.size() ? " " + std::string(last) + " " : ", ";
    out += words[i];
  }
  return out;
}

constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
constexpr std::string_view kWeekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

// Attributes whose values read well after a preposition.
struct Phrase {
  std::string_view path, before;
};
constexpr Phrase kPhrases[] = {
    {"season", "in"}, {"month", "in"}, {"weekday", "on"}, {"device", "on"}, {"browser", "in"}, {"date", "on"},
    {"region", "from"}, {"channel", "coming by"}, {"source", "coming from"}, {"medium", "coming by"},
};

template <std::size_t N>
std::string named(const Json& value, const std::string_view (&names)[N]) {
  if (!value.is_number()) return quote(value);
  const auto n = value.get<double>();
  for (std::size_t i = 0; i < N; ++i)
    if (n == static_cast<double>(i + 1)) return std::string(names[i]);
  return quote(value);
}

class Reader {
 public:
  std::string condition(const Json& json) const {
    if (!json.is_object() || json.empty()) return "always";
    Words parts;
    for (const auto& [key, value] : json.items()) parts.push_back(member(key, value));
    return join(parts, "and");
  }

 private:
  // Several things said of one moment need brackets before they stand in a list.
  std::string bracketed(const Json& json) const {
    return json.is_object() && json.size() > 1 ? "(" + condition(json) + ")" : condition(json);
  }

  std::string member(const std::string& key, const Json& value) const {
    if (key == "$not") return "not (" + condition(value) + ")";
    if (key == "$audience") return "in the audience " + quote(value);
    if (key != "$and" && key != "$or" && key != "$nor") return attribute(key, value);
    Words parts;
    if (value.is_array())
      for (const Json& part : value) parts.push_back(bracketed(part));
    if (parts.empty()) return key == "$nor" ? "never" : "always";
    if (key == "$and") return join(parts, "and");
    const std::string some = join(parts, "or");
    return key == "$nor" ? "not (" + some + ")" : parts.size() > 1 ? "either " + some : some;
  }

  std::string value_words(std::string_view path, const Json& value) const {
    if (path == "month") return named(value, kMonths);
    if (path == "weekday") return named(value, kWeekdays);
    return value.is_string() && preposition(path) != nullptr ? std::string(text_of(value)) : quote(value);
  }
  static const Phrase* preposition(std::string_view path) {
    for (const Phrase& phrase : kPhrases)
      if (phrase.path == path) return &phrase;
    return nullptr;
  }
  std::string is(std::string_view path, const Words& values, bool negated) const {
    if (const Phrase* phrase = preposition(path))
      return (negated ? "not " : "") + std::string(phrase->before) + " " + join(values, "or");
    return std::string(path) + (negated ? " is not " : " is ") + join(values, "or");
  }

  std::string attribute(const std::string& path, const Json& tests) const {
    if (tests.is_boolean()) return path + (tests == true ? " is set" : " is not set");
    if (tests.is_null()) return path + " is not known";
    const bool operators = tests.is_object() && !tests.empty() && tests.begin().key().compare(0, 1, "$") == 0;
    if (!operators) return is(path, {value_words(path, tests)}, false);
    Words parts;
    for (const auto& [name, operand] : tests.items()) parts.push_back(operation(path, name, operand));
    return join(parts, "and");
  }

  std::string operation(const std::string& path, std::string_view name, const Json& operand) const {
    const bool negated = name == "$ne" || name == "$nin" || name == "$nini";
    if (name == "$eq" || name == "$ne") return is(path, {value_words(path, operand)}, negated);
    if (name == "$in" || name == "$ini" || name == "$nin" || name == "$nini") {
      Words values;
      if (operand.is_array())
        for (const Json& value : operand) values.push_back(value_words(path, value));
      return values.empty() ? (negated ? "always" : "never") : is(path, values, negated);
    }
    if (name == "$exists") return path + (operand == false ? " is not known" : " is known");
    if (name == "$not") return "not (" + attribute(path, operand) + ")";
    if (name == "$size") return attribute("the number of " + path, operand);
    if (name == "$elemMatch")
      return "some element of " + path + " has (" +
             (is_tests(operand) ? attribute("it", operand) : condition(operand)) + ")";
    return path + " " + std::string(words_of(name)) + " " + quote(operand);
  }
  static bool is_tests(const Json& json) {
    if (!json.is_object() || json.empty()) return false;
    for (const auto& [key, value] : json.items())
      if (find_operator(key) == nullptr) return false;
    return true;
  }
  static std::string_view words_of(std::string_view name) {
    struct Word {
      std::string_view name, words;
    };
    static constexpr Word kWords[] = {
        {"$gt", "is more than"}, {"$gte", "is at least"}, {"$lt", "is less than"}, {"$lte", "is at most"},
        {"$all", "holds all of"}, {"$alli", "holds all of"}, {"$type", "has the type"}, {"$regex", "matches"},
        {"$regexi", "matches"}, {"$veq", "is version"}, {"$vne", "is not version"}, {"$vgt", "is later than version"},
        {"$vgte", "is at least version"}, {"$vlt", "is earlier than version"}, {"$vlte", "is at most version"},
        {"$inGroup", "is in the group"}, {"$notInGroup", "is not in the group"},
    };
    for (const Word& word : kWords)
      if (word.name == name) return word.words;
    return name;
  }
};

}  // namespace

std::string describe_condition(const Json& condition) { return Reader().condition(condition); }

}  // namespace tactful

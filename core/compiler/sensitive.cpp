#include "compiler/sensitive.h"

#include "compiler/json.h"
#include "compiler/text.h"

namespace tactful {
namespace {

enum List : std::uint8_t { kRefused, kAmbiguous };
struct Entry {
  List list;
  std::string_view category, words;
};
constexpr Entry kEntries[] = {
#define X(list, category, words) {list, category, words},
#include "compiler/sensitive.def"
#undef X
};

bool is_letter_or_digit(std::uint32_t c) { return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

// Words in lower case, without marks, one space before and after each: " plus size ".
std::string words_of(std::string_view text) {
  std::string out = " ";
  const Bytes bytes = bytes_of(text);
  bool was_small = false;
  for (std::uint32_t at = 0; at < bytes.size;) {
    const std::uint32_t from = at;
    const std::uint32_t raw = next_code_point(bytes, at);
    const std::uint32_t plain = strip_mark(raw);
    if (plain == 0) continue;
    const std::uint32_t c = fold_case(plain);
    const bool capital = c != plain;
    // "skinColor" is two words, "HIV" one.
    if (capital && was_small) out += ' ';
    was_small = !capital && is_letter_or_digit(c);
    if (!is_letter_or_digit(c)) {
      if (out.back() != ' ') out += ' ';
    } else if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      // Other scripts match as they came.
      out += text.substr(from, at - from);
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

bool holds_whole(std::string_view words, std::string_view word, std::string_view ending) {
  for (std::size_t at = words.find(word); at != std::string::npos; at = words.find(word, at + 1)) {
    if (words[at - 1] != ' ') continue;
    const std::string_view after = words.substr(at + word.size());
    if (after.substr(0, ending.size()) == ending && after.substr(ending.size(), 1) == " ") return true;
  }
  return false;
}

// Whether `word` stands in `words` whole, or in the plural: kids, churches, allergies, diagnoses.
bool holds_word(std::string_view words, std::string_view word) {
  const auto ends = [word](std::string_view ending) {
    return word.size() > ending.size() && word.substr(word.size() - ending.size()) == ending;
  };
  if (holds_whole(words, word, "") || holds_whole(words, word, "s")) return true;
  if (ends("y")) return holds_whole(words, word.substr(0, word.size() - 1), "ies");
  if (ends("is")) return holds_whole(words, word.substr(0, word.size() - 2), "es");
  for (const std::string_view hiss : {"s", "x", "z", "ch", "sh"})
    if (ends(hiss)) return holds_whole(words, word, "es");
  return false;
}

struct Found {
  std::string_view category, word;
};

bool search(List list, const std::string& words, Found& out) {
  for (const Entry& entry : kEntries) {
    if (entry.list != list) continue;
    for (std::size_t from = 0; from < entry.words.size();) {
      std::size_t end = entry.words.find('|', from);
      if (end == std::string_view::npos) end = entry.words.size();
      const std::string_view word = entry.words.substr(from, end - from);
      if (holds_word(words, word)) {
        out = {entry.category, word};
        return true;
      }
      from = end + 1;
    }
  }
  return false;
}

std::string the_found(std::string_view what, std::string_view text, const Found& found) {
  std::string out = std::string(what) + " " + quote_text(text);
  if (words_of(text) != " " + std::string(found.word) + " ") out += " (for " + quote_text(found.word) + ")";
  return out;
}

}  // namespace

bool is_sensitive(std::string_view text, std::string_view reason) {
  const std::string words = words_of(text);
  Found found;
  return search(kRefused, words, found) || (reason.empty() && search(kAmbiguous, words, found));
}

void check_sensitive(std::string_view text, const Place& place, std::string_view what, std::string_view reason,
                     Report& report) {
  const std::string words = words_of(text);
  Found found;
  if (search(kRefused, words, found)) {
    report.error(place, "sensitive",
                 {.expected = "nothing about " + std::string(found.category) + ": visitors are not sorted by it",
                  .found = the_found(what, text, found),
                  .hint = "leave it out; no key overrides this"});
  } else if (reason.empty() && search(kAmbiguous, words, found)) {
    report.error(place, "may-be-sensitive",
                 {.expected = "a reason why this says nothing about " + std::string(found.category),
                  .found = the_found(what, text, found),
                  .hint = "add \"notSensitive\": \"the reason\" to the " +
                          std::string(what == "attribute" ? "attribute" : "dimension") + "; visitors can read it"});
  }
}

}  // namespace tactful

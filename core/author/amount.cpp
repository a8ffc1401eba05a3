#include "author/amount.h"

#include <cstdint>
#include <string>
#include <vector>

#include "author/value_json.h"
#include "base/value.h"

namespace tactful {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) { return c == '.' || c == ','; }

std::optional<double> number_of(std::string_view json) {
  std::vector<std::uint8_t> bytes;
  if (encode_json(json, bytes) != JsonError::kNone || !Value(bytes.data()).is_number()) return std::nullopt;
  return Value(bytes.data()).number();
}

/// The digits, dots and commas of the first number; what groups besides is left out.
std::string first_number(std::string_view text) {
  static constexpr std::string_view kGroups[] = {" ", "'", "’", "\t", "\xc2\xa0", "\xe2\x80\xaf"};
  const std::size_t first = text.find_first_of("0123456789");
  if (first == std::string_view::npos) return {};
  std::string out;
  // The dot of "Rs.999" is that of a currency.
  const auto is_letter = [](unsigned char c) { return c >= 0x80 || c == '/' || ((c | 32) >= 'a' && (c | 32) <= 'z'); };
  std::size_t at = first;
  if (at > 0 && is_separator(text[at - 1]) && (at == 1 || !is_letter(static_cast<unsigned char>(text[at - 2]))))
    out = text[--at];
  if (at > 0 && text[at - 1] == '-') out.insert(0, 1, '-');
  std::string_view rest = text.substr(first);
  while (!rest.empty()) {
    std::size_t skipped = 0;
    for (const std::string_view group : kGroups)
      if (rest.substr(0, group.size()) == group) skipped = group.size();
    if (skipped == 0 && !is_digit(rest[0]) && !is_separator(rest[0])) break;
    if (skipped == 0) out += rest[0];
    rest.remove_prefix(skipped == 0 ? 1 : skipped);
  }
  while (is_separator(out.back())) out.pop_back();
  return out;
}

/// Where the fraction begins: at a single dot, or at the last separator with one or two digits after it.
std::size_t decimal_of(const std::string& number) {
  const std::size_t dot = number.find('.');
  if (dot != std::string::npos && dot == number.rfind('.') && number.find(',', dot) == std::string::npos) return dot;
  const std::size_t last = number.find_last_of(".,");
  return last != std::string::npos && number.size() - last <= 3 ? last : number.size();
}

}  // namespace

std::optional<double> read_amount(std::string_view text) {
  if (const auto plain = number_of(text)) return plain;
  const std::string number = first_number(text);
  if (number.empty()) return std::nullopt;
  const std::size_t decimal = decimal_of(number);
  std::string json = number[0] == '-' ? "-" : "", whole;
  for (std::size_t i = 0; i < decimal; ++i)
    if (is_digit(number[i]) && (number[i] != '0' || !whole.empty())) whole += number[i];
  json += whole.empty() ? "0" : whole;
  if (decimal != number.size()) json += '.' + number.substr(decimal + 1);
  return number_of(json);
}

}  // namespace tactful

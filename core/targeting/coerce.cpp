#include "targeting/coerce.h"

#include "base/text.h"
#include "targeting/condition_code.h"

namespace tactful {
namespace {

bool is_digit(std::uint32_t c) noexcept { return c - '0' < 10; }

const std::uint8_t* skip_space(const std::uint8_t* at, const std::uint8_t* end) noexcept {
  while (at != end) {
    const Decoded d = decode(at, end);
    if (!is_space(d.code_point())) break;
    at += d.size();
  }
  return at;
}

// 10^exponent times a number. Powers of ten are exact up to the 22nd.
double scale(double number, std::int32_t exponent) noexcept {
  const bool down = exponent < 0;
  if (down) exponent = -exponent;
  while (exponent != 0 && number != 0) {
    double power = 1;
    for (std::int32_t i = 0; i < 22 && exponent != 0; ++i, --exponent) power *= 10;
    number = down ? number / power : number * power;
  }
  return number;
}

double parse_number(const std::uint8_t* at, const std::uint8_t* const end) noexcept {
  const double nan = __builtin_nan("");
  at = skip_space(at, end);
  if (at == end) return 0;
  const bool negative = *at == '-';
  const bool sign = negative || *at == '+';
  at += sign;
  std::uint64_t digits = 0;
  std::uint32_t base = 10, seen = 0, point = 0;
  std::int32_t exponent = 0;
  if (end - at > 2 && *at == '0' && !sign) {
    const std::uint32_t letter = at[1] | 0x20;
    base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
    if (base != 10) at += 2;
  }
  for (; at != end; ++at) {
    const std::uint32_t letter = (*at | 0x20) - 'a';
    const std::uint32_t digit = letter < 6 ? letter + 10 : *at - '0';
    if (*at == '.' && base == 10 && !point) {
      point = 1;
    } else if (digit < base) {
      seen = 1;
      const bool fits = digits < 1000000000000000000u;
      if (fits) digits = digits * base + digit;
      exponent += !fits - static_cast<std::int32_t>(point);
    } else {
      break;
    }
  }
  double number = static_cast<double>(digits);
  if (!seen) {
    // What is left is the word Infinity, or no number.
    for (const char* word = "Infinity"; *word != 0; ++word, ++at)
      if (point || base != 10 || at == end || *at != static_cast<std::uint8_t>(*word)) return nan;
    number = __builtin_inf();
  } else if (at != end && (*at | 0x20) == 'e') {
    ++at;
    const bool small = at != end && *at == '-';
    at += small || (at != end && *at == '+');
    if (at == end || !is_digit(*at)) return nan;
    std::int32_t more = 0;
    for (; at != end && is_digit(*at); ++at)
      if (more < 10000) more = more * 10 + (*at - '0');
    exponent += small ? -more : more;
  }
  if (skip_space(at, end) != end) return nan;
  number = scale(number, exponent);
  return negative ? -number : number;
}

}  // namespace

void Text::put(std::uint32_t byte) noexcept {
  if (size != kMaxText) buffer[size++] = static_cast<std::uint8_t>(byte);
}

void Text::put(const char* text) noexcept {
  while (*text != 0) put(static_cast<std::uint32_t>(*text++));
}

// The fewest decimals that give the number back. Both the digits and the power of ten are exact
// integers, so one division tells whether they do.
void Text::put(double n) noexcept {
  if (n < 0) {
    put('-' + 0u);
    n = -n;
  }
  double power = 1;
  for (std::uint32_t decimals = 0; n == 0 || n >= 1e-6; ++decimals, power *= 10) {
    const double scaled = n * power;
    if (scaled >= 9007199254740992.0) break;
    auto digits = static_cast<std::uint64_t>(scaled);
    digits += scaled - static_cast<double>(digits) >= 0.5;
    if (static_cast<double>(digits) / power != n) continue;
    char text[25];
    char* at = text + sizeof text;
    *--at = 0;
    for (std::uint32_t i = 0; i <= decimals || digits != 0; ++i, digits /= 10) {
      if (i == decimals && i != 0) *--at = '.';
      *--at = static_cast<char>('0' + digits % 10);
    }
    return put(at);
  }
  put("NaN");  // what no number in JSON is written as
}

void Text::put(Value value) noexcept {
  if (value.is_array()) {
    bool first = true;
    for (Items it(value); it.next(); first = false) {
      if (!first) put(',' + 0u);
      if (!it.value().is_null()) put(it.value());
    }
  } else if (value.is_number()) {
    put(value.number());
  } else if (value.is_string()) {
    const Bytes text = value.text();
    for (std::uint32_t i = 0; i < text.size; ++i) put(text[i] + 0u);
  } else {
    put(value.is_object() ? "[object Object]" : value.is_null() ? "null" : value.is_true() ? "true" : "false");
  }
}

void Text::read(Value value) noexcept {
  if (!value.is_string()) return put(value);
  const Bytes text = value.text();
  begin = text.data;
  size = text.size;
}

void Text::read_version(Value value) noexcept {
  Text own;
  if (value.is_number() || value.is_string()) own.read(value);
  if (own.size == 0) own.begin = own.buffer, own.put('0' + 0u);
  const std::uint8_t* at = own.begin;
  const std::uint8_t* const end = at + own.size;
  at += *at == 'v';
  for (std::uint32_t parts = 1;; ++parts) {
    const std::uint8_t* stop = at;
    bool number = true;
    for (; stop != end && *stop != '.' && *stop != '-' && *stop != '+'; ++stop) number &= is_digit(*stop);
    if (number && stop != at)
      for (auto pad = stop - at; pad < 5; ++pad) put(' ' + 0u);
    while (at != stop) put(*at++ + 0u);
    if (stop == end || *stop == '+') {
      // A release of three parts comes after its previews.
      if (parts == 3) put("-~");
      return;
    }
    put('-' + 0u);
    ++at;
  }
}

double converted_number(Value value) noexcept {
  if (value.tag() < Tag::kNumber) return value.is_true();
  Text text;
  text.read(value);
  return parse_number(text.begin, text.begin + text.size);
}

bool to_boolean(Value value) noexcept {
  if (value.is_number()) return value.number() != 0;
  if (value.is_string()) return value.data()[1] != 0;  // its length
  return value.tag() >= Tag::kTrue;
}

std::uint8_t order_text(Bytes a, Bytes b, bool folded) noexcept {
  const std::uint8_t *x = a.data, *y = b.data;
  const std::uint8_t *const x_end = x + a.size, *const y_end = y + b.size;
  while (x != x_end && y != y_end) {
    const Decoded c = decode(x, x_end), d = decode(y, y_end);
    x += c.size();
    y += d.size();
    // UTF-16 has what lies beyond it, as surrogates, before U+E000 to U+FFFF.
    const auto rank = [folded](Decoded decoded) {
      const std::uint32_t point = folded ? fold_case(decoded.code_point()) : decoded.code_point();
      return point - 0xe000 < 0x2000 ? point + 0x200000 : point;
    };
    const std::uint32_t p = rank(c), q = rank(d);
    if (p != q) return p < q ? kLess : kGreater;
  }
  return x != x_end ? kGreater : y != y_end ? kLess : kEqual;
}

}  // namespace tactful

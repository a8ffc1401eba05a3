#include "author/number.h"

#include <algorithm>
#include <cstdint>

#include "base/bytes.h"

namespace tactful {
namespace {

/// number = mantissa * 2^exponent, exactly; mantissa < 2^53.
struct Parts {
  std::uint64_t mantissa;
  int exponent;
  bool negative;
};

Parts take_apart(double number) {
  std::uint64_t bits;
  std::memcpy(&bits, &number, sizeof bits);
  const int biased = static_cast<int>(bits >> 52 & 0x7ff);
  const std::uint64_t fraction = bits & 0xfffffffffffffull;
  return {biased == 0 ? fraction : fraction | 1ull << 52, (biased == 0 ? 1 : biased) - 1075, bits >> 63 != 0};
}

/// An unsigned integer of up to 1078 bits, least word first.
struct Words {
  std::uint32_t word[35];
  std::size_t size;
};

/// value << bits, in `size` words.
Words shifted(std::uint64_t value, unsigned bits, std::size_t size) {
  Words out;
  out.size = size;
  std::fill_n(out.word, size, 0u);
  const std::uint64_t low = (value & 0xffffffff) << bits % 32;
  const std::uint64_t high = (value >> 32) << bits % 32;
  const std::uint64_t three[] = {low, (low >> 32) + (high & 0xffffffff), high >> 32};
  for (std::size_t i = 0, at = bits / 32; i < 3 && at + i < size; ++i)
    out.word[at + i] = static_cast<std::uint32_t>(three[i]);
  return out;
}

std::uint32_t divide(Words& number, std::uint32_t by) {
  std::uint64_t rest = 0;
  for (std::size_t i = number.size; i-- != 0;) {
    rest = rest << 32 | number.word[i];
    number.word[i] = static_cast<std::uint32_t>(rest / by);
    rest %= by;
  }
  while (number.size != 0 && number.word[number.size - 1] == 0) --number.size;
  return static_cast<std::uint32_t>(rest);
}

void append_integer(std::uint64_t value, std::string& out) {
  char digits[20];
  int n = 0;
  do digits[n++] = static_cast<char>('0' + value % 10);
  while ((value /= 10) != 0);
  while (n != 0) out += digits[--n];
}

/// mantissa * 2^exponent for exponent >= 0, nine digits at a time from the low end.
void append_large(std::uint64_t mantissa, unsigned exponent, std::string& out) {
  Words number = shifted(mantissa, exponent, (exponent + 53) / 32 + 1);
  std::uint32_t groups[35];  // a group of nine digits is just below a word of 32 bits
  std::size_t count = 0;
  while (number.size != 0) groups[count++] = divide(number, 1000000000);
  append_integer(groups[--count], out);
  for (std::size_t i = count; i-- != 0;)
    for (std::uint32_t unit = 100000000; unit != 0; unit /= 10) out += static_cast<char>('0' + groups[i] / unit % 10);
}

/// A proper fraction, value / 2^bits, that gives its decimal digits one by one.
class Fraction {
 public:
  Fraction(std::uint64_t value, unsigned bits) : bits_(bits), words_(shifted(value, 0, (bits + 4) / 32 + 1)) {}

  unsigned next_digit() {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < words_.size; ++i) {
      carry += std::uint64_t{words_.word[i]} * 10;
      words_.word[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    return take_above();
  }
  /// -1, 0, 1: what is left is less than, equal to, more than one half of the last digit's unit.
  int against_half() const {
    const std::size_t top = (bits_ - 1) / 32;
    const std::uint32_t half = 1u << (bits_ - 1) % 32;
    if (words_.word[top] != half) return words_.word[top] < half ? -1 : 1;
    for (std::size_t i = 0; i < top; ++i)
      if (words_.word[i] != 0) return 1;
    return 0;
  }

 private:
  /// The part above the binary point, removed.
  unsigned take_above() {
    std::uint32_t* word = words_.word + bits_ / 32;
    const unsigned bit = bits_ % 32;
    const bool two = bits_ / 32 + 1 < words_.size;
    const std::uint64_t high = two ? word[1] : 0;
    const auto digit = static_cast<unsigned>((high << 32 | word[0]) >> bit);
    word[0] &= (1u << bit) - 1;
    if (two) word[1] = 0;
    return digit;
  }

  unsigned bits_;
  Words words_;
};

/// Adds one unit of the last digit; true when the number became one digit longer.
bool round_up(std::string& digits) {
  std::size_t i = digits.size();
  while (i != 0 && digits[i - 1] == '9') digits[--i] = '0';
  if (i != 0) {
    ++digits[i - 1];
    return false;
  }
  digits.insert(digits.begin(), '1');
  return true;
}

/// digits with the point after `point` of them (before them, if negative), without zeros at the end.
void append_digits(std::string& digits, int point, std::string& out) {
  while (static_cast<int>(digits.size()) > point && digits.back() == '0') digits.pop_back();
  if (point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0');
    out += digits;
    return;
  }
  const auto before = static_cast<std::size_t>(point);
  if (digits.size() < before) digits.append(before - digits.size(), '0');
  out.append(digits, 0, before);
  if (digits.size() > before) {
    out += '.';
    out.append(digits, before, std::string::npos);
  }
}

/// whole + value / 2^bits, the fraction not zero.
void append_mixed(std::uint64_t whole, std::uint64_t value, unsigned bits, std::string& out) {
  std::string digits;  // the significant ones
  if (whole != 0) append_integer(whole, digits);
  int point = static_cast<int>(digits.size());
  bool up;
  if (point > kNumberDigits) {
    // The fraction is not zero, so a cut of exactly one half cannot be.
    up = digits[kNumberDigits] >= '5';
    digits.resize(kNumberDigits);
  } else {
    Fraction fraction(value, bits);
    while (digits.size() < kNumberDigits) {
      const unsigned digit = fraction.next_digit();
      if (digit == 0 && digits.empty()) {
        --point;
      } else {
        digits += static_cast<char>('0' + digit);
      }
    }
    const int half = fraction.against_half();
    up = half > 0 || (half == 0 && (digits.back() - '0') % 2 != 0);
  }
  if (up && round_up(digits)) ++point;
  append_digits(digits, point, out);
}

}  // namespace

void append_number(double number, std::string& out) {
  const Parts parts = take_apart(number);
  if (parts.mantissa == 0) {
    out += '0';
    return;
  }
  if (parts.negative) out += '-';
  if (parts.exponent >= 0) {
    if (parts.exponent <= 11) {
      append_integer(parts.mantissa << parts.exponent, out);
    } else {
      append_large(parts.mantissa, static_cast<unsigned>(parts.exponent), out);
    }
    return;
  }
  const auto bits = static_cast<unsigned>(-parts.exponent);
  const std::uint64_t whole = bits < 64 ? parts.mantissa >> bits : 0;
  const std::uint64_t fraction = bits < 64 ? parts.mantissa & ((1ull << bits) - 1) : parts.mantissa;
  if (fraction == 0) {
    append_integer(whole, out);
  } else {
    append_mixed(whole, fraction, bits, out);
  }
}

}  // namespace tactful

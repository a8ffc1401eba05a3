#pragma once
#include <string>

namespace tactful {

/// Significant digits of a number that is no integer.
constexpr int kNumberDigits = 9;

/// Appends a number as every output of ours writes it: an integer in full, any other with nine
/// significant digits, half to even, no exponent, no trailing zeros. -0 is "0". The text is also
/// JSON's.
///
/// range   finite; up to 309 digits (integers) or 332 characters (the smallest subnormals)
/// cost    integers only, so the same text everywhere; about 50 ns for what answers hold
void append_number(double number, std::string& out);

}  // namespace tactful

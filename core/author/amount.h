#pragma once
#include <optional>
#include <string_view>

namespace tactful {

/// The first number in a text, as shops write them: "1,299.00", "1.299,00 €", "1 299" and "1,299" are 1299, "12,5" is
/// 12.5. Read as web/sdk/value.ts reads it in the page, so that a fitted figure is about the numbers that the page will
/// see. None: there is no number in it.
std::optional<double> read_amount(std::string_view text);

}  // namespace tactful

#pragma once
#include <cstdint>
#include <vector>

#include "compiler/json.h"

namespace tactful {

/// Appends a JSON value in the value encoding, keys in the order in which JavaScript would list
/// them (integers first, ascending, then as written), so that what is compared as a whole compares
/// as it does there. -0 becomes 0.
void encode_value(const Json& json, std::vector<std::uint8_t>& out);

}  // namespace tactful

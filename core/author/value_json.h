#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace tactful {

enum class JsonError : std::uint8_t { kNone, kBadJson, kTooDeep };

/// Appends one JSON text as one encoded value. Numbers become the nearest doubles; a key given
/// twice stays twice, and readers find the first.
///
/// returns  kBadJson: no JSON text, no UTF-8, or a number beyond the doubles; kTooDeep: nested
///          deeper than kMaxDepth. On an error `out` is as it was.
/// cost     linear
JsonError encode_json(std::string_view text, std::vector<std::uint8_t>& out);

/// Appends an encoded value as JSON without spaces: numbers as append_number writes them, text
/// as it is, only quotes, backslashes and control characters escaped. Checked values only.
void append_json(Value value, std::string& out);
void append_json_string(Bytes text, std::string& out);

}  // namespace tactful

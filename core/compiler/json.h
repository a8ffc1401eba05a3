#pragma once
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "compiler/diagnostics.h"

namespace tactful {

/// What authors write, in the order of the file. Read it with the helpers below and `is_*`, never
/// with `at` or `get` on a type not asked for first: the compiler is built without exceptions.
using Json = nlohmann::ordered_json;

/// Deepest nesting that `parse_json` accepts.
constexpr std::size_t kMaxJsonDepth = 48;

/// Parses one file. Reported: what is no JSON, with its position; keys given twice (the first
/// one is kept); nesting deeper than kMaxJsonDepth.
///
/// returns  false when there is no value to go on with
/// cost     linear, also for objects of many keys
bool parse_json(const SourceFile& file, Report& report, Json& out);

/// Byte offset of the value that a JSON pointer leads to, or of `key` in the object there if one
/// is given (its `occurrence`-th appearance); as far as it goes when it leads nowhere.
///
/// cost    linear in the text: only for printing
std::size_t locate(std::string_view text, std::string_view pointer, std::string_view key = {},
                   std::size_t occurrence = 0);

/// The member of an object, or null when absent or not an object.
const Json* find_member(const Json& object, std::string_view key);
/// The text of a string, empty for others.
std::string_view text_of(const Json& value);
/// A number as text: integers in full, others shortest; the same everywhere.
std::string number_text(double number);
/// A value as an author would recognise it: `"autumn"`, `10`, an object; cut when long.
std::string quote(const Json& value);
std::string quote_text(std::string_view text);

}  // namespace tactful

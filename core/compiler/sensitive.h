#pragma once
#include <string>
#include <string_view>

#include "compiler/diagnostics.h"

namespace tactful {

/// A reason where none can be given: only the refused words count.
constexpr std::string_view kOnlyRefused = "-";

/// Refuses what nobody should be sorted by (promise 2): the lists are in sensitive.def, and docs/campaign.md
/// publishes them. Words match whole, in any case, with or without marks, in the plural too; "camelCase"
/// and "snake_case" are several words.
///
/// A word of the refused list is always an error, an ambiguous one unless `reason` (the author's
/// "notSensitive") says what it means here. `what` names the thing: "dimension", "parameter", "value", "label",
/// "attribute".
void check_sensitive(std::string_view text, const Place& place, std::string_view what, std::string_view reason,
                     Report& report);

/// The same question without an answer to print.
bool is_sensitive(std::string_view text, std::string_view reason);

}  // namespace tactful

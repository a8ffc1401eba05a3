#include "compiler/campaign.h"
#include "compiler/text.h"

namespace tactful {
namespace {

constexpr std::size_t kLeastLetters = 4;

// Sizes and years differ by one letter and are meant.
bool may_be_misspelt(std::string_view name) {
  return name.size() >= kLeastLetters && name.find_first_of("0123456789") == std::string_view::npos;
}

// Listed in the site file, or seen by the model.
bool is_listed(const DraftValue& value) { return value.first_named_in == nullptr || value.average > 0; }

// The value that was probably meant by one that only campaigns name.
const DraftValue* meant(const DraftDimension& dimension, const DraftValue& named) {
  const bool wordy = may_be_misspelt(named.name);
  for (const DraftValue& value : dimension.values) {
    if (!is_listed(value)) continue;
    if (!value.label.empty() && hash_value(bytes_of(value.label), dimension.hash_state) == named.hash) return &value;
    if (wordy && may_be_misspelt(value.name) && is_one_edit(named.name, value.name)) return &value;
  }
  return nullptr;
}

}  // namespace

void check_values(const Draft& draft, Report& report) {
  for (const DraftDimension& dimension : draft.dimensions) {
    for (const DraftValue& value : dimension.values) {
      if (is_listed(value)) continue;
      const DraftValue* other = meant(dimension, value);
      if (other == nullptr) continue;
      const Place place(*value.first_named_in, value.first_named_at);
      report.warning(place, "misspelt-value",
                     {.expected = "a value that the site file lists, or one quite unlike these",
                      .found = quote_text(value.name),
                      .hint = "did you mean " + quote_text(other->name) + "? If not, list it under \"labels\""});
    }
  }
}

}  // namespace tactful

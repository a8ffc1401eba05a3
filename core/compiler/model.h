#pragma once
#include "compiler/draft.h"
#include "compiler/fields.h"

namespace tactful {

/// Most values of a dimension that are kept from the model beside those that authors name.
constexpr std::size_t kMostModelValues = 200;

/// Bounds of number dimensions for which the site file states none: the model's, else kDefaultBands.
/// Comes before campaigns are read: "low" and "high" need it. `model` may be null.
void read_model_bands(const Json* model, const Place& place, Draft& draft, Report& report);

/// Makes the values of number dimensions out of their final edges. After campaigns.
void make_bands(Draft& draft);

/// All else the model says. After make_bands, when every value that authors name is known.
/// `full`: keep all of its values.
void read_model(const Json& model, const Place& place, bool full, Draft& draft, Report& report);

}  // namespace tactful

#pragma once
#include "compiler/compile.h"
#include "compiler/draft.h"

namespace tactful {

/// Each variant in plain words, slots and variants in the order of the files, for its author to compare
/// with what was meant.
std::vector<Reading> read_back(const Draft& draft);

}  // namespace tactful

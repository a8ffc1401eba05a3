#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics.h"

namespace tactful {

struct CompileOptions {
  /// The model file that the site names, or null. Without it a site that names one does not compile.
  const SourceFile* model = nullptr;
  /// Keep all values of the model, not the named and the commonest alone.
  bool full_model = false;
  /// Say what each variant does (CompileResult::reading).
  bool read_back = false;
};

/// What is said back of one variant: "Shown to people leaning to trail or running, …".
struct Reading {
  std::string slot, variant, text;
};

struct CompileResult {
  /// Empty when there are errors; else accepted by open_pack and verify_conditions.
  std::vector<std::uint8_t> pack;
  /// All errors and warnings, by file and line. Errors are those without `warning`.
  std::vector<Diagnostic> diagnostics;
  bool ok = false;
  /// The model file that the site names, and the file that names it (a path is relative to it);
  /// also when the model was not offered.
  std::string model, model_named_in;
  std::vector<Reading> reading;
  /// The items that variants choose from, as pages fetch them (items.h); empty when no variant does, and with errors.
  std::string catalogue;
  /// Bytes of the pack by part, of the header and table as "header".
  std::vector<std::pair<std::string, std::uint32_t>> sizes;
};

/// Compiles one site file and any number of campaigns (in any order; a file may hold both), and of feeds of items.
///
/// Same texts in the same order, same bytes, on every machine: no clock, no locale, no hash order.
///
/// errors  in `diagnostics`; never throws
/// cost    linear in the texts, but for the sorting
CompileResult compile(const std::vector<SourceFile>& files, const CompileOptions& options = {});

}  // namespace tactful

#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "compiler/compile.h"

namespace tactful::testing {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline std::filesystem::path source_dir() { return TACTFUL_SOURCE_DIR; }

/// A folder of tests/cases/compile: every .json but model.json is compiled, in the order of names.
struct Case {
  std::filesystem::path folder;
  std::vector<SourceFile> files;
  SourceFile model;
  bool has_model = false;

  explicit Case(const std::filesystem::path& path) : folder(path) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(path))
      if (entry.path().extension() == ".json") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& file : paths) {
      SourceFile source{file.filename().string(), read_text(file)};
      has_model = has_model || source.name == "model.json";
      (source.name == "model.json" ? model : files.emplace_back()) = std::move(source);
    }
  }

  CompileResult compile() const {
    CompileOptions options;
    options.read_back = true;
    if (has_model) options.model = &model;
    return tactful::compile(files, options);
  }
};

inline Case example(const char* name) { return Case(source_dir() / "tests/cases/compile" / name); }

/// Compiles one file that holds site and campaign.
inline CompileResult compile_text(std::string text) {
  CompileOptions options;
  options.read_back = true;
  return compile({{"all.json", std::move(text)}}, options);
}

}  // namespace tactful::testing

#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "author/utf8.h"

/// Ends the program with one message: code 1 for mistakes in files, 2 for wrong usage.
[[noreturn]] inline void end_with(int code, const char* program, const std::string& message) {
  std::fprintf(stderr, "%s: %s\n", program, message.c_str());
  std::exit(code);
}

/// A whole file, or the end of the program.
inline std::string read_file(const std::string& path, const char* program) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) end_with(1, program, path + " cannot be read");
  return text;
}

/// A whole text as it stands, or the end of the program where it is no UTF-8: its letters would be lost on the way.
inline std::string read_text(const std::string& path, const char* program) {
  const std::string text = read_file(path, program);
  const std::size_t good = tactful::utf8_until(text);
  if (good == text.size()) return text;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(good), '\n');
  end_with(1, program, path + ":" + std::to_string(line) + ": is no UTF-8; save the file in that encoding");
}

#pragma once
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

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

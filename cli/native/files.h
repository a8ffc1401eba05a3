#pragma once
#include <algorithm>
#include <cstddef>
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

/// Where text stops being UTF-8; its size where it does not.
inline std::size_t utf8_until(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) -> unsigned {
      return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
    };
    const unsigned first = byte(0);
    const std::size_t more = first < 0x80   ? 0
                             : first < 0xc2 ? 4
                             : first < 0xe0 ? 1
                             : first < 0xf0 ? 2
                             : first < 0xf5 ? 3
                                            : 4;
    // No code point in more bytes than it needs, no half of a surrogate pair, none beyond the last.
    const unsigned least = first == 0xe0   ? 0xa0
                           : first == 0xf0 ? 0x90
                                           : 0x80,
                   most = first == 0xed   ? 0x9f
                          : first == 0xf4 ? 0x8f
                                          : 0xbf;
    if (more == 4 || (more > 0 && (byte(1) < least || byte(1) > most))) return at;
    for (std::size_t i = 2; i <= more; ++i)
      if (byte(i) >> 6 != 2) return at;
    at += more + 1;
  }
  return text.size();
}

/// A whole text as it stands, or the end of the program where it is no UTF-8: its letters would be lost on the way.
inline std::string read_text(const std::string& path, const char* program) {
  const std::string text = read_file(path, program);
  const std::size_t good = utf8_until(text);
  if (good == text.size()) return text;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(good), '\n');
  end_with(1, program, path + ":" + std::to_string(line) + ": is no UTF-8; save the file in that encoding");
}

#pragma once
#include <cstddef>
#include <string_view>

namespace tactful {

/// Where text stops being UTF-8; its size where it does not.
inline std::size_t utf8_until(std::string_view text) noexcept {
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

}  // namespace tactful

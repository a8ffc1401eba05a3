#pragma once
#include <string>
#include <string_view>

#include "base/text.h"

namespace tactful {

/// Text as the core takes it; lives as long as the text.
inline Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), static_cast<std::uint32_t>(text.size())};
}
inline std::string_view view_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data), bytes.size}; }

}  // namespace tactful

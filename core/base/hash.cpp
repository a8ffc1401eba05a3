#include "base/hash.h"

namespace tactful {

std::uint64_t hash64(Bytes bytes, std::uint64_t state) noexcept {
  for (std::uint32_t i = 0; i < bytes.size; ++i) state = (state ^ bytes[i]) * 0x100000001b3ull;
  return state;
}

std::uint64_t mix64(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

std::uint32_t checksum32(Bytes bytes) noexcept {
  // Every step is a bijection of the state for a fixed word and of the word for a fixed
  // state, so a change confined to one word always changes the result.
  std::uint32_t h = 0x9e3779b9u ^ bytes.size;
  std::uint32_t i = 0;
  for (; bytes.size - i >= 4; i += 4) {
    h = (h ^ load<std::uint32_t>(bytes.data + i)) * 0x85ebca6bu;
    h ^= h >> 15;
  }
  for (; i < bytes.size; ++i) h = (h ^ bytes[i]) * 0x01000193u;
  return h ^ (h >> 16);
}

}  // namespace tactful

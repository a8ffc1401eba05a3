#pragma once
#include "base/bytes.h"

namespace tactful {

/// 64-bit FNV-1a; `state` chains calls, so hash(b, hash(a)) is the hash of a then b.
/// The numbers are part of the profile and pack formats.
constexpr std::uint64_t kHashStart = 0xcbf29ce484222325ull;
std::uint64_t hash64(Bytes bytes, std::uint64_t state = kHashStart) noexcept;

/// Spreads a 64-bit state over all its bits (splitmix64's finaliser); one to one.
std::uint64_t mix64(std::uint64_t x) noexcept;

/// Checksum of packs and profiles: detects any single flipped bit or cut. Not cryptographic.
///
/// cost    four bytes a step
std::uint32_t checksum32(Bytes bytes) noexcept;

}  // namespace tactful

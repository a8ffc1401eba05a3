#pragma once
#include "engine/engine.h"

namespace tactful {

/// A checked input: one object, a whole time in range.
struct Query {
  std::int64_t now_ms = 0;
  Value in;
};
/// errors  bad-argument, bad-encoding
Status read_query(double now_ms, const std::uint8_t* in, std::uint32_t in_len, Query& out) noexcept;

/// An input that names a slot.
struct SlotQuery {
  Circumstances at;
  const Slot* slot = nullptr;
  bool content = false;
};
/// errors  those of read_query, unknown-slot
Status read_slot_query(const tactful_engine& engine, double now_ms, const std::uint8_t* in,
                       std::uint32_t in_len, SlotQuery& out) noexcept;

/// Says how long the answer is; buffer-too-small where it did not fit.
Status finish(const Writer& writer, std::uint32_t* len) noexcept;

}  // namespace tactful

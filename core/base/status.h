#pragma once
#include <cstdint>

namespace tactful {

/// Every status the core can answer. Zero is success, negative is an error; the
/// numbers are frozen (append only), the names are the ids that the console,
/// the command line and the docs use.
///
/// X(name, number, id, text)
#define TACTFUL_STATUSES(X)                                                                        \
  X(kOk, 0, "ok", "success")                                                                       \
  X(kBufferTooSmall, -1, "buffer-too-small", "the answer is longer than the buffer; nothing changed") \
  X(kBadArgument, -2, "bad-argument", "an argument is null, misaligned or out of range")           \
  X(kBadEncoding, -3, "bad-encoding", "the bytes are not a well-formed encoded value")             \
  X(kPackForeign, -4, "pack-foreign", "these bytes are not a pack")                                \
  X(kPackTooNew, -5, "pack-too-new", "the pack needs a newer runtime")                             \
  X(kPackDamaged, -6, "pack-damaged", "the pack is cut or altered: length, checksum or an offset is wrong") \
  X(kProfileForeign, -7, "profile-foreign", "these bytes are not a profile, or one of another site") \
  X(kProfileTooNew, -8, "profile-too-new", "a newer version wrote this profile; it is left alone") \
  X(kProfileDamaged, -9, "profile-damaged", "the profile is cut or altered")                       \
  X(kUnknownSlot, -10, "unknown-slot", "no campaign in the pack fills this slot")                  \
  X(kUnknownDimension, -11, "unknown-dimension", "the site file does not name this dimension")     \
  X(kUnknownVariant, -12, "unknown-variant", "the slot has no variant of this id")                 \
  X(kEventIgnored, -13, "event-ignored", "the event has no name or no usable time")

enum Status : std::int32_t {
#define TACTFUL_STATUS_ENUM(name, number, id, text) name = number,
  TACTFUL_STATUSES(TACTFUL_STATUS_ENUM)
#undef TACTFUL_STATUS_ENUM
};

/// Stable id ("pack-damaged") and one-sentence text of a status; "unknown-status" for others.
/// Static storage. Not part of runtime.wasm: the page looks ids up by number.
const char* status_id(std::int32_t status) noexcept;
const char* status_text(std::int32_t status) noexcept;

}  // namespace tactful

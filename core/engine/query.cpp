#include "engine/query.h"

namespace tactful {

Status read_query(double now_ms, const std::uint8_t* in, std::uint32_t in_len,
                  Query& out) noexcept {
  // Written so that NaN fails too.
  if (!(now_ms >= 0 && now_ms <= 8.64e15)) return kBadArgument;
  if (!in || encoded_size({in, in_len}) != in_len) return kBadEncoding;
  out.now_ms = static_cast<std::int64_t>(now_ms);
  out.in = Value(in);
  return out.in.is_object() ? kOk : kBadEncoding;
}

Status read_slot_query(const tactful_engine& engine, double now_ms, const std::uint8_t* in,
                       std::uint32_t in_len, SlotQuery& out) noexcept {
  Query query;
  if (const Status status = read_query(now_ms, in, in_len, query)) return status;
  const Ref slot = engine.pack.find_slot(query.in.get("slot").text());
  if (slot == kNone) return kUnknownSlot;
  out.slot = &engine.pack.slots()[slot];
  const std::int64_t newest = engine.profile.newest_ms();
  // Time never runs backwards for a visitor: a clock set back reads as the newest moment seen.
  out.at.now_ms = query.now_ms < newest ? newest : query.now_ms;
  out.at.signals = query.in.get("signals");
  out.at.attributes = query.in.get("attributes");
  out.content = query.in.get("content").is_true();
  return kOk;
}

Status finish(const Writer& writer, std::uint32_t* len) noexcept {
  if (len) *len = writer.size();
  return writer.fits() ? kOk : kBufferTooSmall;
}

}  // namespace tactful

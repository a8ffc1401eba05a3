// The C ABI: checks what comes in, asks the rooms, writes what goes out.
#include "engine/engine.h"

#include <new>

#include "decision/answer.h"
#include "decision/plan.h"
#include "decision/rank.h"
#include "engine/query.h"
#include "tactful.h"

using namespace tactful;

extern "C" {

uint32_t tactful_engine_size(void) { return sizeof(tactful_engine); }

int32_t tactful_create(void* memory, const uint8_t* pack, uint32_t pack_len,
                       tactful_engine** engine) {
  if (!memory || !pack || !engine || reinterpret_cast<std::uintptr_t>(memory) % 8 != 0)
    return kBadArgument;
  Pack opened;
  if (const Status status = open_pack({pack, pack_len}, opened)) return status;
  if (!verify_conditions(opened)) return kPackDamaged;
  auto* made = new (memory) tactful_engine;
  made->pack = opened;
  made->profile.clear(opened);
  *engine = made;
  return kOk;
}

int32_t tactful_set_seed(tactful_engine* engine, uint32_t high, uint32_t low) {
  // 0 stands for "none", so the one seed in 2^64 that is 0 becomes another.
  const std::uint64_t seed = static_cast<std::uint64_t>(high) << 32 | low;
  if (engine->profile.seed() == 0) engine->profile.set_seed(seed == 0 ? 1 : seed);
  return kOk;
}

int32_t tactful_event(tactful_engine* engine, double t_ms, const uint8_t* in, uint32_t in_len) {
  Query query;
  if (const Status status = read_query(t_ms, in, in_len, query)) return status;
  return engine->profile.event(engine->pack, query.now_ms, query.in.get("event").text(),
                               query.in.get("params"), query.in.get("signals"));
}

int32_t tactful_decide(const tactful_engine* engine, double now_ms, const uint8_t* in,
                       uint32_t in_len, uint8_t* out, uint32_t cap, uint32_t* len) {
  SlotQuery query;
  if (const Status status = read_slot_query(*engine, now_ms, in, in_len, query)) return status;
  Profile room;
  Moment moment(engine->pack, engine->profile.as_of(engine->pack, query.at.now_ms, room), query.at);
  ValueWriter writer(out, cap);
  write_decision(moment, *query.slot, decide(moment, *query.slot), query.content, writer);
  return finish(writer, len);
}

int32_t tactful_plan(const tactful_engine* engine, double now_ms, const uint8_t* in,
                     uint32_t in_len, uint8_t* out, uint32_t cap, uint32_t* len) {
  SlotQuery query;
  if (const Status status = read_slot_query(*engine, now_ms, in, in_len, query)) return status;
  ValueWriter writer(out, cap);
  Profile room;
  write_plan(engine->pack, engine->profile.as_of(engine->pack, query.at.now_ms, room), *query.slot, query.at, query.content, writer);
  return finish(writer, len);
}

int32_t tactful_affinity(const tactful_engine* engine, double now_ms, const uint8_t* in,
                         uint32_t in_len, uint8_t* out, uint32_t cap, uint32_t* len) {
  Query query;
  if (const Status status = read_query(now_ms, in, in_len, query)) return status;
  const Bytes name = query.in.get("dimension").text();
  const Ref dimension = engine->pack.find_dimension(name);
  if (dimension == kNone) return kUnknownDimension;
  const double top = query.in.get("top").number(0);
  const bool evidence = query.in.get("evidence").is_true();
  ValueWriter writer(out, cap);
  writer.object(2 + evidence);
  writer.pair("dimension", name);
  writer.key("affinity");
  Profile room;
  const Profile& profile = engine->profile.as_of(engine->pack, query.now_ms, room);
  Interest(profile, engine->pack, dimension, query.now_ms)
      .list(top >= 1 && top < 4e9 ? static_cast<std::uint32_t>(top) : 0, evidence, writer);
  if (evidence) writer.pair("stage", stage_name(profile.stage(engine->pack, query.now_ms)));
  return finish(writer, len);
}

int32_t tactful_rank(const tactful_engine* engine, double now_ms, const uint8_t* in,
                     uint32_t in_len, uint8_t* out, uint32_t cap, uint32_t* len) {
  Query query;
  if (const Status status = read_query(now_ms, in, in_len, query)) return status;
  const Value items = query.in.get("rank");
  if (!items.is_array()) return kBadEncoding;
  Circumstances at;
  at.now_ms = query.now_ms;
  Profile room;
  Moment moment(engine->pack, engine->profile.as_of(engine->pack, at.now_ms, room), at);
  ValueWriter writer(out, cap);
  writer.object(1);
  writer.key("scores");
  writer.array(items.count());
  for (Items it(items); it.next();) writer.number(score_item(moment, it.value()));
  return finish(writer, len);
}

int32_t tactful_slots(const tactful_engine* engine, uint8_t* out, uint32_t cap, uint32_t* len) {
  ValueWriter writer(out, cap);
  write_slots(engine->pack, writer);
  return finish(writer, len);
}

int32_t tactful_save(const tactful_engine* engine, uint8_t* out, uint32_t cap, uint32_t* len) {
  Writer writer(out, cap);
  engine->profile.save(writer);
  return finish(writer, len);
}

int32_t tactful_restore(tactful_engine* engine, const uint8_t* bytes, uint32_t len) {
  return engine->profile.restore(engine->pack, {bytes, len});
}

int32_t tactful_forget(tactful_engine* engine) {
  engine->profile.clear(engine->pack);
  return kOk;
}

}  // extern "C"

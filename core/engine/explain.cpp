#include "decision/explain.h"

#include "engine/query.h"
#include "tactful.h"

using namespace tactful;

extern "C" int32_t tactful_explain(const tactful_engine* engine, double now_ms, const uint8_t* in,
                                   uint32_t in_len, uint8_t* out, uint32_t cap, uint32_t* len) {
  Query list;
  if (const Status status = read_query(now_ms, in, in_len, list)) return status;
  ValueWriter writer(out, cap);
  if (const Value items = list.in.get("rank"); items.is_array()) {
    Circumstances at;
    at.now_ms = list.now_ms;
    at.signals = list.in.get("signals");
    at.attributes = list.in.get("attributes");
    Profile room;
    Moment moment(engine->pack, engine->profile.as_of(engine->pack, at.now_ms, room), at);
    write_rank_explanation(moment, items, writer);
    return finish(writer, len);
  }
  SlotQuery query;
  if (const Status status = read_slot_query(*engine, now_ms, in, in_len, query)) return status;
  Profile room;
  Moment moment(engine->pack, engine->profile.as_of(engine->pack, query.at.now_ms, room), query.at);
  write_explanation(moment, *query.slot, writer);
  return finish(writer, len);
}

#include "decision/explain.h"

#include "engine/query.h"
#include "tactful.h"

using namespace tactful;

extern "C" int32_t tactful_explain(const tactful_engine* engine, double now_ms, const uint8_t* in,
                                   uint32_t in_len, uint8_t* out, uint32_t cap, uint32_t* len) {
  SlotQuery query;
  if (const Status status = read_slot_query(*engine, now_ms, in, in_len, query)) return status;
  Moment moment(engine->pack, engine->profile, query.at);
  ValueWriter writer(out, cap);
  write_explanation(moment, *query.slot, writer);
  return finish(writer, len);
}

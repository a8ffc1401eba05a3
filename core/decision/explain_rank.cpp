// Why a list stands in a visitor's order.
#include "decision/explain.h"
#include "decision/rank.h"
#include "decision/sentence.h"

namespace tactful {
namespace {

// Of the values of one dimension that items name, the one by which an item gains most. None: no item gains by it.
struct Gain {
  std::uint32_t dimension = kNone;
  Ref value = kNone;
  double index = 1 + 1e-9;  // the average is a sum of roundings, and equal to it on paper is no gain

  void consider(Moment& moment, std::uint32_t d, Value named) noexcept {
    const Ref listed = find_named(moment.pack, moment.pack.dimensions()[d], named);
    if (listed >= kNoValue) return;
    const Interest& about = moment.interest(d);
    const double times = about.index(about.share(listed), about.average(listed));
    if (about.aside(listed) || !(times > index)) return;
    dimension = d;
    value = listed;
    index = times;
  }
};

Gain gain_by(Moment& moment, Value items, std::uint32_t d) noexcept {
  Gain out;
  const Bytes name = moment.pack.string(moment.pack.dimensions()[d].name);
  for (Items it(items); it.next();) {
    const Value named = it.value().get(name);
    if (named.is_array())
      for (Items each(named); each.next();) out.consider(moment, d, each.value());
    else
      out.consider(moment, d, named);
  }
  return out;
}

void write_gain(Moment& moment, std::uint32_t d, const Gain& gain, ValueWriter& out) noexcept {
  const Interest& about = moment.interest(d);
  const bool comparable = about.average(gain.value) > 0;
  out.object(5 + comparable);
  moment.pack.write_pair("dimension", moment.pack.dimensions()[d].name, out);
  out.key("values");
  out.array(1);
  moment.pack.write(moment.pack.values()[gain.value].name, out);
  out.pair("affinity", about.share(gain.value));
  if (comparable) out.pair("index", gain.index);
  out.pair("events", about.events(gain.value));
  out.key("label");
  Label(moment.pack, d, gain.value, false).write({}, {}, out);
}

}  // namespace

void write_rank_explanation(Moment& moment, Value items, ValueWriter& out) noexcept {
  out.object(3);
  out.pair("stage", stage_name(moment.stage()));
  out.key("reasons");
  const std::uint32_t place = out.open_array();
  Gain looked_at;
  std::uint32_t n = 0;
  for (std::uint32_t d = 0; d < moment.pack.dimensions().size; ++d) {
    const Gain gain = gain_by(moment, items, d);
    if (gain.value == kNone) continue;
    write_gain(moment, d, gain, out);
    ++n;
    if (gain.index > looked_at.index && moment.interest(d).views(gain.value) != 0) looked_at = gain;
  }
  out.close(place, n);
  out.key("sentence");
  // It names what the visitor looked at here and nothing else, as that of a slot does.
  if (looked_at.value == kNone) return out.string("In this order for what you did on this site.");
  Label(moment.pack, looked_at.dimension, looked_at.value, true).write("In this order because you looked at ", " here.", out);
}

}  // namespace tactful

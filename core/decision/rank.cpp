#include "decision/rank.h"

#include "base/text.h"

namespace tactful {
namespace {

// Clicks and impressions as if this many more of the average had been seen.
constexpr double kShrink = 50;

// A value that is disliked or rests, and one that is neither.
constexpr std::uint32_t kAside = 1, kOpen = 2;

// What a dimension says of an item, summed over the values it names.
struct Sums {
  double share = 0, average = 0, clicks = 0, impressions = 0;
  std::uint32_t named = 0;  // kAside, kOpen or both
};

void add_base_rate(const Pack& pack, Ref value, Sums& sums) noexcept {
  for (const BaseRate& b : pack.base_rates())
    if (b.value == value) {
      sums.clicks += b.clicks;
      sums.impressions += b.impressions;
    }
}

// Mean click rate over all values of a dimension, 0 where the model knows none.
double mean_rate(const Pack& pack, const Dimension& d) noexcept {
  double clicks = 0, impressions = 0;
  for (const BaseRate& b : pack.base_rates())
    if (b.value - d.value_first < d.value_count) {
      clicks += b.clicks;
      impressions += b.impressions;
    }
  return impressions > 0 ? clicks / impressions : 0;
}

// Unlisted values count as "other".
void add_value(Moment& moment, std::uint32_t dimension, Value value, Sums& sums) noexcept {
  const Dimension& d = moment.pack.dimensions()[dimension];
  const Interest& about = moment.interest(dimension);
  const Ref listed = find_named(moment.pack, d, value);
  if (listed == kNoValue) return;
  if (listed == kNone) {
    sums.named |= kOpen;
    sums.share += about.other_share();
    sums.average += d.average_other;
    return;
  }
  sums.average += about.average(listed);
  if (about.aside(listed)) {
    sums.named |= kAside;
  } else {
    sums.named |= kOpen;
    sums.share += about.share(listed);
  }
  add_base_rate(moment.pack, listed, sums);
}

}  // namespace

Ref find_named(const Pack& pack, const Dimension& d, Value value) noexcept {
  if (d.flags & kDimensionNumber) return value.is_number() ? pack.find_band(d, value.number()) : kNoValue;
  return value.is_string() ? pack.find_value(d, hash_value(value.text(), d.hash_state)) : kNoValue;
}

double score_item(Moment& moment, Value item) noexcept {
  const Pack& pack = moment.pack;
  const Value prior = item.get("prior");
  const double impressions = prior.get("impressions").number();
  const bool own_rate = impressions > 0;
  // A share of the impressions, whatever is written: scores stay finite and never turn negative.
  const double rate = prior.get("clicks").number() / impressions;
  double score = !own_rate || rate > 1 ? 1 : rate > 0 ? rate : 0;
  for (std::uint32_t d = 0; d < pack.dimensions().size; ++d) {
    const Dimension& dimension = pack.dimensions()[d];
    const Value named = item.get(pack.string(dimension.name));
    if (named.is_null()) continue;
    Sums sums;
    if (named.is_array())
      for (Items it(named); it.next();) add_value(moment, d, it.value(), sums);
    else
      add_value(moment, d, named, sums);
    // Nothing is left to be shown it for, whatever the model knows of an average.
    if (sums.named == kAside) score = 0;
    score *= __builtin_sqrt(moment.interest(d).index(sums.share, sums.average));
    const double mean = own_rate ? 0 : mean_rate(pack, dimension);
    if (mean > 0) score *= (sums.clicks + kShrink * mean) / (sums.impressions + kShrink);
  }
  return score;
}

}  // namespace tactful

#include <algorithm>
#include <cmath>
#include <limits>

#include "compiler/pack_writer.h"
#include "pack/order.h"

namespace tactful {
namespace {

// What is thought of a variant before anything is known weighs as much as so many clicks: heroes of one slot
// are then expected to differ by about a fifth, the root of one in 20.
constexpr double kClicksBefore = 20;
// Where clicks are so rare that 20 would take longer, as many impressions as a prior may state.
constexpr double kMostBefore = 1e12;
// A value is taken for at least this popular beside the mean: one that nobody looked at when the model was made
// is still somebody's.
constexpr double kLeastPopular = 1.0 / 16;

}  // namespace

double PackWriter::click_rate(const DraftSlot& slot) {
  Counts all;
  for (const DraftVariant& variant : slot.variants)
    for (const DraftPrior& prior : variant.priors) {
      if (prior.segment != kNone) continue;
      all.clicks += prior.counts.clicks;
      all.impressions += prior.counts.impressions;
    }
  return all.impressions > 0 ? all.clicks / all.impressions : 0;
}

double PackWriter::popularity(const DraftVariant& variant) const {
  double out = 1;
  for (const DraftFor& entry : variant.fors) {
    const DraftDimension& d = draft_.dimensions[entry.dimension];
    if (!d.has_average) continue;
    const std::vector<Ref> members = resolve(entry.dimension, entry.set);
    double share = 0;
    for (std::uint32_t i = 0; i < d.values.size(); ++i)
      if (std::find(members.begin(), members.end(), value_ref(entry.dimension, i)) != members.end()) share += d.values[i].average;
    const double equal = static_cast<double>(members.size()) / static_cast<double>(d.values.size());
    out *= std::sqrt(std::max(share / equal, kLeastPopular));
  }
  return out;
}

void PackWriter::write_priors(Variant& out, const DraftVariant& variant, double slot_rate) {
  out.prior_first = out_.count<Prior>(k_priors);
  out.most = 1;
  if (!(slot_rate > 0)) return;
  // The score divides what a visitor leans to by how common that is, so what is expected before any click is multiplied
  // by it: else a slight lean to something rare would win as long as nobody has clicked.
  const double expected = std::min(slot_rate * popularity(variant), 1.0);
  const double strength = std::min(kClicksBefore / slot_rate, kMostBefore);
  std::vector<Prior> priors;
  const auto add = [&](const Counts& counts, Ref segment) {
    const double n = counts.impressions + strength, mean = (counts.clicks + strength * expected) / n;
    priors.push_back({mean, mean < 1 ? std::sqrt(mean * (1 - mean) / n) : 0, segment, 0});
  };
  bool for_everybody = false;
  for (const DraftPrior& prior : variant.priors) {
    for_everybody |= prior.segment == kNone;
    add(prior.counts, prior.segment == kNone ? kNone : value_ref(draft_.segment_dimension, prior.segment));
  }
  if (!for_everybody) add({}, kNone);
  // For everybody first (kNone + 1 is 0), then by value.
  std::sort(priors.begin(), priors.end(), [](const Prior& a, const Prior& b) { return a.segment + 1 < b.segment + 1; });
  out.prior_count = static_cast<std::uint32_t>(priors.size());
  double most = 0;
  for (const Prior& prior : priors) {
    out_.add(k_priors, prior);
    most = std::max(most, prior.mean + kFarthest * prior.deviation);
  }
  out.most = std::nextafter(static_cast<float>(most), std::numeric_limits<float>::infinity());
}

}  // namespace tactful

#pragma once
#include "pack/pack.h"

/// How the variants of an index row are sorted, so that a choice can stop early: in groups of one
/// `for` and one kind of help; inside a group who can score highest first, then the more precise,
/// then file order. The compiler sorts by these functions, the decision stops by them.
namespace tactful {

/// Observations of the slot's mean that a variant's own are mixed with.
constexpr double kShrink = 50;
/// A drawn rate lies at most so many deviations above its mean: the most that four uniforms can sum
/// up to, scaled to a variance of one.
constexpr double kFarthest = 3.4641016151377544;

/// A click rate as far as it is known.
struct Rate {
  double mean = 1, deviation = 0;
  double most() const noexcept { return mean + kFarthest * deviation; }
};

/// Rate of a variant with these counts in a slot whose mean is `slot_rate`.
TACTFUL_INLINE Rate rate_of(double clicks, double impressions, double slot_rate) noexcept {
  Rate out;
  const double n = impressions + kShrink;
  out.mean = (clicks + kShrink * slot_rate) / n;
  if (out.mean < 1) out.deviation = __builtin_sqrt(out.mean * (1 - out.mean) / n);
  return out;
}

/// Breaks ties of score: how many things have to be true of the moment.
TACTFUL_INLINE std::uint32_t precision(const Variant& variant) noexcept {
  return (variant.condition != kNone) + variant.for_count + (variant.schedule != kNone);
}

TACTFUL_INLINE bool same_group(const Variant& a, const Variant& b) noexcept {
  return a.for_first == b.for_first && a.help == b.help;
}

}  // namespace tactful

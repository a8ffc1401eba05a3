#pragma once
#include "pack/pack.h"

/// How the variants of an index row are sorted, so that a choice can stop early: in groups of one
/// `for` and one kind of help; inside a group who can score highest first, then the more precise,
/// then file order. The compiler sorts by these functions, the decision stops by them.
namespace tactful {

/// A drawn rate lies at most so many deviations above its mean: the most that four uniforms can sum
/// up to, scaled to a variance of one.
constexpr double kFarthest = 3.4641016151377544;

/// Breaks ties of score: how many things have to be true of the moment.
TACTFUL_INLINE std::uint32_t precision(const Variant& variant) noexcept {
  return (variant.condition != kNone) + variant.for_count + (variant.schedule != kNone);
}

TACTFUL_INLINE bool same_group(const Variant& a, const Variant& b) noexcept {
  return a.for_first == b.for_first && a.help == b.help;
}

}  // namespace tactful

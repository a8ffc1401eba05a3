#pragma once
#include "decision/moment.h"

namespace tactful {

/// Most customer-data dimensions that a decision may use: promise 2.
constexpr std::uint32_t kMostDimensions = 3;

/// The dimensions (indexes of pack.facts) that may speak in one decision.
struct Allowed {
  std::uint16_t facts[kMostDimensions];
  std::uint32_t count = 0;  ///< those allowed
  std::uint32_t known = 0;  ///< the first so many have evidence; the rest fill free places
  bool said = false;        ///< one of them is what the site states or the visitor said

  bool has(std::uint32_t fact) const noexcept {
    for (std::uint32_t i = 0; i < count; ++i)
      if (facts[i] == fact) return true;
    return false;
  }
  /// Whether a variant reads nothing outside.
  bool covers(const Variant& variant) const noexcept {
    for (const std::uint16_t fact : variant.facts)
      if (fact != kNoFact && !has(fact)) return false;
    return true;
  }
};

/// Chooses at most the slot's `maxDimensions` (by stage) of the dimensions its variants read, by
/// their own evidence alone: what is stated or said, then arrival, then affinities by weight,
/// then facts of the profile; ties by name; those without evidence last. Because a dimension's
/// place depends on nothing but its own data, emptying all others changes no decision.
Allowed choose_dimensions(Moment& moment, const Slot& slot) noexcept;

/// Whether a dimension has anything to say to a slot now.
bool has_evidence(Moment& moment, const Slot& slot, std::uint32_t fact) noexcept;

}  // namespace tactful

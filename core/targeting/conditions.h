#pragma once
#include "base/value.h"
#include "pack/pack.h"

namespace tactful {

/// Answers what a condition reads: the value of `pack.attributes()[attribute]`, null when unknown.
/// The value stays readable until the next call.
class AttributeSource {
 public:
  virtual Value read(Ref attribute) noexcept = 0;

 protected:
  ~AttributeSource() = default;
};

/// The value at a dotted path inside an object, as the conditions' language finds it; null if none.
Value find_path(Value object, Bytes path) noexcept;

/// Whether a condition holds. The language is in docs/campaign.md, the code's form in docs/condition-code.md. Never fails.
///
/// range   condition < number of conditions of a pack that verify_conditions accepted
/// cost    linear in code and the values read; no allocation
bool holds(const Pack& pack, Ref condition, AttributeSource& source) noexcept;

/// Calls `visit(context, attribute)` for each attribute a condition reads, in its order, audiences
/// included; the same attribute may come twice.
void each_attribute(const Pack& pack, Ref condition, void (*visit)(void* context, Ref attribute),
                    void* context) noexcept;

/// Checks all condition code, automata and group literals of an opened pack, so that `holds` needs
/// no check. False: damaged.
bool verify_conditions(const Pack& pack) noexcept;

}  // namespace tactful

#include <algorithm>

#include "compiler/conditions.h"
#include "compiler/resolver.h"

// The conditions of audiences and variants, within the limits of a pack.
namespace tactful {

Ref Resolver::compile(const Json& condition, const Place& place) {
  open_conditions_.emplace_back();
  Code code;
  const bool good = compile_condition(condition, place, *this, report_, code);
  DraftCondition done = std::move(open_conditions_.back());
  open_conditions_.pop_back();
  read_by_outer(done);
  if (!good) return kNone;
  done.code = std::move(code);
  return add(std::move(done), place);
}

Ref Resolver::compile_variant(const Json* when, const Json* audiences, const Place& variant,
                              std::vector<std::string>& names) {
  const std::size_t errors = report_.errors();
  open_conditions_.emplace_back();
  Code code;
  if (when != nullptr) compile_condition(*when, Place(variant, "when"), *this, report_, code);
  if (audiences != nullptr) call_audiences(*audiences, Place(variant, "audiences"), names, code);
  DraftCondition done = std::move(open_conditions_.back());
  open_conditions_.pop_back();
  if (report_.errors() != errors || (when == nullptr && code.empty())) return kNone;
  const auto [at, added] = variant_conditions_.emplace(std::string(code.begin(), code.end()), kNone);
  if (!added) return at->second;
  done.code = std::move(code);
  return at->second = add(std::move(done), variant);
}

// Any one of them must hold.
void Resolver::call_audiences(const Json& audiences, const Place& place, std::vector<std::string>& names, Code& out) {
  read_texts(audiences, place, report_, names);
  Code calls;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Ref called = audience(names[i], audiences.is_array() ? Place(place, i) : place);
    if (called != kNone) NodeBuilder(ConditionOp::kCall).reference(called).into(calls);
  }
  if (!names.empty()) NodeBuilder(ConditionOp::kAny).children(calls).into(out);
}

void Resolver::read_by_outer(const DraftCondition& inner) {
  if (open_conditions_.empty()) return;
  auto& reads = open_conditions_.back().attributes;
  for (const Ref a : inner.attributes)
    if (std::find(reads.begin(), reads.end(), a) == reads.end()) reads.push_back(a);
  for (const DraftLiteral& literal : inner.literals) add_literal(literal);
}

void Resolver::add_literal(DraftLiteral literal) {
  auto& literals = open_conditions_.back().literals;
  // Once each: audiences that name each other twice would double them at every step.
  if (std::find(literals.begin(), literals.end(), literal) == literals.end()) literals.push_back(std::move(literal));
}

// The limits are those of verify_conditions, which refuses the whole pack and cannot say where.
Ref Resolver::add(DraftCondition condition, const Place& place) {
  const Extent extent = extent_of(condition.code.data(), condition.code.data() + condition.code.size(), extents_);
  if (extent.depth > kMaxConditionDepth) {
    report_.error(place, "too-deep",
                  {.expected = "conditions at most " + std::to_string(kMaxConditionDepth) +
                               " levels deep, the audiences that they name included"});
    return kNone;
  }
  const bool fitted = nodes_ <= kMaxConditionNodes;
  nodes_ += extent.nodes;
  if (nodes_ > kMaxConditionNodes) {
    // Said once: all that follow are too many as well.
    if (fitted)
      report_.error(place, "too-many-conditions",
                    {.expected = "at most " + std::to_string(kMaxConditionNodes) +
                                 " tests in all conditions together; an audience counts wherever it is named",
                     .found = "more, from this condition on"});
    return kNone;
  }
  draft_.conditions.push_back(std::move(condition));
  extents_.push_back(extent);
  return static_cast<Ref>(draft_.conditions.size() - 1);
}

void Resolver::compile_audiences() {
  if (audiences_ == nullptr || !expect_object(*audiences_, audiences_place_, report_, "an object of audiences")) return;
  for (const auto& [name, condition] : audiences_->items()) audience(name, Place(audiences_place_, name));
}

Ref Resolver::audience(std::string_view name, const Place& place) {
  if (const auto known = known_audiences_.find(name); known != known_audiences_.end()) {
    if (known->second != kNone) read_by_outer(draft_.conditions[known->second]);
    return known->second;
  }
  if (std::find(open_audiences_.begin(), open_audiences_.end(), name) != open_audiences_.end()) {
    std::string circle;
    for (const std::string_view open : open_audiences_) circle += std::string(open) + " -> ";
    report_.error(
        place, "audience-cycle",
        {.expected = "audiences that do not name each other in a circle", .found = circle + std::string(name)});
    return kNone;
  }
  const auto json = audience_json_.find(name);
  if (json == audience_json_.end()) {
    Names names;
    if (audiences_ != nullptr && audiences_->is_object())
      for (const auto& [known, condition] : audiences_->items()) names.push_back(known);
    report_.error(place, "unknown-audience",
                  {.expected = names.empty() ? "an audience; the site file states none" : one_of(names),
                   .found = quote_text(name),
                   .hint = did_you_mean(name, names)});
    return kNone;
  }
  // Each is a level at least, and the stack of those who read the files is bounded too.
  if (open_audiences_.size() == kMaxConditionDepth) {
    report_.error(place, "too-deep",
                  {.expected = "audiences that name each other fewer than " + std::to_string(kMaxConditionDepth) + " deep",
                   .found = "more, from " + quote_text(open_audiences_[0]) + " to " + quote_text(name)});
    return kNone;
  }
  open_audiences_.push_back(json->first);
  const Ref index = compile(*json->second, Place(audiences_place_, json->first));
  open_audiences_.pop_back();
  known_audiences_.emplace(json->first, index);
  draft_.audiences.push_back({std::string(name), index});
  return index;
}

}  // namespace tactful

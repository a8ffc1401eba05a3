#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "compiler/json.h"
#include "pack/layout.h"

namespace tactful {

/// How a literal is compared.
enum class Comparison : std::uint8_t {
  kPlain,         ///< as JavaScript's == does it, nearly; an array as its text
  kEqual,         ///< $eq, $ne: of one type, and no array
  kListed,        ///< $in, $nin: of one type; of an array some element
  kListedFolded,  ///< $ini, $nini: the same, texts in any case
  kOrdered,       ///< $gt, $gte, $lt, $lte
};

/// What compiling a condition asks of the pack under construction.
///
/// Names that do not exist are reported by the sink, at the place given, with the closest name;
/// the answer is then kNone, and compiling goes on to find the other mistakes.
class ConditionSink {
 public:
  /// Index in `attributes` of what a dotted path reads. The same path gives the same index. `value` is what is asked
  /// of it, `place` the condition that names it.
  virtual Ref attribute(std::string_view path, const Json& value, const Place& place) = 0;
  /// What a condition can expect of an attribute's values; 0 any, else as Declared::type.
  virtual std::uint8_t attribute_type(Ref attribute) = 0;
  /// Whether conditions may only ask if it equals a literal (query.*: what is not named is not read).
  virtual bool literals_only(Ref) { return false; }
  /// Whether it is a number that is null for many visitors: in an order null counts as 0.
  virtual bool often_null(Ref) { return false; }
  /// The members of a group, an array, for $inGroup and $notInGroup; null when it is not known, which is reported.
  virtual const Json* group(std::string_view name, const Place& place) = 0;
  /// Index of the condition of an audience, for {"$audience": NAME}; it is below the one being compiled.
  virtual Ref audience(std::string_view name, const Place& place) = 0;
  /// A string of the pack; equal texts share one.
  virtual Ref string(std::string_view text) = 0;
  /// Appends to `automata`; returns the offset. Equal bytes may share one.
  virtual std::uint32_t automaton(std::string_view bytes) = 0;
  /// The condition being compiled asks whether `attribute` (or an element of it) equals a literal, or
  /// is one of several, negated or not.
  virtual void literal(Ref attribute, std::string_view text, const Place& place) = 0;
  virtual void literal(Ref attribute, double number, const Place& place) = 0;
  /// A literal that `attribute` (an element of it, if `element`) is compared with: the sink reports what can never
  /// be met, or what is not meant. `negated`: that it is not met is what is asked.
  virtual void compared(Ref, const Json& /*literal*/, Comparison, bool /*element*/, bool /*negated*/, const Place&) {}
  /// All operators of one object, for what they cannot be together.
  virtual void tested(Ref, const Json& /*operators*/, bool /*negated*/, const Place&) {}
  /// The texts that a text stands for, itself included: a value and what lies below it. Empty: itself alone.
  virtual std::vector<std::string> named(Ref, std::string_view) { return {}; }

 protected:
  ~ConditionSink() = default;
};

}  // namespace tactful

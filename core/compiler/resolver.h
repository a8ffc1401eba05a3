#pragma once
#include "compiler/condition_sink.h"
#include "compiler/draft.h"
#include "compiler/fields.h"

namespace tactful {

/// Whether the first part of an attribute's path is Tactful's own ("season", "affinity", "visits").
bool is_built_in(std::string_view name);

/// Finds what the names in conditions mean, makes the draft's attributes, facts and conditions, and
/// says what is no name. It is what compile_condition writes to.
class Resolver final : public ConditionSink {
 public:
  /// `audiences`: the site file's object of that name, or null; `place` is its own.
  Resolver(Draft& draft, Report& report, const Json* audiences, const Place& place);

  /// Compiles a condition of the files; its index in the draft and the pack, kNone when it has mistakes.
  Ref compile(const Json& condition, const Place& place);
  /// The condition that holds for `when` (or always, when null) and any one of the audiences.
  Ref compile_with_audiences(const Json* when, const std::vector<std::string>& audiences, const Place& place);
  /// Compiles all audiences, also those that nobody names.
  void compile_audiences();

  Ref attribute(std::string_view path, const Place& place) override;
  std::uint8_t attribute_type(Ref attribute) override;
  bool literals_only(Ref attribute) override;
  bool often_null(Ref attribute) override;
  Ref group(std::string_view name, const Place& place) override;
  Ref audience(std::string_view name, const Place& place) override;
  Ref string(std::string_view text) override { return draft_.string(text); }
  std::uint32_t automaton(std::string_view bytes) override;
  void literal(Ref attribute, std::string_view text, const Place& place) override;
  void literal(Ref attribute, double number, const Place& place) override;

 private:
  void find_period(DraftAttribute& out, std::string_view name, const Place& place);
  bool find_in_dimension(DraftAttribute& out, std::string_view kind, std::string_view rest, const Place& place);
  bool find_signal(DraftAttribute& out, std::string_view path);
  bool find_declared(DraftAttribute& out, std::string_view path);
  Names attribute_names() const;

  Draft& draft_;
  Report& report_;
  const Json* audiences_;
  Place audiences_place_;
  std::vector<std::string_view> open_audiences_;  // being compiled, outermost first
  std::vector<DraftCondition> open_conditions_;   // likewise: what each reads so far
};

/// The values that a text names in a `for`, a literal or a path; reports what cannot be one. A text
/// dimension takes a value's name, a number dimension "low", "middle" or "high".
bool read_value_name(DraftDimension& dimension, std::string_view text, const Place& place, Report& report,
                     ValueSet& out);

}  // namespace tactful

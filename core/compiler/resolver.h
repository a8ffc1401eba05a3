#pragma once
#include <unordered_map>

#include "compiler/condition_nodes.h"
#include "compiler/condition_sink.h"
#include "compiler/draft.h"
#include "compiler/fields.h"

namespace tactful {

/// Whether the first part of an attribute's path is Tactful's own ("season", "affinity", "visits").
bool is_built_in(std::string_view name);
/// Whether it is an attribute of Tactful's by itself, not only the beginning of some ("season", but not "affinity").
bool is_attribute(std::string_view name);

/// Finds what the names in conditions mean, makes the draft's attributes, facts and conditions, and
/// says what is no name. It is what compile_condition writes to.
class Resolver final : public ConditionSink {
 public:
  /// `audiences`: the site file's object of that name, or null; `place` is its own.
  Resolver(Draft& draft, Report& report, const Json* audiences, const Place& place);

  /// Compiles what a variant asks: its `when` (null: nothing) and any one of the audiences that it names (a text, a
  /// list, or null), whose `names` are given back. The condition's index in the draft and the pack; kNone when nothing is asked or on mistakes.
  /// Variants that ask the same share a condition.
  Ref compile_variant(const Json* when, const Json* audiences, const Place& variant, std::vector<std::string>& names);
  /// Compiles all audiences, also those that nobody names.
  void compile_audiences();

  Ref attribute(std::string_view path, const Json& value, const Place& place) override;
  std::uint8_t attribute_type(Ref attribute) override;
  bool literals_only(Ref attribute) override;
  bool often_null(Ref attribute) override;
  const Json* group(std::string_view name, const Place& place) override;
  Ref audience(std::string_view name, const Place& place) override;
  Ref string(std::string_view text) override { return draft_.string(text); }
  std::uint32_t automaton(std::string_view bytes) override;
  void literal(Ref attribute, std::string_view text, const Place& place) override;
  void literal(Ref attribute, double number, const Place& place) override;
  void compared(Ref attribute, const Json& literal, Comparison how, bool element, bool negated, const Place& place) override;
  void tested(Ref attribute, const Json& operators, bool negated, const Place& place) override;
  std::vector<std::string> named(Ref attribute, std::string_view text) override;

 private:
  /// Compiles an audience's condition.
  Ref compile(const Json& condition, const Place& place);
  void call_audiences(const Json& audiences, const Place& place, std::vector<std::string>& names, Code& out);
  /// What a condition reads, the one around it reads.
  void read_by_outer(const DraftCondition& inner);
  void add_literal(DraftLiteral literal);
  Ref add(DraftCondition condition, const Place& place);

  // literals.cpp
  void never(const DraftAttribute& a, const Place& place, Message message);
  void check_text(const DraftAttribute& a, std::string_view text, Comparison how, bool element, const Place& place);
  void check_word(const DraftAttribute& a, std::string_view text, Comparison how, const Place& place);
  void check_day(std::string_view text, Comparison how, const Place& place);
  void check_value(const DraftAttribute& a, std::string_view text, const Place& place);
  void check_said(const DraftAttribute& a, std::string_view text, const Place& place);
  void check_number(const DraftAttribute& a, const Json& literal, Comparison how, const Place& place);
  void check_whole(const DraftAttribute& a, const Json& literal, const Place& place);
  void check_array(const DraftAttribute& a, const Json& literal, Comparison how, const Place& place);


  // never_met.cpp
  void check_form(const DraftAttribute& a, std::string_view text, Comparison how, const Place& place);
  void check_range(const DraftAttribute& a, double number, const Place& place);
  void check_bounds(const DraftAttribute& a, const Json& operators, const Place& place);
  void check_band_order(const DraftAttribute& a, const Json& literal, const Place& place);

  void check_path(const DraftAttribute& a, const Place& object);
  void find_period(DraftAttribute& out, std::string_view name, const Place& place);
  bool find_in_dimension(DraftAttribute& out, std::string_view kind, std::string_view rest, const Place& place);
  bool find_signal(DraftAttribute& out, std::string_view path);
  bool find_declared(DraftAttribute& out, std::string_view path);
  Names attribute_names() const;
  Ref no_attribute(std::string_view path, const Json& value, const Place& place);

  // attribute_hints.cpp
  std::string attribute_hint(std::string_view path, const Json& value) const;
  std::string site_name_hint(std::string_view path, const Json& value) const;

  Draft& draft_;
  Report& report_;
  const Json* audiences_;
  Place audiences_place_;
  std::unordered_map<std::string_view, const Json*> audience_json_;
  std::unordered_map<std::string_view, Ref> known_audiences_;  // compiled already; kNone: with mistakes
  std::unordered_map<std::string, Ref> attribute_index_;
  std::unordered_map<std::string, Ref> variant_conditions_;  // by code
  std::vector<std::string_view> open_audiences_;  // being compiled, outermost first
  std::vector<DraftCondition> open_conditions_;   // likewise: what each reads so far
  std::vector<Extent> extents_;                   // of the draft's conditions
  std::uint64_t nodes_ = 0;                       // of all, calls followed
};

/// The values that a text names in a `for`, a literal or a path; reports what cannot be one. A text
/// dimension takes a value's name, a number dimension "low", "middle" or "high".
bool read_value_name(DraftDimension& dimension, std::string_view text, const Place& place, Report& report,
                     ValueSet& out);

}  // namespace tactful

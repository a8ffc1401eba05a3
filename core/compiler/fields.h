#pragma once
#include <initializer_list>
#include <vector>

#include "compiler/json.h"

namespace tactful {

using Names = std::vector<std::string_view>;

/// Reads the members of one JSON object, and reports each that is unknown or of a wrong type or
/// range. Getters answer false, and leave `out` alone, when the member is absent or wrong.
class Fields {
 public:
  /// Reports when `json` is no object (`what` names it in the message), and each unknown key.
  Fields(const Json& json, const Place& place, Report& report, const Names& known, std::string_view what);

  bool is_object() const { return json_.is_object(); }
  /// The member, or null.
  const Json* get(std::string_view key) const { return find_member(json_, key); }
  /// The member, or null and a report.
  const Json* require(std::string_view key) const;
  Place place(std::string_view key) const { return Place(place_, key); }
  const Place& here() const { return place_; }

  bool text(std::string_view key, std::string& out) const;
  bool boolean(std::string_view key, bool& out) const;
  bool number(std::string_view key, double low, double high, double& out) const;
  bool integer(std::string_view key, std::uint32_t low, std::uint32_t high, std::uint32_t& out) const;
  /// A share between 0 and 1, as Q32 with 0xffffffff for all.
  bool share(std::string_view key, std::uint32_t& out_q32) const;
  /// One of the names; `out` is its index.
  bool choice(std::string_view key, const Names& names, std::uint32_t& out) const;

 private:
  const Json& json_;
  const Place& place_;
  Report& report_;
};

/// The same for a value that is no member.
bool read_text(const Json& json, const Place& place, Report& report, std::string& out);
bool read_number(const Json& json, const Place& place, Report& report, double low, double high, double& out);
bool read_integer(const Json& json, const Place& place, Report& report, std::uint32_t low, std::uint32_t high,
                  std::uint32_t& out);
bool read_choice(const Json& json, const Place& place, Report& report, const Names& names, std::uint32_t& out);
/// Whether nothing can be read in it.
bool is_blank(std::string_view text);
/// A list of texts, or one text alone.
bool read_texts(const Json& json, const Place& place, Report& report, std::vector<std::string>& out);
/// Reports unless the value is an object (an array); `what` names it.
bool expect_object(const Json& json, const Place& place, Report& report, std::string_view what);
bool expect_array(const Json& json, const Place& place, Report& report, std::string_view what);

/// What people write for one of our words: "audience" for "audiences", "fall" for "autumn". Empty
/// when nothing known is meant; the answer is one of `words`.
std::string_view meant_by(std::string_view written, const Names& words);
/// A hint from meant_by, else from the closest word, else nothing.
std::string hint_for(std::string_view written, const Names& words);

}  // namespace tactful

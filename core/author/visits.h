#pragma once
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "author/lines.h"
#include "base/value.h"

namespace tactful {

/// What a site knows of its visits, whatever form its log has: all events in memory, a visitor's
/// one after the other in the order of time.
class Visits {
 public:
  struct Event {
    std::uint32_t visitor;  ///< numbered from 0 in the order of appearance
    std::uint32_t in_len;
    std::uint64_t in;  ///< offset of the core's input
    std::int64_t t_ms;
  };

  /// Of rows and CSV only these parameters, of an event and of its items, are kept: an analytics export has many more than
  /// anything reads, and all events must fit into memory. Without it all are. Call before `read`.
  void keep(std::set<std::string, std::less<>> names) { kept_ = std::move(names); }

  /// Takes the next piece of a log, cut anywhere. The first line that is not blank says what it is:
  ///   {"event": …} or another replay line   docs/cli.md; queries mean nothing here
  ///   {"event_name": …}                     GA4's export to BigQuery, as JSON rows
  ///   anything else                         CSV with a header that names t or ts (ms), visitor or
  ///                                         user, event or type; item, category, brand and price
  ///                                         become GA4's, any other column a parameter
  /// Prices, values and quantities may be texts as shops write them; one that is no number is left out, and so is in
  /// GA4's export and in CSV what GA4 has "(not set)" for.
  void read(std::string_view text, bool last);

  /// Sorts what was read; call once, after the last piece.
  void finish();

  const std::vector<Event>& events() const noexcept { return events_; }
  std::uint32_t visitors() const noexcept { return static_cast<std::uint32_t>(names_.size()); }
  Value input(const Event& event) const noexcept { return Value(inputs_.data() + event.in); }
  const std::string& name(std::uint32_t visitor) const noexcept { return *names_[visitor]; }

  /// Why the first line shows that this is no log of the three forms, in words; empty when it is one.
  const std::string& refusal() const noexcept { return refusal_; }
  /// Lines that could not be read, the first of them, and why that one could not.
  std::uint64_t bad_lines() const noexcept { return bad_lines_; }
  std::uint64_t first_bad_line() const noexcept { return first_bad_line_; }
  const char* first_bad_reason() const noexcept { return first_bad_reason_; }

 private:
  enum class Form : std::uint8_t { kUnknown, kReplay, kBigQuery, kCsv };

  void take_line(std::string_view line);
  void read_header(std::string_view line);
  // What follows answers with the reason for which the line cannot be read, or null.
  const char* take_replay(std::string_view line);
  const char* take_big_query(std::string_view line);
  const char* take_csv(std::string_view line);
  const char* add(std::string_view visitor, double t_ms, std::size_t in);

  Form form_ = Form::kUnknown;
  Lines lines_;
  std::uint64_t line_ = 0, bad_lines_ = 0, first_bad_line_ = 0;
  std::vector<std::string> columns_;
  std::string refusal_;
  const char* first_bad_reason_ = "";
  std::set<std::string, std::less<>> kept_;
  std::vector<Event> events_;
  std::vector<std::uint8_t> inputs_, scratch_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<const std::string*> names_;
};

}  // namespace tactful

#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "author/lines.h"

namespace tactful {

/// Whether conditions hold of attributes, asked line by line: the condition language alone, with no
/// site file, so that every path is an attribute and every type goes.
///
///   in   {"condition": {…}, "attributes": {…}, "groups": {"name": [values…]}}
///   out  true, false, or {"error": id}: bad-json, too-deep, too-long, bad-line (no condition), bad-type, or
///        the first mistake of the condition (compiler/conditions.h)
///
/// The last conditions seen are kept compiled, so a log that asks few of them runs at the speed of
/// reading it. Memory is bounded: some 32 MB of these (or one larger one), and one line of kMaxLine bytes.
class Match {
 public:
  Match();
  ~Match();

  /// "true", "false" or the id of the error.
  std::string_view line(std::string_view text);

  /// Takes the next piece of the log, cut anywhere; its whole lines are answered in output(), blank
  /// ones skipped. What follows the last line end waits, or is a line when `last`.
  void read(std::string_view text, bool last);
  /// Memory of the conditions that are kept, about.
  std::size_t cached_bytes() const noexcept { return cached_bytes_; }
  /// Answers to print; the caller clears them.
  std::string& output() noexcept { return output_; }

 private:
  struct Compiled;
  Compiled& compiled(const std::uint8_t* condition, const std::uint8_t* groups);
  void answer(std::string_view text);

  std::unordered_map<std::string, std::unique_ptr<Compiled>> cache_;
  std::vector<std::uint8_t> encoded_;  // the line being read
  std::string key_;                    // scratch, so that looking up does not allocate
  std::size_t cached_bytes_ = 0;
  Lines lines_;
  std::string output_;
};

}  // namespace tactful

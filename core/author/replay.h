#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "author/line.h"
#include "tactful_author.h"

namespace tactful {

/// Reads replay lines (docs/cli.md) into steps for an engine, and the engine's answers back into
/// lines. It never touches an engine, so the engine can be any: native, wasm or JavaScript.
///
///   read(text) -> steps() -> the caller runs them in order -> write(results) -> output()
///
/// Kept per visitor: the name and the time of the newest event.
class Replay {
 public:
  /// `seed`: the command's --seed, or none.
  explicit Replay(std::optional<std::string> seed) : seed_(std::move(seed)) {}

  /// Takes the next piece of the log, cut anywhere. Its whole lines replace steps() and inputs();
  /// what follows the last line end waits for the next piece, or is a line when `last`. All steps
  /// of the piece before must have been written.
  void read(std::string_view text, bool last);

  const std::vector<tactful_replay_step>& steps() const noexcept { return steps_; }
  /// Encoded inputs; each step names its part.
  const std::vector<std::uint8_t>& inputs() const noexcept { return inputs_; }

  /// Appends to output() what answers the next `count` steps, given their results and the core's
  /// answers one after the other. Lines that are no step are answered in their place.
  void write(const tactful_replay_result* results, std::uint32_t count, const std::uint8_t* answers);

  /// Lines to print; the caller clears them.
  std::string& output() noexcept { return output_; }
  /// Lines so far that could not be used.
  std::uint64_t bad_lines() const noexcept { return bad_queries_ + bad_events_; }
  /// What to say on stderr after the last line; empty when all went well.
  std::string summary() const;

 private:
  struct Visitor {
    const std::string* name;  // the key in numbers_
    double newest_ms;         // of their events; -1 when there is none
  };
  /// A step, or a line that could not become one and is answered with its error.
  struct Pending {
    std::uint64_t line;
    const char* error;  // null: the next step
  };

  void take_line(std::string_view text);
  void refuse(LineError error, bool query);
  void count_bad_event(std::uint64_t line, const char* id);
  std::uint32_t number_of(Bytes name);
  double taken_time(Visitor& visitor, const Line& line);
  void write_errors();
  void write_error(std::uint64_t line, const char* id);
  void write_answer(const tactful_replay_step& step, Value answer);

  std::optional<std::string> seed_;
  Lines lines_;
  std::uint64_t line_ = 0;
  std::vector<std::uint8_t> encoded_;  // the line being read
  std::vector<tactful_replay_step> steps_;
  std::vector<std::uint8_t> inputs_;
  std::vector<Pending> pending_;
  std::size_t written_steps_ = 0, written_pending_ = 0;
  std::string output_;

  std::string name_;  // scratch, so that looking a visitor up does not allocate
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<Visitor> visitors_;
  std::uint64_t late_ = 0, bad_queries_ = 0, bad_events_ = 0, first_bad_event_ = 0;
  const char* first_bad_id_ = nullptr;
};

}  // namespace tactful

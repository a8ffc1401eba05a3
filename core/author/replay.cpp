#include "author/replay.h"

#include "author/number.h"
#include "author/value_json.h"
#include "base/hash.h"
#include "base/status.h"

namespace tactful {
namespace {

Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), static_cast<std::uint32_t>(text.size())};
}

std::string counted(std::uint64_t n, const char* one, const char* more) {
  return "tactful replay: " + std::to_string(n) + ' ' + (n == 1 ? one : more);
}

}  // namespace

void Replay::read(std::string_view text, bool last) {
  steps_.clear();
  inputs_.clear();
  pending_.clear();
  written_steps_ = written_pending_ = 0;
  lines_.read(text, last, [this](std::string_view line) { take_line(line); });
}

void Replay::take_line(std::string_view text) {
  ++line_;
  if (is_blank(text)) return;
  Line line;
  const LineError error = read_line(text, encoded_, line);
  if (error != LineError::kNone) return refuse(error, is_query(line.op));

  tactful_replay_step step{};
  step.op = static_cast<std::uint32_t>(line.op);
  step.visitor = number_of(line.visitor);
  step.t_ms = taken_time(visitors_[step.visitor], line);
  step.in = static_cast<std::uint32_t>(inputs_.size());
  line.append_input(inputs_);
  step.in_len = static_cast<std::uint32_t>(inputs_.size()) - step.in;
  if (seed_) {
    const std::uint64_t seed = mix64(hash64(line.visitor, hash64(bytes_of(*seed_))));
    step.seed_high = static_cast<std::uint32_t>(seed >> 32);
    step.seed_low = static_cast<std::uint32_t>(seed);
  }
  steps_.push_back(step);
  pending_.push_back({line_, nullptr});
}

std::uint32_t Replay::number_of(Bytes name) {
  name_.assign(reinterpret_cast<const char*>(name.data), name.size);
  const auto [at, added] = numbers_.try_emplace(name_, static_cast<std::uint32_t>(visitors_.size()));
  if (added) visitors_.push_back({&at->first, -1});
  return at->second;
}

double Replay::taken_time(Visitor& visitor, const Line& line) {
  const bool late = line.t_ms < visitor.newest_ms;
  const double t_ms = late ? visitor.newest_ms : line.t_ms;
  late_ += late;
  // Queries change nothing, so only an event moves the visitor's clock.
  if (line.op == Op::kEvent) visitor.newest_ms = t_ms;
  if (line.op == Op::kForget) visitor.newest_ms = -1;
  return t_ms;
}

void Replay::refuse(LineError error, bool query) {
  if (query) {
    pending_.push_back({line_, line_error_id(error)});
  } else {
    count_bad_event(line_, line_error_id(error));
  }
}

void Replay::count_bad_event(std::uint64_t line, const char* id) {
  if (bad_events_++ != 0) return;
  first_bad_event_ = line;
  first_bad_id_ = id;
}

void Replay::write(const tactful_replay_result* results, std::uint32_t count, const std::uint8_t* answers) {
  write_errors();
  for (std::uint32_t i = 0; i < count; ++i) {
    const tactful_replay_step& step = steps_[written_steps_++];
    const std::uint64_t line = pending_[written_pending_++].line;
    const bool query = is_query(static_cast<Op>(step.op));
    const std::int32_t status = results[i].status;
    if (status == kOk && query) write_answer(step, Value(answers));
    if (status != kOk && query) write_error(line, status_id(status));
    if (status != kOk && !query) count_bad_event(line, status_id(status));
    answers += results[i].len;
    write_errors();
  }
}

void Replay::write_errors() {
  for (; written_pending_ < pending_.size(); ++written_pending_) {
    const Pending& next = pending_[written_pending_];
    if (next.error == nullptr) return;
    write_error(next.line, next.error);
  }
}

void Replay::write_error(std::uint64_t line, const char* id) {
  ++bad_queries_;
  output_ += "{\"error\":\"";
  output_ += id;
  output_ += "\",\"line\":";
  output_ += std::to_string(line);
  output_ += "}\n";
}

void Replay::write_answer(const tactful_replay_step& step, Value answer) {
  output_ += "{\"visitor\":";
  append_json_string(bytes_of(*visitors_[step.visitor].name), output_);
  output_ += ",\"t\":";
  append_number(step.t_ms, output_);
  for (Items it(answer); it.next();) {
    output_ += ',';
    append_json_string(it.key(), output_);
    output_ += ':';
    append_json(it.value(), output_);
  }
  output_ += "}\n";
}

std::string Replay::summary() const {
  std::string text;
  if (bad_events_ != 0) {
    text += counted(bad_events_, "bad event line", "bad event lines") + ", the first is line " +
            std::to_string(first_bad_event_) + " (" + first_bad_id_ + ")\n";
  }
  if (bad_queries_ != 0)
    text += counted(bad_queries_, "line was answered with an error\n", "lines were answered with an error\n");
  if (late_ != 0) {
    text += counted(late_, "line came", "lines came") +
            " with an earlier t than the visitor's newest event; the event's was taken\n";
  }
  return text;
}

}  // namespace tactful

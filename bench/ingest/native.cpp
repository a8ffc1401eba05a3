// tactful-ingest PACK ROUNDS < LOG: takes the event lines of a log in, visitor after visitor, ROUNDS times. Prints the
// nanoseconds an event of each round, a line each. Reading the log is not timed.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "author/line.h"
#include "files.h"
#include "tactful.h"

namespace {

constexpr const char* kProgram = "tactful-ingest";

struct Event {
  double t_ms;
  std::size_t at, size;
  bool newcomer;
};

struct Log {
  std::vector<std::uint8_t> inputs;
  std::vector<Event> events;
};

Log read_log() {
  Log log;
  std::vector<std::uint8_t> scratch;
  std::string text, visitor;
  while (std::getline(std::cin, text)) {
    tactful::Line line;
    if (tactful::read_line(text, scratch, line) != tactful::LineError::kNone || line.op != tactful::Op::kEvent)
      end_with(1, kProgram, "no event: " + text);
    const std::string who(reinterpret_cast<const char*>(line.visitor.data), line.visitor.size);
    const std::size_t at = log.inputs.size();
    line.append_input(log.inputs);
    log.events.push_back({line.t_ms, at, log.inputs.size() - at, who != visitor});
    visitor = who;
  }
  return log;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) end_with(2, kProgram, "usage: tactful-ingest PACK ROUNDS < LOG");
  const std::string text = read_file(argv[1], kProgram);
  std::vector<std::uint64_t> pack(text.size() / 8 + 1), memory(tactful_engine_size() / 8 + 1);
  std::memcpy(pack.data(), text.data(), text.size());
  tactful_engine* engine = nullptr;
  if (tactful_create(memory.data(), reinterpret_cast<const std::uint8_t*>(pack.data()), static_cast<std::uint32_t>(text.size()),
                     &engine) != TACTFUL_OK)
    end_with(1, kProgram, "the pack cannot be used");
  const Log log = read_log();
  for (int round = std::atoi(argv[2]); round-- > 0;) {
    const auto begin = std::chrono::steady_clock::now();
    for (const Event& e : log.events) {
      if (e.newcomer) tactful_forget(engine);
      if (tactful_event(engine, e.t_ms, log.inputs.data() + e.at, static_cast<std::uint32_t>(e.size)) != TACTFUL_OK)
        end_with(1, kProgram, "an event was refused");
    }
    const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - begin;
    std::printf("%.3f\n", passed.count() / static_cast<double>(log.events.size()));
  }
  return 0;
}

// The replay part of core/tactful_author.h.
#include <new>

#include "author/replay.h"

namespace {

struct Handle {
  tactful::Replay replay;
  std::string shown;  // what the last output or summary call answered
};

Handle* of(tactful_replay* replay) { return reinterpret_cast<Handle*>(replay); }
const Handle* of(const tactful_replay* replay) { return reinterpret_cast<const Handle*>(replay); }

std::string_view text_of(const std::uint8_t* data, std::uint32_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

const std::uint8_t* shown(Handle& handle, std::uint32_t* len) {
  *len = static_cast<std::uint32_t>(handle.shown.size());
  return reinterpret_cast<const std::uint8_t*>(handle.shown.data());
}

}  // namespace

extern "C" {

tactful_replay* tactful_replay_create(const std::uint8_t* seed, std::uint32_t seed_len) {
  std::optional<std::string> text;
  if (seed != nullptr) text = text_of(seed, seed_len);
  return reinterpret_cast<tactful_replay*>(new (std::nothrow) Handle{tactful::Replay(std::move(text)), {}});
}

void tactful_replay_destroy(tactful_replay* replay) { delete of(replay); }

void tactful_replay_read(tactful_replay* replay, const std::uint8_t* text, std::uint32_t len, std::int32_t last) {
  of(replay)->replay.read(text_of(text, len), last != 0);
}

const tactful_replay_step* tactful_replay_steps(const tactful_replay* replay, std::uint32_t* count) {
  const auto& steps = of(replay)->replay.steps();
  *count = static_cast<std::uint32_t>(steps.size());
  return steps.data();
}

const std::uint8_t* tactful_replay_inputs(const tactful_replay* replay, std::uint32_t* len) {
  const auto& inputs = of(replay)->replay.inputs();
  *len = static_cast<std::uint32_t>(inputs.size());
  return inputs.data();
}

void tactful_replay_write(tactful_replay* replay, const tactful_replay_result* results, std::uint32_t count,
                          const std::uint8_t* answers) {
  of(replay)->replay.write(results, count, answers);
}

const std::uint8_t* tactful_replay_output(tactful_replay* replay, std::uint32_t* len) {
  Handle& handle = *of(replay);
  handle.shown.clear();
  handle.shown.swap(handle.replay.output());
  return shown(handle, len);
}

double tactful_replay_bad_lines(const tactful_replay* replay) {
  return static_cast<double>(of(replay)->replay.bad_lines());
}

const std::uint8_t* tactful_replay_summary(tactful_replay* replay, std::uint32_t* len) {
  Handle& handle = *of(replay);
  handle.shown = handle.replay.summary();
  return shown(handle, len);
}
}

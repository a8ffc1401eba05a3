#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "tactful.h"
#include "tactful_author.h"

/// Runs replay steps on one engine, in which one visitor's profile is at home at a time. The
/// others wait as saved bytes: that is all that is kept of a visitor between two of their lines.
class Runner {
 public:
  /// `pack` must stay as it is. With `restart` every line gets an engine of its own, restored from
  /// what the line before saved: the answers must be the same.
  Runner(const std::vector<std::uint8_t>& pack, bool restart)
      : pack_(pack), memory_(tactful_engine_size() / sizeof(std::uint64_t) + 1), restart_(restart) {}

  /// Verifies the pack; a status.
  std::int32_t open() {
    return tactful_create(memory_.data(), pack_.data(), static_cast<std::uint32_t>(pack_.size()), &engine_);
  }

  /// Runs a step and appends its answer to `answers`.
  tactful_replay_result run(const tactful_replay_step& step, const std::uint8_t* inputs,
                            std::vector<std::uint8_t>& answers) {
    enter(step);
    const std::uint8_t* in = inputs + step.in;
    switch (step.op) {
      case TACTFUL_REPLAY_EVENT: return {tactful_event(engine_, step.t_ms, in, step.in_len), 0};
      case TACTFUL_REPLAY_DECIDE: return ask(tactful_decide, step, in, answers);
      case TACTFUL_REPLAY_PLAN: return ask(tactful_plan, step, in, answers);
      case TACTFUL_REPLAY_AFFINITY: return ask(tactful_affinity, step, in, answers);
      case TACTFUL_REPLAY_RANK: return ask(tactful_rank, step, in, answers);
      case TACTFUL_REPLAY_EXPLAIN: return ask(tactful_explain, step, in, answers);
      default: begin(step); return {TACTFUL_OK, 0};
    }
  }

 private:
  using Query = decltype(tactful_decide);
  static constexpr std::uint32_t kNobody = 0xffffffff;

  tactful_replay_result ask(Query query, const tactful_replay_step& step, const std::uint8_t* in,
                            std::vector<std::uint8_t>& answers) const {
    const std::size_t used = answers.size();
    std::uint32_t len = 4096;
    for (;;) {
      const std::uint32_t room = len;
      answers.resize(used + room);
      const std::int32_t status = query(engine_, step.t_ms, in, step.in_len, answers.data() + used, room, &len);
      if (status == TACTFUL_BUFFER_TOO_SMALL) continue;
      if (status != TACTFUL_OK) len = 0;
      answers.resize(used + len);
      return {status, len};
    }
  }

  void enter(const tactful_replay_step& step) {
    if (step.visitor == visitor_ && !restart_) return;
    leave();
    visitor_ = step.visitor;
    if (visitor_ >= profiles_.size()) profiles_.resize(visitor_ + 1);
    const std::vector<std::uint8_t>& profile = profiles_[visitor_];
    if (profile.empty()) {
      begin(step);
    } else {
      must(tactful_restore(engine_, profile.data(), static_cast<std::uint32_t>(profile.size())));
    }
  }

  void leave() {
    if (visitor_ == kNobody) return;
    std::uint8_t bytes[TACTFUL_PROFILE_MAX];
    std::uint32_t len = 0;
    must(tactful_save(engine_, bytes, sizeof bytes, &len));
    profiles_[visitor_].assign(bytes, bytes + len);
    if (restart_) must(open());
  }

  /// An empty profile, with the visitor's seed where there is one.
  void begin(const tactful_replay_step& step) const {
    must(tactful_forget(engine_));
    if ((step.seed_high | step.seed_low) != 0) must(tactful_set_seed(engine_, step.seed_high, step.seed_low));
  }

  /// What cannot fail unless the core is broken.
  static void must(std::int32_t status) {
    if (status == TACTFUL_OK) return;
    std::fprintf(stderr, "tactful replay: the core failed: %s\n", tactful_status_id(status));
    std::abort();
  }

  const std::vector<std::uint8_t>& pack_;
  std::vector<std::uint64_t> memory_;
  const bool restart_;
  tactful_engine* engine_ = nullptr;
  std::uint32_t visitor_ = kNobody;
  std::vector<std::vector<std::uint8_t>> profiles_;
};

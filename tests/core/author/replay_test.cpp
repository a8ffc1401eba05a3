#include "author/replay.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/status.h"

namespace tactful {
namespace {

// Answers every query with {"n": number of the step} and refuses the slot "no".
void answer(Replay& replay) {
  std::vector<tactful_replay_result> results;
  std::vector<std::uint8_t> answers;
  for (const tactful_replay_step& step : replay.steps()) {
    const bool refused = step.in_len != 0 && Value(replay.inputs().data() + step.in).get("slot").text() == Bytes("no");
    std::uint8_t bytes[32];
    ValueWriter writer(bytes, sizeof bytes);
    writer.object(1);
    writer.key("n");
    writer.number(static_cast<double>(results.size()));
    const bool query = is_query(static_cast<Op>(step.op));
    const std::uint32_t size = refused || !query ? 0 : writer.size();
    results.push_back({refused ? kUnknownSlot : kOk, size});
    answers.insert(answers.end(), bytes, bytes + size);
  }
  replay.write(results.data(), static_cast<std::uint32_t>(results.size()), answers.data());
}

std::string replayed(Replay& replay, std::string_view log, std::size_t piece) {
  for (std::size_t at = 0; at < log.size(); at += piece) {
    replay.read(log.substr(at, piece), at + piece >= log.size());
    answer(replay);
  }
  return replay.output();
}

TEST(Replay, AnswersQueriesInOrderAndErrorsInTheirPlace) {
  Replay replay(std::nullopt);
  EXPECT_EQ(replayed(replay,
                     "no json\n"
                     "{\"t\":1,\"event\":\"a\"}\r\n"
                     "\n"
                     "{\"visitor\":\"\\n\",\"t\":2,\"affinity\":\"x\"}\n"
                     "{\"t\":3,\"decide\":\"no\"}\n"
                     "{\"t\":3,\"event\":\"a\",\"params\":1}\n"
                     "{}",
                     1 << 20),
            "{\"error\":\"bad-json\",\"line\":1}\n"
            "{\"visitor\":\"\\n\",\"t\":2,\"n\":1}\n"
            "{\"error\":\"unknown-slot\",\"line\":5}\n"
            "{\"error\":\"bad-line\",\"line\":7}\n");
  EXPECT_EQ(replay.bad_lines(), 4u);
  EXPECT_EQ(replay.summary(),
            "tactful replay: 1 bad event line, the first is line 6 (bad-type)\n"
            "tactful replay: 3 lines were answered with an error\n");
}

TEST(Replay, AnswersTheSameHoweverTheLogIsCut) {
  std::string log;
  for (int i = 0; i < 20; ++i) {
    log += "{\"visitor\":\"v" + std::to_string(i % 3) + "\",\"t\":" + std::to_string(i) + ",\"affinity\":\"x\"}\n";
    if (i % 7 == 0) log += "?\n\n";
  }
  // The stand-in for an engine counts steps within a piece, so compare what does not depend on it.
  const auto without_counts = [](std::string text) {
    for (std::size_t at; (at = text.find(",\"n\":")) != std::string::npos;) text.erase(at, text.find('}', at) - at);
    return text;
  };
  Replay whole(std::nullopt);
  const std::string expected = without_counts(replayed(whole, log, log.size()));
  for (const std::size_t piece : {1, 2, 7, 64}) {
    Replay cut(std::nullopt);
    EXPECT_EQ(without_counts(replayed(cut, log, piece)), expected) << piece;
  }
}

TEST(Replay, TakesAnEarlierTimeAsTheVisitorsNewestEventAndCountsIt) {
  Replay replay(std::nullopt);
  replay.read(
      "{\"visitor\":\"a\",\"t\":50,\"affinity\":\"x\"}\n"  // a query moves no clock
      "{\"visitor\":\"a\",\"t\":10,\"event\":\"e\"}\n"
      "{\"visitor\":\"a\",\"t\":5,\"event\":\"e\"}\n"
      "{\"visitor\":\"b\",\"t\":1,\"event\":\"e\"}\n"
      "{\"visitor\":\"a\",\"t\":9,\"affinity\":\"x\"}\n"
      "{\"visitor\":\"a\",\"t\":9,\"forget\":true}\n"
      "{\"visitor\":\"a\",\"t\":2,\"event\":\"e\"}\n",
      true);
  std::vector<double> times;
  for (const auto& step : replay.steps()) times.push_back(step.t_ms);
  EXPECT_EQ(times, (std::vector<double>{50, 10, 10, 1, 10, 10, 2}));
  answer(replay);
  EXPECT_EQ(replay.bad_lines(), 0u);
  EXPECT_EQ(replay.summary(),
            "tactful replay: 3 lines came with an earlier t than the visitor's newest event; the event's was taken\n");
}

TEST(Replay, GivesEachVisitorAnOwnSeedThatDependsOnTheCommandsSeed) {
  Replay replay("7");
  replay.read("{\"visitor\":\"a\",\"t\":1,\"event\":\"e\"}\n{\"t\":1,\"event\":\"e\"}\n", true);
  const std::uint64_t expected = mix64(hash64("a", hash64("7")));
  ASSERT_EQ(replay.steps().size(), 2u);
  EXPECT_EQ(replay.steps()[0].seed_high, expected >> 32);
  EXPECT_EQ(replay.steps()[0].seed_low, expected & 0xffffffff);
  EXPECT_NE(replay.steps()[1].seed_low, replay.steps()[0].seed_low);

  Replay unseeded(std::nullopt);
  unseeded.read("{\"t\":1,\"event\":\"e\"}\n", true);
  EXPECT_EQ(unseeded.steps()[0].seed_high, 0u);
  EXPECT_EQ(unseeded.steps()[0].seed_low, 0u);
}

TEST(Replay, SkipsALineThatIsTooLongAndGoesOn) {
  const std::string name(kMaxLine, 'x');
  for (const std::size_t piece : {std::size_t{100000}, name.size() * 2}) {
    Replay replay(std::nullopt);
    EXPECT_EQ(replayed(replay, "{\"t\":1,\"event\":\"" + name + "\"}\n{\"t\":1,\"decide\":\"no\"}\n" + name + name, piece),
              "{\"error\":\"too-long\",\"line\":1}\n{\"error\":\"unknown-slot\",\"line\":2}\n{\"error\":\"too-long\",\"line\":3}\n");
  }
}

}  // namespace
}  // namespace tactful

#include "author/line.h"

#include <gtest/gtest.h>

#include <string>

#include "author/value_json.h"

namespace tactful {
namespace {

struct Result {
  std::string text;  // the input as JSON, or the error's id
  bool query;
};

Result read(std::string_view text) {
  std::vector<std::uint8_t> scratch, inputs;
  Line line;
  const LineError error = read_line(text, scratch, line);
  if (error != LineError::kNone) return {line_error_id(error), is_query(line.op)};
  line.append_input(inputs);
  std::string out;
  if (!inputs.empty()) append_json(Value(inputs.data()), out);
  return {out, is_query(line.op)};
}

TEST(ReadLine, MakesTheCoresInputOfEachOp) {
  EXPECT_EQ(read(R"({"t":1,"event":"view_item","params":{"price":3},"signals":{"utcOffset":60},"top":1})").text,
            R"({"event":"view_item","signals":{"utcOffset":60},"params":{"price":3}})");
  EXPECT_EQ(read(R"({"t":1,"decide":"home","attributes":{"a":1},"params":{}})").text,
            R"({"slot":"home","attributes":{"a":1}})");
  EXPECT_EQ(read(R"({"t":1,"plan":"home","signals":{},"attributes":null})").text, R"({"slot":"home","signals":{}})");
  EXPECT_EQ(read(R"({"t":1,"affinity":"brand","top":3})").text, R"({"dimension":"brand","top":3})");
  EXPECT_EQ(read(R"({"t":1,"affinity":"brand","evidence":true})").text, R"({"dimension":"brand","evidence":true})");
  EXPECT_EQ(read(R"({"t":1,"rank":[{"category":"trail"},{}]})").text, R"({"rank":[{"category":"trail"},{}]})");
  EXPECT_EQ(read(R"({"t":1,"explain":"home","attributes":{"a":1}})").text, R"({"slot":"home","attributes":{"a":1}})");
  EXPECT_EQ(read(R"({"t":1,"explain":[{"category":"trail"}],"attributes":{"a":1}})").text,
            R"({"rank":[{"category":"trail"}],"attributes":{"a":1}})");
  EXPECT_EQ(read(R"({"t":1,"forget":true})").text, "");
}

TEST(ReadLine, NamesTheVisitorVWhereNoneIsGiven) {
  std::vector<std::uint8_t> scratch;
  Line line;
  ASSERT_EQ(read_line(R"({"t":5,"event":"login"})", scratch, line), LineError::kNone);
  EXPECT_EQ(line.visitor, Bytes("v"));
  EXPECT_EQ(line.t_ms, 5);
  ASSERT_EQ(read_line(R"({"visitor":"","t":5,"event":"login"})", scratch, line), LineError::kNone);
  EXPECT_EQ(line.visitor, Bytes(""));
}

TEST(ReadLine, IgnoresMembersItDoesNotKnowAndTakesTheFirstOfTwins) {
  EXPECT_EQ(read(R"({"session":"s","t":1,"affinity":"a","affinity":"b","__proto__":{"t":2}})").text, R"({"dimension":"a"})");
}

TEST(ReadLine, RefusesWithTheFirstReasonThatApplies) {
  const struct {
    const char* line;
    const char* id;
    bool query;
  } cases[] = {
      {"{", "bad-json", true},
      {"[]", "bad-line", true},
      {"17", "bad-line", true},
      {"{}", "bad-line", true},
      {R"({"t":1})", "bad-line", true},
      {R"({"t":1,"event":"a","forget":true})", "bad-line", false},
      {R"({"t":1,"event":"a","decide":"b"})", "bad-line", true},
      {R"({"t":1,"decide":"a","plan":"b"})", "bad-line", true},
      {R"({"t":1,"event":""})", "bad-type", false},
      {R"({"t":1,"event":7})", "bad-type", false},
      {R"({"t":1,"event":"a","params":[]})", "bad-type", false},
      {R"({"t":1,"event":"a","signals":"x"})", "bad-type", false},
      {R"({"t":1,"event":"a","visitor":7})", "bad-type", false},
      {R"({"t":1,"forget":false})", "bad-type", false},
      {R"({"t":1,"decide":{}})", "bad-type", true},
      {R"({"t":1,"decide":"a","attributes":[]})", "bad-type", true},
      {R"({"t":1,"affinity":"a","top":-1})", "bad-type", true},
      {R"({"t":1,"affinity":"a","top":1.5})", "bad-type", true},
      {R"({"t":1,"rank":{}})", "bad-type", true},
      {R"({"t":1,"rank":[1]})", "bad-type", true},
      {R"({"t":1,"explain":[1]})", "bad-type", true},
      {R"({"event":"a"})", "bad-time", false},
      {R"({"t":"1","event":"a"})", "bad-time", false},
      {R"({"t":-1,"event":"a"})", "bad-time", false},
      {R"({"t":0.5,"event":"a"})", "bad-time", false},
      {R"({"t":8640000000000001,"decide":"a"})", "bad-time", true},
      {R"({"t":1e300,"decide":"a"})", "bad-time", true},
  };
  for (const auto& c : cases) {
    const Result result = read(c.line);
    EXPECT_EQ(result.text, c.id) << c.line;
    EXPECT_EQ(result.query, c.query) << c.line;
  }
}

TEST(ReadLine, AcceptsTheWholeRangeOfTimes) {
  std::vector<std::uint8_t> scratch;
  Line line;
  EXPECT_EQ(read_line(R"({"t":0,"event":"a"})", scratch, line), LineError::kNone);
  EXPECT_EQ(read_line(R"({"t":8.64e15,"event":"a"})", scratch, line), LineError::kNone);
  EXPECT_EQ(line.t_ms, 8.64e15);
}

}  // namespace
}  // namespace tactful

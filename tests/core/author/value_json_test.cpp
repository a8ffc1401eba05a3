#include "author/value_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tactful {
namespace {

struct Encoded {
  JsonError error;
  std::vector<std::uint8_t> bytes;
};

Encoded encode(std::string_view text) {
  Encoded out;
  out.error = encode_json(text, out.bytes);
  return out;
}

std::string round_trip(std::string_view text) {
  const Encoded encoded = encode(text);
  if (encoded.error != JsonError::kNone) return "error";
  const auto size = static_cast<std::uint32_t>(encoded.bytes.size());
  if (encoded_size({encoded.bytes.data(), size}) != size) return "not well-formed";
  std::string out;
  append_json(Value(encoded.bytes.data()), out);
  return out;
}

TEST(EncodeJson, KeepsEveryKindOfValue) {
  for (const char* text :
       {"null", "true", "false", "0", "-1.5", "\"\"", "[]", "{}", "[[],{}]", R"({"a":[1,2,{"b":null}],"c":"d"})"})
    EXPECT_EQ(round_trip(text), text);
  EXPECT_EQ(round_trip(" { \"a\" : 1e3 , \"b\" : [ 1 ] }\r"), R"({"a":1000,"b":[1]})");
}

TEST(EncodeJson, CountsContainersOfAnyLength) {
  for (const int n : {1, 127, 128, 16383, 16384}) {
    std::string array = "[", object = "{";
    for (int i = 0; i < n; ++i) {
      array += (i ? "," : "") + std::to_string(i);
      object += (i ? ",\"" : "\"") + std::to_string(i) + "\":[0]";
    }
    const std::string text = array + "," + object + "}]";
    EXPECT_EQ(round_trip(text), text) << n;
  }
}

TEST(EncodeJson, ReadsEscapesAndKeepsText) {
  EXPECT_EQ(round_trip(R"("\u00e9\ud83d\ude00")"), "\"é😀\"");
  EXPECT_EQ(round_trip("\"é😀\\/\""), "\"é😀/\"");
}

TEST(EncodeJson, RefusesWhatFollowsANul) {
  for (const std::string_view text : {std::string_view("{}\0", 3), std::string_view("{}\0{", 4), std::string_view("\0{}", 3)})
    EXPECT_EQ(encode(text).error, JsonError::kBadJson);
}

TEST(EncodeJson, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "[1,]", "{'a':1}", "NaN", "1e999", "-1e999", "01", "1 2", "\"\x01\"", "\"\xff\"",
                           "\"\xed\xa0\x80\"", R"("\ud800")", "{\"a\" 1}", "// no\n1", "tru"}) {
    const Encoded encoded = encode(text);
    EXPECT_EQ(encoded.error, JsonError::kBadJson) << text;
    EXPECT_TRUE(encoded.bytes.empty()) << text;
  }
}

TEST(EncodeJson, AcceptsExactlyTheDepthThatTheCoreReads) {
  const auto nested = [](std::uint32_t depth) {
    return std::string(depth - 1, '[') + "0" + std::string(depth - 1, ']');
  };
  EXPECT_EQ(round_trip(nested(kMaxDepth)), nested(kMaxDepth));
  EXPECT_EQ(encode(nested(kMaxDepth + 1)).error, JsonError::kTooDeep);
  EXPECT_EQ(encode(nested(1000000)).error, JsonError::kTooDeep);
}

TEST(EncodeJson, LeavesWhatWasThereOnAnError) {
  std::vector<std::uint8_t> bytes = {7};
  EXPECT_EQ(encode_json("[1,", bytes), JsonError::kBadJson);
  EXPECT_EQ(bytes, std::vector<std::uint8_t>{7});
}

TEST(AppendJson, EscapesQuotesBackslashesAndControlsAlone) {
  std::string out;
  append_json_string("\x01\x1f\b\f\n\r\t\"\\/\x7f\u2028é", out);
  EXPECT_EQ(out, "\"\\u0001\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\x7f\u2028é\"");
}

}  // namespace
}  // namespace tactful

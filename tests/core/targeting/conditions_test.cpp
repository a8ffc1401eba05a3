#include "targeting/conditions.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "author/match.h"
#include "compiler/conditions.h"
#include "targeting/condition_code.h"
#include "targeting/explain.h"

namespace tactful {
namespace {

using Bytes8 = std::vector<std::uint8_t>;

// A pack of nothing but conditions, whose code is given as bytes.
class CodeTest : public ::testing::Test, public AttributeSource {
 protected:
  bool verifies(const std::vector<Bytes8>& conditions, const Bytes8& automata = {}) {
    code_.clear();
    offsets_ = {0};
    for (const Bytes8& one : conditions) {
      code_.insert(code_.end(), one.begin(), one.end());
      offsets_.push_back(static_cast<std::uint32_t>(code_.size()));
    }
    automata_ = automata;
    pack_.sections[k_condition_code] = {code_.data(), static_cast<std::uint32_t>(code_.size())};
    pack_.sections[k_condition_offsets] = {reinterpret_cast<const std::uint8_t*>(offsets_.data()),
                                           static_cast<std::uint32_t>(offsets_.size())};
    pack_.sections[k_automata] = {automata_.data(), static_cast<std::uint32_t>(automata_.size())};
    pack_.sections[k_attributes] = {reinterpret_cast<const std::uint8_t*>(attributes_), 2};
    return verify_conditions(pack_);
  }
  bool holds_of(const Bytes8& code, const Bytes8& value, const Bytes8& automata = {}) {
    value_ = value;
    EXPECT_TRUE(verifies({code}, automata));
    return holds(pack_, 0, *this);
  }
  Value read(Ref) noexcept override { return Value(value_.data()); }

  Pack pack_{};
  Attribute attributes_[2] = {};
  Bytes8 code_, automata_, value_{0};
  std::vector<std::uint32_t> offsets_;
};

// {"a": "hi"}: the example of docs/condition-code.md.
const Bytes8 kExample = {3, 7, 0, 10, 4, 4, 2, 'h', 'i'};
Bytes8 nested(std::uint32_t depth) {
  Bytes8 code;
  for (std::uint32_t i = 0; i < depth; ++i) {
    Bytes8 outer = {0};
    const auto size = static_cast<std::uint32_t>(code.size());
    if (size >= 0x80) outer.push_back(static_cast<std::uint8_t>(size | 0x80));
    outer.push_back(static_cast<std::uint8_t>(size >= 0x80 ? size >> 7 : size));
    outer.insert(outer.end(), code.begin(), code.end());
    code = outer;
  }
  return code;
}

TEST_F(CodeTest, TheDocumentsExampleHolds) {
  EXPECT_TRUE(holds_of(kExample, {4, 2, 'h', 'i'}));
  EXPECT_FALSE(holds_of(kExample, {4, 2, 'h', 'o'}));
  EXPECT_FALSE(holds_of(kExample, {0}));
}

TEST_F(CodeTest, RejectsEveryCut) {
  for (std::size_t size = 1; size < kExample.size(); ++size)
    EXPECT_FALSE(verifies({Bytes8(kExample.begin(), kExample.begin() + static_cast<std::ptrdiff_t>(size))})) << size;
}

TEST_F(CodeTest, RejectsWhatIsNotThere) {
  EXPECT_FALSE(verifies({{3, 3, 0, 20, 0}})) << "an unknown operation";
  EXPECT_FALSE(verifies({{3, 1, 2}})) << "an attribute past the last";
  EXPECT_FALSE(verifies({{3, 4, 0, 16, 1, 0}})) << "an automaton past the end";
  EXPECT_FALSE(verifies({{3, 4, 0, 16, 1, 0}}, {2, 0, 0})) << "an automaton longer than what is there";
  EXPECT_TRUE(verifies({{3, 4, 0, 16, 1, 0}}, {1, 0, 0}));
  EXPECT_FALSE(verifies({{3, 3, 0, 8, 0}})) << "a mask left out";
  EXPECT_FALSE(verifies({{3, 5, 0, 8, 2, 1, 1}})) << "bytes after the operands";
  EXPECT_FALSE(verifies({{3, 5, 0, 13, 2, 7, 0}})) << "a literal of an unknown type";
}

TEST_F(CodeTest, RejectsTestsOutsideOfWhatReadsAValue) {
  EXPECT_TRUE(verifies({{2, 5, 3, 3, 0, 9, 0}}));
  EXPECT_FALSE(verifies({{9, 0}}));
  EXPECT_FALSE(verifies({{2, 2, 9, 0}}));
  EXPECT_FALSE(verifies({{6, 0}})) << "some element of nothing";
}

TEST_F(CodeTest, CallsOnlyGoToLowerConditions) {
  EXPECT_TRUE(verifies({{}, {4, 1, 0}}));
  EXPECT_FALSE(verifies({{4, 1, 0}}));
  EXPECT_FALSE(verifies({{4, 1, 1}, {}}));
}

TEST_F(CodeTest, AttributesAreNotReadInsideOneAnother) {
  EXPECT_FALSE(verifies({{3, 4, 0, 3, 1, 1}}));
  EXPECT_FALSE(verifies({{}, {3, 4, 0, 4, 1, 0}}));
  EXPECT_TRUE(verifies({{0, 6, 3, 1, 0, 3, 1, 1}}));
}

TEST_F(CodeTest, RejectsNestingThatTheStackMightNotHold) {
  EXPECT_TRUE(verifies({nested(kMaxConditionDepth - 1)}));
  EXPECT_FALSE(verifies({nested(kMaxConditionDepth + 1)}));
  // The same depth, by calls.
  std::vector<Bytes8> chain = {{3, 3, 0, 9, 0}};
  for (std::uint8_t i = 0; i < kMaxConditionDepth; ++i) chain.push_back({4, 1, i});
  EXPECT_FALSE(verifies(chain));
}

TEST_F(CodeTest, RejectsConditionsWhoseCallsWouldTakeForEver) {
  std::vector<Bytes8> doubling = {{3, 3, 0, 9, 0}};
  for (std::uint8_t i = 0; i < 40; ++i) doubling.push_back({4, 1, i, 4, 1, i});
  EXPECT_FALSE(verifies(doubling));
}

// The walk goes into nodes of one child and of children that must hold without a call; what they mean must not change.
TEST_F(CodeTest, NodesInsideNodesMeanWhatTheySay) {
  const Bytes8 yes = {2}, no = {1}, truthy = {9, 0}, null = {8, 1, 1};
  const auto node = [](std::uint8_t op, std::vector<Bytes8> children) {
    Bytes8 out = {op, 0};
    for (const Bytes8& child : children) out.insert(out.end(), child.begin(), child.end());
    out[1] = static_cast<std::uint8_t>(out.size() - 2);
    return out;
  };
  const auto of = [&](std::vector<Bytes8> tests) {
    tests.insert(tests.begin(), Bytes8{0});
    return node(3, tests);
  };
  const std::uint8_t all = 0, any = 1, none = 2;
  // Each with what it answers of true, and of false.
  const struct { Bytes8 code; bool yes, no; } cases[] = {
      {of({}), true, true},
      {of({truthy}), true, false},
      {of({truthy, null}), false, false},
      {of({node(none, {truthy})}), false, true},
      {of({node(none, {node(none, {truthy})})}), true, false},
      {of({node(none, {truthy, null})}), false, true},
      {of({node(none, {truthy}), node(none, {null})}), false, true},
      {of({node(none, {null}), truthy}), true, false},
      {of({node(any, {null, truthy})}), true, false},
      {of({node(any, {null, node(none, {truthy})})}), false, true},
      {node(none, {of({truthy, null})}), true, true},
      {node(none, {of({}), of({truthy})}), false, false},
      {node(none, {node(all, {of({truthy}), of({null})})}), true, true},
      {node(none, {node(all, {of({truthy}), node(none, {of({null})})})}), false, true},
      {node(none, {node(any, {of({null}), of({truthy})}), of({null})}), false, true},
      {node(any, {node(all, {of({truthy}), of({null})}), node(none, {of({truthy})})}), false, true},
      {node(any, {}), false, false},
      {node(none, {}), true, true},
      {node(none, {node(any, {})}), true, true},
      {node(all, {node(none, {of({null})}), of({truthy})}), true, false},
  };
  for (const auto& c : cases) {
    const auto at = static_cast<int>(&c - cases);
    EXPECT_EQ(holds_of(c.code, yes), c.yes) << at;
    EXPECT_EQ(holds_of(c.code, no), c.no) << at;
  }
}

TEST_F(CodeTest, AnAutomatonOfAnyBytesLeadsNowhereElse) {
  const Bytes8 test = {3, 4, 0, 16, 1, 0};
  const Bytes8 text = {4, 3, 'a', 'b', 'c'};
  EXPECT_FALSE(holds_of(test, text, {3, 0, 1, 0xff, 0xff})) << "a jump outside";
  EXPECT_FALSE(holds_of(test, text, {3, 0, 2, 0, 0})) << "a fork into itself";
  EXPECT_FALSE(holds_of(test, text, {2, 0, 4, 200})) << "a class cut off";
  EXPECT_FALSE(holds_of(test, text, {2, 0, 3, 77})) << "an unknown assertion";
  EXPECT_FALSE(holds_of(test, text, {0, 0}));
  EXPECT_TRUE(holds_of(test, text, {5, 0, 4, 1, 'b', 'b', 0}));
}

struct Visited {
  std::vector<Ref> attributes;
};
TEST_F(CodeTest, EveryAttributeIsVisitedAudiencesIncluded) {
  const Bytes8 audience = {3, 1, 1}, caller = {1, 8, 2, 3, 3, 1, 0, 4, 1, 0};
  ASSERT_TRUE(verifies({audience, caller}));
  Visited seen;
  each_attribute(pack_, 1, [](void* to, Ref a) { static_cast<Visited*>(to)->attributes.push_back(a); }, &seen);
  EXPECT_EQ(seen.attributes, (std::vector<Ref>{0, 1}));
}

TEST_F(CodeTest, TheFirstRefusalIsTheInnermostNodeThatMustHold) {
  // An audience: attribute 1 is known. The condition: attribute 0 is "hi", and the audience.
  const Bytes8 audience = {3, 6, 1, 2, 3, 8, 1, 1};  // attribute 1, not of type null
  Bytes8 condition = {0, 9};
  condition.insert(condition.end(), kExample.begin(), kExample.end());
  condition.insert(condition.end(), {4, 1, 0});
  ASSERT_TRUE(verifies({audience, condition}));
  Refusal refusal{77, 77};
  value_ = {4, 2, 'h', 'i'};
  EXPECT_FALSE(first_refusal(pack_, 1, *this, refusal));
  EXPECT_EQ(refusal.offset, 77u);
  value_ = {4, 1, 'x'};
  EXPECT_TRUE(first_refusal(pack_, 1, *this, refusal));
  EXPECT_EQ(refusal.attribute, 0u);
  EXPECT_EQ(code_[refusal.offset], 10) << "the text";
  value_ = {0};
  EXPECT_TRUE(first_refusal(pack_, 0, *this, refusal));
  EXPECT_EQ(refusal.attribute, 1u);
  EXPECT_EQ(code_[refusal.offset], 2) << "the negation";
}

TEST(FindPath, FollowsMembersAndElements) {
  // {"a": [{"b": 1}, "x"]}
  const Bytes8 bytes = {6, 1, 1, 'a', 5, 2, 6, 1, 1, 'b', 2, 4, 1, 'x'};
  const Value root(bytes.data());
  EXPECT_TRUE(find_path(root, "a.0.b").is_true());
  EXPECT_EQ(find_path(root, "a.1").text(), Bytes("x"));
  for (const char* none : {"", "b", "a.2", "a.00", "a.-1", "a.", ".a", "a.0.b.c", "a.1.0"})
    EXPECT_TRUE(find_path(root, {reinterpret_cast<const std::uint8_t*>(none), static_cast<std::uint32_t>(std::strlen(none))}).is_null())
        << none;
}

TEST(ConditionCases, AnswerAsTheFilesSay) {
  std::size_t count = 0;
  Match match;
  for (const auto& entry : std::filesystem::directory_iterator(TACTFUL_SOURCE_DIR "/tests/cases/conditions")) {
    std::ifstream in(entry.path());
    for (const Json& one : Json::parse(in)) {
      Json line{{"condition", one["condition"]}, {"attributes", one["attributes"]}};
      if (one.contains("groups")) line["groups"] = one["groups"];
      const Json& expected = one["expected"];
      const std::string wanted = expected.is_object() ? expected["error"].get<std::string>() : expected.dump();
      EXPECT_EQ(match.line(line.dump()), wanted) << entry.path().filename() << ": " << one["name"];
      ++count;
    }
  }
  EXPECT_GT(count, 200u);
}

TEST(Match, KeepsConditionsAndGroupsApart) {
  Match match;
  EXPECT_EQ(match.line(R"({"condition":{"a":{"$inGroup":"g"}},"attributes":{"a":1},"groups":{"g":[1]}})"), "true");
  EXPECT_EQ(match.line(R"({"condition":{"a":{"$inGroup":"g"}},"attributes":{"a":1},"groups":{"g":[2]}})"), "false");
  EXPECT_EQ(match.line(R"({"condition":{"a":{"$inGroup":"g"}},"attributes":{"a":2},"groups":{"g":[2]}})"), "true");
}

TEST(Match, AnswersLinesHoweverTheyAreCut) {
  const std::string log = "{\"condition\":{}}\r\n\n{\"condition\":{\"a\":1}}\nno\n{\"condition\":{}}";
  for (std::size_t size = 1; size < log.size(); ++size) {
    Match match;
    for (std::size_t at = 0; at < log.size(); at += size) match.read(std::string_view(log).substr(at, size), false);
    match.read("", true);
    EXPECT_EQ(match.output(), "true\nfalse\n{\"error\":\"bad-json\"}\ntrue\n");
  }
}

}  // namespace
}  // namespace tactful

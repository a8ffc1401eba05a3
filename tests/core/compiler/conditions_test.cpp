// What compiled conditions hold of, and the limits that they are told to keep.
#include <gtest/gtest.h>

#include <chrono>

#include "compiler/encode.h"
#include "compiler/files.h"
#include "compiler/json.h"
#include "compiler/text.h"
#include "targeting/conditions.h"
#include "targeting/evaluate.h"

namespace tactful {
namespace {

using testing::compile_text;

constexpr const char* kShop =
    R"({"site": "shop", "dimensions": {"category": {"parents": {"trail": "run", "ultra": "trail"},
        "aliases": {"run": ["Laufen"]}}, "price": {"type": "number"}}, "groups": {"sport": ["x", "Laufen"]}, "id": "c", "slots": {"hero": {"default": "w",
        "variants": [{"id": "w"}, {"id": "a", "when": )";

// Answers every attribute with the same value.
struct Answer final : AttributeSource {
  explicit Answer(const Json& json) { encode_value(json, bytes); }
  Value read(Ref) noexcept override { return Value(bytes.data()); }
  std::vector<std::uint8_t> bytes;
};

/// Whether a condition of the shop holds where its attribute has this value.
bool met(const std::string& when, const std::string& value) {
  const CompileResult result = compile_text(kShop + when + "}]}}}");
  for (const Diagnostic& d : result.diagnostics) EXPECT_TRUE(d.warning) << format(d);
  Pack pack;
  EXPECT_EQ(open_pack({result.pack.data(), static_cast<std::uint32_t>(result.pack.size())}, pack), kOk);
  Answer source(Json::parse(value, nullptr, false));
  return holds(pack, 0, source);
}

TEST(CompiledCondition, HoldsOfWhatLiesBelowTheValueThatItNames) {
  for (const char* kind : {"top", "considering", "due"}) {
    const auto about = [&](const std::string& tests) { return "{\"" + std::string(kind) + ".category\": " + tests + "}"; };
    for (const char* below : {R"("run")", R"("trail")", R"("ultra")"}) {
      EXPECT_TRUE(met(about(R"("run")"), below)) << kind << below;
      EXPECT_TRUE(met(about(R"("Laufen")"), below)) << kind << below;
      EXPECT_TRUE(met(about(R"({"$eq": "RUN"})"), below)) << kind << below;
      EXPECT_FALSE(met(about(R"({"$ne": "run"})"), below)) << kind << below;
      EXPECT_TRUE(met(about(R"({"$in": ["x", "run"]})"), below)) << kind << below;
      EXPECT_TRUE(met(about(R"({"$ini": ["Run"]})"), below)) << kind << below;
      EXPECT_FALSE(met(about(R"({"$nin": ["run"]})"), below)) << kind << below;
      EXPECT_FALSE(met(about(R"({"$not": "run"})"), below)) << kind << below;
      EXPECT_TRUE(met(about(R"({"$inGroup": "sport"})"), below)) << kind << below;
      EXPECT_FALSE(met(about(R"({"$notInGroup": "sport"})"), below)) << kind << below;
    }
    EXPECT_FALSE(met(about(R"("trail")"), R"("run")"));
    EXPECT_FALSE(met(about(R"("run")"), R"("boots")"));
    EXPECT_FALSE(met(about(R"("run")"), "null"));
    EXPECT_TRUE(met(about(R"({"$ne": "run"})"), R"("boots")"));
  }
}

TEST(CompiledCondition, HoldsOfACartWithWhatLiesBelow) {
  const auto cart = [](const std::string& tests) { return "{\"cart.category\": " + tests + "}"; };
  const char* held = R"(["boots", "ultra"])";
  EXPECT_TRUE(met(cart(R"({"$in": ["run"]})"), held));
  EXPECT_FALSE(met(cart(R"({"$nin": ["run"]})"), held));
  EXPECT_TRUE(met(cart(R"({"$elemMatch": {"$eq": "run"}})"), held));
  EXPECT_TRUE(met(cart(R"({"$all": ["run", "boots"]})"), held));
  EXPECT_TRUE(met(cart(R"({"$alli": ["RUN"]})"), held));
  EXPECT_FALSE(met(cart(R"({"$in": ["run"]})"), R"(["boots"])"));
  // As GrowthBook has it: the whole list as a text.
  EXPECT_TRUE(met(cart(R"("boots")"), R"(["boots"])"));
  EXPECT_FALSE(met(cart(R"("boots")"), held));
}

std::vector<std::string> ids_of(const CompileResult& result) {
  std::vector<std::string> out;
  for (const Diagnostic& d : result.diagnostics) out.push_back(d.id);
  return out;
}

std::string chain(int length) {
  std::string out = R"({"site": "s", "audiences": {)";
  for (int i = 0; i < length; ++i) {
    out += "\"a" + std::to_string(i) + "\": ";
    out += i + 1 == length ? "{\"month\": 1}}" : "{\"$audience\": \"a" + std::to_string(i + 1) + "\"}, ";
  }
  return out + R"(, "id": "c", "slots": {"h": {"default": "w", "variants": [{"id": "w"}, {"id": "a", "audiences": "a0"}]}}})";
}

TEST(AudienceChains, AreTooDeepWhereThePackWouldBe) {
  EXPECT_TRUE(compile_text(chain(61)).ok);
  for (const int length : {62, 63, 64, 65, 70, 1500}) {
    const CompileResult result = compile_text(chain(length));
    EXPECT_FALSE(result.ok);
    for (const std::string& id : ids_of(result)) EXPECT_EQ(id, "too-deep") << length;
    EXPECT_GE(result.diagnostics[0].line, 1u);
    EXPECT_FALSE(result.diagnostics[0].pointer.empty());
  }
}

TEST(AudienceChains, DoNotDoubleWhatTheyReadAtEveryStep) {
  std::string text = R"({"site": "s", "audiences": {"a0": {"utm.campaign": "x"})";
  for (int i = 1; i < 15; ++i) {
    const std::string call = "{\"$audience\": \"a" + std::to_string(i - 1) + "\"}";
    text += ", \"a" + std::to_string(i) + "\": {\"$or\": [" + call + ", " + call + "]}";
  }
  EXPECT_TRUE(compile_text(text + "}}").ok);
}

std::string variants(int count, const std::string& (*when)(int)) {
  std::string out = R"("id": "c", "slots": {"h": {"default": "w", "variants": [{"id": "w"})";
  for (int i = 0; i < count; ++i) out += ", {\"id\": \"v" + std::to_string(i) + "\", " + when(i) + "}";
  return out + "]}}}";
}

TEST(ManyConditions, AreSharedByVariantsThatAskTheSame) {
  const std::string text = R"({"site": "s", )" + variants(3000, [](int i) -> const std::string& {
    static std::string out;
    return out = "\"when\": {\"month\": " + std::to_string(i % 12 + 1) + ", \"device\": \"mobile\"}";
  });
  const CompileResult result = compile_text(text);
  ASSERT_TRUE(result.ok);
  Pack pack;
  ASSERT_EQ(open_pack({result.pack.data(), static_cast<std::uint32_t>(result.pack.size())}, pack), kOk);
  EXPECT_EQ(pack.condition_offsets().size, 13u);
}

TEST(ManyConditions, AreTooManyWhereThePackWouldBe) {
  std::string parts;
  for (int i = 0; i < 100; ++i) parts += (i == 0 ? "" : ", ") + std::string("{\"visits\": ") + std::to_string(i) + "}";
  const std::string text = R"({"site": "s", "audiences": {"big": {"$or": [)" + parts + "]}}, " +
                           variants(6000, [](int i) -> const std::string& {
                             static std::string out;
                             return out = "\"audiences\": \"big\", \"when\": {\"pageviews\": " + std::to_string(i) + "}";
                           });
  const CompileResult result = compile_text(text);
  EXPECT_EQ(ids_of(result), std::vector<std::string>{"too-many-conditions"});
  EXPECT_EQ(result.diagnostics[0].pointer.rfind("/slots/h/variants/", 0), 0u) << result.diagnostics[0].pointer;
}

TEST(ManyAudiences, TakeTimeInProportion) {
  std::string text = R"({"site": "s", "audiences": {"a": {"month": 1})";
  for (int i = 0; i < 20'000; ++i) text += ", \"a" + std::to_string(i) + "\": {\"utm.campaign\": \"" + std::to_string(i) + "\"}";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(compile_text(text + "}}").ok);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(8)) << "it once took 17 s";
}

// The clock of a schedule of 2039 was once that of the year in which the table of another ended.
TEST(CompiledZones, CoverTenYearsOfEachSchedule) {
  const auto changes = [](const std::string& schedules) {
    const CompileResult result = compile_text(R"({"site": "s", "id": "c", "slots": {"h": {"default": "w", "variants": [{"id": "w"})" + schedules + "]}}}");
    EXPECT_TRUE(result.ok);
    Pack pack;
    EXPECT_EQ(open_pack({result.pack.data(), static_cast<std::uint32_t>(result.pack.size())}, pack), kOk);
    EXPECT_EQ(pack.zones().size, 1u);
    const auto all = pack.zone_changes();
    return std::pair(all[0].from_ms, all[all.size - 1].from_ms);
  };
  const std::string early = R"(, {"id": "a", "schedule": {"from": "2021-06-01", "timezone": "Europe/Berlin"}})";
  const std::string late = R"(, {"id": "b", "schedule": {"from": "2030-06-01", "timezone": "Europe/Berlin"}})";
  EXPECT_EQ(changes(early + late).first, changes(early).first);
  EXPECT_EQ(changes(early + late).second, changes(late).second);
  EXPECT_EQ(changes(late + early), changes(early + late));
}

}  // namespace
}  // namespace tactful

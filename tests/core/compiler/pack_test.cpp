// What compiled packs hold, read back the way the runtime reads them.
#include <gtest/gtest.h>

#include <cmath>

#include "base/text.h"
#include "compiler/files.h"
#include "compiler/text.h"
#include "pack/pack.h"
#include "targeting/conditions.h"

namespace tactful {
namespace {

using testing::compile_text;

/// A pack and the bytes it lies in.
struct Opened {
  CompileResult result;
  Pack pack;

  explicit Opened(CompileResult compiled) : result(std::move(compiled)) {
    for (const Diagnostic& d : result.diagnostics) EXPECT_TRUE(d.warning) << format(d);
    EXPECT_EQ(open_pack({result.pack.data(), static_cast<std::uint32_t>(result.pack.size())}, pack), kOk);
  }
  std::string text(Ref ref) const { return std::string(view_of(pack.string(ref))); }
  const Slot& slot(std::uint32_t i = 0) const { return pack.slots()[i]; }
  const Variant& variant(const char* id) const {
    for (const Variant& v : pack.variants())
      if (text(v.id) == id) return v;
    ADD_FAILURE() << "no variant " << id;
    return pack.variants()[0];
  }
  const Dimension& dimension(const char* name) const { return pack.dimensions()[pack.find_dimension(bytes_of(name))]; }
  Ref value(const char* name, const char* value_name) const {
    const Dimension& d = dimension(name);
    return pack.find_value(d, hash_value(bytes_of(value_name), d.hash_state));
  }
  std::vector<std::string> names(std::uint32_t first, std::uint32_t count) const {
    std::vector<std::string> out;
    for (const Ref ref : pack.value_sets().part(first, count)) out.push_back(text(pack.values()[ref].name));
    std::sort(out.begin(), out.end());
    return out;
  }
  std::vector<std::string> facts(const Variant& v) const {
    std::vector<std::string> out;
    for (const std::uint16_t fact : v.facts)
      if (fact != kNoFact) out.push_back(text(pack.facts()[fact].name));
    return out;
  }
};

Opened shop(const std::string& dimensions, const std::string& variants, const std::string& more = "") {
  return Opened(
      compile_text("{\"site\": \"shop\"" + more + ", \"dimensions\": {" + dimensions +
                   "}, \"id\": \"home\", \"slots\": {\"hero\": {\"default\": \"welcome\", \"variants\": [{\"id\": "
                   "\"welcome\"}" +
                   variants + "]}}}"));
}

using Names = std::vector<std::string>;

TEST(CompiledPack, HoldsTheDesignsExample) {
  const Opened o(testing::example("design-example").compile());
  const Site& site = o.pack.the_site();
  EXPECT_EQ(site.id_hash, hash64("trailhead"));
  EXPECT_EQ(o.text(site.currency), "EUR");
  EXPECT_EQ(site.zone, kNone);
  EXPECT_EQ(site.control_q32, static_cast<std::uint32_t>(0.05 * 4294967296.0));
  EXPECT_EQ(site.keep_days, 365);
  EXPECT_EQ(site.forget_after_days, 90);
  ASSERT_EQ(o.pack.slots().size, 1u);
  EXPECT_EQ(o.slot().hash, hash64("home-hero"));
  EXPECT_EQ(o.text(o.slot().campaign), "autumn-home");
  EXPECT_EQ(o.text(o.pack.variants()[o.slot().default_variant].id), "welcome");
  EXPECT_EQ(o.slot().max_dimensions[0], 1);
  EXPECT_EQ(o.slot().max_dimensions[4], 3);
  const Variant& trail = o.variant("trail-autumn");
  EXPECT_EQ(trail.hash, hash64("trail-autumn", o.slot().hash));
  EXPECT_EQ(trail.flags, kVariantPersonal);
  EXPECT_EQ(trail.help, Help::kChoose);
  EXPECT_EQ(trail.cap_impressions, 6);
  EXPECT_EQ(o.facts(trail), Names{"category"});
  const For& entry = o.pack.fors()[trail.for_first];
  EXPECT_EQ(o.names(entry.set_first, entry.set_count), (Names{"running", "trail"}));
  const Schedule& schedule = o.pack.schedules()[trail.schedule];
  EXPECT_EQ(schedule.from_local_ms, 1788220800000);
  EXPECT_EQ(schedule.until_local_ms, 1796083200000) << "the last day belongs to it";
  const Variant& mail = o.variant("rain-mail");
  EXPECT_EQ(mail.flags, kVariantReadsCustomer);
  EXPECT_EQ(o.facts(mail), Names{"arrival"});
  ASSERT_EQ(o.slot().literal_count, 3u);
  EXPECT_EQ(o.text(o.pack.plan_literals()[2].text), "rain");
  EXPECT_TRUE(verify_conditions(o.pack));
}

TEST(CompiledPack, TakesTheModelsFigures) {
  const Opened o(testing::example("design-example").compile());
  const Dimension& category = o.dimension("category");
  EXPECT_TRUE(category.flags & kDimensionHasAverage);
  EXPECT_TRUE(category.flags & kDimensionHasTransitions);
  EXPECT_NEAR(category.average_other, 0.3, 1e-12);
  EXPECT_EQ(o.pack.values()[o.value("category", "boots")].average, 0.3);
  const DimensionValue& trail = o.pack.values()[o.value("category", "trail")];
  ASSERT_EQ(trail.transition_count, 2u);
  EXPECT_EQ(o.pack.transitions()[trail.transition_first].value, o.value("category", "running"));
  EXPECT_EQ(o.pack.transitions()[trail.transition_first].share_q32, 0x80000000u);
  const Variant& v = o.variant("trail-autumn");
  ASSERT_EQ(v.prior_count, 2u);
  EXPECT_EQ(o.pack.priors()[v.prior_first].segment, kNone);
  EXPECT_NEAR(o.pack.priors()[v.prior_first].mean, (31 + 20 * std::sqrt(0.3 * 3)) / (1000 + 20 / 0.031), 1e-9)
      << "what was measured replaces the author's guess";
  EXPECT_EQ(o.pack.priors()[v.prior_first + 1].segment, o.value("category", "trail"));
  ASSERT_EQ(o.pack.base_rates().size, 1u);
  EXPECT_EQ(o.pack.base_rates()[0].value, o.value("category", "trail"));
}

TEST(CompiledPack, FollowsAliasesAndSpellings) {
  const Opened o =
      shop(R"("category": {"labels": {"Trail": "Trail running"}, "aliases": {"trail": ["Laufschuhe > Trail"]}})", "");
  EXPECT_EQ(o.value("category", " TRÁIL "), o.value("category", "Trail"));
  EXPECT_EQ(o.value("category", "laufschuhe >  trail"), o.value("category", "Trail"));
  EXPECT_EQ(o.value("category", "tents"), kNone);
  EXPECT_EQ(o.text(o.pack.values()[o.value("category", "trail")].name), "Trail");
}

TEST(CompiledPack, ExpandsParentsToAllBelowThem) {
  const Opened o = shop(
      R"("place": {"parents": {"soho": "manhattan", "manhattan": "new-york", "queens": "new-york"}})",
      R"(, {"id": "a", "for": {"place": "new-york"}}, {"id": "b", "when": {"affinity.place.manhattan": {"$gt": 0.3}}})");
  const For& entry = o.pack.fors()[o.variant("a").for_first];
  EXPECT_EQ(o.names(entry.set_first, entry.set_count), (Names{"manhattan", "new-york", "queens", "soho"}));
  const Attribute& share = o.pack.attributes()[0];
  EXPECT_EQ(share.kind, AttributeKind::kAffinity);
  EXPECT_EQ(o.names(share.first, share.count), (Names{"manhattan", "soho"}));
  EXPECT_EQ(o.variant("b").flags, kVariantPersonal | kVariantReadsCustomer);
}

TEST(CompiledPack, CutsBandsAtEveryBoundThatIsNamed) {
  const Opened o =
      shop(R"("price": {"type": "number", "bands": [50, 100]})",
           R"(, {"id": "mid", "for": {"price": "middle"}}, {"id": "some", "for": {"price": {"$gte": 80, "$lt": 200}}},)"
           R"({"id": "cheap", "for": {"price": {"$lt": 50}}}, {"id": "c", "when": {"band.price": "high"}})");
  const Dimension& price = o.dimension("price");
  ASSERT_EQ(price.edge_count, 4u);
  const auto set = [&](const char* id) {
    const For& entry = o.pack.fors()[o.variant(id).for_first];
    return o.names(entry.set_first, entry.set_count);
  };
  EXPECT_EQ(set("mid"), (Names{"50", "80"}));
  EXPECT_EQ(set("some"), (Names{"100", "80"}));
  EXPECT_EQ(set("cheap"), (Names{"0"}));
  EXPECT_EQ(o.text(o.pack.values()[o.pack.find_band(price, 79.99)].label), "50 to 80");
  const Attribute& band = o.pack.attributes()[0];
  ASSERT_EQ(band.kind, AttributeKind::kBand);
  const auto starts = o.pack.value_sets().part(band.first, band.count);
  ASSERT_EQ(starts.size, 2u);
  EXPECT_EQ(starts[0], o.pack.find_band(price, 50));
  EXPECT_EQ(starts[1], o.pack.find_band(price, 100));
}

TEST(CompiledPack, GivesNumbersWithoutBandsTheDefaultOnes) {
  const Opened o = shop(R"("price": {"type": "number"})", R"(, {"id": "a", "for": {"price": "high"}})");
  const Dimension& price = o.dimension("price");
  ASSERT_EQ(price.edge_count, 5u);
  EXPECT_EQ(o.pack.edges()[price.edge_first + 4], 500);
}

TEST(CompiledPack, SortsFactsByNameAndValuesByHash) {
  const Opened o = shop(R"("zeta": {}, "alpha": {}, "category": {"labels": {"a": "A", "b": "B", "c": "C", "d": "D"}})",
                        R"(, {"id": "a", "when": {"visits": {"$gt": 1}, "utm.source": "x"}, "for": {"zeta": "z"}})");
  for (std::uint32_t i = 1; i < o.pack.facts().size; ++i)
    EXPECT_LT(o.text(o.pack.facts()[i - 1].name), o.text(o.pack.facts()[i].name));
  const auto values = o.pack.values_of(o.dimension("category"));
  for (std::uint32_t i = 1; i < values.size; ++i) EXPECT_LT(values[i - 1].hash, values[i].hash);
  EXPECT_EQ(o.facts(o.variant("a")), (Names{"arrival", "visits", "zeta"}));
  EXPECT_EQ(o.slot().fact_count, 3u);
}

TEST(CompiledPack, InheritsRestsFromTheValueAroundIt) {
  const Opened o = shop(
      R"("category": {"parents": {"winter-boots": "boots"}, "restDays": {"boots": 540, "socks": 0, "*": 30}})", "");
  EXPECT_EQ(o.pack.values()[o.value("category", "winter-boots")].rest_days, 540);
  EXPECT_EQ(o.pack.values()[o.value("category", "socks")].rest_days, 0);
  EXPECT_EQ(o.dimension("category").rest_days, 30);
}

TEST(CompiledPack, CountsWhatAudiencesRead) {
  const Opened o = shop(
      R"("category": {})",
      R"(, {"id": "a", "when": {"season": "winter"}, "audiences": ["fresh"]}, {"id": "b", "when": {"$audience": "cold"}})",
      R"(, "audiences": {"fresh": {"$audience": "new", "hour": {"$lt": 9}}, "new": {"visits": 1}, "cold": {"month": 12}})");
  EXPECT_EQ(o.facts(o.variant("a")), Names{"visits"});
  EXPECT_EQ(o.variant("a").flags, kVariantReadsCustomer);
  EXPECT_EQ(o.variant("b").flags, 0);
  EXPECT_EQ(o.slot().reads, kReadsHour | kReadsCalendar);
  EXPECT_EQ(o.pack.audiences().size, 3u);
}

TEST(CompiledPack, IndexesVariantsByValueHashAndTime) {
  const Opened o = shop(
      R"("category": {"parents": {"trail": "running"}})",
      R"(, {"id": "a", "for": {"category": "running"}}, {"id": "b", "for": {"category": "trail"}, "schedule": {"from": "2026-01-01"}},)"
      R"({"id": "c", "when": {"season": "winter"}})");
  const Slot& slot = o.slot();
  ASSERT_EQ(slot.index_count, 2u);
  for (const IndexRow& row : o.pack.index_rows().part(slot.index_first, slot.index_count)) {
    const bool trail = row.value == o.value("category", "trail");
    EXPECT_EQ(row.count, trail ? 2u : 1u);
    EXPECT_EQ(o.pack.index_variants()[row.first], slot.variant_first + 1);
  }
  ASSERT_EQ(slot.always_count, 1u);
  EXPECT_EQ(o.pack.index_variants()[slot.always_first], slot.variant_first + 3);
  ASSERT_EQ(slot.timed_count, 1u);
  EXPECT_EQ(o.pack.index_variants()[slot.timed_first], slot.variant_first + 2);
  ASSERT_EQ(slot.hashed_count, slot.variant_count);
  const auto hashed = o.pack.index_variants().part(slot.hashed_first, slot.hashed_count);
  for (std::uint32_t i = 1; i < hashed.size; ++i)
    EXPECT_LT(o.pack.variants()[hashed[i - 1]].hash, o.pack.variants()[hashed[i]].hash);
}

TEST(CompiledPack, KeepsZoneChangesFromTheYearOfTheStart) {
  const Opened o = shop("", R"(, {"id": "a", "schedule": {"from": "2027-03-01", "timezone": "America/New_York"}})");
  ASSERT_EQ(o.pack.zones().size, 1u);
  const Zone& zone = o.pack.zones()[0];
  const auto changes = o.pack.zone_changes().part(zone.change_first, zone.change_count);
  ASSERT_EQ(changes.size, 21u) << "ten years, two changes each, and what holds at the start";
  EXPECT_EQ(changes[0].from_ms, 1798761600000);
  EXPECT_EQ(changes[0].offset_minutes, -300);
  EXPECT_EQ(changes[1].from_ms, 1805007600000) << "14 March 2027, 7:00 UTC";
  EXPECT_EQ(changes[1].offset_minutes, -240);
}

TEST(CompiledPack, ListsEachPictureOnce) {
  const std::string picture = R"("content": {"image": {"src": "/a.jpg", "alt": "", "width": 2, "height": 1}})";
  const Opened o = shop("", ", {\"id\": \"a\", " + picture + "}, {\"id\": \"b\", " + picture + "}");
  ASSERT_EQ(o.slot().picture_count, 1u);
  EXPECT_EQ(o.text(o.pack.pictures()[o.slot().picture_first]), "/a.jpg");
}

TEST(CompiledPack, KeepsTheReasonWhySomethingIsNotSensitive) {
  const Opened o = shop(R"("category": {"labels": {"kids": "Kids"}, "notSensitive": "departments of the shop"})", "");
  ASSERT_EQ(o.pack.notes().size, 1u);
  EXPECT_EQ(o.text(o.pack.notes()[0].name), "category");
  EXPECT_EQ(o.text(o.pack.notes()[0].reason), "departments of the shop");
}

std::string model_of(int values) {
  std::string average;
  for (int i = 0; i < values; ++i)
    average += (i == 0 ? "\"v" : ", \"v") + std::to_string(i) + "\": " + std::to_string(0.001 - i * 0.000001);
  return "{\"model\": 1, \"average\": {\"category\": {" + average + "}}}";
}

TEST(CompiledPack, KeepsNamedAndCommonestValuesOfTheModel) {
  const std::vector<SourceFile> files = {
      {"site.json", R"({"site": "s", "model": "m", "dimensions": {"category": {"labels": {"v290": "x"}}}})"}};
  const SourceFile model{"m", model_of(300)};
  CompileOptions options{&model, false, false};
  const Opened some(compile(files, options));
  EXPECT_EQ(some.dimension("category").value_count, 201u);
  EXPECT_NE(some.value("category", "v0"), kNone);
  EXPECT_NE(some.value("category", "v290"), kNone);
  EXPECT_EQ(some.value("category", "v250"), kNone);
  options.full_model = true;
  const Opened all(compile(files, options));
  EXPECT_EQ(all.dimension("category").value_count, 300u);
}

TEST(CompiledPack, IsTheSameForTheSameTexts) {
  const auto example = testing::example("reads-back");
  EXPECT_EQ(example.compile().pack, example.compile().pack);
}

TEST(CompiledPack, ReadsLargeObjectsInLinearTime) {
  // A hundred thousand aliases and model rows: a builder that searched for each key would take minutes.
  std::string aliases;
  for (int i = 0; i < 100000; ++i) aliases += (i == 0 ? "\"a" : ", \"a") + std::to_string(i) + "\"";
  const std::vector<SourceFile> files = {
      {"site.json", "{\"site\": \"s\", \"model\": \"m\", \"dimensions\": {\"category\": {\"aliases\": {\"x\": [" +
                        aliases + "]}}}}"}};
  const SourceFile model{"m", model_of(900)};
  const CompileOptions options{&model, true, false};
  const Opened o(compile(files, options));
  EXPECT_EQ(o.pack.aliases().size, 100000u);
}

TEST(CompiledPack, HoldsAHundredThousandVariants) {
  std::string variants;
  for (int i = 0; i < 100000; ++i)
    variants +=
        ", {\"id\": \"v" + std::to_string(i) + "\", \"for\": {\"category\": \"c" + std::to_string(i % 60) + "\"}}";
  const Opened o = shop(R"("category": {})", variants);
  EXPECT_EQ(o.slot().variant_count, 100001u);
  EXPECT_EQ(o.slot().index_count, 60u);
}

}  // namespace
}  // namespace tactful

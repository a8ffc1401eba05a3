#include <algorithm>
#include <cmath>

#include "profile/visitor.h"

namespace tactful::testing {
namespace {

/// Draws ranks by Zipf's law with exponent 1.
class Zipf {
 public:
  explicit Zipf(std::uint32_t n) {
    double sum = 0;
    for (std::uint32_t i = 1; i <= n; ++i) ends_.push_back(sum += 1.0 / i);
  }
  std::uint32_t draw(Random& random) const {
    return static_cast<std::uint32_t>(std::lower_bound(ends_.begin(), ends_.end(), random.unit() * ends_.back()) -
                                      ends_.begin());
  }

 private:
  std::vector<double> ends_;
};

/// 20,000 events of one item over `dimensions` dimensions with `vocabulary` listed values each.
void keeps_the_leading(std::uint32_t dimensions, std::uint32_t vocabulary, std::uint64_t seed) {
  PackBuilder b;
  b.site.forget_after_days = 3000;
  b.slots = {{"home-hero", {}}};
  for (int i = 0; i < 16; ++i) b.slots[0].second.push_back("hero" + std::to_string(i));
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    TestDimension dimension{"d" + std::to_string(d), {"d" + std::to_string(d)}, {}};
    for (std::uint32_t i = 0; i < vocabulary; ++i) dimension.values.push_back({"v" + std::to_string(i)});
    b.dimensions.push_back(dimension);
  }
  Visitor v(b);
  Random random(seed);
  const Zipf zipf(vocabulary);
  std::vector<std::map<std::uint32_t, double>> exact(dimensions);
  std::int64_t t = kStart;
  for (int n = 0; n < 20'000; ++n) {
    t += random.below(40) == 0 ? random.below(static_cast<std::uint32_t>(kDay)) : random.below(60'000);
    Params item;
    for (std::uint32_t d = 0; d < dimensions; ++d) {
      const std::uint32_t value = zipf.draw(random);
      item.text("d" + std::to_string(d), "v" + std::to_string(value));
      exact[d][value] += std::exp2(static_cast<double>(t - kStart) / (365.0 * kDay));
    }
    v.event(t, "view_item", Params().items({item}));
    if (n % 997 == 0)
      v.event(t, "view_promotion",
              Params().text("creative_slot", "home-hero").text("creative_name", "hero" + std::to_string(n % 16)));
  }
  EXPECT_LE(v.save().size(), kProfileMax);
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    std::vector<std::pair<double, std::uint32_t>> order;
    for (const auto& [value, weight] : exact[d]) order.emplace_back(weight, value);
    std::sort(order.rbegin(), order.rend());
    const double tenth = order[9].first;
    std::uint32_t missing = 0;
    const Interest i = v.interest(t + 10 * kDay, d);
    for (std::uint32_t rank = 0; rank < 10; ++rank) {
      if (i.evidence(v.ref("v" + std::to_string(order[rank].second), d)) > 0) continue;
      ++missing;
      EXPECT_LE(order[rank].first, tenth * 1.1) << "dimension " << d << " lost the value of rank " << rank + 1;
    }
    EXPECT_LE(missing, 1u) << d;
    // Nothing of the sum is lost, whoever is given up.
    double sum = 0;
    for (const auto& one : order) sum += one.first;
    const double now = static_cast<double>(t + 10 * kDay - kStart) / (365.0 * kDay);
    EXPECT_NEAR(i.evidence(), sum / std::exp2(now), sum / std::exp2(now) * 0.01);
  }
}

TEST(Bounds, EightDimensionsKeepTheirLeadingValues) {
  for (const std::uint32_t vocabulary : {100u, 1000u, 5000u}) keeps_the_leading(8, vocabulary, vocabulary);
}

TEST(Bounds, OneDimensionKeepsManyMore) {
  keeps_the_leading(1, 5000, 1);
  keeps_the_leading(3, 1000, 2);
}

TEST(Bounds, EndlessNamesStayWithinTheBlock) {
  PackBuilder b = plain_shop({"trail"}, kDimensionAny);
  b.dimensions.push_back({"tag", {"tag"}, {}, kDimensionAny});
  Visitor v(b);
  v.view(kStart, "trail", 50);
  for (int i = 0; i < 50'000; ++i)
    v.event(kStart + i * 100, "view_item",
            Params()
                .text("tag", std::string(static_cast<std::size_t>(i % 90), 'x') + std::to_string(i))
                .text("item_category", "c" + std::to_string(i)));
  EXPECT_LE(v.save().size(), kProfileMax);
  EXPECT_GT(v.interest(kStart + kDay).evidence(v.ref("trail")), 49);
  Visitor w(b);
  ASSERT_EQ(w.restore(v.save()), kOk);
  EXPECT_EQ(w.list(kStart + kDay, 0, 1), v.list(kStart + kDay, 0, 1));
}

TEST(Bounds, MoreDimensionsThanFitLoseEvidenceOnly) {
  PackBuilder b;
  for (int d = 0; d < 300; ++d) b.dimensions.push_back({"d" + std::to_string(d), {"p"}, {{"a"}, {"b"}}});
  Visitor v(b);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(v.event(kStart + i, "view_item", Params().text("p", i % 2 ? "a" : "b")), kOk);
  EXPECT_LE(v.save().size(), kProfileMax);
  EXPECT_GT(v.interest(kStart + kMinute, 0).evidence(), 0);
}

TEST(Bounds, WhatTheVisitorSaidIsGivenUpLast) {
  PackBuilder b = plain_shop({}, kDimensionAny);
  Visitor v(b);
  v.event(kStart, "like", Params().text("dimension", "category").text("value", "mine"));
  for (int i = 0; i < 5000; ++i) v.view(kStart + i * 1000, "c" + std::to_string(i));
  EXPECT_EQ(v.top(kStart + kDay), "mine");
}

TEST(Bounds, ANewcomersFirstClickCountsFullyInAFullBlock) {
  PackBuilder b = plain_shop({}, kDimensionAny);
  Visitor v(b);
  for (int i = 0; i < 5000; ++i) v.view(kStart + i * kMinute, "c" + std::to_string(i % 500));
  const std::int64_t t = kStart + 6000 * kMinute;
  v.view(t, "wish");
  EXPECT_EQ(v.top(t), "wish");
}

}  // namespace
}  // namespace tactful::testing

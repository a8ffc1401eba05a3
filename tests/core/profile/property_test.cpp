#include "profile/visitor.h"

// What holds of every site and every visitor: random sites, random visits, events of every kind.
namespace tactful::testing {
namespace {

const char* const kNames[] = {"trail", "road", "boots", "tents", "Socken", "other", "a name that nobody lists"};

double part(Random& random, double most) { return random.unit() * most; }

/// Two text dimensions, listed and by any name, and prices; averages, transitions and complements by chance.
PackBuilder a_site(Random& random) {
  PackBuilder b;
  b.currency = "EUR";
  for (const char* name : {"category", "tag"}) {
    TestDimension d{name, {name}, {{"trail"}, {"road"}, {"boots"}, {"Socken"}}};
    if (random.below(2)) d.flags |= kDimensionAny;
    if (random.below(2)) {
      d.flags |= kDimensionHasAverage;
      double left = 1;
      for (TestValue& v : d.values) left -= v.average = part(random, left);
      d.average_other = left;
    }
    if (random.below(2)) d.values[2].complements = {"Socken"};
    d.values[1].rest_days = static_cast<std::uint16_t>(random.below(40));
    d.values[3].repeat_days = static_cast<std::uint16_t>(random.below(40));
    b.dimensions.push_back(d);
  }
  TestDimension price{"price", {"price"}, {{"0"}, {"50"}, {"100"}}, kDimensionNumber};
  price.edges = {50, 100};
  b.dimensions.push_back(price);
  b.slots = {{"home-hero", {"a", "b"}}};
  return b;
}

void send_on(PackBuilder& b, Random& random) {
  for (TestDimension& d : b.dimensions) {
    if ((d.flags & kDimensionNumber) || !random.below(2)) continue;
    d.flags |= kDimensionHasTransitions;
    d.values[0].transitions = {{"road", part(random, 0.5)}, {"boots", part(random, 0.5)}};
    d.values[2].transitions = {{"Socken", part(random, 1)}};
  }
}

struct Deed {
  std::int64_t after;
  std::string event;
  Params params;
};

Params an_item(Random& random) {
  Params p;
  p.text("category", kNames[random.below(7)]).number("price", part(random, 150)).number("quantity", random.below(4));
  if (random.below(2)) p.texts("tag", {kNames[random.below(7)], kNames[random.below(7)]});
  return p;
}

Deed a_deed(Random& random) {
  static const char* const kEvents[] = {
      "page_view",   "view_item",        "view_item",      "view_item_list",  "select_item", "search",
      "add_to_cart", "add_to_cart",      "remove_from_cart", "purchase",      "refund",      "scroll",
      "hover_item",  "user_engagement",  "video_start",    "article_read",    "share",       "like",
      "dislike",     "login",            "campaign_arrival", "unheard of",    "view_promotion", "add_to_wishlist"};
  Params p = an_item(random);
  if (random.below(2)) p = Params().items({an_item(random), an_item(random)});
  p.text("dimension", random.below(2) ? "category" : "tag").text("value", kNames[random.below(7)]);
  p.number("engagement_time_msec", part(random, 1e5)).number("percent_scrolled", part(random, 120));
  p.text("medium", "email");
  p.text("creative_slot", "home-hero").text("creative_name", random.below(2) ? "a" : "b");
  return {random.below(5) == 0 ? random.below(1u << 31) : random.below(120'000), kEvents[random.below(24)], p};
}

std::vector<Deed> some_deeds(Random& random) {
  std::vector<Deed> out;
  for (std::uint32_t n = random.below(60); n != 0; --n) out.push_back(a_deed(random));
  return out;
}

void play(Visitor& v, const std::vector<Deed>& deeds, std::int64_t& t) {
  for (const Deed& d : deeds) v.event(t += d.after, d.event, d.params);
}

constexpr std::uint32_t kDimensions = 3;

/// Every share of every dimension and every fact.
std::vector<std::string> all_known(const Visitor& v, std::int64_t now) {
  std::vector<std::string> out;
  for (std::uint32_t d = 0; d < kDimensions; ++d)
    for (const auto& [name, share] : v.list(now, 0, d)) out.push_back(name + " " + std::to_string(share));
  for (std::uint32_t n = 0; n < 18; ++n) out.push_back(v.fact(now, n));
  return out;
}

TEST(AnySite, WithoutHistorySaysTheAverage) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    PackBuilder b = a_site(random);
    send_on(b, random);
    const Visitor v(b);
    for (std::uint32_t d = 0; d < kDimensions; ++d)
      for (const TestValue& value : b.dimensions[d].values) {
        const bool told = (b.dimensions[d].flags & kDimensionHasAverage) != 0;
        const double equal = 1.0 / static_cast<double>(b.dimensions[d].values.size());
        EXPECT_NEAR(v.share(kStart, value.name, d), told ? value.average : equal, 1e-6) << seed;
      }
  }
}

TEST(AnySite, SharesAreShares) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    PackBuilder b = a_site(random);
    send_on(b, random);
    Visitor v(b);
    std::int64_t t = kStart;
    play(v, some_deeds(random), t);
    for (const std::int64_t now : {t, t + kHour, t + 20 * kDay, t + 200 * kDay, t + 2000 * kDay})
      for (std::uint32_t d = 0; d < kDimensions; ++d) {
        double sum = 0, before = 1;
        const auto list = v.list(now, 0, d);
        for (std::size_t i = 0; i < list.size(); ++i) {
          const double share = list[i].second;
          sum += share;
          EXPECT_GE(share, 0) << seed << list[i].first;
          EXPECT_LE(share, 1 + 1e-12) << seed << list[i].first;
          if (i + 1 == list.size()) {
            EXPECT_EQ(list[i].first, "other");
            continue;
          }
          EXPECT_NE(list[i].first, "other") << "what is not listed has one place, the last";
          EXPECT_LE(share, before) << seed;
          before = share;
        }
        EXPECT_NEAR(sum, 1, 1e-6) << seed;
      }
  }
}

TEST(AnySite, OneMoreViewNeverLowersTheShare) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const PackBuilder b = a_site(random);
    Visitor more(b), less(b);
    const std::vector<Deed> before = some_deeds(random), behind = some_deeds(random);
    std::int64_t t = kStart, u = kStart;
    play(more, before, t);
    play(less, before, u);
    const std::string name = kNames[random.below(4)];
    const std::int64_t pause = random.below(1u << 22);
    more.event(t += pause, "view_item", Params().text("category", name));
    // The other one is here too, but looks at nothing.
    less.event(u += pause, "view_item", Params());
    if (more.ref(name) == kNone) continue;
    EXPECT_GE(more.share(t, name), less.share(t, name) - 1e-9) << seed;
    // And so it stays, whatever comes (where no names are kept, each of which lowers an average that nobody states).
    play(more, behind, t);
    play(less, behind, u);
    if (more.list(t).size() == less.list(t).size()) {
      EXPECT_GE(more.share(t, name), less.share(t, name) - 1e-3) << seed;
    }
  }
}

TEST(AnySite, StoringAndRestoringAnywhereChangesNothing) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    PackBuilder b = a_site(random);
    send_on(b, random);
    Visitor kept(b), stored(b);
    std::int64_t t = kStart;
    for (const Deed& d : some_deeds(random)) {
      t += d.after;
      kept.event(t, d.event, d.params);
      stored.event(t, d.event, d.params);
      if (!random.below(3)) continue;
      Visitor next(b);
      ASSERT_EQ(next.restore(stored.save()), kOk);
      stored = next;
    }
    ASSERT_EQ(stored.save(), kept.save()) << seed;
    ASSERT_EQ(all_known(stored, t + kHour), all_known(kept, t + kHour)) << seed;
  }
}

TEST(AnySite, LaterIsTheSame) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    PackBuilder b = a_site(random);
    send_on(b, random);
    const std::vector<Deed> deeds = some_deeds(random);
    Visitor now(b), later(b);
    // Whole days: the usual hour is the clock's.
    std::int64_t t = kStart, u = kStart + random.below(20'000) * kDay;
    play(now, deeds, t);
    play(later, deeds, u);
    EXPECT_EQ(all_known(now, t + kHour), all_known(later, u + kHour)) << seed;
  }
}

}  // namespace
}  // namespace tactful::testing

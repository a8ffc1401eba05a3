// The shop that bench/shop simulates: what visitors like and how likely they click is known here alone.
import { random } from "../generate/random.mjs";

export const CATEGORIES = ["trail", "road", "boots", "tents", "packs", "stoves", "jackets", "socks", "maps", "lamps", "bottles", "ropes"];
export const WEEKS = 5;
/** How visitors behave; all are probabilities, `faithful` the range of one. */
export const HABITS = {
  faithful: [0.4, 0.9], // that a visit is for the main taste
  second: 0.6, // else: that it is for the second one, not for anything
  lookAtAim: 0.6, // that a product is of what the visit is for
  lookAtMain: 0.5, // else: that it is of the main taste
};
const DAY = 86_400_000;
const START = Date.UTC(2026, 8, 7, 8);

/** Heroes: one a category, and one for everybody. How good each is, nobody outside knows. */
export function shop(seed) {
  const r = random(seed);
  const quality = new Map(CATEGORIES.map((category) => [category, 0.6 + 0.9 * r.unit()]));
  return { quality: new Map([...quality, ["everybody", 0.9], ["welcome", 0.7]]) };
}

export const site = {
  site: "shop",
  control: 0.05,
  dimensions: { category: { labels: Object.fromEntries(CATEGORIES.map((c) => [c, c])) } },
  model: "shop.model.json",
};
export const campaign = {
  id: "season",
  slots: {
    "home-hero": {
      default: "welcome",
      explore: 0.1,
      prefetch: "none",
      variants: [
        { id: "welcome" },
        { id: "everybody", content: { headline: "everybody" } },
        ...CATEGORIES.map((category) => ({ id: category, content: { headline: category }, for: { category } })),
      ],
    },
  },
};

/**
 * A visitor: what they like, and their visits in time order, each with what they came for and the categories they look at before they
 * see the homepage. They come for what they like most, but not always, and do not look at that alone.
 */
export function visitor(i, week, seed) {
  const r = random(seed * 1_000_003 + i);
  r.unit();
  const main = CATEGORIES[r.zipf(CATEGORIES.length)];
  const second = CATEGORIES[r.zipf(CATEGORIES.length)];
  // From faithful to one thing to curious about all.
  const faithful = HABITS.faithful[0] + (HABITS.faithful[1] - HABITS.faithful[0]) * r.unit();
  let t = START + week * 7 * DAY + r.below(DAY);
  const visits = [];
  for (let n = 3 + r.below(6); n > 0; n--) {
    const aim = r.chance(faithful) ? main : r.chance(HABITS.second) ? second : CATEGORIES[r.zipf(CATEGORIES.length)];
    const looks = Array.from({ length: 1 + r.below(5) }, () =>
      r.chance(HABITS.lookAtAim) ? aim : r.chance(HABITS.lookAtMain) ? main : CATEGORIES[r.zipf(CATEGORIES.length)]);
    visits.push({ t, aim, looks, luck: r.unit() });
    t += 40 * 60_000 + r.below(0.8 * DAY);
  }
  return { main, second, faithful, visits, seed: 1 + r.below(2 ** 31) };
}

/** Probability that a visitor clicks a hero on a visit: for what they came for, for what they like, for all else. */
export function clickRate({ quality }, { main, second }, aim, hero) {
  const match = hero === aim ? 4 : hero === main ? 2.5 : hero === second ? 1.5 : hero === "everybody" || hero === "welcome" ? 1 : 0.5;
  return 0.02 * quality.get(hero) * match;
}

// The world that decide is measured in: one slot, N variants for 60 values, conditions on 30 % of them, and
// visitors whose interests follow Zipf's law. A function of its arguments.
import { random } from "../generate/random.mjs";

export const VALUES = 60;
export const START = Date.UTC(2026, 9, 5, 12);
const conditions = [{ device: "mobile" }, { season: "autumn" }, { hour: { $gte: 8 } }, { language: "en" }];
const name = (i) => `value${i}`;

/** Zipf(1) over the values: value 0 is the most common. */
function zipf(r) {
  const total = Array.from({ length: VALUES }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b);
  let u = r.unit() * total;
  for (let i = 0; i < VALUES; i++) if ((u -= 1 / (i + 1)) < 0) return i;
  return VALUES - 1;
}

/**
 * `draws`: with priors, so that base rates are drawn.
 * @returns {{site: object, campaign: object, variants: {id: string, for: {category: string[]}, when?: object}[]}}
 */
export function world(count, { draws = false, seed = 1 } = {}) {
  const r = random(seed);
  const variants = Array.from({ length: count }, (_, i) => ({
    id: `v${i}`,
    for: { category: [name(r.below(VALUES))] },
    ...(r.unit() < 0.3 && { when: r.pick(conditions) }),
  }));
  if (draws)
    for (const variant of variants) {
      const impressions = 200 + r.below(2000);
      variant.prior = { impressions, clicks: Math.round(impressions * (0.01 + 0.04 * r.unit())) };
    }
  const labels = Object.fromEntries(Array.from({ length: VALUES }, (_, i) => [name(i), name(i)]));
  return {
    variants,
    site: { site: "bench", dimensions: { category: { labels } } },
    campaign: {
      id: "c",
      slots: {
        "home-hero": {
          default: "welcome",
          prefetch: "none",
          variants: [{ id: "welcome" }, ...variants.map((variant) => ({ content: { headline: variant.id }, ...variant }))],
        },
      },
    },
  };
}

/** What visitors looked at: 3 to 12 products of a few leanings. `none`: only what no variant is for. */
export function visitors(count, { none = false, seed = 2 } = {}) {
  const r = random(seed);
  return Array.from({ length: count }, () => {
    const likes = [zipf(r), zipf(r), zipf(r)];
    return Array.from({ length: 3 + r.below(10) }, () => (none ? "elsewhere" : name(r.pick(likes))));
  });
}

export const signals = { device: "mobile", language: "en", utcOffset: 0, season: "autumn", hour: 12 };

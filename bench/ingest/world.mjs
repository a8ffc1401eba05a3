// The visitors whose events are taken in, and the JavaScript that does the same with a Map. Both the same in Node and
// Chromium, so nothing here knows of either.
import { random } from "../generate/random.mjs";

export const START = Date.UTC(2026, 8, 1);
const minute = 60_000;

/** What both know of a site: text dimensions, of which a world has the first few, and prices in bands. */
const names = ["category", "brand", "variant", "color", "size", "material", "style"];
export const bands = [20, 50, 100, 200];

export const site = ({ texts = 2, values, minimal = false }) => ({
  site: "ingest",
  dimensions: {
    ...Object.fromEntries(names.slice(0, texts).map((name) => [name, { from: [`item_${name}`], values: "listed", labels: labels(name, values) }])),
    ...(minimal ? {} : { price: { type: "number", bands } }),
  },
});
const labels = (kind, values) => Object.fromEntries(Array.from({ length: values }, (_, i) => [`${kind}-${i}`, `${kind} ${i}`]));

const deeds = [[70, "view_item"], [15, "page_view"], [6, "select_item"], [5, "add_to_cart"], [3, "scroll"], [1, "purchase"]];

/**
 * Events of `visitors`, one after the other, in time. An ordinary visitor keeps to a few interests; with `wide` every value
 * is drawn by Zipf's law from all, so that the profile soon holds as much as it can. A `minimal` event is a view that states
 * its category and nothing else.
 */
export function events({ visitors, each, texts = 2, values, wide = false, minimal = false, seed = 1 }) {
  const r = random(seed);
  const all = [];
  for (let v = 0; v < visitors; v++) {
    const likes = Array.from({ length: 6 }, () => r.zipf(values));
    const brands = Array.from({ length: 3 }, () => r.zipf(values));
    let t = START;
    for (let n = 0; n < each; n++) {
      t += r.chance(0.04) ? r.below(3 * 24 * 60) * minute : 5000 + r.below(2 * minute);
      if (minimal) {
        all.push({ visitor: `v${v}`, t, event: "view_item", params: { item_category: `category-${r.pick(likes)}` } });
        continue;
      }
      let left = r.below(100);
      const [, name] = deeds.find(([share]) => (left -= share) < 0);
      const item = {
        item_id: `sku-${r.below(5000)}`,
        item_name: `Product number ${r.below(5000)}`,
        item_brand: `brand-${wide ? r.zipf(values) : r.pick(brands)}`,
        item_category: `category-${wide || r.chance(0.2) ? r.zipf(values) : r.pick(likes)}`,
        price: (500 + r.below(30_000)) / 100,
      };
      for (const more of names.slice(2, texts)) item[`item_${more}`] = `${more}-${r.zipf(8)}`;
      const params = name === "page_view" ? {} : name === "scroll" ? { percent_scrolled: 90 } : { currency: "EUR", value: item.price, items: [item] };
      all.push({ visitor: `v${v}`, t, event: name, params });
    }
  }
  return all;
}

/** Two decayed sums a value in a Map a dimension: what one would write by hand. */
export class Sums {
  static weights = new Map([["view_item", 1], ["select_item", 1], ["add_to_cart", 1], ["purchase", 1]]);

  constructor({ texts = 2, minimal = false }) {
    this.texts = names.slice(0, texts).map((name) => [`item_${name}`, new Map()]);
    this.prices = minimal ? undefined : new Map();
  }
  event({ event, params }, t) {
    const weight = Sums.weights.get(event);
    if (weight === undefined) return;
    if (params.items === undefined) this.item(params, weight, t);
    else for (const item of params.items) this.item(item, weight, t);
  }
  item(item, weight, t) {
    for (const [param, map] of this.texts) this.add(map, item[param], weight, t);
    if (this.prices === undefined) return;
    let band = 0;
    while (band < bands.length && item.price >= bands[band]) band++;
    this.add(this.prices, band, weight, t);
  }
  add(map, value, weight, t) {
    const sums = map.get(value);
    if (sums === undefined) map.set(value, { fast: weight, slow: weight, t });
    else {
      const age = t - sums.t;
      sums.fast = sums.fast * 2 ** (-age / 300_000) + weight;
      sums.slow = sums.slow * 2 ** (-age / 31_536_000_000) + weight;
      sums.t = t;
    }
  }
}

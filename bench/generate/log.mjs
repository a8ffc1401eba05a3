// node bench/generate/log.mjs [--lines N] [--visitors N] [--seed N] [--odd SHARE] [--queries SHARE]
//
// A replay log that is a function of its arguments: visitors with interests of their own browse, buy, see heroes and
// are asked about, for the site in tests/cases/replay/. Every kind of event and of query is in it; a share of `odd`
// lines holds what pages really send and what nobody should.
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { oddLine } from "./odd.mjs";
import { random } from "./random.mjs";

export const categories = ["trail", "running", "hiking", "boots", "jackets", "socks", "tents", "packs", "climbing", "camping",
  "Laufschuhe > Trail", "  TRAIL   running ", "Zelte & Planen", "kids-bikes", "stoves", "lamps", "skis", "gloves", "maps", "sale"];
export const brands = ["Acme", "Börg", "acme", "Nordlicht", "Ćirić", "Ωmega", "Фокс", "Peak", "Ridge", "Vale"];
const slots = ["home-hero", "category-hero"];
const variants = ["welcome", "trail-autumn", "boots-care", "budget", "sunday", "rain-mail"];
const day = 86_400_000;

/** What shop pages and campaigns make visitors do; each returns params or undefined. */
const deeds = [
  [30, "view_item", (visitor, r) => ({ items: [item(visitor, r)] })],
  [18, "page_view", () => undefined],
  [8, "view_item_list", (visitor, r) => ({ items: many(visitor, r, 6) })],
  [6, "select_item", (visitor, r) => ({ items: [item(visitor, r)] })],
  [4, "search", (visitor, r) => ({ search_term: r.pick(categories), item_category: r.pick(categories) })],
  [5, "add_to_cart", (visitor, r) => ({ items: many(visitor, r, 2), value: price(r), currency: "EUR" })],
  [2, "remove_from_cart", (visitor, r) => ({ items: [item(visitor, r)] })],
  [2, "add_to_wishlist", (visitor, r) => ({ items: [item(visitor, r)] })],
  [2, "begin_checkout", (visitor, r) => ({ items: many(visitor, r, 3) })],
  [2, "purchase", (visitor, r) => ({ transaction_id: `T${r.below(1e6)}`, items: many(visitor, r, 3), value: price(r), currency: "EUR" })],
  [1, "refund", (visitor, r) => ({ items: [item(visitor, r)], value: price(r) })],
  [4, "user_engagement", (visitor, r) => ({ engagement_time_msec: r.below(120_000), items: [item(visitor, r)] })],
  [3, "scroll", (visitor, r) => ({ percent_scrolled: r.pick([25, 50, 75, 90]), item_category: r.pick(visitor.likes) })],
  [2, "hover_item", (visitor, r) => ({ items: [item(visitor, r)] })],
  [1, "video_start", (visitor, r) => ({ items: [item(visitor, r)] })],
  [1, "video_progress", (visitor, r) => ({ video_percent: r.below(100), items: [item(visitor, r)] })],
  [1, "video_complete", (visitor, r) => ({ items: [item(visitor, r)] })],
  [1, "article_read", (visitor, r) => ({ percent: r.below(101), item_category: r.pick(visitor.likes) })],
  [1, "sign_up", () => ({ method: "mail" })],
  [1, "login", () => undefined],
  [1, "share", (visitor, r) => ({ content_type: "product", items: [item(visitor, r)] })],
  [1, "campaign_arrival", (visitor, r) => ({ medium: r.pick(["email", "push", "cpc"]), item_category: r.pick(visitor.likes) })],
  [1, "push_dismiss", () => ({})],
  [6, "view_promotion", (visitor, r) => promotion(r)],
  [2, "select_promotion", (visitor, r) => promotion(r)],
  [1, "dismiss_promotion", (visitor, r) => promotion(r)],
  [1, "like", (visitor, r) => ({ dimension: "category", value: r.pick(visitor.likes) })],
  [1, "dislike", (visitor, r) => ({ dimension: r.pick(["category", "brand"]), value: r.pick(categories) })],
  [1, "quiz_done", (visitor, r) => ({ item_category: r.pick(visitor.likes), score: r.unit() })],
];
const deedWeight = deeds.reduce((sum, [weight]) => sum + weight, 0);

/**
 * The log's lines, without line ends, made as they are asked for.
 *
 * @param {{seed?: number, lines?: number, visitors?: number, odd?: number, queries?: number, start?: number}} [options]
 *   `odd` and `queries` are shares of the lines
 */
export function* log({ seed = 1, lines = 10_000, visitors = 100, odd = 0.02, queries = 0.2, start = Date.UTC(2026, 7, 20, 8) } = {}) {
  const r = random(seed);
  const known = Array.from({ length: visitors }, (_, index) => newVisitor(index, start, r));
  for (let n = 0; n < lines; ++n) {
    const visitor = known[r.zipf(visitors)];
    visitor.t += r.chance(0.15) ? r.below(r.chance(0.1) ? 60 * day : 2 * day) : r.below(90_000);
    if (r.chance(odd)) yield oddLine(visitor, r);
    else if (r.chance(queries)) yield line(visitor, query(visitor, r));
    else if (r.chance(0.001)) yield line(visitor, { forget: true });
    else yield line(visitor, event(visitor, r));
  }
}

function newVisitor(index, start, r) {
  const likes = Array.from({ length: 1 + r.below(4) }, () => categories[r.zipf(categories.length)]);
  return { name: index === 0 ? undefined : `visitor-${index}`, t: start + r.below(30 * day), likes, brand: brands[r.zipf(brands.length)] };
}

function line({ name, t }, what) {
  return JSON.stringify({ ...(name !== undefined && { visitor: name }), t, ...what });
}

function event(visitor, r) {
  let left = r.below(deedWeight);
  const [, name, params] = deeds.find(([weight]) => (left -= weight) < 0);
  const found = params(visitor, r);
  return { event: name, ...(found && { params: found }), ...(r.chance(0.05) && { signals: signals(r) }) };
}

function query(visitor, r) {
  switch (r.below(6)) {
    case 0:
    case 1:
      return { decide: r.pick(slots), signals: signals(r), ...(r.chance(0.3) && { attributes: attributes(r) }) };
    case 2:
      return { plan: r.pick(slots), signals: signals(r), ...(r.chance(0.3) && { attributes: attributes(r) }) };
    case 3:
      return { rank: Array.from({ length: r.below(8) }, () => rankItem(r)) };
    default:
      return { affinity: r.pick(["category", "brand", "price"]), ...(r.chance(0.5) && { top: r.below(6) }) };
  }
}

function item(visitor, r) {
  const own = r.chance(0.7);
  return {
    item_id: `sku-${r.below(500)}`,
    item_category: own ? r.pick(visitor.likes) : categories[r.zipf(categories.length)],
    ...(r.chance(0.3) && { item_category2: r.pick(categories) }),
    item_brand: own ? visitor.brand : r.pick(brands),
    price: price(r),
    ...(r.chance(0.3) && { quantity: 1 + r.below(3) }),
  };
}

const many = (visitor, r, most) => Array.from({ length: 1 + r.below(most) }, () => item(visitor, r));
const price = (r) => (100 + r.below(r.pick([900, 9_900, 99_900]))) / 100;
const promotion = (r) => ({ promotion_id: "autumn", creative_slot: r.pick(slots), creative_name: r.pick(variants) });

function rankItem(r) {
  return {
    ...(r.chance(0.9) && { category: r.pick(categories) }),
    ...(r.chance(0.5) && { brand: r.pick(brands) }),
    ...(r.chance(0.5) && { price: price(r) }),
    ...(r.chance(0.3) && { prior: { clicks: r.below(50), impressions: 50 + r.below(1000) } }),
  };
}

function signals(r) {
  return {
    ...(r.chance(0.7) && { device: r.pick(["mobile", "tablet", "desktop"]) }),
    ...(r.chance(0.4) && { utcOffset: r.pick([-600, -300, 0, 60, 120, 345, 840]) }),
    ...(r.chance(0.2) && { hemisphere: r.pick(["north", "south", "tropics"]) }),
    ...(r.chance(0.2) && { channel: r.pick(["Email", "Direct", "Organic Search"]) }),
    ...(r.chance(0.2) && { utm: { campaign: r.pick(["rain", "snow"]), medium: "email" } }),
    ...(r.chance(0.1) && { "utm.campaign": "rain" }),
    ...(r.chance(0.1) && { season: r.pick(["spring", "summer", "autumn", "winter"]) }),
  };
}

function attributes(r) {
  return {
    ...(r.chance(0.5) && { loyaltyTier: r.pick(["gold", "silver", ""]) }),
    ...(r.chance(0.3) && { stage: r.pick(["new", "customer", "repeat"]) }),
    ...(r.chance(0.3) && { purchases: r.below(5) }),
    ...(r.chance(0.3) && { company: { name: "Acme", size: r.below(1000) } }),
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const options = Object.fromEntries(["lines", "visitors", "seed", "odd", "queries"].map((name) => [name, { type: "string" }]));
  const { values } = parseArgs({ options });
  let text = "";
  for (const each of log(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Number(value)])))) {
    text += each + "\n";
    if (text.length > 1 << 16) {
      if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once("drain", resolve));
      text = "";
    }
  }
  process.stdout.write(text);
}

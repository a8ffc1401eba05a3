// Random sites, campaigns and visitors: each a function of its seed, the same wherever it is asked about.
import { random } from "../../../bench/generate/random.mjs";

export const MINUTE = 60_000;
export const DAY = 1440 * MINUTE;
const START = Date.UTC(2026, 9, 5);
const DIMENSIONS = ["category", "brand", "colour", "fit", "make"];
const value = (dimension, r) => `${dimension}${r.below(4)}`;
const date = (t) => new Date(t).toISOString().slice(0, 10);

const conditions = [
  (r) => ({ season: r.pick(["autumn", "winter"]) }),
  () => ({ device: "mobile" }),
  (r) => ({ "utm.campaign": r.pick(["rain", "sun"]) }),
  (r) => ({ company: { $exists: r.chance(0.5) } }),
  (r) => ({ [`affinity.brand.${value("brand", r)}`]: { $gt: 0.3 } }),
  (r) => ({ [`views.category.${value("category", r)}`]: { $gte: 2 } }),
  (r) => ({ "top.colour": { $ne: value("colour", r) } }),
];
const later = [
  (r) => ({ stage: r.pick(["new", "returning", "customer"]) }),
  (r) => ({ hour: { $gte: r.below(24) } }),
  (r) => ({ daysSinceLastPurchase: { $lt: 1 + r.below(20) } }),
  () => ({ cartItems: { $gt: 0 } }),
  (r) => ({ $or: [{ weekday: { $gte: 1 + r.below(7) } }, { visits: { $lt: 3 } }] }),
];

/** `whole`: with schedules, caps, rests and arms; otherwise only what a visitor's browsing decides. */
function variant(i, r, whole) {
  const made = { id: `v${i}`, content: { headline: `Hero ${i}` } };
  if (r.chance(0.65)) made.for = Object.fromEntries(Array.from({ length: 1 + r.below(2) }, () => r.pick(DIMENSIONS)).map((d) => [d, [value(d, r), value(d, r)]]));
  if (r.chance(0.5)) made.when = r.pick(whole ? [...conditions, ...later] : conditions)(r);
  if (r.chance(0.2)) made.help = true;
  if (r.chance(0.25)) made.prior = { clicks: 1 + r.below(50), impressions: 500 + r.below(1000) };
  if (!whole) return made;
  if (r.chance(0.2)) made.schedule = { from: date(START + r.below(20) * DAY), until: date(START + (20 + r.below(20)) * DAY) };
  if (r.chance(0.3)) made.cap = { impressions: 1 + r.below(3), days: 1 + r.below(7) };
  if (made.for && r.chance(0.1)) made.only = true;
  return made;
}

/**
 * @returns {{files: {name: string, text: string}[], variants: object[], rests: (value: string) => number, events: object[], now: number, question: object}}
 *   `events` are a replay log's lines in time order, `question` what a decision at `now` is asked with
 */
export function world(seed, whole) {
  const r = random(seed);
  r.unit();
  const restDays = Object.fromEntries(["category0", "category1"].map((name) => [name, 1 + r.below(400)]));
  const dimensions = Object.fromEntries(DIMENSIONS.map((d) => [d, { labels: Object.fromEntries([0, 1, 2, 3].map((i) => [`${d}${i}`, "L"])) }]));
  if (whole) Object.assign(dimensions.category, { restDays, complements: { category0: ["category2"] } });
  const site = { site: "worlds", dimensions, attributes: { company: { type: "string" } }, ...(whole && { control: 0.15 }) };
  const variants = Array.from({ length: 1 + r.below(10) }, (_, i) => variant(i, r, whole));
  const campaign = { id: "c", slots: { hero: { default: "own", prefetch: "none", variants: [{ id: "own" }, ...variants], ...(!whole && r.chance(0.5) && { maxDimensions: { "*": 3 } }), ...(whole && { explore: 0.2 }) } } };
  let t = START + r.below(DAY);
  const events = [];
  const item = () => Object.fromEntries(DIMENSIONS.filter(() => r.chance(0.6)).map((d) => [`item_${d}`, `${d}${r.below(1 + r.below(4))}`]));
  const likely = whole ? ["view_item", "view_item", "view_item", "add_to_cart", "purchase", "like", "dislike", "dismiss_promotion"] : ["view_item"];
  for (let n = r.below(14); n > 0; n--) {
    t += r.chance(0.3) ? r.below(whole ? 6 * DAY : DAY) : MINUTE;
    const event = r.pick(likely);
    const d = r.pick(DIMENSIONS);
    const params = {
      like: () => ({ dimension: d, value: value(d, r) }),
      dislike: () => ({ dimension: d, value: value(d, r) }),
      dismiss_promotion: () => ({ promotion_id: "c", creative_slot: "hero", creative_name: r.pick(variants).id }),
    }[event] ?? (() => ({ items: [item()], ...(event === "purchase" && { transaction_id: `T${n}`, value: 10 }) }));
    events.push({ t, event, params: params() });
  }
  const signals = { device: r.pick(["mobile", "desktop"]), ...(r.chance(0.3) && { "utm.campaign": r.pick(["rain", "sun"]) }) };
  return {
    files: [{ name: "site.json", text: JSON.stringify(site) }, { name: "campaign.json", text: JSON.stringify(campaign) }],
    variants, events, rests: (name) => (whole ? restDays[name] ?? 0 : 0),
    now: t + r.below(2 * DAY),
    question: { signals, ...(r.chance(0.3) && { attributes: { company: "Acme" } }) },
  };
}

/** The world's log with questions strewn in and heroes seen, as replay reads it. */
export function log({ events, variants, now, question }, seed) {
  const r = random(seed * 7 + 1);
  const asked = (t) => r.pick([{ decide: "hero", ...question }, { plan: "hero", ...question }, { explain: "hero", ...question }, { affinity: r.pick(DIMENSIONS), evidence: r.chance(0.5) }, { rank: [{ category: value("category", r) }, { brand: value("brand", r), prior: { clicks: r.below(9), impressions: r.below(99) } }] }].map((query) => ({ t, ...query })));
  const lines = events.flatMap((event) => {
    const seen = { promotion_id: "c", creative_slot: "hero", creative_name: r.pick(variants).id };
    return [event, ...(r.chance(0.5) ? [asked(event.t)] : []), ...(r.chance(0.4) ? [{ t: event.t, event: r.pick(["view_promotion", "view_promotion", "select_promotion"]), params: seen }] : [])];
  });
  for (const wait of [0, 3600_000, DAY, 100 * DAY]) lines.push({ t: now + wait, decide: "hero", ...question }, asked(now + wait));
  return lines.map((line) => JSON.stringify(line)).join("\n") + "\n";
}

// Lines that pages send by mistake, and lines that nobody should send. Most are events that the reader accepts and the
// core has to live with; some are bad lines.

/** @param {{name?: string, t: number}} visitor @param {ReturnType<import("./random.mjs").random>} r */
export function oddLine(visitor, r) {
  const found = r.pick(kinds)(visitor, r);
  if (typeof found === "string") return found;
  return JSON.stringify({ ...(visitor.name !== undefined && { visitor: visitor.name }), t: visitor.t, ...found });
}

const view = (params) => ({ event: "view_item", params });
const long = (r) => r.pick(["x", "é", "😀", "\u0000", "\u0301", " "]).repeat(1 + r.below(3000));

const kinds = [
  // Events the core has to live with.
  (v, r) => view({ items: [{ item_category: long(r), price: r.pick([-1, 1e308, -1e308, 5e-324, "12,50", null, true]) }] }),
  () => view({ items: [] }),
  () => view({ items: null }),
  () => view({ items: "trail" }),
  () => view({ items: { 0: { item_category: "trail" } } }),
  () => view({ items: [null, 7, "x", [], { item_category: { name: "trail" } }] }),
  (v, r) => view({ items: Array.from({ length: 200 }, () => ({ item_category: `flood-${r.below(1e6)}`, item_brand: `b${r.below(1e6)}` })) }),
  () => view({ item_category: ["trail", "running", "", "  ", 7, null] }),
  () => view(JSON.parse('{"__proto__":{"items":[{"item_category":"trail"}]},"constructor":1,"hasOwnProperty":"x"}')),
  (v, r) => ({ event: long(r) }),
  (v, r) => ({ event: "like", params: { dimension: r.pick(["category", "nope", "price", ""]), value: long(r) } }),
  (v, r) => ({ event: "view_promotion", params: { promotion_id: long(r), creative_slot: 7, creative_name: null } }),
  (v, r) => ({ event: "purchase", params: { value: r.pick([-5, 1e300, "x"]), items: [{ item_category: "boots", quantity: r.pick([0, -3, 1e18, 0.5]), price: 120 }] } }),
  (v, r) => ({ event: "user_engagement", params: { engagement_time_msec: r.pick([-1, 1e18, 0.001, "9"]) } }),
  (v, r) => ({ event: "page_view", signals: { utcOffset: r.pick([1e9, -1e9, 0.5, "60", null]), hemisphere: r.pick(["east", 7, ""]) } }),
  (v, r) => ({ t: v.t - r.below(100_000_000), ...view({ items: [{ item_category: "trail" }] }) }),
  // Queries about what is not there, or asked from beside the facts.
  (v, r) => ({ decide: r.pick(["", "nope", "home-hero\u0000", long(r)]) }),
  (v, r) => ({ affinity: r.pick(["", "nope", "categor"]) }),
  () => ({ affinity: "category", top: 4294967295 }),
  (v, r) => ({ rank: [{}, { category: 7, price: "x" }, { category: long(r), prior: { clicks: -1, impressions: 0 } }] }),
  (v, r) => ({ rank: [{ category: "trail", prior: { clicks: 1e9, impressions: 1e9 } }, { price: r.pick([-1e300, 1e300]) }] }),
  (v, r) => ({ decide: "home-hero", signals: { device: long(r), utcOffset: "x", season: 7, hour: -1 }, attributes: { stage: 7, purchases: "many" } }),
  (v, r) => ({ t: v.t - r.below(1e9), plan: "home-hero", signals: { utm: 7, "utm.campaign": [] } }),
  // Bad lines.
  () => "",
  () => "not json",
  () => '{"t":',
  () => "[]",
  () => '{"visitor":7,"t":1,"event":"page_view"}',
  () => '{"t":-5,"event":"page_view"}',
  () => '{"t":1,"decide":"home-hero","plan":"home-hero"}',
  () => '{"t":1,"affinity":"category","top":-1}',
  () => '{"t":1e999,"event":"page_view"}',
  () => `{"t":1,"decide":"home-hero","attributes":${"[".repeat(40)}${"]".repeat(40)}}`,
  () => '{"t":1,"event":"page_view","params":[]}',
];

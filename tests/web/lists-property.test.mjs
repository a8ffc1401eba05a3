// Promise 2 for lists: a new acquaintance is met with one kind of customer data, a returning one with two, nobody with more than three; and what
// does not speak moves nothing. Over random shops and visitors, on the core that ships.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../dist/engine.js";
import { sdk } from "./lib/bundle.mjs";
import { compile, dist } from "./lib/pack.mjs";

globalThis.localStorage ??= { getItem: () => null };
globalThis.document ??= { querySelectorAll: () => [] };
const { ordered } = await sdk("lists.ts");

const NAMES = ["brand", "category", "colour", "fit", "price"];
const values = (name) => (name == "price" ? ["20", "70", "150"] : [0, 1, 2, 3].map((i) => name + i));
const site = { site: "shop", dimensions: Object.fromEntries(NAMES.map((name) =>
  [name, name == "price" ? { type: "number", bands: [50, 100] } : { labels: Object.fromEntries(values(name).map((value) => [value, value])) }])) };
const pack = compile(site, { id: "c", slots: { hero: { default: "own", variants: [{ id: "own" }, { id: "v", content: { headline: "V" }, for: { category: "category0" } }] } } });
const engine = await Engine.load(dist("runtime.wasm"), pack);

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 9, 5);
/** mulberry32 */
const randomOf = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** What a visitor did, and a list. */
function randomWorld(seed) {
  const random = randomOf(seed);
  const below = (n) => Math.floor(random() * n);
  const favour = Object.fromEntries(NAMES.map((name) => [name, values(name)[below(values(name).length)]]));
  const like = (name) => (random() < 0.7 ? favour[name] : values(name)[below(values(name).length)]);
  const events = [];
  let t = START;
  for (let n = below(12); n > 0; n--) {
    t += random() < 0.2 ? below(60) * DAY : MINUTE;
    const item = Object.fromEntries(NAMES.filter(() => random() < 0.6).map((name) => [name == "price" ? name : `item_${name}`, name == "price" ? +like(name) : like(name)]));
    const kind = random();
    if (kind < 0.1) events.push([t, "like", { dimension: "brand", value: like("brand") }]);
    else if (kind < 0.2) events.push([t, "purchase", { transaction_id: `${t}`, value: 20, currency: "EUR", items: [item] }]);
    else events.push([t, "view_item", { items: [item] }]);
  }
  const items = Array.from({ length: 2 + below(6) }, () => NAMES.filter(() => random() < 0.8).map((name) => `${name}: ${values(name)[below(values(name).length)]}`).join("; "));
  return { events, items, now: t + MINUTE };
}

/** The list's places for a visitor of whom only `known` dimensions are known (all: undefined), and the dimensions that spoke. */
function placesOf({ events, items, now }, known, stated) {
  engine.forget();
  for (const [t, event, params] of events) {
    const of = (item) => Object.fromEntries(Object.entries(item).filter(([key]) => !known || known.includes(key.replace("item_", ""))));
    if (event == "like" && known && !known.includes("brand")) continue;
    engine.event({ event, params: params.items ? { ...params, items: params.items.map(of) } : params }, t);
  }
  let spoke = [];
  const ask = (name, t, input) => {
    if (name == "affinity") return engine.affinity(input.dimension, input, t);
    spoke = [...new Set(input.rank.flatMap((facts) => Object.keys(facts).filter((key) => facts[key])))];
    return { scores: engine.rank(input.rank, t) };
  };
  const host = { now: () => now, core: () => ({ ask }), slots: () => [], decide: () => undefined, problem: (id, detail) => assert.fail(`${id} ${detail}`) };
  return { places: ordered(host, { list: { items } }, stated).list.places, spoke };
}

test("one, two or three dimensions order a list, by stage; emptying what does not speak changes no place", async () => {
  const met = {};
  for (let seed = 1; seed <= 800; seed++) {
    const world = randomWorld(seed);
    const { places, spoke } = placesOf(world);
    // Another way to the stage than the one that lists go.
    const { stage } = await engine.explainRank([], world.now);
    const most = { new: 1, returning: 2 }[stage] ?? 3;
    assert.ok(spoke.length <= most, `${seed}: ${spoke} at stage ${stage}`);
    (met[stage] ??= [0, 0, 0, 0])[spoke.length]++;
    if (!places) continue;
    assert.deepEqual(placesOf(world, spoke), { places, spoke }, `${seed}: ${spoke}`);
  }
  // The property is worth nothing where nothing ever speaks, or the limit is never met.
  assert.ok(met.new[1] > 30 && met.returning[2] > 10 && Math.max(met.customer[3], met.repeat?.[3] ?? 0) > 10, JSON.stringify(met));
});

test("the stage that the site states beats the learned one, in both directions", () => {
  const worlds = Array.from({ length: 300 }, (_, i) => randomWorld(i + 1));
  const most = (stated) => Math.max(...worlds.map((world) => placesOf(world, undefined, stated).spoke.length));
  assert.deepEqual(["new", "returning", "customer", "repeat", "lapsed"].map(most), [1, 2, 3, 3, 3]);
  assert.deepEqual([placesOf(worlds[5], undefined, "vip"), placesOf(worlds[5], undefined, {})], [placesOf(worlds[5]), placesOf(worlds[5])]);
});

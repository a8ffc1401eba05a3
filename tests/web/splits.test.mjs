// However a visit is split over tabs, pages and flushes, the profile comes to the same bytes (docs/storage.md).
import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../bench/generate/random.mjs";
import { sdk } from "./lib/bundle.mjs";
import { compile, dist } from "./lib/pack.mjs";

const { connect } = await sdk("memory.ts");
const { learnerOf, SETTLE_MS } = await sdk("learn.ts");
const module = await WebAssembly.compile(dist("runtime.wasm"));
const pack = compile({ site: "s", dimensions: { category: { labels: { trail: "T", road: "R", boots: "B" } }, tag: { values: "any" }, price: { type: "number" } } });
const NOON = 1_791_158_400_000;
const SINCE = 5;
crypto.getRandomValues = (array) => array.fill(7);

const names = ["view_item", "view_item", "page_view", "add_to_cart", "remove_from_cart", "purchase", "scroll", "like", "dislike", "user_engagement"];
const someEvent = (r, t) => ({
  t,
  since: SINCE,
  event: JSON.stringify({
    event: r.pick(names),
    params: { dimension: "category", value: r.pick(["trail", "road"]), percent_scrolled: r.below(100), engagement_time_msec: r.below(9000),
      items: [{ item_category: r.pick(["trail", "road", "boots", "tents"]), tag: `t${r.below(20)}`, price: r.below(200) }] },
  }),
});

/** Both stores, in memory: what the two object stores of the database do. */
function stores() {
  const kept = { profile: undefined, tail: [] };
  const later = [];
  const request = (result) => {
    const asked = { result };
    later.push(() => asked.onsuccess?.());
    return asked;
  };
  return {
    kept,
    profile: { get: () => request(kept.profile), put: (bytes) => (kept.profile = bytes.slice()) },
    tail: { getAll: () => request([...kept.tail]), clear: () => (kept.tail = []), add: (event) => kept.tail.push(event), transaction: { abort: () => assert.fail("aborted") } },
    run() {
      while (later.length) later.shift()();
    },
  };
}
const aTab = async () => connect((await WebAssembly.instantiate(module)).exports, pack);

/** Plays `events`: each goes into the tail within a second, and some tab looks at the tail now and then. */
async function played(events, tabs, lookAfter) {
  const cores = await Promise.all(Array.from({ length: tabs }, aTab));
  const { kept, profile, tail, run } = stores();
  const { now: clock } = Date;
  const look = (tab, now) => {
    Date.now = () => now;
    learnerOf(cores[tab], assert.ifError).ingest(profile, tail, SINCE, () => {});
    run();
  };
  const r = random(tabs);
  const appended = events.map((event) => ({ event, at: event.t + r.below(1000) })).sort((a, b) => a.at - b.at);
  for (const { event, at } of appended) {
    kept.tail.push(event);
    if (r.below(lookAfter) === 0) look(r.below(tabs), at + r.below(500));
  }
  look(0, events.at(-1).t + 10 * SETTLE_MS);
  Date.now = clock;
  assert.equal(kept.tail.length, 0);
  return Buffer.from(kept.profile).toString("hex");
}

test("one tab or five, each event alone or all at once", async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const r = random(seed);
    let t = NOON;
    const events = Array.from({ length: 80 }, () => someEvent(r, (t += r.pick([0, 1, 40, 900, 3000, 60_000, 90_000_000]))));
    const once = await played(events, 1, 1e9);
    for (const [tabs, lookAfter] of [[1, 1], [1, 4], [2, 2], [5, 1], [5, 7]]) assert.equal(await played(events, tabs, lookAfter), once, `seed ${seed}, ${tabs} tabs, ${lookAfter}`);
  }
});

// What `track` keeps of what a page passes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sdk } from "./lib/bundle.mjs";

const { trackedEvent, inOrder } = await sdk("track.ts");
const kept = (params) => JSON.parse(trackedEvent("view_item", params).event).params;

test("says name, parameters and the offset of the clock", () => {
  const { t, event } = trackedEvent("search", { search_term: "rain" });
  assert.ok(Math.abs(t - Date.now()) < 1000);
  const { signals, ...rest } = JSON.parse(event);
  assert.deepEqual(rest, { event: "search", params: { search_term: "rain" } });
  assert.deepEqual(signals, { utcOffset: 0 - new Date().getTimezoneOffset() });
});

test("keeps nothing but data", () => {
  assert.deepEqual(kept({ a: undefined, b: () => 1, c: NaN, d: null, e: [undefined] }), { c: null, d: null, e: [null] });
  assert.deepEqual(kept(undefined), {});
});

test("cuts long texts", () => {
  assert.equal(kept({ page_title: "x".repeat(5000) }).page_title.length, 1000);
});

test("refuses cycles, and what is far too much", () => {
  const round = {};
  round.round = round;
  for (const params of [round, { items: Array.from({ length: 200_000 }, () => 1) }, { get a() { throw new Error("hostile"); } }]) {
    assert.throws(() => trackedEvent("view_item", params), (error) => error === "event-refused");
  }
});

test("orders events the same way from any split", () => {
  const events = ["b", "a", "c", "a"].flatMap((name, i) => [{ t: 5, event: name }, { t: i, event: "z" }]);
  const text = (list) => JSON.stringify(inOrder([...list]));
  assert.equal(text(events.toReversed?.() ?? [...events].reverse()), text(events));
  assert.equal(text([...events.slice(3), ...events.slice(0, 3)]), text(events));
});

// What is said by an item, which dimensions speak, and the places that scores give.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sdk } from "./lib/bundle.mjs";

globalThis.localStorage ??= { getItem: () => null };
globalThis.document ??= { querySelectorAll: () => [] };
const { factsOf, ordered, placesOf } = await sdk("lists.ts");

test("an item's facts are short: dimensions, values, numbers both ways", () => {
  const facts = (text) => ({ ...factsOf(text) });
  assert.deepEqual(facts("category: trail; price: 80"), { category: ["trail"], price: ["80", 80] });
  assert.deepEqual(facts(" category : Trail running ;category:road; "), { category: ["Trail running", "road"] });
  assert.deepEqual(facts("link: a:b; price: 1.299,00 €"), { link: ["a:b"], price: ["1.299,00 €", 1299] });
  assert.deepEqual(facts(""), {});
  assert.deepEqual(Object.keys(facts("constructor: x; toString: y")), ["constructor", "toString"]);
});

test("places: the best first, what is near to the best of a group as the page has it", () => {
  for (const [scores, places] of [
    [[1, 1, 1], undefined],
    [[1, 2, 3], [2, 1, 0]],
    [[1, 1.05, 1.09], undefined],
    [[1, 1.2, 1.15, 1.4], [3, 1, 2, 0]],
    [[1, 1.21, 1.1], [2, 0, 1]],
    [[0, 0, 1, 0], [1, 2, 0, 3]],
    [[], undefined],
  ]) assert.deepEqual(placesOf(scores), places, scores.join());
});

/** A host that knows rows of affinity by dimension, and notes what the core is asked to rank. */
function hostOf(rows, { arm = "treatment", stage = "repeat" } = {}) {
  const asked = [];
  const problems = [];
  const ask = (name, now, { dimension, rank }) => {
    if (name == "rank") return asked.push(rank), { scores: rank.map((_, i) => 2 ** i) };
    if (!rows[dimension]) throw -11;
    return { affinity: [...rows[dimension], ["other", 0]], stage };
  };
  return { asked, problems, host: { now: () => 0, core: () => ({ ask }), slots: () => [{ slot: "hero" }], decide: () => ({ arm }), problem: (...words) => problems.push(words) } };
}
const lean = (weight, share = 0.9) => [["x", share, 1, 0, 0.5, weight]];
const item = "a: x; b: x; c: x; d: x";

test("at most three dimensions speak, those of the most evidence, ties by name", () => {
  const { host, asked } = hostOf({ a: lean(2), b: lean(5), c: lean(2), d: lean(2) });
  assert.deepEqual(ordered(host, { list: { items: [item, "b: y"] } }), { list: { items: [item, "b: y"], places: [1, 0], left: undefined } });
  assert.deepEqual(asked.map((rank) => rank.map((facts) => Object.keys(facts).filter((name) => facts[name]))), [[["b", "a", "c"], ["b"]]]);
});

test("a new acquaintance is met with one of them, a returning one with two, unless the site states another stage", () => {
  const spoke = (stage, stated) => {
    const { host, asked } = hostOf({ a: lean(2), b: lean(5), c: lean(2), d: lean(2) }, { stage });
    ordered(host, { list: { items: [item, "b: y"] } }, stated);
    return Object.keys(asked[0][0]).join("");
  };
  assert.deepEqual([spoke("new"), spoke("returning"), spoke("customer"), spoke("lapsed")], ["b", "ba", "bac", "bac"]);
  assert.deepEqual([spoke("new", "customer"), spoke("repeat", "new"), spoke("returning", "friend")], ["bac", "b", "ba"]);
});

test("none speaks on less than enough evidence, on a faint leaning, or that the pack does not know; then nothing is ranked", () => {
  const { host, asked, problems } = hostOf({ a: lean(1.49), b: lean(9, 0.74), c: [] });
  assert.equal(ordered(host, { list: { items: [item, item] } }).list.places, undefined);
  assert.deepEqual([asked, problems], [[], [[-11, "d"]]]);
});

test("the control group and lists that are left alone have no places; eight lists are kept; what is no list is dropped", () => {
  const items = ["a: x", "a: y"];
  assert.equal(ordered(hostOf({ a: lean(2) }, { arm: "control" }).host, { list: { items } }).list.places, undefined);
  assert.deepEqual(ordered(hostOf({ a: lean(2) }).host, { list: { items, left: true } }).list, { items, places: undefined, left: true });
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`list ${i}`, { items }]));
  assert.deepEqual(Object.keys(ordered(hostOf({ a: lean(2) }).host, many)), Object.keys(many).slice(0, 8));
  assert.equal(ordered(hostOf({}).host, { list: null, other: 3 }), undefined);
});

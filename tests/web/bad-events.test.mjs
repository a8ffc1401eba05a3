// Events that no page should send, into the core through `tactful/engine`, as wasm and as JavaScript: bounded, taken or refused with an
// id, and nothing else is lost. Odd times and questions: bad-input.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, TactfulError } from "../../dist/engine.js";
import fallback from "../../dist/runtime.js";
import { stopwatch } from "./lib/busy.mjs";
import { compile, dist } from "./lib/pack.mjs";

const noon = 1_791_158_400_000;
const pack = compile(
  { site: "s", dimensions: { category: { labels: { boots: "Boots", socks: "Socks" } }, tag: { values: "any" }, price: { type: "number" } } },
  { id: "c", slots: { hero: { default: "own", variants: [{ id: "own" }] } } },
);
const view = (item) => ({ event: "view_item", params: { items: [item] } });
const [round, twice] = [{}, {}];
round.round = round;
twice.a = twice.b = twice;
const taken = {
  "a name of 1 MB": view({ item_category: "n".repeat(1 << 20), tag: "m".repeat(1 << 20) }),
  "a key of 1 MB": { event: "view_item", params: { ["k".repeat(1 << 20)]: 1 } },
  "an event of 1 MB": { event: "e".repeat(1 << 20) },
  "__proto__": { event: "view_item", params: JSON.parse('{"__proto__": {"item_category": "socks"}, "constructor": {"tag": "x"}}') },
  "NaN and Infinity": view({ price: NaN, quantity: Infinity, tag: -Infinity }),
  "numbers beyond all shops": { event: "purchase", params: { value: 1e308, items: [{ price: 1e308, quantity: 1e308 }] } },
  "numbers below them": { event: "add_to_cart", params: { value: -1e308, items: [{ price: -1, quantity: -1e308 }] } },
  "10,000 items": { event: "view_item", params: { items: Array.from({ length: 10_000 }, (_, i) => ({ item_category: `c${i}`, tag: `t${i}`, price: i })) } },
  "10,000 values of an item": view({ tag: Array.from({ length: 10_000 }, (_, i) => `v${i}`) }),
  "items that are none": { event: "view_item", params: { items: [null, 5, "x", [], true, undefined] } },
  "what JSON cannot say": view({ item_category: Symbol("x"), tag: () => 1, price: 5n }),
  "half a letter": view({ tag: "\ud800" }),
  "a circle": { event: "view_item", params: round },
  "a circle that doubles": { event: "view_item", params: twice },
};

for (const [name, runtime] of [["runtime.wasm", () => dist("runtime.wasm")], ["runtime.js", fallback]]) {
  test(`${name}: what is odd does no harm`, async () => {
    const engine = await Engine.load(runtime(), pack);
    engine.event(view({ item_category: "boots" }), noon);
    engine.event(view({ item_category: "boots" }), noon + 1);
    let t = noon + 2;
    for (const [what, event] of Object.entries(taken)) {
      const spent = stopwatch();
      engine.event(event, t++);
      assert.ok(spent() < 5000, what);
      const boots = engine.affinity("category", { evidence: true }, t).affinity.find(([value]) => value === "boots");
      assert.equal(boots[2], 2, what);
      const saved = engine.save();
      assert.ok(saved.length <= 4096, what);
      engine.restore(saved);
    }
    const before = engine.save();
    for (const event of [{}, { event: "" }, { event: null }, { event: 5 }])
      assert.throws(() => engine.event(event, t), (error) => error instanceof TactfulError && error.id === "event-ignored", JSON.stringify(event));
    assert.deepEqual(engine.save(), before, "what is refused changes nothing");
    assert.equal({}.item_category, undefined);
  });

  test(`${name}: no end of distinct values`, async () => {
    const engine = await Engine.load(runtime(), pack);
    for (let i = 0; i < 20; i++) engine.event(view({ item_category: "boots" }), noon + i);
    const many = name === "runtime.js" ? 3000 : 20_000;
    for (let i = 0; i < many; i++) engine.event(view({ tag: `v${i}`, item_category: `c${i}` }), noon + 1000 + i);
    assert.ok(engine.save().length <= 4096);
    const boots = engine.affinity("category", { evidence: true }, noon + 1000 + many).affinity.find(([value]) => value === "boots");
    assert.equal(boots[2], 20);
  });
}

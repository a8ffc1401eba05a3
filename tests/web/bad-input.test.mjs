// Whatever a page or a program passes: a defined answer or a TactfulError, the same in wasm and in its JavaScript form,
// soon, and the engine answers afterwards as before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, TactfulError } from "../../dist/engine.js";
import fallback from "../../dist/runtime.js";
import { stopwatch } from "./lib/busy.mjs";
import { compile, dist } from "./lib/pack.mjs";
import { sdk } from "./lib/bundle.mjs";

const noon = Date.UTC(2026, 9, 6, 12);
const hero = (content) => ({ content: { headline: content } });
const pack = compile(
  { site: "shop", dimensions: { category: { labels: { trail: "Trail", road: "Road" } } }, attributes: { company: { type: "string" }, extra: { type: "any" } } },
  {
    id: "c",
    slots: {
      hero: {
        default: "welcome",
        prefetch: "none",
        variants: [{ id: "welcome" }, { id: "trail", for: { category: "trail" }, ...hero("Mud") }, { id: "acme", when: { company: "Acme" }, ...hero("For Acme") }],
      },
    },
  },
);
const runtimes = { wasm: dist("runtime.wasm"), js: fallback() };
const engines = await Promise.all(Object.values(runtimes).map((runtime) => Engine.load(runtime, pack)));
const view = (category) => ({ event: "view_item", params: { items: [{ item_category: category }] } });

/** What both engines say to a question, which must be the same: the answer, or `{error}`. Both are alive afterwards. */
function asked(question) {
  const [one, other] = engines.map((engine) => {
    const kept = engine.save();
    let answer;
    try {
      answer = question(engine);
    } catch (error) {
      assert.ok(error instanceof TactfulError, error);
      answer = { error: error.id };
    }
    engine.restore(kept);
    assert.equal(engine.decide("hero", { attributes: { company: "Acme" } }, noon).variant, "acme", "the engine still answers");
    return answer;
  });
  assert.deepEqual(one, other);
  return one;
}
const variant = (circumstances) => asked((engine) => engine.decide("hero", circumstances, noon)).variant;

test("a time that is none is refused, and does no harm", () => {
  const calls = {
    decide: (engine, t) => engine.decide("hero", {}, t),
    plan: (engine, t) => engine.plan("hero", {}, t),
    event: (engine, t) => engine.event(view("trail"), t),
    affinity: (engine, t) => engine.affinity("category", {}, t),
    rank: (engine, t) => engine.rank([{ category: "trail" }], t),
  };
  for (const [name, call] of Object.entries(calls)) {
    for (const t of [-1, 8.64e15 + 2, 2 ** 53, NaN, Infinity, -Infinity, undefined, null, "5", 5n, true, {}, Symbol("t"), new Date(5)])
      assert.deepEqual(asked((engine) => call(engine, t)), { error: "bad-argument" }, `${name} at ${String(t)}`);
    for (const t of [0, -0, 0.5, 8.64e15]) assert.equal(asked((engine) => call(engine, t))?.error, undefined, `${name} at ${t}`);
  }
  assert.equal(asked((engine) => engine.decide("hero", {}, 8.64e15)).validUntil, 8.64e15 + 30 * 86_400_000);
});

test("attributes of any make are read as JSON would have them", () => {
  const nested = (wrap) => {
    let value = "x";
    for (let i = 0; i < 1000; i++) value = wrap(value);
    return value;
  };
  const cycle = { company: "Acme" };
  cycle.self = cycle;
  for (const [name, attributes] of Object.entries({
    cycle,
    deepObjects: { extra: nested((value) => ({ value })), company: "Acme" },
    deepArrays: { extra: nested((value) => [value]), company: "Acme" },
    manyKeys: { ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key${i}`, i])), company: "Acme" },
    longKey: { ["k".repeat(100_000)]: 1, company: "Acme" },
    holes: { extra: [, , 1], company: "Acme" },
    noPrototype: Object.assign(Object.create(null), { company: "Acme" }),
  })) assert.equal(variant({ attributes }), "acme", name);
  for (const company of [() => 1, Symbol("x"), 5n, NaN, Infinity, new Date(0), new String("Acme"), { "": "Acme" }, "\ud800", null, undefined])
    assert.equal(variant({ attributes: { company } }), "welcome", `${typeof company} ${company?.constructor?.name}`);
  for (const wrong of [null, undefined, 5, "Acme", ["Acme"], true, new Map([["company", "Acme"]])]) {
    assert.equal(variant({ attributes: wrong }), "welcome");
    assert.equal(variant({ signals: wrong }), "welcome");
    assert.equal(variant(wrong), "welcome");
  }
  for (const signals of [{ utcOffset: 1e300 }, { utcOffset: "60" }, { utcOffset: -1439.9 }, { hemisphere: 7 }, { season: {} }, { hour: [] }])
    assert.equal(variant({ signals }), "welcome");
});

test("what leads back to itself by many ways is cut before the page waits", () => {
  const node = {};
  for (let i = 0; i < 10; i++) node[`to${i}`] = node;
  const spent = stopwatch();
  assert.equal(variant({ attributes: { company: "Acme", node } }), "acme");
  assert.deepEqual(asked((engine) => engine.event({ event: "view_item", params: { items: [node] } }, noon)), undefined);
  assert.deepEqual(asked((engine) => engine.rank([node, { category: "trail" }], noon)).length, 2);
  assert.ok(spent() < 10_000);
});

test("slots, events and dimensions that are none", () => {
  for (const slot of ["nowhere", "", undefined, null, 5, {}, [], Symbol("x"), "hero\0", "HERO", "x".repeat(1e6)])
    assert.deepEqual(asked((engine) => engine.decide(slot, {}, noon)), { error: "unknown-slot" });
  for (const what of [undefined, null, 5, "view_item", {}, { event: 5 }, { event: null }])
    assert.deepEqual(asked((engine) => engine.event(what, noon)), { error: "event-ignored" });
  for (const rest of [{ params: null }, { params: 5 }, { params: [1] }, { signals: null }, { signals: "x" }])
    assert.equal(asked((engine) => engine.event({ event: "view_item", ...rest }, noon)), undefined);
  for (const dimension of [undefined, null, 7, "nothing", {}])
    assert.deepEqual(asked((engine) => engine.affinity(dimension, {}, noon)), { error: "unknown-dimension" });
  for (const options of [undefined, null, { top: -1 }, { top: NaN }, { top: 1e300 }, { top: "2" }, { top: 0.5 }, { evidence: "x" }])
    assert.equal(asked((engine) => engine.affinity("category", options, noon)).affinity.length, 3);
});

test("a list to rank may hold anything; scores are finite, and none is below 0", () => {
  for (const items of [undefined, null, 5, "x", {}]) assert.deepEqual(asked((engine) => engine.rank(items, noon)), { error: "bad-encoding" });
  assert.deepEqual(asked((engine) => engine.rank([], noon)), []);
  assert.deepEqual(asked((engine) => engine.rank([null, 5, "x", [], {}], noon)), [1, 1, 1, 1, 1]);
  const prior = (clicks, impressions) => ({ prior: { clicks, impressions } });
  assert.deepEqual(
    asked((engine) => engine.rank([prior(1e300, 1e-300), prior(5, 2), prior(-5, 10), prior(-1e300, 1e-300), prior(0, 1e9), prior(1e9, 0), prior(5, -1), prior(NaN, 10), prior("x", "y"), prior(1, 4)], noon)),
    [1, 1, 0, 0, 0, 1, 1, 0, 1, 0.25],
  );
});

test("profiles and packs from elsewhere, and seeds that are none", async () => {
  for (const bytes of [undefined, null, 5, "x", {}, new ArrayBuffer(100), [1, 2, 3], new Uint16Array(5), new Uint8Array(1e6)])
    assert.deepEqual(asked((engine) => engine.restore(bytes)), { error: "profile-foreign" });
  const elsewhere = await Engine.load(runtimes.wasm, compile({ site: "another", dimensions: { category: {} } }, { id: "c", slots: { hero: { default: "w", variants: [{ id: "w" }] } } }));
  elsewhere.event(view("trail"), noon);
  assert.deepEqual(asked((engine) => engine.restore(elsewhere.save())), { error: "profile-foreign" });
  for (const wrong of [undefined, null, 5, "x", {}, [1, 2, 3], new Uint8Array(), new Uint16Array(5)])
    await assert.rejects(Engine.load(runtimes.wasm, wrong), { id: "pack-foreign" });
  for (const seed of [NaN, 0.5, "7", null, {}, true]) await assert.rejects(Engine.load(runtimes.wasm, pack, { seed }), { id: "bad-argument" });
  for (const seed of [0, -1, 2 ** 53, 0n, 2n ** 70n]) assert.equal((await Engine.load(runtimes.wasm, pack, { seed })).decide("hero", {}, noon).level, "default");
});

test("in the page, decide and affinity answer whatever is asked, and never throw", async () => {
  const [{ reader }, { connect }] = await Promise.all([sdk("reader.ts"), sdk("memory.ts")]);
  const { instance } = await WebAssembly.instantiate(runtimes.wasm);
  const core = connect(instance.exports, pack);
  let attributes = {};
  const { decide, affinity } = reader(() => core, (name, slot) => core.ask(name, noon, { slot, signals: {}, attributes, content: true }));
  const { warn } = console;
  console.warn = () => {};
  try {
    for (const slot of [undefined, null, 5, {}, Symbol("x"), "nowhere"]) {
      const { level, variant, error } = decide(slot);
      assert.deepEqual({ level, variant, error }, { level: "default", variant: "", error: "unknown-slot" });
    }
    attributes = { get company() { throw new Error("a getter of the page's"); } };
    assert.equal(decide("hero").error, "failed");
    for (const dimension of [undefined, 5, {}, "nothing"]) assert.equal(affinity(dimension), undefined);
    assert.equal(affinity("category", attributes), undefined);
    attributes = { company: "Acme" };
    assert.equal(decide("hero").variant, "acme");
    // Words about problems are imported when there are some.
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    console.warn = warn;
  }
});

test("templates stay in a slot of an XHTML page too, where names of elements are as they are written", async () => {
  const { strangers } = await sdk("template.ts");
  const nodes = [["TEMPLATE", "template"], ["template", "template"], ["h1", "h1"], ["#text"]].map(([nodeName, localName]) => ({ nodeName, localName }));
  assert.deepEqual(strangers({ childNodes: nodes }), nodes.slice(2));
});

test("the page's module can be imported where there is no page, as by a component that a server renders", async () => {
  assert.equal(typeof globalThis.location, "undefined");
  assert.equal(typeof (await sdk("index.ts")).createTactful, "function");
});

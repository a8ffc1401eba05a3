// `tactful/engine` as a customer imports it, on the runtime that ships, and on its JavaScript form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Engine, TactfulError } from "../../dist/engine.js";
import { render } from "../../dist/explain.js";
import fallback from "../../dist/runtime.js";
import { compile, dist } from "./lib/pack.mjs";

const day = 86_400_000;
const noon = Date.UTC(2026, 9, 6, 12);
const wasm = dist("runtime.wasm");
const pack = compile(
  { site: "shop", control: 0.5, dimensions: { category: { labels: { trail: "Trail running", road: "Road" } }, price: { type: "number", bands: [50, 100] } } },
  {
    id: "autumn",
    slots: {
      "home-hero": {
        default: "welcome",
        variants: [
          { id: "welcome" },
          { id: "trail", content: { headline: "Mud ahead", image: { src: "/t.jpg", alt: "Mud", width: 2, height: 1 } }, for: { category: "trail" } },
          { id: "road", content: { headline: "Straight on" }, for: { category: "road" } },
          { id: "rain", content: { headline: "Rain" }, when: { "utm.campaign": "rain" } },
        ],
      },
      aside: { default: "plain", prefetch: "none", variants: [{ id: "plain" }] },
    },
  },
);
const view = (category, price = 80) => ({ event: "view_item", params: { items: [{ item_category: category, price }] } });
/** An engine that has seen three trail shoes and one for the road. */
async function runner(runtime = wasm, options) {
  const engine = await Engine.load(runtime, pack, options);
  ["trail", "trail", "road", "trail"].forEach((category, i) => engine.event(view(category), noon + i * 1000));
  return engine;
}
const fails = (id) => (error) => error instanceof TactfulError && error.id === id && error.message.length > id.length + 2;

test("decides, plans, and says what it knows", async () => {
  const engine = await runner();
  const decision = engine.decide("home-hero", {}, noon + 5000);
  assert.equal(decision.variant, "trail");
  assert.equal(decision.level, "personal");
  assert.equal(decision.arm, "none");
  assert.deepEqual(decision.dimensions, ["category"]);
  assert.equal(decision.content.headline, "Mud ahead");
  const { plan } = engine.plan("home-hero", {}, noon + 5000);
  assert.ok(plan.length > 0 && plan.length <= 8);
  assert.ok(plan.some(({ variant }) => variant === "trail"));
  const { affinity } = engine.affinity("category", {}, noon + 5000);
  assert.equal(affinity[0][0], "trail");
  assert.equal(affinity.at(-1)[0], "other");
  assert.ok(Math.abs(affinity.reduce((sum, [, share]) => sum + share, 0) - 1) < 1e-6);
  assert.deepEqual(engine.affinity("category", { top: 1 }, noon + 5000).affinity.map(([name]) => name), ["trail", "other"]);
  const scores = engine.rank([{ category: "road" }, { category: "trail" }], noon + 5000);
  assert.equal(scores.length, 2);
  assert.ok(scores[1] > scores[0]);
  assert.ok((await engine.explain("home-hero", {}, noon + 5000)).says.some((line) => line.includes("Trail running")));
});

test("says from how many events an affinity is, how recent, and against which average", async () => {
  const engine = await Engine.load(wasm, pack);
  const plain = engine.affinity("category", {}, noon).affinity;
  engine.event(view("trail"), noon);
  engine.event(view("trail"), noon + 2000);
  const { affinity } = engine.affinity("category", { evidence: true }, noon + 5000);
  const [value, share, events, newest, average] = affinity[0];
  assert.deepEqual([value, events, newest], ["trail", 2, noon + 2000]);
  assert.ok(Math.abs(average - plain.find(([name]) => name === "trail")[1]) < 1e-9);
  assert.ok(share > average);
  assert.deepEqual(affinity.slice(1, -1).map(([, , count, time]) => [count, time]), affinity.slice(1, -1).map(() => [0, -1]));
  assert.equal(affinity.at(-1).length, 2);
  assert.deepEqual(engine.affinity("category", {}, noon + 5000).affinity.map(([name]) => name), affinity.map(([name]) => name));
});

test("takes signals and attributes", async () => {
  const engine = await Engine.load(wasm, pack);
  assert.equal(engine.decide("home-hero", { signals: { "utm.campaign": "rain" } }, noon).variant, "rain");
  assert.equal(engine.decide("home-hero", {}, noon).level, "default");
});

test("says what the pack fills", async () => {
  const engine = await Engine.load(wasm, pack);
  assert.deepEqual(engine.slots(), [
    { slot: "home-hero", campaign: "autumn", links: [["category", "road"], ["category", "trail"]], prefetch: "all", pictures: ["/t.jpg"] },
    { slot: "aside", campaign: "autumn", links: [], prefetch: "none", pictures: [] },
  ]);
});

test("questions change nothing", async () => {
  const engine = await runner();
  const before = engine.save();
  const first = engine.decide("home-hero", {}, noon + day);
  engine.plan("home-hero", {}, noon + day);
  engine.affinity("category", {}, noon + 2 * day);
  engine.rank([{ category: "trail" }], noon + day);
  assert.deepEqual(engine.decide("home-hero", {}, noon + day), first);
  assert.deepEqual(engine.save(), before);
});

test("a profile saved is the visitor, whole", async () => {
  const engine = await runner();
  const saved = engine.save();
  assert.ok(saved.length <= 4096);
  const other = await Engine.load(wasm, pack);
  other.restore(saved);
  assert.deepEqual(other.save(), saved);
  assert.deepEqual(other.decide("home-hero", {}, noon + 5000), engine.decide("home-hero", {}, noon + 5000));
  other.forget();
  assert.deepEqual(other.save(), (await Engine.load(wasm, pack)).save());
});

test("refuses foreign and altered profiles, and keeps what it had", async () => {
  const engine = await runner();
  const saved = engine.save();
  assert.throws(() => engine.restore(new Uint8Array()), fails("profile-foreign"));
  assert.throws(() => engine.restore(new Uint8Array(100)), fails("profile-foreign"));
  assert.throws(() => engine.restore(saved.slice(0, -1)), TactfulError);
  for (let i = 4; i < saved.length; i += 7) {
    const altered = saved.slice();
    altered[i] ^= 16;
    assert.throws(() => engine.restore(altered), TactfulError, `byte ${i}`);
  }
  assert.deepEqual(engine.save(), saved);
});

test("takes a pack as the bytes or the buffer that fetch gives", async () => {
  const engine = await Engine.load(wasm, Uint8Array.from(pack).buffer);
  assert.ok(engine.slots().length > 0);
});

test("refuses what is no pack", async () => {
  await assert.rejects(Engine.load(wasm, new TextEncoder().encode("<!doctype html>")), fails("pack-foreign"));
  await assert.rejects(Engine.load(wasm, new Uint8Array()), TactfulError);
  await assert.rejects(Engine.load(wasm, pack.subarray(0, -8)), fails("pack-damaged"));
  const altered = Uint8Array.from(pack);
  altered[altered.length >> 1] ^= 1;
  await assert.rejects(Engine.load(wasm, altered), fails("pack-damaged"));
});

test("errors have ids", async () => {
  const engine = await Engine.load(wasm, pack);
  assert.throws(() => engine.decide("nowhere", {}, noon), fails("unknown-slot"));
  assert.throws(() => engine.affinity("nothing", {}, noon), fails("unknown-dimension"));
  assert.throws(() => engine.decide("home-hero", {}, NaN), fails("bad-argument"));
  assert.throws(() => engine.event(view("trail"), -1), fails("bad-argument"));
  assert.throws(() => engine.event({ event: "" }, noon), fails("event-ignored"));
});

test("a seed tosses arms, the same ones each time, and outlives forgetting", async () => {
  const arms = new Set();
  for (let seed = 1; seed <= 20; seed++) {
    const engine = await runner(wasm, { seed });
    const { arm } = engine.decide("home-hero", {}, noon + 5000);
    arms.add(arm);
    engine.forget();
    assert.equal(engine.decide("home-hero", {}, noon + 5000).arm, arm);
  }
  assert.deepEqual([...arms].sort(), ["control", "treatment"]);
  const [one, same] = [await runner(wasm, { seed: 2n ** 64n - 1n }), await runner(wasm, { seed: -1n })];
  assert.deepEqual(one.save(), same.save());
});

test("loads from bytes, module, file URL and the JavaScript form, with the same answers", async () => {
  const answers = [];
  for (const runtime of [wasm, wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length), new WebAssembly.Module(wasm), new URL("../../dist/runtime.wasm", import.meta.url), fallback()]) {
    const engine = await runner(runtime, { seed: 7 });
    answers.push([engine.decide("home-hero", {}, noon + 5000), engine.plan("home-hero", {}, noon + 5000), [...engine.save()]]);
  }
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  for (const none of [pathToFileURL("/nowhere/runtime.wasm"), "no address", new Uint8Array(4)]) {
    await assert.rejects(Engine.load(none, pack), (error) => fails("runtime-missing")(error) && error.cause instanceof Error);
  }
});

test("engines share nothing", async () => {
  const [one, two] = [await runner(), await Engine.load(wasm, pack)];
  assert.equal(two.decide("home-hero", {}, noon).level, "default");
  assert.equal(one.decide("home-hero", {}, noon + 5000).level, "personal");
});

test("survives any text and any amount of it", async () => {
  const engine = await Engine.load(wasm, pack);
  const items = Array.from({ length: 200 }, (_, i) => ({ item_category: `c${i} ${"ł👟".repeat(i)}`, price: i }));
  engine.event({ event: "view_item_list", params: { items, title: "x".repeat(100_000) } }, noon);
  engine.event({ event: "view_item", params: { items: [{ item_category: "\ud800", price: Infinity }], __proto__: null } }, noon);
  assert.ok(engine.save().length <= 4096);
  assert.equal(engine.decide("home-hero", { signals: { long: "y".repeat(200_000) } }, noon).slot, "home-hero");
});

test("explains at full length: the governor's choice, every candidate's fate, a sentence for the visitor", async () => {
  const engine = await runner();
  const why = await engine.explain("home-hero", {}, noon + 5000);
  assert.equal(why.reason, "TARGETING_MATCH");
  assert.equal(why.sentence, "Shown because you looked at Trail running here.");
  assert.deepEqual([why.stage, why.maxDimensions], ["new", 1]);
  const fates = Object.fromEntries(why.candidates.map((candidate) => [candidate.variant, candidate]));
  assert.equal(fates.trail.fate, "won");
  assert.equal(fates.welcome.fate, "default");
  assert.equal(fates.road.fate, "not-enough-evidence");
  assert.ok(fates.road.evidence > 0.9 && fates.road.evidence < why.enough);
  // One dimension may speak, and the interest has more to say than how they came.
  assert.equal(fates.rain.fate, "outside-dimensions");
  assert.deepEqual(why.governor.filter(({ allowed }) => allowed).map(({ dimension }) => dimension), ["category"]);
  const text = render(why);
  for (const part of ["home-hero: trail (personal, none, TARGETING_MATCH)", "  trail: shown", "too little is known (1.0 views' worth)"])
    assert.ok(text.includes(part), text);
});

test("explains which part of a condition says no, and arms in OpenFeature's words", async () => {
  const engine = await Engine.load(wasm, pack);
  const why = await engine.explain("home-hero", { signals: { "utm.campaign": "sun" } }, noon);
  assert.equal(why.reason, "DEFAULT");
  assert.deepEqual(why.candidates.at(-1), { variant: "rain", level: "relevant", fate: "condition", refused: "utm.campaign" });
  assert.equal((await engine.explain("aside", {}, noon)).reason, "STATIC");
  const seeds = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => runner(wasm, { seed })));
  const arms = await Promise.all(seeds.map((one) => one.explain("home-hero", {}, noon + 5000)));
  assert.ok(arms.every(({ decision, reason }) => reason === (decision.arm === "control" ? "SPLIT" : "TARGETING_MATCH")));
  assert.ok(arms.some(({ reason }) => reason === "SPLIT"));
});

test("explains less, and says so, where the module cannot run", async () => {
  const engine = await runner();
  const { compile } = WebAssembly;
  WebAssembly.compile = async () => { throw new WebAssembly.CompileError("refused by the policy"); };
  try {
    const { account } = await import("../../dist/explain.js?refused");
    const core = { save: () => engine.save(), pack };
    const why = await account(core, engine.decide("home-hero", {}, noon + 5000), () => assert.fail());
    assert.equal(why.candidates, undefined);
    assert.match(why.says.at(-1), /needs WebAssembly/);
    assert.equal(why.reason, "TARGETING_MATCH");
  } finally {
    WebAssembly.compile = compile;
  }
});

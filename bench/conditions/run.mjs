// Time of evaluating 10,000 conditions against sift and json-logic-js, in one run, in turns. The ratios are the result.
//
//   node bench/conditions/run.mjs [CONDITIONS]
//
// Three sets: conditions of one test, of three, and a mix of both with $and and $or nested up to twice. Ours are the conditions of a
// slot's variants, and one `decide` through dist/engine.js judges them all: its time holds the boundary, the writing of the attributes
// and the reading of the answer. Each is asked together with one that never holds, behind it, so that no variant is ever eligible and
// the decision cannot stop before the last. sift's queries are compiled once, json-logic's rules are trees in its own words; both
// answer each condition with a function call, and neither is asked what never holds.
import jsonLogic from "json-logic-js";
import sift from "sift";
import { readFileSync } from "node:fs";
import { Author } from "../../cli/lib/author.mjs";
import { Engine } from "../../dist/engine.js";
import { match } from "../../tests/conditions/oracle.mjs";

const count = Number(process.argv[2] ?? 10_000);
const ROUNDS = 15;
const VISITORS = 20;

let seed = 20261124;
/** A whole number below n; the same each run. */
const below = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 4294967296) * n);
};
const of = (list) => list[below(list.length)];

const TEXTS = ["tier", "plan", "country", "company", "role", "branch"];
const NUMBERS = ["orders", "spend", "days", "score", "seats"];
const word = () => `w${below(12)}`;

/** A test of one attribute: as MongoDB has it, and as json-logic does. */
function test(name = below(2) ? of(TEXTS) : of(NUMBERS)) {
  const value = { var: name };
  if (TEXTS.includes(name)) {
    const list = [word(), word(), word()];
    return of([
      () => [{ [name]: list[0] }, { "===": [value, list[0]] }],
      () => [{ [name]: { $ne: list[0] } }, { "!==": [value, list[0]] }],
      () => [{ [name]: { $in: list } }, { in: [value, list] }],
      () => [{ [name]: { $nin: list } }, { "!": [{ in: [value, list] }] }],
    ])();
  }
  const n = below(100);
  return of([
    () => [{ [name]: { $gte: n } }, { ">=": [value, n] }],
    () => [{ [name]: { $lt: n } }, { "<": [value, n] }],
    () => [{ [name]: { $gt: n, $lte: n + 20 } }, { and: [{ ">": [value, n] }, { "<=": [value, n + 20] }] }],
  ])();
}

function condition(depth = 2) {
  const join = (logical, plain) => {
    const parts = Array.from({ length: 2 + below(2) }, () => (depth && !below(3) ? condition(depth - 1) : test()));
    return [{ [logical]: parts.map(([mongo]) => mongo) }, { [plain]: parts.map(([, logic]) => logic) }];
  };
  return of([test, () => join("$and", "and"), () => join("$and", "and"), () => join("$or", "or")])();
}

/** Tests of three attributes, in one object as authors write them. */
function three() {
  const names = [...TEXTS, ...NUMBERS];
  const tests = Array.from({ length: 3 }, () => test(names.splice(below(names.length), 1)[0]));
  return [Object.assign({}, ...tests.map(([mongo]) => mongo)), { and: tests.map(([, logic]) => logic) }];
}

const SETS = { "one test": () => test(), "three tests": three, "mixed, nested": () => condition() };
const attributes = Object.fromEntries([...TEXTS.map((n) => [n, { type: "string", personal: false }]), ...NUMBERS.map((n) => [n, { type: "number", personal: false }])]);
const visitors = Array.from({ length: VISITORS }, () => Object.fromEntries([...TEXTS.map((name) => [name, word()]), ...NUMBERS.map((name) => [name, below(100)])]));
const runtime = readFileSync(new URL("../../dist/runtime.wasm", import.meta.url));
let sink = 0;

/** Every contender on the same conditions: what each does for one visitor. */
async function contenders(conditions) {
  const variants = [{ id: "own" }, ...conditions.map(([when], i) => ({ id: `v${i}`, content: { headline: "x" }, when: { $and: [when, { tier: { $exists: false } }] } }))];
  const site = { site: "bench", dimensions: {}, attributes, id: "bench", slots: { hero: { default: "own", prefetch: "none", variants } } };
  const { pack, report } = new Author().compile({ files: [{ name: "site.json", text: JSON.stringify(site) }] });
  if (!report.ok) throw new Error(report.diagnostics.find(({ severity }) => severity === "error").text);
  const engine = await Engine.load(runtime, pack);
  const filters = conditions.map(([mongo]) => sift(mongo));
  const rules = conditions.map(([, logic]) => logic);

  // First of all they must agree, on every condition.
  for (const who of visitors.slice(0, 3)) {
    const ours = await match("build/native/tactful-match", conditions.map(([mongo]) => JSON.stringify({ condition: mongo, attributes: who })));
    conditions.forEach((_, i) => {
      if (String(filters[i](who)) !== ours[i] || String(jsonLogic.apply(rules[i], who)) !== ours[i]) throw new Error(`they differ: ${JSON.stringify([conditions[i], who, ours[i]])}`);
    });
    if (engine.decide("hero", { attributes: who }, 0).variant !== "own") throw new Error("a decision may have stopped early");
  }
  return {
    "Tactful, `decide` over all": (who) => (sink += engine.decide("hero", { attributes: who }, 0).variant.length),
    "sift 17.1.4, compiled once": (who) => filters.forEach((filter) => (sink += filter(who))),
    "json-logic-js 2.0.5": (who) => rules.forEach((rule) => (sink += jsonLogic.apply(rule, who))),
  };
}

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
console.log(`${count} conditions a set, ${VISITORS} visitors, median of ${ROUNDS} rounds; all agree on every condition\n`);
console.log("| conditions | | ms for all | ns a condition | times Tactful |\n|---|---|--:|--:|--:|");
for (const [set, make] of Object.entries(SETS)) {
  const runs = await contenders(Array.from({ length: count }, make));
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = -3; round < ROUNDS; round++)
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now();
      for (const who of visitors) run(who);
      if (round >= 0) times[name].push((performance.now() - start) / VISITORS);
    }
  const ours = median(Object.values(times)[0]);
  for (const name in times) {
    const ms = median(times[name]);
    console.log(`| ${set} | ${name} | ${ms.toFixed(2)} | ${((ms * 1e6) / count).toFixed(0)} | ${(ms / ours).toFixed(1)} |`);
  }
}
if (!sink) throw new Error("nothing was answered");

// The condition language against GrowthBook's evaluator: random conditions, and the cases that native tests read too.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { evalCondition } from "@growthbook/growthbook";
import { root } from "../../scripts/lib/run.mjs";
import { Generator } from "../conditions/generate.mjs";
import { differences, match } from "../conditions/oracle.mjs";
import { Engine } from "../../dist/engine.js";
import { compile, dist } from "../web/lib/pack.mjs";
import { tactful } from "./lib/tools.mjs";

const program = join(root, "build/native/tactful-match");
const folder = join(root, "tests/cases/conditions");
const cases = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), "utf8")).map((one) => ({ file, ...one })));

test("20,000 random conditions answer as GrowthBook's evaluator does", async () => {
  const { found, counts } = await differences(program, { cases: 20_000, seed: 20261122 });
  assert.deepEqual(found, []);
  assert.ok(counts.true > 2_000 && counts.false > 2_000);
});

test("the cases are what GrowthBook's evaluator answers, or say why not", () => {
  for (const { file, name, condition, attributes, groups, expected, javascript } of cases) {
    if (expected.error) continue;
    assert.equal(evalCondition(attributes, condition, groups), javascript ?? expected, `${file}: ${name}`);
  }
});

test("the native program answers the cases", async () => {
  const answers = await match(program, cases.map(({ condition, attributes, groups }) => JSON.stringify({ condition, attributes, groups })));
  cases.forEach(({ file, name, expected }, i) => assert.equal(answers[i], JSON.stringify(expected), `${file}: ${name}`));
});

test("wasm answers the cases, and what the native program answers to random ones", async () => {
  const lines = cases.map(({ condition, attributes, groups }) => JSON.stringify({ condition, attributes, groups }));
  const generator = new Generator(5);
  for (let i = 0; i < 5_000; i++) lines.push(JSON.stringify(generator.case()));
  const answers = tactful(["match"], `${lines.join("\n")}\n`).out.split("\n").slice(0, -1);
  assert.deepEqual(answers, await match(program, lines));
  cases.forEach(({ file, name, expected }, i) => assert.equal(answers[i], JSON.stringify(expected), `${file}: ${name}`));
});

// What only `match` takes: other attributes than a site may declare, groups that it does not state. And what pages take otherwise: "a.b" as a key,
// for they send "utm.campaign" so.
const undeclared = ({ condition, attributes, groups, expected }) =>
  expected.error || /"(\$groups|)":|"no"/.test(JSON.stringify(condition)) || groups?.vip.type || Object.keys(attributes).some((key) => key.includes("."));

test("what a page loads answers the cases too, as wasm and as JavaScript", async () => {
  const asked = cases.filter((one) => !undeclared(one));
  assert.ok(asked.length > 200);
  const names = ["a", "b", "c", "address", "list", "n", "tags", "items", "v"];
  const attributes = { ...Object.fromEntries(names.map((name) => [name, { personal: false }])), age: { personal: false, notSensitive: "a number of these cases" } };
  const slots = asked.map(({ condition }, i) => [`s${i}`, { default: "no", variants: [{ id: "no" }, { id: `yes-${i}`, content: { headline: "Yes" }, when: condition }] }]);
  const pack = compile({ site: "cases", dimensions: {}, attributes, groups: { vip: [5, 7] } }, { id: "cases", slots: Object.fromEntries(slots) });
  const { default: asJavaScript } = await import("../../dist/runtime.js");
  for (const runtime of [dist("runtime.wasm"), asJavaScript()]) {
    const engine = await Engine.load(runtime, pack);
    asked.forEach(({ file, name, attributes, expected }, i) => {
      const { variant } = engine.decide(`s${i}`, { attributes }, Date.UTC(2026, 9, 6));
      assert.equal(variant !== "no", expected, `${file}: ${name}`);
    });
  }
});

test("a bad line is answered in its place, and the others are not disturbed", async () => {
  const good = JSON.stringify({ condition: {} });
  assert.deepEqual(await match(program, [good, "{", good, "[]", '{"attributes":{}}', '{"condition":{},"attributes":[]}', good]),
    ["true", '{"error":"bad-json"}', "true", '{"error":"bad-line"}', '{"error":"bad-line"}', '{"error":"bad-type"}', "true"]);
});

test("a pattern that would backtrack for ever takes time linear in the text", async () => {
  const line = (n) => JSON.stringify({ condition: { a: { $regex: "(a+)+$" } }, attributes: { a: `${"a".repeat(n)}!` } });
  const time = async (n) => {
    const lines = Array.from({ length: 400_000 / n }, () => line(n));
    const start = performance.now();
    assert.ok((await match(program, lines)).every((answer) => answer === "false"));
    return performance.now() - start;
  };
  // The best of three: on a busy machine one alone may be slow for reasons of its own.
  const best = async (n) => Math.min(await time(n), await time(n), await time(n));
  const [short, long] = [await best(1_000), await best(100_000)];
  assert.ok(long < 5 * short + 200, `the same amount of text: ${short} ms in lines of 1 kB, ${long} ms in lines of 100 kB`);
});

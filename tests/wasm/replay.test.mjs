// The same log gives the same bytes natively, in wasm and in the no-wasm fallback, and however often a profile is put
// away and taken up again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { difference, engines, generated } from "./lib/tools.mjs";

const log = generated({ seed: 1, lines: 8000, visitors: 150 });

for (const args of [[], ["--seed", "7"]]) {
  const expected = engines.native(log, ...args);
  const title = args.length ? "with a seed" : "without a seed";

  test(`the log ${title} asks for every kind of decision`, () => {
    const answers = expected.out.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    const seen = (key) => new Set(answers.map((answer) => answer[key]));
    assert.deepEqual([...seen("level")].filter(Boolean).sort(), ["default", "personal", "relevant"]);
    const arms = args.length ? ["control", "explore", "treatment"] : ["none"];
    assert.deepEqual([...seen("arm")].filter(Boolean).sort(), arms);
    for (const id of ["bad-json", "bad-line", "bad-type", "too-deep", "unknown-slot", "unknown-dimension"]) assert.ok(seen("error").has(id), id);
    for (const key of ["plan", "affinity", "scores"]) assert.ok(answers.filter((answer) => key in answer).length > 100, key);
  });

  for (const engine of ["wasm", "js"]) {
    test(`${engine} answers a log ${title} as native does`, () => {
      const found = engines[engine](log, ...args);
      assert.equal(difference(found.out, expected.out), "");
      assert.equal(found.err, expected.err);
      assert.equal(found.code, expected.code);
    });
  }

  for (const engine of Object.keys(engines)) {
    test(`${engine} answers a log ${title} the same when each line restores what the line before saved`, () => {
      assert.equal(difference(engines[engine](log, ...args, "--restart").out, expected.out), "");
    });
  }
}

test("queries change nothing: an answer is the same when those before it are not asked", () => {
  const lines = generated({ seed: 2, lines: 4000, visitors: 20, odd: 0 }).trimEnd().split("\n");
  const isQuery = (line) => /"(decide|plan|affinity|rank)":/.test(line);
  const queries = lines.filter(isQuery);
  // Every tenth query alone; all of them in the other run.
  let n = 0;
  const fewer = lines.filter((line) => !isQuery(line) || n++ % 10 === 0);
  const all = engines.native(lines.join("\n"), "--seed", "1").out.trimEnd().split("\n");
  const some = engines.native(fewer.join("\n"), "--seed", "1").out.trimEnd().split("\n");
  assert.equal(all.length, queries.length);
  assert.deepEqual(some, all.filter((_, index) => index % 10 === 0));
});

test("a forgotten visitor is answered as one never seen", () => {
  const events = generated({ seed: 3, lines: 300, visitors: 1, odd: 0, queries: 0 }).trimEnd();
  const t = Math.max(...events.split("\n").map((line) => JSON.parse(line).t));
  const asked = ['"decide":"home-hero"', '"plan":"home-hero"', '"affinity":"category"', '"affinity":"brand"', '"rank":[{"category":"trail"}]']
    .map((query) => `{"t":${t},${query}}`).join("\n");
  for (const args of [[], ["--seed", "5"]]) {
    const fresh = engines.native(asked, ...args).out;
    assert.notEqual(engines.native(`${events}\n${asked}`, ...args).out, fresh);
    assert.equal(engines.native(`${events}\n{"t":${t},"forget":true}\n${asked}`, ...args).out, fresh);
  }
});

test("an integer time is answered in full, and the shares of a list sum to 1", () => {
  const { out } = engines.native('{"t":8640000000000000,"event":"view_item","params":{"item_category":"trail"}}\n{"t":8640000000000000,"affinity":"category"}\n');
  const answer = JSON.parse(out);
  assert.match(out, /"t":8640000000000000,/);
  const shares = answer.affinity.map(([, share]) => share);
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-6);
  assert.equal(answer.affinity[0][0], "trail");
  assert.equal(answer.affinity.at(-1)[0], "other");
});

// `"explain"` in a replay log: the same bytes natively and in Node, and the page of explained visits.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { answer, page, render, visits } from "../../scripts/gen-visits.mjs";
import { root } from "../../scripts/lib/run.mjs";

test("every visit is explained with the same bytes natively and in wasm", () => {
  assert.equal(visits.length, 20);
  const native = (args, input) => execFileSync(join(root, "build/native/tactful-replay"), args, { input });
  for (const visit of visits) assert.equal(answer(visit), answer(visit, native), visit.title);
});

test("docs/explained-visits.md shows the visits as they are explained", () => {
  assert.equal(readFileSync(page, "utf8"), render(), "node scripts/gen-visits.mjs --write");
});

test("no sentence names what the site stated or what was derived from a visitor's history", () => {
  for (const visit of visits) {
    const { sentence } = JSON.parse(answer(visit));
    assert.doesNotMatch(sentence, /Acme Ltd|company|stage|visits|purchase/, visit.title);
  }
});

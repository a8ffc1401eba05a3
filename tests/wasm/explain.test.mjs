// `"explain"` in a replay log: the same bytes natively and in Node, and the page of explained visits.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { answer, page, render, visits } from "../../scripts/gen-visits.mjs";
import { root } from "../../scripts/lib/run.mjs";

const native = (args, input) => execFileSync(join(root, "build/native/tactful-replay"), args, { input });

test("every visit is explained with the same bytes natively and in wasm", () => {
  assert.equal(visits.length, 20);
  for (const visit of visits) assert.equal(answer(visit), answer(visit, native), visit.title);
});

test("a list is explained with the same bytes natively and in wasm, and by nothing that the visitor would not expect", () => {
  const items = [{ category: "road" }, { category: ["trail", "boots"], brand: "Fernway", price: 80 }, { category: "TRAIL", colour: 3 }, {}];
  for (const visit of visits) {
    // The same visit, asked of a list in the place of a slot, and what the page goes by.
    const lines = visit.lines.flatMap((line) => (line.explain ? [{ ...line, explain: items }, { at: line.at, affinity: "category", evidence: true }] : [line]));
    const asked = answer({ ...visit, lines });
    assert.equal(asked, answer({ ...visit, lines }, native), visit.title);
    const [{ sentence, reasons, stage }, { stage: learned, affinity }] = asked.trim().split("\n").map((line) => JSON.parse(line));
    assert.match(sentence, /^In this order (because you looked at .+ here|for what you did on this site)\.$/, visit.title);
    assert.doesNotMatch(sentence, /Acme Ltd|company|stage|visits|purchase/, visit.title);
    for (const { dimension, index, label } of reasons) assert.ok(dimension && index > 1 && label, visit.title);
    assert.ok(stage && learned && affinity[0].length === 6, visit.title);
  }
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

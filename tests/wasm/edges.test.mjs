// Campaigns at the edge of sense: they compile, and decide the same natively, in wasm and in its JavaScript form.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { difference, native, tactful } from "./lib/tools.mjs";

const scratch = mkdtempSync(join(tmpdir(), "tactful-edges-"));
after(() => rmSync(scratch, { recursive: true }));

const start = Date.UTC(2026, 9, 6, 12);
const site = { site: "edge", dimensions: { category: { labels: { trail: "Trail", road: "Road" } }, price: { type: "number", bands: [-1e308, 1e308] } } };
const variant = (id, more = {}) => ({ id, content: { headline: id }, ...more });
const trail = { for: { category: "trail" } };
const prior = (clicks, impressions) => ({ ...trail, prior: { clicks, impressions } });
const slot = (variants, more = {}) => ({ id: "c", slots: { hero: { default: "welcome", prefetch: "none", variants: [{ id: "welcome" }, ...variants], ...more } } });

const lines = [
  ...[1, 2, 3].map((minute) => ({ t: start + minute * 60_000, event: "view_item", params: { items: [{ item_category: "trail", price: 80 }] } })),
  ...[{ decide: "hero" }, { plan: "hero" }, { explain: "hero" }, { affinity: "price" }, { rank: [{}, { category: "trail", prior: { clicks: 1e300, impressions: 1e-300 } }, { prior: { clicks: -5, impressions: 5 } }] }]
    .map((query) => ({ t: start + 300_000, ...query })),
].map((line) => JSON.stringify(line)).join("\n");

/** The variants chosen without a seed, as natively in wasm, and with one, as natively in JavaScript. */
function chosen(files, runs = [["wasm"], ["js", "--seed", "5"]]) {
  const names = files.map((file, i) => {
    const name = join(scratch, `${i}.json`);
    writeFileSync(name, JSON.stringify(file));
    return name;
  });
  return runs.map(([engine, ...seed]) => {
    const args = ["--campaign", ...names, ...seed];
    const expected = native(args, lines);
    const found = tactful(["replay", ...args, "--engine", engine], lines);
    assert.equal(difference(found.out, expected.out), "", engine);
    assert.deepEqual([found.err, found.code], [expected.err, expected.code]);
    const answers = expected.out.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(answers.at(-1).scores.slice(1).map((score) => score >= 0 && score < 100), [true, true]);
    return answers[0].variant ?? answers[0].error;
  });
}

const cases = {
  "no campaign at all": [[site], ["unknown-slot", "unknown-slot"]],
  "a campaign without slots": [[site, { id: "c", slots: {} }], ["unknown-slot", "unknown-slot"]],
  "only a default": [[site, slot([])], ["welcome", "welcome"]],
  "one variant": [[site, slot([variant("a")])], ["a", "a"]],
  "one variant that nobody leans to": [[site, slot([variant("a", { for: { category: "road" } })])], ["welcome", "welcome"]],
  "a site without dimensions": [[{ site: "edge", dimensions: { price: { type: "number" } } }, slot([variant("a")])], ["a", "a"]],
  "no dimension may speak": [[site, slot([variant("a", trail)], { maxDimensions: { "*": 0 } })], ["welcome", "welcome"]],
  "priors of 0 of 0": [[site, slot([variant("a", prior(0, 0)), variant("b", prior(0, 0))])], ["a", "a"]],
  "no click in 1e9": [[site, slot([variant("a", prior(0, 1e9)), variant("b", prior(0, 1e9))])], ["a", "a"]],
  "a click for every one of 1e9": [[site, slot([variant("a", prior(0, 1e9)), variant("b", prior(1e9, 1e9))])], ["b", "b"]],
  "the smallest counts there are": [[site, slot([variant("a", prior(5e-324, 5e-324)), variant("b", trail)])], ["a", "a"]],
  "everybody in control": [[{ ...site, control: 1 }, slot([variant("a")], { explore: 1 })], ["a", "welcome"]],
  "everybody explores what none may": [[site, slot([variant("a", { ...trail, only: true })], { explore: 1 })], ["a", "welcome"]],
};
for (const [name, [files, expected]] of Object.entries(cases)) test(name, () => assert.deepEqual(chosen(files), expected));

test("100,000 variants with equal scores: the first in the file", () => {
  const many = Array.from({ length: 100_000 }, (_, i) => variant(`v${i}`, trail));
  assert.deepEqual(chosen([site, slot(many)], [["wasm"]]), ["v0"]);
});

test("what no visitor can have is refused when written", () => {
  const wrong = [prior(-1, 10), prior(11, 10), prior(1, 1e13), { prior: "x" }, { cap: { impressions: 1e9, days: 7 } }, { for: {} }, { for: { category: [] } }];
  for (const more of wrong) {
    const file = join(scratch, "wrong.json");
    writeFileSync(file, JSON.stringify(slot([variant("a", more)])));
    writeFileSync(join(scratch, "site.json"), JSON.stringify(site));
    const { code, out, err } = tactful(["check", join(scratch, "site.json"), file]);
    assert.equal(code, 1, JSON.stringify(more));
    assert.match(out + err, /wrong\.json:1:\d+: error\[[a-z-]+\] at \/slots\/hero\/variants\/1/);
  }
});

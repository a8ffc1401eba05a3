// The block for first visits where a pack has more to say than it holds: what most visitors meet is kept, and what is shown is right.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { tactful } from "./lib/tools.mjs";

const scratch = mkdtempSync(join(tmpdir(), "tactful-first-"));
after(() => rmSync(scratch, { recursive: true }));
const path = (name) => join(scratch, name);
const AT = Date.parse("2026-12-24");

/** The block of a slot whose variants are shown when these conditions hold, by id. */
function block(conditions, options = [], content = (id) => ({ headline: id })) {
  const variants = Object.entries(conditions).map(([id, when]) => ({ id, content: content(id), when }));
  const site = { site: "s", dimensions: { category: {} }, id: "c", slots: { hero: { default: "own", variants: [{ id: "own" }, ...variants] } } };
  writeFileSync(path("site.json"), JSON.stringify(site));
  const compiled = tactful(["compile", path("site.json"), "-o", path("site.pack")]);
  assert.equal(compiled.code, 0, compiled.err);
  const { code, out, err } = tactful(["snippet", "--first", path("site.pack"), "--at", "2026-12-24", ...options]);
  assert.equal(code, 0, err);
  assert.ok(Buffer.byteLength(out.trimEnd()) <= 2048);
  const entries = JSON.parse(out.replace(/<[^>]*>/g, "")).slots.hero ?? [];
  assert.ok(entries.length <= 8);
  return { entries, err };
}

const meets = (value, want) => [want].flat().includes(value ?? null) || (value >= want?.$gte && value < want?.$lt);
/** What the snippet paints for a visitor in the north. */
const painted = (entries, signals, now = AT) =>
  entries.find(({ from, until, if: asked }) => from <= now && now < until && Object.entries(asked).every(([name, want]) => meets(signals[name], want)))?.variant ?? "own";

/** Conditions of so many campaigns. */
const campaigns = (count) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, { "utm.campaign": `c${i}` }]));

for (const count of [8, 20, 100, 250, 600]) {
  test(`the hero of the season stands beside those of ${count} campaigns`, () => {
    const { entries, err } = block({ winter: { season: "winter" }, ...campaigns(count) });
    assert.equal(err, "");
    assert.equal(entries.length, 8);
    assert.equal(painted(entries, {}), "winter");
    assert.equal(painted(entries, { south: "S" }), "own");
    // Each campaign has its own hero, or the page's: not that of the season.
    const of = Array.from({ length: count }, (_, i) => painted(entries, { "utm.campaign": `c${i}` }));
    assert.ok(of.every((variant, i) => variant === `c${i}` || variant === "own"));
    assert.equal(of.filter((variant) => variant !== "own").length, 7);
  });
}

test("one hero of an hour of each day does not push a campaign's out", () => {
  const { entries } = block({ late: { hour: { $gte: 22 } }, ...campaigns(1) });
  assert.equal(painted(entries, { "utm.campaign": "c0" }), "c0");
});

test("campaigns that nothing else is said beside stay as they were", () => {
  const { entries } = block({ winter: { season: "winter" }, ...campaigns(3) });
  assert.equal(painted(entries, { "utm.campaign": "another" }), "winter");
  assert.equal(painted(entries, { "utm.campaign": "c2" }), "c2");
});

test("of many channels and sources none is shown the hero of those who come by none", () => {
  const sources = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`s${i}`, { channel: "email", "utm.source": `s${i}` }]));
  const { entries } = block({ winter: { season: "winter" }, ...sources });
  const direct = { channel: "direct" };
  assert.equal(painted(entries, direct), "winter");
  for (let i = 0; i < 40; ++i) {
    const variant = painted(entries, { "utm.source": `s${i}`, "utm.medium": "email" });
    assert.ok(variant === `s${i}` || variant === "own", variant);
  }
});

test("of many paths the pages that are named keep their heroes", () => {
  const paths = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`p${i}`, { path: `/p${i}` }]));
  const { entries } = block({ ...paths, winter: { season: "winter" } });
  assert.ok(entries.length > 0);
  for (let i = 0; i < 300; ++i) {
    const variant = painted(entries, { path: `/p${i}` });
    assert.ok(variant === `p${i}` || variant === "own", variant);
  }
});

test("pages that nothing is said of keep the hero of everybody as long as it can be", () => {
  const mixed = Object.fromEntries(Array.from({ length: 12 }, (_, i) =>
    [`c${i}`, { "utm.campaign": `c${i}`, "utm.content": `x${i % 4}`, path: `/p${i % 3}`, device: "mobile" }]));
  const { entries } = block({ winter: { season: "winter" }, ...mixed });
  assert.equal(painted(entries, { path: "/anywhere", device: "desktop" }), "winter");
});

test("what a pattern or a number may meet is decided in the page, and nobody is shown another hero before", () => {
  for (const [name, condition, met] of [["path", { $regex: "^/b" }, "/b"], ["path", { $gt: "a" }, "b"], ["utm.campaign", { $regex: "^a" }, "abc"],
    ["utm.campaign", { $ini: ["A"] }, "a"], ["query.id", 5, "05"], ["language", { $regex: "^de" }, "de"]]) {
    const { entries } = block({ vague: { [name]: condition }, named: { [name]: "a/z" }, all: {} });
    assert.match(painted(entries, { [name]: "a/z" }), /^(named|vague)$/, name);
    for (const value of [met, "Other"]) assert.equal(painted(entries, { [name]: value }), "own", `${name} ${JSON.stringify(condition)} ${value}`);
    // Every page has a path and a language; who comes without a campaign's link is known.
    if (/^(utm|query)/.test(name)) assert.equal(painted(entries, {}), "all", name);
  }
  // A medium that a pattern asks for, beside a channel that follows from it.
  const { entries } = block({ letter: { "utm.medium": { $regex: "^news" } }, paid: { channel: "email" }, all: {} });
  assert.equal(painted(entries, { "utm.medium": "newsletter" }), "own");
});

test("a slot that gets no entry is named, with the reason", () => {
  const long = block({ winter: { season: "winter" } }, [], () => ({ headline: "x".repeat(3000) }));
  assert.deepEqual(long.entries, []);
  assert.match(long.err, /^hero: left out, none of its entries fits\n$/);
  const opaque = block({ mail: { source: { $regex: "news.*" } } });
  assert.deepEqual(opaque.entries, []);
  assert.match(opaque.err, /^hero: left out, its conditions ask for more than can be tried in advance\n$/);
});

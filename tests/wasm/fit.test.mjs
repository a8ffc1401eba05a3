// `tactful fit` over author.wasm: the same model as natively, from each form of log, and what it refuses.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { random } from "../../bench/generate/random.mjs";
import { tactful } from "./lib/tools.mjs";

const scratch = mkdtempSync(join(tmpdir(), "tactful-fit-"));
after(() => rmSync(scratch, { recursive: true }));
const path = (name) => join(scratch, name);
const site = path("site.json");
writeFileSync(site, JSON.stringify({ site: "s", dimensions: { category: { values: "any" }, brand: { values: "any" } } }));

/** Visits in which lamps follow on tents. */
function visits(count) {
  const r = random(1);
  const names = ["tents", "lamps", "boots", "socks", "maps"];
  return Array.from({ length: count }, (_, visitor) => {
    let t = 1_700_000_000_000 + r.below(1e6);
    let at = r.below(5);
    return Array.from({ length: 12 }, (_, index) => {
      if (at === 0 && r.chance(0.7)) at = 1;
      else if (r.chance(0.4)) at = r.zipf(5);
      t += index % 4 ? 30_000 : 86_400_000;
      return { user: `u${visitor}`, t, category: names[at], brand: `b${r.below(3)}`, price: 5 + r.below(90) };
    });
  }).flat();
}

const log = visits(250);
const forms = {
  "replay.ndjson": log.map(({ user, t, category, brand, price }) =>
    JSON.stringify({ visitor: user, t, event: "view_item", params: { item_category: category, item_brand: brand, price } })),
  "export.json": log.map(({ user, t, category, brand, price }) =>
    JSON.stringify({ event_timestamp: `${t}000`, event_name: "view_item", user_pseudo_id: user, items: [{ item_category: category, item_brand: brand, price }] })),
  "events.csv": ["ts,user,type,category,brand,price", ...log.map(({ user, t, category, brand, price }) => [t, user, "view", category, brand, price].join(","))],
};

const fit = (visits, model) => tactful(["fit", "--campaign", site, "--visits", visits, "-o", model]);

test("every form of log gives the model that the native tool gives", () => {
  const native = spawnSync("build/native/tactful-fit", [path("native.json"), site], { input: forms["events.csv"].join("\n"), encoding: "utf8" });
  assert.equal(native.status, 0, native.stderr);
  const expected = readFileSync(path("native.json"), "utf8");
  for (const [name, lines] of Object.entries(forms)) {
    writeFileSync(path(name), lines.join("\n"));
    const { code, out, err } = fit(path(name), path("wasm.json"));
    assert.equal(code, 0, err);
    assert.equal(out, native.stdout);
    assert.equal(readFileSync(path("wasm.json"), "utf8"), expected, name);
  }
  const { average, transitions } = JSON.parse(expected);
  assert.ok(transitions.category.tents.lamps > 0.5);
  assert.deepEqual(Object.keys(average.category).sort(), ["boots", "lamps", "maps", "socks", "tents"]);
});

test("a byte order mark before a log changes nothing", () => {
  for (const form of ["replay.ndjson", "events.csv"]) {
    writeFileSync(path(form), forms[form].join("\n"));
    writeFileSync(path(`bom-${form}`), `\ufeff${forms[form].join("\n")}`);
    for (const name of [form, `bom-${form}`]) assert.equal(fit(path(name), path(`${name}.json`)).code, 0, name);
    assert.ok(readFileSync(path(`${form}.json`)).equals(readFileSync(path(`bom-${form}.json`))), form);
  }
});

test("a gzipped log is read, and the model compiles and replays", () => {
  writeFileSync(path("events.csv.gz"), gzipSync(forms["events.csv"].join("\n")));
  assert.equal(fit(path("events.csv.gz"), path("model.json")).code, 0);
  const asked = '{"t":1,"event":"view_item","params":{"item_category":"tents"}}\n{"t":60000,"affinity":"category","top":2}\n';
  const { code, out, err } = tactful(["replay", "--campaign", site, "--model", path("model.json")], asked);
  assert.equal(code, 0, err);
  assert.deepEqual(JSON.parse(out).affinity.map(([value]) => value).sort(), ["lamps", "other", "tents"]);
});

test("a model that has nowhere to go is told before the log is read", () => {
  writeFileSync(path("rubbish.log"), "what\n");
  for (const [model, reason] of [[path("no/model.json"), /no\/model\.json cannot be written: ENOENT/], [scratch, /cannot be written: EISDIR/]]) {
    const { code, err } = fit(path("rubbish.log"), model);
    assert.equal(code, 1);
    assert.match(err, reason);
  }
});

test("what cannot be fitted is refused and nothing is written", () => {
  writeFileSync(path("small.csv"), forms["events.csv"].slice(0, 200).join("\n"));
  writeFileSync(path("empty.csv"), "");
  writeFileSync(path("broken.csv.gz"), "no gzip");
  writeFileSync(path("rubbish.log"), "what\n".repeat(51));
  writeFileSync(path("header.csv"), forms["events.csv"].join("\n").replace("ts,", "time,"));
  writeFileSync(path("rows.csv"), `${forms["events.csv"][0]}\n${"what\n".repeat(50)}`);
  for (const [name, reason] of [["small.csv", /too small/], ["empty.csv", /too small/],
    ["rubbish.log", /first line names no column for: ts or t; user or visitor; type or event/], ["header.csv", /names no column for: ts or t\n/],
    ["rows.csv", /50 lines of the log could not be read, the first is line 2: [^\n]+\nthe log is too small/],
    ["broken.csv.gz", /cannot be read/], ["none.csv", /cannot be read/]]) {
    const { code, err } = fit(path(name), path("refused.json"));
    assert.equal(code, 1);
    assert.match(err, reason);
    assert.equal(existsSync(path("refused.json")), false);
  }
  writeFileSync(path("bad.json"), '{"site":"s","dimensions":7}');
  const { code, err } = tactful(["fit", "--campaign", path("bad.json"), "--visits", path("small.csv"), "-o", path("refused.json")]);
  assert.equal(code, 1);
  assert.match(err, /bad\.json:1:\d+: error/);
});

// Real logs, not in the repository: TACTFUL_DATA/NAME/events.csv.gz with ts, user, type, item, category, brand, price.
// Their first events, with questions in between, must be answered with the same bytes by all three ways to replay.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { eventOf, rows } from "../../bench/quality/rows.mjs";
import { difference, native, tactful } from "../wasm/lib/tools.mjs";

const folder = process.env.TACTFUL_DATA;
const scratch = mkdtempSync(join(tmpdir(), "tactful-data-"));
after(() => rmSync(scratch, { recursive: true }));

const anything = { values: "any", notSensitive: "what a public log names, for a test" };
const site = join(scratch, "site.json");
writeFileSync(site, JSON.stringify({ site: "data", dimensions: { category: anything, brand: anything, price: { type: "number" } } }));

/** Replay lines of the first `most` events: each as it was, now and then a question about its visitor. */
async function replayLines(path, most) {
  const lines = [];
  let count = 0;
  for await (const row of rows(path)) {
    const event = eventOf(row);
    const { visitor, t } = event;
    lines.push(event);
    if (++count % 3 === 0) lines.push({ visitor, t, affinity: ["category", "brand", "price"][(count / 3) % 3], top: 10 });
    if (count % 7 === 0) lines.push({ visitor, t, rank: [{ category: row.category }, { brand: row.brand, price: 50 }, {}] });
    if (count === most) break;
  }
  return lines.map((line) => JSON.stringify(line)).join("\n");
}

const logs = folder ? readdirSync(folder).filter((name) => existsSync(join(folder, name, "events.csv.gz"))).sort() : [];

for (const name of logs) {
  test(`${name}: three ways to replay, one answer`, async () => {
    const log = await replayLines(join(folder, name, "events.csv.gz"), 5000);
    const expected = native(["--campaign", site], log);
    assert.equal(expected.code, 0, expected.err);
    assert.ok(expected.out.split("\n").length > 1000);
    for (const engine of ["wasm", "js"]) {
      const found = tactful(["replay", "--campaign", site, "--engine", engine], log);
      assert.equal(difference(found.out, expected.out), "", engine);
    }
    assert.equal(difference(native(["--campaign", site, "--restart"], log).out, expected.out), "", "restarted");
  });
}

test("there are logs to read", { skip: !folder && "TACTFUL_DATA names no folder" }, () => assert.ok(logs.length > 0, folder));

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { measure, quote } from "../../scripts/size.mjs";

const top = mkdtempSync(join(tmpdir(), "tactful-size-"));
after(() => rmSync(top, { recursive: true }));

beforeEach(() => {
  const budgets = [
    { name: "two files", files: ["a.bin", "b.bin"], goal: 200, limit: 400 },
    { name: "one file", files: ["b.bin"], limit: 150 },
  ];
  writeFileSync(join(top, "package.json"), JSON.stringify({ tactful: { budgets } }));
  writeFileSync(join(top, "a.bin"), "a".repeat(5000));
  writeFileSync(join(top, "b.bin"), randomBytes(100));
  writeFileSync(join(top, "README.md"), "# no table\n");
});

test("adds the files of a budget, compressed", () => {
  const { rows, wrong } = measure(top);
  assert.deepEqual(wrong, []);
  assert.ok(rows[0].bytes > 100 && rows[0].bytes < 150, `${rows[0].bytes}`);
});

test("refuses what is over its limit or not built", () => {
  writeFileSync(join(top, "b.bin"), randomBytes(151));
  assert.match(measure(top).wrong.join(), /one file: 15\d bytes, over its limit of 150/);
  rmSync(join(top, "a.bin"));
  assert.match(measure(top).wrong.join(), /two files: not built: a\.bin/);
});

test("refuses a README that quotes other sizes, until they are written there", () => {
  writeFileSync(join(top, "README.md"), "before\n<!-- sizes: npm run size -->\n| old |\n<!-- /sizes -->\nafter\n");
  assert.match(measure(top).wrong.join(), /README\.md quotes other sizes/);
  assert.equal(quote(measure(top).table, top), true);
  assert.deepEqual(measure(top).wrong, []);
  assert.match(readFileSync(join(top, "README.md"), "utf8"), /^before\n<!-- sizes[\s\S]*one file[\s\S]*<!-- \/sizes -->\nafter\n$/);
});

test("a README may be some bytes off, as compilers are, but no more", () => {
  const quoting = (bytes) => `<!-- sizes -->\n${measure(top).table.replaceAll("| 104 |", `| ${bytes} |`).replaceAll(/(b\.bin) \d+/g, "$1 104")}<!-- /sizes -->\n`;
  writeFileSync(join(top, "b.bin"), randomBytes(100));
  assert.equal(measure(top).rows[1].bytes, 104);
  writeFileSync(join(top, "README.md"), quoting(105));
  assert.deepEqual(measure(top).wrong, []);
  writeFileSync(join(top, "README.md"), quoting(107));
  assert.match(measure(top).wrong.join(), /README\.md quotes other sizes/);
});

test("a README without the markers is left alone", () => {
  assert.equal(quote("| table |\n", top), false);
  assert.deepEqual(measure(top).wrong, []);
});

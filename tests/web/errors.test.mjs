// Ids and texts of problems.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { sdk } from "./lib/bundle.mjs";

const { idOf, textOf } = await sdk("errors.ts");
const file = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

test("knows the statuses of the core by number", () => {
  const rows = [...file("core/base/status.h").matchAll(/X\(k\w+, (-?\d+), "([\w-]+)"/g)];
  assert.ok(rows.length > 10);
  for (const [, number, id] of rows) {
    assert.equal(idOf(Number(number)), id);
    assert.equal(idOf(number), id);
  }
});

test("has words for whatever the page reports", () => {
  const ids = new Set();
  for (const name of readdirSync(new URL("../../web/sdk/", import.meta.url))) {
    for (const [, id] of file(`web/sdk/${name}`).matchAll(/(?:problem|missing)\(\s*"([a-z-]+)"/g)) ids.add(id);
    for (const [, id] of file(`web/sdk/${name}`).matchAll(/throw "([a-z-]+)"/g)) ids.add(id);
  }
  for (const id of [...ids, "failed", "off", "not-ready"]) assert.ok(textOf(id), `no text for ${id}`);
  for (let number = -2; number >= -13; number--) assert.ok(textOf(idOf(number)), idOf(number));
});

test("docs/errors.md says the same", () => {
  const rows = [...file("docs/errors.md").matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)];
  for (const [, id, text] of rows) assert.equal(text, textOf(id), id);
  const ids = rows.map(([, id]) => id);
  for (const [, id] of file("web/sdk/errors.ts").matchAll(/^  "?([a-z-]+)"?: "/gm)) assert.ok(ids.includes(id), `${id} is missing`);
});

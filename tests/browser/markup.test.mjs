// Pages as shop systems write them (tests/cases/markup), and what is told of each: capture as the page runs it, in one browser.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { captured, pageWith } from "./lib/capture.mjs";

const folder = new URL("../cases/markup/", import.meta.url);
const expected = JSON.parse(readFileSync(new URL("expected.json", folder), "utf8"));
const site = await pageWith(useChromium());

test("every sample says what is expected of it", () => {
  const names = readdirSync(folder).filter((name) => name.endsWith(".html")).map((name) => name.slice(0, -5));
  assert.deepEqual(names.sort(), Object.keys(expected).sort());
});

for (const [name, { path, events }] of Object.entries(expected)) {
  test(`reads ${name}`, async () => {
    const page = await site.open(path, readFileSync(new URL(`${name}.html`, folder), "utf8"));
    assert.deepEqual(await captured(page, { least: events.length }), events);
  });
}

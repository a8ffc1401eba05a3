// `tactful render` on markup as people write it; what it paints is held to the snippet's in tests/browser/first.test.mjs.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parse } from "parse5";
import { tactful } from "./lib/tools.mjs";

const scratch = mkdtempSync(join(tmpdir(), "tactful-render-"));
after(() => rmSync(scratch, { recursive: true }));
const path = (name) => join(scratch, name);

/** The page with the hero that everybody sees in this slot, and what was said. */
function rendered(html, slot = "hero") {
  // As a text: in an object literal `__proto__` is no key.
  const variants = [{ id: "own" }, { id: "all", content: { headline: "For all" }, when: { month: { $gte: 1 } } }];
  writeFileSync(path("site.json"), `{"site":"s","dimensions":{"category":{}},"id":"c","slots":{"${slot}":${JSON.stringify({ default: "own", variants })}}}`);
  const compiled = tactful(["compile", path("site.json"), "-o", path("site.pack")]);
  assert.equal(compiled.code, 0, compiled.err);
  writeFileSync(path("page.html"), html);
  const result = tactful(["render", path("page.html"), "--pack", path("site.pack"), "--at", "2026-11-01"]);
  assert.equal(result.code, 0, result.err);
  return result;
}

const variant = 'data-tactful-variant="all"';
for (const [title, html, expected] of [
  ["an unquoted value that ends in a slash", "<section data-tactful-slot=hero data-u=/x/></section>", `<section data-tactful-slot=hero data-u=/x/ ${variant}></section>`],
  ["a slash that closes a tag", "<section data-u=/x/ data-tactful-slot=hero /></section>", `<section data-u=/x/ data-tactful-slot=hero ${variant} /></section>`],
  ["a slash behind a quote", '<section data-tactful-slot="hero"/></section>', `<section data-tactful-slot="hero" ${variant}/></section>`],
  ["a field that can hold no text", '<section data-tactful-slot="hero"><img data-tactful="headline"></section>', `<section data-tactful-slot="hero" ${variant}><img data-tactful="headline"></section>`],
]) {
  test(`render writes ${title}`, () => {
    const { out } = rendered(html);
    assert.equal(out, expected);
    const slot = parse(out).childNodes[0].childNodes[1].childNodes[0];
    assert.equal(slot.attrs.find(({ name }) => name === "data-tactful-variant").value, "all");
  });
}

test("a page may nest deeper than calls can", () => {
  const depth = 12_000;
  const html = `${"<div>".repeat(depth)}<section data-tactful-slot="hero"><h1 data-tactful="headline">Own</h1></section>`;
  assert.match(rendered(html).out, /<h1 data-tactful="headline">For all<\/h1>/);
});

test("a slot may have any name", () => {
  const { out, err } = rendered('<section data-tactful-slot="__proto__"><h1 data-tactful="headline">Own</h1></section>', "__proto__");
  assert.match(err, /^__proto__: all, until /);
  assert.match(out, /For all/);
  const block = tactful(["snippet", "--first", path("site.pack"), "--at", "2026-11-01"]).out;
  assert.ok(block.includes('"__proto__":[{'), block);
});

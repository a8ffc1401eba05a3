// The snippet under the policies that sites have: by its hash, with Trusted Types enforced, and where storage is denied.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { useChromium, watch } from "./lib/chromium.mjs";
import { html, planOf, remember, snippet, stage, trail } from "./lib/stage.mjs";

const open = useChromium();
const hash = `'sha256-${createHash("sha256").update(snippet).digest("base64")}'`;
const strict = `default-src 'none'; img-src 'self' data:; style-src 'self'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval' ${hash}`;

/** What a load under `csp` shows, with a plan stored as far as that is possible. */
async function under(csp, parts = {}) {
  const site = await stage({ "/": html({ style: '<link rel="stylesheet" href="/0.css">', ...parts }), "/robots.txt": "" }, { csp });
  const context = await open();
  await remember(context, site, /sandbox/.test(csp) ? undefined : planOf(), []);
  const page = await context.newPage();
  const { seen, errors } = await watch(page);
  await page.goto(site.url);
  const { texts } = await seen();
  await context.close();
  return { texts, errors };
}

test("paints under script-src 'self' 'wasm-unsafe-eval' and its own hash", async () => {
  assert.deepEqual(await under(strict), { texts: [trail.headline], errors: [] });
});

test("one byte more and the policy refuses it: the hash is that of the file", async () => {
  const { texts, errors } = await under(strict, { script: `${snippet} ` });
  assert.deepEqual(texts, ["Made to move"]);
  assert.match(errors.join(), /Content Security Policy/);
});

test("paints with Trusted Types enforced", async () => {
  const policy = `${strict}; require-trusted-types-for 'script'; trusted-types 'none'`;
  assert.deepEqual(await under(policy), { texts: [trail.headline], errors: [] });
});

test("the page's own hero stays where storage is denied, without a word", async () => {
  assert.deepEqual(await under("sandbox allow-scripts"), { texts: ["Made to move"], errors: [] });
});

test("where storage is denied the block for first visits is painted", async () => {
  const before = `<script type="application/json" data-tactful-first>${JSON.stringify(planOf({ pics: 0 }))}</script>`;
  assert.deepEqual(await under("sandbox allow-scripts", { before }), { texts: [trail.headline], errors: [] });
});

test("ends without a line break, so that its hash survives being pasted", () => {
  assert.equal(snippet, snippet.trim());
  assert.ok(!snippet.includes("</"), "nothing in it ends the script element");
});

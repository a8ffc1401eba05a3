// What stands in a slot: the site's own templates, and frameworks that put their version back, under Trusted Types as well.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { useChromium, watch } from "./lib/chromium.mjs";
import { countingSite, decided, dismiss, visit } from "./lib/memory.mjs";
import { hero, html, planOf, remember, snippet, stage, trail } from "./lib/stage.mjs";

const open = useChromium();
const withTemplates = readFileSync(new URL("../../dist/snippet-templates.js", import.meta.url), "utf8");

const templates = `<template data-tactful-variant="road"><h1>Road</h1></template>
  <template data-tactful-variant="trail-autumn"><div class="mud"><img src="/img/mud.svg" alt="" width="600" height="300"><h1>Mud, <em>at last</em></h1>
  <p data-tactful="body">Own words</p></div></template>`;
const cast = hero.replace(">", `>${templates}`);
const css = '<link rel="stylesheet" href="/200.css">';

/** The page in pieces of some characters, so that templates and fields come in parts. */
const crumbs = (text, size) => text.match(new RegExp(`[^]{1,${size}}`, "g")).flatMap((piece) => [piece, 5]);

/** A load with `plan` stored: what was seen, and what stands. */
async function load(pages, { plan = planOf({ content: undefined }), csp, until = "load" } = {}) {
  const site = await stage({ "/robots.txt": "", ...pages }, { csp });
  const context = await open();
  await remember(context, site, plan, []);
  const page = await context.newPage();
  const { seen, errors } = await watch(page);
  await page.goto(site.url, { waitUntil: until });
  return { ...(await seen()), errors, site, page, context, close: () => context.close(), markup: () => page.innerHTML("[data-tactful-slot]") };
}

for (const [words, pieces] of [["at once", (text) => text], ["in crumbs", (text) => crumbs(text, 37)]]) {
  test(`a variant's own template is there at first paint, arriving ${words}`, async () => {
    const { texts, pictures, shift, errors, page, close } = await load({ "/": pieces(html({ script: withTemplates, style: css, body: cast })) });
    assert.deepEqual([texts, pictures, shift, errors], [["Mud, at last"], ["/img/mud.svg"], 0, []]);
    const slot = await page.evaluate(() => {
      const element = document.querySelector("[data-tactful-slot]");
      return { children: [...element.children].map(({ tagName }) => tagName), variant: element.dataset.tactfulVariant, em: element.querySelector("em").textContent };
    });
    assert.deepEqual(slot, { children: ["TEMPLATE", "TEMPLATE", "DIV"], variant: "trail-autumn", em: "at last" });
    await close();
  });
}

test("fields in a template are filled from the campaign", async () => {
  const { page, close } = await load({ "/": html({ script: withTemplates, body: cast }) }, { plan: planOf({ content: { body: "How to choose a grip." } }) });
  assert.equal(await page.textContent(".mud p"), "How to choose a grip.");
  await close();
});

test("a variant without a template of its own is painted into the slot's fields", async () => {
  const { texts, close } = await load({ "/": html({ script: withTemplates, body: cast }) }, { plan: planOf({ variant: "other" }) });
  assert.deepEqual(texts, [trail.headline]);
  await close();
});

test("templates are cloned with Trusted Types enforced", async () => {
  const hash = `'sha256-${createHash("sha256").update(withTemplates).digest("base64")}'`;
  const csp = `default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self' ${hash}; require-trusted-types-for 'script'; trusted-types 'none'`;
  const { texts, errors, close } = await load({ "/": html({ script: withTemplates, style: css, body: cast }) }, { csp });
  assert.deepEqual([texts, errors], [["Mud, at last"], []]);
  await close();
});

const hash = `'self' 'sha256-${createHash("sha256").update(snippet).digest("base64")}'`;
for (const [words, allowed, nonce] of [["hash", hash], ["nonce, whose scripts alone may load others,", "'nonce-n0nce' 'strict-dynamic'", "n0nce"]]) {
  test(`all of the SDK runs with Trusted Types enforced, and the snippet allowed by its ${words}`, async () => {
    const csp = `default-src 'none'; script-src 'wasm-unsafe-eval' ${allowed}; img-src data:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
    const site = await countingSite({ csp, nonce });
    const context = await open();
    const { page, lines } = await visit(context, `${site.url}/?consent=not-required`);
    await dismiss(page, 2);
    await page.waitForFunction(() => localStorage["tactful:plan"]?.includes("kept-2"));
    // Slots are watched from when their level is said.
    await page.waitForFunction(() => document.querySelector("[data-tactful-slot]").dataset.tactfulLevel);
    // A slot that comes later is painted live.
    const text = await page.evaluate(async () => {
      history.pushState({}, "", "/home");
      const old = document.querySelector("[data-tactful-slot]");
      const slot = old.cloneNode(true);
      old.replaceWith(slot);
      await new Promise((done) => requestAnimationFrame(done));
      return slot.textContent;
    });
    assert.equal(text, "2");
    assert.equal((await decided(page)).kept, 2);
    assert.deepEqual(lines, []);
    await context.close();
  });
}

/** A script that puts the page's own headline back `times` times, each time it is not there, once the document is parsed. */
const stubborn = (times, event = "DOMContentLoaded") => `<script>
  self.backs = 0;
  addEventListener("${event}", () => {
    const back = () => {
      const h1 = document.querySelector("h1");
      if (self.backs == ${times} || h1.textContent == "Made to move") return;
      self.backs++;
      const made = document.createElement("h1");
      made.dataset.tactful = "headline";
      made.textContent = "Made to move";
      h1.replaceWith(made);
    };
    new MutationObserver(back).observe(document, { childList: true, subtree: true, characterData: true });
    back();
  });
</script>`;

for (const times of [1, 2]) {
  test(`a framework that puts the default back ${times} times is answered before anybody sees it`, async () => {
    const { texts, page, close } = await load({ "/": html({ after: stubborn(times) }) }, { plan: planOf() });
    assert.deepEqual(texts, [trail.headline]);
    assert.equal(await page.evaluate(() => self.backs), times);
    await close();
  });
}

test("one that puts attributes back alone is answered before the SDK is there", async () => {
  const back = `<script>addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-tactful-slot] img").src = "/img/own.svg";
    document.querySelector("[data-tactful=cta]").setAttribute("href", "/new");
  })</script>`;
  const { pictures, page, close } = await load({ "/": html({ after: back }) }, { plan: planOf() });
  assert.deepEqual(pictures, [trail.image.src]);
  assert.equal(await page.getAttribute("[data-tactful=cta]", "href"), trail.cta.href);
  await close();
});

test("one that does so more often keeps its version, and the page does not hang", async () => {
  const { texts, page, close } = await load({ "/": html({ after: stubborn(1000) }) }, { plan: planOf() });
  assert.equal(texts.at(-1), "Made to move");
  // Three answers at most; one may have gone to what the parser brought last.
  const backs = await page.evaluate(() => self.backs);
  assert.ok(backs === 3 || backs === 4, `${backs}`);
  await close();
});

test("a slot that comes before the page is loaded, as from a script that renders, is painted before it is seen", async () => {
  const render = `<script>addEventListener("DOMContentLoaded", () => document.body.prepend(document.createRange().createContextualFragment(${JSON.stringify(hero)})))</script>`;
  const { texts, close } = await load({ "/": html({ after: render, body: "<main></main>" }) }, { plan: planOf() });
  assert.deepEqual(texts, [trail.headline]);
  await close();
});

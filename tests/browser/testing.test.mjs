// `tactful/testing`: a page is met as a visitor of given leanings, at first paint, and goes on as with any visitor.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { asVisitor } from "tactful/testing";
import { serve } from "../../scripts/lib/server.mjs";
import { compile } from "../web/lib/pack.mjs";
import { useChromium, watch } from "./lib/chromium.mjs";

const open = useChromium();
const demo = fileURLToPath(new URL("../../build/demo", import.meta.url));
const server = await serve({ roots: [demo] });
after(() => server.close());
const pack = readFileSync(new URL("../../build/demo/site.pack", import.meta.url));
const at = "2026-10-05T10:00:00Z";

test("the demo is met as a trail runner in October, from the first paint on", async () => {
  const context = await open();
  const page = await context.newPage();
  const { seen, errors } = await watch(page);
  const visitor = asVisitor({ category: { trail: 0.6 } }, { at });
  await visitor.visit(page, `${server.url}/`);
  const { content } = await visitor.decide("home-hero");
  const { texts, pictures, shift } = await seen();
  assert.deepEqual([texts, pictures, shift], [[content.headline], [content.image.src], 0]);
  assert.equal(await page.evaluate(() => new Date().toISOString().slice(0, 10)), "2026-10-05");
  assert.equal(await page.evaluate(() => new Date(2020, 1).getFullYear() + (new Date() instanceof Date ? 0 : 1)), 2020);
  // The SDK takes it from there: it knows the visitor, and plans the same.
  const share = await page.evaluate(async () => {
    const { createTactful } = await import("/index.js");
    const tactful = await createTactful();
    return tactful.affinity("category").affinity[0];
  });
  assert.equal(share[0], "trail");
  assert.ok(Math.abs(share[1] - 0.6) < 0.05, share[1]);
  await page.reload();
  assert.deepEqual((await seen()).texts, [content.headline]);
  // Once a context: what is forgotten does not come back with the next page.
  await page.evaluate(() => window.tactful.forget());
  await page.goto(`${server.url}/about/`);
  await page.goto(`${server.url}/`);
  assert.notEqual((await seen()).texts[0], content.headline);
  assert.deepEqual(errors, []);
  await context.close();
});

test("with the pack at hand one load is enough, and the same call serves tests without a browser", async () => {
  const visitor = asVisitor({ category: { tents: 0.7 } }, { at, pack, release: "1" });
  const decision = await visitor.decide("home-hero");
  assert.equal(decision.level, "personal");
  const context = await open();
  await context.addInitScript({ content: await visitor.script() });
  const page = await context.newPage();
  await page.goto(`${server.url}/`);
  assert.equal(await page.textContent("h1"), decision.content.headline);
  await context.close();
});

test("texts by language are those of the page's, whatever the case of its tag", async () => {
  const headline = { en: "Hi", "pt-PT": "Olá, Lisboa", "pt-BR": "Oi, Rio" };
  const campaign = { id: "c", slots: { "home-hero": { default: "w", prefetch: "none", variants: [{ id: "w" }, { id: "trail", content: { headline }, for: { category: "trail" } }] } } };
  const shop = compile({ site: "shop", dimensions: { category: { labels: { trail: "Trail", road: "Road" } } } }, campaign);
  for (const lang of ["pt-BR", "pt-br"]) {
    const script = await asVisitor({ category: { trail: 0.6 } }, { at, pack: shop, lang }).script();
    assert.match(script, /Oi, Rio/);
    assert.doesNotMatch(script, /Lisboa/);
  }
});

test("leanings to a price are met too, and a share that is no number is refused", async () => {
  const hero = { default: "w", variants: [{ id: "w" }, { id: "middle", content: { headline: "x" }, for: { price: "middle" } }] };
  const shop = compile({ site: "shop", dimensions: { price: { type: "number", bands: [50, 100] } } }, { id: "c", slots: { "home-hero": hero } });
  const visitor = asVisitor({ price: { 50: 0.7 } }, { at, pack: shop });
  const { variant } = await visitor.decide("home-hero");
  assert.equal(variant, "middle");
  for (const share of [NaN, "0.5", -0.1, 2]) await assert.rejects(asVisitor({ category: { trail: share } }, { at, pack }).engine(), /a share is a number from 0 to 1/);
});

test("leanings are met within 3 in 100, and what cannot be met is said", async () => {
  for (const wanted of [{ trail: 0.2 }, { trail: 0.6, boots: 0.25 }, { tents: 0.85 }]) {
    const engine = await asVisitor({ category: wanted }, { at, pack }).engine();
    const shares = Object.fromEntries(engine.affinity("category", {}, Date.parse(at)).affinity);
    for (const [value, share] of Object.entries(wanted)) assert.ok(Math.abs(shares[value] - share) <= 0.03, `${value} ${shares[value]}`);
  }
  await assert.rejects(asVisitor({ category: { trial: 0.5 } }, { at, pack }).engine(), /category has no trial; it has boots,/);
  await assert.rejects(asVisitor({ category: { trail: 0.999 } }, { at, pack }).engine(), /cannot be reached; the nearest are trail 0\.9/);
});

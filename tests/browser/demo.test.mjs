// The main job, end to end, on the demo shop as it is served: browsing changes the homepage hero, at first paint, and the
// server cannot tell.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { asVisitor } from "../../dist/testing.js";
import { serve } from "../../scripts/lib/server.mjs";
import { useChromium, watch } from "./lib/chromium.mjs";

const demo = fileURLToPath(new URL("../../build/demo", import.meta.url));
/** What a policy must name: the homepage has the snippet with lists, the others the plain one. */
const hashes = ["snippet.js", "snippet-lists.js"].map((name) => {
  const text = readFileSync(new URL(`../../dist/${name}`, import.meta.url));
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}).join(" ");
const open = useChromium();

/** The shop on a port of its own; `log` holds the paths asked for. */
async function shop(options = {}) {
  const log = [];
  const server = await serve({ roots: [demo], onRequest: ({ path }) => log.push(path), ...options });
  after(() => server.close());
  return { log, url: server.url };
}

/** Waits until a plan is stored that knows of the homepage's list. */
const settled = (page) =>
  page.waitForFunction(() => JSON.parse(localStorage.getItem("tactful:plan"))?.lists?.popular, undefined, { timeout: 15_000 });

/** The homepage's list and its slot that shows an item, as they stand. */
const popular = (page) => page.$$eval("[data-tactful-rank=popular] .card-name", (all) => all.map(({ textContent }) => textContent));
const pick = (page) =>
  page.$eval("[data-tactful-slot=home-pick]", (slot) => ["[data-tactful=headline]", "[data-tactful=price]"].map((field) => slot.querySelector(field).textContent)
    .concat(slot.querySelector("img").getAttribute("src"), slot.querySelector("a").getAttribute("href")));

const headline = (page) => page.textContent("[data-tactful-slot] [data-tactful=headline]");

/** Loads the homepage, then `looks` pages, then the homepage by its link; what the last load asked for and showed. */
async function visit(site, looks, options) {
  const context = await open(options);
  const page = await context.newPage();
  const { errors, seen } = await watch(page);
  await page.goto(`${site.url}/`);
  const first = await headline(page);
  await settled(page);
  for (const path of looks) {
    await page.goto(site.url + path, { waitUntil: "load" });
    await page.waitForTimeout(2600); // the tail takes events in when they are two seconds old
  }
  await page.waitForLoadState("networkidle");
  site.log.length = 0;
  await page.evaluate(() => document.querySelector('a[href="/"]').click());
  await page.waitForURL(`${site.url}/`);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(500);
  return { page, context, first, errors, seen: await seen(), requests: [...site.log].sort() };
}

const products = JSON.parse(readFileSync(new URL("../../web/demo/data/products.json", import.meta.url), "utf8"));

test("three looks at trail shoes change the hero at first paint, and the server sees the same requests", async () => {
  const site = await shop();
  const shoes = looksAt("trail", 3);
  const looked = await visit(site, shoes);
  const control = await visit(site, ["/about/", "/guides/grip/", "/about/"]);
  assert.notEqual(looked.seen.texts[0], looked.first, "the hero is another one");
  assert.equal(looked.seen.texts.length, 1, "one text seen");
  assert.equal(looked.seen.pictures.length, 1, "one picture seen");
  assert.match(looked.seen.pictures[0], /trail/);
  assert.equal(looked.seen.shift, 0);
  assert.equal(looked.seen.hidden, 0);
  assert.equal(control.seen.texts[0], control.first, "who looked at nothing sees the shop's own hero");
  assert.deepEqual(looked.requests, control.requests);
  assert.deepEqual(looked.errors, []);

  const why = await looked.page.evaluate(async () => {
    const { createTactful } = await import("/index.js");
    return (await createTactful()).explain("home-hero");
  });
  assert.equal(why.reason, "TARGETING_MATCH");
  assert.deepEqual(why.candidates.filter(({ fate }) => fate === "won").map(({ variant }) => variant), [why.decision.variant]);
  assert.ok(why.sentence.length > 20 && why.governor.some(({ dimension, allowed }) => dimension === "category" && allowed), JSON.stringify(why));

  await looked.page.evaluate(() => window.tactful.forget());
  await looked.page.waitForTimeout(1500);
  await looked.page.goto(`${site.url}/`);
  assert.equal(await headline(looked.page), looked.first, "after forget, the default again");
  await looked.context.close();
  await control.context.close();
});

test("works under a policy of 'self', wasm-unsafe-eval and the snippet's hash", async () => {
  const site = await shop({ csp: `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' ${hashes}` });
  const { seen, errors, first, context } = await visit(site, looksAt("boots", 3));
  assert.notEqual(seen.texts[0], first);
  assert.deepEqual(errors, []);
  await context.close();
});

test("without wasm in the policy the same core runs as JavaScript, and decides the same", async () => {
  const site = await shop({ csp: `default-src 'self'; script-src 'self' ${hashes}` });
  const { seen, first, context } = await visit(site, looksAt("tents", 3));
  assert.notEqual(seen.texts[0], first);
  await context.close();
});

test("with scripts off the shop's own hero stands", async () => {
  const site = await shop();
  const context = await open({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}/`);
  assert.ok(await headline(page));
  await context.close();
});

test("with storage denied the shop's own hero stands, and the console says why, once", async () => {
  const site = await shop();
  const context = await open();
  await context.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"])
      Object.defineProperty(self, name, { get: () => { throw new DOMException("denied", "SecurityError"); } });
  });
  const page = await context.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(message.text()));
  page.on("pageerror", (error) => lines.push(`uncaught ${error}`));
  await page.goto(`${site.url}/`);
  const own = await headline(page);
  await page.goto(site.url + looksAt("trail", 1)[0], { waitUntil: "load" });
  await page.waitForTimeout(1500);
  lines.length = 0;
  await page.goto(`${site.url}/`);
  await page.waitForTimeout(1500);
  assert.equal(await headline(page), own);
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0], /^tactful: storage-denied/);
  await context.close();
});

test("after three trail shoes the popular list begins with trail behind the pinned product, and the slot of the feed shows one of it, at first paint", async () => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 800 }]) {
    const site = await shop();
    const { page, errors, seen, context } = await visit(site, looksAt("trail", 3), { viewport });
    const names = products.filter(({ category }) => category === "trail").map(({ name }) => name);
    const [first, ...others] = await popular(page);
    assert.equal(first, "Cairn Mid", "the pinned one stays");
    assert.deepEqual(others.map((name) => names.includes(name)), [true, true, false, false, false, false, false]);
    assert.deepEqual(await pick(page), ["Mudlark", "€ 139", "/img/products/mudlark.svg", "/trail/mudlark/"]);
    assert.deepEqual([seen.shift, errors], [0, []]);
    // Once more: nothing was swapped under the visitor's eyes, and nothing is taken back.
    await page.goto(`${site.url}/`);
    assert.deepEqual(await popular(page), [first, ...others]);
    // By keyboard one meets the cards as they stand.
    await page.focus("[data-tactful-rank=popular] a");
    const tabbed = [];
    for (let i = 0; i < 3; i++) {
      tabbed.push(await page.evaluate(() => document.activeElement.querySelector(".card-name").textContent));
      await page.keyboard.press("Tab");
    }
    assert.deepEqual(tabbed, [first, ...others.slice(0, 2)]);
    await page.click("[data-drawer]");
    await page.waitForSelector(".drawer-next");
    await page.waitForFunction(() => document.querySelectorAll(".drawer-next").length === 2);
    assert.deepEqual(await page.$$eval(".drawer-next", (parts) => parts.map(({ textContent }) => textContent)), [
      "Your next pickMudlark, € 139Shown because you looked at Trail running here.",
      "Your next popular listTrail runningTentsBackpacksIn this order because you looked at Trail running here.",
    ]);
    await context.close();
  }
});

test("what was ordered rests: hero and pick speak of what goes with it", async () => {
  const site = await shop();
  const { page, errors, context } = await visit(site, looksAt("trail", 3));
  assert.match(await headline(page), /trails/);
  await page.goto(`${site.url}/trail/mudlark/`);
  await page.click("[data-add]");
  await page.goto(`${site.url}/cart/`);
  await page.click("[data-order]");
  await page.waitForFunction(() => {
    const { slots } = JSON.parse(localStorage["tactful:plan"]);
    const link = slots["home-pick"].find(({ item }) => item)?.content.cta.href;
    return slots["home-hero"].find(({ if: when }) => !when["query.tactful"])?.variant === "jackets-rain" && link?.startsWith("/jackets/");
  });
  await page.goto(`${site.url}/`);
  assert.equal(await headline(page), "Let it rain");
  assert.match((await pick(page))[3], /^\/jackets\//);
  await page.click("[data-drawer]");
  await page.waitForSelector(".drawer-hero li");
  assert.match(await page.textContent(".drawer-hero li"), /Rain jackets.*goes with what you bought/);
  assert.deepEqual(errors, []);
  await context.close();
});

test("who looked at nothing sees list and pick as the shop has them", async () => {
  const site = await shop();
  const { page, errors, context } = await visit(site, ["/about/", "/cart/"]);
  assert.deepEqual(await popular(page), JSON.parse(await (await fetch(`${site.url}/feed.json`)).text()).items.map(({ title }) => title));
  assert.deepEqual(await pick(page), ["Traverse 55", "€ 219", "/img/products/traverse-55.svg", "/packs/traverse-55/"]);
  assert.equal(await page.getAttribute("[data-tactful-rank]", "data-tactful-ranked"), null);
  assert.deepEqual(errors, []);
  await context.close();
});

test("a preview of the slot of the feed shows the first of the catalogue", async () => {
  const site = await shop();
  const context = await open();
  const page = await context.newPage();
  await page.goto(`${site.url}/?tactful-preview=your-pick`);
  await page.waitForSelector("[data-tactful-preview]");
  // The catalogue may come after the badge.
  await page.waitForFunction(() => document.querySelector("[data-tactful-slot=home-pick] [data-tactful=headline]").textContent !== "Traverse 55");
  assert.deepEqual(await pick(page), ["Cairn Mid", "€ 149", "/img/products/cairn-mid.svg", "/boots/cairn-mid/"]);
  await context.close();
});

test("who comes by an interest link, or is made by tactful/testing, is shown an item from the second load on", async () => {
  const site = await shop();
  const planned = (page) => page.waitForFunction(() => JSON.parse(localStorage["tactful:plan"] || "{}").slots?.["home-pick"]?.some(({ item }) => item === "TH-102"), undefined, { timeout: 15_000 });
  for (const come of [
    (page) => page.goto(`${site.url}/?tactful=category:trail`),
    (page) => asVisitor({ category: { trail: 0.6 } }).visit(page, `${site.url}/`),
  ]) {
    const context = await open();
    const page = await context.newPage();
    await come(page);
    assert.equal((await pick(page))[0], "Traverse 55");
    await planned(page);
    await page.goto(`${site.url}/`);
    assert.equal((await pick(page))[0], "Mudlark");
    await context.close();
  }
});

function looksAt(category, count) {
  const list = products.filter((product) => product.category === category).slice(0, count);
  assert.equal(list.length, count);
  return list.map((product) => `/${product.category}/${product.slug}/`);
}

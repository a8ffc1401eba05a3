// `?tactful-preview=VARIANT`: the variant is shown whoever the visitor is, with a badge, and nothing of it counts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/lib/server.mjs";
import { compile } from "../web/lib/pack.mjs";
import { useChromium } from "./lib/chromium.mjs";

const open = useChromium();
const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const snippet = readFileSync(join(dist, "snippet-templates.js"), "utf8");

const site = { site: "shop", dimensions: { category: { labels: { trail: "Trail running", road: "Road running" } } } };
const campaign = {
  id: "home",
  slots: {
    hero: {
      default: "welcome",
      prefetch: "none",
      variants: [
        { id: "welcome" },
        { id: "snow", content: { headline: { de: "Schnee", en: "Snow" }, body: "For {category|all} of you", image: { src: "/snow.svg", alt: "Snow", width: 60, height: 30 } }, when: { "query.never": "so" } },
        { id: "always", content: { headline: "For everybody" } },
        { id: "own", for: { category: "trail" } },
      ],
    },
    side: { default: "none", variants: [{ id: "none" }, { id: "note", content: { headline: "A note" }, for: { category: "road" } }] },
  },
};
const pack = compile(site, campaign);
const own = `<section data-tactful-slot="hero"><template data-tactful-variant="own"><h1>Own markup</h1></template>
<img data-tactful="image" src="/own.svg" alt="Own"><h1 data-tactful="headline">Welcome</h1><p data-tactful="body">All of it</p><a href="#x">Link</a></section>
<aside data-tactful-slot="side"><b data-tactful="headline">Side</b></aside>`;
const server = await serve({
  roots: [dist],
  handle(request, response) {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const late = `<main></main><script>(async () => {
      await new Promise((done) => setTimeout(done, 1500));
      const slot = document.createElement("section");
      slot.dataset.tactfulSlot = "hero";
      document.querySelector("main").append(slot);
      for (const [tag, key] of [["h1", "headline"], ["p", "body"]]) {
        await new Promise((done) => setTimeout(done, 50));
        slot.append(Object.assign(document.createElement(tag), { textContent: "Own" }));
        slot.lastChild.dataset.tactful = key;
      }
    })()</script>`;
    if (pathname === "/site.pack") response.writeHead(200).end(pack);
    else if (pathname === "/") {
      response.writeHead(200, { "content-type": "text/html", "content-security-policy": "style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'" });
      response.end(`<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,"><script>${snippet}</script>
<script async src="/tactful.js" data-pack="/site.pack" data-consent="not-required"></script></head><body>
${searchParams.has("late") ? late : searchParams.has("rendered") ? own.replace('="hero"', '="hero" data-tactful-variant="always"') : own}</body></html>`);
    } else if (pathname.endsWith(".svg")) response.writeHead(200, { "content-type": "image/svg+xml" }).end("<svg xmlns='http://www.w3.org/2000/svg'/>");
    else return false;
    return true;
  },
});
after(() => server.close());

/** The page with the badge there, and its lines. */
async function shown(context, variant, query = `?tactful-preview=${variant}`) {
  const page = await context.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(message.text()));
  page.on("pageerror", (error) => lines.push(String(error)));
  await page.goto(`${server.url}/${query}`);
  if (query.includes("preview")) await page.waitForSelector("[data-tactful-preview]");
  return { page, lines };
}

test("shows it where `tactful render` has written another hero into the page, at the first load", async () => {
  const context = await open();
  const { page } = await shown(context, "snow", "?tactful-preview=snow&rendered");
  assert.equal(await page.textContent("h1"), "Snow");
  await page.close();
  await context.close();
});

test("shows a variant that no visitor would get, in the page's language, with a badge", async () => {
  const context = await open();
  const { page, lines } = await shown(context, "snow");
  assert.equal(await page.textContent("h1"), "Snow");
  assert.equal(await page.textContent("p"), "For all of you");
  assert.equal(await page.getAttribute("img", "src"), "/snow.svg");
  const badge = page.locator("[data-tactful-preview]");
  assert.ok(await badge.isVisible());
  assert.match(await badge.innerText(), /Preview.*not counted/s);
  assert.equal(await badge.evaluate((element) => getComputedStyle(element).position), "fixed");
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await badge.isVisible()));
  assert.deepEqual(lines, []);
  await context.close();
});

test("the badge leads to the other variants, and to the end", async () => {
  const context = await open();
  const { page } = await shown(context, "snow");
  const choice = page.locator("[data-tactful-preview] select");
  assert.deepEqual(await choice.locator("option").allTextContents(), ["welcome", "snow", "always", "own", "none", "note"]);
  await Promise.all([page.waitForURL("**tactful-preview=note"), choice.selectOption("note")]);
  await page.waitForFunction(() => document.querySelector("b").textContent === "A note");
  await Promise.all([page.waitForURL(`${server.url}/`), page.click("[data-tactful-preview] a")]);
  await context.close();
});

test("shows a variant's own template", async () => {
  const context = await open();
  const { page } = await shown(context, "own");
  assert.equal(await page.textContent("h1"), "Own markup");
  await context.close();
});

test("a hero that a script renders late, and in steps, is shown too", async () => {
  const context = await open();
  const { page } = await shown(context, "snow", "?tactful-preview=snow&late");
  await page.waitForSelector("h1");
  await page.waitForFunction(() => document.querySelector("p")?.textContent === "For all of you");
  assert.equal(await page.textContent("h1"), "Snow");
  assert.deepEqual(await page.locator("[data-tactful-preview] option").allTextContents(), ["welcome", "snow", "always", "own"]);
  await context.close();
});

test("in a browser that has said no there is no badge, and the console says why", async () => {
  const context = await open();
  await context.addInitScript(() => (localStorage["tactful:off"] = "1"));
  const page = await context.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(message.text()));
  await page.goto(`${server.url}/?tactful-preview=snow`);
  for (let i = 0; i < 100 && !lines[0]; i++) await page.waitForTimeout(50);
  assert.match(lines[0], /^tactful: off: switched off by data-off or by tactful:off/);
  assert.equal(await page.locator("[data-tactful-preview]").count(), 0);
  await context.close();
});

test("a variant that is nowhere is said, and the page's own hero stays", async () => {
  const context = await open();
  const { page } = await shown(context, "summer");
  assert.equal(await page.textContent("h1"), "Welcome");
  assert.match(await page.locator("[data-tactful-preview] option").first().textContent(), /^summer: no slot/);
  await context.close();
});

test("nothing of it counts, whatever was painted before, and what is stored is what was", async () => {
  const context = await open();
  const visit = await shown(context, "", "");
  await visit.page.waitForFunction(() => localStorage["tactful:plan"]?.includes("For everybody"));
  await visit.page.waitForTimeout(300);
  await visit.page.close();
  const begun = Date.now();
  // The tail is soon emptied into the profile: what goes in is heard of.
  await context.addInitScript(() => {
    self.added = [];
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (record, ...rest) {
      self.added.push(record);
      return add.call(this, record, ...rest);
    };
  });
  const first = await shown(context, "welcome");
  // The plan's hero had been painted: it is gone, for the default was asked for.
  assert.equal(await first.page.textContent("h1"), "Welcome");
  const second = await shown(context, "snow");
  await second.page.waitForTimeout(1300);
  await second.page.click("[data-tactful-slot=hero] a");
  await second.page.waitForTimeout(600);
  await second.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await second.page.waitForTimeout(600);
  assert.deepEqual(await second.page.evaluate(() => self.added).then((all) => all.filter(({ t }) => t >= begun)), []);
  await context.close();
});

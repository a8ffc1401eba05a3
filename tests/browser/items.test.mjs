// A slot filled from a catalogue: the item that fits the visitor, at first paint and with the feed's words; and what a server may see of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/lib/server.mjs";
import { dist } from "../web/lib/pack.mjs";
import { useChromium, watch } from "./lib/chromium.mjs";

const open = useChromium();
const root = fileURLToPath(new URL("../..", import.meta.url));
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"/>';

const site = { site: "shop", dimensions: { category: { labels: { road: "Road running", trail: "Trail running", boots: "Boots" }, restDays: { trail: 30, "*": 0 } }, brand: {} } };
const campaign = { id: "home", slots: { "home-hero": { default: "welcome", prefetch: "none", variants: [
  { id: "welcome" },
  { id: "pick", item: ["category"], content: { headline: { en: "For you: {item.title}", de: "Für Sie: {item.title}" }, body: "{item.price}", image: "{item.image}", cta: { label: "{item.title}", href: "{item.link}" } } },
] } } };
const item = (id, category, title = id) => ({ id, title, link: `/${category}/${id}/`, price: "€ 1.299,00", image: { src: `/img/${id}.svg`, alt: title, width: 600, height: 300 }, about: { category, brand: "Acme" } });
const feed = { items: [item("pace", "road"), item("mud", "trail", "<b>Mud & more</b>"), item("ridge", "trail"), item("peak", "boots")] };

/** What `tactful compile` makes of the files. */
function made(...files) {
  const folder = mkdtempSync(join(tmpdir(), "tactful-items-"));
  try {
    const names = files.map((file, i) => (writeFileSync(join(folder, `${i}.json`), JSON.stringify(file)), `${i}.json`));
    execFileSync(process.execPath, [join(root, "cli/tactful.mjs"), "compile", ...names, "-o", "site.pack", "--items", "items.json"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    return { pack: readFileSync(join(folder, "site.pack")), catalogue: readFileSync(join(folder, "items.json")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const { pack, catalogue } = made(site, campaign, feed);
/** The one item that is left is of another kind. */
const without = JSON.stringify({ v: 1, items: JSON.parse(catalogue).items.filter(({ id }) => id != "mud") });

/** The shop; `at`: what the catalogue's address answers, which a test may change. */
async function shop(at = { catalogue }) {
  const log = [];
  const server = await serve({
    roots: [join(root, "dist")],
    handle(request, response) {
      const { pathname } = new URL(request.url, "http://localhost");
      log.push(pathname);
      if (pathname === "/site.pack") return response.end(pack), true;
      if (pathname === "/items.json") return at.catalogue ? response.end(at.catalogue) : response.writeHead(404).end(), true;
      if (pathname.startsWith("/img/")) return response.writeHead(200, { "content-type": "image/svg+xml" }).end(svg), true;
      if (!pathname.endsWith("/")) return false;
      const [, category, id] = /^\/(\w+)\/(\w+)\/$/.exec(pathname) ?? [];
      const product = { "@type": "Product", sku: id, name: id, category, offers: { price: "80" } };
      const body = category ? `<script type="application/ld+json">${JSON.stringify(product)}</script><h1>${id}</h1>`
        : `<section data-tactful-slot="home-hero"><img data-tactful="image" src="/img/own.svg" alt="" width="600" height="300"><h1 data-tactful="headline">Welcome</h1>
           <p data-tactful="body"></p><a data-tactful="cta" href="/new/">New</a></section>`;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(`<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,"><script data-release="1">${dist("snippet.js")}</script>
<script async src="/tactful.js" data-pack="/site.pack" data-items="/items.json" data-consent="not-required"></script></head><body>${body}</body></html>`);
      return true;
    },
  });
  after(() => server.close());
  return { url: server.url, log, at };
}

const planned = (tab, id) =>
  tab.waitForFunction((wanted) => {
    const plan = JSON.parse(localStorage["tactful:plan"] || "{}");
    const entry = plan.slots?.["home-hero"].find((each) => each.variant == "pick");
    return plan.v && (wanted === "" ? !entry : entry?.item == wanted);
  }, id, { timeout: 10_000, polling: 30 });

/** A visitor who looked at two products of `category`. */
async function fan({ url }, category, context) {
  const tab = await context.newPage();
  tab.lines = [];
  tab.on("console", (message) => tab.lines.push(message.text()));
  tab.on("pageerror", (error) => tab.lines.push(`uncaught: ${error}`));
  for (const id of ["one", "two"]) {
    await tab.goto(`${url}/${category}/${id}/`);
    await tab.waitForFunction(() => localStorage["tactful:plan"]);
    await tab.waitForTimeout(600);
  }
  return tab;
}

test("the item that fits is there at first paint: title, price, picture and link as in the feed, as text", async () => {
  const here = await shop();
  const context = await open();
  const tab = await fan(here, "trail", context);
  await planned(tab, "mud");
  const { seen, errors } = await watch(tab);
  await tab.goto(`${here.url}/`);
  const { texts, pictures, shift } = await seen();
  assert.deepEqual([texts, pictures, shift, errors], [["For you: <b>Mud & more</b>"], ["/img/mud.svg"], 0, []]);
  assert.deepEqual(await tab.$eval("[data-tactful-slot]", (slot) => [slot.querySelector("p").textContent, slot.querySelector("a").getAttribute("href"), slot.querySelector("img").alt, slot.dataset.tactfulVariant]),
    ["€ 1.299,00", "/trail/mud/", "<b>Mud & more</b>", "pick"]);
  // It stays, also on a page whose catalogue is not there yet, and goes with what was learned.
  await planned(tab, "mud");
  here.at.catalogue = without;
  await tab.goto(`${here.url}/`);
  await planned(tab, "ridge");
  await tab.evaluate(() => self.tactful.forget());
  await planned(tab, "");
  assert.deepEqual(tab.lines, []);
  await context.close();
});

test("whoever the visitor is, the same is asked for before it is shown", async () => {
  const logs = [];
  for (const category of ["trail", "boots"]) {
    const here = await shop();
    const context = await open();
    const tab = await fan(here, category, context);
    await planned(tab, category == "trail" ? "mud" : "peak");
    logs.push(here.log.filter((path) => !path.endsWith("/")).sort());
    await context.close();
  }
  assert.deepEqual(logs[0], logs[1]);
  assert.ok(logs[0].includes("/items.json") && !logs[0].some((path) => path.startsWith("/img/")), logs[0].join());
});

test("what was just bought rests", async () => {
  const here = await shop();
  const context = await open();
  const tab = await fan(here, "trail", context);
  await planned(tab, "mud");
  await tab.evaluate(() => self.tactful.track("purchase", { transaction_id: "1", value: 80, currency: "EUR", items: [{ item_id: "one", item_category: "trail", price: 80, quantity: 1 }] }));
  await tab.waitForFunction(() => {
    const entry = JSON.parse(localStorage["tactful:plan"]).slots["home-hero"].find((each) => each.variant == "pick");
    return !entry || !["mud", "ridge"].includes(entry.item);
  }, null, { timeout: 10_000, polling: 30 });
  await context.close();
});

test("without a catalogue the page's own hero stays, and the console says why", async () => {
  for (const answer of [undefined, "<!doctype html>", '{"v":2,"items":[]}', '{"v":1,"items":[{"id":"x"}]}', '{"v":1}']) {
    const here = await shop({ catalogue: answer });
    const context = await open();
    const tab = await fan(here, "trail", context);
    await tab.goto(`${here.url}/`);
    await tab.waitForFunction(() => document.querySelector("[data-tactful-slot]").dataset.tactfulLevel);
    assert.equal(await tab.textContent("h1"), "Welcome");
    assert.ok(tab.lines.some((line) => line.startsWith("tactful: items-missing: ")), `${answer}: ${tab.lines.join("\n")}`);
    assert.ok(!tab.lines.some((line) => line.startsWith("uncaught")), tab.lines.join("\n"));
    await context.close();
  }
});

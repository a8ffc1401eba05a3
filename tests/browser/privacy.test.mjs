// What leaves the browser: of canaries planted in all that a page says, none is in any byte that the server receives, the page's own
// requests for that address apart. And what other tags learn from the global.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { kept, noted, settled, shop, visitor } from "./lib/shop.mjs";

const open = useChromium();
const canary = {
  category: "canaryzebracategory", brand: "canaryzebrabrand", name: "canaryzebraname", title: "canaryzebratitle",
  search: "canaryzebrasearch", path: "canaryzebrapath", query: "canaryzebraquery", company: "canaryzebracompany",
};
const hasCanary = (text) => /canaryzebra/i.test(text) || /canaryzebra/i.test(decoded(text));
/** Whatever a leak would be dressed in: percent signs, base64 of any offset. */
const decoded = (text) => {
  let plain = text;
  try {
    plain += decodeURIComponent(text);
  } catch {}
  for (const word of text.match(/[\w+/=-]{12,}/g) ?? []) for (let cut = 0; cut < 4; cut++) plain += Buffer.from(word.slice(cut), "base64").toString("latin1");
  return plain;
};

const address = `/p/${canary.path}/`;
const product = { "@type": "Product", sku: canary.name, name: canary.name, category: canary.category, brand: canary.brand, offers: { price: "89.90" } };
const layer = `<script>dataLayer = [{ event: "search", ecommerce: { search_term: "${canary.search}", items: [{ item_name: "${canary.name}", item_category: "${canary.category}" }] } }];</script>`;
const leak = `<script>addEventListener("load", () => fetch("/collect?v=" + btoa(JSON.stringify({ b: 1, brand: "${canary.brand}" }))));</script>`;
const site = await shop({
  [address]: { title: canary.title, head: `<script type="application/ld+json">${JSON.stringify(product)}</script>${layer}`, body: "<h1>Here</h1>" },
  "/leaking/": { head: leak },
}, { tag: ' data-consent="not-required" data-analytics="ga4" data-cmp="auto"', files: { "/collect": "" } });

/** Requests in which a canary is, the page's own for its address apart: its URL, and as the referrer of what it asks for. */
const leaks = (log) =>
  log.filter(({ method, url, headers, body }) => {
    const { referer = "", ...others } = headers;
    const own = method === "GET" && url.startsWith(address);
    const from = referer && new URL(referer).pathname.startsWith(address);
    return hasCanary((own ? "" : url) + JSON.stringify(others) + (from ? "" : referer) + body);
  });

/** A visit that gives all of it away, if anything does: seen, searched, liked, stated, agreed to, and left. */
async function walk(page) {
  await page.goto(`${site.url}${address}?q=${canary.query}&utm_source=${canary.query}`);
  await settled(page);
  await page.evaluate(async (canary) => {
    self.tactful.track("search", { search_term: canary.search, category: canary.category });
    self.tactful.like("category", canary.category);
    self.tactful.set({ company: canary.company });
    await self.tactful.setConsent({ personalization: "granted", analytics: "granted", reports: "granted" });
    const { createTactful } = await import("/index.js");
    const tactful = await createTactful();
    tactful.affinity("category");
    await tactful.explain("home-hero");
  }, canary);
  await page.waitForTimeout(600);
  await page.goto(`${site.url}/`, { referer: undefined });
  await kept(page, { least: 1 });
  await page.click("[data-tactful=cta]");
  await page.waitForTimeout(300);
  await page.evaluate(() => self.tactful.forget());
}

test("no canary planted as category, brand, name, title, search term, address or attribute reaches the server", async () => {
  site.log.length = 0;
  const page = await visitor(await noted(await open()));
  await walk(page);
  assert.ok(site.log.length > 8);
  assert.ok(site.log.some(({ url }) => url.startsWith(address) && hasCanary(url)), "the page itself was asked for");
  assert.deepEqual(leaks(site.log), []);
  await page.context().close();
});

test("a page that leaks on purpose is caught", async () => {
  site.log.length = 0;
  const page = await visitor(await open());
  await page.goto(`${site.url}/leaking/`);
  for (let i = 0; i < 50 && !site.log.some(({ url }) => url.startsWith("/collect")); i++) await page.waitForTimeout(50);
  assert.deepEqual(leaks(site.log).map(({ url }) => url.split("?")[0]), ["/collect"]);
  // Each kind of place, by itself.
  const request = { method: "POST", url: "/x", headers: {}, body: "" };
  for (const more of [{ body: canary.search }, { url: `/x?${encodeURIComponent(canary.title)}` }, { headers: { cookie: canary.query } },
    { headers: { referer: `http://localhost/?${canary.query}` } }, { body: Buffer.from(`x${canary.category}`).toString("base64") }, { method: "POST", url: address }])
    assert.equal(leaks([{ ...request, ...more }]).length, 1, JSON.stringify(more));
  await page.context().close();
});

test("other tags learn from the global that Tactful is there, and nothing else", async () => {
  const page = await visitor(await noted(await open()));
  const learned = async () => page.evaluate(async () => {
    const names = new Set();
    for (let object = self.tactful; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) Reflect.ownKeys(object).forEach((name) => names.add(String(name)));
    const answers = [];
    for (const name of ["track", "set", "like", "dislike", "push"]) answers.push(self.tactful[name]?.("category", "nothing", {}));
    const { setConsent, forget } = self.tactful;
    return {
      names: [...names].sort(), answers, text: Object.values(self.tactful).map(String).join(""), frozen: Object.isFrozen(self.tactful),
      later: [await setConsent({ analytics: "denied" }), await forget()],
      globals: Object.keys(self).filter((name) => /tactful/i.test(name)),
      events: Object.keys(self.heard ?? {}),
    };
  });
  await page.goto(`${site.url}/`);
  await settled(page);
  const stranger = await learned();
  await walk(page);
  await page.goto(`${site.url}/`);
  await settled(page);
  // What a tag can hear of it: an event without a word.
  await page.evaluate(() => document.addEventListener("tactful:change", ({ detail }) => ((self.heard ??= {})["" + detail] = 1)));
  await page.evaluate(() => self.tactful.like("category", "trail"));
  await page.waitForTimeout(600);
  const known = await learned();
  assert.deepEqual(stranger.names, ["dislike", "forget", "like", "push", "set", "setConsent", "track"]);
  assert.deepEqual(known.events, ["undefined"]);
  assert.deepEqual({ ...known, events: [] }, { ...stranger, events: [] });
  assert.deepEqual(stranger.answers, [null, null, null, null, null].map(() => undefined));
  assert.deepEqual(stranger.globals, ["tactful"]);
  assert.ok(stranger.frozen && !hasCanary(known.text));
  assert.deepEqual(stranger.later, [undefined, undefined]);
});

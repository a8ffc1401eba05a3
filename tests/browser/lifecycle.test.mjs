// Pages that are made ahead, come back, or are read by a machine: what counts, and when.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { kept, names, noted, product, settled, shop, visitor } from "./lib/shop.mjs";

// Playwright switches the back-forward cache off.
const open = useChromium([], ["--disable-back-forward-cache"]);
const site = await shop({ "/p/roadie/": { head: product("R1"), body: "<h1>Roadie</h1>" } });
const all = { skip: /^(user_engagement|scroll)$/ };

test("a page that comes back from the back-forward cache counts again, and so does the hero it shows", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/p/roadie/`);
  await page.evaluate(() => self.tactful.like("category", "trail"));
  await settled(page, "trail");
  await page.goto(`${site.url}/`);
  assert.equal(await page.textContent("h1"), "Trail");
  assert.deepEqual(names(await kept(page, { least: 1, skip: /^(?!view_promotion)/ })), ["view_promotion"]);
  // Away and back, twice: to this page, then to the product's.
  await page.goto(`${site.url}/p/roadie/`);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/later.js")));
  await page.waitForTimeout(500);
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => self.tail?.filter(({ event }) => event === "view_promotion").length === 2);
  assert.equal(await page.textContent("h1"), "Trail");
  // What the other page left in the tail goes by here too.
  const heroes = await kept(page, { skip: /^(?!view_promotion)/ });
  assert.deepEqual(heroes.map(([, { creative_name }]) => creative_name), ["trail", "trail"]);
  await page.evaluate(() => history.forward());
  await page.waitForFunction(() => self.tail?.filter(({ event }) => event === "view_item").length === 2);
  assert.deepEqual(page.lines, []);
});

for (const [where, api, order] of [
  ["while the next page is awaited", true, /^(plan )+pagehide start/],
  ["when the page is left, in a browser without the Navigation API", false, /^pagehide plan start/],
]) {
  test(`what a page learned last is in the plan, made ${where}`, async () => {
    const context = await open();
    await context.addInitScript((there) => {
      if (!there) Object.defineProperty(self, "navigation", { value: undefined });
      const { setItem } = Storage.prototype;
      const note = (what) => setItem.call(sessionStorage, "order", `${sessionStorage.order ?? ""}${what} `);
      Storage.prototype.setItem = function (key) {
        if (key === "tactful:plan") note("plan");
        return setItem.apply(this, arguments);
      };
      note("start");
      addEventListener("pagehide", () => note("pagehide"));
    }, api);
    const page = await visitor(context);
    await page.route("**/slow/", async (route) => {
      await page.waitForTimeout(700);
      await route.continue();
    });
    await page.goto(`${site.url}/p/roadie/`);
    await settled(page);
    // Long enough for an engagement, and for all to be stored that comes before it.
    await page.waitForTimeout(3000);
    const made = await page.evaluate(() => {
      sessionStorage.order = "";
      location.href = "/slow/";
      return JSON.parse(localStorage["tactful:plan"]).made;
    });
    await page.waitForURL("**/slow/");
    assert.match(await page.evaluate(() => sessionStorage.order), order);
    assert.ok((await page.evaluate(() => JSON.parse(localStorage["tactful:plan"]).made)) > made);
  });
}

test("a prerendered page counts nothing before it is looked at", async () => {
  const context = await noted(await open());
  await context.addInitScript(() => Object.defineProperty(document, "prerendering", { configurable: true, value: true }));
  const page = await visitor(context);
  await page.goto(`${site.url}/p/roadie/`);
  await settled(page);
  await page.evaluate(() => self.tactful.track("search", { category: "trail" }));
  await page.waitForTimeout(700);
  assert.deepEqual(await kept(page, all), []);
  await page.evaluate(() => {
    Object.defineProperty(document, "prerendering", { value: false });
    document.dispatchEvent(new Event("prerenderingchange"));
  });
  assert.deepEqual(names(await kept(page, { least: 3, ...all })), ["page_view", "view_item", "search"]);
});

for (const [what, userAgent, learns] of [
  ["Googlebot", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", false],
  ["a crawler", "Mozilla/5.0 (compatible; AhrefsCrawler/7.0)", false],
  ["Lighthouse", "Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Chrome-Lighthouse", false],
  ["a Cubot phone", "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", true],
]) {
  test(`${what} ${learns ? "is a visitor" : "teaches nothing"}`, async () => {
    const page = await visitor(await noted(await open({ userAgent })));
    await page.goto(`${site.url}/p/roadie/`);
    await settled(page);
    await page.waitForTimeout(500);
    assert.deepEqual(names(await kept(page, { ...all, least: learns ? 2 : 0 })), learns ? ["page_view", "view_item"] : []);
  });
}

// Attributes that outlast their page: "keep" of the site file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { settled, shop, visitor } from "./lib/shop.mjs";
import { compile } from "../web/lib/pack.mjs";

const open = useChromium();
const pack = compile(
  { site: "shop", keepDays: 100, attributes: { company: { keep: "session" }, tier: { keep: "profile" }, mood: {} } },
  {
    id: "home",
    slots: {
      "home-hero": {
        default: "welcome",
        prefetch: "none",
        variants: [
          { id: "welcome" },
          { id: "acme", content: { headline: "For Acme" }, when: { company: "Acme" } },
          { id: "gold", content: { headline: "Gold" }, when: { tier: "gold" } },
          { id: "merry", content: { headline: "Merry" }, when: { mood: "merry" } },
        ],
      },
    },
  },
);
const block = (text) => `<script type="application/json" data-tactful-attributes>${text}</script>`;
const pages = { "/gold/": { head: block('{"tier": "gold"}') }, "/away/": { tag: null }, "/none/": { head: block('{"tier": null}') } };
const site = await shop(pages, { files: { "/site.pack": pack } });
const set = (page, attributes) => page.evaluate((all) => self.tactful.set(all), attributes);
/** What lies in the database beside mark and profile. */
const stated = (page) =>
  page.evaluate(() => new Promise((resolve) => {
    const opened = indexedDB.open("tactful");
    opened.onsuccess = () => {
      const request = opened.result.transaction("profile").objectStore("profile").get("stated");
      request.onsuccess = () => {
        opened.result.close();
        resolve(request.result);
      };
    };
  }));
const keptAs = async (page, text) => {
  for (let i = 0; i < 60 && (await stated(page))?.text !== text; i++) await page.waitForTimeout(50);
  assert.equal((await stated(page))?.text, text);
};
/** As if the visitor had come so long ago. */
const age = (page, ms) =>
  page.evaluate((by) => new Promise((resolve) => {
    const opened = indexedDB.open("tactful");
    opened.onsuccess = () => {
      const store = opened.result.transaction("profile", "readwrite").objectStore("profile");
      store.get("stated").onsuccess = ({ target }) => store.put({ ...target.result, at: target.result.at - by }, "stated");
      store.transaction.oncomplete = () => {
        opened.result.close();
        resolve();
      };
    };
  }), ms);
/** From a page without Tactful: what ages must not be touched by the page that ages it. */
const later = async (page, ms) => {
  await page.goto(`${site.url}/away/`);
  await age(page, ms);
};

test("what is kept for the session holds on the next page, and half an hour later no more", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/`);
  await settled(page, "");
  await set(page, { company: "Acme", mood: "merry" });
  await settled(page, "acme");
  await keptAs(page, '{"company":"Acme"}');
  await page.goto(`${site.url}/a/`);
  await settled(page, "acme");
  // The companion knows it too.
  assert.equal(await page.evaluate(async () => (await (await import("/index.js")).createTactful()).decide("home-hero").variant), "acme");
  await later(page, 1_860_000);
  await page.goto(`${site.url}/`);
  await settled(page, "");
  await keptAs(page, "{}");
  assert.deepEqual(page.lines, []);
});

test("what is kept for the profile holds for days, is taken back with null, and goes with forget", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/gold/`);
  await settled(page, "gold");
  await keptAs(page, '{"tier":"gold"}');
  await later(page, 99 * 86_400_000);
  await page.goto(`${site.url}/`);
  await settled(page, "gold");
  await later(page, 101 * 86_400_000);
  await page.goto(`${site.url}/`);
  await settled(page, "");
  await page.goto(`${site.url}/gold/`);
  await settled(page, "gold");
  await page.goto(`${site.url}/none/`);
  await settled(page, "");
  await keptAs(page, "{}");
  await page.goto(`${site.url}/gold/`);
  await keptAs(page, '{"tier":"gold"}');
  await page.goto(`${site.url}/`);
  await settled(page, "gold");
  // By this page's own core, not still by the page before.
  await page.waitForSelector("[data-tactful-level]");
  const next = await page.evaluate(() => self.tactful.forget().then(() => localStorage["tactful:plan"]));
  assert.doesNotMatch(next, /gold/);
  await settled(page, "");
  assert.ok([undefined, "{}"].includes((await stated(page))?.text));
  assert.deepEqual(page.lines, []);
});

test("nothing is kept without consent, and a library of attributes is refused", async () => {
  const asking = await shop({}, { files: { "/site.pack": pack }, tag: ' data-consent="required"' });
  const page = await visitor(await open());
  await page.goto(`${asking.url}/`);
  await set(page, { company: "Acme" });
  await page.waitForTimeout(1200);
  assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  await keptAs(page, '{"company":"Acme"}');
  await page.evaluate(() => {
    const round = {};
    round.tier = round;
    self.tactful.set(round);
  });
  await page.waitForTimeout(900);
  await set(page, { tier: "x".repeat(10_001) });
  for (let i = 0; i < 60 && !page.lines[0]; i++) await page.waitForTimeout(50);
  await page.waitForTimeout(900);
  assert.equal(page.lines.length, 1);
  assert.match(page.lines[0], /attributes-refused/);
  assert.equal((await stated(page)).text, '{"company":"Acme"}');
});

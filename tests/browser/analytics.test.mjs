// What the site's own GA4 hears of heroes, and when it hears nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { kept, noted, settled, shop, visitor } from "./lib/shop.mjs";

const open = useChromium();
const site = await shop({}, { tag: ' data-consent="not-required" data-analytics="ga4"' });
const plain = await shop();
const gtag = await shop({}, { tag: ' data-consent="not-required" data-analytics="gtag"' });
const promotions = (page) => page.evaluate(() => JSON.parse(JSON.stringify((self.dataLayer ?? []).map((entry) => (entry[0] ? [...entry] : entry)))));
const seen = { skip: /^(?!view_promotion|select_promotion)/ };

/** A visitor who likes trails, on the page with the hero that says so. */
async function fan(context, { url }, consent = { analytics: "granted" }) {
  const page = await visitor(await noted(context));
  await page.goto(`${url}/`);
  await settled(page);
  await page.evaluate(async (answers) => {
    self.tactful.like("category", "trail");
    await self.tactful.setConsent(answers);
  }, consent);
  await settled(page, "trail");
  await page.goto(`${url}/`);
  assert.equal(await page.textContent("h1"), "Trail");
  return page;
}

const fields = { promotion_id: "autumn-home", promotion_name: "autumn-home", creative_name: "trail", creative_slot: "home-hero", location_id: "/", level: "personal", arm: "none" };

test("a hero seen and clicked is pushed to dataLayer, with campaign, variant, slot, place, level and arm", async () => {
  const page = await fan(await open(), site);
  await kept(page, { least: 1, ...seen });
  await page.evaluate(() => addEventListener("click", (event) => event.preventDefault()));
  await page.click("[data-tactful=cta]");
  const expected = { ...fields, arm: "treatment" };
  const ecommerce = { ...expected, items: [{ item_name: "trail", ...expected }] };
  const pushed = await promotions(page);
  // The site has no control group, so the arm is what the core says of this visitor.
  const { arm } = pushed[1].ecommerce;
  assert.ok(["treatment", "none"].includes(arm), arm);
  for (const each of [ecommerce, ecommerce.items[0]]) each.arm = arm;
  assert.deepEqual(pushed, [{ ecommerce: null }, { event: "view_promotion", ecommerce }, { ecommerce: null }, { event: "select_promotion", ecommerce }]);
  // Our own events name the campaign too, and nothing comes back through the dataLayer.
  const own = await kept(page, { least: 2, ...seen });
  assert.deepEqual(own.map(([name, { promotion_id }]) => [name, promotion_id]), [["view_promotion", "autumn-home"], ["select_promotion", "autumn-home"]]);
});

test("the page's own hero is pushed too, as the default", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/`);
  await page.evaluate(() => self.tactful.setConsent({ analytics: "granted" }));
  await kept(page, { least: 1, ...seen });
  const [, { ecommerce }] = await promotions(page);
  assert.equal(ecommerce.creative_name, "welcome");
  assert.equal(ecommerce.level, "default");
});

test("nothing is pushed without consent to analytics, nor where the tag does not ask for it", async () => {
  for (const [shopOf, consent] of [[site, {}], [site, { personalization: "granted" }], [site, { analytics: "denied" }], [plain, { analytics: "granted" }]]) {
    const context = await open();
    const page = await fan(context, shopOf, consent);
    await kept(page, { least: 1, ...seen });
    assert.deepEqual(await promotions(page), []);
    await context.close();
  }
});

test("who agrees when the hero was seen already: its view is pushed then, while it stands", async () => {
  const hero = (page) => promotions(page).then((all) => all.filter(({ event }) => event).map(({ event, ecommerce }) => `${event} ${ecommerce.creative_name}`));
  for (const [what, expected] of [["", ["view_promotion trail"]], ["history.pushState({}, '', '/next/')", []], ["document.querySelector('[data-tactful-slot]').remove()", []]]) {
    const context = await open();
    const page = await fan(context, site, {});
    await kept(page, { least: 1, ...seen });
    assert.deepEqual(await hero(page), []);
    await page.evaluate(what);
    await page.evaluate(() => self.tactful.setConsent({ analytics: "granted" }));
    await page.waitForTimeout(300);
    assert.deepEqual(await hero(page), expected, what);
    // Once.
    await page.evaluate(() => self.tactful.setConsent({ reports: "denied" }));
    assert.deepEqual(await hero(page), expected, what);
    await context.close();
  }
});

test("gtag.js hears commands", async () => {
  const page = await fan(await open(), gtag);
  await kept(page, { least: 1, ...seen });
  const [[command, name, params]] = await promotions(page);
  assert.deepEqual([command, name, params.promotion_id, params.creative_name], ["event", "view_promotion", "autumn-home", "trail"]);
});

test("a frozen dataLayer is said, and what was seen still counts", async () => {
  const context = await open();
  await context.addInitScript(() => (self.dataLayer = Object.freeze([])));
  const page = await fan(context, site);
  assert.equal((await kept(page, { least: 1, ...seen })).length, 1);
  for (let i = 0; i < 100 && !page.lines[0]; i++) await page.waitForTimeout(50);
  assert.ok(page.lines.some((line) => line.startsWith("tactful: analytics-refused")), page.lines.join("\n"));
});

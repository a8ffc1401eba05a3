// Purchases, on three roads: GA4 on the page, what the page states of its customer, and an inbox that a checkout writes to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { kept, noted, settled, shop, visitor } from "./lib/shop.mjs";

const open = useChromium();
const order = (id) => ({ transaction_id: id, value: "1.389,80 €", currency: "EUR", items: [{ item_id: "R1", item_name: "Roadie", price: "89,90", quantity: 1 }] });
const layer = (text) => `<script>dataLayer = []; function gtag() { dataLayer.push(arguments); }${text}</script>`;
const block = (text) => `<script type="application/json" data-tactful-attributes>${text}</script>`;
const site = await shop({
  "/thanks/": { head: layer(`dataLayer.push({ event: "purchase", ecommerce: ${JSON.stringify(order("T1"))} });`) },
  "/thanks/again/": { head: layer(`gtag("event", "purchase", ${JSON.stringify(order("T2"))});`) },
  "/account/": { head: block('{"stage": "repeat", "purchases": 7}') },
  "/damaged/": { head: block("[1]") + block("{") + block('{"company": "Acme"}') },
  // A checkout, where Tactful may not run.
  "/checkout/": { tag: null, head: "" },
});
const purchases = { skip: /^(?!purchase)/ };
const inbox = (page) => page.evaluate(() => localStorage["tactful:inbox"] ?? null);
const put = (page, entries) => page.evaluate((text) => (localStorage["tactful:inbox"] = text), typeof entries === "string" ? entries : JSON.stringify(entries));

test("GA4 purchases on the page make a customer, and a reload makes no second one", async () => {
  const page = await visitor(await noted(await open()));
  for (const path of ["/thanks/", "/thanks/"]) {
    await page.goto(site.url + path);
    await kept(page, { least: 1, ...purchases });
    await page.waitForTimeout(700);
  }
  await settled(page, "");
  await page.goto(`${site.url}/thanks/again/`);
  await kept(page, { least: 1, ...purchases });
  await settled(page, "loyal");
});

test("what the page states of its customer decides, from the first plan on", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/account/`);
  await settled(page, "loyal");
  // The companion states it too.
  const variant = await page.evaluate(async () => (await (await import("/index.js")).createTactful()).decide("home-hero").variant);
  assert.equal(variant, "loyal");
  // `set` beats it, and another page does not know it.
  await page.evaluate(() => self.tactful.set({ stage: "new" }));
  await settled(page, "");
  await page.goto(`${site.url}/`);
  await settled(page, "");
});

test("a damaged block is said, and the others read", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/damaged/`);
  await settled(page, "acme");
  for (let i = 0; i < 100 && !page.lines[0]; i++) await page.waitForTimeout(50);
  assert.deepEqual(page.lines.filter((line) => /^tactful/.test(line)).map((line) => line.split(":")[1].trim()), ["attributes-damaged"]);
});

test("a checkout's inbox is drained at the next page, once, and knows nothing any more then", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/`);
  await settled(page);
  await page.goto(`${site.url}/checkout/`);
  await put(page, [{ event: "purchase", params: order("T1"), t: Date.now() - 60_000 }, { event: "purchase", params: order("T2"), t: Date.now() - 30_000 }]);
  await page.goto(`${site.url}/`);
  await settled(page, "loyal");
  assert.equal(await inbox(page), null);
  await page.goto(`${site.url}/`);
  await settled(page, "loyal");
  assert.deepEqual(await kept(page, purchases), []);
});

test("two tabs that find the inbox at once take it once", async () => {
  const context = await open();
  const before = await visitor(context);
  await before.goto(`${site.url}/`);
  await settled(before);
  await noted(context);
  for (let round = 0; round < 2; round++) {
    await before.goto(`${site.url}/checkout/`);
    await put(before, [{ event: "purchase", params: order(`R${round}`), t: Date.now() }, { event: "sign_up", t: Date.now() }]);
    const tabs = await Promise.all([visitor(context), visitor(context), visitor(context)]);
    // Their clocks: what one tab drained goes by in the others while it is young, so look at what was put, not at what passed.
    await context.addInitScript(() => {
      const { put: write } = IDBObjectStore.prototype;
      self.taken = [];
      IDBObjectStore.prototype.put = function (value, key) {
        if (key === "inbox") self.taken.push(value.length);
        return write.apply(this, arguments);
      };
    });
    await Promise.all(tabs.map((tab) => tab.goto(`${site.url}/`)));
    // The same text again, as a tab would see it whose copy of localStorage is old.
    await tabs[0].waitForFunction(() => localStorage["tactful:inbox"] === undefined);
    await Promise.all(tabs.map((tab) => tab.waitForTimeout(300)));
    const counts = (await Promise.all(tabs.map((tab) => tab.evaluate(() => self.taken)))).flat();
    assert.ok(counts.length >= 1);
    assert.ok(counts.every((count) => count === 2 * (round + 1)), JSON.stringify(counts));
    await Promise.all(tabs.map((tab) => tab.close()));
  }
});

test("an inbox waits for consent, and goes with a forgetting", async () => {
  const strict = await shop({ "/checkout/": { tag: null } }, { tag: "" });
  const page = await visitor(await noted(await open()));
  await page.goto(`${strict.url}/checkout/`);
  await put(page, [{ event: "purchase", params: order("T1") }]);
  await page.goto(`${strict.url}/`);
  await page.waitForTimeout(800);
  assert.ok(await inbox(page));
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  assert.equal((await kept(page, { least: 1, ...purchases })).length, 1);
  await page.waitForFunction(() => localStorage["tactful:inbox"] === undefined);
  await put(page, [{ event: "purchase", params: order("T2") }]);
  await page.evaluate(() => self.tactful.forget());
  assert.equal(await inbox(page), null);
  await put(page, [{ event: "purchase", params: order("T3") }]);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "denied" }));
  assert.equal(await inbox(page), null);
});

for (const [what, entries] of [
  ["a like", [{ event: "like", params: { dimension: "category", value: "road" } }]],
  ["a call", [["setConsent", { personalization: "granted" }]]],
  ["a promotion", [{ event: "view_promotion", params: { creative_slot: "home-hero" } }]],
  ["no list", '{"event":"purchase"}'],
  ["no JSON", "purchase"],
  ["too much", [{ event: "purchase", params: { note: "x".repeat(100_000) } }]],
]) {
  test(`an inbox of ${what} is emptied, and said`, async () => {
    const page = await visitor(await noted(await open()));
    await page.goto(`${site.url}/checkout/`);
    await put(page, entries);
    await page.goto(`${site.url}/`);
    await page.waitForFunction(() => localStorage["tactful:inbox"] === undefined);
    for (let i = 0; i < 100 && !page.lines[0]; i++) await page.waitForTimeout(50);
    assert.deepEqual(await kept(page), []);
    assert.ok(page.lines.some((line) => line.startsWith("tactful: inbox-refused")), page.lines.join("\n"));
  });
}

// A no, and a forgetting, on a page that is left at once: most consent tools reload the page with their answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { countingSite, decided, dismiss, nothing, stored, untilKept, visit } from "./lib/memory.mjs";

const open = useChromium();
const free = "/?consent=not-required";
const empty = { "tactful.profile": [], "tactful.tail": [] };

/** A browser that knows three events, and a page of it. */
async function known(site, path = free) {
  const context = await open();
  const { page, lines } = await visit(context, site.url + path);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  await dismiss(page, 3);
  await untilKept(page, 3);
  return { context, page, lines };
}

/** Does it in a page of a slow phone, and leaves. */
async function actAndLeave(page, script) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await page.reload();
  await page.waitForTimeout(800);
  await Promise.all([page.waitForNavigation(), page.evaluate(script).catch(() => {})]);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
}

/** What is left of the browser's storage when it has come to rest. */
async function rested(page, holds) {
  let left;
  for (let i = 0; i < 60; i++) {
    left = await stored(page);
    if (holds(left)) break;
    await page.waitForTimeout(50);
  }
  return left;
}
const isEmpty = ({ database }) => !Object.values(database).flat()[0];

test("a no before the page is reloaded erases all, again and again", async () => {
  const site = await countingSite();
  for (let i = 0; i < 3; i++) {
    const { context, page } = await known(site);
    await actAndLeave(page, 'tactful.setConsent({ personalization: "denied" }); location.reload()');
    const { database, local } = await rested(page, (left) => isEmpty(left) && !left.local["tactful:erase"]);
    assert.deepEqual(database, empty, `run ${i}`);
    assert.deepEqual(local, { "tactful:off": "1" });
    await context.close();
  }
});

test("forget before the page is left forgets, again and again", async () => {
  const site = await countingSite();
  for (let i = 0; i < 3; i++) {
    const { context, page } = await known(site, "/");
    const [{ since }] = (await stored(page)).database["tactful.profile"];
    await actAndLeave(page, 'tactful.forget(); location.href = "/next/"');
    const { database, local } = await rested(page, ({ database, local }) => database["tactful.profile"][1] && !local["tactful:erase"]);
    assert.equal((await decided(page)).kept, 0, `run ${i}`);
    const [mark] = database["tactful.profile"];
    assert.notEqual(mark.since, since);
    assert.equal(local["tactful:erase"], undefined);
    // Who forgets stays opted in.
    assert.deepEqual(mark.consent, { personalization: "granted" });
    await context.close();
  }
});

/** From here on this page's erasing fails, as if it had been left. */
const cutOff = (page) =>
  page.evaluate(() => {
    IDBObjectStore.prototype.clear = () => {
      throw new DOMException("gone", "AbortError");
    };
  });

test("what a page could not erase is erased by the next one, on or off, before anything else", async () => {
  const site = await countingSite();
  for (const [act, next, then] of [
    // The next page is off, and whoever says yes there begins from nothing.
    [() => self.tactful.setConsent({ personalization: "denied" }), free, () => {}],
    // A yes at once, before the script is there.
    [() => self.tactful.setConsent({ personalization: "denied" }), free, () => (self.tactful = [["setConsent", { personalization: "granted" }]])],
    [() => self.tactful.forget(), free, () => {}],
    [() => self.tactful.forget(), "/", () => {}],
  ]) {
    const { context, page } = await known(site, next);
    await cutOff(page);
    await page.evaluate(act);
    assert.ok((await stored(page)).database["tactful.profile"].length > 1);
    await page.addInitScript(then);
    await page.goto(`${site.url}/next${next}`);
    await rested(page, ({ local }) => !local["tactful:erase"]);
    const { database, local } = await stored(page);
    assert.equal(local["tactful:erase"], undefined);
    if (local["tactful:off"]) assert.deepEqual(database, empty);
    await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
    await dismiss(page, 1);
    await untilKept(page, 1);
    await context.close();
  }
});

test("a page that is off erases what is left, whoever left it", async () => {
  const site = await countingSite();
  const { context, page } = await known(site);
  await page.goto(`${site.url}/nothing`);
  await page.evaluate(() => (localStorage["tactful:off"] = "1"));
  await page.goto(site.url + free);
  const { database, local } = await rested(page, isEmpty);
  assert.deepEqual([database, local], [empty, { "tactful:off": "1" }]);
  await context.close();
});

test("a page that is off keeps nothing and hears nothing", async () => {
  const site = await countingSite();
  for (const [query, off] of [["", "1"], ["&off=", undefined]]) {
    const context = await open();
    const before = await visit(context, `${site.url}/nothing`);
    if (off) await before.page.evaluate((said) => (localStorage["tactful:off"] = said), off);
    const { page, lines } = await visit(context, site.url + free + query);
    await page.waitForFunction(() => self.tactful?.forget);
    await before.page.evaluate(() => new BroadcastChannel("tactful").postMessage(0));
    await page.evaluate(async () => {
      document.dispatchEvent(new Event("visibilitychange"));
      self.tactful.track("push_dismiss");
      self.tactful.setConsent({ analytics: "granted" });
      await self.tactful.forget();
    });
    await page.waitForTimeout(800);
    assert.deepEqual(await stored(page), { ...nothing, local: off ? { "tactful:off": off } : {} });
    assert.deepEqual(lines, []);
    await context.close();
  }
});

test("a no and a yes in one breath, before anything was kept, leave nothing to erase", async () => {
  const site = await countingSite();
  const context = await open();
  const { page, lines } = await visit(context, `${site.url}/`);
  await page.evaluate(() => {
    for (const personalization of ["denied", "granted"]) self.tactful.setConsent({ personalization });
  });
  await dismiss(page, 2);
  await untilKept(page, 2);
  assert.equal((await stored(page)).local["tactful:erase"], undefined);
  await page.reload();
  await untilKept(page, 2);
  // Anybody may have written there.
  await page.evaluate(() => (localStorage["tactful:erase"] = '{"personalization":{"toString":1}}'));
  await page.reload();
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  await dismiss(page, 1);
  await untilKept(page, 1);
  assert.deepEqual(lines.filter((line) => line.startsWith("uncaught")), []);
  await context.close();
});

test("where localStorage is full it is said, and the mark remembers a no, until a yes", async () => {
  const site = await countingSite();
  const context = await open();
  await context.addInitScript(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, text) {
      if (!self.roomy) throw new DOMException("full", "QuotaExceededError");
      setItem.call(this, key, text);
    };
  });
  const { page, lines } = await visit(context, site.url + free);
  await dismiss(page, 3);
  await untilKept(page, 3);
  // There is no room for the plan.
  for (let i = 0; i < 60 && !lines[0]; i++) await page.waitForTimeout(50);
  assert.match(lines[0], /storage-denied/);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "denied" }));
  await rested(page, ({ database }) => database["tactful.profile"][0]?.consent.personalization === "denied");
  assert.equal(lines.length, 1);
  for (let i = 0; i < 3; i++) {
    await page.goto(`${site.url}/next${i}${free}`);
    await dismiss(page, 2);
    await page.waitForTimeout(700);
    assert.equal((await decided(page)).kept, 0);
    const { database, local } = await stored(page);
    assert.deepEqual(database["tactful.profile"].map(({ consent }) => consent), [{ personalization: "denied" }]);
    assert.deepEqual([database["tactful.tail"], local], [[], {}]);
  }
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  await dismiss(page, 1);
  await untilKept(page, 1);
  await context.close();
});

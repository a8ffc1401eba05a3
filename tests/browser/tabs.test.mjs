// Tabs: what one forgets, none brings back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { countingSite, decided, dismiss, stored, untilKept, visit } from "./lib/memory.mjs";

const open = useChromium();

/** Two tabs that know `count` events. */
async function twoTabs(site, context, count = 3, query = "?consent=not-required") {
  const tabs = [];
  for (let i = 0; i < 2; i++) tabs.push((await visit(context, `${site.url}/${i}/${query}`)).page);
  for (const page of tabs) await decided(page);
  if (!query) await tabs[0].evaluate(() => self.instance.setConsent({ personalization: "granted" }));
  await dismiss(tabs[0], count);
  await untilKept(tabs[0], count);
  await tabs[1].evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await untilKept(tabs[1], count);
  return tabs;
}

/** Stops a tab where it stands: no task runs in it, no message arrives, until it is thawed. It must have a timer running. */
async function freeze(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Debugger.enable");
  const paused = new Promise((done) => session.once("Debugger.paused", done));
  await session.send("Debugger.pause");
  await paused;
  return () => session.send("Debugger.disable");
}

for (const [word, act, left] of [
  ["forget", (page) => page.evaluate(() => self.instance.forget()), {}],
  ["withdrawal", (page) => page.evaluate(() => self.instance.setConsent({ personalization: "denied" })), { "tactful:off": "1" }],
]) {
  test(`${word} is heard by the other tab at once`, async () => {
    const site = await countingSite();
    const context = await open();
    const [one, two] = await twoTabs(site, context);
    await act(one);
    await untilKept(two, 0, 1000);
    await dismiss(two, 1);
    await one.waitForTimeout(3500);
    const { database, local } = await stored(one);
    if (left["tactful:off"]) {
      assert.deepEqual(database, { "tactful.profile": [], "tactful.tail": [] });
      assert.deepEqual(local, left);
    } else {
      // Who stays opted in goes on being known, from here on.
      await untilKept(one, 1);
      assert.equal(database["tactful.profile"].length, 2);
    }
    await context.close();
  });

  test(`${word} while the other tab is frozen: nothing comes back`, async () => {
    const site = await countingSite();
    const context = await open();
    const [one, two] = await twoTabs(site, context);
    // It holds events that it has not stored yet.
    await two.evaluate(() => {
      self.ticks = 0;
      setInterval(() => self.ticks++, 10);
    });
    await dismiss(two, 5);
    const thaw = await freeze(two);
    await act(one);
    await one.waitForTimeout(1000);
    await thaw();
    assert.ok((await two.evaluate(() => self.ticks)) < 30, "the tab was frozen");
    await two.waitForTimeout(1000);
    await two.evaluate(() => {
      dispatchEvent(new Event("pagehide"));
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await two.waitForTimeout(3500);
    assert.equal((await decided(one)).kept, 0);
    assert.equal((await decided(two)).kept, 0);
    const { database, local } = await stored(one);
    assert.deepEqual(database["tactful.tail"], []);
    if (left["tactful:off"]) {
      assert.deepEqual(database["tactful.profile"], []);
      assert.deepEqual(local, left);
    }
    const { page } = await visit(context, `${site.url}/third/?consent=not-required`);
    assert.equal((await decided(page)).kept, 0);
    await context.close();
  });
}

test("a tab that misses the message still notices before it writes", async () => {
  const site = await countingSite();
  const context = await open();
  await context.addInitScript(() => {
    self.BroadcastChannel = undefined;
  });
  const [one, two] = await twoTabs(site, context);
  // Until all has settled it looks by itself, and what is done after such a look counts, rightly.
  await two.waitForTimeout(2500);
  await one.evaluate(() => self.instance.forget());
  await dismiss(two, 2);
  await two.waitForTimeout(3500);
  // What tab two did after the forgetting cannot be told from what it did before: it goes too, and learning goes on.
  await untilKept(one, 0);
  await dismiss(two, 1);
  await untilKept(two, 1);
  await context.close();
});

test("a grant in one tab holds in the other", async () => {
  const site = await countingSite();
  const context = await open();
  const [one, two] = await twoTabs(site, context, 2, "");
  await dismiss(two, 1);
  await untilKept(two, 3);
  await one.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await untilKept(one, 3);
  await context.close();
});

test("two copies of the script: the second stays quiet, and says so once", async () => {
  const site = await countingSite();
  const context = await open();
  const { page, lines } = await visit(context, `${site.url}/?consent=not-required`);
  await untilKept(page, 0);
  for (let i = 0; i < 2; i++) {
    await page.evaluate(() => new Promise((done) => {
      const script = document.createElement("script");
      script.src = "/tactful.js?again";
      script.dataset.pack = "/site.pack";
      script.dataset.consent = "not-required";
      script.onload = done;
      document.head.append(script);
    }));
  }
  await dismiss(page, 1);
  await untilKept(page, 1);
  await page.waitForTimeout(3000);
  assert.equal((await decided(page)).kept, 1);
  assert.equal(lines.filter((line) => line.includes("second-copy")).length, 1, lines.join("\n"));
  await context.close();
});

test("the global only writes", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/?consent=not-required`);
  await dismiss(page, 1);
  await untilKept(page, 1);
  const found = await page.evaluate(() => ({
    keys: Object.keys(self.tactful).sort(),
    answers: [self.tactful.push(["track", "push_dismiss"]), self.tactful.track("push_dismiss"), self.tactful.set({ a: 1 }), self.tactful.like("category", "trail"), self.tactful.dislike("category", "road")],
    frozen: Object.isFrozen(self.tactful),
  }));
  assert.deepEqual(found, { keys: ["dislike", "forget", "like", "push", "set", "setConsent", "track"], answers: [null, null, null, null, null].map(() => undefined), frozen: true });
  await context.close();
});

test("calls that make no sense do not throw", async () => {
  const site = await countingSite();
  const context = await open();
  const { page, lines } = await visit(context, `${site.url}/?consent=not-required`);
  await untilKept(page, 0);
  await page.evaluate(() => {
    const round = {};
    round.round = round;
    self.tactful.push(["nothing"], 5, null, ["push", ["track"]], ["constructor"], ["track"], ["track", "x", round]);
    self.tactful.track();
    self.tactful.track({}, 7);
    self.tactful.track("x", "text");
    self.tactful.set(null);
    self.tactful.set("text");
    self.tactful.like();
    // Nor beside it.
    self.instance.track("x", round);
    return self.instance.setConsent();
  });
  await dismiss(page, 1);
  await untilKept(page, 1);
  assert.deepEqual(lines.filter((line) => line.startsWith("uncaught")), []);
  await context.close();
});

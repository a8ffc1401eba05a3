// What is kept, by whom, and what happens where nothing can be kept.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { flags, program, useChromium } from "./lib/chromium.mjs";
import { countingSite, decided, dismiss, stored, untilKept, visit } from "./lib/memory.mjs";

const open = useChromium();
const free = "/?consent=not-required";

test("keeps what was tracked, page after page", async () => {
  const site = await countingSite();
  const context = await open();
  const { page, lines } = await visit(context, site.url + free);
  await dismiss(page, 3);
  await untilKept(page, 3);
  await page.goto(`${site.url}/next${free}`);
  await untilKept(page, 3);
  // Settled events are in the profile, and the tail is empty.
  await page.waitForTimeout(3500);
  const { database, local } = await stored(page);
  assert.deepEqual(database["tactful.tail"], []);
  assert.equal(database["tactful.profile"].length, 2);
  assert.deepEqual(Object.keys(local), ["tactful:plan"]);
  // An event goes to the tail at once, with what comes in the same moment, and not with the next batch.
  const added = await page.evaluate(() => {
    let count = 0;
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (...given) {
      count++;
      return add.apply(this, given);
    };
    self.tactful.push(["track", "push_dismiss"], ["track", "share"]);
    return new Promise((done) => setTimeout(() => done(count), 20));
  });
  assert.equal(added, 2);
  await untilKept(page, 4);
  // Where that fails it is no harm.
  await page.evaluate(() => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (stores, ...mode) {
      if (stores === "tail" && mode[0] === "readwrite") throw new DOMException("Connection to Indexed Database server lost.", "InvalidStateError");
      return transaction.call(this, stores, ...mode);
    };
    self.tactful.push(["track", "push_dismiss"]);
  });
  await untilKept(page, 5);
  assert.deepEqual(lines, []);
  await context.close();
});

test("what was learned while the clock was ahead counts when it is set right", async () => {
  const site = await countingSite();
  const context = await open();
  const ahead = await visit(context, `${site.url}/empty/`);
  await ahead.page.addInitScript(() => {
    const { now } = Date;
    Date.now = () => now() + 86_400_000;
  });
  await ahead.page.goto(site.url + free);
  await dismiss(ahead.page, 2);
  await untilKept(ahead.page, 2);
  await ahead.page.waitForFunction(() => /kept-2/.test(localStorage["tactful:plan"]));
  await ahead.page.close();
  const { page } = await visit(context, site.url + free);
  await page.waitForFunction((made) => JSON.parse(localStorage["tactful:plan"]).made < made, Date.now() + 3_600_000);
  await page.reload();
  assert.equal(await page.textContent("h1"), "2");
  await context.close();
});

test("two tabs of 400 events each keep 800", async () => {
  const site = await countingSite();
  const context = await open();
  const tabs = await Promise.all([visit(context, site.url + free), visit(context, site.url + free)]);
  await Promise.all(tabs.map(({ page }, tab) =>
    page.evaluate(async (pause) => {
      for (let i = 0; i < 400; i++) {
        self.tactful.push(["track", "push_dismiss"]);
        // In bursts and with gaps, so that appends and transactions of both tabs interleave.
        if (i % 7 === 0) await new Promise((done) => setTimeout(done, (i * pause) % 23));
      }
    }, 3 + tab)));
  // The one that was done first looks again when it is shown.
  for (const { page } of tabs) await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await Promise.all(tabs.map(({ page }) => untilKept(page, 800)));
  const { page, lines } = await visit(context, site.url + free);
  await untilKept(page, 800);
  for (const { lines: said } of [...tabs, { lines }]) assert.deepEqual(said, []);
  await context.close();
});

test("many events at once are kept in a few transactions", async () => {
  const site = await countingSite();
  const context = await open();
  const { page, lines } = await visit(context, site.url + free);
  await untilKept(page, 0);
  const count = await page.evaluate(async () => {
    let transactions = 0;
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function () {
      transactions++;
      return transaction.apply(this, arguments);
    };
    for (let i = 0; i < 900; i++) self.tactful.push(["track", "push_dismiss"]);
    await new Promise((done) => setTimeout(done, 2000));
    return transactions;
  });
  assert.ok(count < 30, `${count}`);
  await untilKept(page, 900);
  await page.reload();
  await untilKept(page, 900);
  assert.deepEqual(lines, []);
  await context.close();
});

/** Pages of one copy: beside a script's, a module's own transaction may stand before the event, and goes with the page. */
const alone = "/esm/";
const begin = (page) => decided(page, { pack: "/site.pack", consent: "not-required" });

test("a page left at once keeps what was tracked", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, site.url + alone);
  await begin(page);
  let kept = 0;
  for (let i = 1; i <= 5; i++) {
    await page.evaluate((to) => {
      self.tactful.push(["track", "push_dismiss"]);
      location.href = to;
    }, `/leave${i}${alone}`).catch((error) => assert.match(error.message, /because of a navigation/));
    await page.waitForURL(`**/leave${i}**`);
    await begin(page);
    await untilKept(page, kept + 1).then(() => kept++, () => {});
  }
  assert.equal(kept, 5);
  await context.close();
});

test("a page left in the middle of a transaction does too", async () => {
  const site = await countingSite();
  const context = await open();
  // The page is gone while a transaction waits for its first answer.
  await context.addInitScript(() => {
    const start = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode) {
      const transaction = start.call(this, stores, mode);
      transaction.addEventListener("complete", () => (self.opened = true));
      if (self.stall && typeof stores !== "string") {
        const store = transaction.objectStore("tail");
        const on = () => (store.get(-1).onsuccess = on);
        on();
      }
      return transaction;
    };
  });
  const { page } = await visit(context, site.url + alone);
  await begin(page);
  let kept = 0;
  for (let i = 1; i <= 3; i++) {
    // A database that is still being opened can take nothing from a page that goes away.
    await page.waitForFunction(() => self.opened);
    await page.evaluate(async (to) => {
      self.stall = true;
      // Becoming visible starts one.
      document.dispatchEvent(new Event("visibilitychange"));
      await new Promise((done) => setTimeout(done, 50));
      self.tactful.push(["track", "push_dismiss"]);
      location.href = to;
    }, `/leave${i}${alone}`).catch((error) => assert.match(error.message, /because of a navigation/));
    await page.waitForURL(`**/leave${i}**`);
    await begin(page);
    await untilKept(page, kept + 1).then(() => kept++, () => {});
  }
  assert.ok(kept >= 2, `${kept} kept`);
  await context.close();
});

test("learns without the core, and before it", async () => {
  const files = { "/runtime.wasm": null, "/runtime.js": null };
  const site = await countingSite({ files });
  const context = await open();
  const { page, lines } = await visit(context, site.url + free);
  await dismiss(page, 2);
  await page.waitForTimeout(1000);
  assert.equal((await stored(page)).database["tactful.tail"].filter(({ event }) => event.includes("push_dismiss")).length, 2);
  assert.equal(lines.filter((line) => line.includes("runtime-missing")).length, 1);
  delete files["/runtime.wasm"];
  delete files["/runtime.js"];
  await page.goto(`${site.url}/next${free}`);
  await untilKept(page, 2);
  await context.close();
});

/** Waits until the tail's length is right; a busy machine takes its time to write thousands of events. */
async function tailIs(page, right) {
  let length;
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    length = (await stored(page)).database["tactful.tail"].length;
    if (right(length)) return;
    await page.waitForTimeout(200);
  }
  assert.fail(`the tail holds ${length} events`);
}

test("a tail that no core reads does not grow for ever", async () => {
  const files = { "/runtime.wasm": null, "/runtime.js": null };
  const site = await countingSite({ files });
  const context = await open();
  const { page, lines } = await visit(context, site.url + free);
  // Only then has this page looked at how long the tail is.
  while (!lines.some((line) => line.includes("runtime-missing"))) await page.waitForTimeout(100);
  await dismiss(page, 4200);
  await tailIs(page, (length) => length > 4096);
  await page.goto(`${site.url}/next${free}`);
  await tailIs(page, (length) => length < 100);
  await context.close();
});

/** Runs `change(store)` on the stored profiles, from a page without the script, which would write what it has over that. */
async function changeProfiles({ page, site }, change) {
  await page.waitForTimeout(3500);
  await page.goto(`${site.url}/nothing`);
  await page.evaluate(`(async () => {
    const db = await new Promise((resolve) => (indexedDB.open("tactful").onsuccess = ({ target }) => resolve(target.result)));
    const transaction = db.transaction("profile", "readwrite");
    (${change})(transaction.objectStore("profile"));
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    db.close();
  })()`);
  await page.close();
}

test("a damaged profile is said once, and starts anew", async () => {
  const site = await countingSite();
  const context = await open();
  const first = await visit(context, site.url + free);
  await dismiss(first.page, 2);
  await untilKept(first.page, 2);
  await changeProfiles({ page: first.page, site }, (profile) => {
    profile.get(1).onsuccess = ({ target }) => {
      target.result[20] ^= 255;
      profile.put(target.result, 1);
    };
  });
  const { page, lines } = await visit(context, site.url + free);
  await dismiss(page, 1);
  await untilKept(page, 1);
  for (let tries = 0; !lines.length && tries < 50; tries++) await page.waitForTimeout(100);
  assert.equal(lines.length, 1);
  assert.match(lines[0], /profile-damaged/);
  await context.close();
});

test("a newer version's memory is left alone, and the page decides from its own", async () => {
  const site = await countingSite();
  const context = await open();
  const first = await visit(context, site.url + free);
  await dismiss(first.page, 2);
  await changeProfiles({ page: first.page, site }, (profile) => {
    profile.get(0).onsuccess = ({ target }) => {
      profile.put({ ...target.result, major: 2 }, 0);
      profile.put(new Uint8Array([1, 2, 3]), 2);
    };
  });
  const { page, lines } = await visit(context, `${site.url}/esm/`);
  const before = await stored(page);
  await decided(page, { pack: "/site.pack", consent: "not-required" });
  await dismiss(page, 5);
  await untilKept(page, 5);
  await page.waitForTimeout(3000);
  assert.deepEqual((await stored(page)).database, before.database);
  assert.equal(lines.filter((line) => line.includes("profile-too-new")).length, 1);
  await context.close();
});

/** A page of its own core, which must learn in memory and say once why only there. */
async function learnsAlone(context, site) {
  const { page, lines } = await visit(context, `${site.url}/esm/`);
  await decided(page, { pack: "/site.pack", consent: "not-required" });
  await dismiss(page, 4);
  await untilKept(page, 4);
  assert.equal(await page.textContent("h1"), "Welcome");
  assert.equal(lines.filter((line) => line.includes("storage-denied")).length, 1, lines.join("\n"));
  assert.deepEqual(lines.filter((line) => line.startsWith("uncaught")), []);
  await page.evaluate(() => self.instance.forget());
  await untilKept(page, 0);
  await dismiss(page, 1);
  await untilKept(page, 1);
}

test("learns in memory where there is no IndexedDB", async () => {
  const site = await countingSite();
  const context = await open();
  await context.addInitScript(() => Object.defineProperty(self, "indexedDB", { value: undefined }));
  await learnsAlone(context, site);
  await context.close();
});

test("learns in memory where IndexedDB never answers, and says so", async () => {
  const site = await countingSite();
  const context = await open();
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => ({});
    // The ten seconds that it is given.
    const { setTimeout } = self;
    self.setTimeout = (then, ms, ...more) => setTimeout(then, ms == 1e4 ? 300 : ms, ...more);
  });
  const { page, lines } = await visit(context, `${site.url}${free}`);
  await page.waitForSelector("[data-tactful-level]", { timeout: 5000 });
  for (let i = 0; i < 50 && !lines[0]; i++) await page.waitForTimeout(100);
  assert.ok(lines.some((line) => line.startsWith("tactful: storage-denied")), lines.join("\n"));
  await page.close();
  await learnsAlone(context, site);
  await context.close();
});

test("learns in memory when storage is full", async () => {
  const site = await countingSite();
  const context = await open();
  await context.addInitScript(() => {
    IDBObjectStore.prototype.add = IDBObjectStore.prototype.put = function () {
      throw new DOMException("full", "QuotaExceededError");
    };
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await learnsAlone(context, site);
  await context.close();
});

test("learns in memory when the browser denies storage", async () => {
  const site = await countingSite();
  const profile = mkdtempSync(join(tmpdir(), "tactful-denied-"));
  mkdirSync(join(profile, "Default"), { recursive: true });
  writeFileSync(join(profile, "Default/Preferences"), JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
  const context = await chromium.launchPersistentContext(profile, { executablePath: program, args: flags });
  try {
    const { page } = await visit(context, `${site.url}/esm/`);
    assert.equal(await page.evaluate(() => {
      try {
        return typeof localStorage;
      } catch (error) {
        return error.name;
      }
    }), "SecurityError");
    await learnsAlone(context, site);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

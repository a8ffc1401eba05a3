// The essential promises in Firefox: the hero at first paint, learning, consent, policies, tabs.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/lib/server.mjs";
import { dist } from "../web/lib/pack.mjs";
import { watch } from "./lib/chromium.mjs";
import { useFirefox } from "./lib/firefox.mjs";
import { countingSite, decided, dismiss, nothing, stored, untilKept, visit } from "./lib/memory.mjs";
import { hero, html, planOf, remember, stage, trail } from "./lib/stage.mjs";

const open = useFirefox();
const free = "/?consent=not-required";
const hash = `'sha256-${createHash("sha256").update(dist("snippet.js")).digest("base64")}'`;
const policy = (script) => `default-src 'none'; script-src 'self' ${hash} ${script}; style-src 'self'; img-src 'self' data:; connect-src 'self'`;

const link = '<link rel="stylesheet" href="/200.css">';
const pages = {
  "/robots.txt": "",
  "/slow": html({ style: link }),
  "/inline": html({ style: "<style>h1{color:green}</style>" }),
  "/below": html({ style: link, body: `<div style="height:3000px">Shoes</div>${hero}` }),
};

for (const path of ["/slow", "/inline", "/below"]) {
  test(`the stored hero is there at first paint, with the same requests: ${path}`, async () => {
    const site = await stage(pages);
    const met = [];
    for (const plan of [planOf(), undefined]) {
      const context = await open();
      await remember(context, site, plan);
      const page = await context.newPage();
      const { seen, errors } = await watch(page);
      await page.goto(site.url + path);
      met.push({ ...(await seen()), errors, requests: site.log.slice().sort() });
      await context.close();
    }
    const [planned, plain] = met;
    assert.deepEqual(planned.texts, [trail.headline]);
    assert.deepEqual(planned.pictures, [trail.image.src]);
    assert.equal(planned.hidden, 0);
    assert.deepEqual(planned.errors, []);
    assert.deepEqual(planned.requests, plain.requests);
    assert.deepEqual(plain.texts, ["Made to move"]);
  });
}

test("three looks at trail shoes change the demo's hero at first paint; forget brings its own back", async () => {
  const demo = await serve({ roots: [fileURLToPath(new URL("../../build/demo", import.meta.url))] });
  after(() => demo.close());
  const context = await open();
  const page = await context.newPage();
  const { seen, errors } = await watch(page);
  await page.goto(`${demo.url}/`);
  const own = await page.evaluate(() => document.querySelector("[data-tactful-slot] h1").textContent);
  for (const shoe of ["fellside", "mudlark", "fellside"]) {
    await page.goto(`${demo.url}/trail/${shoe}/`);
    await page.waitForFunction(() => localStorage["tactful:plan"]);
    await pause(700);
  }
  await page.waitForFunction(() => /trail/.test(localStorage["tactful:plan"]));
  await pause(2600); // what is younger than two seconds is not yet in the profile
  await page.goto(`${demo.url}/`);
  const met = await seen();
  assert.equal(met.texts.length, 1);
  assert.notEqual(met.texts[0], own);
  assert.match(met.pictures.join(), /^\S*trail\S*$/);
  assert.equal(met.hidden, 0);
  await page.evaluate(() => self.tactful.forget());
  await page.goto(`${demo.url}/about/`);
  await page.goto(`${demo.url}/`);
  assert.deepEqual((await seen()).texts, [own]);
  assert.deepEqual(errors, []);
  await context.close();
});

test("where consent is required nothing is stored before it, and all is erased when it is taken back", async () => {
  const site = await countingSite();
  const context = await open();
  const { page, lines } = await visit(context, `${site.url}/`);
  await decided(page);
  await dismiss(page, 3);
  await pause(1000);
  assert.deepEqual(await stored(page), nothing);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  await untilKept(page, 3);
  await page.goto(`${site.url}/next/`);
  await untilKept(page, 3);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "denied" }));
  const { database, local } = await stored(page);
  assert.deepEqual(database, { "tactful.profile": [], "tactful.tail": [] });
  assert.deepEqual(local, { "tactful:off": "1" });
  assert.deepEqual(lines, []);
  await context.close();
});

for (const [words, script, used] of [
  ["as wasm where the policy allows it", "'wasm-unsafe-eval'", "/runtime.wasm"],
  ["as JavaScript where the policy forbids wasm, chosen by itself", "", "/runtime.js"],
]) {
  test(`runs ${words}`, async () => {
    const site = await countingSite({ csp: policy(script) });
    const context = await open();
    const { page, lines } = await visit(context, site.url + free);
    await dismiss(page, 2);
    await untilKept(page, 2);
    assert.ok(site.log.includes(used), site.log.join());
    const ids = lines.flatMap((line) => /^tactful: ([\w-]+)/.exec(line)?.[1] ?? []);
    assert.deepEqual([...new Set(ids)], script ? [] : ["wasm-refused"]);
    await context.close();
  });
}

test("learns in memory, and says so, where a private window has no database", async () => {
  const site = await countingSite();
  const context = await open();
  const { page, lines } = await visit(context, `${site.url}/nothing`);
  await page.evaluateOnNewDocument(() => {
    IDBFactory.prototype.open = () => {
      const request = { error: new DOMException("A mutation operation was attempted on a database that did not allow mutations.", "InvalidStateError") };
      setTimeout(() => request.onerror());
      return request;
    };
  });
  await page.goto(`${site.url}/esm/`);
  await decided(page, { pack: "/site.pack", consent: "not-required" });
  await dismiss(page, 3);
  await untilKept(page, 3);
  assert.deepEqual(lines.flatMap((line) => /^(tactful: [\w-]+|uncaught.*)/.exec(line)?.[1] ?? []), ["tactful: storage-denied"]);
  await context.close();
});

test("two tabs of 100 events each keep 200, and what one forgets, the other does not bring back", async () => {
  const site = await countingSite();
  const context = await open();
  const tabs = [await visit(context, site.url + free), await visit(context, site.url + free)];
  await Promise.all(tabs.map(({ page }, tab) =>
    page.evaluate(async (step) => {
      for (let i = 0; i < 100; i++) {
        self.tactful.push(["track", "push_dismiss"]);
        // Seldom: the tab behind has its timers slowed down to one a second.
        if (i % 25 === 0) await new Promise((done) => setTimeout(done, (i * step) % 23));
      }
    }, 3 + tab)));
  for (const { page } of tabs) await untilKept(page, 200);
  await tabs[0].page.evaluate(() => self.instance.forget());
  for (const { page } of tabs) await untilKept(page, 0);
  await pause(2500);
  const { page } = await visit(context, site.url + free);
  assert.equal((await decided(page)).kept, 0);
  await context.close();
});

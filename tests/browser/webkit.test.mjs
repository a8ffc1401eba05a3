// The essential promises in WebKit, Safari's engine: the hero at first paint, learning, consent, policies, tabs, the way back.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/lib/server.mjs";
import { dist } from "../web/lib/pack.mjs";
import { countingSite, decided, dismiss, nothing, stored, untilKept } from "./lib/memory.mjs";
import { hero, html, planOf, remember, stage, trail } from "./lib/stage.mjs";
import { noted, noting, useWebKit } from "./lib/webkit.mjs";

const open = useWebKit();
const free = "/?consent=not-required";
const sha = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const notes = /<script>([^]*)<\/script>/.exec(noting)[1];
const policy = (script) =>
  `default-src 'none'; script-src 'self' ${sha(dist("snippet.js"))} ${sha(notes)} ${script}; style-src 'self'; img-src 'self' data:; connect-src 'self'`;

const link = '<link rel="stylesheet" href="/200.css">';
const pages = {
  "/robots.txt": "",
  "/slow": html({ before: noting, style: link }),
  "/inline": html({ before: noting, style: "<style>h1{color:green}</style>" }),
  "/below": html({ before: noting, style: link, body: `<div style="height:3000px">Shoes</div>${hero}` }),
};

for (const path of ["/slow", "/inline", "/below"]) {
  test(`the stored hero is there at first paint, with the same requests: ${path}`, async () => {
    const site = await stage(pages);
    const met = [];
    for (const plan of [planOf(), undefined]) {
      const context = await open();
      await remember(context, site, plan);
      const page = await context.newPage();
      await page.goto(site.url + path);
      met.push({ ...(await noted(page)), requests: site.log.filter((url) => url !== "/favicon.ico").sort() });
      await context.close();
    }
    const [planned, plain] = met;
    assert.deepEqual(planned.texts, [trail.headline]);
    assert.deepEqual(planned.pictures, [trail.image.src]);
    assert.equal(planned.hidden, 0);
    assert.deepEqual(planned.lines, []);
    assert.deepEqual(planned.requests, plain.requests);
    assert.deepEqual(plain.texts, ["Made to move"]);
  });
}

/** The demo shop, which notes what is seen. */
async function shop() {
  const folder = fileURLToPath(new URL("../../build/demo", import.meta.url));
  const server = await serve({
    roots: [folder],
    handle(request, response) {
      if (!request.url.endsWith("/")) return false;
      response.writeHead(200, { "content-type": "text/html" }).end(readFileSync(`${folder}${request.url}index.html`, "utf8").replace("<head>", `<head>${noting}`));
      return true;
    },
  });
  after(() => server.close());
  return server.url;
}

test("three looks at trail shoes change the demo's hero at first paint; forget brings its own back", async () => {
  const url = await shop();
  const context = await open();
  const page = await context.newPage();
  await page.goto(`${url}/`);
  const own = (await noted(page)).texts;
  for (const shoe of ["fellside", "mudlark", "fellside"]) {
    await page.goto(`${url}/trail/${shoe}/`);
    await page.waitForFunction(() => !!localStorage["tactful:plan"]);
    await pause(700);
  }
  // Those of the next homepage, which no link decides.
  await page.waitForFunction(() => JSON.parse(localStorage["tactful:plan"]).slots["home-hero"].some((entry) => !entry.if["query.tactful"] && /^trail/.test(entry.variant)));
  await page.goto(`${url}/`);
  const met = await noted(page);
  assert.equal(met.texts.length, 1);
  assert.notDeepEqual(met.texts, own);
  assert.match(met.pictures.join(), /^\S*trail\S*$/);
  assert.equal(met.hidden, 0);
  await page.evaluate(() => self.tactful.forget());
  await page.goto(`${url}/about/`);
  await page.goto(`${url}/`);
  const last = await noted(page);
  assert.deepEqual(last.texts, own);
  assert.deepEqual([...met.lines, ...last.lines], []);
  await context.close();
});

test("where consent is required nothing is stored before it, and all is erased when it is taken back", async () => {
  const site = await countingSite({ head: noting });
  const context = await open();
  const page = await context.newPage();
  await page.goto(`${site.url}/`);
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
  assert.deepEqual((await noted(page)).lines, []);
  await context.close();
});

for (const [words, script, used] of [
  ["as wasm where the policy allows it", "'wasm-unsafe-eval'", "/runtime.wasm"],
  ["as JavaScript where the policy forbids wasm, chosen by itself", "", "/runtime.js"],
]) {
  test(`runs ${words}`, async () => {
    const site = await countingSite({ csp: policy(script), head: noting });
    const context = await open();
    const page = await context.newPage();
    await page.goto(site.url + free);
    await dismiss(page, 2);
    await untilKept(page, 2);
    assert.ok(site.log.includes(used), site.log.join());
    const ids = (await noted(page)).lines.flatMap((line) => /^tactful: ([\w-]+)/.exec(line)?.[1] ?? []);
    assert.deepEqual([...new Set(ids)], script ? [] : ["wasm-refused"]);
    await context.close();
  });
}

test("two tabs of 100 events each keep 200, and what one forgets, the other does not bring back", async () => {
  const site = await countingSite();
  const context = await open();
  const tabs = [await context.newPage(), await context.newPage()];
  for (const page of tabs) await page.goto(site.url + free);
  for (let i = 0; i < 4; i++) for (const page of tabs) await dismiss(page, 25);
  for (const page of tabs) await untilKept(page, 200);
  await tabs[0].evaluate(() => self.instance.forget());
  for (const page of tabs) await untilKept(page, 0);
  await pause(2500);
  const page = await context.newPage();
  await page.goto(site.url + free);
  assert.equal((await decided(page)).kept, 0);
  await context.close();
});

test("what is done just before a page is left is kept, and so is what is done when one comes back to it", async () => {
  const site = await countingSite({ head: noting });
  const context = await open();
  const page = await context.newPage();
  const come = async (path) => {
    await page.waitForFunction((to) => location.pathname === to && !!self.tactful?.track, path);
    await pause(600);
  };
  await page.goto(site.url + free);
  await come("/");
  const ROUNDS = 5;
  for (let i = 1; i <= ROUNDS; i++) {
    await page.evaluate((path) => {
      self.stays = 1;
      self.tactful.push(["track", "push_dismiss"]);
      // As after a click: the next task.
      setTimeout(() => (location.href = path));
    }, `/next-${i}${free}`);
    await come(`/next-${i}/`);
  }
  await untilKept(page, ROUNDS);
  await page.goBack();
  await come(`/next-${ROUNDS - 1}/`);
  assert.equal(await page.evaluate(() => self.stays), 1, "not from the back-forward cache");
  await dismiss(page, 1);
  await untilKept(page, ROUNDS + 1);
  assert.deepEqual((await noted(page)).lines, []);
  await context.close();
});

for (const [words, act, left] of [
  ["a no", () => self.tactful.setConsent({ personalization: "denied" }), { "tactful:off": "1" }],
  ["forget", () => self.tactful.forget(), {}],
]) {
  test(`${words} in the instant in which a page is left erases all`, async () => {
    const site = await countingSite();
    const context = await open();
    const page = await context.newPage();
    await page.goto(`${site.url}/`);
    await page.waitForFunction(() => !!self.tactful?.track);
    await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
    await dismiss(page, 3);
    await untilKept(page, 3);
    await page.evaluate(`async () => {
      (${act})();
      location.href = "/next/";
    }`);
    await page.waitForFunction(() => location.pathname === "/next/" && !localStorage["tactful:erase"]);
    await untilKept(page, 0);
    const { database, local } = await stored(page);
    // The next page may have told of itself.
    assert.doesNotMatch(JSON.stringify(database["tactful.tail"]), /push_dismiss/);
    assert.equal(local["tactful:off"], left["tactful:off"]);
    if (words === "a no") assert.deepEqual(database["tactful.profile"], []);
    await context.close();
  });
}

// The demo shop treats people well: no long task from Tactful, nothing for axe to find, no stolen focus, all of it by keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { asVisitor } from "tactful/testing";
import { serve } from "../../../scripts/lib/server.mjs";
import { useChromium } from "../lib/chromium.mjs";

const open = useChromium();
const demo = fileURLToPath(new URL("../../../build/demo", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pack = readFileSync(join(demo, "site.pack"));
let instead = {};
const server = await serve({
  roots: [demo],
  handle(request, response) {
    if (!(request.url in instead)) return false;
    response.writeHead(200, { "content-type": "text/javascript" }).end(instead[request.url]);
    return true;
  },
});
after(() => server.close());

/** What runs script in the page's main thread. Those without an address may be the shop's own: counted all the same. */
const RUNS = /^(EvaluateScript|v8\.evaluateModule|FunctionCall|RunMicrotasks|FireIdleCallback|TimerFire)$/;

/**
 * The longest stretch of script but the shop's own while `path` loads: [ms, what]. In processor time of the thread, which neighbours on
 * this machine do not lengthen, times four: on a processor that is four times slower it takes that long.
 */
async function longest(context, path) {
  const page = await context.newPage();
  const browser = context.browser();
  await browser.startTracing(page, { categories: ["devtools.timeline", "v8"] });
  await page.goto(server.url + path, { waitUntil: "load" });
  await page.waitForFunction(() => localStorage["tactful:plan"]);
  await page.waitForTimeout(700);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  await page.close();
  const address = ({ args }) => args?.data?.url ?? "";
  const { pid, tid } = traceEvents.find((event) => event.name === "EvaluateScript" && address(event).startsWith(server.url));
  return traceEvents
    .filter((event) => event.pid === pid && event.tid === tid && event.tdur && RUNS.test(event.name) && !/(shop|drawer)\.js/.test(address(event)))
    .map((event) => [(4 * event.tdur) / 1000, `${event.name} ${address(event)}`])
    .reduce((worst, each) => (each[0] > worst[0] ? each : worst));
}

for (const path of ["/", "/trail/", "/trail/fellside/", "/cart/"]) {
  test(`no task of Tactful's above 50 ms at a processor four times slower: ${path}`, async () => {
    const visitor = asVisitor({ category: { trail: 0.6 } }, { pack, release: "1" });
    const runs = [];
    // A busy machine empties the processor's caches, and what shares a core slows it down: then a load takes longer, but hardly five.
    while (runs.length < 5 && (!runs.length || runs.at(-1)[0] > 50)) {
      const context = await open();
      await context.addInitScript({ content: await visitor.script() });
      runs.push(await longest(context, path));
      await context.close();
    }
    assert.ok(runs.at(-1)[0] <= 50, runs.join("; "));
  });
}

test("a task that is too long would be seen", async () => {
  const script = readFileSync(join(demo, "tactful.js"), "utf8");
  instead = { "/tactful.js": `for (const end = performance.now() + 40; performance.now() < end; );\n${script}` };
  const context = await open();
  const [ms, what] = await longest(context, "/");
  instead = {};
  await context.close();
  assert.match(what, /tactful\.js/);
  assert.ok(ms > 50, `${ms}`);
});

/** What axe finds in the page as it stands. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => self.axe.run(document, { resultTypes: ["violations"] }));
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

for (const [words, options] of [
  ["wide and light", { viewport: { width: 1280, height: 900 }, colorScheme: "light" }],
  ["narrow and dark", { viewport: { width: 360, height: 740 }, colorScheme: "dark" }],
]) {
  test(`axe finds nothing, drawer closed or open: ${words}`, async () => {
    const context = await open({ ...options, reducedMotion: "reduce" });
    const visitor = asVisitor({ category: { trail: 0.6 } }, { pack, release: "1" });
    await context.addInitScript({ content: await visitor.script() });
    const page = await context.newPage();
    for (const path of ["/trail/fellside/", "/cart/", "/about/", "/"]) {
      await page.goto(server.url + path, { waitUntil: "load" });
      assert.deepEqual(await violations(page), [], path);
    }
    await page.click("header [data-drawer]");
    await page.waitForSelector(".leanings");
    assert.deepEqual(await violations(page), [], "drawer");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out at the side");
    // Under reduced motion nothing moves.
    assert.deepEqual(await page.evaluate(() => document.getAnimations().length), 0);
    await context.close();
  });
}

test("the preview's badge is fine with axe too", async () => {
  const context = await open();
  const page = await context.newPage();
  await page.goto(`${server.url}/?tactful-preview=trail-grip`);
  await page.waitForSelector("[data-tactful-preview]");
  assert.deepEqual(await violations(page), []);
  await context.close();
});

test("no focus is stolen, no live region shouts while the page is read", async () => {
  const context = await open();
  const page = await context.newPage();
  await page.goto(`${server.url}/`, { waitUntil: "commit" });
  await page.waitForSelector("header .logo");
  await page.focus("header .logo");
  await page.waitForFunction(() => localStorage["tactful:plan"]);
  await page.waitForTimeout(1200);
  assert.ok(await page.evaluate(() => document.activeElement.matches("header .logo")));
  assert.equal(await page.evaluate(() => document.querySelectorAll("[aria-live], [role=alert], [role=status]").length), 0);
  await context.close();
});

test("the drawer is opened, used and left by keyboard alone", async () => {
  const context = await open({ reducedMotion: "reduce" });
  await context.addInitScript({ content: await asVisitor({ category: { trail: 0.6 } }, { pack, release: "1" }).script() });
  const page = await context.newPage();
  await page.goto(`${server.url}/`, { waitUntil: "load" });
  const active = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim());
  const until = async (words, key = "Tab") => {
    for (let i = 0; i < 40 && (await active()) !== words; i++) await page.keyboard.press(key);
    assert.equal(await active(), words);
  };
  await until("What this site knows");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".leanings");
  assert.ok(await page.evaluate(() => document.querySelector("dialog").contains(document.activeElement)));
  await until("Less of this: Trail running");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /no more of Trail running/.test(document.querySelector(".drawer-said").textContent));
  assert.ok(await page.evaluate(() => document.querySelector("dialog").contains(document.activeElement)), "the focus stays in the drawer");
  await page.keyboard.press("Escape");
  assert.equal(await active(), "What this site knows");
  await context.close();
});

// Slots in Next.js: what the snippet painted is what React hydrates. Run by `npm run test:next`, which builds the site.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { compile } from "../web/lib/pack.mjs";
import { useChromium, watch } from "../browser/lib/chromium.mjs";
import { planOf, trail } from "../browser/lib/stage.mjs";

const open = useChromium();
const site = fileURLToPath(new URL("../../build/next", import.meta.url));
const pack = compile({ site: "shop", dimensions: { category: { labels: { trail: "Trail running" } } } },
  { id: "home", slots: { "home-hero": { default: "welcome", variants: [{ id: "welcome" }, { id: "trail-autumn", content: trail, for: { category: "trail" } }] } } });
writeFileSync(join(site, "public/site.pack"), pack);
const folder = join(site, "public/img");
mkdirSync(folder, { recursive: true });
for (const name of ["own", "own-wide", "trail"]) {
  writeFileSync(join(folder, `${name}.svg`), '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="teal"/></svg>');
}

const server = spawn(process.execPath, [join(site, "node_modules/next/dist/bin/next"), "start", "-p", "0", "-H", "127.0.0.1"], {
  cwd: site, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
});
after(() => server.kill());
let said = "";
while (!/http:\/\/127\.0\.0\.1:\d+/.test(said)) said += (await once(server.stdout, "data"))[0];
const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)[0];

const plan = planOf({}, { release: "1" });

/** A load, with `stored` as the plan. */
async function load(path, stored) {
  const context = await open();
  const first = await context.newPage();
  await first.goto(`${url}/img/own.svg`);
  await first.evaluate((text) => text && (localStorage["tactful:plan"] = text), stored && JSON.stringify(stored));
  await first.close();
  const page = await context.newPage();
  const { seen, errors } = await watch(page);
  await page.addInitScript(() => {
    self.nodes = new Set();
    self.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => self.violations.push(`${violatedDirective} ${blockedURI}`));
    new MutationObserver(() => document.querySelectorAll("h1").forEach((each) => self.nodes.add(each))).observe(document, { childList: true, subtree: true });
  });
  await page.goto(url + path, { waitUntil: "load" });
  await page.waitForFunction(() => document.documentElement.dataset.hydrated);
  await page.click("button");
  await page.waitForFunction(() => document.querySelector("button").textContent === "Again 1");
  await page.waitForTimeout(500);
  return { context, page, errors, seen: await seen(), nodes: await page.evaluate(() => self.nodes.size), violations: await page.evaluate(() => self.violations) };
}

for (const path of ["/static", "/nonce", "/streamed"]) {
  test(`${path}: hydrates what was painted, without a change or a word`, async () => {
    const { context, page, errors, seen, nodes, violations } = await load(path, plan);
    assert.deepEqual(errors, []);
    assert.deepEqual(violations, []);
    assert.deepEqual([seen.texts, seen.pictures], [[trail.headline], [trail.image.src]]);
    assert.equal(nodes, 1, "one headline all along");
    assert.equal(await page.getAttribute("[data-tactful=cta]", "href"), trail.cta.href);
    assert.equal(await page.locator("[data-tactful-slot] source").count(), 0);
    await context.close();
  });

  test(`${path}: the page's own hero stays as it was rendered`, async () => {
    const { context, page, errors, seen, nodes } = await load(path);
    assert.deepEqual(errors, []);
    assert.deepEqual([seen.texts, nodes], [["Made to move"], 1]);
    assert.equal(await page.innerHTML("[data-tactful=body]"), "Shoes for <em>everybody</em>.");
    await context.close();
  });
}

test("without the component React says that something is wrong", async () => {
  const { context, errors } = await load("/plain", plan);
  assert.match(errors.join("\n"), /#418|hydrat/i);
  await context.close();
});

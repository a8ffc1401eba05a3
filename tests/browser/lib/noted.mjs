// The part that has time (later.ts) in a page, with a host that notes what it is told. Once a test file.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { useChromium } from "./chromium.mjs";
import { hero, html, planOf, snippet, stage } from "./stage.mjs";

const open = useChromium();
const root = fileURLToPath(new URL("../../../web/sdk/", import.meta.url));
const { outputFiles } = await build({
  stdin: { contents: 'export * from "./later.ts"; export { watchClicks } from "./slot.ts";', resolveDir: root, loader: "ts" },
  bundle: true, format: "esm", target: "es2022", write: false, logLevel: "silent",
});
const start = `<script type="module">
  import { watchPage, watchClicks } from "/later.js";
  self.told = [];
  const plan = JSON.parse(document.querySelector("#plan").textContent);
  self.host = {
    options: {}, items: [], now: Date.now,
    track: (name, params) => told.push([name, params]),
    problem: (id) => told.push(["problem", id]),
    emit: (type, { slot, variant, level }) => told.push([type, { slot, variant, level }]),
    slots: () => [{ slot: "home-hero", campaign: "autumn", prefetch: "none", pictures: [] }],
    plan: (slot) => ({ slot, plan: plan.slots[slot] }),
    decide: () => ({ level: "personal" }),
    planChanged() {},
  };
  watchClicks(host);
  const begin = () => watchPage(host, document.title === "Late" ? [] : [...document.querySelectorAll("[data-tactful-slot]")]);
  document.title === "Late" ? addEventListener("load", begin) : begin();
</script>`;

const pages = { "/robots.txt": "", "/later.js": outputFiles[0].text };
const site = await stage(pages);

/** A page with the part started. `stored`: what localStorage holds; `plan`: what the core answers. */
export async function pageWith({ body = hero, stored, plan = planOf(), script = snippet, before = "", clock = true } = {}) {
  pages["/"] = html({ body: `${body}<script type="application/json" id="plan">${JSON.stringify(plan)}</script>${start}`, script, before });
  const context = await open({ viewport: { width: 800, height: 600 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/robots.txt`);
  if (stored) await page.evaluate((text) => (localStorage["tactful:plan"] = text), JSON.stringify(stored));
  if (clock) await page.clock.install();
  await page.goto(site.url);
  await page.waitForFunction(() => self.told);
  // Soon, so that nothing counts as seen yet; on a busy machine that may be past by the time it is asked for.
  const paused = async () =>
    page.clock.pauseAt((await page.evaluate(() => Date.now())) + 100).catch((error) => (/the past/.test(error.message) ? paused() : Promise.reject(error)));
  if (clock) await paused();
  const told = (name) => page.evaluate((wanted) => JSON.parse(JSON.stringify(self.told)).filter(([each]) => each === wanted).map(([, params]) => params), name);
  /** Lets frames pass until what IntersectionObserver has to say was said. */
  const frames = async () => {
    for (let i = 0; i < 3; i++) {
      if (clock) await page.clock.runFor(20);
      await page.evaluate(() => new Promise((done) => new IntersectionObserver((list, observer) => done(observer.disconnect())).observe(document.body)));
    }
  };
  return { page, told, frames, close: () => context.close() };
}

// Chromium for the browser tests: one process a file, one context (a fresh browser) a test.
import { existsSync } from "node:fs";
import { after } from "node:test";
import { chromium } from "playwright-core";

/** The browser that is there. */
export const program = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find((file) => file && existsSync(file));

// What a page does not need and each fresh context starts anew: two renderers for the menu below an address bar that nobody sees, and one in
// reserve. Without them a context takes half the processor time. The last flag of this name holds, so what Playwright turns off is here too.
const off = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess", "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
  "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
  "PreconnectToSearch"];
export const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", `--disable-features=${off}`];

/** Chromium for the tests of a file, ended after them: with `more` flags, without the `fewer` that Playwright would add. Returns what opens
 * a fresh browser in it; `options` as Playwright's. */
export function useChromium(more = [], fewer = []) {
  let browser;
  after(async () => (await browser)?.close());
  return async (options = {}) => {
    browser ??= chromium.launch({ executablePath: program, args: [...flags, ...more], ignoreDefaultArgs: fewer });
    return (await browser).newContext(options);
  };
}

/** Notes what a visitor sees from the first frame on: per frame the hero's words and picture, shifts, and what went wrong. A page of
 * Playwright or of Puppeteer; Firefox knows of no shifts. */
export async function watch(page) {
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await (page.addInitScript ?? page.evaluateOnNewDocument).call(page, () => {
    const seen = (self.seen = { texts: [], pictures: [], hidden: 0, shift: 0 });
    const add = (list, value) => value && list.at(-1) !== value && list.push(value);
    const frame = () => {
      const hero = document.querySelector("[data-tactful-slot]");
      const body = document.body;
      if (body && (getComputedStyle(body).opacity !== "1" || getComputedStyle(body).visibility !== "visible")) seen.hidden++;
      if (hero) {
        add(seen.texts, hero.querySelector("h1")?.textContent);
        add(seen.pictures, hero.querySelector("img")?.getAttribute("src"));
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  return {
    errors,
    /** After two more frames, so that the last one counts. */
    seen: () =>
      page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(self.seen)))))),
  };
}

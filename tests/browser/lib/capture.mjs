// Capture as a page runs it, without the core: its modules in one bundle, beside a host that notes what it is told.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { stage } from "./stage.mjs";

const sdk = fileURLToPath(new URL("../../../web/sdk", import.meta.url));
const entry = `
  import { scan } from "./capture.ts";
  import { watchPage } from "./later.ts";
  const host = {
    options: {}, items: [], events: [], problems: [], now: () => Date.now(), slots: () => [], plan() {}, emit() {}, allowed: () => true, analytics: () => false,
    track: (name, params) => host.events.push([name, JSON.parse(JSON.stringify(params ?? {}))]),
    problem: (id) => host.problems.push(id),
  };
  self.host = host;
  addEventListener("DOMContentLoaded", () => {
    host.track("page_view");
    scan(host);
    watchPage(host, []);
  });
`;
const { outputFiles } = await build({
  stdin: { contents: entry, resolveDir: sdk, loader: "ts" }, bundle: true, format: "esm", target: "es2022", write: false, logLevel: "silent",
});

/** A site whose page is what a test wants; `open(path, html, {query})` shows it in one shared tab, with capture running. */
export async function pageWith(open) {
  const pages = { "/capture-under-test.js": outputFiles[0].text };
  const site = await stage(pages);
  let page;
  return {
    async open(path, html) {
      pages[path] = html.replace("</head>", '<script type="module" src="/capture-under-test.js"></script></head>');
      page ??= await (await open()).newPage();
      page.removeAllListeners("pageerror");
      page.errors = [];
      page.on("pageerror", (error) => page.errors.push(String(error)));
      await page.goto(site.url + path);
      return page;
    },
  };
}

const ofMarkup = ([name]) => !/^(page_view|user_engagement|scroll)$/.test(name);

/** What was told of the page, the visit's own events apart; waits for `least`, and then for what should not come. */
export async function captured(page, { least = 0, all = false } = {}) {
  await page.waitForFunction(
    (count) => self.host && self.host.events.filter(([name]) => !/^(page_view|user_engagement|scroll)$/.test(name)).length >= count,
    least,
    { timeout: 5000, polling: 20 },
  ).catch(() => {});
  await page.waitForTimeout(60);
  const events = await page.evaluate(() => self.host.events);
  if (page.errors.length) throw new Error(page.errors.join("\n"));
  return all ? events : events.filter(ofMarkup);
}

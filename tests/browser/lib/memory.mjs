// A site that counts: its pack has a variant for every number of dismissed pushes, so that what is kept of a visitor
// can be read off a decision, and the tests look at nothing but what a page offers and what the browser stores.
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../../../scripts/lib/server.mjs";
import { compile, dist } from "../../web/lib/pack.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Most events that a test counts. */
const MOST = 1000;
const site = { site: "counting", dimensions: { category: { labels: { trail: "Trail running", road: "Road running" } } } };
const variants = [
  { id: "welcome" },
  { id: "trail", content: { headline: "Trail" }, for: { category: "trail" } },
  ...Array.from({ length: MOST }, (_, i) => ({ id: `kept-${i + 1}`, content: { headline: `${i + 1}` }, when: { pushDismissed: i + 1 } })),
];
const campaign = { id: "count", slots: { hero: { default: "welcome", variants } } };

let pack;

/**
 * Serves it. Every path that ends with "/" is a page whose script tag says what the query says: `?consent=not-required`
 * becomes `data-consent="not-required"`; `esm` in the path gives a page without the tag, for createTactful. `files` are
 * served instead of what is there; null is a 404. `inline` puts the pack into the page. `script` is the tag's address, `nonce` that of its scripts,
 * `head` what stands before them.
 */
export async function countingSite({ csp, files = {}, inline = false, script = "/tactful.js", icon = "data:,", nonce, head = "" } = {}) {
  const bytes = (pack ??= compile(site, campaign));
  const log = [];
  const server = await serve({
    roots: [join(root, "dist")],
    csp,
    handle(request, response) {
      const { pathname, searchParams } = new URL(request.url, "http://localhost");
      log.push(pathname);
      const body = pathname in files ? files[pathname] : pathname === "/site.pack" ? bytes : undefined;
      if (body === null) return response.writeHead(404).end(), true;
      if (body !== undefined) return response.writeHead(200, { "content-type": "application/octet-stream" }).end(body), true;
      if (!pathname.endsWith("/")) return false;
      const data = [...searchParams].map(([name, value]) => ` data-${name}="${value}"`).join("");
      const own = nonce ? ` nonce="${nonce}"` : "";
      const snippet = `<script${own}>${dist("snippet.js")}</script>`;
      const tag = pathname.includes("esm") ? "" : `<script async${own} src="${script}" data-pack="${inline ? "#pack" : "/site.pack"}"${data}></script>`;
      const block = inline ? `<script type="text/plain" id="pack">${bytes.toString("base64")}</script>` : "";
      response.writeHead(200, { "content-type": "text/html", ...(csp && { "content-security-policy": csp }) });
      response.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Count</title><link rel="icon" href="${icon}">${head}${snippet}${block}${tag}</head>
<body><section data-tactful-slot="hero"><h1 data-tactful="headline">Welcome</h1></section></body></html>`);
      return true;
    },
  });
  after(() => server.close());
  return { url: server.url, log };
}

/** A page of the site, and the lines of its console. */
export async function visit(context, url) {
  const page = await context.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(message.text()));
  page.on("pageerror", (error) => lines.push(`uncaught: ${error}`));
  await page.goto(url);
  return { page, lines };
}

/** What the page would decide now, and how many events that rests on. */
export async function decided(page, options = {}) {
  const decision = await page.evaluate(async (given) => {
    const { createTactful } = await import("/index.js");
    self.instance ??= await createTactful(given);
    return self.instance.decide("hero");
  }, options);
  return { ...decision, kept: Number(/^kept-(\d+)$/.exec(decision.variant)?.[1] ?? 0) };
}

/** Waits until the page's decision rests on so many events; fails with what it rests on. */
export async function untilKept(page, count, ms = 10_000) {
  const end = Date.now() + ms;
  let kept;
  do {
    ({ kept } = await decided(page));
    if (kept === count) return;
    await pause(100);
  } while (Date.now() < end);
  throw new Error(`${kept} kept, not ${count}`);
}

/** All that a page of the site can find stored. */
export const stored = (page) =>
  page.evaluate(async () => {
    const database = {};
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of db.objectStoreNames) {
        database[`${name}.${store}`] = await new Promise((resolve) => {
          const request = db.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(JSON.parse(JSON.stringify(request.result)));
        });
      }
      db.close();
    }
    return { database, local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, caches: await caches.keys() };
  });

/** What a browser stores that has never met Tactful. */
export const nothing = { database: {}, local: {}, session: {}, cookie: "", caches: [] };

/** Lets the visitor dismiss `count` pushes: the events that are counted. */
export const dismiss = (page, count = 1) =>
  page.evaluate((times) => {
    for (let i = 0; i < times; i++) self.tactful.push(["track", "push_dismiss"]);
  }, count);

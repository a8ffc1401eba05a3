// A small shop that runs the script tag as it ships, and what the SDK keeps of a visit to it.
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../../scripts/lib/server.mjs";
import { compile, dist } from "../../web/lib/pack.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const site = {
  site: "shop",
  dimensions: { category: { labels: { trail: "Trail running", road: "Road running" } }, brand: { labels: { Acme: "Acme" } } },
  attributes: { company: { type: "string" } },
};
const campaign = {
  id: "autumn-home",
  slots: {
    "home-hero": {
      default: "welcome",
      prefetch: "none",
      variants: [
        { id: "welcome" },
        { id: "trail", content: { headline: "Trail", cta: { label: "Find your grip", href: "/guides/grip/" } }, for: { category: "trail" } },
        { id: "loyal", content: { headline: "Loyal" }, when: { stage: "repeat" } },
        { id: "acme", content: { headline: "For Acme" }, when: { company: "Acme" } },
      ],
    },
  },
};
let pack;

export const hero = '<section data-tactful-slot="home-hero"><h1 data-tactful="headline">Welcome</h1><a data-tactful="cta" href="/new/">New</a></section>';
export const product = (id, category = "trail") =>
  `<script type="application/ld+json">${JSON.stringify({ "@type": "Product", sku: id, name: id, category, brand: "Acme", offers: { price: "89.90" } })}</script>`;

/**
 * Serves `pages`: path -> {head, body, tag}, all optional; `tag` is the script tag's attributes beside the pack, or null for a page without
 * it. A path that is not listed is a page with the hero. `log` has all requests: method, url, headers and body.
 */
export async function shop(pages = {}, { tag: common = ' data-consent="not-required"', files = {} } = {}) {
  pack ??= compile(site, campaign);
  const log = [];
  const server = await serve({
    roots: [join(root, "dist")],
    async handle(request, response) {
      let body = "";
      for await (const piece of request) body += piece;
      log.push({ method: request.method, url: request.url, headers: { ...request.headers }, body });
      const { pathname } = new URL(request.url, "http://localhost");
      const file = files[pathname] ?? (pathname === "/site.pack" ? pack : undefined);
      if (file !== undefined) return response.writeHead(200, { "content-type": pathname.endsWith(".js") ? "text/javascript" : "application/octet-stream" }).end(file), true;
      if (!pathname.endsWith("/")) return false;
      const { head = "", body: text = hero, tag = common, title = "Shop" } = pages[pathname] ?? {};
      const script = tag === null ? "" : `<script async src="/tactful.js" data-pack="/site.pack"${tag}></script>`;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">
<script>${dist("snippet.js")}</script>${head}${script}</head><body>${text}</body></html>`);
      return true;
    },
  });
  after(() => server.close());
  return { url: server.url, log };
}

/** Has every page of the context note what goes into the tail, as `self.tail`, and its own mistakes. */
export async function noted(context) {
  await context.addInitScript(() => {
    const known = new Set();
    self.tail = [];
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (value) {
      // What is young goes back into the tail with every look at it, that of the page before too.
      if (this.name === "tail" && value.t >= Math.floor(performance.timeOrigin) && known.size < known.add(value.t + value.event).size) self.tail.push(JSON.parse(value.event));
      return add.apply(this, arguments);
    };
  });
  return context;
}

/** A new page of the context, with `lines`: its console and what it threw. */
export async function visitor(context) {
  const page = await context.newPage();
  page.lines = [];
  page.on("console", (message) => page.lines.push(message.text()));
  page.on("pageerror", (error) => page.lines.push(`uncaught: ${error}`));
  return page;
}

/** What the page has told so far: [name, params], `skip` apart; waits for `least`. */
export async function kept(page, { least = 0, skip = /^(page_view|user_engagement|scroll)$/ } = {}) {
  const of = async () => (await page.evaluate(() => self.tail)).map(({ event, params }) => [event, params]).filter(([name]) => !skip.test(name));
  for (let i = 0; i < 100 && (await of()).length < least; i++) await page.waitForTimeout(50);
  return of();
}
/** Their names alone. */
export const names = (events) => events.map(([name]) => name);

/** Waits until the core has answered and the plan is stored; with `variant`, until the plan says that first ("" for none), those for
 * links that say what they are about apart. */
export const settled = (page, variant) =>
  page.waitForFunction((wanted) => {
    const plan = JSON.parse(localStorage["tactful:plan"] || "{}");
    const first = plan.slots?.["home-hero"].find((entry) => !entry.if?.["query.tactful"]);
    return plan.v && (wanted === undefined || (first?.variant ?? "") === wanted);
  }, variant, { timeout: 10_000 });

// A site of a few lines, served so that a test decides when each part arrives, and a plan to paint on it.
import { readFileSync } from "node:fs";
import { after } from "node:test";
import { serve } from "../../../scripts/lib/server.mjs";

/** The bytes that ship. */
export const snippet = readFileSync(new URL("../../../dist/snippet.js", import.meta.url), "utf8");

export const DAY = 86_400_000;
const picture = (color) => `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="${color}"/></svg>`;
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** The page's own hero. */
export const hero = `<section data-tactful-slot="home-hero">
  <img data-tactful="image" src="/img/own.svg" srcset="/img/own.svg 1x" sizes="600px" alt="A shop" width="600" height="300">
  <h1 data-tactful="headline">Made to move</h1>
  <p data-tactful="body">Shoes for everybody.</p>
  <a data-tactful="cta" href="/new">See what is new</a>
</section>`;

export const trail = {
  headline: "Ready for muddy trails?",
  body: "How to choose a grip that holds.",
  image: { src: "/img/trail.svg", alt: "A runner in the rain", width: 600, height: 300 },
  cta: { label: "Find your grip", href: "/guides/grip" },
};

/** A stored plan of one slot; `entry` changes its one entry, `plan` the whole. */
export function planOf(entry = {}, plan = {}) {
  const now = Date.now();
  const first = { from: now - 1000, until: now + DAY, if: {}, variant: "trail-autumn", level: "personal", content: trail, pics: 2, ...entry };
  return { v: 1, made: now, at: "/", slots: { "home-hero": [first] }, ...plan };
}

/**
 * A page with the snippet before its stylesheet.
 *
 * @param {{tag?: string, before?: string, after?: string, script?: string, style?: string, body?: string, root?: string}} parts
 *   attributes of the snippet's tag, what stands before and after it, another script, the stylesheet, the body, attributes of <html>
 */
export function html({ tag = "", before = "", after: later = "", script = snippet, style = "", body = hero, root = ' lang="en"' } = {}) {
  const inline = script === null ? "" : `<script${tag}>${script}</script>`;
  return `<!doctype html><html${root}><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
${before}${inline}${style}${later}</head><body>${body}<p>${"More about shoes. ".repeat(200)}</p></body></html>`;
}

/**
 * Serves `pages`: path -> HTML, or an array of pieces and of pauses (numbers, ms) between them; and pictures of every name.
 * `log` holds the paths asked for since it was last emptied.
 */
export async function stage(pages, { csp, cache = "public, max-age=600" } = {}) {
  const log = [];
  const server = await serve({
    roots: [],
    async handle(request, response) {
      const { pathname } = new URL(request.url, "http://localhost");
      log.push(request.url);
      if (pathname.startsWith("/img/")) {
        response.writeHead(200, { "content-type": "image/svg+xml", "cache-control": cache }).end(picture("teal"));
      } else if (pathname.endsWith(".css")) {
        await wait(Number(/\d+/.exec(pathname)?.[0] ?? 0));
        response.writeHead(200, { "content-type": "text/css" }).end("h1{color:darkgreen}img{display:block}");
      } else {
        const pieces = pages[pathname];
        if (pieces === undefined) return false;
        response.writeHead(200, { "content-type": pathname.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8", ...(csp && { "content-security-policy": csp }) });
        for (const piece of [pieces].flat()) await (typeof piece === "number" ? wait(piece) : response.write(piece));
        response.end();
      }
      return true;
    },
  });
  after(() => server.close());
  return { url: server.url, log };
}

/** Lets a context visit the site with `plan` stored, and the site's pictures fetched (as the SDK does with `prefetch: all`). */
export async function remember(context, site, plan, pictures = ["/img/own.svg", "/img/trail.svg"]) {
  const page = await context.newPage();
  await page.goto(`${site.url}/robots.txt`);
  await page.evaluate(
    async ([text, list]) => {
      if (text !== undefined) localStorage["tactful:plan"] = text;
      for (const src of list) {
        const image = new Image();
        image.src = src;
        await image.decode();
      }
    },
    [typeof plan === "string" || plan === undefined ? plan : JSON.stringify(plan), pictures],
  );
  await page.close();
  site.log.length = 0;
}

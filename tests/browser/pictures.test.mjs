// Pictures of several files, as responsive pages have them: the file that is shown is the one fetched ahead, and what is asked for tells nothing.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../../scripts/lib/server.mjs";
import { compile, dist } from "../web/lib/pack.mjs";
import { useChromium } from "./lib/chromium.mjs";
import { useFirefox } from "./lib/firefox.mjs";

const chosen = useChromium();
const size = { width: 600, height: 300 };
/** One file of a `<picture>`, one of a `srcset`, and one alone; in Firefox and Chromium alike. */
const picture = (name) => ({ src: `/img/${name}.svg`, alt: "", ...size, sources: [{ srcset: `/img/${name}-wide.svg`, media: "(min-width: 1px)" }] });
const dense = (name) => ({ src: `/img/${name}.svg`, alt: "", ...size, srcset: `/img/${name}-dense.svg 1x, /img/${name}-denser.svg 9x` });
const site = { site: "shop", dimensions: { category: { labels: { trail: "Trail running", road: "Road running", track: "Track" } } } };
const variants = [
  { id: "welcome" },
  { id: "trail", content: { headline: "Trail", image: { en: picture("trail"), de: picture("berg") } }, for: { category: "trail" } },
  { id: "road", content: { headline: "Road", image: dense("road") }, for: { category: "road" } },
  { id: "track", content: { headline: "Track", image: { src: "/img/track.svg", alt: "", ...size } }, for: { category: "track" } },
];
const hero = `<section data-tactful-slot="home-hero"><picture><source srcset="/img/own-wide.svg">
  <img data-tactful="image" src="/img/own.svg" alt="" width="600" height="300"></picture><h1 data-tactful="headline">Welcome</h1></section>`;

async function shop(prefetch) {
  const pack = compile(site, { id: "home", slots: { "home-hero": { default: "welcome", prefetch, variants } } });
  const log = [];
  const server = await serve({
    roots: [new URL("../../dist", import.meta.url).pathname],
    handle(request, response) {
      log.push(request.url);
      if (request.url === "/site.pack") response.writeHead(200).end(pack);
      else if (request.url.startsWith("/img/"))
        response.writeHead(200, { "content-type": "image/svg+xml", "cache-control": "max-age=600" }).end('<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"/>');
      else if (request.url === "/")
        response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><script>${dist("snippet.js")}</script>
<script async src="/tactful.js" data-pack="/site.pack" data-consent="not-required"></script></head><body>${hero}</body></html>`);
      else return false;
      return true;
    },
  });
  after(() => server.close());
  return { url: server.url, log, prefetch };
}

/** What a visitor who likes `value`, or nothing, asks for at the first load and at the next; and what they see then. */
async function visit(context, { url, log, prefetch }, value) {
  const page = await context.newPage();
  log.length = 0;
  const pictures = () => log.filter((path) => path.startsWith("/img/")).sort();
  await page.goto(`${url}/`);
  const until = async (holds) => {
    for (let i = 0; i < 100 && !holds(await page.evaluate(() => JSON.parse(localStorage["tactful:plan"] ?? "{}"))); i++) await new Promise((done) => setTimeout(done, 100));
  };
  if (value) await page.waitForFunction(() => self.tactful?.like).then(() => page.evaluate((liked) => self.tactful.like("category", liked), value));
  const all = prefetch === "all" ? 4 : 0;
  await until(({ slots, fetched = [] }) => {
    const entry = slots?.["home-hero"].find(({ if: when }) => !when["query.tactful"]);
    return fetched.length >= all && (!value || (entry?.variant === value && entry.pics));
  });
  await new Promise((done) => setTimeout(done, 500));
  const first = pictures();
  log.length = 0;
  await page.goto(`${url}/`);
  const shown = await page.evaluate(async () => {
    const image = document.querySelector("img");
    await image.decode();
    return [document.querySelector("h1").textContent, new URL(image.currentSrc).pathname];
  });
  await new Promise((done) => setTimeout(done, 1500));
  await page.close();
  return { first, next: pictures(), shown };
}

const files = ["/img/berg-wide.svg", "/img/own-wide.svg", "/img/road-dense.svg", "/img/track.svg", "/img/trail-wide.svg"];

for (const [name, open] of [["Chromium", useChromium()], ["Firefox", useFirefox()]]) {
  test(`${name}: with prefetch "all" everybody asks for the same files, those that are shown, before`, async () => {
    const served = await shop("all");
    const nobody = await visit(await open(), served);
    assert.deepEqual(nobody, { first: files, next: [], shown: ["Welcome", "/img/own-wide.svg"] });
    for (const [value, text, file] of [["trail", "Trail", "trail-wide"], ["road", "Road", "road-dense"], ["track", "Track", "track"]])
      assert.deepEqual(await visit(await open(), served, value), { first: files, next: [], shown: [text, `/img/${file}.svg`] });
  });
}

test("with prefetch chosen the plan's own file is fetched ahead", async () => {
  const served = await shop("chosen");
  assert.deepEqual(await visit(await chosen(), served, "trail"), { first: ["/img/own-wide.svg", "/img/trail-wide.svg"], next: [], shown: ["Trail", "/img/trail-wide.svg"] });
});

// The stored hero is there at first paint: one text, one picture, no shift, nothing hidden, and no request that others do not make.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { asVisitor } from "tactful/testing";
import { serve } from "../../../scripts/lib/server.mjs";
import { tactful } from "../../wasm/lib/tools.mjs";
import { compile, dist } from "../../web/lib/pack.mjs";
import { useChromium, watch } from "../lib/chromium.mjs";
import { hero, html, planOf, remember, snippet, stage, trail, wait } from "../lib/stage.mjs";

const open = useChromium();
const css = (name) => `<link rel="stylesheet" href="/${name}.css">`;
/** The page in pieces, a pause before each mark. */
const cut = (text, ...marks) => {
  const pieces = [];
  for (const mark of marks) {
    const at = text.indexOf(mark);
    pieces.push(text.slice(0, at), 100);
    text = text.slice(at);
  }
  return [...pieces, text];
};

const pages = {
  "/": html({ style: css("0") }),
  "/robots.txt": "",
  "/slow": html({ style: css("400") }),
  "/inline": html({ style: "<style>h1{color:green}</style>" }),
  "/blocked": html({ style: `${css("200")}<script>document.title="x"</script>` }),
  // The parser meets the hero in the middle of a tag's text, and paints what it has.
  "/streamed": cut(html({ style: css("0") }), " to move", "</h1>", "More about"),
  "/early": cut(html({ style: css("0") }), "<section"),
  "/halves": cut(html({ style: css("0") }), "<h1"),
  "/below": html({ style: css("0"), body: `<div style="height:3000px">Shoes</div>${hero}` }),
};

/** What a visitor with and without a plan sees of a path, and asks for. */
async function visits(path, plan) {
  const site = await stage(pages);
  const result = [];
  for (const stored of [plan, undefined]) {
    const context = await open();
    await remember(context, site, stored);
    const page = await context.newPage();
    const { seen, errors } = await watch(page);
    await page.goto(site.url + path, { waitUntil: "load" });
    result.push({ ...(await seen()), errors, requests: site.log.slice().sort(), cta: await page.getAttribute("[data-tactful=cta]", "href") });
    await context.close();
  }
  return result;
}

for (const path of Object.keys(pages).filter((each) => each !== "/robots.txt")) {
  test(`one text, one picture, shift 0, the same requests: ${path}`, async () => {
    const [planned, plain] = await visits(path, planOf());
    assert.deepEqual(planned.texts, [trail.headline]);
    assert.deepEqual(planned.pictures, [trail.image.src]);
    assert.equal(planned.cta, trail.cta.href);
    assert.equal(planned.shift, 0);
    assert.equal(planned.hidden, 0);
    assert.deepEqual(planned.errors, []);
    assert.deepEqual(planned.requests, plain.requests);
    assert.equal(plain.texts.at(-1), "Made to move");
    assert.deepEqual(plain.pictures, ["/img/own.svg"]);
  });
}

test("a slot already on screen when a tag manager injects the snippet stays; one further down is painted", async () => {
  const inject = `<script>{ const s = document.createElement("script"); s.text = ${JSON.stringify(snippet)}; document.head.append(s); }</script>`;
  const below = hero.replace("home-hero", "below");
  const plan = planOf();
  plan.slots.below = plan.slots["home-hero"];
  const site = await stage({ "/robots.txt": "", "/": cut(html({ script: null, body: `${hero}${inject}${below}` }), "<script>{", "More about") });
  const context = await open();
  await remember(context, site, plan);
  const page = await context.newPage();
  const { seen } = await watch(page);
  await page.goto(site.url, { waitUntil: "load" });
  assert.deepEqual((await seen()).texts, ["Made to move"]);
  assert.deepEqual(await page.locator("h1").allTextContents(), ["Made to move", trail.headline]);
  await context.close();
});

test("asks for the page's own picture too when none is cached, whoever the visitor is", async () => {
  const site = await stage(pages, { cache: "no-store" });
  const asked = [];
  for (const stored of [planOf(), undefined]) {
    const context = await open();
    await remember(context, site, stored, []);
    const page = await context.newPage();
    await page.goto(`${site.url}/early`, { waitUntil: "load" });
    asked.push(site.log.filter((path) => path === "/img/own.svg").length);
    await context.close();
  }
  assert.deepEqual(asked, [1, 1]);
});

test("without the set of pictures the text alone is painted", async () => {
  const site = await stage(pages);
  const context = await open();
  await remember(context, site, planOf({ pics: 0 }));
  const page = await context.newPage();
  const { seen } = await watch(page);
  await page.goto(site.url, { waitUntil: "load" });
  const { texts, pictures } = await seen();
  assert.deepEqual([texts, pictures], [[trail.headline], ["/img/own.svg"]]);
  assert.ok(!site.log.includes("/img/trail.svg"));
  await context.close();
});

test("a page that puts its own text back is answered, and never hangs", async () => {
  const fight = `<script>self.rounds = 0; new MutationObserver(() => {
    const h1 = document.querySelector("h1");
    if (h1 && h1.textContent != "Made to move") self.rounds++, h1.textContent = "Made to move";
  }).observe(document, { childList: true, subtree: true, characterData: true })</script>`;
  const site = await stage({ ...pages, "/": html({ after: fight }) });
  const context = await open();
  await remember(context, site, planOf());
  const page = await context.newPage();
  await page.goto(site.url, { waitUntil: "load", timeout: 10_000 });
  // Three times, or up to 99 while the page is parsed: a paint may also be what the parser's own changes ask for.
  const rounds = await page.evaluate(() => self.rounds);
  assert.ok(rounds >= 3 && rounds <= 99, `${rounds}`);
  assert.equal(await page.textContent("h1"), "Made to move");
  await context.close();
});

test("paints at a processor four times slower", async () => {
  const site = await stage(pages);
  const context = await open();
  await remember(context, site, planOf());
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const { seen } = await watch(page);
  await page.goto(`${site.url}/slow`, { waitUntil: "load" });
  await wait(100);
  const { texts, pictures, shift } = await seen();
  assert.deepEqual([texts, pictures, shift], [[trail.headline], [trail.image.src], 0]);
  await context.close();
});

// With all of the SDK in the page, not the snippet alone: what reaches the server before the hero is complete, and how many bytes that is.
const season = { headline: "Shoes for every season", image: { ...trail.image, src: "/img/season.svg" } };
const pack = compile({ site: "shop", dimensions: { category: { labels: { trail: "Trail running", road: "Road running" } } } },
  { id: "home", slots: { "home-hero": { default: "welcome", variants: [
    { id: "welcome" }, { id: "season", content: season, when: { month: { $gte: 1 } } }, { id: "trail-autumn", content: trail, for: { category: "trail" } }] } } });
const served = { "/site.pack": pack };
for (const name of ["tactful.js", "later.js", "arrive.js", "capture-more.js", "errors.js", "cmp.js", "runtime.wasm"]) served[`/${name}`] = dist(name);
const tag = '<script async src="/tactful.js" data-pack="/site.pack" data-consent="not-required"></script>';
/** What `tactful snippet --first` prints. */
const block = (() => {
  const folder = mkdtempSync(join(tmpdir(), "tactful-block-"));
  writeFileSync(join(folder, "site.pack"), pack);
  const { out } = tactful(["snippet", "--first", join(folder, "site.pack")]);
  rmSync(folder, { recursive: true });
  return out;
})();
const kinds = { plain: { script: null }, with: { after: tag }, block: { before: block, after: tag.replace(" async", ' async data-cmp="tcf"') } };
const looks = {
  external: { style: css("0") },
  slow: { style: css("300") },
  inline: { style: "<style>h1{color:green}</style>" },
  below: { style: css("0"), body: `<div style="height:3000px">Shoes</div>${hero}` },
};

/** A shop with the SDK, with it and the block for first visits, and the same without; its pictures take a moment, so that what comes before
 * them can be told. */
async function shops() {
  const log = [];
  const server = await serve({
    roots: [],
    async handle(request, response) {
      const { pathname, searchParams } = new URL(request.url, "http://localhost");
      const [kind, look] = [kinds[pathname.slice(1)], looks[searchParams.get("look")]];
      const asked = { pathname, at: Date.now(), toString: () => `${asked.pathname} ${asked.bytes}` };
      if (pathname !== "/robots.txt" && !kind) log.push(asked);
      const send = (type, body) => {
        asked.bytes = Buffer.byteLength(body);
        response.writeHead(200, { "content-type": type, "cache-control": "public, max-age=600" }).end(body);
      };
      if (kind) {
        response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }).end(html({ ...look, ...kind }));
      } else if (pathname.startsWith("/img/")) {
        const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="teal"/></svg>';
        await wait(400);
        send("image/svg+xml", picture);
      } else if (pathname.endsWith(".css")) {
        await wait(Number(/\d+/.exec(pathname)?.[0] ?? 0));
        send("text/css", "h1{color:darkgreen}img{display:block}");
      } else if (served[pathname]) {
        send(pathname.endsWith(".js") ? "text/javascript" : "application/octet-stream", served[pathname]);
      } else response.writeHead(200, { "content-type": "text/plain" }).end();
      return true;
    },
  });
  after(() => server.close());
  return { url: server.url, log };
}
const running = shops();

/** A load: what was asked for before the hero was complete, and what was seen. */
async function heroOf(context, kind, look, slow) {
  const shop = await running;
  const page = await context.newPage();
  const { seen } = await watch(page);
  await page.addInitScript(() => {
    document.addEventListener("load", ({ target }) => target.closest("[data-tactful-slot]") && (self.complete = Date.now()), true);
  });
  if (slow) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: 4 });
  shop.log.length = 0;
  await page.goto(`${shop.url}/${kind}?look=${look}`, { waitUntil: "commit" });
  await page.waitForLoadState("load");
  const complete = await page.evaluate(() => self.complete);
  assert.ok(complete);
  const before = shop.log.filter(({ at }) => at < complete).map(String).sort();
  const { texts, pictures, shift, hidden } = await seen();
  await page.close();
  return { before, seen: [texts, pictures, shift, hidden] };
}

/** Somebody who is known here, and whose pictures were fetched on the way; and the same person on the site without the SDK. */
const regulars = async () => {
  const [known, plain] = [await open(), await open()];
  await known.addInitScript({ content: await asVisitor({ category: { trail: 0.8 } }, { pack }).script() });
  for (let i = 0; i < 2; i++) {
    const warm = await known.newPage();
    await warm.goto(`${(await running).url}/with?look=external`, { waitUntil: "networkidle" });
    await warm.waitForFunction(() => /"pics":2/.test(localStorage["tactful:plan"]));
    await warm.close();
  }
  await heroOf(plain, "plain", "external");
  // Stylesheets too: beside a hero that is complete at once, who asks for one first would be chance.
  for (const context of [known, plain]) {
    const page = await context.newPage();
    await page.goto(`${(await running).url}/robots.txt`);
    await page.evaluate(() => Promise.all(["/0.css", "/300.css"].map((path) => fetch(path).then((response) => response.text()))));
    await page.close();
  }
  return { known, plain };
};
let met;
const own = [["Made to move"], ["/img/own.svg"], 0, 0];
for (const [look, slow] of [...Object.keys(looks).map((each) => [each, false]), ["external", true]]) {
  const words = `${look}${slow ? " at a processor four times slower" : ""}`;
  test(`all of the SDK, ${words}: on a first visit and a return visit the server is asked for what it is asked for anyway before the hero`, async () => {
    const firsts = [];
    for (const kind of Object.keys(kinds)) {
      const context = await open();
      firsts.push(await heroOf(context, kind, look, slow));
      await context.close();
    }
    const [without, ...first] = firsts;
    assert.deepEqual(first.map(({ seen }) => seen), [own, [[season.headline], ...own.slice(1)]]);
    // The tag itself stands in the head. What it needs waits for the hero.
    for (const { before } of first) assert.deepEqual(before.filter((each) => !each.startsWith("/tactful.js ")), without.before);
    const { known, plain } = await (met ??= regulars());
    const back = await heroOf(known, "with", look, slow);
    assert.deepEqual(back.seen, [[trail.headline], [trail.image.src], 0, 0]);
    assert.deepEqual(back.before, (await heroOf(plain, "plain", look, slow)).before);
  });
}

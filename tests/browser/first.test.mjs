// First visits: the block that `tactful snippet --first` prints is painted before first paint, in the right season of the visitor's own
// place and clock; interest links; and `tactful render` writes what the snippet would paint.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { tactful } from "../wasm/lib/tools.mjs";
import { compile, dist } from "../web/lib/pack.mjs";
import { useChromium, watch } from "./lib/chromium.mjs";
import { hero, html, snippet, stage } from "./lib/stage.mjs";

const open = useChromium();
const folder = mkdtempSync(join(tmpdir(), "tactful-first-"));
after(() => rmSync(folder, { recursive: true }));
const own = "Made to move";

const image = { src: "/img/coat.svg", alt: "A coat", width: 600, height: 300 };
const pack = compile({
  site: "wardrobe",
  dimensions: { category: {} },
  id: "winter",
  slots: {
    "home-hero": {
      default: "welcome",
      prefetch: "none",
      variants: [
        { id: "welcome" },
        { id: "coats", content: { headline: "Coats", image, cta: { label: "See coats", href: "/coats" } }, when: { "daysTo.winter": { $lte: 30, $exists: true } } },
        { id: "rain", content: { headline: "Your rain list" }, when: { "utm.campaign": "rain" } },
        { id: "letter", content: { headline: "Dear reader" }, when: { channel: "email" } },
        { id: "late", content: { headline: "Still up?" }, when: { hour: { $gte: 22 } } },
        { id: "trail", content: { headline: "Mud ahead" }, for: { category: ["trail", "running"] } },
      ],
    },
  },
});
const packFile = join(folder, "site.pack");
writeFileSync(packFile, pack);
const command = (...args) => {
  const { code, out, err } = tactful(args);
  assert.equal(code, 0, err);
  return out;
};
const block = command("snippet", "--first", packFile, "--at", "2026-11-01");

/** What a first visit sees. */
async function sees({ path = "/", at = "2026-11-01T09:00:00Z", timezoneId = "Europe/Berlin", referer, before = block, ...options } = {}) {
  const site = await stage({ "/": html({ before, style: '<link rel="stylesheet" href="/0.css">' }), "/robots.txt": "" });
  const context = await open({ timezoneId, ...options });
  await context.clock.setFixedTime(at);
  const page = await context.newPage();
  const { seen, errors } = await watch(page);
  await page.goto(site.url + path, { waitUntil: "load", referer });
  const result = await seen();
  const variant = await page.getAttribute("[data-tactful-slot]", "data-tactful-variant");
  await context.close();
  assert.deepEqual(errors, []);
  return { ...result, variant };
}

test("the block is at most 8 entries and 2 kB, and the same each time", () => {
  assert.ok(Buffer.byteLength(block.trimEnd()) <= 2048);
  const plan = JSON.parse(block.replace(/<[^>]*>/g, ""));
  assert.ok(Object.values(plan.slots).flat().length <= 8);
  assert.equal(command("snippet", "--first", packFile, "--at", "2026-11-01"), block);
});

test("a first visit on the first of November paints winter coats at first paint, shift 0", async () => {
  const { texts, pictures, shift, hidden, variant } = await sees();
  assert.deepEqual(texts, ["Coats"]);
  assert.deepEqual(pictures, [image.src]);
  assert.deepEqual([shift, hidden, variant], [0, 0, "coats"]);
});

for (const [title, options, headline] of [
  ["the evening before", { at: "2026-10-31T20:00:00Z", timezoneId: "Europe/London" }, own],
  ["the evening before in London, when it is November in Auckland, where it is spring", { at: "2026-10-31T20:00:00Z", timezoneId: "Pacific/Auckland" }, own],
  ["the same in Tokyo, where it is November", { at: "2026-10-31T20:00:00Z", timezoneId: "Asia/Tokyo" }, "Coats"],
  ["in Sydney", { timezoneId: "Australia/Sydney" }, own],
  ["in Singapore", { timezoneId: "Asia/Singapore" }, own],
  ["after the season", { at: "2027-03-05T09:00:00Z" }, own],
  ["from a mailing's campaign", { path: "/?utm_campaign=rain&utm_medium=email&utm_source=news" }, "Your rain list"],
  ["by a click in an email", { path: "/?utm_medium=email&utm_source=news", timezoneId: "Australia/Sydney" }, "Dear reader"],
  ["with a plan that is no JSON", { before: "<script type=\"application/json\" data-tactful-first>{</script>" }, own],
]) {
  test(`first visit ${title}: "${headline}"`, async () => {
    const { texts, shift } = await sees(options);
    assert.deepEqual([texts, shift], [[headline], 0]);
  });
}

const trail = compile({
  site: "links", dimensions: { category: { labels: { trail: "Trail", boots: "Boots", socks: "Socks" } } }, id: "links",
  slots: {
    "home-hero": {
      default: "welcome", prefetch: "none",
      variants: [
        { id: "welcome" }, { id: "plain", content: { headline: "Autumn" }, when: { month: { $gte: 1 } } },
        { id: "trail", content: { headline: "Mud ahead" }, for: { category: "trail" } }, { id: "boots", content: { headline: "Boots" }, for: { category: "boots" } },
      ],
    },
  },
});

/** A site with the SDK, a pack with links, and its block for first visits where wanted. */
async function shop({ first = false } = {}) {
  const file = join(folder, "links.pack");
  writeFileSync(file, trail);
  const before = first ? command("snippet", "--first", file) : "";
  const page = html({ before, after: '<script async src="/tactful.js" data-pack="/site.pack" data-consent="not-required"></script>' });
  const files = Object.fromEntries(["tactful.js", "later.js", "arrive.js", "capture-more.js", "errors.js"].map((name) => [`/${name}`, dist(name).toString()]));
  const site = await stage({ "/": page, ...files, "/robots.txt": "" });
  const context = await open();
  await context.route("**/site.pack", (route) => route.fulfill({ body: trail }));
  await context.route("**/runtime.wasm", (route) => route.fulfill({ body: dist("runtime.wasm"), contentType: "application/wasm" }));
  return {
    context,
    async visit(path, link = false) {
      const page = await context.newPage();
      const { seen, errors } = await watch(page);
      await page.goto(site.url + path);
      const { texts, shift } = await seen();
      // Until the plan knows of links too.
      await page.waitForFunction((gone) => localStorage["tactful:plan"]?.includes("query.tactful") && !(gone && location.search.includes("tactful=")), link);
      await page.waitForTimeout(600);
      const level = await page.getAttribute("[data-tactful-slot]", "data-tactful-level");
      const address = page.url().slice(site.url.length);
      const plan = await page.evaluate(() => JSON.parse(localStorage["tactful:plan"]));
      await page.close();
      return { texts, shift, level, address, plan, errors };
    },
  };
}

test("an interest link is painted on the same load once the pack was seen, leaves the address bar, and counts as evidence", async () => {
  const { context, visit } = await shop();
  const { plan } = await visit("/");
  assert.ok(plan.slots["home-hero"].length <= 8);
  const linked = await visit("/?a=1&tactful=category:trail&b=2#top", true);
  assert.deepEqual([linked.texts, linked.shift, linked.address, linked.errors], [["Mud ahead"], 0, "/?a=1&b=2#top", []]);
  // What they came for is what they are shown from now on, without the link.
  assert.deepEqual((await visit("/")).texts, ["Mud ahead"]);
  assert.deepEqual((await visit("/?tactful=category%3Aboots", true)).texts, ["Boots"]);
  await context.close();
});

test("of several interest links in one address each counts, and all leave it", async () => {
  const { context, visit } = await shop();
  await visit("/");
  const linked = await visit("/?tactful=category:nothing-known&tactful=category:trail&a=$%26&tactful=category:trail#top", true);
  assert.deepEqual([linked.address, linked.errors], ["/?a=$%26#top", []]);
  assert.deepEqual((await visit("/")).texts, ["Mud ahead"]);
  await context.close();
});

test("an interest link is painted on a first visit that has the block", async () => {
  const { context, visit } = await shop({ first: true });
  const linked = await visit("/?tactful=category:boots", true);
  assert.deepEqual([linked.texts, linked.shift, linked.level, linked.address], [["Boots"], 0, "personal", "/"]);
  await context.close();
});

test("hostile and unknown links do nothing but leave the address", async () => {
  const { context, visit } = await shop();
  await visit("/");
  for (const value of ["category:nothing-known", "__proto__:trail", "items:trail", "%E0%A4%A", "category:%3Cimg%20src=x%20onerror=alert(1)%3E", `category:${"x".repeat(3000)}`, ":", ""]) {
    const { texts, address, errors } = await visit(`/?tactful=${value}`, true);
    assert.deepEqual([texts, address, errors], [["Autumn"], "/", []], value);
  }
  await context.close();
});

const contents = {
  whole: { headline: "Coats & <more>", body: "\"Warm\" coats", image, cta: { label: "See coats", href: "/coats?a=1&b=2" }, lang: "en", dir: "ltr" },
  part: { headline: "Coats" },
  script: { headline: "Coats", cta: { label: "Go", href: "java\tscript:alert(1)" } },
  sources: { headline: "C", image: { ...image, srcset: "/img/c.svg 2x", sizes: "100vw", sources: [{ srcset: "/img/c.webp", type: "image/webp", media: "(min-width: 9px)" }] } },
};
const bodies = {
  hero,
  odd: `<SECTION class='a "b"' data-tactful-slot=home-hero data-tactful-variant="old">
  <picture>\n<source srcset="/img/x.webp" media="(min-width: 1px)"><img data-tactful=image src=/img/own.svg sizes="9px" alt='A "shop"' width=600 height=300 /></picture>
  <h1 data-tactful="headline" hidden>Made <b data-tactful="body">to</b> &amp; move</h1><p data-tactful="body">Shoes <i>for</i>
  <a data-tactful=cta href=/new >New</a><button data-tactful="why">Why?</button><template><p data-tactful="body">in a template</p></template></SECTION>`,
};

test("render writes into a page what the snippet paints there, and touches nothing else", async () => {
  const context = await open();
  for (const [kind, content] of Object.entries(contents))
    for (const [which, body] of Object.entries(bodies)) {
      const { fill, elements } = await import("../../cli/lib/html.mjs");
      const entry = { from: 0, until: 8e15, if: {}, variant: "coats", level: "relevant", content, pics: 1 };
      const source = html({ script: null, body });
      const rendered = fill(source, await elements(source), { "home-hero": entry });
      const block = `<script type="application/json" data-tactful-first>${JSON.stringify({ v: 1, slots: { "home-hero": [entry] } }).replaceAll("<", "\\u003c")}</script>`;
      const site = await stage({ "/painted": source.replace("</title>", `</title>${block}<script>${snippet}</script>`), "/rendered": rendered });
      const shown = [];
      for (const path of ["/painted", "/rendered"]) {
        const page = await context.newPage();
        await page.goto(site.url + path);
        // Attributes in the order of their names: they were set in another order.
        shown.push(await page.evaluate(() => {
          const tell = (node) => node.nodeType != 1 ? node.data : [node.tagName, ...[...node.attributes].map(({ name, value }) => `${name}=${value}`).sort(), ...[...node.childNodes].map(tell)];
          return tell(document.querySelector("[data-tactful-slot]"));
        }));
        await page.close();
      }
      assert.deepEqual(shown[1], shown[0], `${kind} ${which}`);
      const cut = (text) => text.replace(/<section[^]*<\/section>/i, "");
      assert.equal(cut(rendered), cut(source));
    }
  await context.close();
});

test("render takes the hero that all visitors of the page may see, the same bytes each time", () => {
  const page = join(folder, "page.html");
  writeFileSync(page, html({ script: null }));
  const render = (...args) => command("render", page, "--pack", packFile, ...args);
  const winter = render("--at", "2026-11-02T12:00Z");
  assert.match(winter, /data-tactful-variant="coats"/);
  assert.match(winter, /<h1 data-tactful="headline">Coats<\/h1>/);
  assert.equal(render("--at", "2026-11-02T12:00Z"), winter);
  assert.equal(render("--at", "2026-07-02T12:00Z"), readFileSync(page, "utf8"));
  assert.equal(render("--at", "2026-11-02T12:00Z", "--signals", '{"hemisphere":"south"}'), readFileSync(page, "utf8"));
  assert.equal(tactful(["render", page, "--pack", packFile, "--at", "soon"]).code, 2);
});

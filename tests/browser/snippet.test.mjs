// What the snippet paints, what it refuses, and when it does nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { DAY, hero, html, planOf, stage, snippet, trail } from "./lib/stage.mjs";

const open = useChromium();
const own = "Made to move";
const pages = { "/": "", "/robots.txt": "" };
const site = await stage(pages);
let shared;

/** What stands in the hero after a load of `path`, with `plan` stored; in a browser of its own where `context` or `prepare` ask for it. */
async function painted({ plan, page: parts = {}, path = "/", context: options, prepare, referer } = {}) {
  const ofItsOwn = options || prepare;
  const context = ofItsOwn ? await open(options) : (shared ??= await open());
  const page = context.pages()[0] ?? (await context.newPage());
  const errors = [];
  const note = (error) => errors.push(String(error));
  page.on("pageerror", note);
  pages["/"] = html(parts);
  await page.goto(`${site.url}/robots.txt`);
  await page.evaluate((text) => {
    localStorage.clear();
    if (text !== undefined) localStorage["tactful:plan"] = text;
  }, typeof plan === "string" ? plan : JSON.stringify(plan));
  await prepare?.(page);
  await page.goto(site.url + path, { ...(referer && { referer: referer === "here" ? `${site.url}/x` : referer }) });
  const result = await page.evaluate(async () => {
    if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
    await self.late;
    const slot = document.querySelector("[data-tactful-slot]");
    const of = (key) => slot.querySelector(`[data-tactful="${key}"]`);
    const attributes = (element) => Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
    return {
      headline: of("headline").textContent,
      headlineHtml: of("headline").innerHTML,
      hidden: [...slot.querySelectorAll("[hidden]")].map((element) => element.dataset.tactful),
      image: attributes(slot.querySelector("img")),
      sources: [...slot.querySelectorAll("source")].map(attributes),
      cta: attributes(of("cta")),
      slot: attributes(slot),
    };
  });
  page.off("pageerror", note);
  if (ofItsOwn) await context.close();
  assert.deepEqual(errors, []);
  return result;
}
const headline = async (options) => (await painted(options)).headline;

test("paints text, picture and link; srcset and sizes of the page's own picture go", async () => {
  const { headline: text, image, cta, slot } = await painted({ plan: planOf() });
  assert.equal(text, trail.headline);
  assert.deepEqual(image, { "data-tactful": "image", src: "/img/trail.svg", alt: "A runner in the rain", width: "600", height: "300" });
  assert.equal(cta.href, "/guides/grip");
  assert.equal(slot["data-tactful-variant"], "trail-autumn");
});

test("hides what the content leaves out, shows what the page had hidden, and leaves the visitor's buttons", async () => {
  const body = hero.replace('<p data-tactful="body">', '<p data-tactful="body" hidden>')
    .replace("</section>", '<button data-tactful="why">Why this?</button><em data-tactful="note">x</em></section>');
  const all = await painted({ plan: planOf(), page: { body } });
  assert.deepEqual(all.hidden, ["note"]);
  const some = await painted({ plan: planOf({ content: { headline: "Your rain list", body: "" } }), page: { body } });
  assert.deepEqual(some.hidden, ["image", "body", "cta", "note"]);
});

test("sets srcset and sizes, and the sources of a <picture>", async () => {
  const image = { ...trail.image, srcset: "/img/trail.svg 1x, /img/trail2.svg 2x", sizes: "50vw", sources: [{ media: "(min-width: 1px)", srcset: "/img/wide.svg", type: "image/svg+xml" }] };
  const body = hero.replace(/<img[^>]*>/, (img) => `<picture><source media="print" srcset="/img/print.svg"><source srcset="/img/old.svg">${img}</picture>`);
  const shown = await painted({ plan: planOf({ content: { ...trail, image } }), page: { body } });
  assert.equal(shown.image.srcset, image.srcset);
  assert.equal(shown.image.sizes, "50vw");
  assert.deepEqual(shown.sources, image.sources);
  const none = await painted({ plan: planOf(), page: { body } });
  assert.deepEqual(none.sources, []);
});

test("sets lang and dir on the slot when the content states them", async () => {
  const { slot } = await painted({ plan: planOf({ content: { ...trail, lang: "ar", dir: "rtl" } }) });
  assert.deepEqual([slot.lang, slot.dir], ["ar", "rtl"]);
});

test("an entry without content leaves the page's own hero", async () => {
  const { headline: text, slot } = await painted({ plan: planOf({ content: undefined, variant: "welcome", level: "default" }) });
  assert.deepEqual([text, slot["data-tactful-variant"]], [own, "welcome"]);
});

test("markup in a text stays text", async () => {
  const { headlineHtml } = await painted({ plan: planOf({ content: { ...trail, headline: "<img src=x onerror=alert(1)>" } }) });
  assert.equal(headlineHtml, "&lt;img src=x onerror=alert(1)&gt;");
});

for (const href of ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "\u0001JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "ja\tvascript://%0aalert(1)"]) {
  test(`refuses the link ${JSON.stringify(href)}`, async () => {
    const { cta } = await painted({ plan: planOf({ content: { ...trail, cta: { label: "Go", href } } }) });
    assert.equal(cta.href, "/new");
  });
}

for (const href of ["https://example.org/a:b", "HTTP://example.org", "//example.org/", "guides/x:y", "?a=b:c", "#top", "/"]) {
  test(`takes the link ${href}`, async () => {
    const { cta } = await painted({ plan: planOf({ content: { ...trail, cta: { label: "Go", href } } }) });
    assert.equal(cta.href, href);
  });
}

const now = Date.now();
const nothing = {
  "no plan": { plan: undefined },
  "a plan that is no JSON": { plan: '{"v":1,' },
  "JSON that is no plan": { plan: '"x"' },
  "a plan without slots": { plan: '{"v":1,"made":99999999999999}' },
  "a newer version": { plan: planOf({}, { v: 2 }) },
  "a plan older than 30 days": { plan: planOf({ from: now - 40 * DAY }, { made: now - 30 * DAY - 60_000 }) },
  "an entry that has ended": { plan: planOf({ from: now - 2000, until: now - 1000 }) },
  "an entry to come": { plan: planOf({ from: now + 600_000 }) },
  "another release": { plan: planOf({}, { release: "6" }), page: { tag: ' data-release="7"' } },
  "no release in the plan": { plan: planOf(), page: { tag: ' data-release="7"' } },
  "data-off": { plan: planOf(), page: { tag: " data-off" } },
  "consent denied before it": { plan: planOf(), page: { root: ' lang="en" data-tactful-consent="denied"' } },
  "another slot": { plan: { ...planOf(), slots: { other: planOf().slots["home-hero"] } } },
  "slots of a wrong type": { plan: { ...planOf(), slots: { "home-hero": { plan: 1 } } } },
};
for (const [name, options] of Object.entries(nothing)) {
  test(`paints nothing with ${name}`, async () => {
    assert.equal(await headline(options), own);
  });
}

test("paints under the plan's own release", async () => {
  assert.equal(await headline({ plan: planOf({}, { release: "7" }), page: { tag: ' data-release="7"' } }), trail.headline);
});

test("paints nothing once tactful:off is there, first-visit block or not", async () => {
  const off = async (page) => page.addInitScript(() => (localStorage["tactful:off"] = "1"));
  assert.equal(await headline({ plan: planOf(), prepare: off }), own);
  const first = `<script type="application/json" data-tactful-first>${JSON.stringify(planOf())}</script>`;
  assert.equal(await headline({ prepare: off, page: { before: first } }), own);
});

test("a first visit takes the block in the page; a stored plan goes before it", async () => {
  const block = planOf({ variant: "winter", content: { ...trail, headline: "Winter coats" } }, { made: 0 });
  const first = `<script type="application/json" data-tactful-first>${JSON.stringify(block)}</script>`;
  assert.equal(await headline({ page: { before: first } }), "Winter coats");
  assert.equal(await headline({ plan: planOf(), page: { before: first } }), trail.headline);
  assert.equal(await headline({ plan: "{", page: { before: first } }), "Winter coats");
});

const conditions = [
  [{ device: "desktop" }, {}, true],
  [{ device: ["mobile", "tablet"] }, {}, false],
  [{ device: ["mobile", "desktop"] }, {}, true],
  [{ device: "mobile" }, { context: { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Mobile/15E148", hasTouch: true } }, true],
  [{ device: "tablet" }, { context: { userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Safari/605", hasTouch: true } }, true],
  [{ device: "tablet" }, { context: { userAgent: "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537 Chrome/120 Safari/537", hasTouch: true } }, true],
  [{ language: "de" }, { context: { locale: "de-AT" } }, true],
  [{ language: "de" }, { context: { locale: "en-GB" } }, false],
  // Settled when the plan is stored; what is left of them holds for nobody.
  [{ reducedMotion: true }, { context: { reducedMotion: "reduce" } }, false],
  [{ saveData: false }, {}, false],
  [{ path: "/" }, {}, true],
  [{ "viewport.width": { $gte: 600 } }, { context: { viewport: { width: 800, height: 600 } } }, true],
  [{ "viewport.width": { $lt: 800 } }, { context: { viewport: { width: 800, height: 600 } } }, false],
  [{ "viewport.width": { $gte: 800, $lt: 801 } }, { context: { viewport: { width: 800, height: 600 } } }, true],
  [{ "utm.campaign": "rain" }, { path: "/?utm_campaign=rain" }, true],
  [{ "utm.campaign": "rain" }, { path: "/?utm_campaign=rainy" }, false],
  [{ "utm.campaign": null }, {}, true],
  [{ "utm.campaign": null }, { path: "/?utm_campaign=rain" }, false],
  [{ "query.size": ["42", "43"] }, { path: "/?size=43" }, true],
  [{ channel: "direct" }, {}, true],
  [{ channel: "direct" }, { path: "/?utm_source=x" }, false],
  [{ channel: "direct" }, { referer: "https://news.example/" }, false],
  [{ referrer: "news.example" }, { referer: "https://news.example/" }, true],
  [{ source: null }, { referer: "https://news.example/" }, false],
  [{ weather: "rain" }, {}, false],
  [{ device: "desktop", language: "xx" }, {}, false],
];
for (const [condition, options, holds] of conditions) {
  const circumstances = JSON.stringify({ ...options, ...options.context, context: undefined });
  test(`${JSON.stringify(condition)} ${holds ? "holds" : "does not hold"} with ${circumstances}`, async () => {
    assert.equal(await headline({ ...options, plan: planOf({ if: condition }) }), holds ? trail.headline : own);
  });
}

test("the first entry that holds wins", async () => {
  const [entry] = planOf().slots["home-hero"];
  const slots = { "home-hero": [{ ...entry, if: { device: "mobile" }, content: { headline: "A" } }, { ...entry, content: { headline: "B" } }, { ...entry, content: { headline: "C" } }] };
  assert.equal(await headline({ plan: { ...planOf(), slots } }), "B");
});

test("how the visit began counts on its later pages", async () => {
  const plan = planOf({ if: { channel: "email", "utm.campaign": "rain" } }, { came: { channel: "email", "utm.campaign": "rain" } });
  assert.equal(await headline({ plan, referer: "here" }), trail.headline);
  assert.equal(await headline({ plan }), own);
});

test("a slot that stands when the snippet comes late is not swapped", async () => {
  const late = `${hero}<script>const s = document.createElement("script"); s.text = ${JSON.stringify(snippet)}; 
    self.late = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => { document.head.append(s); document.body.append(" "); done(); })))</script>`;
  assert.equal(await headline({ plan: planOf(), page: { script: null, body: late } }), own);
});

test("injected once the document is parsed, it leaves slots to come to the SDK", async () => {
  const late = `<script>self.late = new Promise((done) => addEventListener("load", () => {
    const s = document.createElement("script"); s.text = ${JSON.stringify(snippet)}; document.head.append(s);
    document.body.append(document.createRange().createContextualFragment(${JSON.stringify(hero)}));
    setTimeout(done);
  }))</script>`;
  assert.equal(await headline({ plan: planOf(), page: { script: null, body: late } }), own);
});

test("injected before the parser reaches the slot, it paints", async () => {
  const inject = `<script>const s = document.createElement("script"); s.text = ${JSON.stringify(snippet)}; document.head.append(s)</script>`;
  assert.equal(await headline({ plan: planOf(), page: { script: null, after: inject } }), trail.headline);
});

test("paints the golden plan", async () => {
  const plan = readFileSync(new URL("../web/golden/plan.json", import.meta.url), "utf8");
  const prepare = (page) => page.addInitScript(() => (Date.now = () => 1_791_158_400_001));
  const page = { tag: ' data-release="7"' };
  assert.equal(await headline({ plan, prepare, page }), "Ready for muddy trails?");
  assert.equal(await headline({ plan, prepare, page, path: "/?utm_campaign=rain" }), "Your rain list, as promised");
});

// The stored plan: its golden text, how it is made, and which entry of it holds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sdk } from "./lib/bundle.mjs";

const golden = new URL("golden/plan.json", import.meta.url);
const NOW = 1_791_158_400_000;
const DAY = 86_400_000;

const image = { src: "/img/trail.jpg", alt: "A runner in the rain", width: 1200, height: 600 };
const rain = { from: NOW, until: NOW + DAY, if: { "utm.campaign": "rain", device: "desktop" }, variant: "rain-mail", level: "relevant", content: { headline: "Your rain list, as promised" } };
const trail = {
  from: NOW, until: NOW + 7 * DAY, if: { "utm.campaign": null, device: "desktop", region: "Europe" }, variant: "trail-autumn", level: "personal",
  content: { headline: "Ready for muddy trails?", body: "How to choose a grip that holds.", image, cta: { label: "Find your grip", href: "/guides/grip" } },
};
const info = { slot: "home-hero", prefetch: "all", pictures: ["/img/trail.jpg", "/img/road.jpg"] };

const zone = new Intl.DateTimeFormat("en", { timeZone: "Europe/Berlin" });
Intl.DateTimeFormat = () => zone;

/** plan.ts in a page: what localStorage holds, whether the page has the slot, its language; `images` collects what is asked for. */
async function planIn({ stored = null, here = true, lang = "en", saveData = false, search = "", images = [] } = {}) {
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  define("location", { host: "shop.example", pathname: "/", search });
  define("document", { referrer: "", documentElement: { lang }, querySelector: () => (here ? {} : null) });
  define("navigator", { userAgent: "Chrome/120", maxTouchPoints: 0, language: "en-GB", connection: { saveData } });
  define("matchMedia", () => ({ matches: false }));
  define("innerWidth", 1280);
  define("localStorage", { getItem: () => stored });
  define("CSS", { escape: (text) => text });
  define("Image", class {
    set src(value) {
      images.push([value, this]);
    }
  });
  const { planSteps, ...others } = await sdk("plan.ts");
  return { ...others, planText: (host) => [...planSteps(host)].at(-1) };
}

const hostOf = (plan = [rain, trail], infos = [info], more = {}) =>
  ({ options: { release: "7" }, now: () => NOW, slots: () => infos, plan: (slot) => ({ slot, plan }), decide: () => ({ level: "personal" }), planChanged() {}, problem() {}, ...more });

test("writes the golden text", async () => {
  const stored = JSON.stringify({ v: 1, made: NOW, slots: {}, fetched: ["/img/trail.jpg", "/img/road.jpg", "/img/gone.jpg"] });
  const { planText } = await planIn({ stored });
  assert.equal(`${planText(hostOf())}\n`, readFileSync(golden, "utf8"));
});

test("pictures are painted once the whole set was fetched, and not before", async () => {
  const { planText } = await planIn({ stored: JSON.stringify({ v: 1, fetched: ["/img/trail.jpg"] }) });
  assert.deepEqual(JSON.parse(planText(hostOf())).slots["home-hero"].map(({ pics }) => pics), [0, 0]);
});

test("asks for all pictures of the slot, in the pack's order and with one priority, whatever the plan says", async () => {
  const asked = [];
  for (const plan of [[rain, trail], []]) {
    const images = [];
    const { prefetch } = await planIn({ images });
    prefetch(hostOf(plan));
    asked.push(images.map(([src, { fetchPriority }]) => [src, fetchPriority]));
  }
  assert.deepEqual(asked[0], [["/img/trail.jpg", "low"], ["/img/road.jpg", "low"]]);
  assert.deepEqual(asked[1], asked[0]);
});

test("a picture that has arrived changes the plan, one that is missing is told", async () => {
  const images = [];
  const { planText, prefetch } = await planIn({ images });
  const problems = [];
  let changed = 0;
  const host = hostOf(undefined, undefined, { planChanged: () => changed++, problem: (id, detail) => problems.push([id, detail]) });
  prefetch(host);
  images[0][1].onload();
  assert.equal(JSON.parse(planText(host)).slots["home-hero"][0].pics, 0);
  images[1][1].onload();
  assert.equal(JSON.parse(planText(host)).slots["home-hero"][0].pics, 2);
  images[1][1].onerror();
  assert.deepEqual([changed, problems], [2, [["picture-missing", "/img/road.jpg"]]]);
});

test("asks for nothing twice, nor again on a page without the slot, nor with saveData", async () => {
  const fetched = JSON.stringify({ v: 1, fetched: info.pictures });
  for (const [options, count] of [[{}, 2], [{ stored: fetched, here: false }, 0], [{ stored: fetched }, 2], [{ saveData: true }, 0]]) {
    const images = [];
    const { prefetch } = await planIn({ ...options, images });
    prefetch(hostOf());
    prefetch(hostOf());
    assert.equal(images.length, count, JSON.stringify(options));
  }
});

test("prefetch: chosen asks for the plan's pictures alone, none for nothing", async () => {
  for (const [mode, expected, pics] of [["chosen", ["/img/trail.jpg"], 0], ["none", [], 1]]) {
    const images = [];
    const { planText, prefetch } = await planIn({ images });
    const host = hostOf([trail], [{ ...info, prefetch: mode, pictures: [] }]);
    prefetch(host);
    assert.deepEqual(images.map(([src]) => src), expected);
    assert.equal(JSON.parse(planText(host)).slots["home-hero"][0].pics, pics);
  }
});

const many = { headline: { en: "Hello", de: "Hallo", "pt-BR": "Olá" }, body: "x", cta: { label: { en: "Go", de: "Los" }, href: "/x" }, image: { ...image, alt: { en: "A runner", de: "Ein Läufer" } } };
for (const [lang, headline, label, alt] of [["de", "Hallo", "Los", "Ein Läufer"], ["de-AT", "Hallo", "Los", "Ein Läufer"], ["en-GB", "Hello", "Go", "A runner"], ["pt-BR", "Olá", "Go", "A runner"], ["pt", "Olá", "Go", "A runner"], ["fr", "Hello", "Go", "A runner"]]) {
  test(`texts by language: a page in ${lang} stores "${headline}", for pages in ${lang}`, async () => {
    const { planText } = await planIn({ lang });
    const [entry] = JSON.parse(planText(hostOf([{ ...trail, if: {}, content: many }]))).slots["home-hero"];
    assert.deepEqual([entry.content.headline, entry.content.cta.label, entry.content.image.alt, entry.content.cta.href], [headline, label, alt, "/x"]);
    assert.deepEqual(entry.if, { lang });
  });
}

for (const [lang, texts, expected] of [
  ["de", { "de-AT": "Servus", de: "Hallo" }, "Hallo"],
  ["de-CH", { en: "Hi", "de-AT": "Servus", de: "Hallo" }, "Hallo"],
  ["de-CH", { en: "Hi", "de-AT": "Servus" }, "Servus"],
  ["DE-at", { de: "Hallo", "de-AT": "Servus" }, "Servus"],
  ["de_DE", { en: "Hi", de: "Hallo" }, "Hallo"],
  ["fil", { en: "Hi", fi: "Moi" }, "Hi"],
  ["fi", { en: "Hi", fil: "Kumusta" }, "Hi"],
  ["fil-PH", { en: "Hi", fil: "Kumusta" }, "Kumusta"],
  ["zh-Hant-TW", { "zh-Hans": "简", "zh-Hant": "繁" }, "繁"],
  ["zh", { "zh-Hans": "简", "zh-Hant": "繁" }, "简"],
  ["", { en: "Hi", fi: "Moi" }, "Hi"],
]) {
  test(`of ${Object.keys(texts)} a page in ${lang || "no language"} takes "${expected}"`, async () => {
    const { planText } = await planIn({ lang });
    const [entry] = JSON.parse(planText(hostOf([{ ...trail, if: {}, content: { headline: texts } }]))).slots["home-hero"];
    assert.equal(entry.content.headline, expected);
  });
}

test("settles what does not change on a device and the snippet cannot know", async () => {
  const { planText } = await planIn();
  const plan = [
    { ...trail, if: { region: "Asia" } },
    { ...trail, if: { saveData: true } },
    { ...trail, if: { region: "Europe", browser: ["chrome", "edge"], saveData: false, reducedMotion: [false], device: "desktop" } },
  ];
  const entries = JSON.parse(planText(hostOf(plan))).slots["home-hero"];
  assert.deepEqual(entries.map((entry) => entry.if), [{ device: "desktop" }]);
});

test("of the landing page's address keeps the campaign, and of the rest what an entry asks for", async () => {
  const { planText } = await planIn({ search: "?utm_campaign=rain&size=42&email=someone" });
  const plan = [{ ...rain, if: { "utm.campaign": "rain", "query.size": "42" } }];
  const { came } = JSON.parse(planText(hostOf(plan)));
  assert.deepEqual(Object.keys(came).sort(), ["channel", "medium", "query.size", "referrer", "source", "utm.campaign"]);
});

test("remembers where slots are", async () => {
  const { planText } = await planIn({ here: false, stored: '{"v":1,"at":"/start"}' });
  assert.equal(JSON.parse(planText(hostOf())).at, "/start");
});

for (const stored of ["", "{", "null", "5", '{"v":1,"fetched":5}']) {
  test(`a stored text ${JSON.stringify(stored)} does no harm`, async () => {
    const { planText } = await planIn({ stored });
    assert.equal(JSON.parse(planText(hostOf())).v, 1);
  });
}

test("what begins with the next visit does not hold now, and what was learned while the clock was ahead does", async () => {
  const { entriesOf } = await planIn();
  const later = { ...trail, from: NOW + 1_800_000 };
  const from = (level) => entriesOf(hostOf([later], [info], { decide: () => ({ level }) }), info)[0].from;
  assert.deepEqual([from("default"), from("personal")], [later.from, NOW]);
});

test("string and number comparisons alone decide whether an entry holds", async () => {
  const { choose, meets } = await sdk("paint.ts");
  for (const [value, want, met] of [
    ["a", "a", true], ["a", "b", false], ["a", ["b", "a"], true], ["ab", "a", false], [5, 5, true], [5, "5", false], [7, 5, false],
    [true, true, true], [false, true, false], [undefined, null, true], [null, null, true], ["a", null, false], [NaN, null, false],
    [5, { $gte: 5 }, true], [4, { $gte: 5 }, false], [5, { $lt: 5 }, false], [4, { $lt: 5 }, true], [7, { $gte: 5, $lt: 7 }, false],
    [6, { $gte: 5, $lt: 7 }, true], ["x", { $gte: 5 }, false], [NaN, { $gte: 5 }, false], [5, {}, false],
  ]) assert.equal(meets(value, want), met, `${value} ${JSON.stringify(want)}`);
  assert.equal(choose([rain, trail], NOW, { "utm.campaign": "rain", device: "desktop" }), rain);
  assert.equal(choose([rain, trail], NOW - 1, { "utm.campaign": "rain", device: "desktop" }), undefined);
  assert.equal(choose([rain, trail], NOW + DAY, { "utm.campaign": "rain", device: "desktop" }), undefined);
  assert.equal(choose(undefined, NOW, {}), undefined);
});

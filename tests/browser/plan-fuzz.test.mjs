// localStorage is anybody's: whatever stands there in the plan's place, snippet and SDK do not fail, and paint nothing but text, pictures
// and links to pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../bench/generate/random.mjs";
import { useChromium } from "./lib/chromium.mjs";
import { hero as shopHero, shop, visitor } from "./lib/shop.mjs";
import { hero, html, planOf, snippet, stage } from "./lib/stage.mjs";

const open = useChromium();
const evil = "self.hacked=(self.hacked||0)+1";
/** More for a longer look: TACTFUL_ROUNDS=5000 node --test tests/browser/plan-fuzz.test.mjs */
const ROUNDS = Number(process.env.TACTFUL_ROUNDS ?? 120);

const junk = [
  null, true, false, 0, -1, 1e308, "", "x", [], {}, [[]], [null], { length: 5 }, "__proto__", "constructor", "home-hero",
  `javascript:${evil}`, `\u0001java\nscript:${evil}`, `JaVaScRiPt\t:${evil}`, `data:text/html,<script>${evil}</script>`, `vbscript:${evil}`,
  `<img src=x onerror="${evil}">`, `"><script>${evil}</script>`, `{{constructor.constructor('${evil}')()}}`,
  { src: `javascript:${evil}` }, { src: "x", onerror: evil, onload: evil, srcset: `javascript:${evil}`, sources: [{ srcset: "x", onerror: evil }] },
  { label: "go", href: `javascript:${evil}` }, { label: { label: "x" }, href: ["javascript:", evil] }, { src: { src: 1 } }, { sources: 5, src: "y" },
];
const keys = ["__proto__", "constructor", "length", "find", "if", "content", "image", "cta", "headline", "slots", "home-hero", "onclick", "style", "zones", "local", "came"];

/** Some places of a copy become junk, go, move to other keys, or stand in a list. */
function mangled(plan, r) {
  const copy = structuredClone(plan);
  for (let n = 1 + r.below(4); n > 0; n--) {
    const places = [];
    const walk = (value) => {
      for (const key of Object.keys(Object(value))) if (typeof value === "object") places.push([value, key]), walk(value[key]);
    };
    walk(copy);
    if (!places[0]) break;
    const [at, key] = r.pick(places);
    const value = at[key];
    const how = r.below(6);
    if (how < 3) at[key] = structuredClone(r.pick(junk));
    else if (how === 3) delete at[key];
    else if (how === 4) Object.defineProperty(at, r.pick(keys), { value, enumerable: true, configurable: true, writable: true });
    else at[key] = [value];
  }
  const text = JSON.stringify(copy);
  return r.below(12) === 0 ? text.slice(0, r.below(text.length)) : text;
}

test("the snippet, in hundreds of documents", async () => {
  const r = random(20);
  const base = planOf({}, { zones: { north: "^Europe" } });
  const page = await (await open()).newPage();
  const site = await stage({ "/": "<!doctype html><title>Shop</title>" });
  await page.goto(`${site.url}/`);
  const texts = Array.from({ length: ROUNDS }, () => mangled(base, r));
  const seen = await page.evaluate(
    async ([source, all]) => {
      const out = { wrong: [], painted: 0, threw: [] };
      for (const text of all) {
        const frame = document.body.appendChild(document.createElement("iframe"));
        localStorage["tactful:plan"] = text;
        const view = frame.contentWindow;
        const inner = view.document;
        inner.open();
        // The first write ends before the hero: the parser has reached the slot while the snippet watches.
        view.onerror = (message) => out.threw.push([message, text]);
        const [before, after] = source.split("<h1");
        inner.write(before);
        inner.write(`<h1${after}`);
        const slot = inner.querySelector("[data-tactful-slot]");
        await new Promise((done) => setTimeout(done));
        inner.close();
        for (const element of inner.querySelectorAll("*"))
          for (const { name, value } of element.attributes)
            if (/^on|^style$|^srcdoc$|^action$/.test(name)) out.wrong.push([name, value, text]);
        const link = inner.querySelector("a");
        if (!/^(https?|about):$/.test(link.protocol)) out.wrong.push(["href", link.href, text]);
        link.click();
        const names = [...slot.querySelectorAll("*")].map(({ localName }) => localName).join();
        if (names !== "img,h1,p,a") out.wrong.push(["elements", names, text]);
        if (slot.dataset.tactfulVariant !== undefined) out.painted++;
        if (view.hacked || self.hacked) out.wrong.push(["ran", "", text]);
        frame.remove();
      }
      return out;
    },
    [html({ script: snippet, body: hero }).replace("</body>", "<script>0</script></body>"), texts],
  );
  assert.deepEqual(seen.threw, []);
  assert.deepEqual(seen.wrong, []);
  assert.ok(seen.painted > ROUNDS / 4, `${seen.painted} of ${ROUNDS} were painted: else nothing was tried`);
});

test("the SDK starts beside it, and stores a plan of its own", async () => {
  const r = random(21);
  const site = await shop({ "/plain/": { tag: null, body: shopHero } });
  const page = await visitor(await open());
  await page.goto(`${site.url}/plain/`);
  for (let n = 0; n < 15; n++) {
    await page.evaluate((text) => (localStorage["tactful:plan"] = text), mangled(planOf({ variant: "trail", content: { headline: "Trail" } }), r));
    await page.goto(`${site.url}/`);
    await page.evaluate(() => self.tactful.set({ company: "Acme" }));
    await page.waitForFunction(() => {
      const { v, slots } = (() => {
        try {
          return JSON.parse(localStorage["tactful:plan"]) ?? {};
        } catch {
          return {};
        }
      })();
      return v === 1 && slots?.["home-hero"]?.[0]?.variant === "acme";
    });
    await page.goto(`${site.url}/plain/`);
  }
  // What it says is of the page and its pictures, never that it has failed.
  assert.deepEqual(page.lines.filter((line) => /^tactful: failed|^uncaught/.test(line)), []);
});

// Pages that mean no good, or cannot help it: the page works, its own hero stays or a safe one comes, and Tactful says why it does not.
// Markup that is too large, damaged or in circles: capture.test.mjs; storage that is denied or full: storage.test.mjs, csp.test.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { dist } from "../web/lib/pack.mjs";
import { hero, kept, names, noted, product, settled, shop, visitor } from "./lib/shop.mjs";

const open = useChromium();
const head = (script) => `<script>${script}</script>`;
const site = await shop({
  // What libraries of old add to every list and object.
  "/added/": { head: head('Array.prototype.last = function () { return this[this.length - 1]; }; Array.prototype.toJSON = function () { return `[${this.join(", ")}]`; }; Object.prototype.extra = function () {}; String.prototype.each = 1;') + product("R1"), body: `${hero}<h2>Here</h2>` },
  // What breaks whoever uses it.
  "/broken/": { head: head('for (const name of ["map", "flat", "flatMap", "filter", "find"]) Array.prototype[name] = () => { throw new Error("mine"); };') + product("R1") },
  "/silent/": { head: head('Array.prototype.push = () => 0; JSON.stringify = () => undefined; Promise.prototype.finally = undefined;') + product("R1") },
  "/frozen/": { head: head("Object.freeze(self.dataLayer = []); Object.freeze(Array.prototype);") + product("R1") },
  "/copies/": { head: head("") + '<script async src="/tactful.js?2" data-pack="/site.pack" data-consent="not-required"></script>' + product("R1") },
  "/old/": { head: head("tactful = Object.freeze({ track() { self.told = [...(self.told ?? []), arguments[0]]; }, push() {} });") + product("R1") },
  "/plain/": { tag: null, body: "" },
  "/module/": { tag: null, head: '<script type="module" src="/tactful.js" data-pack="/site.pack" data-consent="not-required"></script>' + product("R1") },
  "/event/": { head: head("class Event { constructor(name) { this.name = name; } }") + product("R1") },
  "/events/": { head: head("self.Event = function () {};") + product("R1") },
  "/vendor/": { head: '<script data-release="2024.1">/* of another vendor */</script>' },
  "/taken/": { head: head("Object.defineProperty(self, 'tactful', { value: 5, writable: false });") + product("R1") },
});
const said = (page) => page.lines.flatMap((line) => /^tactful: ([\w-]+)/.exec(line)?.[1] ?? []);
const uncaught = (page) => page.lines.filter((line) => line.startsWith("uncaught"));
const views = (page, least) => kept(page, { least, skip: /^(?!view_item)/ });

test("lists and objects with additions: all works, and nothing of them is kept", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/added/`);
  const [[, { items }]] = await views(page, 1);
  assert.deepEqual(Object.keys(items[0]).sort(), ["item_brand", "item_category", "item_id", "item_name", "price"]);
  await page.evaluate(() => self.tactful.like("category", "trail"));
  await settled(page, "trail");
  await page.goto(`${site.url}/added/`);
  assert.equal(await page.textContent("h1"), "Trail");
  await page.waitForTimeout(300);
  assert.deepEqual(page.lines, []);
});

test("the script runs as a module too", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/module/`);
  assert.equal((await views(page, 1)).length, 1);
  await settled(page);
  assert.deepEqual(page.lines, []);
});

for (const path of ["/broken/", "/silent/"]) {
  test(`${path}: the page works, and the console says that Tactful does not`, async () => {
    const page = await visitor(await open());
    await page.goto(site.url + path);
    for (let i = 0; i < 100 && !said(page)[0]; i++) await page.waitForTimeout(50);
    assert.equal(await page.textContent("h1"), "Welcome");
    assert.deepEqual(uncaught(page), []);
    assert.ok(said(page).length > 0, page.lines.join("\n"));
  });
}

test("a frozen dataLayer, and a frozen Array.prototype", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/frozen/`);
  assert.equal((await views(page, 1)).length, 1);
  await page.evaluate(() => self.tactful.like("category", "trail"));
  await settled(page, "trail");
  assert.deepEqual(page.lines, []);
});

for (const path of ["/event/", "/events/"]) {
  test(`${path}: a page's own Event is no harm, and what has time is done`, async () => {
    const page = await visitor(await noted(await open()));
    await page.goto(`${site.url}/plain/`);
    await page.evaluate(() => (localStorage["tactful:inbox"] = JSON.stringify([{ event: "purchase", params: { transaction_id: "1" } }])));
    await page.goto(site.url + path);
    await page.waitForFunction(() => localStorage["tactful:inbox"] === undefined);
    assert.deepEqual(uncaught(page), []);
    assert.deepEqual(said(page), path === "/event/" ? [] : ["failed"]);
  });
}

test("another vendor's data-release is not taken for the snippet's", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/vendor/`);
  await page.evaluate(() => self.tactful.like("category", "trail"));
  await settled(page, "trail");
  assert.equal(await page.evaluate(() => JSON.parse(localStorage["tactful:plan"]).release), undefined);
  await page.goto(`${site.url}/vendor/`);
  assert.equal(await page.textContent("h1"), "Trail");
});

test("two copies in one page count once, and the second says so", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/copies/`);
  await settled(page);
  await page.waitForTimeout(500);
  assert.equal((await views(page, 1)).length, 1);
  assert.deepEqual(said(page), ["second-copy"]);
});

test("another version that runs already is left to it", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/old/`);
  await page.waitForTimeout(600);
  assert.deepEqual(said(page), ["second-copy"]);
  assert.deepEqual(await page.evaluate(() => self.tail), []);
});

test("a global that is something else, and cannot be taken, is no harm to the page", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/taken/`);
  await page.waitForTimeout(600);
  assert.equal(await page.textContent("h1"), "Welcome");
  assert.deepEqual(uncaught(page), []);
});

test("a slot removed while it is decided, and one that is put back", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/`);
  await page.evaluate(() => self.tactful.like("category", "trail"));
  await settled(page, "trail");
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => {
    self.slot = document.querySelector("[data-tactful-slot]");
    self.slot.remove();
  }));
  await page.goto(`${site.url}/`);
  await page.waitForTimeout(800);
  assert.deepEqual(names(await kept(page, { skip: /^(?!view_promotion)/ })), []);
  await page.evaluate(() => document.body.append(self.slot));
  assert.deepEqual(names(await kept(page, { least: 1, skip: /^(?!view_promotion)/ })), ["view_promotion"]);
  // Away in the very moment in which it comes, and while the mouse is on it.
  for (let i = 0; i < 20; i++) {
    await page.evaluate(() => {
      const slot = self.slot.cloneNode(true);
      document.body.append(slot);
      queueMicrotask(() => slot.remove());
      self.slot.querySelector("a").addEventListener("click", (event) => (event.preventDefault(), self.slot.remove()), { once: true });
    });
  }
  await page.click("[data-tactful=cta]");
  await page.waitForTimeout(300);
  assert.deepEqual(page.lines, []);
});

test("script in a text is text, and a link that is none is refused, wherever a campaign got it from", async () => {
  const page = await visitor(await open());
  const evil = '<img src=x onerror="self.hacked=1"><script>self.hacked=1</script>';
  for (const href of ["javascript:self.hacked=1", " \tjava\nscript:self.hacked=1", "JaVaScRiPt:self.hacked=1", "data:text/html,<script>1</script>", "vbscript:1", "\u0001javascript:self.hacked=1"]) {
    // Where nothing writes another plan meanwhile.
    await page.goto(`${site.url}/plain/`);
    await page.evaluate(([text, link]) => {
      const now = Date.now();
      localStorage["tactful:plan"] = JSON.stringify({ v: 1, made: now, slots: { "home-hero": [{
        from: now - 1e6, until: now + 1e9, if: {}, variant: text, level: "personal", pics: 1, content: { headline: text, cta: { label: text, href: link } } }] } });
    }, [evil, href]);
    await page.goto(`${site.url}/`);
    assert.equal(await page.textContent("h1"), evil);
    assert.equal(await page.getAttribute("[data-tactful=cta]", "href"), "/new/");
    assert.equal(await page.evaluate(() => self.hacked), undefined);
  }
});

test("a script of half its bytes does nothing, and neither harms the page", async () => {
  const cut = await shop({}, { files: { "/tactful.js": dist("tactful.js").subarray(0, 3000) } });
  const page = await visitor(await open());
  await page.goto(`${cut.url}/`);
  await page.waitForTimeout(300);
  assert.equal(await page.textContent("h1"), "Welcome");
  assert.equal(await page.evaluate(() => self.tactful), undefined);
});

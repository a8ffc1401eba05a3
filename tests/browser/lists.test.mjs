// Lists in the visitor's order: there at first paint or not at all, in the order in which one reads and tabs, and gone with what was learned.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/lib/server.mjs";
import { compile } from "../web/lib/pack.mjs";
import { useChromium } from "./lib/chromium.mjs";
import { html, remember, stage } from "./lib/stage.mjs";

const open = useChromium();
const script = readFileSync(new URL("../../dist/snippet-lists.js", import.meta.url), "utf8");

const items = ["category: road; price: 90", "category: trail; price: 80", "category: boots; price: 200", "category: trail; price: 60"];
const names = ["Road", "Mud", "Peak", "Ridge"];
/** An entry that no order moves stands second, a pinned one last. */
const li = (i, more = "") => `<li data-tactful-item="${items[i]}"${more}><a href="/${names[i]}">${names[i]}</a></li>`;
const list = `<ul data-tactful-rank="fresh">\n${li(0)}\n<li>Advice</li>\n${li(1)}\n${li(2)}\n${li(3)}\n<li data-tactful-item="category: trail" data-tactful-pinned>All</li>\n</ul>`;
const own = ["Road", "Advice", "Mud", "Peak", "Ridge", "All"];
const mine = ["Mud", "Advice", "Ridge", "Road", "Peak", "All"];
const PLACES = [2, 0, 3, 1];
const planOf = (fresh = {}, plan = {}) => ({ v: 1, made: Date.now(), at: "/", slots: {}, lists: { fresh: { items, places: PLACES, ...fresh } }, ...plan });
const page = ({ body = list, style = '<link rel="stylesheet" href="/0.css">', ...parts } = {}) => html({ script, style, body, ...parts });

/** Every order of the list that a frame showed, and how much moved. */
const watchOrders = (tab) =>
  tab.addInitScript(() => {
    const seen = (self.seen = { orders: [], shift: 0 });
    const frame = () => {
      const order = [...document.querySelectorAll("[data-tactful-rank]>*")].map(({ textContent }) => textContent.trim()).join();
      if (order && seen.orders.at(-1) != order) seen.orders.push(order);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((shifts) => shifts.getEntries().forEach(({ value }) => (seen.shift += value))).observe({ type: "layout-shift", buffered: true });
  });
const seen = (tab) => tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(self.seen))))));

/** What a visitor with this plan sees of a page. */
async function load(content, plan = planOf(), prepare) {
  const site = await stage({ "/": content, "/robots.txt": "" });
  const context = await open();
  await remember(context, site, plan, []);
  const tab = await context.newPage();
  await prepare?.(tab);
  await watchOrders(tab);
  await tab.goto(site.url, { waitUntil: "load" });
  return { ...(await seen(tab)), tab, markup: () => tab.innerHTML("[data-tactful-rank]"), close: () => context.close() };
}

/** The page's list is in the stored order from the first frame on. On a busy machine a frame may come between two parts of a small page: then it must
 * stay as the page has it, and is tried again. */
async function inOrder(content) {
  for (let tries = 0; tries < 3; tries++) {
    const { orders, shift, close } = await load(content);
    await close();
    assert.equal(shift, 0);
    if (orders.join("|") == mine.join()) return;
    assert.equal(orders.at(-1), own.join());
  }
  assert.fail("never in order");
}

const behind = "<p>Behind</p>";
for (const [what, body] of [["in the middle of a page", list + behind], ["last in its parent", `<main><div>${list}</div></main>`], ["with a table's rows", `<table><tbody data-tactful-rank="fresh">${list
  .replace(/^<ul.*>|<\/ul>$/gm, "").replace(/<li/g, "<tr").replace(/<\/li>/g, "</td></tr>").replace(/(<tr[^>]*>)/g, "$1<td>")}</tbody></table>`]]) {
  test(`a list ${what} is in the stored order at first paint, and never in another`, () => inOrder(page({ body })));
}

test("the last list of a document, with nothing behind it", () => inOrder(page({ body: list }).replace(/<p>More.*/, "")));

test("reading order, order of the keyboard and places on the screen are one; blanks between the items stay", async () => {
  let loaded = await load(page());
  // As in inOrder.
  for (let tries = 0; tries < 2 && loaded.orders.join("|") == own.join(); tries++) {
    await loaded.close();
    loaded = await load(page());
  }
  const { tab, markup, close } = loaded;
  const tabbed = [];
  for (let i = 0; i < 4; i++) {
    await tab.keyboard.press("Tab");
    tabbed.push(await tab.evaluate(() => [document.activeElement.textContent, document.activeElement.getBoundingClientRect().top]));
  }
  assert.deepEqual(tabbed.map(([text]) => text), ["Mud", "Ridge", "Road", "Peak"]);
  assert.deepEqual(tabbed.map(([, top]) => top), tabbed.map(([, top]) => top).sort((a, b) => a - b));
  assert.equal((await markup()).replace(/<li[^>]*>.*?<\/li>/g, "-"), "\n-\n-\n-\n-\n-\n-\n");
  await close();
});

test("a list that comes in pieces, some of them seen, stays as it is", async () => {
  const text = page();
  const at = text.indexOf(li(2));
  // Long enough for a frame on a busy machine: what nobody saw in pieces may be put in order.
  const { orders, shift, tab, close } = await load([text.slice(0, at), 1500, text.slice(at)]);
  assert.deepEqual([orders, shift], [[own.slice(0, 3).join(), own.join()], 0]);
  assert.equal(await tab.getAttribute("ul", "data-tactful-ranked"), null);
  await close();
});

test("one that comes in pieces below what is on the screen is in order before the visitor gets there", async () => {
  const text = page({ body: `<div style="height:3000px">Shoes</div>${list}` });
  const at = text.indexOf(li(2));
  const { orders, shift, tab, close } = await load([text.slice(0, at), 250, text.slice(at)]);
  assert.deepEqual([orders.at(-1), shift], [mine.join(), 0]);
  assert.equal(await tab.getAttribute("ul", "data-tactful-ranked"), "");
  await close();
});

for (const [why, content, plan] of [
  ["an item says something else", page({ body: list.replace("price: 80", "price: 70") })],
  ["there is one item more", page({ body: list.replace("<li>Advice", `${li(0)}<li>Advice`) })],
  ["there is one item less", page({ body: list.replace(li(3), "") })],
  ["the plan is another release's", page({ tag: ' data-release="8"' })],
  ["the plan is old", page(), planOf({}, { made: Date.now() - 31 * 86_400_000 })],
  ["the tag says off", page({ tag: " data-off" })],
  ["the visitor has said no", page({ root: ' lang="en" data-tactful-consent="denied"' })],
  ["the visitor is in the list already", page({ body: list.replace("</ul>", '<li><input id="in"><script>document.getElementById("in").focus()</script></li></ul>') })],
  ["the snippet comes behind it", page({ script: null, body: `${list}<script>${script}</script>` })],
  ["nothing is stored for it", page(), planOf({ places: undefined })],
]) {
  test(`the page's own order stays where ${why}`, async () => {
    const { tab, close } = await load(content, plan);
    assert.equal(await tab.getAttribute("ul", "data-tactful-ranked"), null);
    const here = await tab.$$eval("[data-tactful-item]:not([data-tactful-pinned])", (all) => all.map(({ textContent }) => textContent));
    assert.deepEqual(here.slice(0, 2), ["Road", here.includes("Advice") ? "Advice" : here[1]]);
    assert.ok(here.indexOf("Mud") < (here.indexOf("Peak") + 1 || 99) && here.indexOf("Mud") > here.indexOf("Road"), here.join());
    await close();
  });
}

test("whatever is stored, no item is lost and the page goes on", async () => {
  for (const places of [[9, 9, 9, 9], ["<b>", null, {}, -1], [], "no", { length: 4 }]) {
    const { tab, close } = await load(page(), planOf({ places }));
    assert.deepEqual((await tab.$$eval("ul>*", (all) => all.map(({ textContent }) => textContent))).sort(), own.toSorted());
    await close();
  }
});

// With all of the SDK.
const root = fileURLToPath(new URL("../..", import.meta.url));
const labels = { road: "Road running", trail: "Trail running", boots: "Hiking boots" };
const site = (control) => ({ site: "shop", dimensions: { category: { labels }, price: { type: "number", bands: [100, 180] } }, control });
const campaign = { id: "home", slots: { "home-hero": { default: "welcome", prefetch: "none", variants: [{ id: "welcome" }] } } };
const packs = [0, 1].map((control) => compile(site(control), campaign));
const product = (id, category, price) =>
  `<script type="application/ld+json">${JSON.stringify({ "@type": "Product", sku: id, name: id, category, offers: { price } })}</script>`;

/** A shop with the list on its homepage, and `more` behind that; /trail/N/ are products. */
async function shop({ control = 0, more = "", snippet = script } = {}) {
  const server = await serve({
    roots: [join(root, "dist")],
    handle(request, response) {
      const { pathname } = new URL(request.url, "http://localhost");
      if (pathname === "/site.pack") return response.end(packs[control]), true;
      if (!pathname.endsWith("/")) return false;
      const [, category, id] = /^\/(\w+)\/(\w+)\/$/.exec(pathname) ?? [];
      const body = category ? `${product(id, category, "80")}<h1>${id}</h1>` : `${list}${more}`;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(`<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,"><script data-release="1">${snippet}</script>
<script async src="/tactful.js" data-pack="/site.pack" data-consent="not-required"></script></head><body>${body}<p>End</p></body></html>`);
      return true;
    },
  });
  after(() => server.close());
  return server.url;
}

/** A visitor who has met the list and then looked at two trail shoes. */
async function fan(options) {
  const url = await shop(options);
  const context = await open();
  const tab = await context.newPage();
  tab.lines = [];
  tab.on("console", (message) => tab.lines.push(message.text()));
  tab.on("pageerror", (error) => tab.lines.push(`uncaught: ${error}`));
  await tab.goto(`${url}/`);
  await stored(tab, ({ lists }) => lists?.fresh);
  for (const id of ["one", "two"]) {
    await tab.goto(`${url}/trail/${id}/`);
    await tab.waitForTimeout(700);
  }
  return { url, tab, context };
}
const stored = (tab, meets) =>
  tab.waitForFunction(`(${meets})(JSON.parse(localStorage["tactful:plan"] || "{}"))`, null, { timeout: 10_000, polling: 30 });
const orderIn = (tab) => tab.$$eval("ul>*", (all) => all.map(({ textContent }) => textContent.trim()));

test("after two looks at trail shoes, decided on their pages, the homepage's list begins with trail; forgetting takes it back", async () => {
  const { url, tab, context } = await fan();
  await stored(tab, ({ lists }) => lists.fresh.places);
  await watchOrders(tab);
  await tab.goto(`${url}/`);
  const { orders, shift } = await seen(tab);
  assert.deepEqual([orders, shift], [[mine.join()], 0]);
  // Its own order is what is remembered, not the one it stands in.
  await tab.waitForFunction(() => document.querySelector("ul").dataset.tactfulRanked === "");
  await stored(tab, ({ lists }) => lists.fresh.places.join() == "2,0,3,1" && lists.fresh.items[0] == "category: road; price: 90");
  await tab.goto(`${url}/`);
  assert.deepEqual(await orderIn(tab), mine);
  await tab.evaluate(() => self.tactful.forget());
  await stored(tab, ({ lists }) => lists?.fresh && !lists.fresh.places);
  await tab.goto(`${url}/`);
  assert.deepEqual(await orderIn(tab), own);
  // On a page without the list, nothing tells any more that there was one.
  await tab.goto(`${url}/boots/high/`);
  await stored(tab, ({ lists }) => lists?.fresh);
  await tab.evaluate(() => self.tactful.forget());
  await stored(tab, (plan) => plan.v && !plan.lists);
  await tab.evaluate(() => self.tactful.setConsent({ personalization: "denied" }));
  await tab.waitForFunction(() => localStorage["tactful:plan"] === undefined);
  assert.deepEqual(tab.lines, []);
  await context.close();
});

test("a button says why a list stands in its order, by its name or from within; and where it stands in the page's own", async () => {
  const button = (attributes) => `<button id="why"${attributes} data-tactful="why">Why this order?</button>`;
  const { url, tab, context } = await fan({ more: `${button(' data-tactful-list="fresh"')}<script>if (location.search) document.querySelector("ul>li:not([data-tactful-item])").append(document.getElementById("why")), document.getElementById("why").removeAttribute("data-tactful-list")</script>` });
  const says = async (path) => {
    // Where a frame falls between its items a list stays as it came: on a busy machine now and then.
    for (let tries = 0; tries < 5; tries++) {
      await tab.goto(url + path);
      if (await tab.$("ul[data-tactful-ranked]")) break;
    }
    await tab.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/words.js")) && document.querySelector("ul").dataset.tactfulRank);
    await tab.waitForTimeout(300);
    await tab.click("#why");
    await tab.waitForSelector("dialog.tactful-why");
    return tab.$$eval("dialog.tactful-why p", (all) => all.map(({ textContent }) => textContent));
  };
  await stored(tab, ({ lists }) => lists.fresh.places);
  for (const path of ["/", "/?within"]) {
    const [sentence, level, reason, ...more] = await says(path);
    assert.match(sentence, /^In this order because you looked at Trail running here\.$/, path);
    assert.match(level, /on your device/);
    assert.match(reason, /^Of your interest in category, \d\d % goes to Trail running/);
    assert.deepEqual(more, []);
  }
  await tab.evaluate(() => self.tactful.forget());
  await stored(tab, ({ lists }) => lists?.fresh && !lists.fresh.places);
  assert.deepEqual(await says("/"), ["The page's own order, the same for everybody."]);
  assert.deepEqual(tab.lines, []);
  await context.close();
});

test("one look is too little, and in the control group every list stays as the page has it", async () => {
  const { url, tab, context } = await fan({ control: 1 });
  await tab.goto(`${url}/`);
  await stored(tab, ({ lists }) => lists?.fresh);
  await tab.goto(`${url}/`);
  assert.deepEqual(await orderIn(tab), own);
  await context.close();

  const other = await open();
  const plain = await other.newPage();
  const address = await shop();
  await plain.goto(`${address}/`);
  await stored(plain, ({ lists }) => lists?.fresh);
  await plain.goto(`${address}/trail/one/`);
  // However long: what one does on the page are events of their own.
  await plain.evaluate(() => {
    const items = [{ item_id: "one", item_category: "trail" }];
    for (const percent_scrolled of [50, 90]) self.tactful.track("scroll", { percent_scrolled, items });
    self.tactful.track("user_engagement", { engagement_time_msec: 30_000, items });
  });
  await plain.waitForTimeout(2700);
  await plain.goto(`${address}/`);
  assert.deepEqual(await orderIn(plain), own);
  await other.close();
});

test("a script that puts the list back has it: once, and it is left alone from then on", async () => {
  const more = `<script>addEventListener("DOMContentLoaded", () => { const ul = document.querySelector("ul"); ul.append(...["Road", "Mud", "Peak", "Ridge"].map((name) => ul.querySelector("[href='/" + name + "']").parentNode)); })</script>`;
  const { url, tab, context } = await fan({ more });
  await stored(tab, ({ lists }) => lists.fresh.places);
  await tab.goto(`${url}/`);
  await stored(tab, ({ lists }) => lists.fresh.left && !lists.fresh.places);
  assert.match(tab.lines.join("\n"), /tactful: list-contested: .* fresh$/m);
  await tab.goto(`${url}/`);
  await stored(tab, ({ lists }) => lists.fresh.left);
  assert.equal(await tab.getAttribute("ul", "data-tactful-ranked"), null);
  assert.equal(tab.lines.length, 1, tab.lines.join("\n"));
  await context.close();
});

test("a snippet that knows no lists is told of", async () => {
  const { url, tab, context } = await fan({ snippet: readFileSync(new URL("../../dist/snippet.js", import.meta.url), "utf8") });
  await stored(tab, ({ lists }) => lists.fresh.places);
  await tab.goto(`${url}/`);
  await tab.waitForEvent("console", { predicate: (message) => /list-late/.test(message.text()), timeout: 5000 }).catch(() => {});
  assert.match(tab.lines.join("\n"), /^tactful: list-late: .* fresh$/m);
  assert.deepEqual(await orderIn(tab), own);
  await context.close();
});

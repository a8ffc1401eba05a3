// What a page says of itself beside samples of whole pages (markup.test.mjs): nothing twice, nothing late, and nothing that breaks it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { captured, pageWith } from "./lib/capture.mjs";

const site = await pageWith(useChromium());
const html = ({ head = "", body = "" }) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;

const names = (events) => events.map(([name]) => name);

/** What is told of a page with this markup; `then` runs in it afterwards, and `least` events are waited for. */
async function told({ then, least = 0, path = "/p/roadie", ...parts }) {
  const page = await site.open(path, html(parts));
  if (then) await page.evaluate(then);
  return captured(page, { least });
}

const product = { "@type": "Product", sku: "R1", name: "Roadie", category: "trail" };
const ld = (thing) => `<script type="application/ld+json">${JSON.stringify(thing)}</script>`;
const viewOf = (id, more) => ["view_item", { items: [{ item_id: id, ...more }] }];
const roadie = viewOf("R1", { item_name: "Roadie", item_category: "trail" });
const layer = (...entries) => `<script>dataLayer=[]; function gtag(){dataLayer.push(arguments)} ${entries.join(";")}</script>`;
const viewed = 'dataLayer.push({event:"view_item",ecommerce:{items:[{item_id:"R1-42"}]}})';

test("hears dataLayer and gtag, what was pushed before and what comes", async () => {
  const events = await told({
    head: layer("dataLayer.push({ecommerce:null})", 'dataLayer.push({event:"add_to_cart",ecommerce:{items:[{item_id:"A"}]}})', 'gtag("js", new Date())', 'gtag("event","search",{search_term:"x"})'),
    then: () => {
      dataLayer.push({ event: "gtm.load" }, { event: "purchase", ecommerce: { value: 5, items: [{ item_id: "B" }] } });
      dataLayer.push({ event: "login", method: "mail", "gtm.element": document.body });
      gtag("event", "add_to_wishlist", { items: [{ item_id: "C" }] });
    },
    least: 5,
  });
  assert.deepEqual(events.map(([name]) => name), ["add_to_cart", "search", "purchase", "login", "add_to_wishlist"]);
  assert.deepEqual(events[2][1], { value: 5, items: [{ item_id: "B" }] });
  assert.deepEqual(events[3][1], { method: "mail" });
});

test("the view of a product is counted once: markup first, then the dataLayer", async () => {
  assert.deepEqual(await told({ head: layer(viewed) + ld(product) }), [roadie]);
  assert.deepEqual(await told({ head: layer(viewed, viewed) }), [viewOf("R1-42")]);
});

test("a quick view of another product counts beside the page's", async () => {
  const then = () => dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "X" }] } });
  assert.deepEqual(await told({ head: layer(viewed) + ld(product), then, least: 2 }), [roadie, viewOf("X")]);
});

test("a list is counted once, and a quick view on its page counts", async () => {
  const list = ld({ "@type": "ItemList", itemListElement: [{ "@type": "ListItem", item: product }] });
  const then = () => {
    for (const event of ["view_item_list", "view_item"]) dataLayer.push({ event, ecommerce: { items: [{ item_id: "R9" }] } });
  };
  assert.deepEqual(names(await told({ head: layer() + list, then, least: 2 })), ["view_item_list", "view_item"]);
  const cards = ["A", "B"].map((id) => ld({ "@type": "Product", sku: id, name: id, url: `/p/${id}` })).join("");
  assert.deepEqual(names(await told({ head: layer() + cards, then, least: 2 })), ["view_item_list", "view_item"]);
});

test("gtag and Tag Manager that say the same count once, two clicks twice", async () => {
  const then = () => {
    const params = { items: [{ item_id: "A" }] };
    gtag("event", "add_to_cart", params);
    dataLayer.push({ event: "add_to_cart", ecommerce: params });
    dataLayer.push({ event: "add_to_cart", ecommerce: params });
  };
  assert.equal((await told({ head: layer(), then, least: 2 })).length, 2);
});

test("what gtag tells two properties in two calls counts once, two clicks twice", async () => {
  const then = () => {
    const click = (id, ...tags) => tags.forEach((send_to) => gtag("event", "add_to_cart", { send_to, items: [{ item_id: id }] }));
    click("A", "G-1", "G-2", "AW-3");
    click("B", "G-1");
    click("B", "G-1");
  };
  const all = await told({ head: layer(), then, least: 3 });
  assert.deepEqual(all.map(([, { items }]) => items[0].item_id), ["A", "B", "B"]);
});

test("a product that a script states later is read when the page has loaded", async () => {
  const late = `<script>addEventListener("load", () => {
    const script = document.createElement("script");
    script.type = "application/ld+json";
    script.textContent = ${JSON.stringify(JSON.stringify(product))};
    document.head.append(script);
  });</script>`;
  assert.deepEqual(await told({ head: late, least: 1 }), [roadie]);
});

test("what an application draws first when the page has loaded is read, once, and so is a dataLayer that comes then", async () => {
  const later = () =>
    setTimeout(() => {
      const block = document.createElement("script");
      block.type = "application/ld+json";
      block.text = JSON.stringify({ "@type": "Product", sku: "R1", name: "Roadie", category: "trail" });
      document.head.append(block);
      setTimeout(() => {
        document.body.append("drawn");
        self.dataLayer = [{ event: "view_item", ecommerce: { items: [{ item_id: "R1-42" }] } }];
        self.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "R1-42" }] } });
      }, 1500);
    }, 500);
  assert.deepEqual(await told({ then: later, least: 2 }), [roadie, ["add_to_cart", { items: [{ item_id: "R1-42" }] }]]);
  // Also where what there is says nothing yet.
  assert.deepEqual(await told({ head: layer() + ld({ "@type": "WebSite", name: "Shop" }), then: later, least: 1 }), [roadie]);
});

test("items beside the event, without ecommerce, are the event's", async () => {
  const then = () => dataLayer.push({ event: "add_to_cart", value: 5, items: [{ item_id: "A" }], "gtm.element": document.body });
  assert.deepEqual(await told({ head: layer(), then, least: 1 }), [["add_to_cart", { value: 5, items: [{ item_id: "A" }] }]]);
});

test("an article counts as read once the reader came half way", async () => {
  const article = ld({ "@type": "Article", headline: "Mud", articleSection: "Guides" });
  const hide = () => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  const body = '<p style="height:5000px">Long.</p>';
  const items = [{ item_name: "Mud", item_category: "Guides" }];
  assert.deepEqual(await told({ head: article, body, then: hide, least: 1 }), [["view_item", { items }]]);
  const page = await site.open("/p/roadie", html({ head: article, body }));
  await captured(page, { least: 1 });
  await page.evaluate(() => scrollTo(0, 3000));
  await page.evaluate(hide);
  const [, read, ...more] = await captured(page, { least: 2 });
  assert.deepEqual(more, []);
  assert.equal(read[0], "article_read");
  assert.deepEqual(read[1].items, items);
  assert.ok(read[1].percent >= 50 && read[1].percent < 100);
});

/** A page that an application draws: `go(path, product, {stale})` moves on in the same document. */
const application = `<script>
  go = (path, product, { before = "", layer } = {}) => {
    history.pushState({}, "", path);
    document.body.innerHTML = "<main>" + path + "</main>";
    if (layer) dataLayer.push({ event: "view_item", ecommerce: { items: [layer] } });
    const draw = () => {
      document.querySelector('[type="application/ld+json"]')?.remove();
      if (!product) return;
      const script = document.createElement("script");
      script.type = "application/ld+json";
      script.textContent = JSON.stringify(product);
      document.head.append(script);
    };
    before ? setTimeout(draw, before) : draw();
  };
</script>`;

test("an application that moves on in one document is read anew, each page once", async () => {
  const page = await site.open("/p/roadie", html({ head: application + layer() + ld(product), body: "<main></main>" }));
  await captured(page, { least: 1 });
  // Drawn at once; the page before stays stated for a while; the same product again; a page without any; by dataLayer first.
  const steps = [
    ["/p/rocky", { "@type": "Product", sku: "R2" }, {}, 2],
    ["/p/roadie", product, { before: 500 }, 3],
    ["/about", null, { before: 1000 }, 3],
    ["/contact", null, {}, 3],
    ["/p/roadie", product, {}, 4],
    ["/p/three", { "@type": "Product", sku: "R3-a" }, { layer: { item_id: "R3" }, before: 50 }, 5],
  ];
  for (const [path, thing, options, least] of steps) {
    await page.evaluate(([to, what, how]) => self.go(to, what, how), [path, thing, options]);
    await captured(page, { least });
    if (path === "/about" || path === "/contact") await page.waitForTimeout(500);
  }
  await page.waitForTimeout(400);
  const events = await captured(page, { all: true });
  assert.deepEqual(events.filter(([name]) => name === "view_item"), [roadie, viewOf("R2"), roadie, roadie, viewOf("R3")]);
  assert.equal(events.filter(([name]) => name === "page_view").length, 7);
});

test("blocks that stay when an application moves on are those of the page before, also where the dataLayer told of it", async () => {
  const page = await site.open("/start", html({ head: layer(), body: "<main></main>" }));
  await captured(page, { least: 0 });
  const go = (sku, stays) => page.evaluate(async ([id, kept]) => {
    history.pushState({}, "", `/p/${id}`);
    document.body.innerHTML = `<main>${id}</main>`;
    await new Promise((done) => setTimeout(done, 500));
    if (!kept) {
      dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: id }] } });
      document.querySelector("[type*=ld]")?.remove();
    }
    const script = document.head.appendChild(document.createElement("script"));
    script.type = "application/ld+json";
    script.textContent = JSON.stringify({ "@type": "Product", sku: id });
    await new Promise((done) => setTimeout(done, 500));
  }, [sku, stays]);
  for (const [sku, stays] of [["L1"], ["L2"], ["L3", true], ["L4", true]]) await go(sku, stays);
  assert.deepEqual(await captured(page, { least: 4 }), ["L1", "L2", "L3", "L4"].map((id) => viewOf(id)));
});

test("what was seen of a page of an application speaks for that page's product", async () => {
  const page = await site.open("/p/roadie", html({ head: application + ld(product), body: '<main style="height:4000px"></main>' }));
  await captured(page, { least: 1 });
  await page.evaluate(() => scrollTo(0, 1000));
  await page.waitForTimeout(50);
  await page.evaluate(() => self.go("/about"));
  await page.waitForFunction(() => self.host.events.some(([name]) => name === "scroll"));
  const [, scrolled] = (await captured(page, { all: true })).find(([name]) => name === "scroll");
  assert.equal(scrolled.items[0].item_id, "R1");
  assert.deepEqual(await page.evaluate(() => self.host.items), []);
});

test("that holds where the dataLayer tells of the next page before it is drawn, and the depth is that of the page that was left", async () => {
  const page = await site.open("/p/roadie", html({ head: application + layer() + ld(product), body: '<main style="height:4000px"></main>' }));
  await captured(page, { least: 1 });
  await page.evaluate(() => scrollTo(0, 1000));
  await page.waitForFunction(() => scrollY > 500);
  await page.waitForTimeout(50);
  await page.evaluate(() => self.go("/p/three", null, { layer: { item_id: "R3" } }));
  const [, scrolled] = (await captured(page, { least: 2, all: true })).find(([name]) => name === "scroll");
  assert.equal(scrolled.items[0].item_id, "R1");
  assert.ok(scrolled.percent_scrolled < 60, `${scrolled.percent_scrolled}`);
});

test("an article that is left within an application counts as read too", async () => {
  const article = { "@type": "Article", headline: "Mud", articleSection: "Guides" };
  const page = await site.open("/p/roadie", html({ head: application + ld(article), body: '<main style="height:4000px"></main>' }));
  await captured(page, { least: 1 });
  await page.evaluate(() => scrollTo(0, 3000));
  await page.waitForFunction(() => scrollY > 2500);
  await page.waitForTimeout(50);
  await page.evaluate((next) => self.go("/next", next), { ...article, headline: "Rain" });
  const events = await captured(page, { least: 3 });
  assert.deepEqual(names(events), ["view_item", "article_read", "view_item"]);
  assert.deepEqual(events[1][1].items, events[0][1].items);
});

test("ampersands that a content system has escaped in JSON-LD are read as meant", async () => {
  const thing = { "@type": "Product", name: "Tops &amp; Tees", category: "Sport &#038; Outdoor" };
  assert.deepEqual(await told({ head: ld(thing) }), [["view_item", { items: [{ item_name: "Tops & Tees", item_category: "Sport & Outdoor" }] }]]);
});

test("microdata: what stands elsewhere belongs to it by itemref, and a drawing in it does no harm", async () => {
  const body = `<div itemscope itemtype="https://schema.org/Product" itemref="name more more gone"><h1>Roadie</h1><svg><a itemprop="image" href="/x.svg"></a></svg></div>
    <b id="name" itemprop="name">Roadie</b>
    <div id="more"><i itemprop="category">trail</i><p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><b itemprop="price">89</b></p>
      <p itemscope itemtype="https://schema.org/Person"><b itemprop="name">Somebody</b></p></div>`;
  const [[name, { items }]] = await told({ body, least: 1 });
  assert.equal(name, "view_item");
  assert.deepEqual(items.map(({ item_name, item_category, price }) => [item_name, item_category, price]), [["Roadie", "trail", "89"]]);
});

test("blocks above 256 kB are skipped and said so, however large, and the others read", async () => {
  const page = await site.open("/p/roadie", html({
    head: ld({ "@type": "Product", sku: "X", description: "x".repeat(10_000_000) }) + ld({ "@type": "Product", name: "Y" }).replace("{", "{{") + ld(product),
  }));
  assert.deepEqual(await captured(page, { least: 1 }), [roadie]);
  assert.deepEqual((await page.evaluate(() => self.host.problems)).sort(), ["json-ld-damaged", "json-ld-too-long"]);
});

test("nonsense in the dataLayer, and a frozen one, break nothing", async () => {
  const nonsense = "dataLayer.push(null, 5, 'x', [], {event:{}}, {event:'purchase',ecommerce:5}, {event:'view_item',ecommerce:{items:'x'}})";
  await told({ head: layer(nonsense) });
  assert.deepEqual(await told({ head: layer(viewed, "Object.freeze(dataLayer)"), least: 1 }), [viewOf("R1-42")]);
});

test("hostile markup is read without harm, and in time", async () => {
  const circle = ld({ "@graph": [{ "@type": "Recipe", "@id": "#r", name: { "@id": "#r" }, recipeCategory: { "@id": "#r" }, keywords: { "@id": "#r" }, offers: { "@id": "#r" } },
    { "@type": "ItemList", "@id": "#l", itemListElement: { "@id": "#l" } }] });
  const nested = `${'<div itemscope itemtype="https://schema.org/Product"><b itemprop="offers" itemscope>'.repeat(400)}${"</b></div>".repeat(400)}`;
  const page = await site.open("/p/roadie", html({ head: circle, body: nested }));
  assert.ok((await captured(page, { least: 1 })).length <= 1);
  const cards = '<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">A</b></div>'.repeat(5000);
  const begun = performance.now();
  await captured(await site.open("/p/roadie", html({ body: cards })), { least: 1 });
  assert.ok(performance.now() - begun < 4000);
});

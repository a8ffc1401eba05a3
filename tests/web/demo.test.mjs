// The demo shop: what it is made of, and that a strict policy and a browser without scripts can live with it.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { buildDemo, shopFiles } from "../../web/demo/build.mjs";

const snippets = { plain: "/* snippet */", lists: "/* snippet, with lists */" };
const files = shopFiles(snippets);
const pages = [...files].filter(([path]) => path.endsWith(".html"));
const read = (name) => JSON.parse(readFileSync(new URL(`../../web/demo/${name}`, import.meta.url), "utf8"));
const site = read("site.json");
const slots = read("campaign.json").slots;
const { variants, default: fallback, prefetch, explore } = slots["home-hero"];
const categories = read("data/categories.json");
const products = read("data/products.json");

const all = (text, pattern) => [...text.matchAll(pattern)];
const attribute = (tag, name) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
const dataOf = (text) => all(text, /<script type="application\/ld\+json">(.*?)<\/script>/gs).map(([, json]) => JSON.parse(json));
const served = (href) => {
  const path = href.replace(/[?#].*$/, "").slice(1);
  return files.has(path.endsWith("/") || path === "" ? `${path}index.html` : path);
};

test("has at least six categories and 24 products, each with its page", () => {
  assert.ok(categories.length >= 6);
  assert.ok(products.length >= 24);
  for (const { id } of categories) assert.ok(files.has(`${id}/index.html`), id);
  for (const { category, slug } of products) assert.ok(files.has(`${category}/${slug}/index.html`), slug);
  assert.equal(new Set(products.map(({ id }) => id)).size, products.length);
});

test("every link and source on every page leads to a file", () => {
  const fromPackage = new Set(["/tactful.js", "/site.pack", "/site.items.json"]);
  for (const [path, text] of pages) {
    for (const [, , href] of all(text, /\s(href|src|data-pack|data-items)="([^"]*)"/g)) {
      if (href === "#main") continue;
      assert.ok(href.startsWith("/"), `${path}: ${href} is not a path of this site`);
      assert.ok(fromPackage.has(href) || served(href.replaceAll("&amp;", "&")), `${path}: ${href}`);
    }
    for (const [, id] of all(text, /href="\/about\/#([^"]*)"/g)) assert.match(files.get("about/index.html"), new RegExp(`id="${id}"`));
  }
});

test("every category page links all its products, and the homepage every category", () => {
  for (const { category, slug } of products) assert.ok(files.get(`${category}/index.html`).includes(`href="/${category}/${slug}/"`), slug);
  for (const { id } of categories) assert.ok(files.get("index.html").includes(`href="/${id}/"`), id);
});

test("every product page states its product and its way back as JSON-LD", () => {
  for (const product of products) {
    const data = dataOf(files.get(`${product.category}/${product.slug}/index.html`));
    const stated = data.filter((block) => block["@type"] === "Product");
    assert.equal(stated.length, 1, product.slug);
    const [{ name, sku, category, brand, offers }] = stated;
    assert.deepEqual({ name, sku, brand: brand.name }, { name: product.name, sku: product.id, brand: product.brand });
    assert.equal(Number(offers.price), product.price);
    assert.equal(offers.priceCurrency, site.currency);
    const { aliases } = site.dimensions.category;
    assert.ok(aliases[product.category].includes(category), `${category} is no alias of ${product.category}`);
    const crumbs = data.find((block) => block["@type"] === "BreadcrumbList").itemListElement;
    assert.deepEqual(crumbs.map(({ position }) => position), [1, 2, 3]);
    assert.deepEqual(crumbs.map((crumb) => crumb.name), ["Trailhead", category, product.name]);
  }
});

test("pages without a product state none", () => {
  const own = new Set(products.map(({ category, slug }) => `${category}/${slug}/index.html`));
  for (const [path, text] of pages) {
    if (!own.has(path)) assert.ok(dataOf(text).every((block) => block["@type"] !== "Product"), path);
  }
});

test("the add-to-cart button carries a whole GA4 item", () => {
  const text = files.get("trail/mudlark/index.html");
  const item = JSON.parse(/data-add="([^"]*)"/.exec(text)[1].replaceAll("&quot;", '"'));
  assert.deepEqual(item, {
    item_id: "TH-102", item_name: "Mudlark", item_category: "Trail running", item_brand: "Northfold", price: 139,
    path: "/trail/mudlark/", image: "/img/products/mudlark.svg",
  });
});

test("every picture says its size and what it shows", () => {
  for (const [path, text] of pages) {
    for (const [tag] of all(text, /<img [^>]*>/g)) {
      for (const name of ["src", "alt", "width", "height"]) assert.notEqual(attribute(tag, name), undefined, `${path}: ${tag} has no ${name}`);
      assert.match(attribute(tag, "width") + attribute(tag, "height"), /^\d+$/);
    }
  }
});

test("a policy without unsafe-inline breaks nothing: one inline script, no handlers, no inline styles", () => {
  for (const [path, text] of pages) {
    const inline = all(text, /<script(?![^>]*\ssrc=)([^>]*)>(.*?)<\/script>/gs).filter(([, attributes]) => !attributes.includes("application/ld+json"));
    assert.deepEqual(inline.map(([, attributes, body]) => [attributes, body]), [[' data-release="1"', text.includes("data-tactful-rank") ? snippets.lists : snippets.plain]], path);
    assert.doesNotMatch(text, /<[^>]+\son[a-z]+\s*=/i, path);
    assert.doesNotMatch(text, /<style|<[^>]+\sstyle\s*=|javascript:|https?:\/\/(?!schema\.org|trailhead\.example)/i, path);
  }
});

test("snippet and script tag stand in the head before the stylesheet", () => {
  for (const [path, text] of pages) {
    const order = ['<script data-release="1">', '<script async src="/tactful.js" data-pack="/site.pack" data-items="/site.items.json" data-consent="not-required">', '<link rel="stylesheet"', "</head>"]
      .map((part) => text.indexOf(part));
    assert.ok(order.every((at, index) => at > (order[index - 1] ?? 0)), `${path}: ${order}`);
  }
});

test("every page has a language, a title of its own, one h1, one main, a skip link", () => {
  for (const [path, text] of pages) {
    assert.match(text, /<html lang="en">/);
    assert.equal(all(text, /<h1[ >]/g).length, 1, path);
    assert.equal(all(text, /<main[ >]/g).length, 1, path);
    assert.match(text, /<body>\s*<a class="skip" href="#main">/, path);
    assert.match(text, /<main id="main"/, path);
    const ids = all(text, /\sid="([^"]*)"/g).map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, `${path}: an id twice`);
  }
  assert.equal(new Set(pages.map(([, text]) => /<title>(.*?)<\/title>/.exec(text)[1])).size, pages.length);
});

test("text from the data cannot become markup", () => {
  for (const [path, text] of pages) assert.doesNotMatch(text, /undefined|\[object |&amp;(amp|lt|quot);/, path);
});

test("pictures are small, whole and the same at every build", () => {
  const again = shopFiles(snippets);
  for (const [path, text] of files) {
    assert.equal(again.get(path), text, path);
    if (!path.endsWith(".svg")) continue;
    assert.ok(text.length <= (path.includes("/hero/") ? 32 : 12) * 1024, `${path} has ${text.length} bytes`);
    assert.doesNotMatch(text, /NaN|undefined|<style|<script|href=/, path);
    assert.equal(all(text, /<(?!\/|[^>]*\/>)/g).length, all(text, /<\//g).length, `${path}: tags do not match`);
  }
  assert.equal(new Set([...files].filter(([path]) => path.endsWith(".svg")).map(([, text]) => text)).size,
    [...files.keys()].filter((path) => path.endsWith(".svg")).length, "two pictures are alike");
});

test("every hero of the campaign has its picture, its goal and its words", () => {
  assert.equal(prefetch, "all");
  assert.equal(site.control + explore, 0, "everyone who tries the demo sees it work");
  for (const { id, content } of variants) {
    if (id === fallback) continue;
    const { headline, body, image, cta } = content;
    assert.ok(headline.length <= 32 && body.length <= 100, `${id}: its words do not fit the hero`);
    assert.ok(served(image.src), `${id}: ${image.src}`);
    assert.deepEqual([image.width, image.height], [1200, 600], id);
    assert.ok(image.alt && cta.label && served(cta.href), id);
  }
  const pictures = new Set(variants.flatMap(({ content }) => content ? [content.image.src] : []));
  assert.ok(pictures.size + 1 <= 8, "with the default's, at most eight distinct pictures a slot");
  for (const { id } of categories) {
    assert.equal(variants.filter((variant) => variant.for?.category?.includes(id)).length, 1, `${id} has one hero`);
    assert.equal(site.dimensions.category.labels[id], categories.find((category) => category.id === id).name);
  }
});

test("the homepage carries the default hero in its HTML, with every field a variant may fill", () => {
  const hero = /<section class="hero" data-tactful-slot="home-hero".*?<\/section>/s.exec(files.get("index.html"))[0];
  const fields = all(hero, /data-tactful="([^"]*)"/g).map(([, name]) => name);
  assert.deepEqual(fields, ["image", "headline", "body", "cta"]);
  for (const { content = {} } of variants) for (const key of Object.keys(content)) assert.ok(fields.includes(key), key);
});

test("what the feed lists is what the homepage shows: its pictures are asked for whoever the visitor is, and its words are the shop's", () => {
  const { items } = JSON.parse(files.get("feed.json"));
  const home = files.get("index.html");
  const list = /<ul[^>]*data-tactful-rank="popular".*?<\/ul>/s.exec(home)[0];
  assert.doesNotMatch(list, /loading="lazy"/);
  assert.equal(items.length, all(list, /data-tactful-item=/g).length);
  for (const { id, title, link, price, image, about } of items) {
    const product = products.find((each) => each.id === id);
    assert.deepEqual([title, price, about], [product.name, `€ ${product.price}`, { category: product.category, brand: product.brand, price: product.price }]);
    assert.ok(served(link) && served(image.src) && list.includes(`src="${image.src}"`), id);
    assert.ok(list.includes(`data-tactful-item="category: ${about.category}; brand: ${about.brand}; price: ${about.price}"`), id);
  }
  assert.equal(all(list, /data-tactful-pinned/g).length, 1);
  const pick = /<section class="pick" data-tactful-slot="home-pick".*?<\/section>/s.exec(home)[0];
  const fields = all(pick, /data-tactful="([^"]*)"/g).map(([, name]) => name);
  const [, { content, item }] = slots["home-pick"].variants;
  assert.deepEqual(Object.keys(content).sort(), fields.sort());
  assert.deepEqual([item, slots["home-pick"].prefetch], [["category"], "none"]);
  assert.ok(list.includes(`src="${attribute(/<img [^>]*>/.exec(pick)[0], "src")}"`), "the shop's own pick is in the list too");
});

test("refuses to build over a folder that is not its own", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "tactful-demo-"));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "thesis.txt"), "the only copy");
  assert.throws(() => buildDemo(folder), /something other than this demo/);
  assert.deepEqual(readdirSync(folder), ["thesis.txt"]);
});

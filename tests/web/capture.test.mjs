// Products as pages state them in JSON-LD, and the items they become.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stopwatch } from "./lib/busy.mjs";
import { sdk } from "./lib/bundle.mjs";

globalThis.location = { pathname: "/p/roadie", host: "shop.example" };
globalThis.document = { documentElement: { lang: "de-AT" } };
const { readProducts, thingsOf } = await sdk("capture.ts");
const readJsonLd = (blocks) => readProducts(thingsOf(blocks));
const { parseNumber } = await sdk("value.ts");

const product = { "@context": "https://schema.org", "@type": "Product", sku: "R1", name: "Roadie", brand: { "@type": "Brand", name: "Acme" }, category: "trail", offers: { "@type": "Offer", price: "89.90", priceCurrency: "EUR" } };
const item = { item_id: "R1", item_name: "Roadie", item_brand: "Acme", price: "89.90", item_category: "trail" };
const crumb = (position, name, path) => ({ "@type": "ListItem", position, name, item: path && `https://shop.example${path}` });
const crumbs = { "@type": "BreadcrumbList", itemListElement: [crumb(3, "Trail", "/shoes/trail"), crumb(1, "Home", "/"), crumb(2, "Shoes", "/shoes"), crumb(4, "Roadie")] };
const way = (...pages) => ({ "@type": "BreadcrumbList", itemListElement: pages.map(([name, page], i) => ({ position: i + 1, name, item: page })) });
const read = (...blocks) => JSON.parse(JSON.stringify(readJsonLd(blocks)));
const without = (object, ...keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

const samples = {
  "a product": [[product], item],
  "a product in @graph": [[{ "@graph": [{ "@type": "WebSite", name: "Shop" }, product] }], item],
  "a product in an array, beside others": [[[{ "@type": "Organization", name: "Shop" }, product]], item],
  "a product in its own script, after others": [[{ "@type": "WebSite" }, crumbs, product], item],
  "a group whose variants alone say of what kind it is, and what it costs": [
    [[{ "@type": "ProductGroup", "@id": "#g", productGroupID: "G1", name: "Roadie" }, ...["red", "blue"].map((color) => ({ ...product, name: `Roadie ${color}`, sku: color, isVariantOf: { "@id": "#g" } }))]],
    { ...item, item_id: "G1" },
  ],
  "several types": [[{ ...product, "@type": ["Thing", "Product"] }], item],
  "a type as an address": [[{ ...product, "@type": "http://schema.org/Product" }], item],
  "the main entity of a page": [[{ "@type": "WebPage", mainEntity: product }], item],
  "a brand as text": [[{ ...product, brand: "Acme" }], item],
  "several brands": [[{ ...product, brand: [{ name: "Acme" }, { name: "Other" }] }], item],
  "a brand stated elsewhere": [[{ "@graph": [{ ...product, brand: { "@id": "#acme" } }, { "@type": "Brand", "@id": "#acme", name: "Acme" }] }], item],
  "a category as a thing": [[{ ...product, category: { "@type": "CategoryCode", name: "trail" } }], item],
  "several categories": [[{ ...product, category: ["trail", "sale"] }], { ...item, item_category2: "sale" }],
  "the way of categories": [[without(product, "category"), crumbs], { ...item, item_category: "Shoes", item_category2: "Trail" }],
  "the way from the homepage of the page's language": [[without(product, "category"), way(["Start", "/de/"], ["Trail", "/de/trail/"])], { ...item, item_category: "Trail" }],
  "the way from the homepage of the page's country": [[without(product, "category"), way(["Start", "//shop.example/AT"], ["TV", "/tv"])], { ...item, item_category: "TV" }],
  "the way as things with addresses": [
    [without(product, "category"), way(["Home", { url: "https://shop.example" }], ["Trail", { url: "/trail" }], ["This one", { url: "https://shop.example/p/roadie/" }])],
    { ...item, item_category: "Trail" },
  ],
  "a category before the way": [[product, crumbs], item],
  "no price": [[without(product, "offers")], without(item, "price")],
  "no id": [[without(product, "sku")], without(item, "item_id")],
  "neither": [[{ "@type": "Product", name: "Roadie" }], { item_name: "Roadie" }],
  "productID before sku": [[{ ...product, productID: "P9" }], { ...item, item_id: "P9" }],
  "only a gtin": [[{ ...without(product, "sku"), gtin13: "4006381333931" }], { ...item, item_id: "4006381333931" }],
  "only an address": [[{ ...without(product, "sku"), url: "https://shop.example/p/roadie" }], { ...item, item_id: "https://shop.example/p/roadie" }],
  "several offers": [[{ ...product, offers: [{ price: "" }, { price: 89.9 }, { price: 99 }] }], { ...item, price: 89.9 }],
  "an aggregate offer": [[{ ...product, offers: { "@type": "AggregateOffer", lowPrice: "79", highPrice: "99" } }], { ...item, price: "79" }],
  "offers within an aggregate": [[{ ...product, offers: { "@type": "AggregateOffer", offers: [{ price: "79" }] } }], { ...item, price: "79" }],
  "a price specification": [[{ ...product, offers: { priceSpecification: { price: "79" } } }], { ...item, price: "79" }],
  "a list price and the price": [[{ ...product, offers: { priceSpecification: [{ price: "99", priceType: "https://schema.org/ListPrice" }, { price: "79" }] } }], { ...item, price: "79" }],
  "a list price and a sale price, both with their type": [
    [{ ...product, offers: { priceSpecification: [{ price: "99", priceType: "https://schema.org/ListPrice" }, { price: "79", priceType: "https://schema.org/SalePrice" }] } }],
    { ...item, price: "79" },
  ],
  "a group with variants": [
    [{ "@type": "ProductGroup", productGroupID: "G1", name: "Roadie", brand: { name: "Acme" }, category: "trail", hasVariant: [{ "@type": "Product", sku: "R1-42", offers: { price: "89.90" } }, { "@type": "Product", sku: "R1-43", offers: { price: "95" } }] }],
    { ...item, item_id: "G1" },
  ],
  "the same product twice": [[product, { ...product, "@id": "#again" }], item],
  "the page's product among others": [[{ ...product, sku: "X", name: "Other", url: "/p/other" }, { ...product, url: "https://shop.example/p/roadie?ref=1" }], item],
  "the page's product among others, by other spellings of its address": [
    [{ ...product, sku: "X", name: "Other", url: "//shop.example/p/other" }, { ...product, url: "//shop.example/p/Roadie/?ref=1" }], item,
  ],
  "variants beside their group": [
    [{ "@graph": [{ ...product, "@type": "ProductGroup", "@id": "#g" }, ...["42", "43"].map((size) => ({ ...product, sku: `R1-${size}`, name: `Roadie ${size}`, isVariantOf: { "@id": "#g" } }))] }], item,
  ],
  "related products, only mentioned": [[{ ...product, isRelatedTo: [{ ...product, sku: "X", name: "Other" }] }], item],
};
for (const [name, [blocks, expected]] of Object.entries(samples)) {
  test(`reads ${name}`, () => {
    const [found, ...more] = read(...blocks);
    assert.deepEqual(more, []);
    assert.deepEqual(found, expected);
  });
}

test("several products of other addresses are a list", () => {
  const cards = ["A", "B", "C"].map((sku) => ({ ...product, sku, name: sku, url: `/p/${sku}` }));
  assert.deepEqual(read(...cards).map(({ item_id }) => item_id), ["A", "B", "C"]);
});

test("a page's address is its own, however its letters are written", () => {
  const { pathname } = location;
  location.pathname = "/p/m%C3%BCsli-%E2%9C%93";
  const [found, ...more] = read({ ...product, url: "https://shop.example/p/Müsli-✓/" }, { ...product, sku: "X", name: "\ud800", url: "/p/\ud800" });
  location.pathname = pathname;
  assert.deepEqual([found, more], [item, []]);
});

test("products of a list are none of the page's own", () => {
  assert.deepEqual(read({ "@type": "ItemList", itemListElement: [{ "@type": "ListItem", item: product }] }), []);
});

for (const [name, blocks] of Object.entries({
  "null, numbers, texts": [null, 1, "x", [], {}, [null, [1]], { "@graph": "x" }, { "@type": 5 }],
  "wrong types everywhere": [{ "@type": "Product", name: { name: { name: {} } }, brand: [[]], offers: [null, 5, { priceSpecification: "x" }], category: [null, {}], hasVariant: "x", url: {} }],
  "breadcrumbs of nonsense": [{ "@type": "Product", name: "x" }, { "@type": "BreadcrumbList", itemListElement: [null, 5, "x", { item: 7 }] }],
  "references in a circle": [{ "@graph": [{ "@type": "Product", "@id": "#a", name: { "@id": "#a" }, brand: { "@id": "#b" }, offers: { "@id": "#o" } }, { "@type": "Brand", "@id": "#b", name: { "@id": "#b" } }, { "@type": "Offer", "@id": "#o", offers: { "@id": "#o" } }] }],
  "an id that objects have": [{ "@type": "Product", "@id": "__proto__", name: "constructor" }],
  "very many things": [Array.from({ length: 50_000 }, () => ({ "@graph": [{}, {}] }))],
  "very deep": [JSON.parse(`${'{"@graph":['.repeat(5000)}{}${"]}".repeat(5000)}`)],
})) {
  test(`survives ${name}`, () => {
    const spent = stopwatch();
    assert.ok(Array.isArray(readJsonLd(blocks)));
    assert.ok(spent() < 1000);
  });
}

test("a product named as what all objects have is one like others, and leaves them alone", () => {
  for (const name of ["__proto__", "constructor"]) assert.deepEqual(read({ ...product, name }), [{ ...item, item_name: name }]);
  assert.deepEqual([{}.item_id, Object.item_id], [undefined, undefined]);
});

test("prices of all spellings are numbers once tracked", () => {
  for (const [text, number] of [["1,299.00", 1299], ["1.299,00 €", 1299], ["1,299", 1299], ["1.299", 1.299], ["12,5", 12.5], ["89.90", 89.9], ["EUR 1 299", 1299]]) {
    assert.equal(parseNumber(text), number, text);
  }
});

test("offers that hold themselves many times over, and a page of many products, are read at once", () => {
  const offers = { "@type": "AggregateOffer", "@id": "#o", offers: Array.from({ length: 500 }, () => ({ "@id": "#o" })) };
  const spent = stopwatch();
  assert.deepEqual(read({ "@graph": [{ ...product, offers: { "@id": "#o" } }, offers] }), [without(item, "price")]);
  assert.ok(spent() < 1000);
  const many = Array.from({ length: 2000 }, (_, i) => ({ "@type": "Product", name: `Shoe ${i}`, category: "trail" }));
  // What costs is to look for the way; it is the same for all.
  let asked = 0;
  const ofType = thingsOf([many]);
  assert.equal(readProducts((type) => (asked++, ofType(type))).length, 2000);
  assert.ok(asked < 5, `${asked}`);
});

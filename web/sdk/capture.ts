/** What the page says it is about: schema.org products in JSON-LD, as GA4's view_item. All else that pages state is read by
 * capture-more.ts, loaded where there is some of it. docs/capture.md has the rules. */
import type { Host } from "./host.ts";

/** Longest block read, in characters, and most things of a page. */
const LONGEST = 262_144;
const MOST = 2000;

export type Item = Record<string, any>;

let byId: Record<string, any> = {};
/** As an array; a reference ({"@id"} of a thing stated elsewhere) is that thing. */
export const list = (value: any): any[] => (value == null ? [] : [value].flat()).map((each) => (each?.["@id"] && byId[each["@id"]]) || each);
/** A text, or what a thing is called; of several the first. */
export const nameOf = (value: any, depth = 3): any => {
  const [text] = list(value);
  return Object(text) === text ? depth && nameOf(text.name, depth - 1) : text;
};
/** The path of an address or of the thing that has it, to compare: "" for the homepage, never with a slash at its end, and letters as addresses
 * have them, however the page writes them. */
export const pathOf = (address: any): string =>
  `${address?.["@id"] || address?.url || address}`.replace(/^(\w+:)?\/\/[^/]+|\/?([?#].*)?$/g, "").replace(/[^!-~\ud800-\udfff]/gu, encodeURIComponent).toLowerCase();
export const isHere = (address: any) => pathOf(address) == pathOf(location.pathname);

export const priceOf = (offers: any, depth = 3): any => {
  // Of offers that hold themselves, many times over, no page would see the end.
  for (const offer of list(offers).slice(0, 20)) {
    const specs = list(offer?.priceSpecification);
    // A price with a type is the one struck through, unless it is said to be what is asked for.
    const spec = specs.find((each) => !each?.priceType || /Sale/.test(each.priceType)) || specs[0];
    const price = offer?.price || offer?.lowPrice || spec?.price || (depth && priceOf(offer?.offers, depth - 1));
    if (price) return price;
  }
};

/** Puts `names` into the item as its categories: GA4 has room for five. */
export const categorize = (item: Item, names: any[]): Item => {
  names.slice(0, 5).forEach((each, i) => (item["item_category" + (i ? i + 1 : "")] = nameOf(each)));
  return item;
};

/** `way`: the breadcrumbs, for a product that states no category. */
export const itemOf = (product: Item, way: any[]): Item => {
  const of = (names: string): any => {
    for (const source of [product, ...list(product.hasVariant)]) for (const name of names.split(" ")) if (source?.[name]) return source[name];
  };
  const item: Item = {
    item_id: nameOf(of("productID sku gtin gtin13 gtin8 gtin12 gtin14 mpn productGroupID @id url")),
    item_name: nameOf(of("name")),
    item_brand: nameOf(of("brand")),
    price: priceOf(of("offers")),
  };
  const stated = list(of("category"));
  // The way ends at the product itself.
  return categorize(item, stated[0] ? stated : way.filter(({ item: page, name }, i) => i < way.length - 1 || (page && !isHere(page) && name != item.item_name)).map(crumbName));
};
export const crumbName = ({ item: page, name }: any) => name || page;

/** The things that blocks of JSON-LD state: at their top, in an array or @graph, or as the main entity; what is only mentioned (related
 * products) is none of them. As a function that gives those of a type. */
export const thingsOf = (blocks: unknown[]): ((type: RegExp) => any[]) => {
  const things: any[] = [...blocks];
  byId = Object.create(null);
  for (let i = 0; i < things.length && i < MOST; i++) {
    const thing = things[i];
    if (thing?.["@type"] && thing["@id"]) byId[thing["@id"]] ||= thing;
    things.push(...(Array.isArray(thing) ? thing : [thing?.["@graph"] ?? [], thing?.mainEntity ?? []].flat()).slice(0, MOST));
  }
  return (type) => things.filter((thing) => list(thing?.["@type"]).some((name) => type.test(name)));
};

/** The breadcrumbs in their order, without the homepage: "/", or "/de/" of a page whose language says so. */
export const wayOf = (ofType: (type: RegExp) => any[]): any[] =>
  list(ofType(/\bBreadcrumbList$/)[0]?.itemListElement)
    .filter((crumb) => crumb && !document.documentElement.lang.toLowerCase().includes(pathOf(crumb.item || "/.").slice(1)))
    .sort((a, b) => a.position - b.position);

/** The products that the page is about; of several those with its address. */
export const readProducts = (ofType: (type: RegExp) => any[]): Item[] => {
  const products = ofType(/\b(Individual)?Product(Group|Model)?$/);
  const own = products.filter((product) => isHere(product.url) || isHere(product));
  const way = wayOf(ofType);
  // A product may be called as what all objects have.
  const found: Record<string, Item> = Object.create(null);
  for (const product of own[0] ? own : products) {
    const item = itemOf(product, way);
    // Said twice, by the theme and by a plugin, it is still one; and so are the variants of a group. What the first lacks the others say.
    const same = (found[nameOf(product.isVariantOf) || item.item_name || item.item_id] ||= item);
    for (const name in item) same[name] ??= item[name];
  }
  return Object.values(found);
};

/** The page's blocks of JSON-LD, as far as they can be read. */
export const blocksOf = (host: Host): unknown[] => {
  const blocks: unknown[] = [];
  for (const { text } of document.querySelectorAll<HTMLScriptElement>('script[type*="ld+json"]')) {
    try {
      if (text.length > LONGEST) host.problem("json-ld-too-long");
      // Content systems escape what stands in a script as if it stood in the page.
      else blocks.push(JSON.parse(text.replace(/&(amp|#0?38);/g, "&")));
    } catch {
      host.problem("json-ld-damaged");
    }
  }
  return blocks;
};

/** Tells of what the page is about. */
export const tell = (host: Host, items: Item[]): void => {
  host.items = items;
  if (items[0]) host.track(items[1] ? "view_item_list" : "view_item", { items });
};

/** Reads the page as it is now, and tells of a product. */
export const scan = (host: Host): void => tell(host, readProducts(thingsOf(blocksOf(host))));

/** Microdata and OpenGraph. Microdata becomes what JSON-LD would have said, and is then read by the same rules. */
import type { Item } from "./capture.ts";

/** Most things of a page: each is searched for its own properties. */
const MOST = 200;
/** Most references that one has by itemref. */
const REFERENCES = 10;

/** The value of an element with `itemprop`, where microdata keeps it. */
const valueOf = (element: any): string =>
  (element.getAttribute("content") ??
    element.getAttribute("datetime") ??
    (element.localName == "data" || element.localName == "meter" ? element.getAttribute("value") : null) ??
    // Resolved, as addresses in JSON-LD are; in SVG they are none.
    [element.href, element.src, element.textContent].find((each) => each?.trim)
  ).trim();

const thingOf = (scope: Element, left: { count: number }): Item => {
  const thing: Item = { "@type": (scope.getAttribute("itemtype") || "").split(/\s+/), "@id": scope.getAttribute("itemid") };
  if (left.count-- <= 0) return thing;
  // What belongs to it and stands elsewhere in the page.
  const apart = (scope.getAttribute("itemref") || "").split(/\s+/, REFERENCES).map((id) => document.getElementById(id));
  for (const root of [scope, ...apart]) {
    const owner = root == scope ? scope : root?.parentElement?.closest("[itemscope]");
    for (const element of root ? [root, ...root.querySelectorAll("[itemprop]")] : []) {
      if (element == scope || !element.hasAttribute("itemprop") || element.parentElement?.closest("[itemscope]") != owner) continue;
      const value = element.hasAttribute("itemscope") ? thingOf(element, left) : valueOf(element);
      for (const name of element.getAttribute("itemprop")!.split(/\s+/)) if (value) thing[name] = name in thing ? [thing[name], value].flat() : value;
    }
  }
  return thing;
};

/** The things of the page that are no property of another. */
export const microdata = (): Item[] => {
  const left = { count: MOST };
  return [...document.querySelectorAll("[itemscope]:not([itemprop])")].slice(0, MOST).map((scope) => {
    const thing = thingOf(scope, left);
    // The one with the page's headline is the page's, the others are cards of a list.
    if (scope.querySelector("h1")) thing["url"] = location.href;
    return thing;
  });
};

export const openGraph = (): { items: Item[]; article?: boolean } => {
  const all = (name: string) => [...document.querySelectorAll<HTMLMetaElement>(`meta[property="${name}"]`)].map(({ content }) => content).filter((text) => text);
  const of = (name: string) => all(name)[0];
  const type = of("og:type") ?? "";
  if (type == "article") {
    const tags = all("article:tag");
    return {
      items: [{ item_id: of("og:url"), item_name: of("og:title"), item_category: of("article:section"), item_tag: tags[0] && tags.slice(0, 10) }],
      article: true,
    };
  }
  if (!/product/.test(type)) return { items: [] };
  return {
    items: [
      {
        item_id: of("product:retailer_item_id"),
        item_name: of("og:title"),
        item_brand: of("product:brand"),
        item_category: of("product:category"),
        price: of("product:price:amount") ?? of("og:price:amount"),
      },
    ],
  };
};

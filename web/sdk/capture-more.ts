/** What pages state besides a product in JSON-LD, by trust: other things in JSON-LD, microdata, OpenGraph, GA4's dataLayer and gtag; and
 * what they state anew when an application in one document moves on. Loaded where a page has some of it. What was understood already
 * is not counted again. docs/capture.md has the rules. */
import { blocksOf, readProducts, tell, thingsOf, type Item } from "./capture.ts";
import { openGraph, microdata } from "./capture-tags.ts";
import { readThings } from "./capture-things.ts";
import { depthNow } from "./seen.ts";
import type { Host } from "./host.ts";
import type { Params } from "./types.ts";

/** Events of the dataLayer that count. The visitor's looks at products come from markup first. */
const EVENTS =
  /^(view_item|view_item_list|select_item|search|add_to_cart|add_to_wishlist|remove_from_cart|begin_checkout|purchase|refund|sign_up|login|share|video_start|video_progress|video_complete)$/;
/** Two tags that tell of the same do so within this time. */
const SAME_MS = 1000;
/** An application draws its page within this time of its beginning, and is looked at so long after each change. */
const DRAWN_MS = 10_000;
const REST_MS = 300;
/** A dataLayer that is not there yet is looked for so often, a second apart: a consent tool may bring it. */
const LOOKS = 10;

/** Of an entry without `ecommerce` its items, and what is no tag's own: it may hold half the page. */
const plain = ({ event, items, ...entry }: any): Params => ({ ...Object.fromEntries(Object.entries(entry).filter(([, value]) => Object(value) !== value)), items });

/** Hears what the page pushes to its dataLayer: `{event, ecommerce}`, and gtag's `event` calls; what was pushed before, too. */
const watchDataLayer = (layer: unknown[], hear: (name: string, params: Params, gtag: boolean) => void) => {
  const read = (entry: any) => {
    // gtag pushes its arguments; another tag's mistake is no reason to break its push.
    try {
      if (entry?.[0] == "event") hear(entry[1], entry[2] || {}, true);
      else if (entry?.event) hear(entry.event, entry.ecommerce || plain(entry), false);
    } catch {}
  };
  Array.prototype.slice.call(layer).forEach(read);
  try {
    const push = layer.push;
    layer.push = function (...entries: unknown[]) {
      const result = push.apply(this, entries);
      entries.forEach(read);
      return result;
    };
  } catch {
    // Frozen: what comes later is not heard.
  }
};

const idsOf = (items: Item[]) => items.map((item) => `${item["item_id"] ?? ""} ${item["item_name"] ?? ""}`);

/** Starts, once a document, of which `path` has been looked at. `turn` is told when another page begins, while the items are still the old
 * one's. What it returns is called when the address may have changed, and with `back` when the page came back from the back-forward
 * cache: then it is looked at again. */
export const captureMore = (host: Host, path: string, turn: () => void): ((back?: boolean) => void) => {
  /** Read to the half, what is an article counts as read. */
  let article = false;
  /** How far the visitor came, in percent. */
  let depth = 0;
  const scrolled = () => (depth = Math.max(depth, depthNow()));
  const leave = () => {
    if (!article || depth < 50) return;
    article = false;
    host.track("article_read", { percent: depth, items: host.items });
  };
  let viewed = new Set<unknown>();
  /** What markup has told is told by the dataLayer's first event of this name too, perhaps under another id. Quick views may follow. */
  let same = "";
  /** A product told of in this view. */
  let told = false;

  const note = (items: Item[]) => {
    for (const { item_id } of items) viewed.add(item_id);
    told ||= !!items[0];
  };
  /** What markup states now: items, and whether they are an article. */
  const read = () => {
    const ofType = thingsOf(blocksOf(host));
    const products = readProducts(ofType);
    if (products[0]) return { items: products };
    const found = readThings(ofType);
    if (found.items[0]) return found;
    const more = thingsOf(microdata());
    const cards = readProducts(more);
    if (cards[0]) return { items: cards };
    const thing = readThings(more);
    return thing.items[0] ? thing : openGraph();
  };
  /** What markup said when it was read last. What it still says on the next page is not that page's. */
  let last = idsOf(host.items);
  /** The dataLayer came first: markup may have followed it. */
  let first = false;
  const look = (found: { items: Item[]; article?: boolean; list?: boolean } = read()) => {
    article = !!found.article;
    depth = 0;
    same = !found.items[0] ? "" : found.list || found.items[1] ? "view_item_list" : "view_item";
    last = idsOf(found.items);
    note(found.items);
    if (found.list) host.track("view_item_list", { items: (host.items = found.items) });
    else tell(host, found.items);
  };

  let observer: MutationObserver | undefined;
  /** Looks at a page that is being drawn, until it has told of a product. */
  const wait = () => {
    const until = host.now() + DRAWN_MS;
    let timer = 0;
    const rest = () => {
      if (told || host.now() > until) return observer!.disconnect();
      timer ||= setTimeout(() => {
        timer = 0;
        if (told) return;
        const found = read();
        const now = idsOf(found.items);
        // Libraries that swap pages (Turbo) leave the blocks of those before in <head>: the page's own are those that are new.
        const more = last[0] && last.every((id) => now.includes(id)) ? found.items.filter((_, i) => !last.includes(now[i]!)) : [];
        if (more[0]) look({ ...found, items: more });
        else if (now[0] != last[0]) look(found);
        last = now;
      }, REST_MS) as unknown as number;
    };
    observer = new MutationObserver(rest);
    observer.observe(document, { childList: true, subtree: true, characterData: true });
    rest();
  };
  const moved = (back?: boolean) => {
    if (path == location.pathname && !back) return;
    path = location.pathname;
    observer?.disconnect();
    if (first) last = idsOf(read().items);
    first = false;
    if (!back) {
      leave();
      turn();
    }
    host.items = [];
    viewed = new Set();
    told = article = false;
    same = "";
    host.track("page_view");
    if (back) look();
    else wait();
  };

  if (host.items[0]) {
    note(host.items);
    same = host.items[1] ? "view_item_list" : "view_item";
  } else if (path == location.pathname) {
    look();
    if (!told) wait();
  }

  const heard: Record<string, [at: number, by: string]> = {};
  const listen = (left: number) => {
    const layer = (window as any).dataLayer;
    if (!Array.isArray(layer)) return void (left && setTimeout(listen, 1000, left - 1));
    watchDataLayer(layer, (name, params, gtag) => {
      if (!EVENTS.test(name)) return;
      moved();
      // A shop with gtag and Tag Manager says all twice, and so does one with two properties.
      const key = name + [params["items"] ?? []].flat().map((item: any) => item?.item_id + "|" + item?.item_name);
      const by = gtag + ("" + params["send_to"]);
      const before = heard[key];
      heard[key] = [host.now(), by];
      if (before && before[1] != by && host.now() - before[0] < SAME_MS) return;
      const repeats = name == same;
      if (repeats) same = "";
      if (name == "view_item") {
        const items = [params["items"]].flat().filter((item: any) => item && !viewed.has(item.item_id)) as Item[];
        note(items);
        if (repeats || !items.length) return;
        if (!host.items[0]) {
          host.items = items;
          first = true;
        }
        params = { ...params, items };
      } else if (repeats) return;
      host.track(name, params);
    });
  };
  listen(LOOKS);

  addEventListener("scroll", scrolled, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return;
    scrolled();
    leave();
  });
  return moved;
};

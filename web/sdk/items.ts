/** Variants that show an item of the catalogue (docs/items.md): which item, and its words in the content's holes.
 *
 * The core says that such a variant may be shown, and by which dimensions its item is chosen (`content.item`): they are among those that the
 * governor let in. Its `rank` scores the items. Loaded where the page names a catalogue, whoever the visitor is. */
import type { StoredEntry } from "./plan.ts";
import type { Host } from "./host.ts";
import type { Content, Picture } from "./types.ts";

/** As the compiler writes it (core/compiler/items.h). */
export interface Item {
  id: string;
  title: string;
  link: string;
  price?: string;
  image?: Picture;
  about: Record<string, (string | number)[]>;
}

/** The item last chosen stays until another's score is so much higher. */
const LEAD = 1.1;

/** A content with an item's words; texts by language stay so. A picture takes the place of the whole text that asks for it. */
export const withItem = (value: any, item: Item): any =>
  typeof value == "string"
    ? value == "{item.image}"
      ? item.image
      : value.replace(/\{item\.(title|price|link)\}/g, (_, key: "title" | "price" | "link") => item[key] ?? "")
    : value && typeof value == "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (key == "item" ? [] : [[key, withItem(each, item)]])))
      : value;

/** Fills entries out of `items`. `shown`: the entry of the plan before for the same variant. What rests, or is not liked, is not shown. */
export const filler = (host: Host, items: Item[]) => {
  let asked = "";
  let scores: number[] = [];
  return (entry: StoredEntry, shown: StoredEntry | undefined): StoredEntry | undefined => {
    const dimensions = entry.content!["item"] as string[];
    const now = host.now();
    // The entries of a plan ask alike.
    const question = dimensions + " " + now;
    if (asked != question) {
      const rank = items.map(({ about }) => Object.fromEntries(dimensions.map((name) => [name, about[name]])));
      scores = host.core()!.ask("rank", now, { rank }).scores;
      asked = question;
    }
    let best = items.findIndex(({ id }) => id == shown?.item);
    scores.forEach((score, i) => {
      if (!(score <= (items[best]?.id == shown?.item ? LEAD : 1) * scores[best]!)) best = i;
    });
    const item = items[best];
    return item && scores[best]! > 0 ? { ...entry, content: withItem(entry.content, item) as Content, item: item.id } : undefined;
  };
};

/** The page's catalogue, fetched the same for everybody; nothing, and it is said, where there is none. */
export const itemsOf = async (host: Host): Promise<Item[] | undefined> => {
  const url = host.options.items!;
  try {
    const response = await fetch(url);
    const { v, items } = await response.json();
    if (v == 1 && items.every(({ id, about }: Item) => id && about)) return items;
    host.problem("items-missing", url);
  } catch (error) {
    host.problem("items-missing", error);
  }
  return undefined;
};

/** Lists of items in the visitor's order: `data-tactful-rank="NAME"` on a list whose children say what they are, `data-tactful-item="…"`
 * (docs/lists.md). For the snippets of sites that have such lists; the others leave this out (web/build.mjs). */
import type { StoredLists } from "../sdk/plan.ts";

const find = () => document.querySelectorAll<any>("[data-tactful-rank]");
/** In order, or seen before they could be: not touched again. */
const settled = new WeakSet<Element>();

/** The parser is past it: something stands behind it, or behind what it is in. */
const whole = (node: Node | null): boolean => document.readyState != "loading" || (!!node && (!!node.nextSibling || whole(node.parentNode)));

/** Orders each list as stored, once all of it is there. One whose items are others now stays as it is, and so does one in which the visitor is
 * already. Items are moved, not styled: who reads or tabs through the page meets them as they stand. What is no item, or is pinned, keeps
 * its place, and the blanks between items too. */
export const order = (lists: StoredLists | undefined): void => {
  for (const list of find()) {
    const { items, places } = lists?.[list.dataset.tactfulRank] || ({} as any);
    if (!places || settled.has(list) || !whole(list)) continue;
    settled.add(list);
    const here = [...list.children].filter(({ dataset }) => dataset.tactfulItem != null && dataset.tactfulPinned == null);
    if (here.length != items.length || here.some(({ dataset }, i) => dataset.tactfulItem != items[i]) || list.contains(document.activeElement)) continue;
    // Whatever is stored, all items stay.
    const sorted = here.map((_, i) => i).sort((a, b) => places[a] - places[b]).map((i) => here[i]);
    const marks = here.map((item, i) => {
      const mark = new Text();
      if (item != sorted[i]) item.before(mark);
      return mark;
    });
    marks.forEach((mark, i) => mark.replaceWith(sorted[i]));
    list.dataset.tactfulRanked = "";
    // For the SDK (lists.ts): as the page had them, and as they stand now.
    list.tactful = [here, sorted];
  }
};

/** Before each frame: a list that it will show, in order or not, stays so. What stands already may have been seen. */
export const watchFrames = (lists: StoredLists | undefined): void => {
  if (!lists) return;
  for (const list of find()) settled.add(list);
  const frame = () => {
    for (const list of find()) if (!settled.has(list) && list.getBoundingClientRect().top < innerHeight) settled.add(list);
    if (document.readyState == "loading") requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  // The last list of a page may have nothing behind it.
  document.addEventListener("readystatechange", () => order(lists));
};

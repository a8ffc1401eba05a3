// Which item of a catalogue is shown, and how its words get into a content.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sdk } from "./lib/bundle.mjs";

const { filler, withItem } = await sdk("items.ts");
const mud = { id: "mud", title: "Mud $& {item.price}", link: "/mud", price: "€ 1", image: { src: "/mud.svg", alt: "", width: 1, height: 1 }, about: { category: ["trail"], brand: ["Acme"] } };

test("an item's words stand in texts, its picture in the place of one, by language too; nothing is filled twice", () => {
  const content = { headline: { en: "{item.title}!", de: "Neu: {item.title}" }, body: "{item.price} {item.color} {category}", image: "{item.image}", cta: { label: "Go", href: "{item.link}" }, item: ["category"] };
  assert.deepEqual(withItem(content, mud), {
    headline: { en: "Mud $& {item.price}!", de: "Neu: Mud $& {item.price}" }, body: "€ 1 {item.color} {category}", image: mud.image, cta: { label: "Go", href: "/mud" },
  });
});

/** What is chosen of items with these scores; `shown` is the id of the one before. */
function chosen(scores, shown) {
  const asked = [];
  const ask = (_, __, { rank }) => (asked.push(rank), { scores });
  const items = scores.map((_, i) => ({ ...mud, id: `${i}` }));
  const fill = filler({ now: () => 5, core: () => ({ ask }) }, items);
  const entry = { variant: "pick", from: 0, until: 9, level: "personal", content: { headline: "{item.title}", item: ["category"] } };
  const made = fill(entry, shown && { item: shown });
  assert.deepEqual(fill(entry, shown && { item: shown }), made);
  // By the declared dimensions alone, and once for all entries of a plan.
  assert.deepEqual(asked, [items.map(() => ({ category: ["trail"] }))]);
  return made?.item;
}

test("the best is shown, of equals the first; the one before stays until another is a tenth better; none that has no share", () => {
  for (const [scores, shown, item] of [
    [[1, 3, 2], undefined, "1"],
    [[2, 3, 3], undefined, "1"],
    [[1, 1.05, 1], "0", "0"],
    [[1, 1.05, 1.2, 1.15], "0", "2"],
    [[1.05, 1], "1", "1"],
    [[1.2, 1], "1", "0"],
    [[1, 2], "gone", "1"],
    [[0, 0], undefined, undefined],
    [[0, 0], "1", undefined],
    [[], undefined, undefined],
  ]) assert.equal(chosen(scores, shown), item, `${scores} ${shown}`);
});

/** Lists of items, `data-tactful-rank="NAME"` (docs/lists.md): what is remembered of them, and the order they get at the next page load.
 *
 * Their items are remembered as the page states them, for the order is made on any page and used where the list stands. The snippet
 * puts it there (web/snippet/order.ts), before the list is seen or not at all; here no list is touched. Loaded where a page has
 * a list, or some page had one. */
import type { StoredList, StoredLists, StoredPlan } from "./plan.ts";
import { parseNumber } from "./value.ts";
import type { Affinity, Host } from "./types.ts";

/** Of lists remembered, those met last; of items in one; of characters in all that these say. */
const MOST_LISTS = 8;
const MOST_ITEMS = 100;
const MOST_TEXT = 6000;

/** Promise 2, as for a slot. */
const MOST_DIMENSIONS = 3;
/** A dimension speaks if the visitor leans clearly to a value of it, and so many events were about that. */
const EVENTS = 2;
const LEANING = 1.5;
/** Items so near to each other in score stand as the page has them. */
const NEAR = 1.1;

type Facts = Record<string, (string | number)[]>;

/** `category: trail; category: road; price: 80`. A number is said both ways: the pack knows whether a dimension is one of numbers. */
export const factsOf = (text: string): Facts => {
  const facts: Facts = Object.create(null);
  for (const [, name, value] of text.matchAll(/([^;:]+):([^;]+)/g)) {
    const number = parseNumber(value!);
    (facts[name!.trim()] ??= []).push(value!.trim(), ...(number == number ? [number] : []));
  }
  return facts;
};
const WELL = /^([^;:]+:[^;]+(;|$))*\s*$/;

/** Indexes of `values`, the least first, equals in their order. */
const order = (values: number[]): number[] => values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);

/** The lists of this page, in its own order. */
const here: StoredLists = {};

const say = ({ dataset }: HTMLElement) => dataset["tactfulItem"]!;

/** Once a page, when it is parsed and idle; `found`: the plan that the page came upon. */
export const readLists = (host: Host, found: Partial<StoredPlan>): void => {
  for (const list of document.querySelectorAll<HTMLElement & { tactful?: [own: HTMLElement[], sorted: HTMLElement[]] }>("[data-tactful-rank]")) {
    const name = list.dataset["tactfulRank"]!;
    const standing = ([...list.children] as HTMLElement[]).filter(({ dataset }) => dataset["tactfulItem"] != null && dataset["tactfulPinned"] == null);
    const [own, sorted] = list.tactful ?? [standing];
    const items = own.map(say);
    const damaged = items.find((text) => !WELL.test(text));
    if (!name || damaged != null) host.problem("item-damaged", damaged ?? list);
    else if (items.length > MOST_ITEMS || items.join().length > MOST_TEXT) host.problem("list-too-long", name);
    else {
      const was: Partial<StoredList> = (found.release == host.options.release && found.lists?.[name]) || {};
      if (!sorted && was.places && "" + was.items == "" + items) host.problem("list-late", name);
      const contested = sorted?.some((item, i) => item != standing[i]);
      if (contested) host.problem("list-contested", name);
      here[name] ??= { items, left: was.left || contested || undefined };
    }
  }
};

/** How many events speak for a leaning in a dimension; 0: none does. */
const leaning = (host: Host, dimension: string): number => {
  try {
    const { affinity }: Affinity = host.core()!.ask("affinity", host.now(), { dimension, evidence: true, top: 20 });
    return affinity.reduce((sum, [, share, events, , average]) => (events! >= EVENTS && share > LEANING * average! ? sum + events! : sum), 0);
  } catch (error) {
    host.problem(error, dimension);
    return 0;
  }
};

/** Each item's place, the best first; undefined where all stay. What is near to the best of those left goes with it, as the page has it. */
export const placesOf = (scores: number[]): number[] | undefined => {
  const group: number[] = [];
  let best = NaN;
  let n = 0;
  for (const item of order(scores.map((score) => -score))) {
    if (!(scores[item]! * NEAR >= best)) {
      best = scores[item]!;
      n++;
    }
    group[item] = n;
  }
  const places: number[] = [];
  order(group).forEach((item, place) => (places[item] = place));
  return places.some((place, item) => place != item) ? places : undefined;
};

/** What the plan keeps of lists: this page's before those `known` from others. In the control group every list stays as the page has it. */
export const ordered = (host: Host, known: StoredLists = {}): StoredLists | undefined => {
  const [slot] = host.slots();
  const personal = !slot || host.decide(slot.slot)?.arm != "control";
  const lean: Record<string, number> = Object.create(null);
  const places = (items: string[]) => {
    const facts = items.map(factsOf);
    const speaking = [...new Set(facts.flatMap(Object.keys))]
      .filter((name) => (lean[name] ??= leaning(host, name)))
      .sort((a, b) => lean[b]! - lean[a]! || (a < b ? -1 : 1))
      .slice(0, MOST_DIMENSIONS);
    if (!speaking[0]) return undefined;
    const rank = facts.map((each) => Object.fromEntries(speaking.map((name) => [name, each[name]])));
    return placesOf(host.core()!.ask("rank", host.now(), { rank }).scores);
  };
  const lists = Object.entries({ ...here, ...known, ...here })
    .filter(([, list]) => Array.isArray(list?.items))
    .slice(0, MOST_LISTS)
    .map(([name, { items, left }]) => [name, { items, places: personal && !left ? places(items.map(String)) : undefined, left }]);
  return lists[0] && Object.fromEntries(lists);
};

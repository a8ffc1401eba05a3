/** Lists of items, `data-tactful-rank="NAME"` (docs/lists.md): what is remembered of them, and the order they get at the next page load.
 *
 * Their items are remembered as the page states them, for the order is made on any page and used where the list stands. The snippet
 * puts it there (web/snippet/order.ts), before the list is seen or not at all; here no list is touched. Loaded where a page has
 * a list, or some page had one. */
import type { StoredList, StoredLists, StoredPlan } from "./plan.ts";
import { parseNumber } from "./value.ts";
import type { Host } from "./host.ts";
import type { Affinity } from "./types.ts";

/** Of lists remembered, those met last; of items in one; of characters in all that these say. */
const MOST_LISTS = 8;
const MOST_ITEMS = 100;
const MOST_TEXT = 6000;

/** Promise 2, by stage as for a slot whose campaign says nothing else. */
const MOST_DIMENSIONS: Record<string, number> = { new: 1, returning: 2, customer: 3, repeat: 3, lapsed: 3 };
/** A dimension speaks if the visitor leans clearly to a value of it, on evidence of so many views (docs/decisions/0002-enough-evidence.md). */
const ENOUGH = 1.5;
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

/** What is known of dimensions, for several lists at one moment. */
export interface Known {
  weights: Record<string, number>;
  stage?: string | undefined;
}

/** How much speaks for a leaning in a dimension; 0: none does. */
const leaning = ({ core, now, problem }: Asking, known: Known, dimension: string): number => {
  try {
    const { affinity, stage }: Affinity = core()!.ask("affinity", now(), { dimension, evidence: true, top: 20 });
    known.stage ??= stage;
    return affinity.reduce((sum, [, share, , , average, weight]) => (weight! >= ENOUGH && share > LEANING * average! ? sum + weight! : sum), 0);
  } catch (error) {
    problem(error, dimension);
    return 0;
  }
};
type Asking = Pick<Host, "core" | "now" | "problem">;

/** What the core is to rank: of each item the dimensions that may speak. Undefined where none may. */
export const questionOf = (asking: Asking, items: string[], known: Known): Facts[] | undefined => {
  const facts = items.map(factsOf);
  const speaking = [...new Set(facts.flatMap(Object.keys))]
    .filter((name) => (known.weights[name] ??= leaning(asking, known, name)))
    .sort((a, b) => known.weights[b]! - known.weights[a]! || (a < b ? -1 : 1))
    .slice(0, MOST_DIMENSIONS[known.stage!]);
  return (speaking[0] && facts.map((each) => Object.fromEntries(speaking.map((name) => [name, each[name]!])))) as Facts[] | undefined;
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

/** What the plan keeps of lists: this page's before those `known` from others. In the control group every list stays as the page has it.
 * `stage`: as the site states it. */
export const ordered = (host: Host, known: StoredLists = {}, stage?: unknown): StoredLists | undefined => {
  const [slot] = host.slots();
  const personal = !slot || host.decide(slot.slot)?.arm != "control";
  const asked: Known = { weights: Object.create(null), stage: (MOST_DIMENSIONS[stage as string] && stage) as string | undefined };
  const places = (items: string[]) => {
    const rank = questionOf(host, items, asked);
    return rank && placesOf(host.core()!.ask("rank", host.now(), { rank }).scores);
  };
  const lists = Object.entries({ ...here, ...known, ...here })
    .filter(([, list]) => Array.isArray(list?.items))
    .slice(0, MOST_LISTS)
    .map(([name, { items, left }]) => [name, { items, places: personal && !left ? places(items.map(String)) : undefined, left }]);
  return lists[0] && Object.fromEntries(lists);
};

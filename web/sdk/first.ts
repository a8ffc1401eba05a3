/** The plan for those of whom nothing is known: what the block for first visits holds, and what static HTML may show. Made by the command
 * line, from a pack alone; no page loads this.
 *
 * Nobody's circumstances are known here, so all are tried: each signal that the slot's conditions read has a few cases (the values it is
 * compared with, and one for the rest), each case is decided at each moment, and what is equal is said once. An entry stands where every
 * visitor who meets its `if` would be decided so, wherever they are and whatever the snippet cannot see; elsewhere there is none. */
import { axesOf, narrowed, type Circumstances, type SlotSignals } from "./first-cases.ts";
import { agreed, Table, type Ask, type Entry } from "./first-table.ts";
import { localised, TAG } from "./language.ts";
import type { StoredEntry, StoredPlan } from "./plan.ts";
import type { Named } from "./signals.ts";
import type { Level, SlotInfo } from "./types.ts";

export interface FirstOptions {
  /** What is known of all visitors of the page: `{"hemisphere": "north", "path": "/"}`. */
  signals?: Named;
  /** Language of the page, where texts are stated by language; left out: one entry a language. */
  lang?: string;
  /** Paint pictures that were not fetched ahead, whoever's server they are on. */
  pictures?: boolean;
  /** Told of each slot that gets no entry although there is something to say in it, and why. */
  leftOut?: (slot: string, why: string) => void;
}

const MINUTE = 60_000;
/** Of a UTC offset, in minutes: all there are, to the half hour. */
const WEST = -720;
const OFFSETS = Array.from({ length: 53 }, (_, i) => WEST + 30 * i);
/** Enough to see whether it matters. */
const EXTREMES = [0, 840, WEST];
const MOST_CASES = 512;
const MOST_ENTRIES = 8;
const RANK: Record<Level, number> = { personal: 2, relevant: 1, default: 0 };
const DAY = 86_400_000;
/** What an address says of one campaign or page. */
const OF_FEW = /^((utm|query)\..*|channel|medium|source|path)$/;
/** An entry for one of these is taken for this share of one for everybody. */
const FEW = 1 / 16;
/** What most visitors meet is worth most: all of them rather than a campaign's, and soon rather than late, for the block is printed anew. */
const met = (now: number, { from, until, if: asked }: Entry): number => {
  const days = (t: number) => Math.max(t - now, 0) / DAY;
  const few = Object.entries(asked!).some(([name, want]) => OF_FEW.test(name) && ![want].flat().some((each) => each === null || each == "direct"));
  return Math.log((1 + days(until)) / (1 + days(from))) * (few ? FEW : 1);
};
/** What of a pack is worth most to those nobody knows: no interest link needed, the higher level, what most meet. */
const worth = (now: number) => (a: Entry, b: Entry) => a.links - b.links || RANK[b.level] - RANK[a.level] || met(now, b) - met(now, a) || a.from - b.from;

type Tables = Map<string, Table>;
const apart = (made: Tables) => [...made.values()].reduce((n, each) => n + each.apart, 0);

interface Asked {
  ask: Ask;
  circumstances: SlotSignals[];
  slots: SlotInfo[];
  now: number;
  known: Named;
  /** Values of a campaign, of a path … that are told apart. */
  most: number;
}

/** How many values of campaigns, and of paths, are told apart: ever fewer, and those of paths last. */
const FEWER = [[8, 8], [4, 8], [2, 8], [1, 8], [0, 8], [0, 4], [0, 2], [0, 1], [0, 0]] as const;

/** The cases of a slot, as many as can be tried: without interest links if need be, and with ever fewer values. */
function triable(each: SlotSignals, links: string[][], known: Named, most: number): Circumstances | undefined {
  const fitting = (linked: string[][], named: number, paths: number): Circumstances | undefined => {
    const found = axesOf(each, linked, known);
    const axes = narrowed(found?.axes || [], Math.min(named, most), paths);
    return found && axes.reduce((n, { cases }) => n * cases.length, 1) <= MOST_CASES ? { ...found, axes } : undefined;
  };
  let found = fitting(links, most, Infinity) || fitting([], most, Infinity);
  for (const [named, paths] of FEWER) found ||= fitting([], named, paths);
  return found;
}

function tablesAt({ ask, circumstances, slots, now, known, most }: Asked, local: boolean, offsets: number[]): Tables {
  const out: Tables = new Map();
  for (const each of circumstances) {
    const found = triable(each, linksOf(slots.find(({ slot }) => slot == each.slot)), known, most);
    // Somewhere it is still half a day earlier.
    if (found) out.set(each.slot, new Table({ ask, slot: each.slot, default: each.default, from: local ? now + WEST * MINUTE : now, known, local, offsets }, found));
  }
  return out;
}

/** On the clock on which visitors agree more. */
function tables(asked: Asked): { made: Tables; local: boolean } {
  const world = tablesAt(asked, false, EXTREMES);
  if (!apart(world)) return { made: world, local: false };
  const clock = tablesAt(asked, true, EXTREMES);
  const local = apart(clock) < apart(world);
  const made = local ? clock : world;
  // Hours of a zone, seen from all others: what holds at the extremes need not hold between.
  return { made: apart(made) ? tablesAt(asked, local, OFFSETS) : made, local };
}

const linksOf = (info: SlotInfo | undefined): string[][] => (info?.links || []).filter((link, i, all) => all.findIndex((each) => `${each}` == `${link}`) == i);

interface Made {
  plan: StoredPlan;
  /** Nothing had to be left out. */
  whole: boolean;
  /** What its entries are worth together. */
  worth: number;
  /** Slots of which it says nothing although they have entries. */
  emptied: string[];
}

/** The entries of all slots, without the least of them as long as they do not fit. */
function madeOf(asked: Asked, fits: (plan: StoredPlan) => boolean, options: FirstOptions): Made {
  const { now, slots } = asked;
  const { made, local } = tables(asked);
  const plan: StoredPlan = { v: 1, made: now, ...(local && { local }), slots: Object.create(null) };
  const kept = new Map<Table, Entry[]>([...made].map(([, table]) => [table, table.entries()]));
  const full = [...made].filter(([, table]) => kept.get(table)!.some(({ level }) => level != "default"));
  const write = () => {
    const used = new Set<string>();
    for (const [slot, table] of made) {
      const info = slots.find((each) => each.slot == slot)!;
      plan.slots[slot] = kept.get(table)!.flatMap((entry) => finished(entry, info, options));
      for (const entry of kept.get(table)!) for (const name in entry.if) if (name in table.zones) used.add(name);
      for (const name of used) if (name in table.zones) (plan.zones ||= {})[name] = table.zones[name];
      if (!plan.slots[slot]!.length) delete plan.slots[slot];
    }
    for (const name in plan.zones) if (!used.has(name)) delete plan.zones[name];
    if (plan.zones && !Object.keys(plan.zones).length) delete plan.zones;
    return Object.values(plan.slots).reduce((n, entries) => n + entries.length, 0) <= MOST_ENTRIES && fits(plan);
  };
  let whole = true;
  while (!write()) {
    whole = false;
    const all = [...kept].flatMap(([table, entries]) => entries.map((entry) => ({ table, entry })));
    all.sort((a, b) => worth(now)(a.entry, b.entry));
    const least = all.reverse().find(({ table, entry }) => table.right(kept.get(table)!.filter((each) => each != entry), true));
    if (!least) break;
    kept.set(least.table, kept.get(least.table)!.filter((each) => each != least.entry));
  }
  const said = [...kept.values()].flat().filter(({ level }) => level != "default");
  return {
    plan, whole, worth: said.reduce((sum, entry) => sum + met(now, entry), 0),
    emptied: full.filter(([, table]) => !kept.get(table)!.length).map(([slot]) => slot),
  };
}

/** The plan of all slots for a first visit: at most 8 entries, and such that it `fits`. */
export function firstPlan(ask: Ask, circumstances: SlotSignals[], slots: SlotInfo[], now: number, fits: (plan: StoredPlan) => boolean,
                          options: FirstOptions = {}): StoredPlan {
  const asked = { ask, circumstances, slots, now, known: options.signals || {} };
  let best = madeOf({ ...asked, most: Infinity }, fits, options);
  if (!best.whole) {
    // An entry for everybody may go only after those of all the campaigns that see something else. Where only some campaigns are told
    // apart it is for those who come without one, and can stay.
    const fewer = madeOf({ ...asked, most: MOST_ENTRIES }, fits, options);
    if (fewer.worth > best.worth) best = fewer;
  }
  for (const slot of best.emptied) options.leftOut?.(slot, "none of its entries fits");
  for (const each of circumstances)
    if (!triable(each, [], asked.known, Infinity)) options.leftOut?.(each.slot, "its conditions ask for more than can be tried in advance");
  return best.plan;
}

const tagsIn = (value: any): string[] => {
  if (!value || typeof value != "object") return [];
  const keys = Object.keys(value);
  return keys.length && !Array.isArray(value) && keys.every((key) => TAG.test(key)) ? keys : Object.values(value).flatMap(tagsIn);
};

/** As the snippet takes it: texts in a language, pictures or not. */
function finished({ others: _, links: __, content, ...entry }: Entry, { prefetch }: SlotInfo, { lang, pictures }: FirstOptions): StoredEntry[] {
  if (!content) return [entry];
  const pics = +(pictures || prefetch == "none");
  const tags = [...new Set(Object.values(content).flatMap(tagsIn))];
  const langs = lang || !tags.length ? [lang ?? ""] : tags;
  return langs.map((tag) => ({
    ...entry, if: { ...entry.if, ...(tags.length && { lang: tag }) }, content: localised(content, tag), pics,
  }));
}

/** What a page may say to every visitor who comes at `now` without a campaign's link, whatever the device; undefined: its own hero. */
export function forEverybody(ask: Ask, circumstances: SlotSignals[], slots: SlotInfo[], slot: string, now: number, options: FirstOptions = {}): StoredEntry | undefined {
  // As the core has it where nothing is said.
  const known = { hemisphere: "north", utcOffset: 0, channel: "direct", medium: null, source: null, referrer: null, ...options.signals };
  const read = circumstances.find((each) => each.slot == slot);
  if (!read) return;
  const still = { ...read, signals: read.signals.filter(({ name }) => !/^(utm|query)\./.test(name)) };
  const info = slots.find((each) => each.slot == slot)!;
  const asked = { ask, circumstances: [still], slots: [{ ...info, links: [] }], now, known, most: Infinity };
  const table = tablesAt(asked, false, []).get(slot);
  if (!table) return;
  const { from, until, decision } = agreed(table.rows.map(({ line }) => line))[0]!;
  if (!decision || decision.level == "default") return;
  const { variant, level, content } = decision;
  return finished({ from, until, if: {}, variant, level, content, others: 0, links: 0 } as Entry, info, { lang: "", ...options, pictures: true })[0];
}

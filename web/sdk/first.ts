/** The plan for those of whom nothing is known: what the block for first visits holds, and what static HTML may show. Made by the command
 * line, from a pack alone; no page loads this.
 *
 * Nobody's circumstances are known here, so all are tried: each signal that the slot's conditions read has a few cases (the values it is
 * compared with, and one for the rest), each case is decided at each moment, and what is equal is said once. An entry stands where every
 * visitor who meets its `if` would be decided so, wherever he is and whatever the snippet cannot see; elsewhere there is none. */
import { axesOf, type Circumstances, type SlotSignals } from "./first-cases.ts";
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
/** What of a pack is worth most to those nobody knows: what holds now, no link needed, the higher level, the sooner. */
const worth = (now: number) => (a: Entry, b: Entry) =>
  a.links - b.links || +(b.from <= now) - +(a.from <= now) || RANK[b.level] - RANK[a.level] || a.from - b.from;

type Tables = Map<string, Table>;
const apart = (made: Tables) => [...made.values()].reduce((n, each) => n + each.apart, 0);

interface Asked {
  ask: Ask;
  circumstances: SlotSignals[];
  slots: SlotInfo[];
  now: number;
  known: Named;
}

function tablesAt({ ask, circumstances, slots, now, known }: Asked, local: boolean, offsets: number[]): Tables {
  const out: Tables = new Map();
  for (const each of circumstances) {
    const size = (found: Circumstances | undefined) => (found ? found.axes.reduce((n, { cases }) => n * cases.length, 1) : Infinity);
    let found = axesOf(each, linksOf(slots.find(({ slot }) => slot == each.slot)), known);
    if (size(found) > MOST_CASES) found = axesOf(each, [], known);
    if (!found || size(found) > MOST_CASES) continue;
    // Somewhere it is still half a day earlier.
    out.set(each.slot, new Table({ ask, slot: each.slot, default: each.default, from: local ? now + WEST * MINUTE : now, known, local, offsets }, found));
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

/** The plan of all slots for a first visit: at most 8 entries, and such that it `fits`. */
export function firstPlan(ask: Ask, circumstances: SlotSignals[], slots: SlotInfo[], now: number, fits: (plan: StoredPlan) => boolean,
                          options: FirstOptions = {}): StoredPlan {
  const { made, local } = tables({ ask, circumstances, slots, now, known: options.signals || {} });
  const plan: StoredPlan = { v: 1, made: now, ...(local && { local }), slots: {} };
  const kept = new Map<Table, Entry[]>([...made].map(([, table]) => [table, table.entries()]));
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
  while (!write()) {
    const all = [...kept].flatMap(([table, entries]) => entries.map((entry) => ({ table, entry })));
    all.sort((a, b) => worth(now)(a.entry, b.entry));
    const least = all.reverse().find(({ table, entry }) => table.right(kept.get(table)!.filter((each) => each != entry), true));
    if (!least) break;
    kept.set(least.table, kept.get(least.table)!.filter((each) => each != least.entry));
  }
  return plan;
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
    ...entry, if: { ...entry.if, ...(tags.length && { lang: tag }) }, content: localised(content, tag.toLowerCase()), pics,
  }));
}

/** What a page may say to every visitor who comes at `now` without a campaign's link, whatever his device; undefined: its own hero. */
export function forEverybody(ask: Ask, circumstances: SlotSignals[], slots: SlotInfo[], slot: string, now: number, options: FirstOptions = {}): StoredEntry | undefined {
  // As the core has it where nothing is said.
  const known = { hemisphere: "north", utcOffset: 0, channel: "direct", medium: null, source: null, referrer: null, ...options.signals };
  const read = circumstances.find((each) => each.slot == slot);
  if (!read) return;
  const still = { ...read, signals: read.signals.filter(({ name }) => !/^(utm|query)\./.test(name)) };
  const info = slots.find((each) => each.slot == slot)!;
  const table = tablesAt({ ask, circumstances: [still], slots: [{ ...info, links: [] }], now, known }, false, []).get(slot);
  if (!table) return;
  const { from, until, decision } = agreed(table.rows.map(({ line }) => line))[0]!;
  if (!decision || decision.level == "default") return;
  const { variant, level, content } = decision;
  return finished({ from, until, if: {}, variant, level, content, others: 0, links: 0 } as Entry, info, { lang: "", ...options, pictures: true })[0];
}

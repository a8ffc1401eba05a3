/** The plan for those of whom nothing is known: what the block for first visits holds, and what static HTML may show. Made by the command
 * line, from a pack alone; no page loads this.
 *
 * Nobody's circumstances are known here, so all are tried: each signal that the slot's conditions read has a few cases (the values it is
 * compared with, and one for the rest), each case is decided at each moment, and what is equal is said once. An entry stands where every
 * visitor who meets its `if` would be decided so, wherever he is and whatever the snippet cannot see; elsewhere there is none. */
import { axesOf, merged, product, signalsOf, type Axis, type Case, type Circumstances, type SlotSignals } from "./first-cases.ts";
import { localised, TAG } from "./language.ts";
import { meets } from "./paint.ts";
import type { StoredEntry, StoredPlan } from "./plan.ts";
import type { Named } from "./signals.ts";
import type { Decision, Level, SlotInfo } from "./types.ts";

/** A core that knows nobody; `link` ([dimension, value]): but that he has just followed a link about this. */
export type Ask = (slot: string, signals: Named, t: number, link?: string[]) => Decision;

export interface FirstOptions {
  /** What is known of all visitors of the page: `{"hemisphere": "north", "path": "/"}`. */
  signals?: Named;
  /** Language of the page, where texts are stated by language; left out: one entry a language. */
  lang?: string;
  /** Paint pictures that were not fetched ahead, whoever's server they are on. */
  pictures?: boolean;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const LONGEST = 30 * DAY;
/** Of a UTC offset, in minutes: all there are, to the half hour. */
const WEST = -720;
const OFFSETS = Array.from({ length: 53 }, (_, i) => WEST + 30 * i);
/** Enough to see whether it matters. */
const EXTREMES = [0, 840, WEST];
const MOST_CASES = 512;
const MOST_STEPS = 48;
const MOST_ENTRIES = 8;
interface Segment {
  from: number;
  until: number;
  decision: Decision | undefined;
}
interface Entry extends StoredEntry {
  others: number;
  links: number;
}

/** The decisions from `from` on for `length`, as long as they are the same; `at` says the core's time and offset of a moment. */
function timeline(decide: (t: number) => Decision, from: number, until: number): Segment[] {
  const out: Segment[] = [];
  for (let t = from, step = 0; t < until && step < MOST_STEPS; step++) {
    const decision = decide(t);
    const next = Math.min(until, Math.max(decision.validUntil ?? until, t + 1));
    const last = out[out.length - 1];
    if (last?.decision?.variant == decision.variant) last!.until = next;
    else out.push({ from: t, until: next, decision });
    t = next;
  }
  return out;
}

/** Where all agree. */
function agreed(lines: Segment[][]): Segment[] {
  return lines.reduce((a, b) => {
    const out: Segment[] = [];
    for (const x of a)
      for (const y of b) {
        const from = Math.max(x.from, y.from);
        const until = Math.min(x.until, y.until);
        if (from >= until) continue;
        const decision = x.decision?.variant == y.decision?.variant ? x.decision : undefined;
        const last = out[out.length - 1];
        if (last?.until == from && last.decision?.variant == decision?.variant) last.until = until;
        else out.push({ from, until, decision });
      }
    return out;
  });
}
const same = (a: Segment[], b: Segment[]) =>
  a.length == b.length && a.every((x, i) => x.from == b[i]!.from && x.until == b[i]!.until && x.decision?.variant == b[i]!.decision?.variant);

/** All of a slot's cases, each with what is decided in it. `local`: on the visitor's clock, wherever he is. */
class Table {
  readonly axes: Axis[];
  readonly zones: Named;
  readonly rows: { cases: Case[]; line: Segment[] }[];
  /** How long visitors of different zones are not alike. */
  apart = 0;
  /** In which rows an `if` is met, once `rows` stand: asked again and again while entries are tried without each other. */
  private readonly _met = new WeakMap<Named, boolean[]>();

  constructor(private readonly _ask: Ask, private readonly _slot: string, private readonly _default: string, found: Circumstances,
              private readonly _from: number, private readonly _known: Named, private readonly _local: boolean, private readonly _offsets: number[]) {
    this.zones = found.zones;
    this.axes = found.axes;
    this.rows = product(found.axes.map((axis) => axis.cases)).map((cases) => ({ cases, line: this._line(cases, found) }));
    for (const axis of [...this.axes]) if (axis.complete) this._drop(axis);
  }

  private _line(cases: Case[], found: Circumstances): Segment[] {
    const link = cases.find((each) => each.link)?.link;
    const until = this._from + LONGEST;
    const lines: Segment[][] = [];
    for (const signals of signalsOf(cases, found, this._known)) {
      const at = (east: number) =>
        timeline((t) => {
          const d = this._ask(this._slot, { ...signals, utcOffset: east }, this._local ? t - east * MINUTE : t, link);
          return this._local && d.validUntil !== undefined ? { ...d, validUntil: d.validUntil + east * MINUTE } : d;
        }, this._from, until);
      const offsets = this._known["utcOffset"] === undefined ? this._offsets : [this._known["utcOffset"]];
      const line = agreed(offsets.map(at));
      for (const each of line) if (!each.decision) this.apart += each.until - each.from;
      lines.push(line);
    }
    return agreed(lines);
  }

  /** An axis in whose cases all is the same says nothing. */
  private _drop(axis: Axis): void {
    const place = this.axes.indexOf(axis);
    const key = (row: { cases: Case[] }) => JSON.stringify(row.cases.map((each, i) => (i == place ? 0 : each)));
    const first = new Map<string, { cases: Case[]; line: Segment[] }>();
    for (const row of this.rows) {
      const other = first.get(key(row));
      if (!other) first.set(key(row), row);
      else if (!same(other.line, row.line)) return;
    }
    this.axes.splice(place, 1);
    this.rows.splice(0, this.rows.length, ...[...first.values()].map(({ cases, line }) => ({ cases: cases.filter((_, i) => i != place), line })));
  }

  /** Entries that say all of it, the most particular first. */
  entries(): Entry[] {
    const all = this.rows.flatMap(({ cases, line }) =>
      line.flatMap(({ from, until, decision }) => {
        // Where one cannot tell, the page's own hero: nothing more general must take its place.
        const { variant, level, content } = decision || { variant: this._default, level: "default" as const, content: undefined };
        return { from, until, if: merged(cases, "if"), variant, level, ...(level != "default" && { content }),
                 others: cases.filter((each) => each.other).length, links: cases.filter((each) => each.link).length } as Entry;
      }));
    const sorted = all.sort((a, b) => a.others - b.others || b.links - a.links);
    return this._joined(this._without(this._eased(this._without(sorted))));
  }

  /** Each entry asks for no more than it must. */
  private _eased(entries: Entry[]): Entry[] {
    const out = [...entries];
    out.forEach((entry, i) => {
      for (const name in entry.if) {
        const { [name]: _, ...fewer } = out[i]!.if!;
        const eased = [...out];
        eased[i] = { ...out[i]!, if: fewer };
        if (this.right(eased, false)) out[i] = eased[i]!;
      }
    });
    return out;
  }

  /** Whether a visitor is shown what would be decided for him; with `less`, or the page's own hero in its place. */
  right(entries: StoredEntry[], less: boolean): boolean {
    const met = entries.map((entry) => this._meets(entry.if!));
    return this.rows.every(({ line }, row) => {
      const may = entries.filter((_, i) => met[i]![row]);
      const at = <T extends { from: number; until: number }>(t: number, all: T[]) => all.find(({ from, until }) => from <= t && t < until);
      const edges = [...line, ...may].flatMap(({ from, until }) => [from, until]);
      return [...new Set(edges)].every((t) => {
        const truth = at(t, line)?.decision;
        const found = at(t, may);
        const plain = !found || found.level == "default";
        return truth ? (plain ? less || truth.level == "default" : found!.variant == truth.variant) : plain;
      });
    });
  }

  private _meets(asked: Named): boolean[] {
    let met = this._met.get(asked);
    if (!met) {
      const holds = Object.entries(asked);
      this._met.set(asked, (met = this.rows.map(({ cases }) => {
        const sees = merged(cases, "sees");
        return holds.every(([name, want]) => meets(sees[name], want));
      })));
    }
    return met;
  }

  /** Entries that nobody misses are left out. */
  private _without(entries: Entry[]): Entry[] {
    let kept = entries;
    for (const entry of entries) {
      const fewer = kept.filter((each) => each != entry);
      if (this.right(fewer, false)) kept = fewer;
    }
    return kept;
  }

  /** Two entries that differ in one value become one with a list. */
  private _joined(entries: Entry[]): Entry[] {
    for (const a of entries)
      for (const b of entries) {
        if (a == b || a.variant != b.variant || a.from != b.from || a.until != b.until) continue;
        const names = [...new Set([...Object.keys(a.if!), ...Object.keys(b.if!)])].filter((name) => JSON.stringify(a.if![name]) != JSON.stringify(b.if![name]));
        const listed = (value: any) => value !== undefined && (value === null || typeof value != "object" || Array.isArray(value));
        if (names.length != 1 || !listed(a.if![names[0]!]) || !listed(b.if![names[0]!])) continue;
        const values = [a.if![names[0]!], b.if![names[0]!]].flat();
        const both = entries.filter((each) => each != b).map((each) => (each == a ? { ...a, if: { ...a.if, [names[0]!]: values } } : each));
        if (this.right(both, false)) return this._joined(both);
      }
    return entries;
  }
}

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
    out.set(each.slot, new Table(ask, each.slot, each.default, found, local ? now + WEST * MINUTE : now, known, local, offsets));
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

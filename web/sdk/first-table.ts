/** What is decided for those of whom nothing is known: each case of a slot at each moment, and the fewest entries that say it. No page
 * loads this. */
import { merged, product, signalsOf, type Axis, type Case, type Circumstances } from "./first-cases.ts";
import { meets } from "./paint.ts";
import type { StoredEntry } from "./plan.ts";
import type { Named } from "./signals.ts";
import type { Decision } from "./types.ts";

/** A core that knows nobody; `link` ([dimension, value]): but that they have just followed a link about this. */
export type Ask = (slot: string, signals: Named, t: number, link?: string[]) => Decision;

const MINUTE = 60_000;
const DAY = 86_400_000;
const LONGEST = 30 * DAY;
const MOST_STEPS = 48;

export interface Segment {
  from: number;
  until: number;
  decision: Decision | undefined;
}
export interface Entry extends StoredEntry {
  others: number;
  links: number;
}

/** The decisions from `from` to `until`, equal neighbours joined; at most MOST_STEPS of them. */
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
export function agreed(lines: Segment[][]): Segment[] {
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

/** What a table is made of. */
export interface TableOptions {
  ask: Ask;
  slot: string;
  /** The slot's default variant. */
  default: string;
  /** First moment of the thirty days, ms since the epoch; on the visitor's clock where `local`. */
  from: number;
  /** What is known of all visitors. */
  known: Named;
  /** Decide by the visitor's own clock, wherever they are. */
  local: boolean;
  /** Minutes east of UTC that visitors may live at. */
  offsets: number[];
}

/** All of a slot's cases, each with what is decided in it. `local`: on the visitor's clock, wherever they are. */
export class Table {
  readonly axes: Axis[];
  readonly zones: Named;
  readonly rows: { cases: Case[]; line: Segment[] }[];
  /** How long visitors of different zones are not alike. */
  apart = 0;
  /** In which rows an `if` is met, once `rows` stand: asked again and again while entries are tried without each other. */
  private readonly _met = new WeakMap<Named, boolean[]>();

  constructor(private readonly _asked: TableOptions, found: Circumstances) {
    this.zones = found.zones;
    this.axes = found.axes;
    this.rows = product(found.axes.map((axis) => axis.cases)).map((cases) => ({ cases, line: this._line(cases, found) }));
    for (const axis of [...this.axes]) this._drop(axis);
  }

  private _line(cases: Case[], found: Circumstances): Segment[] {
    const link = cases.find((each) => each.link)?.link;
    const until = this._asked.from + LONGEST;
    if (cases.some((each) => each.unasked)) return [{ from: this._asked.from, until, decision: undefined }];
    const lines: Segment[][] = [];
    for (const signals of signalsOf(cases, found, this._asked.known)) {
      const at = (east: number) =>
        timeline((t) => {
          const d = this._asked.ask(this._asked.slot, { ...signals, utcOffset: east }, this._asked.local ? t - east * MINUTE : t, link);
          return this._asked.local && d.validUntil !== undefined ? { ...d, validUntil: d.validUntil + east * MINUTE } : d;
        }, this._asked.from, until);
      const offsets = this._asked.known["utcOffset"] === undefined ? this._asked.offsets : [this._asked.known["utcOffset"]];
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
        const { variant, level, content } = decision || { variant: this._asked.default, level: "default" as const, content: undefined };
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

  /** Whether a visitor is shown what would be decided for them; with `less`, or the page's own hero in its place. */
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

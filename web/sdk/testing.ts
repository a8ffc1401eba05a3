// `tactful/testing`: meets a page, or the bare engine, as a visitor of given leanings. For Playwright, Puppeteer and Vitest; never for a
// page that people visit.
import { Engine, type Circumstances, type Decision, type EngineEvent } from "./engine.ts";
import { localised } from "./language.ts";
import { meets } from "./paint.ts";
import type { StoredPlan } from "./plan.ts";
import { MAJOR } from "./storage.ts";
import { PLAN_KEY } from "./keys.ts";
import type { Content, PlanEntry } from "./types.ts";

const DAY_MS = 86_400_000;
/** How far a share may be from what was asked for. */
const NEAR = 0.03;
/** Events that tell of the leanings: so many that a share can be met, few enough for a visitor. */
const EVENTS = 60;

/** Shares by value, by dimension: `{ category: { trail: 0.6, road: 0.2 } }`. What is left of 1 is spread over the other values. */
export type Leanings = Record<string, Record<string, number>>;

export interface VisitorOptions extends Circumstances {
  /** The moment of the visit, ms or a date; the page's clock starts there. Left out: now, and the clock is left alone. */
  at?: number | string | Date;
  /** Days since the leanings were learned; 1 when left out. */
  daysAgo?: number;
  /** What else the visitor did, each with its time; ascending. */
  events?: (EngineEvent & { t: number })[];
  /** `data-release` of the page; `visit` finds it. */
  release?: string;
  /** The page's language, "en" when left out. */
  lang?: string;
  /** The compiled pack. `visit` finds it by the page's script tag. */
  pack?: Uint8Array;
  /** The runtime's bytes; those of this package when left out. */
  wasm?: Uint8Array;
  /** As the engine's seed: with it arms are tossed. */
  seed?: bigint | number;
}

/** A page of Playwright or Puppeteer. */
export interface BrowserPage {
  goto(url: string): Promise<unknown>;
  evaluate(work: string): Promise<unknown>;
  addInitScript?(script: { content: string }): Promise<unknown>;
  evaluateOnNewDocument?(script: string): Promise<unknown>;
}

export interface Visitor {
  /** The engine with this visitor's profile. */
  engine(): Promise<Engine>;
  /** What a slot would show, under the options' signals and attributes and at their time. */
  decide(slot: string): Promise<Decision>;
  /** What makes a browser this visitor's: run it before a page's own scripts (`addInitScript`). It works once a browser context. */
  script(): Promise<string>;
  /** Opens a page as this visitor. */
  visit(page: BrowserPage, url: string): Promise<void>;
}

/** What the snippet can see for itself; all else of an entry's `if` is settled by the options' signals. */
const SEEN = /^(path|lang|device|language|viewport\.width|referrer|source|medium|channel|utm\..*|query\..*)$/;

/** The visitor. Methods reject when the pack cannot hold the leanings, with what was reached. */
export function asVisitor(leanings: Leanings, options: VisitorOptions = {}): Visitor {
  const at = options.at === undefined ? Date.now() : new Date(options.at).getTime();
  let { pack, release } = options;
  let made: Promise<Engine> | undefined;

  const engine = () => (made ??= make());
  const make = async () => {
    if (!pack) throw new Error("asVisitor: a pack is needed: { pack: bytes }");
    const seed = options.seed === undefined ? {} : { seed: options.seed };
    const loaded = await Engine.load(options.wasm ?? new URL("./runtime.wasm", import.meta.url), pack, seed);
    learn(loaded, leanings, at - (options.daysAgo ?? 1) * DAY_MS, at);
    for (const { t, ...event } of options.events ?? []) loaded.event(event, t);
    return loaded;
  };
  const circumstances = { signals: options.signals ?? {}, attributes: options.attributes ?? {} };
  const entries = (loaded: Engine, slot: string) =>
    loaded.plan(slot, circumstances, at).plan.flatMap((entry) => settled(entry, circumstances.signals, options.lang ?? "en"));

  const script = async () => {
    const loaded = await engine();
    const plan: StoredPlan = {
      v: 1,
      made: at,
      ...(release !== undefined && { release }),
      fetched: loaded.slots().flatMap(({ pictures }) => pictures),
      slots: Object.fromEntries(loaded.slots().map(({ slot }) => [slot, entries(loaded, slot)])),
    };
    const stored = { at, shift: options.at === undefined ? 0 : at - Date.now(), key: PLAN_KEY, plan, major: MAJOR, profile: [...loaded.save()] };
    return `(${inPage})(${JSON.stringify(stored)})`;
  };

  return {
    engine,
    decide: async (slot) => (await engine()).decide(slot, circumstances, at),
    script,
    async visit(page, url) {
      if (!pack || release === undefined) {
        await page.goto(url);
        const found: any = await page.evaluate(`(${findPack})()`);
        if (!pack && !found.pack) throw new Error("asVisitor: the page has no script tag with data-pack; give { pack: bytes }");
        pack ??= Uint8Array.from(found.pack);
        release ??= found.release ?? undefined;
      }
      const content = await script();
      await (page.addInitScript ? page.addInitScript({ content }) : page.evaluateOnNewDocument!(content));
      await page.goto(url);
    },
  };
}

/** Lets the engine see links about the values (they speak of dimensions by name), as many of each as make the shares. */
function learn(engine: Engine, leanings: Leanings, from: number, at: number): void {
  for (const [dimension, wanted] of Object.entries(leanings)) {
    const before = engine.save();
    const listed = engine.affinity(dimension, {}, at).affinity.map(([value]) => value).filter((value) => value !== "other");
    const unknown = Object.keys(wanted).filter((value) => !listed.includes(value));
    if (unknown.length) throw new Error(`asVisitor: ${dimension} has no ${unknown.join(", ")}; it has ${listed.join(", ")}`);
    for (const [value, share] of Object.entries(wanted))
      if (!(typeof share === "number" && share >= 0 && share <= 1)) throw new Error(`asVisitor: a share is a number from 0 to 1, which ${dimension} ${value} is not`);
    const rest = listed.filter((value) => !(value in wanted));
    const left = Math.max(0, 1 - Object.values(wanted).reduce((sum, share) => sum + share, 0));
    const counts = new Map<string, number>(listed.map((value) => [value, EVENTS * (wanted[value] ?? left / rest.length)]));
    // Numbers go by the lower bound of their band, which lies in it; a text is none, and a number no text.
    const said = (value: string) => ({ [dimension]: Number.isFinite(Number(value)) ? [value, Number(value)] : value });
    let reached: Record<string, number> = {};
    let worst = Infinity;
    for (let round = 0; round < 20 && worst > NEAR / 3; round++) {
      engine.restore(before);
      let t = from;
      for (const [value, count] of counts)
        for (let i = 0; i < Math.round(count); i++) engine.event({ event: "campaign_arrival", params: said(value) }, (t += 1000));
      reached = Object.fromEntries(engine.affinity(dimension, {}, at).affinity);
      worst = 0;
      for (const [value, share] of Object.entries(wanted)) {
        const off = share - (reached[value] ?? 0);
        worst = Math.max(worst, Math.abs(off));
        counts.set(value, Math.max(0, counts.get(value)! + off * EVENTS));
      }
    }
    if (worst > NEAR) {
      const shares = Object.keys(wanted).map((value) => `${value} ${(reached[value] ?? 0).toFixed(2)}`);
      throw new Error(`asVisitor: these shares of ${dimension} cannot be reached; the nearest are ${shares.join(", ")}`);
    }
  }
}

const settled = (entry: PlanEntry, signals: Record<string, unknown>, lang: string) => {
  // Which item, a page with its catalogue alone can say.
  if (entry.content?.["item"]) return [];
  const conditions: Record<string, unknown> = {};
  for (const name in entry.if) {
    if (SEEN.test(name)) conditions[name] = entry.if[name];
    else if (!meets(signals[name], entry.if[name])) return [];
  }
  return [{ ...entry, if: conditions, ...(entry.content && { content: localised(entry.content, lang) as Content }), pics: 1 }];
};

// The next two run in the page: they see nothing of this file.

async function findPack() {
  const tag = document.querySelector<HTMLElement>("script[data-pack]");
  // As page.ts.
  const snippet = [...document.scripts].find(({ text }) => text.includes("[data-tactful-first]")) ?? document.querySelector<HTMLElement>("script[data-release]");
  const release = snippet?.dataset["release"];
  const source = tag?.dataset["pack"] ?? "";
  if (!source) return { release };
  const bytes = source.startsWith("#")
    ? Uint8Array.from(atob(document.querySelector(source)!.textContent!), (sign) => sign.charCodeAt(0))
    : new Uint8Array(await (await fetch(source)).arrayBuffer());
  return { pack: [...bytes], release };
}

function inPage({ at, shift, key, plan, major, profile }: { at: number; shift: number; key: string; plan: object; major: number; profile: number[] }) {
  if (shift) {
    const Real = Date;
    const now = () => Real.now() + shift;
    (self as any).Date = new Proxy(Real, {
      construct: (target, given) => (given.length ? Reflect.construct(target, given) : new target(now())),
      apply: () => new Real(now()).toString(),
      get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
    });
  }
  const ours = "tactful:testing";
  try {
    if (localStorage.getItem(ours) === String(at)) return;
    localStorage.setItem(ours, String(at));
    localStorage.setItem(key, JSON.stringify(plan));
  } catch {
    return; // A page without storage: about:blank, a sandboxed frame.
  }
  // Asked for before the SDK asks: it finds this.
  const request = indexedDB.open("tactful");
  request.onupgradeneeded = () => {
    for (const name of ["profile", "tail"]) request.result.createObjectStore(name, { autoIncrement: true });
  };
  request.onsuccess = () => {
    const transaction = request.result.transaction(["profile", "tail"], "readwrite");
    const [kept, tail] = ["profile", "tail"].map((name) => transaction.objectStore(name));
    kept!.clear();
    tail!.clear();
    kept!.put({ since: at, consent: { personalization: "granted" }, major }, 0);
    kept!.put(Uint8Array.from(profile), major);
    transaction.oncomplete = () => request.result.close();
  };
}

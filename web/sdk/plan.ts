/** The stored plan: what the snippet reads at the next page load. docs/stored-plan.md has an example, its bytes and the rules. */
import { localised } from "./language.ts";
import { meets } from "./paint.ts";
import { came, pageSignals, signals, type Named } from "./signals.ts";
import { local } from "./storage.ts";
import { plain } from "./track.ts";
import { PLAN_KEY } from "./keys.ts";
import type { Host } from "./host.ts";
import type { Content, PlanEntry, SlotInfo } from "./types.ts";

export interface StoredEntry extends PlanEntry {
  /** Pictures may be painted. 2: and the page's own is downloaded all the same, so that all visitors ask for the same files. */
  pics?: number;
  /** Id of the item that the content shows. */
  item?: string;
}

/** Lists of items that pages have (lists.ts), by name. */
export type StoredLists = Record<string, StoredList>;

export interface StoredList {
  /** What each item says of itself, in the page's own order. */
  items: string[];
  /** Each item's place for this visitor; left out where that is the page's own order. */
  places?: number[] | undefined;
  /** A script of the page has put its own order back: left alone under this release. */
  left?: boolean | undefined;
}

export interface StoredPlan {
  v: 1;
  /** ms since the epoch; read for 30 days */
  made: number;
  /** The page's release; left out when the page states none. */
  release?: string;
  /** Path of the page that had slots, last seen. */
  at?: string;
  /** How the visit began (signals.ts). */
  came?: Named;
  /** `from` and `until` are read on the visitor's clock, as if it were UTC. First-visit blocks alone. */
  local?: boolean;
  /** Signal name -> pattern of zones in which it is true. First-visit blocks alone. */
  zones?: Record<string, string>;
  /** Pictures downloaded ahead. */
  fetched?: string[];
  slots: Record<string, StoredEntry[]>;
  lists?: StoredLists;
}

export const planIn = (text: any): Partial<StoredPlan> => {
  try {
    const plan = JSON.parse(text);
    // Anybody may have written there.
    for (const name in plan.slots) plan.slots[name] = [plan.slots[name]].flat().filter((entry) => entry?.variant);
    if (plan.v == 1) return plan;
  } catch {}
  return {};
};
const stored = () => planIn(local(PLAN_KEY));

/** What the page found stored, before it stored anything itself. */
export const found = stored();
const fetched = new Set([found.fetched].flat());
const asked = new Set<string>();
let at = found.at;

/** The addresses of a content's pictures. */
const picturesOf = (content: Content | undefined): string[] => Object.values(content || {}).flatMap((value: any) => value?.src || []);

/** What interest links would show, once arrive.ts is there: it goes before what holds without one. The orders of lists, once lists.ts
 * is, and what fills contents with items, once items.ts is. */
export const linked: {
  entries?: typeof import("./arrive.ts").linkEntries;
  lists?: typeof import("./lists.ts").ordered;
  items?: ReturnType<typeof import("./items.ts").filler> | undefined;
  /** Where the pack has pictures of several files: pictures.ts. */
  files?: ReturnType<typeof import("./pictures.ts").filesOf>;
} = {};

/** The core's plan of a slot as the snippet can use it: texts in the page's language, and settled what the snippet cannot know but
 * does not change on a device. */
export const entriesOf = (host: Host, info: SlotInfo): StoredEntry[] => {
  const { slot, prefetch, pictures } = info;
  const all: Named = signals();
  const page = pageSignals({});
  const plan = host.plan(slot)?.plan;
  // Nothing is known, or the visitor has said no.
  if (!plan) return [];
  // Of a profile that was learned while the clock was ahead the core answers as of then: what holds first holds now. Where the page's own
  // hero holds now, what comes first comes later: with the next visit, say.
  const first = host.decide(slot)?.level != "default" && plan[0]?.from;
  const now = plan.find((entry) => Object.entries(entry.if || {}).every(([name, want]) => meets(all[name], want)));
  return [...(linked.entries?.(host, info, plan, now?.if) || []), ...plan].flatMap((entry: StoredEntry) => {
    if (entry.content?.["item"]) {
      const shown = found.slots?.[slot]?.find(({ variant }) => variant == entry.variant);
      // As it was found until the catalogue is there.
      if (!linked.items) return shown || [];
      entry = linked.items(entry, shown)!;
      if (!entry) return [];
    }
    const conditions: Named = {};
    for (const name in entry.if) {
      if (name in page || /^(utm|query)\.|^(source|medium|channel)$/.test(name)) conditions[name] = entry.if[name];
      else if (!meets(all[name], entry.if[name])) return [];
    }
    const content = entry.content && localised(entry.content, page.lang);
    if (JSON.stringify(content) != JSON.stringify(entry.content)) conditions.lang = page.lang;
    const needed = prefetch == "all" ? pictures : prefetch == "chosen" ? picturesOf(content) : [];
    const pics = needed.every((picture) => fetched.has(picture)) ? (prefetch == "all" ? 2 : 1) : 0;
    const from = entry.from === first ? Math.min(first, host.now()) : entry.from;
    return { ...entry, from, if: conditions, content, pics } as StoredEntry;
  });
};

/** Makes the text for localStorage, for all slots of the pack, which is what comes last. A step a slot: on a slow phone all at once would
 * take too long. */
export function* planSteps(host: Host): Generator<string> {
  const slots: Record<string, StoredEntry[]> = {};
  const wanted = new Set<string>();
  const kept = { ...came() };
  // As stored now, not as found: they may have been forgotten since.
  const { lists } = stored();
  for (const info of host.slots()) {
    yield "";
    const entries = (slots[info.slot] = entriesOf(host, info));
    for (const picture of [info.pictures, ...entries.map((entry) => picturesOf(entry.content))].flat()) wanted.add(picture);
  }
  // Of the address only what some condition asks for: there may be more in it than a campaign's words.
  for (const name in kept) if (name.startsWith("query.") && !Object.values(slots).flat().some((entry) => name in entry.if!)) delete kept[name];
  if (document.querySelector("[data-tactful-slot]")) at = location.pathname;
  const plan = {
    v: 1,
    made: host.now(),
    release: host.options.release,
    // Ahead of the parser the snippet would ask for a file that a picture with sources may never show.
    at: linked.files?.sources ? undefined : at,
    came: kept,
    // What no slot wants any more is forgotten.
    fetched: [...fetched].filter((picture) => wanted.has(picture!)),
    slots,
    lists: linked.lists ? linked.lists(host, lists) : lists,
  } satisfies { [key in keyof StoredPlan]: unknown };
  yield JSON.stringify(plan, plain);
}

/** Downloads pictures ahead, at idle: with `all` every picture of the slot, whoever the visitor is, in the pack's order and with one
 * priority. A page that holds the slot asks for all of them each time, so that a stale copy of the one shown tells nothing. */
export const prefetch = (host: Host): void => {
  if (signals().saveData) return;
  for (const info of host.slots()) {
    const here = document.querySelector(`[data-tactful-slot="${CSS.escape(info.slot)}"]`);
    const chosen = info.prefetch == "chosen" ? entriesOf(host, info).flatMap((entry) => picturesOf(entry.content)) : [];
    for (const src of [...info.pictures, ...chosen]) {
      if (asked.has(src) || (!here && fetched.has(src))) continue;
      asked.add(src);
      const image = new Image();
      image.fetchPriority = "low";
      image.onload = () => {
        fetched.add(src);
        host.planChanged();
      };
      image.onerror = () => host.problem("picture-missing", src);
      linked.files ? linked.files.load(image, src) : (image.src = src);
    }
  }
};

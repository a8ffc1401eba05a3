// The words that the SDK's files, and those who use it, share.

import type { Core } from "./memory.ts";

/** What the value encoding can carry (docs/value-encoding.md): JSON's data model. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** Parameters of an event, in GA4's words. Functions and `undefined` are left out. */
export type Params = Record<string, unknown>;

/** Attributes the site states (`set`): nested objects or dotted names, as conditions read them. */
export type Attributes = Record<string, unknown>;

/** What is true of the moment and free to use (docs/campaign.md, signals). */
export interface Signals {
  /** Minutes east of UTC. */
  utcOffset: number;
  hemisphere?: "north" | "south" | "tropics";
  [name: string]: unknown;
}

/** Something the visitor did; the form in which the tail keeps it. */
export interface TrackedEvent {
  /** Milliseconds since the epoch. */
  t: number;
  /** JSON: `{"event": NAME, "params": {...}, "signals": {"utcOffset": MINUTES}}`. */
  event: string;
}

export type Level = "personal" | "relevant" | "default";
export type Arm = "control" | "explore" | "treatment" | "none";

export interface Picture {
  src: string;
  alt: string;
  width: number;
  height: number;
  srcset?: string;
  sizes?: string;
  sources?: { srcset: string; media?: string; type?: string; sizes?: string }[];
}

/** A variant's content; each key matches `data-tactful="KEY"`. */
export interface Content {
  image?: Picture;
  cta?: { label: string; href: string };
  [key: string]: unknown;
}

export interface Reason {
  dimension?: string;
  values?: string[];
  affinity?: number;
  index?: number;
  signal?: string;
  value?: unknown;
  [key: string]: unknown;
}

export interface Decision {
  slot: string;
  /** Empty when nothing could be decided (`error` says why): the site's own hero stays. */
  variant: string;
  level: Level;
  arm: Arm;
  score: number;
  /** The kinds of customer data that spoke: at most three. */
  dimensions: string[];
  reasons: Reason[];
  validUntil?: number;
  propensity?: number;
  /** Left out when the variant is the default. */
  content?: Content;
  /** Stable id of what went wrong (docs/errors.md). */
  error?: string;
}

/** One decision of a plan; it holds while `from <= now < until` and `if` is true of the signals. */
export interface PlanEntry {
  from: number;
  until: number;
  if?: Record<string, unknown>;
  variant: string;
  level: Level;
  content?: Content;
  [key: string]: unknown;
}

export interface Plan {
  slot: string;
  plan: PlanEntry[];
}

/** A slot the pack fills, and what may be fetched ahead for it. */
export interface SlotInfo {
  slot: string;
  /** The campaign that fills it, if one does. */
  campaign?: string;
  prefetch: "all" | "chosen" | "none";
  /** With `all`: the address of every distinct picture of the slot, in fetch order; otherwise empty. */
  pictures: string[];
  /** What variants are for, as [dimension, value]: a link may name it (`?tactful=dimension:value`). */
  links?: [dimension: string, value: string][];
}

export interface Affinity {
  dimension: string;
  /** Best first, `other` last; shares sum to 1. */
  affinity: [value: string, share: number, events?: number, newest?: number, average?: number, weight?: number][];
  /** With `evidence`: where the relationship stands, as far as it was learned. */
  stage?: string;
}

export interface AffinityOptions {
  /** At most so many values, then `other`. */
  top?: number;
  /** Each value also says from how many events, when the newest was (ms, or -1), what the average visitor's share is, and the evidence in
   * views (99 where it is the visitor's own word, or lasts otherwise). */
  evidence?: boolean;
}

export type Answer = "granted" | "denied";

export interface Consent {
  /** Learning from behaviour and keeping it on the device. */
  personalization?: Answer;
  /** Forwarding what was shown to the site's own analytics. */
  analytics?: Answer;
  /** Reserved for randomised reports, of which none are sent yet. */
  reports?: Answer;
}

export interface Options {
  /** The compiled campaigns: a URL, the bytes, or `#id` of an element holding them in base64. */
  pack: string | URL | Uint8Array | ArrayBuffer;
  /** The runtime: a URL, the bytes, or a compiled module. Default: `runtime.wasm` beside the script. */
  wasm?: string | URL | Uint8Array | ArrayBuffer | WebAssembly.Module;
  /** `required` (default): nothing is kept until `setConsent` grants it. */
  consent?: "required" | "not-required";
  /** The page's release; a plan made under another one is not painted. */
  release?: string;
  /** `ga4`: what was seen and clicked is pushed to `dataLayer`, under analytics consent; `gtag`: likewise, where gtag.js reads it. */
  analytics?: string;
  /** The consent tool to follow: `tcf`, `consent-mode`, `shopify`, `onetrust`, `cookiebot`, `usercentrics`, or `auto`. After it, names of
   * the tool's own for personalization, analytics and reports: `onetrust C0005 C0002`. */
  cmp?: string;
  /** The address of the catalogue of items, where variants show some (docs/items.md). */
  items?: string;
  /** Stops all, whatever else is said. */
  off?: boolean;
}

/** What `createTactful` returns: `window.tactful`'s writing, and reading. */
export interface Tactful extends Omit<Writer, "push"> {
  /** What a slot says now. Synchronous, never throws: level `default` with `error` when there is no answer. */
  decide(slot: string): Decision;
  /** The visitor's shares within a dimension, best first; undefined when it is not known. */
  affinity(dimension: string, options?: AffinityOptions): Affinity | undefined;
  /** The decision in plain words. */
  explain(slot: string): Promise<Explanation>;
  /** Why a list (`data-tactful-rank`) stands as it will at the next page load. */
  explainList(name: string): Promise<ListExplanation>;
  /** Listens; returns what ends it. `decision` and `error` also tell what was shown and what went wrong before. */
  on<K extends keyof Notices>(type: K, listener: (notice: Notices[K]) => void): () => void;
}

/** OpenFeature's words for how a value came about. */
export type ResolutionReason = "TARGETING_MATCH" | "SPLIT" | "DEFAULT" | "STATIC" | "DISABLED" | "ERROR";

/** A kind of customer data that the slot's variants read. */
export interface Governed {
  dimension: string;
  kind: "stated" | "arrival" | "interest" | "profile";
  /** Whether it may speak in this decision. */
  allowed: boolean;
  /** Whether there is anything to say. */
  known: boolean;
  /** Of an interest: its weight, in views. */
  evidence?: number;
}

/** What became of a variant; ids in docs/explain.md. */
export interface Candidate {
  variant: string;
  level: Level;
  fate: string;
  score?: number;
  /** Of one that lost: its score as a share of the winner's. */
  ofWinner?: number;
  /** Of a condition that does not hold: the attribute that it says no to. */
  refused?: string;
  /** Of too little evidence: how much there is. */
  evidence?: number;
}

export interface Explanation {
  decision: Decision;
  reason: ResolutionReason;
  /** Sentences, the most important first. */
  says: string[];
  /** One sentence for the visitor, that names nothing he would not expect. */
  sentence?: string;
  stage?: string;
  maxDimensions?: number;
  /** The evidence, in views, that makes an interest personal. */
  enough?: number;
  governor?: Governed[];
  /** Every variant in file order. Missing, with all from `sentence` on, where explain.wasm could not run. */
  candidates?: Candidate[];
  /** Dimension -> what the chosen variant is for, as people read it: labels, and bounds of bands. */
  labels?: Record<string, string[]>;
}

/** Why items stand in an order: reasons as a decision's, each with what the value is called, in the files' order. */
export interface RankExplanation {
  stage: string;
  /** Of each dimension by which items gain: the value among theirs that gains most. */
  reasons: (Reason & { label: string })[];
  /** One sentence for the visitor, that names nothing he would not expect. */
  sentence: string;
}

export interface ListExplanation extends Partial<RankExplanation> {
  list: string;
  /** Whether it will stand in another order than the page's own. */
  ordered: boolean;
  /** Sentences, the most important first. */
  says: string[];
}

export interface Problem {
  /** Stable id, docs/errors.md. */
  id: string;
  message: string;
  detail?: unknown;
}

/** What `on` can listen to. */
export interface Notices {
  /** What a slot of this page shows, painted from the plan or live. All of the decision where it is still the same. */
  decision: Pick<Decision, "slot" | "variant" | "level"> & Partial<Decision>;
  error: Problem;
  /** The profile was read or written again: answers may differ from now on. */
  change: undefined;
  consent: Consent;
}

/** What `window.tactful` can do, and all it can do: other tags may write, and never ask. */
export interface Writer {
  /** `push(["track", "view_item", {...}])`: as the queue before the script arrives. */
  push(...calls: [name: string, ...args: unknown[]][]): void;
  /** Something the visitor did, in GA4's words. Never throws. */
  track(name: string, params?: Params): void;
  /** What the site knows; it beats what was learned. Kept for this page, or as long as the site file's `keep` says. */
  set(attributes: Attributes): void;
  /** The visitor's own word, above what was inferred. */
  like(dimension: string, value: string): void;
  dislike(dimension: string, value: string): void;
  setConsent(consent: Consent): Promise<void>;
  /** Erases all that is kept, here and in the other tabs; the visitor stays opted in. */
  forget(): Promise<void>;
}

/**
 * What the running core offers the files that watch the page (capture, slot, live, seen, plan).
 *
 * They export, and page.ts calls:
 *   capture.ts  `scan(host)`        when the document is parsed
 *   slot.ts     `watchClicks(host)` once, when the script starts
 *   later.ts    `begin(host, core)` when the core is there, before it learns anything
 *               `signals()`         of this moment; cheap, never throws
 *               `planText(host)`    the text for localStorage, whenever the answers may have changed and storing is
 *                                   allowed; synchronous. keeper.ts stores it, checked against forgetting in other tabs
 *               `rest(host)`        at idle, after that
 *               `stated(host)`      what the site states of the visitor, here and on earlier pages
 *               `watchPage(host)`   once the document is parsed and the core answers
 */
export interface Host {
  readonly options: Options;
  /** What the page is about, while it is: engagement with the page speaks for these items. */
  items: Params[];
  /** What was clicked on before the rest of the SDK was there to listen. */
  clicked?: Element[] | undefined;
  /** What `set` said on this page. */
  attributes: Attributes;
  /** Milliseconds since the epoch. */
  now(): number;
  track(name: string, params?: Params): void;
  /** Attributes stated by the page, found by capture. */
  set(attributes: Attributes): void;
  like(dimension: string, value: string): void;
  dislike(dimension: string, value: string): void;
  forget(): Promise<void>;
  setConsent(consent: Consent): Promise<void>;
  /** Resolves once the core answers, with the rest of the SDK; with nothing if it never will (the reason was said). */
  ready: Promise<typeof import("./later.ts") | undefined>;
  core(): Core | undefined;
  /** What the pack fills; empty until ready. */
  slots(): SlotInfo[];
  /** For the present moment and signals; undefined until ready or when the slot is unknown. */
  plan(slot: string): Plan | undefined;
  /** The core's decision about a slot as of now, content included; undefined without a core. */
  decide(slot: string): (Decision & { content?: Content }) | undefined;
  /** May the visitor's behaviour be kept and used? */
  allowed(): boolean;
  /** May the site's analytics hear of what was shown? */
  analytics(): boolean;
  /** The plan's text changed for a reason the core cannot see (pictures arrived): store it again. */
  planChanged(): void;
  /** One console line a page and id, and the `error` notice. Texts: errors.ts. */
  problem(id: unknown, detail?: unknown): void;
  /** `decision`: slot, variant and level are enough; index.ts adds the rest for who listens. */
  emit<K extends keyof Notices>(type: K, notice: Notices[K]): void;
}

/** Where the snippet finds the plan. */
export const PLAN_KEY = "tactful:plan";
/** Where pages without the SDK, a checkout say, leave events for the next page that has it (inbox.ts). */
export const INBOX_KEY = "tactful:inbox";
/** Present: Tactful does nothing in this browser. */
export const OFF_KEY = "tactful:off";
/** Its value where the visitor paused Tactful itself, which a consent tool's yes does not undo. */
export const PAUSED = "paused";

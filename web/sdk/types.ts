// What those who use the SDK see of it, with units and ranges; index.ts and engine.ts export all of this.

/** What the value encoding can carry (docs/value-encoding.md): JSON's data model. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** Parameters of an event, in GA4's words. Functions and `undefined` are left out. */
export type Params = Record<string, unknown>;

/** Attributes the site states (`set`): nested objects or dotted names, as conditions read them. */
export type Attributes = Record<string, unknown>;

/** What is true of the moment and free to use (docs/campaign.md, signals). */
export interface Signals {
  /** Minutes east of UTC, at most a day either way; what is beyond counts as 0. */
  utcOffset: number;
  /** Left out: the one known before, or north. */
  hemisphere?: "north" | "south" | "tropics";
  [name: string]: unknown;
}

/** Chosen by what is known of the visitor; by the moment, or for everybody; or the page's own hero. */
export type Level = "personal" | "relevant" | "default";
/** `control`: the default on purpose; `explore`: drawn at random on purpose; `none`: no consent, no seed, or no shares set. */
export type Arm = "control" | "explore" | "treatment" | "none";

export interface Picture {
  src: string;
  /** Empty for decoration. */
  alt: string;
  /** CSS pixels. */
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

/** Why a decision came about: an interest, a signal of the moment, or an attribute. */
export interface Reason {
  dimension?: string;
  values?: string[];
  /** The visitor's share for these values within the dimension, 0 to 1. */
  affinity?: number;
  /** Affinity over the site's average; 1 is the average visitor. */
  index?: number;
  /** From how many events; 0 where the visitor said so, or it follows from a purchase. */
  events?: number;
  /** Name of a signal, or of an attribute under `attribute`; `value` is what it was. */
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
  /** 0 for the default; comparable within one slot and pack only. */
  score: number;
  /** The kinds of customer data that spoke: at most three. */
  dimensions: string[];
  reasons: Reason[];
  /** When the answer may change without another event, ms since the epoch; at most 30 days ahead. */
  validUntil?: number;
  /** The probability of this variant over all seeds, arms included, 0 to 1. */
  propensity?: number;
  /** In the control arm: what the visitor would have been shown. */
  wouldBe?: string;
  /** Left out when the variant is the default. */
  content?: Content;
  /** Stable id of what went wrong (docs/errors.md). */
  error?: string;
}

/** One decision of a plan; it holds while `from <= now < until` and `if` is true of the signals. */
export interface PlanEntry {
  /** Ms since the epoch. */
  from: number;
  /** Ms since the epoch; not included. */
  until: number;
  /** Signal -> a value, a list of values, or `{"$gte", "$lt"}`; all must be met. */
  if?: Record<string, unknown>;
  variant: string;
  level: Level;
  content?: Content;
  [key: string]: unknown;
}

export interface Plan {
  slot: string;
  /** At most 8; the first that holds counts. */
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
  /** Best first, `other` last; shares are 0 to 1 and sum to 1. */
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
  /** As a decision's. */
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
  /** One sentence for the visitor, that names nothing they would not expect. */
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
  /** One sentence for the visitor, that names nothing they would not expect. */
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

declare global {
  /** The script tag's own, and before it is there a list of calls: `(self.tactful ||= []).push(["track", "view_item", {…}])`. */
  var tactful: Pick<Writer, "push"> & Partial<Writer>;
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
  /** Holds the value back until it is liked. */
  dislike(dimension: string, value: string): void;
  /** Purposes that are left out stay as they are; whatever else than "granted" is said is a no. A no to personalization erases all
   * that is kept, here and in the other tabs. Resolves when that is done; does not reject. */
  setConsent(consent: Consent): Promise<void>;
  /** Erases all that is kept, here and in the other tabs; the visitor stays opted in. */
  forget(): Promise<void>;
}

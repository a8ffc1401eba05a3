// What the files of a running page share.
import type { Core } from "./memory.ts";
import type { transact } from "./storage.ts";
import type { Attributes, Consent, Content, Decision, Notices, Options, Params, Plan, SlotInfo } from "./types.ts";

/** Something the visitor did; the form in which the tail keeps it. */
export interface TrackedEvent {
  /** Milliseconds since the epoch. */
  t: number;
  /** JSON: `{"event": NAME, "params": {...}, "signals": {"utcOffset": MINUTES}}`. */
  event: string;
}

/**
 * What the running core offers the files that watch the page (capture, slot, live, seen, plan).
 *
 * They export, and page.ts calls:
 *   capture.ts  `scan(host)`        when the document is parsed
 *   slot.ts     `watchClicks(host)` once, when the script starts
 *   later.ts    `begin(host, core)` when the core is there, before it learns anything
 *               `learnerOf(core)`   by which keeper.ts lets it learn
 *               `signals()`         of this moment; cheap, never throws
 *               `planSteps(host)`   the text for localStorage, slot by slot, whenever the answers may have changed and storing
 *                                   is allowed. keeper.ts stores it, checked against forgetting in other tabs
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
  /** `pause`: the visitor's own pause, which a site's yes does not undo; false ends it, `consent` being what held before. */
  setConsent(consent: Consent, pause?: boolean): Promise<void>;
  /** Resolves once the core answers, with the rest of the SDK; with nothing if it never will (the reason was said). */
  ready: Promise<typeof import("./later.ts") | undefined>;
  /** Undefined too where the visitor has said no. */
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
  /** Over all that is kept: through the one connection of the page, which is closed when the page is left. */
  transact: typeof transact;
  /** One console line a page and id, and the `error` notice. Texts: errors.ts. */
  problem(id: unknown, detail?: unknown): void;
  /** `decision`: slot, variant and level are enough; index.ts adds the rest for who listens. */
  emit<K extends keyof Notices>(type: K, notice: Notices[K]): void;
}

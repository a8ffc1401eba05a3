// `tactful/engine`: the bare core, for Node, workers, tests and tools. No page, no storage, no clock:
// time is an argument, and what is kept is what `save` returns.
import { idOf, textOf } from "./errors.ts";
import { connect, type Core, type Exports } from "./memory.ts";
import type { Affinity, AffinityOptions, Attributes, Decision, Explanation, Params, Plan, RankExplanation, SlotInfo } from "./types.ts";

export type * from "./types.ts";

/** What went wrong; `id` is stable. */
export class TactfulError extends Error {
  override readonly name = "TactfulError";
  constructor(readonly id: string, readonly cause?: unknown) {
    super(`${id}: ${textOf(id)}`);
  }
}

/** A URL, the bytes, a compiled module, or what runtime.js's default export returns. */
export type Runtime = string | URL | Uint8Array | ArrayBuffer | WebAssembly.Module | Exports;

export interface EngineEvent {
  event: string;
  params?: Params;
  signals?: Record<string, unknown>;
}

export interface Circumstances {
  signals?: Record<string, unknown>;
  attributes?: Attributes;
}

const bytesOf = async (url: URL | string): Promise<ArrayBuffer | Uint8Array> => {
  if (String(url).startsWith("file:")) {
    // Named at run time, in a way that no minifier undoes, so that bundlers for browsers leave it alone.
    const node = ["node:fs", "promises"].join("/");
    return (await import(node)).readFile(new URL(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.arrayBuffer();
};

async function exportsOf(runtime: Runtime): Promise<Exports> {
  if (typeof runtime === "string" || runtime instanceof URL) runtime = await bytesOf(runtime);
  if (runtime instanceof WebAssembly.Module) return (await WebAssembly.instantiate(runtime)).exports as unknown as Exports;
  if (runtime instanceof ArrayBuffer || ArrayBuffer.isView(runtime)) {
    return (await WebAssembly.instantiate(runtime as BufferSource)).instance.exports as unknown as Exports;
  }
  return runtime;
}

/**
 * One visitor's core over one pack. Methods throw TactfulError; a call that fails changes nothing. `t` is always ms since the
 * epoch, 0 to 8.64e15 (else `bad-argument`); questions before the newest event are answered as of that event.
 */
export class Engine {
  private constructor(
    private readonly _core: Core,
    private readonly _seed: readonly [high: number, low: number] | undefined,
  ) {
    this._plant();
  }

  /**
   * `seed`: 64 random bits, or a whole number below 2^53 (else `bad-argument`); given to every profile that has none. Without
   * one no arm is tossed and base rates are means. Rejects with `runtime-missing` where there is no core to be had from `runtime`.
   */
  static async load(runtime: Runtime, pack: Uint8Array | ArrayBuffer, { seed }: { seed?: bigint | number } = {}): Promise<Engine> {
    const exports = await exportsOf(runtime).catch(because("runtime-missing"));
    return attempt(() => new Engine(connect(exports, ArrayBuffer.isView(pack) ? pack : new Uint8Array(pack instanceof ArrayBuffer ? pack : new ArrayBuffer(0))), seed === undefined ? seed : halves(seed)));
  }

  /** Takes in what the visitor did; a `t` earlier than the newest counts as then. Throws event-ignored without a name. */
  event(what: EngineEvent, t: number): void {
    attempt(() => {
      const { event, params = {}, signals = {} } = what ?? {};
      this._core.tell("event", moment(t), { event, signals, params });
    });
  }

  /** What a slot says at that time, content included. Throws unknown-slot. Changes nothing. */
  decide(slot: string, circumstances: Circumstances, t: number): Decision {
    return this._askAt("decide", question(slot, circumstances, true), t);
  }

  /** What the next page load may be shown, at most 8 entries (docs/stored-plan.md). Throws unknown-slot. Costs up to some hundred decisions. */
  plan(slot: string, circumstances: Circumstances, t: number): Plan {
    return this._askAt("plan", question(slot, circumstances, true), t);
  }

  /** The visitor's shares within a dimension. Throws unknown-dimension. */
  affinity(dimension: string, options: AffinityOptions, t: number): Affinity {
    return this._askAt("affinity", { ...options, dimension }, t);
  }

  /** One score an item, in their order: comparable within one call; higher is better, never negative. */
  rank(items: Record<string, unknown>[], t: number): number[] {
    return this._askAt<{ scores: number[] }>("rank", { rank: items }, t).scores;
  }

  /** Why, at full length; explain.wasm is loaded for it. */
  async explain(slot: string, circumstances: Circumstances, t: number): Promise<Explanation> {
    const asked = question(slot, circumstances);
    const decision = this._askAt<Decision>("decide", asked, t);
    const { account } = await import("./explain.ts");
    return account(this._core, decision, (core) => core.ask("explain", t, asked));
  }

  /** Why `rank` scores these items as it does; explain.wasm is loaded for it, and this rejects where it cannot run. */
  async explainRank(items: Record<string, unknown>[], t: number): Promise<RankExplanation> {
    const { accountOfRank } = await import("./explain.ts");
    return accountOfRank(this._core, (core) => attempt(() => core.ask("explain", moment(t), { rank: items }))).catch(because("part-missing"));
  }

  /** What the pack fills. */
  slots(): SlotInfo[] {
    return attempt(() => this._core.ask("slots"));
  }

  /** The profile as bytes: at most 4,096, the same for the same knowledge. */
  save(): Uint8Array {
    return attempt(() => this._core.save());
  }

  /** Takes saved bytes back; throws profile-foreign, -too-new or -damaged and keeps what it had. */
  restore(bytes: Uint8Array): void {
    attempt(() => this._core.tell("restore", undefined, bytes));
    this._plant();
  }

  /** Back to an empty profile. */
  forget(): void {
    attempt(() => this._core.tell("forget"));
    this._plant();
  }

  private _plant(): void {
    if (this._seed) this._core.seed(...this._seed);
  }

  private _askAt<T>(name: string, input: object, t: number): T {
    return attempt(() => this._core.ask(name, moment(t), input));
  }
}

/** Spelt out: one shape is written much faster than what a spread makes. What is long comes last, where nothing is looked for behind it. */
const question = (slot: string, circumstances: Circumstances, content?: boolean) =>
  ({ slot, content, attributes: circumstances?.attributes ?? null, signals: circumstances?.signals });

/** A time as the core takes it. What is no number is refused here: handed over, it would end the instance, or count as one. */
function moment(t: number): number {
  if (typeof t !== "number") throw new TactfulError("bad-argument");
  return t;
}

function halves(seed: bigint | number): [number, number] {
  if (typeof seed !== "bigint" && !Number.isInteger(seed)) throw new TactfulError("bad-argument");
  const bits = BigInt.asUintN(64, BigInt(seed));
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)];
}

/** For what others reject with. */
const because = (id: string) => (cause: unknown) => {
  throw cause instanceof TactfulError ? cause : new TactfulError(id, cause);
};

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw typeof error === "object" ? error : new TactfulError(idOf(error as string | number));
  }
}

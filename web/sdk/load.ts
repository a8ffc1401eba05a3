// Fetches what the core runs on: the pack and the runtime, as wasm or, where that is refused, as
// JavaScript with the same answers.
import type { Exports } from "./memory.ts";
import { problem } from "./problem.ts";

/** An address's bytes, at low priority: the page's own pictures and styles come first. What is no address is taken as it is. */
const fetched = async (source: any) => {
  if (typeof source != "string") return source;
  const response = await fetch(source, { priority: "low" });
  if (!response.ok) throw response.status + " " + source;
  return response.arrayBuffer();
};

export const packBytes = async (pack: any): Promise<Uint8Array> =>
  pack[0] == "#" ? (await import("./inline.ts")).inlineBytes(pack) : new Uint8Array(await fetched(pack));

// Not the streaming form: it insists on a content type that many servers lack, and a module this
// small gains nothing from it.
const wasmExports = async (wasm: any): Promise<Exports> => {
  const made: any = await WebAssembly.instantiate(await fetched(wasm));
  return (made.instance || made).exports;
};

/** Says what could not be had, and goes on as its id. */
export const missing = (id: string) => (error: unknown) => {
  problem(id, error);
  throw id;
};

/**
 * What `connect` (memory.ts) makes a core of; that is not here, because a script tag has no use for it before its
 * second part is there. Rejects with the id of what could not be had.
 */
export const load = async (pack: unknown, wasm: unknown): Promise<[Exports, Uint8Array]> => {
  const bytes = packBytes(pack).catch(missing("pack-missing"));
  // Heard below; meanwhile a failure must not count as unhandled.
  bytes.catch(() => {});
  const exports = await wasmExports(wasm).catch((error) => {
    // A policy without 'wasm-unsafe-eval', a browser in lockdown mode, a file that is not there.
    problem("wasm-refused", error);
    return import("./runtime.js" as string).then((module) => module.default() as Exports, missing("runtime-missing"));
  });
  return [exports, await bytes];
};

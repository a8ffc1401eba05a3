// The package's main module: `createTactful`.
import { createCompanion } from "./companion.ts";
import { createListeners } from "./listeners.ts";
import { start } from "./page.ts";
import { publish, taken } from "./queue.ts";
import { explained, reader } from "./reader.ts";
import type { Options, Tactful } from "./types.ts";

export type * from "./types.ts";

const scriptTag = () => document.querySelector<HTMLScriptElement>("script[data-pack]");

/** A script tag that is still on its way comes first: two starting at once would be one too many. */
const scriptSettled = () =>
  new Promise<void>((resolve) => {
    const tag = scriptTag();
    if (taken() || document.readyState === "complete" || !tag) return resolve();
    addEventListener("load", () => resolve(), { once: true });
    tag.addEventListener("load", () => resolve(), { once: true });
  });

let instance: Promise<Tactful> | undefined;

/**
 * Tactful in this page: one running core, however often this is called. Resolves when it can answer, or
 * when it is known that it never will (the console says why); it does not reject.
 *
 * Where the page has the script tag, that one runs, with its options; this returns a reader beside it,
 * and `pack` and `wasm` may be left out.
 */
export const createTactful = (options: Partial<Options> = {}): Promise<Tactful> => (instance ??= create(options));

async function create(given: Partial<Options>): Promise<Tactful> {
  await scriptSettled();
  const options = { wasm: new URL("./runtime.wasm", import.meta.url), pack: scriptTag()?.dataset["pack"] ?? "", ...given };
  for (const name of ["pack", "wasm"] as const) if ((options[name] as unknown) instanceof URL) options[name] = String(options[name]);
  if (taken()) return createCompanion(options);
  const { on, emit } = createListeners();
  const page = start(options, (type, notice: any) => {
    // Slots say what they show; why is for who listens here.
    emit(type, type === "decision" ? explained(reading.decide, notice) : notice);
  });
  let later: Awaited<typeof page.ready>;
  const reading = reader(page.core, page.ask, () => later?.stated(page) ?? {});
  publish(page);
  later = await page.ready;
  const { track, set, like, dislike, setConsent, forget } = page;
  return { ...reading, on, track, set, like, dislike, setConsent, forget };
}

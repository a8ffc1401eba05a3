// The script tag: starts Tactful with what the tag says.
import { start } from "./page.ts";
import { problem } from "./problem.ts";
import { publish, taken } from "./queue.ts";
import type { Options } from "./types.ts";

// A module has no current script.
const { src, dataset } = (document.currentScript || document.querySelector("script[data-pack]")) as HTMLScriptElement;
if (taken()) problem("second-copy", src);
else {
  publish(
    start(
      { ...dataset, wasm: new URL("runtime.wasm", src).href } as unknown as Options,
      // Without a word of what changed: a companion (companion.ts) then reads for itself.
      (type) => type == "change" && document.dispatchEvent(new Event("tactful:change")),
    ),
  );
}

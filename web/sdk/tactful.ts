// The script tag: starts Tactful with what the tag says.
import { parsed, start } from "./page.ts";
import { problem } from "./problem.ts";
import { tag } from "./tag.ts";
import { publish, taken } from "./queue.ts";
import type { Options } from "./types.ts";

const { src, dataset } = tag;
if (taken()) problem("second-copy", src);
else {
  publish(
    start(
      { ...dataset, wasm: new URL("runtime.wasm", src).href } as unknown as Options,
      // Without a word of what changed: a companion (companion.ts) then reads for itself. `self.`, for a page may have a class of this name.
      (type) => type == "change" && document.dispatchEvent(new self.Event("tactful:change")),
      // A cached script is here before the hero is: not before the frame that shows it. A hidden page has none.
      new Promise((done) =>
        parsed(() => {
          requestAnimationFrame(() => setTimeout(done));
          setTimeout(done, 1000);
        }),
      ),
    ),
  );
}

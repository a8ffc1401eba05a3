/** What the page states of its visitor in `<script type="application/json" data-tactful-attributes>`: read anew each time, for an
 * application may change it. What `set` says beats it. */
import type { Host } from "./host.ts";
import type { Attributes } from "./types.ts";

export const stated = (problem: Host["problem"]): Attributes => {
  const all: Attributes = {};
  for (const { text } of document.querySelectorAll<HTMLScriptElement>("script[data-tactful-attributes]")) {
    try {
      const block = JSON.parse(text);
      if (Object(block) !== block) throw block;
      Object.assign(all, block);
    } catch {
      problem("attributes-damaged");
    }
  }
  return all;
};

/** Whether the pack declares an attribute that outlasts its page: then kept.ts looks closer. Offsets: docs/pack-format.md. */
export const keeps = (pack: Uint8Array): boolean => {
  const word = (at: number) => pack[at]! | (pack[at + 1]! << 8) | (pack[at + 2]! << 16);
  let at = 24;
  while (at < 468 && pack[at] != 27) at += 12;
  const begin = word(at + 4);
  return pack.subarray(begin, begin + word(at + 8)).some((byte, i) => byte && i % 8 == 5);
};

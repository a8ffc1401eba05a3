// Reads the variants' contents out of a pack (docs/pack-format.md), for the preview: the core answers with what it decides alone.
import type { Content } from "./types.ts";

/** Sections, and where in their records we look. */
const STRING_OFFSETS = 1, STRING_BYTES = 2, SLOTS = 20, VARIANTS = 21, CONTENTS = 23;
const NAME = 8, FIRST = 24, COUNT = 28, ID = 8, CONTENT = 12;

export interface SlotContents {
  slot: string;
  /** In the files' order; the default has no content. */
  variants: { variant: string; content?: Content }[];
}

/** All slots of a pack that a core has verified; `slots` is how many it has. */
export const contentsOf = (pack: Uint8Array, slots: number): SlotContents[] => {
  const view = new DataView(pack.buffer, pack.byteOffset, pack.byteLength);
  const u32 = (at: number) => view.getUint32(at, true);
  const section = (id: number) => {
    for (let at = 24, left = u32(20); left--; at += 12) if (u32(at) == id) return { start: u32(at + 4), size: u32(at + 8) };
    return { start: 0, size: 0 };
  };
  const decoder = new TextDecoder();
  const utf8 = (start: number, length: number) => decoder.decode(pack.subarray(start, start + length));
  const offsets = section(STRING_OFFSETS).start;
  const text = (index: number) => {
    const [from, until] = [u32(offsets + 4 * index), u32(offsets + 4 * index + 4)];
    return utf8(section(STRING_BYTES).start + from, until - from);
  };

  // The value encoding (docs/value-encoding.md), as the compiler writes it.
  let at = 0;
  const length = (): number => {
    const byte = pack[at++]!;
    return byte < 128 ? byte : (byte & 127) + 128 * length();
  };
  const string = () => {
    const count = length();
    return utf8((at += count) - count, count);
  };
  const value = (): any => {
    const tag = pack[at++]!;
    if (tag == 3) return view.getFloat64((at += 8) - 8, true);
    if (tag == 4) return string();
    if (tag == 5) return Array.from({ length: length() }, value);
    if (tag == 6) return Object.fromEntries(Array.from({ length: length() }, () => [string(), value()]));
    return [null, false, true][tag];
  };

  // A minor version may have made records longer: how long they are follows from how many there are.
  const slotPart = section(SLOTS);
  const slotAt = Array.from({ length: slots }, (_, i) => slotPart.start + (i * slotPart.size) / slots);
  const variantPart = section(VARIANTS);
  const variantSize = variantPart.size / slotAt.reduce((sum, slot) => sum + u32(slot + COUNT), 0);
  return slotAt.map((slot) => ({
    slot: text(u32(slot + NAME)),
    variants: Array.from({ length: u32(slot + COUNT) }, (_, i) => {
      const variant = variantPart.start + (u32(slot + FIRST) + i) * variantSize;
      const content = u32(variant + CONTENT);
      at = section(CONTENTS).start + content;
      return { variant: text(u32(variant + ID)), ...(content != 0xffffffff && { content: value() }) };
    }),
  }));
};

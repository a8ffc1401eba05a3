/** Pictures with more than one file (`srcset`, `sources`): which of them is fetched ahead. The core knows addresses alone, so what the variants
 * say is read out of the pack. Loaded where a pack has such pictures, whoever the visitor is. */
import { contentsOf } from "./contents.ts";
import { showPicture } from "./paint.ts";
import type { Picture } from "./types.ts";

/** Of a pack with `slots` slots. */
export const filesOf = (pack: Uint8Array, slots: number) => {
  const known: Record<string, Picture> = Object.create(null);
  // Contents may state them by language.
  const look = (value: any): void => {
    if (Object(value) !== value) return;
    if (typeof value.src == "string") known[value.src] ??= value;
    else Object.values(value).forEach(look);
  };
  look(contentsOf(pack, slots));
  return {
    /** Whether a picture has `sources`. */
    sources: Object.values(known).some(({ sources }) => sources),
    /** Loads into `image` the file that the browser would show of the picture with this address. */
    load(image: HTMLImageElement, src: string): void {
      document.createElement("picture").append(image);
      showPicture(image, known[src] || { src });
    },
  };
};

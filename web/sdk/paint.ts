/** What the snippet and the SDK share: which entry of a plan holds, and how its content gets into a slot.
 *
 * Compiled into both, so that a hero painted before first paint and one painted live are made by the same lines. Text goes in as text,
 * the rest by attributes and properties named here: nothing that a plan says can become markup or script. */
import type { StoredEntry } from "./plan.ts";
import { cast } from "./template.ts";

/** Whether a signal is what an `if` wants: a value, one of a list, or within {"$gte", "$lt"}. String and number comparisons alone. */
export const meets = (value: any, want: any): boolean =>
  [want].flat().includes(value ?? null) ||
  // A bound left out is far from the other; without any the comparison is with NaN, and false.
  (value >= (want?.$gte ?? want?.$lt - 1e9) && value < (want?.$lt ?? want?.$gte + 1e9));

/** The first entry that holds: from <= now < until, and all of its `if` is met. */
export const choose = (plan: StoredEntry[] | undefined, now: number, signals: Record<string, unknown>): StoredEntry | undefined =>
  plan?.find((entry) => {
    for (const name in entry.if) if (!meets(signals[name], entry.if[name])) return;
    return now >= entry.from && now < entry.until;
  });

/** A colon before any / ? # ends a scheme. Browsers skip whitespace and control characters there; this does not, so none can hide one. */
export const REFUSED = "^(?!https?:)[^/?#]*:";

/** Of pictures. `src` comes last: what stands before it decides which file it means. */
export const ATTRIBUTES = "media type sizes srcset alt width height src";

/** `<img>` and `<source>` alike; what the picture lacks goes. */
const dress = (element: Element, picture: any): void => {
  for (const name of ATTRIBUTES.split(" "))
    picture[name] != null ? element.setAttribute(name, picture[name]) : element.removeAttribute(name);
};

/** Shows `picture` in `image`, with its sources in the `<picture>` around it, if there is one. `pics`: see StoredEntry. */
export const showPicture = (image: Element, picture: any, pics?: number): void => {
  const frame = image.closest("picture");
  // Everybody downloads the page's own picture: which one is shown must not be told by what is asked for. A copy starts to load.
  if (pics == 2) (frame || image).cloneNode(true);
  if (frame) {
    for (const source of frame.querySelectorAll("source")) source.remove();
    for (const source of picture.sources || []) dress(frame.insertBefore(document.createElement("source"), image), source);
  }
  dress(image, picture);
};

/** Paints an entry into `slot`. Idempotent: called again as the parser brings more, it changes no node that is right.
 *
 * The variant's template first, if the slot has one (template.ts). Then the fields (`data-tactful="KEY"`): a text goes in as
 * text; {src, alt, width, height, srcset?, sizes?, sources?} into an `<img>`, which stays as it is without `pics`; {label, href}
 * into a link, http, https and relative addresses only. What the content leaves out or leaves empty gets `hidden`. `lang` and
 * `dir` go on the slot. Neither template nor content: the page's own hero. */
export const paint = (slot: any, { variant, content, pics }: StoredEntry): void => {
  slot.dataset.tactfulVariant = variant;
  cast(slot, variant);
  if (content) {
    if (content.lang) slot.lang = content.lang;
    if (content.dir) slot.dir = content.dir;
    for (const field of slot.querySelectorAll("[data-tactful]")) {
      const key = field.dataset.tactful;
      const value: any = content[key];
      const text = value?.label ?? value;
      if (text?.src) {
        if (!pics) continue;
        if (field.getAttribute("src") != text.src) showPicture(field, text, pics);
      } else if (text) {
        if (value.href) {
          if (RegExp(REFUSED, "i").test(value.href)) continue;
          if (field.getAttribute("href") != value.href) field.href = value.href;
        }
        if (field.textContent != text) field.textContent = text;
      }
      // The visitor's own buttons are no fields.
      if (!/^(why|forget|pause|ignore-page)$/.test(key)) field.hidden = !text;
    }
  }
};

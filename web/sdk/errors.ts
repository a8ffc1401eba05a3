// What may go wrong, in words: loaded when it does. Ids are stable; docs/errors.md lists them.
import type { Problem } from "./types.ts";

/** Statuses of the core by number, negated (core/base/status.h). */
const STATUS_IDS = [
  "ok", "buffer-too-small", "bad-argument", "bad-encoding", "pack-foreign", "pack-too-new", "pack-damaged",
  "profile-foreign", "profile-too-new", "profile-damaged", "unknown-slot", "unknown-dimension",
  "unknown-variant", "event-ignored",
];

const TEXTS: Record<string, string> = {
  "buffer-too-small": "the answer is longer than the buffer; nothing changed",
  "bad-argument": "a value is out of range; times are whole milliseconds since the epoch",
  "bad-encoding": "an event or attribute could not be read; pass plain JSON data",
  "pack-foreign": "the address of the pack answers with something else; see what it serves, an error page perhaps",
  "pack-too-new": "the pack needs a newer runtime.wasm; serve both from the same version of tactful",
  "pack-damaged": "the pack is cut or altered; compile and upload it again, as a binary file",
  "profile-foreign": "what is stored belongs to another site of this origin; this visitor starts anew",
  "profile-too-new": "a newer version of tactful has run in this browser; this page decides from memory and stores nothing",
  "profile-damaged": "what is stored is cut or altered; this visitor starts anew",
  "unknown-slot": "no campaign in the pack fills this slot; compare data-tactful-slot with the campaign files",
  "unknown-dimension": "the site file does not name this dimension",
  "unknown-variant": "the slot has no variant of this id",
  "event-ignored": "an event has no name or no usable time",
  "out-of-memory": "the browser gives no more memory",
  failed: "something unexpected went wrong; please report it",
  off: "switched off by data-off or by tactful:off in localStorage",
  "not-ready": "asked before the core was loaded; await createTactful() or listen to change",
  "pack-missing": "the pack could not be fetched; check data-pack, and connect-src if the page has a policy",
  "wasm-refused": "runtime.wasm could not be used, so the slower JavaScript form runs, with the same answers; script-src 'wasm-unsafe-eval' allows wasm",
  "runtime-missing": "neither runtime.wasm nor runtime.js could be loaded from beside the script",
  "part-missing": "a part of the SDK could not be loaded from beside the script, so what it does is left out; deploy all of dist/",
  "storage-denied": "storage is denied, full or broken; this page learns in memory, and forgets when it goes",
  "picture-missing": "a picture of the pack could not be fetched; until it can, its hero is painted without",
  "late-snippet": "the slot was there before the snippet ran, so it keeps the page's own hero; put the snippet into <head>, before the stylesheets",
  "slot-contested": "a script of the page keeps putting its own content into the slot, so that stays; in React use tactful/react",
  "list-late": "a list could have stood in this visitor's order and did not: print the snippet with --lists, and let the list come in one piece; see docs/lists.md",
  "list-contested": "a script of the page has put a list back into its own order, so it is left alone from now on; see docs/lists.md",
  "list-too-long": "a list of more than 100 items, or 6,000 characters in their data-tactful-item, is left as it is",
  "item-damaged": "a list has no name in data-tactful-rank, or an item says something else than category: trail; price: 80; the list is left as it is",
  "items-missing": "the catalogue that data-items names could not be fetched or is none; tactful compile writes it, with --items",
  "json-ld-too-long": "a JSON-LD block of more than 256 kB was skipped",
  "json-ld-damaged": "a JSON-LD block is no JSON and was skipped",
  "cmp-broken": "the consent tool failed when asked, which counts as no",
  "cmp-missing": "the consent tool of data-cmp did not come within 20 seconds, so nobody was asked; see docs/consent.md for its name",
  "params-damaged": "data-tactful-params is no JSON and was left out",
  "like-damaged": "data-tactful-like names no dimension and value; write category:trail",
  "attributes-damaged": "a block of data-tactful-attributes is no JSON object and was skipped",
  "attributes-refused": "what is to be kept of the attributes is no plain JSON data, or more than 10,000 characters; so it holds for this page alone",
  "inbox-refused": "tactful:inbox in localStorage is no list of a shop's events, or above 100,000 characters; it was emptied",
  "analytics-refused": "dataLayer takes nothing more, so analytics hears nothing of heroes; something on the page has frozen it",
  "second-copy": "tactful runs in this page already; this copy does nothing",
  "event-refused": "an event must be plain JSON data, at most 100,000 characters of it; it was left out",
  "bad-call": "window.tactful.push takes arrays: [\"track\", name, params], and set, like, dislike, setConsent, forget likewise",
};

/** The stable id of a status of the core, or of what is an id already. */
export const idOf = (problem: string | number): string => STATUS_IDS[-problem] ?? "" + problem;

/** An id in one sentence. */
export const textOf = (id: string): string => TEXTS[id] ?? "";

/** What was said in this page, by all copies of the SDK in it: they share this file. */
const said: Problem[] = [];
const listeners = new Set<(problem: Problem) => void>();

/** Calls `listener` with what was said before, and with what will be. */
export const hear = (listener: (problem: Problem) => void): void => {
  for (const problem of said) listener(problem);
  listeners.add(listener);
};

/** One line in the console a page and id; the same as a notice. */
export const report = (problem: string | number, detail?: unknown): void => {
  const id = idOf(problem);
  if (said.some((each) => each.id == id)) return;
  const notice = { id, message: textOf(id), detail };
  said.push(notice);
  console[id == "wasm-refused" ? "info" : "warn"](`tactful: ${id}: ${notice.message}`, ...(detail === undefined ? [] : [detail]));
  for (const listener of listeners) listener(notice);
};

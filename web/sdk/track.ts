// From what a site passes to `track` to what the tail keeps: plain data, bounded.
import type { TrackedEvent } from "./host.ts";
import type { Params } from "./types.ts";

/** Longest text of a parameter, and of an event: beyond, no page means well. */
const TEXT = 1000;
const EVENT = 1e5;

/** For JSON.stringify: a list stays one where an old library has given lists a `toJSON` that makes texts of them (Prototype.js). */
export function plain(this: any, key: string, value: unknown): unknown {
  return Array.isArray(this[key]) ? this[key] : value;
}

function tidy(this: any, key: string, value: unknown): unknown {
  value = plain.call(this, key, value);
  return typeof value == "string" ? value.slice(0, TEXT) : value;
}

/** The event as of now, with the one signal of it that the core keeps. Throws "event-refused" when it is no plain data, or too much. */
export const trackedEvent = (name: string, params: Params = {}): TrackedEvent => {
  let event = "";
  try {
    event = JSON.stringify({ event: name, params, signals: { utcOffset: -new Date().getTimezoneOffset() } }, tidy);
  } catch {}
  if (!event || event.length > EVENT) throw "event-refused";
  return { t: Date.now(), event };
};

/** The one order in which events count, however they were split over tabs: by time, name, parameters. */
export const inOrder = <E extends TrackedEvent>(events: E[]): E[] => events.sort((a, b) => a.t - b.t || (a.event < b.event ? -1 : 1));

/** What pages without the SDK have left for the next page that has it: a list of plain events in localStorage, written by a checkout's
 * pixel, say. Loaded where there is such a list. docs/capture.md has the format.
 *
 * Anybody on the origin can write there, so it may say what `track` may say of a shop, and nothing else; it counts once, however many
 * tabs find it: what was taken is remembered in the transaction that takes it. */
import { local, MAJOR } from "./storage.ts";
import { trackedEvent } from "./track.ts";
import { INBOX_KEY } from "./keys.ts";
import type { Host, TrackedEvent } from "./host.ts";

/** Longest list, in characters and events; how many are remembered; how late an event may come. */
const LONGEST = 100_000;
const MOST = 50;
const REMEMBERED = 200;
const LATE_MS = 30 * 86_400_000;
/** Their key beside the mark and the profile. */
const TAKEN = "inbox";
const EVENTS = /^(view_item|view_item_list|select_item|search|add_to_cart|add_to_wishlist|remove_from_cart|begin_checkout|purchase|refund|sign_up|login)$/;

/** 53 bits of a text: enough to know it again, and no copy of it. */
const printOf = (text: string): number => {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + (low >>> 15)), 0x85ebca6b);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
};

/** The events of the list, with what each is known by. Throws when it is none. */
const read = (text: string, now: number): [TrackedEvent, number][] => {
  if (text.length > LONGEST) throw "inbox-refused";
  const events: [TrackedEvent, number][] = [];
  for (const entry of (JSON.parse(text) as any[]).slice(0, MOST)) {
    if (!EVENTS.test(entry.event)) throw "inbox-refused";
    const { event } = trackedEvent(entry.event, Object(entry.params));
    const t = Number.isFinite(entry.t) ? Math.round(Math.min(now, Math.max(entry.t, now - LATE_MS))) : now;
    events.push([{ t, event }, printOf(JSON.stringify(entry))]);
  }
  return events;
};

export const drain = async (host: Host): Promise<void> => {
  const text = local(INBOX_KEY);
  if (!text || !host.allowed()) return;
  let events: [TrackedEvent, number][] = [];
  try {
    events = read(text, host.now());
  } catch {
    host.problem("inbox-refused");
  }
  let entered = false;
  await host.transact(true, (profile, tail, mark) => {
    // Before the page's own first entry, or beside a newer version: later, or another page.
    if (!mark || mark.major > MAJOR) return;
    entered = true;
    const request = profile.get(TAKEN);
    request.onsuccess = () => {
      const taken: number[] = request.result ?? [];
      for (const [event, print] of events) {
        if (taken.includes(print)) continue;
        taken.push(print);
        tail.add({ ...event, since: mark.since });
      }
      profile.put(taken.slice(-REMEMBERED), TAKEN);
    };
  }).catch((error) => {
    entered = false;
    if (error) host.problem("storage-denied", error);
  });
  // Not what was added meanwhile; what is found again was taken.
  if (!entered || local(INBOX_KEY) != text) return;
  local(INBOX_KEY, null);
  host.planChanged();
};

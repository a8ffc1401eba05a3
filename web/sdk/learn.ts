// The core and the stored bytes: what is taken from storage into it, and in which order.
import type { Core } from "./memory.ts";
import { problem } from "./problem.ts";
import { MAJOR, type TailRecord } from "./storage.ts";
import { inOrder } from "./track.ts";
import type { TrackedEvent } from "./host.ts";

/** Events younger than this wait in the tail: another tab's may still come before them. */
export const SETTLE_MS = 2000;

/** The core as of a stored profile: a stranger's if there is none, or one that the core refuses. */
export const restore = (core: Core, bytes?: Uint8Array): boolean => {
  try {
    core.tell("forget");
    if (bytes) core.tell("restore", undefined, bytes);
    return !!bytes;
  } catch (status) {
    problem(status);
    return false;
  }
};

/** Lets the core learn. An event it cannot take is left out. */
export const feed = (core: Core, events: TrackedEvent[]): void => {
  for (const { t, event } of inOrder(events)) {
    try {
      core.tell("event", t, JSON.parse(event, core.amounts));
    } catch (status) {
      problem(status, event);
    }
  }
};

/** Ignored by a profile that has a seed. */
export const drawSeed = (core: Core): void => {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  core.seed(high!, low!);
};

/**
 * Inside a transaction: reads profile and tail into the core. Events that have settled become part of
 * the profile, which is written back; the younger ones stay in the tail, and only the core knows them.
 * `done` hears whether there are such, within the transaction. A core that fails aborts it.
 *
 * `since` is the mark that events must carry; others were left by a tab that missed a forgetting.
 */
export const ingest = (core: Core, profile: IDBObjectStore, tail: IDBObjectStore, since: number, done: (young: number) => void): void => {
  const kept = profile.get(MAJOR);
  const request = tail.getAll() as IDBRequest<TailRecord[]>;
  request.onsuccess = () => {
    try {
      const known = restore(core, kept.result);
      drawSeed(core);
      const ours = request.result.filter((event) => event.since == since);
      const young = ours.filter((event) => Math.abs(Date.now() - event.t) < SETTLE_MS);
      const settled = ours.filter((event) => !young.includes(event));
      feed(core, settled);
      if (settled[0] || !known) profile.put(core.save(), MAJOR);
      tail.clear();
      for (const event of young) tail.add(event);
      feed(core, young);
      done(young.length);
    } catch (error) {
      problem(error);
      tail.transaction.abort();
    }
  };
};

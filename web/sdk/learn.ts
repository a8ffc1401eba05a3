// The core and the stored bytes: what is taken from storage into it, and in which order.
import type { Core } from "./memory.ts";
import { MAJOR, type TailRecord } from "./storage.ts";
import { inOrder } from "./track.ts";
import type { Host, TrackedEvent } from "./host.ts";

/** Events younger than this wait in the tail: another tab's may still come before them. */
export const SETTLE_MS = 2000;

export type Learner = ReturnType<typeof learnerOf>;

/** What a core learns by. `problem` hears what it refuses. */
export const learnerOf = (core: Core, problem: Host["problem"]) => {
  /** The core as of a stored profile: a stranger's if there is none, or one that the core refuses. */
  const restore = (bytes?: Uint8Array): boolean => {
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
  const feed = (events: TrackedEvent[]): void => {
    for (const { t, event } of inOrder(events)) {
      try {
        core.tell("event", t, JSON.parse(event, core.amounts));
      } catch (status) {
        problem(status, event);
      }
    }
  };

  /** Ignored by a profile that has a seed. */
  const drawSeed = (): void => {
    const [high, low] = crypto.getRandomValues(new Uint32Array(2));
    core.seed(high!, low!);
  };

  /**
   * Inside a transaction: reads profile and tail into the core. Events that have settled become part of
   * the profile, which is written back; the younger ones stay in the tail, and only the core knows them.
   * `done` hears, within the transaction, after how many milliseconds there is more to learn; 0: not by itself.
   * A core that fails aborts it.
   *
   * `since` is the mark that events must carry; others were left by a tab that missed a forgetting.
   */
  const ingest = (profile: IDBObjectStore, tail: IDBObjectStore, since: number, done: (more: number) => void): void => {
    const kept = profile.get(MAJOR);
    const request = tail.getAll() as IDBRequest<TailRecord[]>;
    request.onsuccess = () => {
      try {
        const known = restore(kept.result);
        drawSeed();
        const ours = request.result.filter((event) => event.since == since);
        const young = ours.filter((event) => Math.abs(Date.now() - event.t) < SETTLE_MS);
        const settled = ours.filter((event) => !young.includes(event));
        feed(settled);
        if (settled[0] || !known) profile.put(core.save(), MAJOR);
        tail.clear();
        for (const event of young) tail.add(event);
        feed(young);
        done(young[0] ? SETTLE_MS : 0);
      } catch (error) {
        problem(error);
        tail.transaction.abort();
      }
    };
  };

  return { restore, feed, drawSeed, ingest };
};

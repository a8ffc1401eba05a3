// What is kept in the browser, and how (docs/storage.md). The only file that touches IndexedDB and localStorage.
import type { TrackedEvent } from "./host.ts";
import type { Consent } from "./types.ts";

/** The profile's major version: its key. Key 0 holds the mark. */
export const MAJOR = 1;
const MARK = 0;

/** The one record that says a visitor is known here. Without it nothing else counts. */
export interface Mark {
  /** When this memory began, ms; another number means: forgotten in between. */
  since: number;
  consent: Consent;
  /** Newest profile version that wrote here. */
  major: number;
}

/** An event in the tail. `since` is the mark it belongs to. */
export type TailRecord = TrackedEvent & { since: number };

const NAME = "tactful";
const NAMES = ["profile", "tail"];
let opened: Promise<IDBDatabase | undefined> | undefined;
let database: IDBDatabase | undefined;
/** Under way. */
const running = new Set<IDBTransaction>();

/** Calls off what is under way, for a browser drops what waits behind the transaction of a page that is gone. */
const callOff = () => {
  for (const transaction of running) {
    try {
      transaction.abort();
    } catch {}
  }
};

const closed = () => {
  running.clear();
  database?.close();
  opened = database = undefined;
};

let gone = false;
/** A page that is left may go to the back-forward cache. There Safari never ends its transactions, and those of the next page would wait
 * for ever behind them. On the window: what the document's own listeners have to tell of the page is told before. */
const leave = ({ type }: Event) => {
  gone = type == "pagehide" || (gone && document.hidden);
  if (!gone || !document.hidden) return;
  callOff();
  closed();
};

/** The database; undefined when there is none and `create` is false: looking must leave no trace. */
const open = (create: boolean) =>
  (opened ||= new Promise<IDBDatabase | undefined>((resolve, reject) => {
    for (const type of ["pagehide", "visibilitychange"]) addEventListener(type, leave);
    const request = indexedDB.open(NAME);
    // Some never answer; then there is none. Once there is an answer this changes nothing.
    setTimeout(reject, 1e4, NAMES);
    request.onupgradeneeded = () => {
      running.add(request.transaction!);
      if (create) for (const name of NAMES) request.result.createObjectStore(name, { autoIncrement: true });
      else request.transaction!.abort();
    };
    request.onsuccess = () => {
      running.clear();
      database = request.result;
      database.onclose = database.onversionchange = closed;
      resolve(database);
    };
    request.onerror = () => {
      closed();
      if (create) reject(request.error);
      resolve(undefined);
    };
  }));

export type Body = (profile: IDBObjectStore, tail: IDBObjectStore, mark: Mark | undefined) => void;

/**
 * One read-write transaction over all that is kept. `body` gets the mark as it is now and must act
 * at once: a transaction ends by itself when it has nothing left to do.
 *
 * Resolves when it is durable; rejects when storage is denied, full or broken, and without an error
 * when it was called off; then it changed nothing. With `create` false a browser without the database stays without, and `body` unheard.
 *
 * `leaving`: the page may go away at once. Then `body` acts without a look at the mark, and what is under way is called off.
 */
export const transact = async (create: boolean, body: Body, leaving?: boolean): Promise<void> => {
  // Safari lists for ever what was but opened to look.
  if (!create && !opened && indexedDB.databases && !(await indexedDB.databases()).some(({ name }) => name == NAME)) return;
  // Twice: the first may have been a look already under way.
  const db = (await open(create)) || (create && (await open(create)));
  if (!db) return;
  if (leaving) callOff();
  const transaction = db.transaction(NAMES, "readwrite");
  running.add(transaction);
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
    const [profile, tail] = NAMES.map((name) => transaction.objectStore(name));
    const act = (mark?: Mark) => {
      try {
        body(profile!, tail!, mark);
        if (leaving) transaction.commit?.();
      } catch (error) {
        reject(error);
        transaction.abort();
      }
    };
    if (leaving) return act();
    const request = profile!.get(MARK);
    request.onsuccess = () => act(request.result);
  }).finally(() => running.delete(transaction));
};

export const putMark = (profile: IDBObjectStore, since: number, consent: Consent): void => {
  profile.put({ since, consent, major: MAJOR } as Mark, MARK);
};

/** Adds to an open tail, for good even if the page goes away now. */
export const append = (tail: IDBObjectStore, events: TrackedEvent[], since: number): void => {
  for (const event of events) tail.add({ ...event, since });
  tail.transaction.commit?.();
};

/**
 * The tail, without a look at the mark first, for which a page that goes away has no time; undefined unless the database is open.
 * `leaving`: what is under way is called off. Else nothing is to come between.
 */
export const openTail = (leaving: boolean): IDBObjectStore | undefined => {
  if (leaving) callOff();
  else if (running.size) return;
  try {
    return database?.transaction("tail", "readwrite").objectStore("tail");
  } catch {
    // The browser has closed it meanwhile, as Safari does. The next sync finds out.
    return;
  }
};

/** Consent as it lies in localStorage, where anybody may have written. */
export const consentIn = (text: string): Consent => {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
};

/** Reads localStorage, or writes it where `text` is given; null removes. Denied or full: undefined, nothing thrown. */
export const local = (key: string, text?: string | null): string | null | undefined => {
  try {
    if (text === undefined) return localStorage.getItem(key);
    // Written before it is removed: a browser whose copy lacks the key, which another tab has just
    // written, would send no removal on.
    localStorage.setItem(key, text || "");
    if (text === null) localStorage.removeItem(key);
  } catch {}
  return undefined;
};

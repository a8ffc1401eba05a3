// Keeps what is learned, while it may: consent, the tail of events, the profile, the plan, and
// agreement with the other tabs (docs/storage.md). Every transaction starts with a look at the
// mark, so that a tab that slept through a forgetting notices before it writes. One a page.
import type { Learner } from "./learn.ts";
import { problem } from "./problem.ts";
import { append, consentIn, local, MAJOR, openTail, putMark, transact } from "./storage.ts";
import { ERASE_KEY, INBOX_KEY, OFF_KEY, PAUSED, PLAN_KEY } from "./keys.ts";
import type { TrackedEvent } from "./host.ts";
import type { Consent } from "./types.ts";

const APPEND_MS = 400;
const BATCH = 64;

/** What a tab tells the others; the truth is in the mark. */
const LOOK = 0;
const FORGOTTEN = 1;
const WITHDRAWN = 2;

const GRANTED = "granted";
const DENIED: Consent = { personalization: "denied" };

let planSteps: () => Iterable<string>;
/** Grows with all that may change the plan. */
let version = 0;
/** The version that the stored plan was made of. */
let stored = 0;
let changed = () => {};
let dropped = () => {};
/** What holds where nobody was asked. Undefined until `keep`: in a page that is off nothing is kept. */
let unasked: string | undefined;
/** Once the core is there. */
let learner: Learner | undefined;
/** Storage is denied, broken, or a newer version's: this page keeps all to itself. */
let alone = false;
/** The mark this page belongs to. */
let since: number | undefined;
let consent: Consent = {};
/** The part of `consent` that the mark does not hold yet. */
let said: Consent = {};
/** Not in the tail yet. */
let pending: TrackedEvent[] = [];
let storedPlan: string | undefined;
let erasing = 0;
/** Negative until what is kept was looked at: nothing is done about it before. */
let timer = -1;
/** An event goes ahead of the others. */
let ahead = false;
let channel: BroadcastChannel | undefined;

/** May the visitor's behaviour be kept and used? */
export const allowed = (): boolean => (consent.personalization || unasked) === GRANTED;
/** May the site's analytics hear of what was shown? */
export const analytics = (): boolean => consent.analytics == GRANTED;

/** Has the visitor said no, here or in another tab? */
export const refused = (): boolean => (consent.personalization || GRANTED) !== GRANTED;

/** The page within the document, and whether it is to be ignored. */
let view: string;
let ignored: unknown;
/** Whether the page can be told to be ignored ("this is a gift"): then its events wait here until it is left. An application takes
 * the word away with its page, before all is told of that: then what it said last holds. */
const waits = () => {
  const said = (which = "") => document.querySelector("[data-tactful=ignore-page]" + which);
  const offered = said();
  if (offered && (view == location.pathname || !ignored)) ignored = said(":is(:checked,[aria-pressed=true],body)");
  return offered || ignored;
};
/** What is not in the tail and counts. */
const counting = () => (waits(), ignored ? [] : pending);

const storePlan = (text: string, of: number) => {
  stored = of;
  local(PLAN_KEY, (storedPlan = text));
  if (local(PLAN_KEY) == storedPlan) return;
  // Full. What stands there from before may not hold any more.
  local(PLAN_KEY, null);
  problem("storage-denied", PLAN_KEY);
};

/** What this page alone knows, for a core that knows nothing. */
const learn = () => {
  if (learner && allowed()) {
    learner.drawSeed();
    learner.feed(counting());
    if (alone) pending = [];
  }
};

/** Back to knowing nobody. */
const drop = () => {
  pending = [];
  storedPlan = undefined;
  stored = ++version;
  if (local(PLAN_KEY) != null) local(PLAN_KEY, null);
  dropped();
  learner?.restore();
  learn();
};

const clear = (...stores: IDBObjectStore[]) => {
  for (const store of stores) store.clear();
  since = undefined;
};

const mark = (profile: IDBObjectStore) => {
  putMark(profile, since!, consent);
  said = {};
};

/** One transaction, whose `body` runs if this page may write. */
const enter = async (body: (profile: IDBObjectStore, tail: IDBObjectStore) => void) => {
  let lasting = since;
  try {
    await transact(allowed(), (profile, tail, found) => {
      if (erasing) return;
      if (since && found?.since != since) {
        // Forgotten in another tab, and if nothing is left, withdrawn.
        if (!found) consent = DENIED;
        drop();
      }
      lasting = since = found?.since;
      consent = { ...(found || { consent }).consent, ...said };
      if (!allowed()) {
        drop();
        // The mark may be the one that remembers a no.
        if (!found || !refused()) clear(profile, tail);
      } else if (found && found.major > MAJOR) {
        alone = true;
        problem("profile-too-new");
      } else {
        since ||= Date.now();
        mark(profile);
        body(profile, tail);
      }
    });
  } catch (error) {
    // A mark made in vain must not be missed later, nor one be back that is being erased.
    if (!erasing) since = lasting;
    throw error;
  }
};

/** Pending events to the tail; if the core is there, the tail to the profile and the plan anew. */
export const sync = async (): Promise<void> => {
  if (timer < 0) return;
  clearTimeout(timer);
  timer = 0;
  let sent: TrackedEvent[] = [];
  try {
    // Two transactions: what is in the first is safe at once, even if the page goes away now.
    if (!alone && !waits() && (pending[0] || !learner)) {
      await enter((_, tail) => {
        append(tail, (sent = pending), since!);
        pending = [];
      });
    }
    if (!alone && learner) {
      let learned: unknown;
      await enter((profile, tail) =>
        learner!.ingest(profile, tail, since!, (more) => {
          if (erasing) return drop();
          learner!.feed(counting());
          if (more) setTimeout(sync, more);
          learned = 1;
        }),
      );
      // Each slot in a task of its own: a slow phone would be held up for too long by all together.
      if (learned) {
        const mine = ++version;
        let text: string;
        for (text of planSteps()) await new Promise((next) => setTimeout(next));
        // Unless a later one is stored by now, or what it was made from is gone.
        await enter(() => stored < mine && storePlan(text, mine));
      }
    }
  } catch (error) {
    // Without an error it was called off, by hide or by a core that failed.
    if (error) {
      alone = true;
      pending = [...sent, ...pending];
      problem("storage-denied", error);
    }
  }
  // What came meanwhile: the page may be left at any time.
  if (!waits()) put(false);
  changed();
};

/** Events wait, or the plan may have become another one for a reason outside. */
export const soon = (): void => {
  waits();
  version++;
  timer ||= setTimeout(sync, APPEND_MS);
};

/** Erases all that is kept; who stays opted in begins anew, under another mark. `off`: what is left of a no. */
const erase = async (message: number, off?: string) => {
  erasing++;
  drop();
  local(INBOX_KEY, null);
  // The page may be gone before it is done; then the next one does it.
  local(ERASE_KEY, JSON.stringify(consent));
  if (off) local(OFF_KEY, off);
  // Where localStorage is full the mark remembers the no.
  const full = refused() && local(OFF_KEY) == null;
  if (full) problem("storage-denied");
  const before = since || 0;
  const done = await transact(
    full,
    (profile, tail) => {
      clear(profile, tail);
      if (full || allowed()) {
        since = Math.max(Date.now(), before + 1);
        mark(profile);
      }
    },
    true,
  ).then(
    () => 1,
    (error) => void (error && problem("storage-denied", error)),
  );
  // Of several at once the last.
  if (!--erasing && done) local(ERASE_KEY, null);
  channel?.postMessage(message);
  await sync();
};

export const forget = (): Promise<void> => erase(FORGOTTEN);

/** What a page begins with: what another could not end, or a look at what is kept. Of a page that is off nothing is to be left. */
export const look = (): Promise<void> => {
  timer = 0;
  const due = local(ERASE_KEY);
  const off = local(OFF_KEY) != null;
  if (due) {
    if (!off) consent = consentIn(due);
    return erase(FORGOTTEN);
  }
  if (!off) return sync();
  drop();
  return transact(false, (profile, tail) => clear(profile, tail)).catch(() => {});
};

/** `pause`: the visitor's own, which beats what the site says; false ends it, with `answers` as they were before. */
export const setConsent = async (answers: Consent, pause?: boolean): Promise<void> => {
  const off = local(OFF_KEY);
  const before = JSON.stringify(consent);
  if (pause != null) consent = said = {};
  const given: any = {};
  for (const purpose in answers) {
    const answer = (answers as any)[purpose];
    // Whatever else than a clear yes is said is a no.
    if (answer !== undefined) given[purpose] = answer === GRANTED ? GRANTED : "denied";
  }
  if (pause == null && off?.startsWith(PAUSED)) {
    local(OFF_KEY, PAUSED + JSON.stringify({ ...consentIn(off.slice(PAUSED.length)), ...given }));
    return;
  }
  said = { ...said, ...given };
  consent = { ...consent, ...said };
  if (refused()) {
    said = {};
    return erase(WITHDRAWN, pause ? (PAUSED + before).replace("{}", "") : "1");
  }
  if (off != null) {
    if (!said.personalization && pause == null) return;
    local(OFF_KEY, null);
    // From nothing, whatever is left there.
    return erase(LOOK);
  }
  if (alone) learn();
  await sync();
  channel?.postMessage(LOOK);
};

/** Pending events to the tail in one step. What storage refuses waits for the next sync, which says so. */
const put = (leaving: boolean) => {
  const tail = since && !alone && !erasing && pending[0] && openTail(leaving);
  ahead = !!tail;
  if (!tail) return;
  const [mark, sent] = [since, counting()];
  pending = [];
  tail.transaction.oncomplete = () => (ahead = false);
  tail.transaction.onabort = () => {
    ahead = false;
    if (since == mark && !erasing) pending = [...sent, ...pending];
  };
  try {
    append(tail, sent, mark!);
  } catch {
    tail.transaction.abort();
  }
};

/** The page is left, or is about to be: what it learned last is for the next one. */
const hide = (leaving: boolean) => {
  put(leaving);
  // Not if another tab has changed or removed it.
  if (stored < version && since && !alone && !erasing && storedPlan && local(PLAN_KEY) == storedPlan) {
    let text: string;
    for (text of planSteps());
    storePlan(text!, version);
  }
};

export const add = (event: TrackedEvent): void => {
  // Nothing that happens after a no is to count after the next yes.
  if (refused()) return;
  // Once what is to be ignored was left all is told of it, and goes.
  if (view != location.pathname && /^{"event":"page_view"/.test(event.event)) {
    if (ignored) pending = [];
    ignored = 0;
    view = location.pathname;
  }
  pending.push(event);
  version++;
  if (learner && allowed() && counting()[0]) learner.feed([event]);
  if (learner && alone) pending = [];
  else if (!allowed() || alone) pending = pending.slice(-BATCH);
  else if (document.hidden) hide(true);
  else if (pending.length != BATCH) {
    // It may be a click that leaves the page. In a crowd the others wait.
    if (!ahead && (ahead = !waits())) setTimeout(put, 0, false);
    soon();
  } else sync();
};

/** The core is there: it learns what is known, and what comes. */
export const use = (loaded: Learner): Promise<void> => {
  learner = loaded;
  learn();
  return sync();
};

/**
 * Starts, once. `required`: nothing is kept before a consent. `makePlan` makes what the snippet reads, when
 * the core is there; `onChange` hears that answers may differ from now on, `onDrop` that nobody is known any more.
 */
export const keep = (required: boolean, makePlan: () => Iterable<string>, onChange: () => void, onDrop: () => void): void => {
  planSteps = makePlan;
  changed = onChange;
  dropped = onDrop;
  view = location.pathname;
  unasked = required || (navigator as any).globalPrivacyControl ? "" : GRANTED;
  try {
    channel = new BroadcastChannel("tactful");
    channel.onmessage = ({ data }) => {
      if (alone && data) {
        if (data == WITHDRAWN) consent = DENIED;
        drop();
      }
      sync();
    };
  } catch {}
  document.addEventListener("visibilitychange", () => (document.hidden ? hide(true) : sync()));
  // While the next page is awaited there is time for what would hold it up when it is there.
  (self as any).navigation?.addEventListener("navigate", ({ destination }: any) => destination.sameDocument || setTimeout(hide, 0, false));
};

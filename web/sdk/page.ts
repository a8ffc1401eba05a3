// Tactful in a page: puts the parts together. What may fail is caught here or before; whatever
// fails, the page's own hero stays.
import { scan } from "./capture.ts";
import { add, allowed, analytics, forget, keep, look as lookAtKept, refused, setConsent, soon, use } from "./keeper.ts";
import { load, missing } from "./load.ts";
import type { Core } from "./memory.ts";
import { part } from "./part.ts";
import { guard, problem } from "./problem.ts";
import { SLOT, watchClicks } from "./slot.ts";
import { local, transact } from "./storage.ts";
import { trackedEvent } from "./track.ts";
import { OFF_KEY, PAUSE } from "./keys.ts";
import type { Host } from "./host.ts";
import type { Options, SlotInfo } from "./types.ts";

export interface Page extends Host {
  /** For reading, which `window.tactful` does not offer: the core's answer about a slot. Throws why there is none. */
  ask(name: string, slot: string, by?: Core): any;
}

/** Those that say so. A phone is called Cubot. */
const BOT = /[^u]bot|crawl|spider|lighthouse/i;
/** Who looks at what others would see (preview.ts) teaches nothing. */
const PREVIEW = /[?&]tactful-preview=/;

const data = (name: string) => document.querySelector<HTMLElement>(`script[data-${name}]`)?.dataset[name];
/** What the snippet's tag says. Other vendors' tags have a release too: its own is told by what it looks for. */
const release = () => {
  for (const { text, dataset } of document.scripts) if (text.includes("[data-tactful-first]")) return dataset["release"];
  return data("release");
};
const idle = () => new Promise((resolve) => (self.requestIdleCallback || setTimeout)(resolve, { timeout: 1000 } as any));

export const parsed = (then: () => unknown) => (document.readyState == "loading" ? addEventListener("DOMContentLoaded", then) : then());

/** The hero comes first: until the pictures of the page's slots are complete, or all that the page loads is, or ten seconds have passed; and
 * then until the page is idle. */
const heroComplete = () =>
  new Promise<unknown>((done) => {
    if (document.readyState == "complete") done(0);
    addEventListener("load", done);
    setTimeout(done, 1e4);
    parsed(() => Promise.allSettled([...document.querySelectorAll<HTMLImageElement>(SLOT + " img")].map((image) => image.decode())).then(done));
  }).then(idle);

/** Starts Tactful, once a page. `emit` hears what `Notices` lists; what is not for the moment waits for `first`. Never throws. */
export const start = (options: Options, emit: Host["emit"], first?: Promise<unknown>): Page => {
  options.release ??= release()!;
  const off = options.off || data("off") != null;
  let core: Core | undefined;
  let why: unknown = "off";
  let slots: SlotInfo[] = [];
  /** There when the core is. */
  let later: typeof import("./later.ts") | undefined;

  const run = async () => {
    try {
      await heroComplete();
      const [made, part] = await Promise.all([load(options.pack, options.wasm), import("./later.ts").catch(missing("part-missing"))]);
      later = part;
      const loaded = later.connect(...made);
      slots = loaded.ask("slots");
      await later.begin(page, loaded);
      core = loaded;
      await use(later.learnerOf(core, problem));
    } catch (error) {
      core = undefined;
      problem((why = error));
      import("./unread.ts").then((module) => module.giveUp()).catch(() => {});
    }
    return core && later;
  };

  /** The document is there: what it says, and the slots in it. What stands is left alone, for it has been painted. */
  const look = async () => {
    const standing = document.querySelectorAll<HTMLElement>(SLOT);
    if (first) await first;
    page.track("page_view");
    guard(() => scan(page));
    const watching = await page.ready;
    guard(() => watching?.watchPage(page, [...standing]));
  };

  let looked: unknown;
  const lookOnce = () => {
    looked ||= lookAtKept();
  };

  /** Not before it is known that this browser does not refuse. */
  const begin = () => {
    why = "not-ready";
    keep(
      options.consent != "not-required",
      () => later!.planSteps(page),
      async () => {
        guard(() => page.emit("change", undefined));
        await idle();
        if (core && allowed()) guard(() => later!.rest(page));
      },
      () => later?.drop(),
    );
    // Before anything is told.
    first ? first.then(lookOnce) : lookOnce();
    page.ready = run();
    parsed(look);
    guard(() => watchClicks(page));
  };

  const page: Page = {
    options,
    items: [],
    clicked: [],
    attributes: {},
    ready: Promise.resolve(undefined),
    now: Date.now,
    // Who has said no is shown what the next page will show them.
    core: () => (refused() ? undefined : core),
    slots: () => slots,
    ask(name, slot, by = page.core()) {
      if (!by) throw core ? "off" : why;
      return by!.ask(name, Date.now(), { slot, signals: later!.signals(), attributes: allowed() ? later!.stated(page) : {}, content: true });
    },
    plan: (slot) => guard(() => page.core() && page.ask("plan", slot)),
    decide: (slot) => guard(() => page.core() && page.ask("decide", slot)),
    track(name, params) {
      // A page made ahead, perhaps never looked at.
      if ((document as any).prerendering) document.addEventListener("prerenderingchange", () => page.track(name, params));
      else guard(() => why != "off" && !BOT.test(navigator.userAgent) && !PREVIEW.test(location.search) && add(trackedEvent(name, params)));
    },
    like: (dimension, value) => page.track("like", { dimension, value }),
    dislike: (dimension, value) => page.track("dislike", { dimension, value }),
    set(attributes) {
      page.attributes = { ...page.attributes, ...attributes };
      if (core) soon();
    },
    async setConsent(answers, pause) {
      if (off) return;
      lookOnce();
      const kept = setConsent(answers, pause);
      if (why == "off" && local(OFF_KEY) == null) begin();
      await kept;
      emit("consent", answers);
    },
    forget: () => (lookOnce(), forget()),
    allowed: () => why != "off" && allowed(),
    analytics: () => !!options.analytics && analytics(),
    planChanged: soon,
    transact,
    problem,
    emit,
  };

  const no = off || local(OFF_KEY) != null;
  if (no && PREVIEW.test(location.search)) problem(why);
  if (off) return page;
  if (!no) begin();
  else {
    lookOnce();
    // Who has paused goes on by the same button, which may come late.
    const words = (used?: HTMLElement | null) =>
      part(problem, import("./words.ts"), (module) => {
        removeEventListener("click", click, true);
        module.watchWords(page, used);
      });
    const click = ({ target }: Event) => {
      const used = why == "off" && (target as Element).closest?.<HTMLElement>(PAUSE);
      if (used) words(used);
    };
    addEventListener("click", click, true);
    parsed(() => document.querySelector(PAUSE) && words());
  }
  if (options.cmp) heroComplete().then(() => part(problem, import("./cmp.ts"), (module) => module.watchCmp(page, options.cmp!)));
  return page;
};

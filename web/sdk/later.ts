/** The part of the SDK that has time: loaded beside the core, and like it not before the page is idle. What must not wait (events, the
 * page's products, clicks) is in the script itself; what must not be late (the hero) is in the snippet. */
import { localised } from "./language.ts";
import { watchLive } from "./live.ts";
import { paint } from "./paint.ts";
import { part } from "./part.ts";
import { found, linked, prefetch } from "./plan.ts";
import { watchSight, watchTime } from "./seen.ts";
import { local } from "./storage.ts";
import { INBOX_KEY } from "./keys.ts";
import { came, zoneOf } from "./signals.ts";
import { keeps, stated as statedHere } from "./stated.ts";
import { amounts } from "./value.ts";
import { usedBy, WORDS } from "./words.ts";
import type { Core } from "./memory.ts";
import type { Host } from "./host.ts";
import type { Attributes } from "./types.ts";

zoneOf();

export { learnerOf } from "./learn.ts";
export { connect } from "./memory.ts";
export { planSteps } from "./plan.ts";
export { signals } from "./signals.ts";

let kept: ReturnType<typeof import("./kept.ts").keeper> | undefined;

/** The core is there, and has learned nothing yet. */
export const begin = async (host: Host, core: Core): Promise<void> => {
  core.amounts = amounts;
  const { pack } = core;
  // Browsers compile what is called when it is called first: not in the task of the first plan, the longest there is.
  for (const { slot } of host.slots().slice(0, 1)) core.ask("plan", Date.now(), { slot });
  if (keeps(pack)) await part(host.problem, import("./kept.ts"), ({ keeper }) => (kept = keeper(host, pack)).look());
  if (new TextDecoder().decode(pack).includes("srcset"))
    await part(host.problem, import("./pictures.ts"), ({ filesOf }) => (linked.files = filesOf(pack, host.slots().length)));
};

/** What earlier pages stated of a visitor who is to be forgotten. */
export const drop = (): void => {
  if (kept) kept.attributes = {};
};

const said = (host: Host) => ({ ...statedHere(host.problem), ...host.attributes });
export const stated = (host: Host): Attributes => ({ ...kept?.attributes, ...said(host) });

/** At idle, when what is kept was read or written: what may take its time. */
export const rest = (host: Host): void => {
  kept?.look(said(host)).then((changed) => changed && host.planChanged());
  if (local(INBOX_KEY)) part(host.problem, import("./inbox.ts"), (module) => module.drain(host));
  prefetch(host);
};

const ADDRESS = /[?&](tactful|utm_\w+)=/;

/** What pages state besides a product in JSON-LD. */
const MORE = '[type*="ld+json"],[itemscope],[property="og:type"]';

/** Watches slots and visitor from now on; once a page. */
export const watchPage = (host: Host, standing: HTMLElement[]): void => {
  if (/[?&]tactful-preview=/.test(location.search)) {
    part(host.problem, import("./preview.ts"), ({ preview }) => preview(host, { paint, localised, found }));
    return;
  }
  const path = location.pathname;
  const turn = watchTime(host);
  let more: Promise<((back?: boolean) => void) | void> | undefined;
  const readMore = () => (more ??= part(host.problem, import("./capture-more.ts"), (module) => module.captureMore(host, path, turn)));
  if (host.options.analytics) part(host.problem, import("./ga4.ts"), (module) => module.forward(host));
  watchLive(host, standing, watchSight(host), () => {
    turn();
    readMore().then((moved) => moved?.());
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) readMore().then((moved) => moved?.(true));
  });
  if (ADDRESS.test(location.search) || host.slots().some(({ links }) => links?.[0]))
    part(host.problem, import("./arrive.ts"), ({ arrive, linkEntries }) => {
      arrive(host, /utm_/.test(location.search) && (came().channel == "email" ? "email" : came().medium));
      linked.entries = linkEntries;
      host.planChanged();
    });
  if (found.lists || document.querySelector("[data-tactful-rank]"))
    part(host.problem, import("./lists.ts"), ({ readLists, ordered }) => {
      readLists(host, found);
      linked.lists = (page, known) => ordered(page, known, stated(page)["stage"]);
      host.planChanged();
    });
  if (host.options.items)
    part(host.problem, import("./items.ts"), async ({ filler, itemsOf }) => {
      const items = await itemsOf(host);
      linked.items = items && filler(host, items);
      host.planChanged();
    });
  const words = (used?: HTMLElement) =>
    part(host.problem, import("./words.ts"), (module) => {
      removeEventListener("click", early, true);
      module.watchWords(host, used);
    });
  const click = (target: Element) => {
    const used = usedBy(target);
    if (used) words(used);
  };
  const early = ({ target }: Event) => click(target as Element);
  addEventListener("click", early, true);
  host.clicked?.forEach(click);
  host.clicked = undefined;
  if (document.querySelector(WORDS)) words();
  // An application may draw its first page, and a consent tool bring the dataLayer, when all has loaded.
  const loaded = () => {
    for (let ms = 0; ms < 10_000; ms += 1000)
      setTimeout(() => {
        if ((self as any).dataLayer || (!host.items[0] && document.querySelector(MORE))) readMore();
      }, ms);
  };
  document.readyState == "complete" ? loaded() : addEventListener("load", loaded);
};

/** What the visitor saw, and for how long they were there, in GA4's words: view_promotion, scroll, user_engagement. Counts nothing
 * while the page is hidden. */
import { promotion, SLOT } from "./slot.ts";
import type { Host } from "./host.ts";

const SEEN_MS = 1000;
/** Without input for so long the visitor is taken to be away. */
const AWAY_MS = 30_000;

/** What was seen in this view, by slot and variant: a hero that is put there anew is no second one. */
const told = new Set<string>();

/** A hero counts as seen once half of it (or half a screen of it) was in view for a second, once a view of the page; returns what
 * starts to watch one. */
export const watchSight = (host: Host): ((slot: HTMLElement) => void) => {
  const timers = new Map<Element, number>();
  const inView = new Set<Element>();
  const count = (seen: HTMLElement): unknown => {
    // A slide that waits at opacity 0 lies where the one that is seen lies: what is not visible yet is asked again.
    if (seen.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) == false) return timers.set(seen, setTimeout(count, SEEN_MS, seen) as unknown as number);
    observer.unobserve(seen);
    inView.delete(seen);
    timers.delete(seen);
    const params = promotion(seen.closest<HTMLElement>(SLOT)!);
    if (told.size < told.add(params.creative_slot + " " + params.creative_name).size) host.track("view_promotion", params);
  };
  const update = () => {
    for (const [slot, timer] of timers) {
      if (inView.has(slot) && !document.hidden) continue;
      clearTimeout(timer);
      timers.delete(slot);
    }
    for (const slot of inView)
      if (!document.hidden && !timers.has(slot)) timers.set(slot, setTimeout(count, SEEN_MS, slot) as unknown as number);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect, boundingClientRect } of entries) {
        // Of what is taller than two screens, as on a page enlarged to 400 %, half is never in view: there half a screen is enough.
        const share = boundingClientRect.height > 2 * innerHeight ? intersectionRect.height / innerHeight : intersectionRatio;
        share < 0.5 ? inView.delete(target) : inView.add(target);
      }
      update();
    },
    { threshold: [0.05, 0.1, 0.2, 0.3, 0.5] },
  );
  document.addEventListener("visibilitychange", update);
  const watch = (slot: HTMLElement) =>
    // With `display: contents` it has no box of its own: then what stands first in it is seen for it.
    observer.observe((getComputedStyle(slot).display == "contents" && [...slot.children].find((each) => each.getClientRects()[0])) || slot);
  // A page restored from the back-forward cache is a view again.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    told.clear();
    document.querySelectorAll<HTMLElement>(SLOT).forEach(watch);
  });
  return watch;
};

/** Percent of the page down to the lower edge of what is in view. */
export const depthNow = (): number => Math.min(100, Math.round((100 * (scrollY + innerHeight)) / document.documentElement.scrollHeight));

/** Active time and depth of reading, told when the page is hidden, with what it is about. What it returns ends a view within the page. */
export const watchTime = (host: Host): (() => void) => {
  let active = 0;
  let last = performance.now();
  /** Percent of the page, as it was when the visitor came so far: an application may draw the next one before it is told. */
  let depth = 0;
  let percent = 0;
  let hidden = false;
  const input = () => {
    const now = performance.now();
    if (!document.hidden) active += Math.min(now - last, AWAY_MS);
    last = now;
    hidden = document.hidden;
  };
  for (const type of ["pointermove", "pointerdown", "keydown", "scroll"]) addEventListener(type, input, { passive: true, capture: true });
  addEventListener("scroll", () => (depth = Math.max(depth, depthNow())), { passive: true });

  const tell = () => {
    const params = host.items[0] ? { items: host.items } : {};
    // Hidden by now, but the time until this moment was not.
    active += Math.min(performance.now() - last, AWAY_MS);
    last = performance.now();
    if (active >= SEEN_MS) host.track("user_engagement", { engagement_time_msec: Math.round(active), ...params });
    active = 0;
    if (depth > percent) host.track("scroll", { percent_scrolled: (percent = depth), ...params });
  };
  const change = (now: boolean) => {
    if (now && !hidden) tell();
    if (!now) last = performance.now();
    hidden = now;
  };
  document.addEventListener("visibilitychange", () => change(document.hidden));
  addEventListener("pagehide", () => change(true));
  // While the next page is awaited the keeper has time for it (keeper.ts). Who acts again has not left.
  (self as any).navigation?.addEventListener("navigate", ({ destination }: any) => destination.sameDocument || change(true));
  addEventListener("pageshow", () => change(false));
  return () => {
    tell();
    depth = percent = 0;
    told.clear();
  };
};

/** The inline snippet: paints the stored plan as the parser reaches the slots. The same bytes for every site, page and slot.
 *
 * It stands in <head>, before the stylesheets; `data-release` on its own tag must be the plan's, `data-off` stops it. Without a
 * stored plan it takes the block `<script type="application/json" data-tactful-first>` before it. It makes no request that the
 * page would not make, changes nothing it does not understand, and never throws. docs/stored-plan.md has the rules. */
import { choose, paint, showPicture } from "../sdk/paint.ts";
import type { StoredPlan } from "../sdk/plan.ts";
import { pageSignals } from "../sdk/signals.ts";
import { OFF_KEY, PLAN_KEY } from "../sdk/keys.ts";
import { order, watchFrames } from "./order.ts";

try {
  const now = Date.now();
  const tag = document.currentScript!.dataset;
  let off = "off" in tag || document.documentElement.dataset.tactfulConsent == "denied";
  let plan: StoredPlan | undefined;
  try {
    off ||= OFF_KEY in localStorage;
    plan = JSON.parse(localStorage[PLAN_KEY]);
  } catch {
    // Storage denied (even touching it throws), nothing stored, or not JSON.
  }
  if (!(plan?.release == tag.release && now - plan?.made! < 2592e6)) plan = JSON.parse(document.querySelector<HTMLScriptElement>("[data-tactful-first]")!.text);

  // Once the document is parsed, slots that come are the SDK's.
  if (document.readyState == "loading" && !off && plan!.v == 1) {
    const signals = pageSignals(plan!.came);
    for (const name in plan!.zones) signals[name] = Intl.DateTimeFormat().resolvedOptions().timeZone.match(plan!.zones[name]!);
    const clock = plan!.local ? now - new Date().getTimezoneOffset() * 6e4 : now;
    const entryOf = (name?: string) => choose(plan!.slots[name!], clock, signals);
    const find = () => document.querySelectorAll<HTMLElement & { _early?: number }>("[data-tactful-slot]");
    // What stands already may have been seen: it stays as it is.
    for (const slot of find()) slot._early = 1;
    // Who puts the default back is answered, but not for ever: two observers answering each other would hang the page.
    let left = 99;
    const fill = () => {
      try {
        for (const slot of find()) {
          const entry = entryOf(slot.dataset.tactfulSlot);
          if (entry && !slot._early) paint(slot, entry);
        }
        order(plan!.lists);
      } catch {}
      // What it changed itself. Once the document is parsed, three rounds are left at most.
      if (observer.takeRecords()[0] && (left -= document.readyState == "loading" ? 1 : 33) <= 0) observer.disconnect();
    };
    const observer = new MutationObserver(fill);
    // Text that the parser appends to a field already painted is a change of characters.
    observer.observe(document, { childList: true, subtree: true, characterData: true, attributeFilter: ["src", "href"] });
    watchFrames(plan!.lists);
    // The SDK takes over (live.ts).
    (document as any).tactful = observer;
    // The parser may be long in coming to a slot that this page is known to have.
    if (plan!.at == location.pathname)
      for (const name in plan!.slots) {
        const entry = entryOf(name);
        if (entry?.pics) for (const key in entry.content) showPicture(new Image(), entry.content[key]);
      }
  }
} catch {}

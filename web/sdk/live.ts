/** Slots that come after the page was parsed, as in a single-page app: decided live, and painted before the frame that would show them.
 * And slots whose content a framework puts back: painted again before that is seen, each three times a view. */
import { choose, paint, REFUSED } from "./paint.ts";
import { entriesOf, found, planIn, type StoredEntry } from "./plan.ts";
import { signals } from "./signals.ts";
import { SLOT } from "./slot.ts";
import { strangers } from "./template.ts";
import type { Host } from "./host.ts";
import type { Decision } from "./types.ts";

/** How often in a view a framework that puts its own version back is answered. */
const ROUNDS = 3;

interface Kept {
  _entry: StoredEntry;
  _left: number;
  /** Fields that were there, by key: a script may build its hero in steps, and to paint what comes is no answer to anybody. */
  _keys: Set<string>;
}

/** `standing`: the slots there when the page was parsed. `seen` hears of every slot once, `moved` of every new address. */
export const watchLive = (host: Host, standing: HTMLElement[], seen: (slot: HTMLElement) => void, moved: () => void): void => {
  const known = new WeakSet<Element>();
  /** What each slot shows in this view. A view is a path: put there anew in it, a slot shows the same. */
  let shown: Record<string, StoredEntry | undefined> = {};
  let path = location.pathname;
  /** What is painted. */
  const kept = new Map<HTMLElement, Kept>();

  const infoOf = ({ dataset }: HTMLElement) => host.slots().find(({ slot }) => slot == dataset["tactfulSlot"]);
  const tell = (slot: HTMLElement, entry: StoredEntry | undefined) => {
    known.add(slot);
    // What no plan of this page's knows was painted elsewhere: by `tactful render`, or in what this is a copy of.
    const { tactfulVariant: variant = "", tactfulLevel = variant && "relevant" } = slot.dataset;
    const level = (slot.dataset["tactfulLevel"] = entry?.level || tactfulLevel || "default");
    slot.dataset["tactfulCampaign"] = infoOf(slot)?.campaign ?? "";
    seen(slot);
    if (entry) kept.set(slot, { _entry: entry, _left: ROUNDS, _keys: new Set() });
    host.emit("decision", { slot: slot.dataset["tactfulSlot"], variant, level } as Decision);
  };
  /** Its framework's version stays, and that is what was seen. */
  const contested = (slot: HTMLElement) => {
    kept.delete(slot);
    delete slot.dataset["tactfulVariant"];
    delete slot.dataset["tactfulLevel"];
    tell(slot, undefined);
    host.problem("slot-contested", slot.dataset["tactfulSlot"]);
  };
  const arrive = (slot: HTMLElement) => {
    if (known.has(slot)) return;
    const name = slot.dataset["tactfulSlot"]!;
    const info = infoOf(slot);
    if (info && !(name in shown)) shown[name] = choose(entriesOf(host, info), host.now(), signals());
    const entry = shown[name];
    if (entry) paint(slot, entry);
    tell(slot, entry);
  };

  // A form of this name would stand in the snippet's place.
  (document as any).tactful?.disconnect?.();
  const first = planIn(document.querySelector<HTMLScriptElement>("[data-tactful-first]")?.text);
  for (const slot of new Set([...standing, ...document.querySelectorAll<HTMLElement>(SLOT)])) {
    const name = slot.dataset["tactfulSlot"]!;
    const variant = slot.dataset["tactfulVariant"];
    const plan = found.slots?.[name];
    // By the plan or by the block for first visits, which may have a variant in several languages.
    const painted = [plan, first.slots?.[name]].flat().filter((each) => each && each.variant == variant) as StoredEntry[];
    const entry = (shown[name] = painted.find((each) => stands(slot, each, true)) ?? painted[0]);
    // A plan that held, on a slot that nobody painted: the snippet is missing, or came too late to do so unseen. Slots that came while
    // the core was loading are on screen by now, and no fault of the snippet's; nor is a plan that another tab has made meanwhile.
    const due = standing.includes(slot) && found.release == host.options.release && found.made! < performance.timeOrigin;
    if (!variant && due && choose(plan, host.now(), signals()))
      host.problem("late-snippet", name);
    tell(slot, entry);
    if (entry && !stands(slot, entry, true)) contested(slot);
  }
  const answer = () => {
    for (const [slot, each] of kept) {
      // A script may make its slot anew for ever.
      if (!slot.isConnected) {
        kept.delete(slot);
        continue;
      }
      const { _entry: entry, _keys: keys } = each;
      const { size } = keys;
      for (const field of fieldsOf(slot)) keys.add(field.dataset["tactful"]!);
      const more = keys.size > size;
      if (!more && stands(slot, entry)) continue;
      if (more || each._left-- > 0) {
        // A picture is painted as a whole, and not while its address is right.
        for (const field of astray(slot, entry)) field.removeAttribute("src");
        paint(slot, entry);
      } else contested(slot);
    }
  };
  answer();
  const turn = () => {
    if (path == location.pathname) return;
    path = location.pathname;
    shown = {};
    kept.clear();
    // For react.ts: what it found painted was the first view's.
    (document.documentElement as any).tactfulMoved = 1;
    moved();
  };
  // An application may take its new address when all is drawn.
  addEventListener("popstate", turn);
  (self as any).navigation?.addEventListener?.("currententrychange", turn);
  new MutationObserver((records) => {
    turn();
    for (const { addedNodes, attributeName, target } of records)
      for (const node of (attributeName ? [target] : addedNodes) as Element[]) {
        if (node.matches?.(SLOT)) arrive(node as HTMLElement);
        if (node.firstElementChild) node.querySelectorAll<HTMLElement>(SLOT).forEach(arrive);
      }
    answer();
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributeFilter: ["data-tactful-slot", "href", ...PICTURE] });
};

/** What says which picture is seen, and what is heard of it. */
const PICTURE = ["src", "srcset", "alt"];

const fieldsOf = (slot: HTMLElement) => [...slot.querySelectorAll<HTMLElement>("[data-tactful]")];

/** The fields of a slot that are not as they were painted; `seen`: as far as anybody can see. */
const astray = (slot: any, { content, pics }: StoredEntry, seen = false): Element[] =>
  fieldsOf(slot).filter((field) => {
    const value: any = content?.[field.dataset["tactful"]!];
    const text = value?.label ?? value;
    const href = value?.href;
    if (!text || (href && RegExp(REFUSED, "i").test(href))) return false;
    if (text.src) {
      const sources = field.closest("picture")?.querySelectorAll("source");
      const moved = sources && [...sources].map((each) => each.getAttribute("srcset")).join() != (text.sources || []).map((each: any) => each.srcset).join();
      return pics && (moved || PICTURE.some((name, i) => !(i && seen) && field.getAttribute(name) != text[name]));
    }
    // A button has no address to put back.
    return field.textContent != text || (href && !seen && field.matches("a") && field.getAttribute("href") != href);
  });

/** Whether a painted slot is as it was painted. */
const stands = (slot: any, entry: StoredEntry, seen?: boolean): boolean =>
  (!slot.tactfulMade || (slot.contains(slot.tactfulMade[0]) && !strangers(slot)[0])) && !astray(slot, entry, seen)[0];

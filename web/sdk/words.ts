/** The visitor's own words, and the site's, on any element of the page: `data-tactful-event`, `data-tactful-like`, and
 * `data-tactful="why | forget | pause | ignore-page"`. Loaded where a page has some. docs/capture.md and docs/privacy.md show them. */
import type { Page } from "./page.ts";
import { part } from "./part.ts";
import { SLOT } from "./slot.ts";
import { consentIn, local } from "./storage.ts";
import { OFF_KEY, PAUSE, PAUSED } from "./keys.ts";
import type { Host } from "./host.ts";
import type { Decision, Params } from "./types.ts";

export const WORDS =
  "[data-tactful-event],[data-tactful-like],[data-tactful=why],[data-tactful=forget],[data-tactful=pause],[data-tactful=ignore-page]";

/** The element whose words a click uses. A click on a label is followed by one on the control in it: that one counts. */
export const usedBy = (target: Element): HTMLElement | null | undefined => {
  const used = target.closest?.<HTMLLabelElement>(WORDS);
  const control = used?.control;
  return control && used.contains(control) && !control.contains(target) ? null : used;
};

const press = (element: Element, pressed: boolean) => element.setAttribute("aria-pressed", "" + pressed);
/** A page may have several buttons to pause. */
const pressAll = () => document.querySelectorAll(PAUSE).forEach((button) => press(button, local(OFF_KEY) != null));

/** Shows sentences: in the element that the button controls, which the site lays out, else in a dialog. */
const show = (button: HTMLElement, says: string[]) => {
  const lines = says.map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    line.lang = "en";
    return line;
  });
  const place = document.getElementById(button.getAttribute("aria-controls") || "");
  if (place) {
    place.replaceChildren(...lines);
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", "" + !place.hidden);
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "tactful-why";
  const close = document.createElement("button");
  close.textContent = "OK";
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  dialog.append(...lines, close);
  document.body.append(dialog);
  dialog.showModal();
};

/** Of a list, if the button names one or stands in one, else of the hero beside it, else of the page's first. */
const why = (host: Host, button: HTMLElement): unknown =>
  part(host.problem, import("./explain.ts"), async ({ account, accountOfList, explain }) => {
    const later = await host.ready;
    const list = button.dataset["tactfulList"] ?? button.closest<HTMLElement>("[data-tactful-rank]")?.dataset["tactfulRank"];
    let answer: { sentence?: string; says: string[] };
    if (list != null) {
      const ranked = document.querySelector(`[data-tactful-rank="${CSS.escape(list)}"][data-tactful-ranked]`);
      const attributes = later && later.stated(host);
      answer = await accountOfList(list, host, (asked, rank) => asked.ask("explain", host.now(), { rank, attributes }), !!ranked);
    } else {
      const { tactfulLevel = "default", tactfulVariant, tactfulSlot = "" } = (button.closest<HTMLElement>(SLOT) ?? document.querySelector<HTMLElement>(SLOT) ?? button).dataset;
      const { ask } = host as Page;
      answer = explain({ level: tactfulLevel, reasons: [] } as unknown as Decision);
      try {
        const now: Decision = ask("decide", tactfulSlot);
        // What the page shows was decided before; its reasons are known while they would be the same.
        if (now.level == tactfulLevel && (now.variant == tactfulVariant || now.level == "default"))
          answer = await account(host.core()!, now, (asked) => ask("explain", tactfulSlot, asked));
      } catch {}
    }
    show(button, [answer.sentence ?? [], answer.says].flat());
  });

const paramsOf = (host: Host, text: string | undefined): Params => {
  if (!text) return host.items[0] ? { items: host.items } : {};
  try {
    return JSON.parse(text);
  } catch {
    host.problem("params-damaged", text);
    return {};
  }
};

const act = async (host: Host, element: HTMLElement) => {
  const { tactful, tactfulEvent, tactfulLike, tactfulParams } = element.dataset;
  if (tactfulEvent) host.track(tactfulEvent, paramsOf(host, tactfulParams));
  if (tactfulLike) {
    const [, dimension, value] = /^([^:]*):(.*)$/s.exec(tactfulLike) ?? [];
    if (dimension && value) host.like(dimension, value);
    else host.problem("like-damaged", tactfulLike);
  }
  if (tactful == "why") why(host, element);
  if (tactful == "forget") {
    await host.forget();
    element.dataset["tactfulDone"] = "";
  }
  if (tactful == "pause") {
    const off = local(OFF_KEY);
    if (off == null) await host.setConsent({ personalization: "denied" }, true);
    // As it was before. What was refused otherwise is for who asked to ask again: this button gives no consent.
    else if (off.startsWith(PAUSED)) await host.setConsent(consentIn(off.slice(PAUSED.length)), false);
    pressAll();
  }
  // On the body it is the page's own word, and no button.
  if (tactful == "ignore-page" && element != document.body) {
    if (!("checked" in element)) press(element, element.getAttribute("aria-pressed") != "true");
    host.planChanged();
  }
};

let watching = false;

/** Listens from now on; once a page. `element`: one that was used already. */
export const watchWords = (host: Host, element?: HTMLElement | null): void => {
  if (element) act(host, element);
  if (watching) return;
  watching = true;
  pressAll();
  addEventListener(
    "click",
    ({ target }) => {
      const used = usedBy(target as Element);
      if (used) act(host, used);
    },
    true,
  );
};

// `?tactful-preview=VARIANT`: shows a variant whoever the visitor is, with a badge that says so. Loaded on such pages alone; nothing
// that is seen or clicked in them counts.
import { contentsOf, type SlotContents } from "./contents.ts";
import { packBytes } from "./load.ts";
import { SLOT } from "./slot.ts";
import { local } from "./storage.ts";
import { PLAN_KEY } from "./keys.ts";
import type { Host } from "./host.ts";
import type { StoredPlan } from "./plan.ts";
import type { Content } from "./types.ts";

const PARAMETER = "tactful-preview";

/** What later.ts has already. */
export interface Tools {
  paint(slot: HTMLElement, entry: any): void;
  localised(content: Content, lang: string): Content;
  /** The plan that the page came upon. */
  found: Partial<StoredPlan>;
}

/** Texts with holes show what stands in them for who is not known. */
const filled = (value: any): any =>
  typeof value == "string"
    ? value.replace(/\{([^{}|]*)\|?([^{}]*)\}/g, (_, name, otherwise) => otherwise || name)
    : value && typeof value == "object"
      ? Object.assign(Array.isArray(value) ? [] : {}, Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each)])))
      : value;

export const preview = async (host: Host, { paint, localised, found }: Tools): Promise<void> => {
  const standing = [...document.querySelectorAll<HTMLElement>(SLOT)];
  (document as any).tactful?.disconnect?.();
  const forgetPlan = () => local(PLAN_KEY, null);
  addEventListener("pagehide", forgetPlan);
  // What a plan has painted cannot be taken back: once more without it. The block for first visits would be painted again, and what
  // `tactful render` has written stands in any case.
  if (found.slots && standing.some((slot) => slot.dataset["tactfulVariant"]) && !document.querySelector("[data-tactful-first]")) {
    forgetPlan();
    return location.reload();
  }
  const wanted = new URLSearchParams(location.search).get(PARAMETER)!;
  const all = contentsOf(await packBytes(host.options.pack), host.slots().length);
  const show = async (slot: HTMLElement) => {
    const found = all.find((each) => each.slot == slot.dataset["tactfulSlot"])?.variants.find(({ variant }) => variant == wanted);
    if (!found) return;
    let { content } = found;
    if (content?.["item"]) {
      // Whose it would be is not known: the first of the catalogue. Without one the page's own stays.
      const { itemsOf, withItem } = await import("./items.ts");
      const [item] = (host.options.items && (await itemsOf(host))) || [];
      if (!item) return;
      content = withItem(content, item);
    } else content = filled(content);
    paint(slot, { ...found, content: content && localised(content, document.documentElement.lang), pics: 1 });
  };
  /** How many fields a slot had when it was painted: a script may bring it late, or in steps. */
  const painted = new Map<HTMLElement, number>();
  let shown: HTMLElement | undefined;
  const look = () => {
    const { size } = painted;
    for (const slot of document.querySelectorAll<HTMLElement>(SLOT)) {
      const { length } = slot.querySelectorAll("[data-tactful]");
      if (painted.get(slot)! >= length) continue;
      painted.set(slot, length);
      show(slot).catch(host.problem);
    }
    if (shown && painted.size == size) return;
    shown?.remove();
    document.body.append((shown = badge(wanted, all.filter(({ slot }) => [...painted.keys()].some(({ dataset }) => dataset["tactfulSlot"] == slot)))));
  };
  look();
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  // Made here, it needs no leave of a policy.
  const sheet = new CSSStyleSheet();
  sheet.insertRule("@media print { [data-tactful-preview] { display: none !important } }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};

/** Styles by property, which no policy forbids. */
const make = (tag: string, style: Partial<CSSStyleDeclaration>, ...children: (Node | string)[]): any => {
  const element = document.createElement(tag);
  Object.assign(element.style, style);
  element.append(...children);
  return element;
};

const badge = (wanted: string, here: SlotContents[]): HTMLElement => {
  const choice = make("select", { font: "inherit", maxWidth: "100%" });
  choice.setAttribute("aria-label", "Variant to preview");
  const known = here.some(({ variants }) => variants.some(({ variant }) => variant == wanted));
  if (!known) choice.append(new Option(`${wanted}: no slot here has it`, wanted));
  for (const { slot, variants } of here) {
    const group = make("optgroup", {}, ...variants.map(({ variant }) => new Option(variant, variant)));
    group.label = slot;
    choice.append(group);
  }
  choice.value = wanted;
  choice.addEventListener("change", () => {
    const url = new URL(location.href);
    url.searchParams.set(PARAMETER, choice.value);
    location.href = url.href;
  });
  const leave = make("a", { color: "inherit" }, "End");
  const url = new URL(location.href);
  url.searchParams.delete(PARAMETER);
  leave.href = url.href;
  const style: Partial<CSSStyleDeclaration> = {
    position: "fixed", inset: "auto 12px 12px auto", zIndex: "2147483647", display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center",
    maxWidth: "calc(100vw - 24px)", boxSizing: "border-box", padding: "8px 12px", border: "2px solid #fff", borderRadius: "8px",
    background: "#1d1d1f", color: "#fff", font: "14px/1.4 system-ui, sans-serif",
  };
  const shown = make("aside", style, make("strong", {}, "Preview"), choice, make("span", {}, "not counted"), leave);
  shown.lang = "en";
  shown.dir = "ltr";
  shown.dataset.tactfulPreview = wanted;
  shown.setAttribute("aria-label", "Tactful preview");
  return shown;
};

/** Tells the site's own GA4 which hero was seen and clicked: `data-analytics="ga4"`, and only while the visitor agrees to analytics.
 * Loaded where the tag asks for it. docs/analytics.md has the report, and what it reveals. */
import type { Page } from "./page.ts";
import type { Host } from "./host.ts";
import type { Decision, Params } from "./types.ts";

const heroOf = (slot: string) => document.querySelector<HTMLElement>(`[data-tactful-slot="${CSS.escape(slot)}"]`);

/** What the core would decide now: its arm is the visitor's, whatever plan the hero was painted from. */
const decisionOf = (host: Host, slot: string): Partial<Decision> => {
  try {
    return (host as Page).ask("decide", slot);
  } catch {
    return {};
  }
};

/** The event as GA4 knows it: its own fields, and `level` and `arm` beside them, for the event and for its item. */
const promotionOf = (host: Host, params: Params) => {
  const slot = params["creative_slot"] as string;
  const { variant, level, arm } = decisionOf(host, slot);
  const fields = {
    promotion_id: params["promotion_id"],
    promotion_name: params["promotion_id"],
    // The page's own hero has no name in the page.
    creative_name: params["creative_name"] ?? (level == "default" ? variant : "default"),
    creative_slot: slot,
    location_id: location.pathname,
    level: heroOf(slot)?.dataset["tactfulLevel"],
    arm: arm ?? "none",
  };
  return { ...fields, items: [{ item_name: fields.creative_name, ...fields }] };
};

/** Starts, once a page. `ga4`: as Tag Manager reads it; `gtag`: as gtag.js does. */
export const forward = (host: Host): void => {
  const { track, emit } = host;
  /** Tells of what was seen last in each slot before the visitor agreed, if it still stands. */
  const unheard = new Map<unknown, () => void>();
  host.emit = (type, notice) => {
    emit(type, notice);
    if (type != "change" || !host.analytics()) return;
    unheard.forEach((work) => work());
    unheard.clear();
  };
  host.track = (name, params = {}) => {
    track(name, params);
    if (!/^(view|select)_promotion$/.test(name)) return;
    if (host.analytics()) return tell(name, params);
    const { pathname } = location;
    const { creative_slot, creative_name } = params;
    if (name[0] == "v")
      unheard.set(creative_slot, () => pathname == location.pathname && heroOf(creative_slot as string)?.dataset["tactfulVariant"] == creative_name && tell(name, params));
  };
  const tell = (name: string, params: Params) => {
    const layer: unknown[] = ((window as any).dataLayer ??= []);
    const ecommerce = promotionOf(host, params);
    // gtag.js takes an `arguments`, and nothing else.
    const command = function (..._command: unknown[]) {
      layer.push(arguments);
    };
    try {
      if (host.options.analytics == "gtag") command("event", name, ecommerce);
      else layer.push({ ecommerce: null }, { event: name, ecommerce });
    } catch (error) {
      // Frozen.
      host.problem("analytics-refused", error);
    }
  };
};

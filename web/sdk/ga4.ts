/** Tells the site's own GA4 which hero was seen and clicked: `data-analytics="ga4"`, and only while the visitor agrees to analytics.
 * Loaded where the tag asks for it. docs/analytics.md has the report, and what it reveals. */
import type { Page } from "./page.ts";
import type { Host } from "./host.ts";
import type { Decision, Params } from "./types.ts";

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
    level: document.querySelector<HTMLElement>(`[data-tactful-slot="${CSS.escape(slot)}"]`)?.dataset["tactfulLevel"],
    arm: arm ?? "none",
  };
  return { ...fields, items: [{ item_name: fields.creative_name, ...fields }] };
};

/** Starts, once a page. `ga4`: as Tag Manager reads it; `gtag`: as gtag.js does. */
export const forward = (host: Host): void => {
  const { track } = host;
  host.track = (name, params = {}) => {
    track(name, params);
    if (!/^(view|select)_promotion$/.test(name) || !host.analytics()) return;
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

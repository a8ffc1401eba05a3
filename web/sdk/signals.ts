/** Signals of the moment, read from what the browser already says: no request, no permission prompt, short fixed lists. */
import { SOUTH, TROPICS } from "./hemispheres.ts";
import { local } from "./storage.ts";
import { PLAN_KEY } from "./keys.ts";
import type { Signals } from "./types.ts";

/** Signals by name. Null or absent: there is none. NaN: it cannot be known here, and nothing equals it. */
export type Named = Record<string, any>;

/** Those that the snippet can know. `came` holds the ones of the visit's first page, and counts when the visitor comes from a page of
 * this site; of another arrival the snippet knows little, for the lists behind `arrival` are too long for it. */
export const pageSignals = (came: Named | undefined): Named => {
  const referrer = document.referrer.split("/")[2];
  const unknown = referrer || /utm_/.test(location.search) ? NaN : null;
  const signals: Named = {
    path: location.pathname,
    language: navigator.language.split("-")[0],
    lang: document.documentElement.lang,
    // iPads call themselves Macintosh, which has no touch screen.
    device: navigator.maxTouchPoints && /Android(?!.*Mobi)|iPad|Macintosh/.test(navigator.userAgent) ? "tablet" : /Mobi/.test(navigator.userAgent) ? "mobile" : "desktop",
    "viewport.width": innerWidth,
    ...(referrer == location.host ? came : { referrer, source: unknown, medium: unknown, channel: unknown ?? "direct" }),
  };
  for (const [name, value] of new URLSearchParams(location.search)) signals[("query." + name).replace("query.utm_", "utm.")] = value;
  return signals;
};

const SEARCH = /\b(google|bing|duckduckgo|yahoo|ecosia|baidu|yandex|qwant)\b/;
const SOCIAL = /social|\b(facebook|instagram|tiktok|pinterest|linkedin|reddit|twitter|youtube|t\.co|x\.com)\b/;
/** GA4's default groups that a word in the medium decides; some words have another name. */
const GROUP = /mail|newsletter|display|banner|cpm|affiliate|sms|push|referral/;
const GROUPS: Named = { mail: "email", newsletter: "email", banner: "display", cpm: "display", affiliate: "affiliates" };

/** source, medium and channel as GA4 groups them, lower case with hyphens ("paid-search"), from the signals of a visit's first page.
 * A direct visit has the channel "direct", and neither source nor medium. */
export const arrival = (page: Named): Named => {
  const given = (name: string) => (page["utm." + name] || "").toLowerCase();
  const site = page.referrer || "";
  const source = given("source") || SEARCH.exec(site)?.[1] || site.replace(/^www\./, "");
  const search = SEARCH.test(source);
  const medium = given("medium") || (page["query.gclid"] ? "cpc" : search ? "organic" : site && "referral");
  const kind = search ? "search" : SOCIAL.test(source + " " + medium) ? "social" : "";
  const group = GROUP.exec(medium)?.[0] || "";
  return {
    referrer: site || null,
    source: source || null,
    medium: medium || null,
    channel: /cp[ac]|ppc|paid|retarget/.test(medium)
      ? "paid-" + (kind || "other")
      : kind && (!group || group == "referral")
        ? "organic-" + kind
        : GROUPS[group] || group || (medium || source ? null : "direct"),
  };
};

let first: Named | undefined;

/** How the visit began: referrer, source, medium, channel, utm.*, query.*. The plan keeps it for the visit's later pages; where nothing
 * is kept, those know nothing of it. */
export const came = (): Named => {
  if (!first) {
    first = {};
    if (document.referrer.split("/")[2] != location.host) {
      const page = pageSignals({});
      first = arrival(page);
      for (const name in page) if (/^(utm|query)\.(?!tactful$)/.test(name)) first[name] = page[name].slice(0, 100);
    } else
      try {
        first = JSON.parse(local(PLAN_KEY)!).came;
      } catch {}
  }
  return first || {};
};

const BROWSERS: [string, RegExp][] = [["edge", /Edg/], ["opera", /OPR/], ["firefox", /Firefox|FxiOS/], ["chrome", /Chrom|CriOS/], ["safari", /Safari/]];
let zoneName: string | undefined;
/** Temporal knows at once. The first DateTimeFormat of a page takes 13 ms and more, four times that on a slow phone: then later.ts
 * calls, when nothing else is to be done. */
export const zoneOf = (): string => (zoneName ??= (globalThis as any).Temporal?.Now.timeZoneId() || Intl.DateTimeFormat().resolvedOptions().timeZone || "");

/** Where the visitor's clock and seasons are: what the core keeps of an event's signals. */
export const place = (zone: string = zoneOf()): Signals => ({
  utcOffset: -new Date().getTimezoneOffset(),
  hemisphere: zone.match(TROPICS) ? "tropics" : zone.match(SOUTH) ? "south" : "north",
});

/** All, for the core. */
export const signals = (): Signals => {
  const { referrer = null, source = null, medium = null, channel = null, ...rest } = came();
  const zone = zoneOf();
  return {
    ...rest,
    ...pageSignals(came()),
    ...{ referrer, source, medium, channel },
    ...place(zone),
    saveData: !!(navigator as any).connection?.saveData,
    reducedMotion: matchMedia("(prefers-reduced-motion)").matches,
    region: zone.split("/")[0],
    browser: BROWSERS.find(([, sign]) => sign.test(navigator.userAgent))?.[0],
  };
};

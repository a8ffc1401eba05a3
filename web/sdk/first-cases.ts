/** The cases in which the plan for first visits is tried (first.ts): each signal that a slot's conditions read in all the ways that matter. */
import { SOUTH, TROPICS } from "./hemispheres.ts";
import { arrival, type Named } from "./signals.ts";

/** core/author/circumstances.h */
export interface SlotSignals {
  slot: string;
  default: string;
  signals: { name: string; texts: string[]; numbers: number[]; opaque?: boolean }[];
}

/** A value that no condition names. */
const OTHER = "\u{1}";
/** What a pattern of zones gives where it matches is a text; where it does not, nothing. */
const MATCHES = { $gte: "!", $lt: "~" };
const BROWSERS = [null, "edge", "opera", "firefox", "chrome", "safari"];
const WORDS: Named = {
  email: ["email", "newsletter", "e-mail"], display: ["display", "banner", "cpm"], affiliates: ["affiliate", "affiliates"], sms: ["sms"], push: ["push"],
  referral: ["referral"],
};
/** Where a click may have been, and what a link may say besides. */
const SITES = ["", "www.google.com", "www.facebook.com", "news.example"];
const OTHER_SOURCES = [undefined, "google", "facebook", "somewhere"];
const OTHER_MEDIA = [undefined, "poster", "cpc", "organic", "paid_social", "social", "email", "display", "affiliate", "sms", "push", "referral"];

/** One way a signal can be. */
export interface Case {
  /** For the core. */
  signals: Named;
  /** For the snippet: what it is to check. */
  if: Named;
  /** What the snippet sees in this case. */
  sees: Named;
  /** The rest: it has no `if`, and stands after the cases that have one. */
  other?: boolean;
  /** Nobody asks what is decided here: visitors are to see the page's own hero. */
  unasked?: boolean;
  link?: string[];
}
export interface Axis {
  /** All there are; what cannot be tried is one that nobody asks about. */
  cases: Case[];
  /** Its cases are values of which conditions may name any number. */
  many?: boolean;
}
const one = (name: string, value: unknown): Case => ({ signals: { [name]: value }, if: { [name]: value }, sees: { [name]: value } });
const untold = (sees: Named): Case => ({ signals: {}, if: {}, sees, other: true, unasked: true });
const rest = (name: string, value: unknown): Case => ({ signals: { [name]: value }, if: {}, sees: { [name]: value }, other: true });
export const product = <T>(lists: T[][]): T[][] => lists.reduce<T[][]>((all, list) => all.flatMap((some) => list.map((each) => [...some, each])), [[]]);
export const merged = (cases: Case[], key: "signals" | "if" | "sees"): Named => Object.assign({}, ...cases.map((each) => each[key]));

export interface Circumstances {
  axes: Axis[];
  /** What no snippet sees: in each of these an entry must be right. */
  hidden: Named[];
  /** Patterns by the name that entries ask for. */
  zones: Named;
  read: Set<string>;
}

type Signal = SlotSignals["signals"][number];
type Read = Record<string, Signal>;

/** Whether conditions ask more of it than to be one of its `texts`: "05" is the number 5 too. */
const vague = (signal: Signal | undefined) => signal?.opaque || !!signal?.numbers.length;

/** The hemisphere, which the snippet tells by two patterns of zones. */
const placeAxis = (): Axis => {
  const place = (hemisphere: string, south: unknown, tropics: unknown): Case => ({
    signals: { hemisphere },
    if: { ...(!tropics && { south: south ? MATCHES : null }), tropics: tropics ? MATCHES : null },
    sees: { south: south && "S", tropics: tropics && "T" },
  });
  return { cases: [place("north", null, null), place("south", true, null), place("tropics", null, true)] };
};

/** How the snippet can see a medium or a source: by the address. A channel by the words that make one. */
const arrivalAxis = (read: Read): Axis => {
  const texts = (name: string) => read[name]?.texts || [];
  const media = new Set([...texts("medium"), ...texts("utm.medium"), ...texts("channel").flatMap((channel) => WORDS[channel] || [])]);
  const sources = new Set([...texts("source"), ...texts("utm.source")]);
  const tagged = (medium?: string, source?: string) => ({ ...(medium && { "utm.medium": medium }), ...(source && { "utm.source": source }) });
  const unseen = { channel: NaN, medium: NaN, source: NaN };
  const cases: Case[] = [];
  for (const medium of [undefined, ...media])
    for (const source of [undefined, ...sources]) {
      if (!medium && !source) continue;
      const tags = tagged(medium, source);
      const check = { ...tags, ...(!source && (read["source"] || read["utm.source"]) && { "utm.source": null }), ...(!medium && { "utm.medium": null }) };
      const more = source ? (medium ? [{}] : OTHER_MEDIA.map((word) => ({ "utm.medium": word }))) : OTHER_SOURCES.map((word) => ({ "utm.source": word }));
      cases.push({ signals: { ...tags, $tags: more }, if: check, sees: { "utm.medium": medium, "utm.source": source, ...unseen } });
    }
  const direct = { channel: "direct", medium: null, source: null };
  const untagged = { "utm.medium": null, "utm.source": null };
  cases.push({ signals: direct, if: { channel: "direct" }, sees: { ...direct, ...untagged } });
  // From another site without tags, and with tags that no condition names: where it does not matter which.
  cases.push({ signals: { $tags: [{}, { "query.gclid": "1" }] }, if: untagged, sees: { ...untagged, ...unseen } });
  const otherMedia = OTHER_MEDIA.filter((word) => word && !media.has(word));
  const otherSources = OTHER_SOURCES.filter((word) => word && !sources.has(word));
  const other = (words: (string | undefined)[], seen: string | null): Case => ({
    signals: { $tags: words.flatMap((medium) => otherSources.map((source) => tagged(medium, source))) },
    if: {},
    sees: { "utm.medium": seen, "utm.source": OTHER, ...unseen },
    other: true,
  });
  cases.push(other(otherMedia, OTHER), other([undefined], null));
  return { cases, many: true };
};

/** Widths from one number that conditions name to the next. */
const widthAxis = ({ name, numbers }: Signal): Axis => {
  const edges = [...new Set([0, ...numbers.flatMap((n) => [Math.ceil(n), Math.floor(n) + 1]), 1e6])].filter((n) => n >= 0).sort((a, b) => a - b);
  return { cases: edges.slice(0, -1).map((from, i) => ({ ...one(name, from), if: { [name]: { $gte: from, $lt: edges[i + 1] } } })) };
};

/** Regions, which the snippet tells by a pattern of zones each; these go into `zones`. */
const regionAxis = (signal: Signal, zones: Named): Axis => {
  const { texts } = signal;
  for (const region of texts) zones[`zone.${region}`] = `^${region.replace(/\W/g, "\\$&")}(/|$)`;
  const in_ = (region?: string): Case => ({
    signals: { region: region ?? OTHER },
    if: Object.fromEntries(texts.map((each) => [`zone.${each}`, each == region ? MATCHES : null])),
    sees: Object.fromEntries(texts.map((each) => [`zone.${each}`, each == region ? each : null])),
  });
  const elsewhere = in_();
  return { cases: [...texts.map(in_), vague(signal) ? untold(elsewhere.sees) : elsewhere] };
};

/** A signal that the snippet sees as it is: the texts that conditions name, and all others. */
const textAxis = (signal: Signal): Axis => {
  const { name, texts } = signal;
  const cases = texts.filter((text) => text != "").map((text) => one(name, text));
  // A page always has a path, and a browser a language.
  if (name != "path" && name != "language") cases.push(one(name, null));
  cases.push(vague(signal) ? untold({ [name]: OTHER }) : rest(name, OTHER));
  return { cases, many: true };
};

const linkAxis = (links: string[][]): Axis => ({
  cases: [
    ...links.map((link) => ({ ...one("query.tactful", link.join(":")), signals: {}, link })),
    { ...rest("query.tactful", OTHER), signals: {} },
  ],
});

/** The cases of a slot; undefined when one cannot tell. */
export function axesOf({ signals }: SlotSignals, links: string[][], known: Named): Circumstances | undefined {
  const read: Read = Object.fromEntries(signals.map((signal) => [signal.name, signal]));
  const axes: Axis[] = [];
  const zones: Named = {};
  let hidden: Named[] = [{}];
  const hide = (name: string, values: unknown[]) => (hidden = hidden.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))));
  if (!known["hemisphere"]) {
    zones["tropics"] = TROPICS;
    zones["south"] = SOUTH;
    axes.push(placeAxis());
  }
  const names = new Set(Object.keys(read));
  const derived = ["channel", "medium", "source"].filter((name) => read[name] && known[name] === undefined);
  if (derived.length) {
    if ([...derived, "utm.medium", "utm.source"].some((name) => vague(read[name]))) return;
    axes.push(arrivalAxis(read));
    for (const name of [...derived, "utm.medium", "utm.source"]) names.delete(name);
  }
  for (const name of names) {
    const signal = read[name]!;
    if (known[name] !== undefined || name == "hemisphere") continue;
    if (name == "utcOffset" || (name == "viewport.width" && signal.opaque)) return;
    if (name == "browser") hide(name, BROWSERS);
    else if (name == "saveData" || name == "reducedMotion") hide(name, [false, true]);
    else if (name == "device") axes.push({ cases: ["desktop", "mobile", "tablet"].map((device) => one(name, device)) });
    else if (name == "viewport.width") axes.push(widthAxis(signal));
    else if (name == "region") axes.push(regionAxis(signal, zones));
    else axes.push(textAxis(signal));
  }
  if (links.length && !read["query.tactful"]) axes.push(linkAxis(links));
  return { axes, hidden, zones, read: new Set([...Object.keys(read), "hemisphere", "utcOffset"]) };
}

/** Asks for one value among any number: a campaign's, a path's. What asks for none, or for a click from nowhere, holds of most visitors. */
const isOne = ({ if: asked }: Case) => Object.entries(asked).some(([name, want]) => want !== null && `${name}:${want}` != "channel:direct");

/** Axes of any number of values with the first `most` of them alone. All the others become cases in which nothing is asked: what is left
 * out and what no condition names look alike to entries that name neither, so nothing may be shown to either. Where most visitors are
 * among those (at a path that no condition names) an axis has `mostAlways` and is not touched while it has no more. */
export function narrowed(axes: Axis[], most: number, mostAlways: number): Axis[] {
  return axes.map((axis) => {
    const named = axis.cases.filter(isOne);
    const always = !axis.cases.some((each) => !each.other && !isOne(each));
    const first = always ? mostAlways : most;
    if (!axis.many || !named.length || first == Infinity || (always && named.length <= first)) return axis;
    const kept = axis.cases.filter((each) => !each.other && (!isOne(each) || named.indexOf(each) < first));
    const known = new Set(kept.flatMap(({ sees }) => Object.values(sees)));
    const left = axis.cases.filter((each) => !kept.includes(each)).map(({ sees }): Case => {
      const masked = Object.entries(sees).map(([name, value]) => [name, known.has(value) || value == null ? value : OTHER]);
      return untold(Object.fromEntries(masked));
    });
    const different = new Map(left.map((each) => [JSON.stringify(each.sees), each]));
    return { ...axis, cases: [...kept, ...different.values()] };
  });
}

/** What the core is told in a case: channel, source and medium follow from a link's tags, wherever the click was. Only what the slot reads. */
export function signalsOf(cases: Case[], { hidden, read }: Circumstances, known: Named): Named[] {
  const { $tags, ...signals } = merged(cases, "signals");
  const all: Named[] = [];
  for (const each of hidden)
    for (const tags of $tags || [{}])
      for (const referrer of $tags ? SITES : [""]) {
        const given = { ...signals, ...tags };
        const { referrer: _, ...came } = arrival({ ...given, referrer });
        all.push({ ...given, ...($tags && came), ...each, ...known });
      }
  const told = all.map((each) => Object.fromEntries(Object.entries(each).filter(([name]) => read.has(name))));
  return [...new Map(told.map((each) => [JSON.stringify(each), each])).values()];
}

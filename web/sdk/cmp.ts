/** Follows the page's consent tool: `data-cmp="NAME"` or `auto`. Loaded where the tag asks for it. docs/consent.md has the table.
 *
 * A visitor who has not answered yet has said nothing: what they said on an earlier visit stands. A tool that throws, or answers with
 * anything but a clear yes, counts as no. */
import { local } from "./storage.ts";
import { OFF_KEY, PAUSED } from "./keys.ts";
import type { Host } from "./host.ts";
import type { Consent } from "./types.ts";

/** Yes or no by purpose; what the tool does not speak of is left out. */
type Answers = { [Purpose in keyof Consent]?: boolean | undefined };
/** Listens, calls `again` whenever the answer may be another, and returns what reads it; undefined: not answered yet. */
type Watch = (again: () => void, names: string[]) => () => Answers | undefined | Promise<Answers | undefined>;

/** How long a tool may take to come, and how often it is looked for. */
const COMES_MS = 20_000;
const LOOK_MS = 200;

const page = window as any;
/** A region where nobody needs to be asked is no word of the visitor's: then a signal that their browser sends counts. */
const unasked = (): boolean => !(navigator as any).globalPrivacyControl;
const listen = (target: EventTarget, types: string, again: () => void) => types.split(" ").forEach((type) => target.addEventListener(type, again));
const purposes = ([personalization, analytics, reports]: string[], yes: (name: string) => boolean | undefined): Answers => ({
  personalization: yes(personalization!),
  analytics: yes(analytics!),
  ...(reports && { reports: yes(reports) }),
});

const tcf: Watch = (again) => {
  let data: any;
  page.__tcfapi("addEventListener", 2, (heard: any, success: boolean) => {
    data = success ? heard : null;
    again();
  });
  return () => {
    if (data === undefined) return undefined;
    if (data.gdprApplies === false) return unasked() ? { personalization: true, analytics: true } : undefined;
    if (!/^(tcloaded|useractioncomplete)$/.test(data.eventStatus)) return undefined;
    const all = (...numbers: number[]) => numbers.every((number) => data.purpose.consents[number] === true);
    return { personalization: all(1, 5, 6), analytics: all(1, 8), reports: all(1, 8, 10) };
  };
};

const consentMode: Watch = (again, names) => {
  const defaults: Record<string, unknown> = {};
  const said: Record<string, unknown> = {};
  let regional = false;
  let nonsense = false;
  const layer: unknown[] = (page.dataLayer ??= []);
  const take = (entry: any) => {
    if (entry?.[0] != "consent" || !/^(default|update)$/.test(entry[1])) return false;
    // Where the visitor is, and so which of several defaults is theirs, only Google knows.
    if (Object(entry[2]) !== entry[2]) nonsense = true;
    else if (entry[2].region) regional = true;
    else Object.assign(entry[1] == "update" ? said : defaults, entry[2]);
    return true;
  };
  layer.forEach(take);
  const { push } = layer;
  layer.push = (...entries) => {
    const length = push.apply(layer, entries);
    if (entries.filter(take)[0]) again();
    return length;
  };
  return () => {
    if (nonsense) throw "consent without a state";
    // A default that denies is no answer, only the time before one, and an update of other purposes is none either.
    const free = !regional && unasked();
    return purposes(names, (name) => (name in said ? said[name] === "granted" : (free && defaults[name] === "granted") || undefined));
  };
};

const shopify: Watch = (again) => {
  const { Shopify } = page;
  let ready = !!Shopify.customerPrivacy;
  let failed = false;
  if (!ready)
    Shopify.loadFeatures([{ name: "consent-tracking-api", version: "0.1" }], (error: unknown) => {
      ready = true;
      failed = !!error;
      again();
    });
  listen(document, "visitorConsentCollected", again);
  return () => {
    if (failed) throw "loadFeatures";
    if (!ready) return undefined;
    const api = Shopify.customerPrivacy;
    const { preferences } = api.currentVisitorConsent();
    const answers = { personalization: api.preferencesProcessingAllowed() === true, analytics: api.analyticsProcessingAllowed() === true };
    return preferences ? answers : answers.personalization && unasked() ? answers : undefined;
  };
};

const oneTrust: Watch = (again, names) => {
  listen(window, "OneTrustGroupsUpdated OTConsentApplied", again);
  return () => {
    // Until it has loaded, it may be what the page has told it of the visitor's place.
    if (!page.OneTrust?.IsAlertBoxClosed?.()) return undefined;
    const groups = page.OnetrustActiveGroups.split(",");
    return purposes(names, (name) => groups.includes(name));
  };
};

const cookiebot: Watch = (again, names) => {
  listen(window, "CookiebotOnConsentReady CookiebotOnAccept CookiebotOnDecline", again);
  return () => (page.Cookiebot.hasResponse ? purposes(names, (name) => page.Cookiebot.consent[name] === true) : undefined);
};

/** Version 3 answers by promises, version 2 at once. A name is a category's, or a service's. */
const usercentrics: Watch = (again, names) => {
  listen(window, "UC_UI_INITIALIZED UC_UI_CMP_EVENT UC_CONSENT", again);
  return async () => {
    const api = page.__ucCmp ?? page.UC_UI;
    if (!(await api.isInitialized()) || (await api.isConsentRequired())) return undefined;
    if (page.__ucCmp) {
      const { categories, services } = await api.getConsentDetails();
      const service = (name: string): any => services[name] ?? Object.values<any>(services).find((each) => each.name == name);
      return purposes(names, (name) => (categories[name] ? categories[name].state == "ALL_ACCEPTED" : service(name)?.consent?.given === true));
    }
    const services: any[] = api.getServicesBaseInfo();
    return purposes(names, (name) => {
      const own = services.filter((each) => [each.categorySlug, each.id, each.name].includes(name));
      return !!own[0] && own.every((each) => each.consent.status === true);
    });
  };
};

/** By name: whether it is there, what watches it, and how it names what we need: personalization, analytics. In the order of `auto`. */
const TOOLS: Record<string, [here: () => unknown, watch: Watch, names: string]> = {
  tcf: [() => typeof page.__tcfapi == "function", tcf, ""],
  shopify: [() => page.Shopify?.customerPrivacy || page.Shopify?.loadFeatures, shopify, ""],
  onetrust: [() => page.OneTrust || page.OnetrustActiveGroups, oneTrust, "C0003 C0002"],
  // Where its script is blocked, the name is that of the script's element.
  cookiebot: [() => page.Cookiebot && !page.Cookiebot.tagName, cookiebot, "preferences statistics"],
  usercentrics: [() => page.__ucCmp || page.UC_UI, usercentrics, "functional marketing"],
  "consent-mode": [() => page.dataLayer?.some((entry: any) => entry?.[0] == "consent"), consentMode, "personalization_storage analytics_storage"],
};

/** Starts, once a page. `asked`: a tool's name, or `auto`; after it names to use instead of the tool's usual ones. */
export const watchCmp = (host: Host, asked: string): void => {
  const [name, ...names] = asked.trim().split(/\s+/) as [string, ...string[]];
  const until = Date.now() + COMES_MS;
  let said = "";
  let turn = 0;

  const say = (answers: Answers) => {
    const consent: Consent = {};
    for (const [purpose, yes] of Object.entries(answers)) if (yes !== undefined) consent[purpose as keyof Consent] = yes === true ? "granted" : "denied";
    const text = JSON.stringify(consent);
    const off = local(OFF_KEY);
    const yes = consent.personalization == "granted";
    // Said already, and nobody has said otherwise since, in another tab say.
    if (text == said && yes == host.allowed()) return;
    if (off && !yes && !off.startsWith(PAUSED)) return;
    said = text;
    if (text != "{}") host.setConsent(consent);
  };
  const broken = (error: unknown) => {
    host.problem("cmp-broken", error);
    say({ personalization: false, analytics: false, reports: false });
  };
  const start = (watch: Watch, usual: string) => {
    try {
      const again = async () => {
        const mine = ++turn;
        try {
          const answers = await read();
          // An older answer that comes later is none.
          if (mine == turn && answers) say(answers);
        } catch (error) {
          broken(error);
        }
      };
      // Some answer at once, while they are asked to listen.
      let read: ReturnType<Watch> = () => undefined;
      read = watch(() => void Promise.resolve().then(again), names[0] ? names : usual.split(" "));
      again();
    } catch (error) {
      broken(error);
    }
  };
  const look = () => {
    // Most tools speak Consent Mode besides their own language: on `auto` it is believed when the page has loaded without another.
    const found = Object.keys(TOOLS).find((each) => {
      if (name == "auto" ? each == "consent-mode" && document.readyState != "complete" : each != name) return false;
      try {
        return TOOLS[each]![0]();
      } catch {
        return true;
      }
    });
    if (found) start(TOOLS[found]![1], TOOLS[found]![2]);
    else if (Date.now() < until && (name == "auto" || TOOLS[name])) setTimeout(look, LOOK_MS);
    else host.problem("cmp-missing", asked);
  };
  look();
};

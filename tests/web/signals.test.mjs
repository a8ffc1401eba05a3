// Signals: what a browser says of itself, and how a visit began.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sdk } from "./lib/bundle.mjs";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15";
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36";

/** All signals in a browser of these properties; `stored` is the plan's text. */
async function signalsIn({ search = "", referrer = "", stored = null, agent = CHROME, touch = 0, language = "en-GB", zone } = {}) {
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  define("location", { host: "shop.example", pathname: "/shoes", search });
  define("document", { referrer, documentElement: { lang: "de" }, querySelector: () => null });
  define("navigator", { userAgent: agent, maxTouchPoints: touch, language });
  define("matchMedia", () => ({ matches: false }));
  define("innerWidth", 1280);
  define("localStorage", { getItem: () => stored });
  const { signals, place } = await sdk("signals.ts");
  return zone ? place(zone) : signals();
}

for (const [expected, options] of [
  [{ source: null, medium: null, channel: "direct", referrer: null }, {}],
  [{ source: "google", medium: "organic", channel: "organic-search", referrer: "www.google.de" }, { referrer: "https://www.google.de/" }],
  [{ source: "google", medium: "cpc", channel: "paid-search" }, { referrer: "https://www.google.com/", search: "?gclid=x" }],
  [{ source: "facebook.com", medium: "referral", channel: "organic-social" }, { referrer: "https://www.facebook.com/x" }],
  [{ source: "t.co", channel: "organic-social" }, { referrer: "https://t.co/x" }],
  [{ source: "news.example", medium: "referral", channel: "referral", referrer: "news.example" }, { referrer: "https://news.example/a?b" }],
  [{ source: "rain", medium: "email", channel: "email", "utm.campaign": "wet", "utm.medium": "Email" }, { search: "?utm_source=Rain&utm_medium=Email&utm_campaign=wet" }],
  [{ channel: "email" }, { search: "?utm_source=x&utm_medium=e-mail" }],
  [{ channel: "email" }, { search: "?utm_source=x&utm_medium=newsletter" }],
  [{ channel: "paid-social" }, { search: "?utm_source=instagram&utm_medium=paid_social" }],
  [{ channel: "paid-search" }, { search: "?utm_source=bing&utm_medium=cpc" }],
  [{ channel: "display" }, { search: "?utm_source=x&utm_medium=cpm" }],
  [{ channel: "affiliates" }, { search: "?utm_source=x&utm_medium=affiliate" }],
  [{ channel: "sms" }, { search: "?utm_source=x&utm_medium=sms" }],
  [{ channel: "push" }, { search: "?utm_source=x&utm_medium=push" }],
  [{ channel: null, medium: "poster" }, { search: "?utm_source=x&utm_medium=poster" }],
  [{ "query.size": "42" }, { search: "?size=42" }],
  // A second page, whose plan kept nothing: not known is null, and not a guess.
  [{ channel: null, source: null }, { referrer: "https://shop.example/" }],
  [{ channel: "email", "utm.campaign": "wet", "query.size": "42" }, { referrer: "https://shop.example/", search: "?size=42", stored: '{"came":{"channel":"email","utm.campaign":"wet","query.size":"41"}}' }],
  [{ channel: "organic-search" }, { referrer: "https://duckduckgo.com/", stored: '{"came":{"channel":"email"}}' }],
  [{ channel: null }, { referrer: "https://shop.example/", stored: "{" }],
  [{ device: "desktop", language: "en", path: "/shoes", saveData: false, reducedMotion: false, "viewport.width": 1280, browser: "chrome" }, {}],
  [{ device: "mobile", browser: "safari" }, { agent: IPHONE, touch: 5 }],
  [{ device: "tablet" }, { agent: MAC, touch: 5 }],
  [{ device: "desktop", browser: "safari" }, { agent: MAC }],
  [{ browser: "edge" }, { agent: `${CHROME} Edg/120.0` }],
  [{ browser: "firefox" }, { agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" }],
  [{ language: "fil" }, { language: "fil-PH" }],
]) {
  test(`${JSON.stringify(options)} gives ${JSON.stringify(expected)}`, async () => {
    const signals = await signalsIn(options);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, signals[name]])), expected);
    for (const [name, value] of Object.entries(signals)) assert.ok(!Number.isNaN(value), `${name} is NaN`);
  });
}

for (const [zone, hemisphere] of [
  ["Europe/Berlin", "north"], ["America/New_York", "north"], ["Asia/Tokyo", "north"],
  ["Australia/Sydney", "south"], ["Pacific/Auckland", "south"], ["America/Argentina/Cordoba", "south"], ["America/Santiago", "south"], ["Africa/Johannesburg", "south"],
  ["Asia/Singapore", "tropics"], ["Africa/Nairobi", "tropics"], ["America/Bogota", "tropics"], ["Australia/Darwin", "tropics"],
]) {
  test(`${zone} lies in the ${hemisphere}`, async () => assert.equal((await signalsIn({ zone })).hemisphere, hemisphere));
}

test("utcOffset is in minutes east of UTC", async () => {
  const { utcOffset } = await signalsIn();
  assert.equal(utcOffset, -new Date().getTimezoneOffset());
});

// Consent tools, each by a fake of what it offers to pages: not answered, yes, no after all, broken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { nothing, stored } from "./lib/memory.mjs";
import { shop, visitor } from "./lib/shop.mjs";

const open = useChromium();

/** A tool's fake: `self.answer(personalization, analytics)`; `self.broken` makes it throw. */
const fakes = {
  tcf: `const heard = []; let data = { gdprApplies: true, eventStatus: "cmpuishown", purpose: { consents: {} } };
    __tcfapi = (command, version, callback) => { if (self.broken) throw new Error("broken"); if (command == "addEventListener" && version == 2) { heard.push(callback); callback(data, true); } };
    answer = (p, a) => { data = { gdprApplies: true, eventStatus: "useractioncomplete", purpose: { consents: { 1: p || a, 5: p, 6: p, 8: a, 10: a } } };
      heard.forEach((callback) => self.broken ? callback({ gdprApplies: true, eventStatus: "useractioncomplete" }, true) : callback(data, true)); };`,
  "consent-mode": `dataLayer = []; gtag = function () { dataLayer.push(arguments); };
    const say = (yes) => yes ? "granted" : "denied";
    gtag("consent", "default", { ad_storage: "denied", personalization_storage: "denied", analytics_storage: "denied", wait_for_update: 500 });
    answer = (p, a) => gtag("consent", "update", self.broken ? null : { personalization_storage: say(p), analytics_storage: say(a) });`,
  shopify: `let given = { preferences: "", analytics: "" };
    Shopify = { loadFeatures: (features, done) => setTimeout(() => {
      if (self.broken) return done(new Error("broken"));
      Shopify.customerPrivacy = { currentVisitorConsent: () => given, preferencesProcessingAllowed: () => given.preferences == "yes", analyticsProcessingAllowed: () => given.analytics == "yes" };
      done();
    }, 20) };
    answer = (p, a) => { given = { preferences: p ? "yes" : "no", analytics: a ? "yes" : "no" }; document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: {} })); };`,
  onetrust: `let closed = false; OnetrustActiveGroups = ",C0001,";
    OneTrust = { IsAlertBoxClosed: () => { if (self.broken) throw new Error("broken"); return closed; } };
    answer = (p, a) => { closed = true; OnetrustActiveGroups = ",C0001," + (p ? "C0003," : "") + (a ? "C0002," : ""); dispatchEvent(new CustomEvent("OneTrustGroupsUpdated", { detail: [] })); };`,
  cookiebot: `Cookiebot = { hasResponse: false, consent: {} };
    if (self.broken) Object.defineProperty(Cookiebot, "hasResponse", { get() { throw new Error("broken"); } });
    answer = (p, a) => { if (!self.broken) Cookiebot = { hasResponse: true, consent: { preferences: p, statistics: a } }; dispatchEvent(new Event("CookiebotOnConsentReady")); };`,
  usercentrics: `let asked = true, given = [false, false]; const state = (yes) => ({ state: yes ? "ALL_ACCEPTED" : "ALL_DENIED" });
    __ucCmp = { isInitialized: async () => { if (self.broken) throw new Error("broken"); return true; }, isConsentRequired: async () => asked,
      getConsentDetails: async () => ({ categories: { functional: state(given[0]), marketing: state(given[1]) }, services: {} }) };
    answer = (p, a) => { asked = false; given = [p, a]; dispatchEvent(new CustomEvent("UC_UI_CMP_EVENT", { detail: { type: "SAVE" } })); };`,
};
const usercentrics2 = `let asked = true, given = [false, false];
    UC_UI = { isInitialized: () => true, isConsentRequired: () => asked, getServicesBaseInfo: () => [
      { name: "Essential", categorySlug: "essential", consent: { status: true } }, { name: "Tactful", categorySlug: "functional", consent: { status: given[0] } },
      { name: "Chat", categorySlug: "functional", consent: { status: false } }, { name: "GA", categorySlug: "marketing", consent: { status: given[1] } }] };
    answer = (p, a) => { asked = false; given = [p, a]; dispatchEvent(new Event("UC_UI_CMP_EVENT")); };`;

const pages = {};
const site = await shop(pages, { tag: "" });
let number = 0;
/** A page with a fake and a tag that follows it. */
const pageOf = (fake, cmp, before = "") => {
  const path = `/${++number}/`;
  pages[path] = { head: `<script>{${before};${fake}}</script>`, tag: cmp === null ? "" : ` data-cmp="${cmp}"` };
  return site.url + path;
};
const consentOf = async (page) => (await stored(page)).database["tactful.profile"]?.[0]?.consent;
const until = async (page, what, expected) => {
  let now;
  for (let i = 0; i < 100; i++) {
    now = await what(page);
    try {
      return assert.deepEqual(now, expected);
    } catch {
      await page.waitForTimeout(50);
    }
  }
  assert.deepEqual(now, expected);
};
const gone = async (page) => {
  const { database, local } = await stored(page);
  return { left: Object.values(database).flat().length, off: local["tactful:off"] };
};
const asked = (page) => page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/cmp.js")));
const grant = async (context) => {
  const page = await visitor(context);
  await page.goto(pageOf("", null));
  await page.waitForFunction(() => self.tactful?.setConsent);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  await until(page, consentOf, { personalization: "granted" });
  return page;
};

for (const [cmp, fake] of [...Object.entries(fakes), ["usercentrics Tactful GA", usercentrics2]]) {
  test(`${cmp}: nothing before the answer, a yes is heard, and so is a later no`, async () => {
    const page = await visitor(await open());
    await page.goto(pageOf(fake, cmp));
    await asked(page);
    await page.waitForTimeout(300);
    assert.deepEqual(await stored(page), nothing);
    await page.evaluate(() => self.answer(true, false));
    await until(page, async () => {
      const { personalization, analytics } = (await consentOf(page)) ?? {};
      return { personalization, analytics };
    }, { personalization: "granted", analytics: "denied" });
    await page.evaluate(() => self.answer(false, false));
    await until(page, gone, { left: 0, off: "1" });
    // And a yes after that.
    await page.evaluate(() => self.answer(true, true));
    await until(page, async () => (await consentOf(page))?.analytics, "granted");
    assert.deepEqual(page.lines, []);
    await page.context().close();
  });
}

for (const [cmp, fake] of Object.entries(fakes)) {
  test(`${cmp}: broken counts as no, whatever was agreed before, and is said`, async () => {
    const context = await open();
    await grant(context);
    const page = await visitor(context);
    await page.goto(pageOf(fake, cmp, "self.broken = true"));
    await asked(page);
    await page.evaluate(() => self.answer(true, true));
    await until(page, gone, { left: 0, off: "1" });
    for (let i = 0; i < 100 && !page.lines[0]; i++) await page.waitForTimeout(50);
    assert.ok(page.lines.some((line) => line.startsWith("tactful: cmp-broken")), page.lines.join("\n"));
    await context.close();
  });
}

test("a visitor who has not answered on this page keeps what they said before", async () => {
  const context = await open();
  await grant(context);
  for (const fake of ["tcf", "consent-mode", "onetrust"]) {
    const page = await visitor(context);
    await page.goto(pageOf(fakes[fake], fake));
    await asked(page);
    await page.waitForTimeout(300);
    assert.deepEqual(await consentOf(page), { personalization: "granted" }, fake);
    await page.close();
  }
  await context.close();
});

test("OneTrust that a page has told of the visitor's place, and that has not loaded yet, has not answered", async () => {
  const context = await open();
  await grant(context);
  const page = await visitor(context);
  await page.goto(pageOf('OneTrust = { geolocationResponse: { countryCode: "AT" } }; later = () => {' + fakes.onetrust + "}", "onetrust"));
  await asked(page);
  await page.waitForTimeout(300);
  assert.deepEqual(await consentOf(page), { personalization: "granted" });
  await page.evaluate(() => (self.later(), self.answer(false, false)));
  await until(page, gone, { left: 0, off: "1" });
  assert.deepEqual(page.lines, []);
  await context.close();
});

test("auto finds the tool, also one that comes late, and prefers it to its Consent Mode", async () => {
  const late = `setTimeout(() => { ${fakes.onetrust} }, 300)`;
  for (const fake of [`{${fakes["consent-mode"]}}; {${fakes.cookiebot}}`, late, fakes["consent-mode"]]) {
    const page = await visitor(await open());
    await page.goto(pageOf(fake, "auto"));
    await page.waitForFunction(() => self.answer);
    await asked(page);
    await page.evaluate(() => self.answer(true, true));
    await until(page, async () => (await consentOf(page))?.personalization, "granted");
    await page.context().close();
  }
});

test("Consent Mode: a default for everybody that grants is a yes, one by region is none, nor where the browser says GPC", async () => {
  const head = (more) => `dataLayer = []; gtag = function () { dataLayer.push(arguments); }; ${more}`;
  const granted = 'gtag("consent", "default", { personalization_storage: "granted", analytics_storage: "granted" });';
  const regional = 'gtag("consent", "default", { personalization_storage: "denied", region: ["AT", "DE"] });';
  for (const [fake, gpc, expected] of [[head(granted), false, "granted"], [head(regional + granted), false, undefined], [head(granted), true, undefined]]) {
    const context = await open();
    if (gpc) await context.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
    const page = await visitor(context);
    await page.goto(pageOf(fake, "consent-mode"));
    await asked(page);
    if (expected) await until(page, async () => (await consentOf(page))?.personalization, expected);
    else {
      await page.waitForTimeout(500);
      assert.deepEqual(await stored(page), nothing);
    }
    await context.close();
  }
});

test("Consent Mode: an update of other purposes is no answer, and erases nothing", async () => {
  const fake = `dataLayer = []; gtag = function () { dataLayer.push(arguments); }; gtag("consent", "default", { personalization_storage: "denied", analytics_storage: "denied" });`;
  const context = await open();
  const page = await visitor(context);
  const update = (...purposes) => page.evaluate((list) => self.gtag("consent", "update", Object.fromEntries(list.map((name) => [name, "granted"]))), purposes);
  await page.goto(pageOf(fake, "consent-mode"));
  await asked(page);
  await update("personalization_storage");
  await until(page, async () => (await consentOf(page))?.personalization, "granted");
  await page.reload();
  await asked(page);
  await update("analytics_storage");
  await until(page, async () => (await consentOf(page))?.analytics, "granted");
  assert.equal((await consentOf(page)).personalization, "granted");
  await context.close();
});

test("a yes counts after a no in another tab, and a no after a yes there", async () => {
  const context = await open();
  const page = await visitor(context);
  await page.goto(pageOf(fakes.cookiebot, "cookiebot"));
  await asked(page);
  const other = await visitor(context);
  await other.goto(pageOf("", null));
  await other.waitForFunction(() => self.tactful?.setConsent);
  const otherSays = (personalization) => other.evaluate((answer) => self.tactful.setConsent({ personalization: answer }), personalization);
  await page.evaluate(() => self.answer(true, true));
  await until(page, async () => (await consentOf(page))?.personalization, "granted");
  await otherSays("denied");
  await until(page, gone, { left: 0, off: "1" });
  await page.waitForTimeout(300);
  await page.evaluate(() => self.answer(true, true));
  await until(page, async () => (await consentOf(page))?.personalization, "granted");
  await page.evaluate(() => self.answer(false, true));
  await until(page, gone, { left: 0, off: "1" });
  await otherSays("granted");
  await until(page, async () => (await consentOf(page))?.personalization, "granted");
  await page.waitForTimeout(300);
  await page.evaluate(() => self.answer(false, true));
  await until(page, gone, { left: 0, off: "1" });
  assert.deepEqual(page.lines, []);
  await context.close();
});

test("Cookiebot whose script was blocked has not come, whatever its element is called", async () => {
  const page = await visitor(await open());
  // The time that a tool is given passes at once.
  await page.addInitScript(() => {
    const { now } = Date;
    const { setTimeout } = self;
    let skipped = 0;
    Date.now = () => now() + skipped;
    self.setTimeout = (then, ms, ...more) => setTimeout(then, ms == 200 ? ((skipped += 10_000), 10) : ms, ...more);
  });
  const path = pageOf("", "cookiebot");
  pages[new URL(path).pathname].head = '<script id="Cookiebot" src="/blocked.js"></script>';
  await page.goto(path);
  const missing = () => page.lines.some((line) => line.startsWith("tactful: cmp-missing"));
  for (let i = 0; i < 100 && !missing(); i++) await page.waitForTimeout(50);
  assert.ok(missing(), page.lines.join("\n"));
});

test("data-off asks no tool", async () => {
  const page = await visitor(await open());
  const path = pageOf(fakes.tcf, "tcf");
  pages[new URL(path).pathname].tag += " data-off";
  await page.goto(path);
  await page.waitForTimeout(1000);
  assert.ok(!(await page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/cmp.js")))));
  assert.deepEqual(await stored(page), nothing);
});

test("a script blocked as text/plain starts late, with what was queued before it", async () => {
  const path = "/blocked/";
  pages[path] = {
    tag: null,
    head: `<script type="text/plain" data-category="functional" data-src="/tactful.js" data-pack="/site.pack" data-consent="not-required"></script>
      <script>tactful = [["track", "login"]]; allow = () => {
        for (const blocked of document.querySelectorAll('script[type="text/plain"][data-src]')) {
          const script = document.createElement("script");
          for (const { name, value } of blocked.attributes) if (name != "type") script.setAttribute(name == "data-src" ? "src" : name, value);
          blocked.replaceWith(script);
        }
      };</script>`,
  };
  const page = await visitor(await open());
  await page.goto(site.url + path);
  await page.waitForTimeout(300);
  assert.deepEqual(await stored(page), nothing);
  await page.evaluate(() => self.allow());
  await page.waitForFunction(() => localStorage["tactful:plan"]);
  assert.equal(await page.evaluate(() => typeof self.tactful.setConsent), "function");
  await page.evaluate(() => self.tactful.setConsent({ personalization: "denied" }));
  await until(page, gone, { left: 0, off: "1" });
});

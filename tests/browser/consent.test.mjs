// Consent: nothing before it, all of it gone after its withdrawal.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { countingSite, decided, dismiss, nothing, stored, untilKept, visit } from "./lib/memory.mjs";
import { hero, shop, visitor } from "./lib/shop.mjs";

const open = useChromium();
const consent = (page, answers) => page.evaluate((given) => self.instance.setConsent(given), answers);
const gpc = () => Object.defineProperty(navigator, "globalPrivacyControl", { value: true });

test("without consent nothing is stored anywhere, and nothing is learned", async () => {
  const site = await countingSite();
  const context = await open();
  for (const path of ["/", "/two/", "/esm/"]) {
    const { page } = await visit(context, site.url + path);
    const before = await decided(page, { pack: "/site.pack" });
    assert.equal(before.error, undefined);
    assert.equal(before.arm, "none");
    await dismiss(page, 70);
    await page.evaluate(() => self.instance.set({ company: "Acme" }));
    await page.waitForTimeout(1500);
    assert.equal((await decided(page)).kept, 0);
    assert.deepEqual(await stored(page), nothing);
    await page.close();
  }
  const { page } = await visit(context, `${site.url}/last/`);
  assert.deepEqual(await stored(page), nothing);
  await context.close();
});

test("a grant keeps what this page saw before it, and is remembered", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/`);
  await dismiss(page, 3);
  assert.equal((await decided(page)).kept, 0);
  await consent(page, { personalization: "granted", reports: "denied" });
  await untilKept(page, 3);
  await page.goto(`${site.url}/next/`);
  await dismiss(page, 1);
  await untilKept(page, 4);
  assert.deepEqual((await stored(page)).database["tactful.profile"][0].consent, { personalization: "granted", reports: "denied" });
  await context.close();
});

test("consent can be given through the queue, before the script is there", async () => {
  const site = await countingSite();
  const context = await open();
  await context.addInitScript(() => {
    self.tactful = [["setConsent", { personalization: "granted" }], ["track", "push_dismiss"]];
  });
  const { page, lines } = await visit(context, `${site.url}/`);
  await untilKept(page, 1);
  assert.deepEqual(lines, []);
  await context.close();
});

test("a withdrawal erases, leaves the mark, and holds until a grant", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/`);
  await decided(page);
  await consent(page, { personalization: "granted" });
  await dismiss(page, 3);
  await untilKept(page, 3);
  await page.waitForTimeout(3000);
  await consent(page, { personalization: "denied" });
  assert.equal((await decided(page)).kept, 0);
  await dismiss(page, 2);
  await page.waitForTimeout(1500);
  const left = await stored(page);
  assert.deepEqual(left.local, { "tactful:off": "1" });
  assert.deepEqual(left.database, { "tactful.profile": [], "tactful.tail": [] });

  // Off means off: the next page does not even ask for the core.
  site.log.length = 0;
  await page.goto(`${site.url}/next/?consent=not-required`);
  await dismiss(page, 2);
  await page.waitForTimeout(1000);
  assert.deepEqual(site.log, ["/next/", "/tactful.js"]);
  assert.equal((await decided(page)).kept, 0);
  await page.evaluate(() => self.tactful.push(["setConsent", { personalization: "granted" }]));
  await dismiss(page, 1);
  await untilKept(page, 1);
  assert.deepEqual(Object.keys((await stored(page)).local), ["tactful:plan"]);
  await context.close();
});

test("forget erases and stays opted in, with another seed", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/`);
  await decided(page);
  await consent(page, { personalization: "granted" });
  await dismiss(page, 3);
  await untilKept(page, 3);
  await page.waitForTimeout(3000);
  const before = (await stored(page)).database["tactful.profile"];
  await page.evaluate(() => self.instance.forget());
  assert.equal((await decided(page)).kept, 0);
  const after = (await stored(page)).database["tactful.profile"];
  assert.deepEqual(after[0].consent, { personalization: "granted" });
  assert.notDeepEqual(after[1], before[1]);
  assert.deepEqual((await stored(page)).database["tactful.tail"], []);
  await dismiss(page, 2);
  await untilKept(page, 2);
  await page.goto(`${site.url}/next/`);
  await untilKept(page, 2);
  await context.close();
});

test("an answer that is no clear yes is a no", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/`);
  await decided(page);
  for (const answers of [{ personalization: "yes" }, { personalization: true }, {}, { analytics: "granted" }, { personalization: "denied" }]) {
    await consent(page, answers);
    await dismiss(page, 1);
    assert.equal((await decided(page)).kept, 0, JSON.stringify(answers));
  }
  assert.deepEqual((await stored(page)).database, {});
  await context.close();
});

test("anything but a yes is a no, and what is left out is not said", async () => {
  const site = await countingSite();
  for (const answer of [false, null, "", 0, "yes"]) {
    const context = await open();
    const { page } = await visit(context, `${site.url}/?consent=not-required`);
    await dismiss(page, 1);
    await untilKept(page, 1);
    await page.evaluate((personalization) => self.tactful.setConsent({ personalization }), answer);
    assert.deepEqual((await stored(page)).local, { "tactful:off": "1" }, JSON.stringify(answer));
    await context.close();
  }
  const context = await open();
  const { page } = await visit(context, `${site.url}/`);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  await page.evaluate(() => self.tactful.setConsent({ personalization: undefined, analytics: true }));
  await page.waitForTimeout(300);
  assert.deepEqual((await stored(page)).database["tactful.profile"][0].consent, { personalization: "granted", analytics: "denied" });
  await context.close();
});

test("what is done after a no does not count after the next yes", async () => {
  const site = await countingSite();
  const context = await open();
  for (const path of ["/", "/?consent=not-required", "/esm/"]) {
    const { page } = await visit(context, site.url + path);
    await decided(page, { pack: "/site.pack" });
    await consent(page, { personalization: "granted" });
    await consent(page, { personalization: "denied" });
    await dismiss(page, 3);
    await consent(page, { personalization: "granted" });
    await dismiss(page, 2);
    await untilKept(page, 2);
    await page.waitForTimeout(800);
    assert.equal((await decided(page)).kept, 2);
    await page.evaluate(() => self.instance.forget());
    await page.close();
  }
  await context.close();
});

test("after a no the page shows its own, as the next one will", async () => {
  const site = await countingSite();
  const context = await open();
  for (const path of ["/?consent=not-required", "/", "/esm/"]) {
    const { page, lines } = await visit(context, site.url + path);
    await decided(page, { pack: "/site.pack" });
    await consent(page, { personalization: "granted" });
    await dismiss(page, 3);
    await untilKept(page, 3);
    await consent(page, { personalization: "denied" });
    const { variant, level, error } = await decided(page);
    assert.deepEqual([variant, level, error], ["", "default", "off"]);
    await page.evaluate(() => {
      history.pushState({}, "", "/elsewhere/");
      document.querySelector("section").outerHTML = '<section data-tactful-slot="hero"><h1 data-tactful="headline">Own</h1></section>';
    });
    await page.waitForTimeout(200);
    assert.equal(await page.textContent("h1"), "Own");
    assert.deepEqual(lines, []);
    await consent(page, { personalization: "granted" });
    await dismiss(page, 1);
    await untilKept(page, 1);
    await page.evaluate(() => self.instance.forget());
    await page.close();
  }
  await context.close();
});

test("a reader beside the script tag asks for consent too", async () => {
  const site = await countingSite();
  for (const [query, signal] of [["", () => {}], ["?consent=not-required", gpc]]) {
    const context = await open();
    await context.addInitScript(signal);
    const { page } = await visit(context, `${site.url}/${query}`);
    await decided(page);
    await page.evaluate(() => {
      for (let i = 0; i < 3; i++) self.instance.track("push_dismiss");
    });
    assert.equal((await decided(page)).kept, 0);
    await consent(page, { personalization: "granted" });
    await untilKept(page, 3);
    await page.evaluate(() => self.instance.track("push_dismiss"));
    assert.equal((await decided(page)).kept, 4);
    await context.close();
  }
  // Nor does it use what the site states.
  const states = '<script type="application/json" data-tactful-attributes>{"company":"Acme"}</script>';
  const acme = await shop({ "/": { body: hero + states, tag: "" } });
  const page = await visitor(await open());
  await page.goto(`${acme.url}/`);
  const variant = () => page.evaluate(async () => {
    const { createTactful } = await import("/index.js");
    self.instance ??= await createTactful();
    return self.instance.decide("home-hero").variant;
  });
  assert.equal(await variant(), "welcome");
  await consent(page, { personalization: "granted" });
  assert.equal(await variant(), "acme");
});

test("Global Privacy Control counts as no where nobody asked, and gives way to a grant", async () => {
  const site = await countingSite();
  const context = await open();
  await context.addInitScript(gpc);
  const { page } = await visit(context, `${site.url}/?consent=not-required`);
  await dismiss(page, 2);
  assert.equal((await decided(page)).kept, 0);
  await page.waitForTimeout(1000);
  assert.deepEqual(await stored(page), nothing);
  await consent(page, { personalization: "granted" });
  await untilKept(page, 2);
  await context.close();
});

test("what was kept is erased when Global Privacy Control comes, or consent comes to be required", async () => {
  const site = await countingSite();
  for (const [path, script] of [["/?consent=not-required", gpc], ["/", () => {}]]) {
    const context = await open();
    const first = await visit(context, `${site.url}/?consent=not-required`);
    await dismiss(first.page, 2);
    await untilKept(first.page, 2);
    await first.page.close();
    await context.addInitScript(script);
    const { page } = await visit(context, site.url + path);
    assert.equal((await decided(page)).kept, 0);
    const left = await stored(page);
    assert.deepEqual(left.database, { "tactful.profile": [], "tactful.tail": [] });
    assert.deepEqual(left.local, {});
    await context.close();
  }
});

test("data-off stops all", async () => {
  const site = await countingSite();
  const context = await open();
  const { page, lines } = await visit(context, `${site.url}/?consent=not-required&off=`);
  await page.waitForTimeout(500);
  await dismiss(page, 2);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  assert.equal((await decided(page)).kept, 0);
  await page.waitForTimeout(1000);
  assert.deepEqual(await stored(page), nothing);
  assert.deepEqual(lines, []);
  await context.close();
});

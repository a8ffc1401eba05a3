// The visitor's own words on elements of the page, and the site's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { stored } from "./lib/memory.mjs";
import { hero, kept, names, noted, product, settled, shop, visitor } from "./lib/shop.mjs";

const open = useChromium();
const site = await shop({
  "/p/roadie/": {
    head: product("R1"),
    body: `<button id="like" data-tactful-like="category:road"><b>I like roads</b></button><button id="bad" data-tactful-like="road">?</button>
      <button id="event" data-tactful-event="add_to_wishlist">Remember</button>
      <a id="link" href="/other/" data-tactful-event="share" data-tactful-params='{"method": "mail"}'>Share</a>
      <button id="forget" data-tactful="forget">Forget me</button><button id="pause" data-tactful="pause">Stop</button>`,
  },
  "/required/": { body: `${hero}<button id="pause" data-tactful="pause">Stop</button>`, tag: "" },
  "/late/": {
    body: `${hero}<script>onload = () => setTimeout(() => document.body.insertAdjacentHTML("beforeend",
      '<button id="pause" data-tactful="pause">Stop</button><button id="other" data-tactful="pause">Stop</button>'), 300)</script>`,
  },
  "/app/": { head: product("A1"), body: '<main><label><input type="checkbox" id="gift" data-tactful="ignore-page"> This is a gift</label></main>' },
  "/gift/": { head: product("G1"), body: '<label><input type="checkbox" id="gift" data-tactful="ignore-page"> This is a gift</label>' },
  "/present/": { head: product("P1"), body: '<button id="gift" data-tactful="ignore-page">This is a gift</button>' },
  "/gifts/": { head: product("B1"), body: '<script>document.body.dataset.tactful = "ignore-page";</script>' },
  "/for-others/": { head: product("O1"), body: "", },
  "/label/": { body: '<label id="share" data-tactful-event="share"><input type="checkbox"> <b>Share</b></label><label id="like" data-tactful-like="category:road" for="out">Road</label><input type="checkbox" id="out">' },
  "/": { body: `${hero}<button id="why" data-tactful="why">Why?</button>` },
  "/placed/": { body: `${hero}<button id="why" data-tactful="why" aria-controls="place">Why?</button><div id="place" hidden></div>` },
});
const ready = (page) => page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/words.js")));
const affinity = (page) => page.evaluate(async () => {
  const { createTactful } = await import("/index.js");
  self.companion ??= await createTactful();
  return self.companion.affinity("category").affinity;
});

test("a click likes, or tells an event of the page's products or with its own parameters, also on a link that leaves", async () => {
  const context = await noted(await open());
  const page = await visitor(context);
  await page.goto(`${site.url}/p/roadie/`);
  await ready(page);
  await page.waitForTimeout(100);
  await page.click("#like b");
  await page.click("#event");
  const [view, like, wish] = await kept(page, { least: 3 });
  assert.deepEqual(like, ["like", { dimension: "category", value: "road" }]);
  assert.deepEqual(wish, ["add_to_wishlist", view[1]]);
  await page.click("#bad");
  for (let i = 0; i < 100 && !page.lines[0]; i++) await page.waitForTimeout(50);
  assert.ok(page.lines.some((line) => line.startsWith("tactful: like-damaged")), page.lines.join("\n"));
  await page.click("#link");
  await page.waitForURL("**/other/");
  // It was in the tail before the page was gone, or is in the profile by now.
  const tail = await stored(page).then(({ database }) => database["tactful.tail"].map(({ event }) => JSON.parse(event)));
  assert.ok(tail.some(({ event, params }) => event === "share" && params.method === "mail"), JSON.stringify(tail));
  await context.close();
});

test("a click on a label counts once, though its control is clicked with it", async () => {
  const context = await noted(await open());
  const page = await visitor(context);
  const skip = /^(page_view|user_engagement|scroll|view_item)$/;
  // Before the buttons' part is there too.
  let go;
  await page.route("**/words.js", async (route) => (await new Promise((done) => (go = done)), route.continue()));
  await page.goto(`${site.url}/label/`);
  while (!go) await page.waitForTimeout(20);
  await page.click("#share b");
  go();
  assert.deepEqual(names(await kept(page, { least: 1, skip })), ["share"]);
  await page.click("#share b");
  await page.click("#share input");
  await page.focus("#share input");
  await page.keyboard.press("Space");
  await page.click("#like");
  await page.waitForTimeout(300);
  assert.deepEqual(names(await kept(page, { least: 5, skip })), ["share", "share", "share", "share", "like"]);
  await context.close();
});

test("an element that comes later works too", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/for-others/`);
  await settled(page);
  await page.waitForTimeout(200);
  await page.evaluate(() => {
    document.body.innerHTML = '<button data-tactful-event="login">In</button>';
  });
  for (let i = 0; i < 2; i++) await page.click("button");
  assert.deepEqual(names(await kept(page, { least: 3 })), ["view_item", "login", "login"]);
});

test("forget forgets, pause stops across pages and goes on by the same button", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/p/roadie/`);
  await ready(page);
  await page.evaluate(() => self.tactful.like("category", "road"));
  await settled(page);
  await page.click("#forget");
  await page.waitForSelector("#forget[data-tactful-done]");
  assert.ok(!(await affinity(page)).some(([value, share]) => value === "road" && share > 0.6));
  assert.equal(await page.getAttribute("#pause", "aria-pressed"), "false");
  await page.click("#pause");
  await page.waitForSelector('#pause[aria-pressed="true"]');
  assert.equal(await page.evaluate(() => localStorage["tactful:off"]), "paused");
  await page.goto(`${site.url}/p/roadie/`);
  await page.waitForSelector('#pause[aria-pressed="true"]');
  assert.deepEqual((await stored(page)).database["tactful.profile"], []);
  await page.click("#pause");
  await page.waitForSelector('#pause[aria-pressed="false"]');
  await settled(page);
  // Twice pressed is paused again: one listener.
  await page.click("#pause");
  await page.waitForSelector('#pause[aria-pressed="true"]');
});

test("two quick clicks on pause leave all on, three are a pause", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/p/roadie/`);
  await ready(page);
  await page.waitForSelector('#pause[aria-pressed="false"]');
  const clicks = (count) => page.evaluate((times) => {
    const pause = document.querySelector("#pause");
    pause.removeAttribute("aria-pressed");
    for (let i = 0; i < times; i++) pause.click();
  }, count);
  await clicks(2);
  await page.waitForSelector("#pause[aria-pressed]");
  await settled(page);
  assert.deepEqual([await page.getAttribute("#pause", "aria-pressed"), await page.evaluate(() => localStorage["tactful:off"])], ["false", undefined]);
  await clicks(3);
  await page.waitForSelector('#pause[aria-pressed="true"]');
  assert.equal(await page.evaluate(() => localStorage["tactful:off"]), "paused");
  assert.deepEqual((await stored(page)).database["tactful.profile"], []);
});

test("what is clicked while the buttons' parts are on their way is done when they come", async () => {
  const page = await visitor(await noted(await open()));
  const held = {};
  for (const part of ["later.js", "words.js"]) await page.route(`**/${part}`, async (route) => (await new Promise((go) => (held[part] = go)), route.continue()));
  const asked = async (part) => {
    while (!held[part]) await page.waitForTimeout(20);
    return held[part];
  };
  await page.goto(`${site.url}/p/roadie/`);
  const later = await asked("later.js");
  await page.click("#like b");
  later();
  const words = await asked("words.js");
  await page.click("#event");
  words();
  assert.deepEqual(names(await kept(page, { least: 2, skip: /^(?!like|add_to)/ })).sort(), ["add_to_wishlist", "like"]);
  await page.click("#pause");
  await page.waitForSelector('#pause[aria-pressed="true"]');
  assert.equal(await page.evaluate(() => localStorage["tactful:off"]), "paused");
  await page.click("#pause");
  await page.waitForSelector('#pause[aria-pressed="false"]');
});

test("a consent tool's yes does not undo a pause", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/for-others/`);
  await page.evaluate(() => (localStorage["tactful:off"] = "paused"));
  await page.evaluate(async () => {
    self.Cookiebot = { hasResponse: true, consent: { preferences: true, statistics: true } };
    const script = document.createElement("script");
    delete self.tactful;
    script.src = "/tactful.js";
    script.dataset.pack = "/site.pack";
    script.dataset.cmp = "cookiebot";
    self.tactful = undefined;
    document.head.append(script);
  });
  await page.waitForTimeout(500);
  const { local, database } = await stored(page);
  // What was answered meanwhile holds when they go on.
  assert.equal(local["tactful:off"], 'paused{"personalization":"granted","analytics":"granted"}');
  assert.deepEqual(Object.values(database).flat(), []);
});

const off = (page) => page.evaluate(() => localStorage["tactful:off"]);
const mark = async (page) => (await stored(page)).database["tactful.profile"]?.[0]?.consent;

test("going on after a pause gives no consent that was not there before, and takes none away", async () => {
  for (const [answers, kept] of [
    [undefined, undefined],
    [{ personalization: "granted", analytics: "denied" }, { personalization: "granted", analytics: "denied" }],
  ]) {
    for (const reload of [false, true]) {
      const page = await visitor(await open());
      await page.goto(`${site.url}/required/`);
      await ready(page);
      if (answers) await page.evaluate((given) => self.tactful.setConsent(given), answers);
      assert.deepEqual(await mark(page), kept);
      await page.click("#pause");
      await page.waitForSelector('#pause[aria-pressed="true"]');
      assert.equal(await off(page), "paused" + (answers ? JSON.stringify(answers) : ""));
      if (reload) {
        await page.reload();
        await page.waitForSelector('#pause[aria-pressed="true"]');
      }
      await page.click("#pause");
      await page.waitForSelector('#pause[aria-pressed="false"]');
      await page.waitForTimeout(700);
      assert.deepEqual([await mark(page), await off(page)], [kept, undefined]);
      await page.context().close();
    }
  }
});

test("a site's yes does not lift the visitor's pause, and a no outlasts it", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/p/roadie/`);
  await ready(page);
  await page.click("#pause");
  await page.waitForSelector('#pause[aria-pressed="true"]');
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  // The recipe of docs/consent.md, before and after the script is there.
  await page.addInitScript(() => (self.tactful = [["setConsent", { personalization: "granted" }]]));
  await page.reload();
  await page.waitForSelector('#pause[aria-pressed="true"]');
  await page.waitForTimeout(500);
  assert.equal(await off(page), 'paused{"personalization":"granted"}');
  assert.deepEqual((await stored(page)).database["tactful.profile"], []);
  await page.evaluate(() => self.tactful.setConsent({ personalization: "denied" }));
  await page.click("#pause");
  await page.waitForFunction(() => localStorage["tactful:off"] === "1");
  // Which is no pause, so the button does not undo it.
  await page.click("#pause");
  await page.waitForTimeout(300);
  assert.equal(await off(page), "1");
  assert.deepEqual(page.lines, []);
});

test("a button to pause that comes late lets the visitor go on, and all of them say the same", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/late/`);
  await settled(page);
  await page.click("#pause");
  await page.waitForSelector('#pause[aria-pressed="true"]');
  assert.equal(await page.getAttribute("#other", "aria-pressed"), "true");
  await page.reload();
  // Pressed at once, twice too often.
  await page.waitForSelector("#pause");
  await page.evaluate(() => {
    for (let i = 0; i < 3; i++) document.querySelector("#other").click();
  });
  await page.waitForSelector('#pause[aria-pressed="false"]');
  assert.equal(await page.getAttribute("#other", "aria-pressed"), "false");
  await settled(page);
  assert.equal(await off(page), undefined);
  await page.click("#pause");
  await page.waitForSelector('#other[aria-pressed="true"]');
  // Where a yes of the site's has turned it on, the button works once.
  await page.evaluate(() => (localStorage["tactful:off"] = "1"));
  await page.reload();
  await page.evaluate(() => self.tactful.setConsent({ personalization: "granted" }));
  await settled(page);
  await page.waitForTimeout(300);
  await page.click("#pause");
  await page.waitForSelector('#other[aria-pressed="true"]');
  assert.equal(await off(page), 'paused{"personalization":"granted"}');
});

test("why says so in a dialog, or where the page has a place for it", async () => {
  const context = await open();
  const page = await visitor(context);
  await page.goto(`${site.url}/`);
  await settled(page);
  await page.evaluate(() => self.tactful.like("category", "trail"));
  await settled(page, "trail");
  await page.goto(`${site.url}/`);
  await ready(page);
  await page.waitForTimeout(200);
  await page.click("#why");
  const says = await page.textContent("dialog.tactful-why");
  assert.equal(await page.getAttribute("dialog.tactful-why p", "lang"), "en");
  assert.match(says, /on your device/);
  // As the site calls it.
  assert.match(says, /Trail running/);
  await page.click("dialog.tactful-why button");
  await page.waitForFunction(() => !document.querySelector("dialog"));
  await page.goto(`${site.url}/placed/`);
  await ready(page);
  await page.waitForTimeout(200);
  await page.click("#why");
  // Its part is loaded, and the core asked, meanwhile.
  await page.waitForSelector("#place p");
  assert.match(await page.textContent("#place"), /on your device/);
  assert.equal(await page.getAttribute("#why", "aria-expanded"), "true");
  await page.click("#why");
  await page.waitForSelector("#place", { state: "hidden" });
  assert.deepEqual(page.lines, []);
  await context.close();
});

const share = async (page, wanted) => (await affinity(page)).find(([value]) => value === wanted)[1];

for (const path of ["/gift/", "/present/"]) {
  test(`what is seen on a page said to be a gift does not count, until that is taken back: ${path}`, async () => {
    const context = await noted(await open());
    const page = await visitor(context);
    await page.goto(site.url + path);
    await settled(page);
    await ready(page);
    await page.waitForTimeout(700);
    // It waits, and counts meanwhile.
    assert.deepEqual(await page.evaluate(() => self.tail), []);
    await page.click("#gift");
    await page.waitForTimeout(100);
    await page.goto(`${site.url}/for-others/`);
    await settled(page);
    await page.waitForTimeout(600);
    const seen = await stored(page).then(({ database }) => database["tactful.tail"].map(({ event }) => JSON.parse(event).params.items?.[0]?.item_id));
    assert.ok(seen.includes("O1") && !seen.includes("G1") && !seen.includes("P1"), JSON.stringify(seen));
    // On and off again: it counts when the page is left.
    await page.goto(site.url + path);
    await ready(page);
    await page.waitForTimeout(300);
    await page.click("#gift");
    await page.click("#gift");
    await page.goto(`${site.url}/for-others/`);
    const again = await stored(page).then(({ database }) => database["tactful.tail"].map(({ event }) => JSON.parse(event).params.items?.[0]?.item_id));
    assert.ok(again.includes("G1") || again.includes("P1"), JSON.stringify(again));
    await context.close();
  });
}

test("in an application what is said of a page holds until it is left, and not beyond", async () => {
  for (const next of ["<h2>About</h2>", '<label><input type="checkbox" data-tactful="ignore-page"> This is a gift</label>']) {
    const context = await noted(await open());
    const page = await visitor(context);
    await page.goto(`${site.url}/app/`);
    await settled(page);
    await ready(page);
    await page.check("#gift");
    // Long enough to have looked at the product, which is told when the page is left.
    await page.mouse.move(10, 10);
    await page.waitForTimeout(1500);
    await page.mouse.move(20, 20);
    await page.evaluate((html) => {
      history.pushState({}, "", "/about/");
      document.querySelector("main").innerHTML = html;
      document.querySelectorAll('script[type*="ld+json"]').forEach((block) => block.remove());
    }, next);
    await page.waitForTimeout(1200);
    await page.evaluate(() => self.tactful.track("search", { search_term: "x" }));
    await page.waitForTimeout(700);
    // Where the next page offers it too, its events wait until it is left.
    if (next.startsWith("<h2>")) assert.ok((await page.evaluate(() => self.tail)).some(({ event }) => event === "search"));
    assert.ok(!JSON.stringify(await page.evaluate(() => self.tail)).includes("A1"));
    await page.goto(`${site.url}/`);
    await settled(page);
    const { database } = await stored(page);
    assert.ok(!JSON.stringify(database["tactful.tail"]).includes("A1"));
    assert.ok(!(await affinity(page)).some(([value, share]) => value === "trail" && share > 0.6));
    await context.close();
  }
});

test("a page that says so itself does not count from the start", async () => {
  const page = await visitor(await noted(await open()));
  await page.goto(`${site.url}/gifts/`);
  await settled(page);
  await ready(page);
  await page.waitForTimeout(100);
  await page.evaluate(() => document.body.click());
  assert.equal(await page.getAttribute("body", "aria-pressed"), null);
  await page.goto(`${site.url}/for-others/`);
  await kept(page, { least: 1 });
  const seen = await page.evaluate(() => self.tail.map(({ params }) => params.items?.[0]?.item_id));
  assert.ok(seen.includes("O1") && !seen.includes("B1"), JSON.stringify(seen));
  assert.ok(!(await stored(page)).database["tactful.tail"].some(({ event }) => event.includes("B1")));
});

test("while a gift is said to be one, the page's own decisions do not know of it", async () => {
  const page = await visitor(await open());
  await page.goto(`${site.url}/gift/`);
  await settled(page);
  await page.evaluate(() => self.tactful.like("category", "trail"));
  await settled(page, "trail");
  await page.click("#gift");
  await settled(page, "");
});

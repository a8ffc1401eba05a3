// What counts as seen, for how long and how far (web/sdk/seen.ts), and what a click tells (web/sdk/slot.ts).
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageWith } from "./lib/noted.mjs";
import { hero, planOf } from "./lib/stage.mjs";

test("a hero counts as seen after a second in view, once", async () => {
  const { page, told, frames, close } = await pageWith({ stored: planOf() });
  await frames();
  await page.clock.runFor(1100);
  assert.deepEqual(await told("view_promotion"), [{ creative_slot: "home-hero", creative_name: "trail-autumn", promotion_id: "autumn" }]);
  await page.clock.runFor(5000);
  assert.equal((await told("view_promotion")).length, 1);
  await close();
});

test("a hero that is put there anew is seen once a view and variant, one of the next view again", async () => {
  const { page, told, frames, close } = await pageWith({ stored: planOf() });
  const seen = async () => {
    await frames();
    await page.clock.runFor(1100);
    return (await told("view_promotion")).length;
  };
  const anew = (path) =>
    page.evaluate(([to, markup]) => {
      history.pushState({}, "", to);
      document.querySelector("[data-tactful-slot]").replaceWith(document.createRange().createContextualFragment(markup));
    }, [path, hero]);
  assert.equal(await seen(), 1);
  for (let i = 0; i < 2; i++) {
    await anew("/");
    assert.equal(await seen(), 1);
  }
  await anew("/next");
  assert.equal(await seen(), 2);
  await anew("/");
  assert.equal(await seen(), 3);
  await close();
});

test("a hero below the fold is not seen before it is scrolled to, and half of it has to be", async () => {
  const { page, told, frames, close } = await pageWith({ stored: planOf(), body: `<div style="height:2000px"></div>${hero}<div style="height:2000px"></div>` });
  await frames();
  await page.clock.runFor(3000);
  assert.deepEqual(await told("view_promotion"), []);
  const top = await page.evaluate(() => document.querySelector("[data-tactful-slot]").getBoundingClientRect().top + scrollY);
  await page.evaluate((y) => scrollTo(0, y - 500), top);
  await frames();
  await page.clock.runFor(3000);
  assert.deepEqual(await told("view_promotion"), [], "a quarter");
  await page.evaluate((y) => scrollTo(0, y), top);
  await frames();
  await page.clock.runFor(900);
  assert.deepEqual(await told("view_promotion"), [], "not yet a second");
  await page.clock.runFor(200);
  assert.equal((await told("view_promotion")).length, 1);
  await close();
});

test("a hero without a box of its own counts as seen too", async () => {
  const { page, told, frames, close } = await pageWith({ stored: planOf(), body: hero.replace("<section", '<section style="display:contents"') });
  await frames();
  await page.clock.runFor(1100);
  assert.deepEqual(await told("view_promotion"), [{ creative_slot: "home-hero", creative_name: "trail-autumn", promotion_id: "autumn" }]);
  await close();
});

test("a slide at opacity 0, or one that is not visible, is not seen before it is shown", async () => {
  for (const style of ["opacity:0", "visibility:hidden"]) {
    const body = `<div id="slide" style="${style}">${hero}</div>`;
    const { page, told, frames, close } = await pageWith({ stored: planOf(), body });
    await frames();
    await page.clock.runFor(3000);
    assert.deepEqual(await told("view_promotion"), [], style);
    await page.evaluate(() => (document.querySelector("#slide").style = ""));
    await page.clock.runFor(1100);
    assert.equal((await told("view_promotion")).length, 1, style);
    await close();
  }
});

test("of a hero taller than two screens half a screen has to be in view", async () => {
  const tall = hero.replace("<section", '<section style="height:1500px"');
  const { page, told, frames, close } = await pageWith({ stored: planOf(), body: `<div style="height:400px"></div>${tall}<div style="height:2000px"></div>` });
  await frames();
  await page.clock.runFor(3000);
  assert.deepEqual(await told("view_promotion"), [], "a third of the screen");
  await page.evaluate(() => scrollTo(0, 300));
  await frames();
  await page.clock.runFor(1100);
  assert.equal((await told("view_promotion")).length, 1);
  await close();
});

test("nothing is seen while the page is hidden", async () => {
  const { page, told, frames, close } = await pageWith({ stored: planOf() });
  const hide = (hidden) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await frames();
  await hide(true);
  await page.clock.runFor(3000);
  assert.deepEqual(await told("view_promotion"), []);
  await hide(false);
  await page.clock.runFor(1100);
  assert.equal((await told("view_promotion")).length, 1);
  await close();
});

test("a click on the hero's link is told with what it showed, one beside it is not", async () => {
  const { page, told, close } = await pageWith({ stored: planOf() });
  await page.evaluate(() => addEventListener("click", (event) => event.preventDefault()));
  await page.click("h1");
  assert.deepEqual(await told("select_promotion"), []);
  await page.click("[data-tactful=cta]");
  assert.deepEqual(await told("select_promotion"), [{ creative_slot: "home-hero", creative_name: "trail-autumn", promotion_id: "autumn" }]);
  await close();
});

test("active time ends 30 seconds after the last input, and is told when the page is hidden", async () => {
  const { page, told, close } = await pageWith();
  const hide = () => page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.mouse.move(5, 5);
  await page.clock.runFor(10_000);
  await page.mouse.move(9, 9);
  await page.clock.runFor(600_000);
  await hide();
  const [{ engagement_time_msec: time }, ...more] = await told("user_engagement");
  assert.ok(time >= 40_000 && time < 42_000, `${time} ms`);
  assert.deepEqual(more, []);
  await close();
});

test("depth of reading is told in percent", async () => {
  const { page, told, close } = await pageWith({ body: `${hero}<div style="height:5000px"></div>` });
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForFunction(() => scrollY > 1000);
  await page.clock.runFor(100);
  await page.evaluate(() => new Promise((done) => new IntersectionObserver(() => done()).observe(document.body)));
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  assert.deepEqual((await told("scroll")).map(({ percent_scrolled }) => percent_scrolled), [100]);
  await close();
});

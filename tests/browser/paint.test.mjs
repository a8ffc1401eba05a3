// The part that has time (later.ts) in a page, with a host that notes what it is told: slots that come late, what was seen, for how long.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { build } from "esbuild";
import { useChromium } from "./lib/chromium.mjs";
import { hero, html, planOf, snippet, stage, trail } from "./lib/stage.mjs";

const open = useChromium();
const root = fileURLToPath(new URL("../../web/sdk/", import.meta.url));
const { outputFiles } = await build({
  stdin: { contents: 'export * from "./later.ts"; export { watchClicks } from "./slot.ts";', resolveDir: root, loader: "ts" },
  bundle: true, format: "esm", target: "es2022", write: false, logLevel: "silent",
});
const start = `<script type="module">
  import { watchPage, watchClicks } from "/later.js";
  self.told = [];
  const plan = JSON.parse(document.querySelector("#plan").textContent);
  self.host = {
    options: {}, items: [], now: Date.now,
    track: (name, params) => told.push([name, params]),
    problem: (id) => told.push(["problem", id]),
    emit: (type, { slot, variant, level }) => told.push([type, { slot, variant, level }]),
    slots: () => [{ slot: "home-hero", campaign: "autumn", prefetch: "none", pictures: [] }],
    plan: (slot) => ({ slot, plan: plan.slots[slot] }),
    decide: () => ({ level: "personal" }),
    planChanged() {},
  };
  watchClicks(host);
  const begin = () => watchPage(host, document.title === "Late" ? [] : [...document.querySelectorAll("[data-tactful-slot]")]);
  document.title === "Late" ? addEventListener("load", begin) : begin();
</script>`;

const pages = { "/robots.txt": "", "/later.js": outputFiles[0].text };
const site = await stage(pages);

/** A page with the part started. `stored`: what localStorage holds; `plan`: what the core answers. */
async function pageWith({ body = hero, stored, plan = planOf(), script = snippet, before = "", clock = true } = {}) {
  pages["/"] = html({ body: `${body}<script type="application/json" id="plan">${JSON.stringify(plan)}</script>${start}`, script, before });
  const context = await open({ viewport: { width: 800, height: 600 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/robots.txt`);
  if (stored) await page.evaluate((text) => (localStorage["tactful:plan"] = text), JSON.stringify(stored));
  if (clock) await page.clock.install();
  await page.goto(site.url);
  await page.waitForFunction(() => self.told);
  // Soon, so that nothing counts as seen yet; on a busy machine that may be past by the time it is asked for.
  const paused = async () =>
    page.clock.pauseAt((await page.evaluate(() => Date.now())) + 100).catch((error) => (/the past/.test(error.message) ? paused() : Promise.reject(error)));
  if (clock) await paused();
  const told = (name) => page.evaluate((wanted) => JSON.parse(JSON.stringify(self.told)).filter(([each]) => each === wanted).map(([, params]) => params), name);
  /** Lets frames pass until what IntersectionObserver has to say was said. */
  const frames = async () => {
    for (let i = 0; i < 3; i++) {
      if (clock) await page.clock.runFor(20);
      await page.evaluate(() => new Promise((done) => new IntersectionObserver((list, observer) => done(observer.disconnect())).observe(document.body)));
    }
  };
  return { page, told, frames, close: () => context.close() };
}

test("tells of the hero painted from the plan, and leaves it", async () => {
  const { page, told, close } = await pageWith({ stored: planOf() });
  assert.deepEqual(await told("decision"), [{ slot: "home-hero", variant: "trail-autumn", level: "personal" }]);
  assert.equal(await page.textContent("h1"), trail.headline);
  assert.deepEqual(await told("problem"), []);
  await close();
});

test("a hero that stands as the page made it is not swapped for a better one", async () => {
  const { page, told, close } = await pageWith();
  assert.equal(await page.textContent("h1"), "Made to move");
  assert.deepEqual(await told("decision"), [{ slot: "home-hero", variant: "", level: "default" }]);
  await close();
});

test("a plan that held and nobody painted is told", async () => {
  const { page, told, close } = await pageWith({ stored: planOf(), script: null });
  assert.equal(await page.textContent("h1"), "Made to move");
  assert.deepEqual(await told("problem"), ["late-snippet"]);
  await close();
});

test("a plan that another tab stores while the page loads is not told", async () => {
  const store = `<script>localStorage["tactful:plan"] = JSON.stringify({ ...${JSON.stringify(planOf())}, made: Date.now() })</script>`;
  const { page, told, close } = await pageWith({ body: hero + store });
  assert.equal(await page.textContent("h1"), "Made to move");
  assert.deepEqual(await told("problem"), []);
  await close();
});

test("a slot that comes in a single-page app is painted before the frame that shows it", async () => {
  const { page, told, close } = await pageWith({ body: "<main></main>", clock: false });
  const texts = await page.evaluate(async (markup) => {
    const seen = [];
    history.pushState({}, "", "/home");
    document.querySelector("main").append(document.createRange().createContextualFragment(markup));
    for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(() => done(seen.push(document.querySelector("h1").textContent))));
    return seen;
  }, hero);
  assert.deepEqual(new Set(texts), new Set([trail.headline]));
  assert.deepEqual(await told("decision"), [{ slot: "home-hero", variant: "trail-autumn", level: "personal" }]);
  await close();
});

test("a slot that came while the core was loading is on screen, and stays", async () => {
  const early = `<script>document.title = "Late"; addEventListener("DOMContentLoaded", () => document.body.prepend(document.createRange().createContextualFragment(${JSON.stringify(hero)})))</script>`;
  const { page, told, close } = await pageWith({ body: "<main></main>", before: early });
  assert.equal(await page.textContent("h1"), "Made to move");
  assert.deepEqual(await told("decision"), [{ slot: "home-hero", variant: "", level: "default" }]);
  assert.deepEqual(await told("problem"), []);
  await close();
});

test("put there anew in the same view, a slot shows the same; in the next view it is decided again", async () => {
  const { page, close } = await pageWith({ clock: false });
  const again = (path) =>
    page.evaluate(
      async ([markup, to]) => {
        if (to) history.pushState({}, "", to);
        document.querySelector("[data-tactful-slot]").remove();
        document.body.prepend(document.createRange().createContextualFragment(markup));
        await new Promise((done) => requestAnimationFrame(done));
        return document.querySelector("h1").textContent;
      },
      [hero, path],
    );
  assert.equal(await again(), "Made to move");
  assert.equal(await again("/next"), trail.headline);
  assert.equal(await again(), trail.headline);
  await close();
});

/** Puts the page's own headline back, once a frame, `times` times; what each frame showed. */
const putBack = (page, times) =>
  page.evaluate(async (count) => {
    const seen = [];
    for (let i = 0; i < count; i++) {
      document.querySelector("h1").textContent = "Made to move";
      await new Promise((done) => requestAnimationFrame(done));
      seen.push(document.querySelector("h1").textContent);
    }
    return seen;
  }, times);

test("a framework that puts the default back is answered in the same frame three times a view, then told of", async () => {
  const { page, told, close } = await pageWith({ stored: planOf(), clock: false });
  assert.deepEqual(await putBack(page, 3), [trail.headline, trail.headline, trail.headline]);
  assert.deepEqual(await told("problem"), []);
  assert.deepEqual(await putBack(page, 2), ["Made to move", "Made to move"]);
  assert.deepEqual(await told("problem"), ["slot-contested"]);
  // Another view, another slot: it is decided and answered anew.
  await page.evaluate(async (markup) => {
    history.pushState({}, "", "/home");
    document.querySelector("[data-tactful-slot]").remove();
    document.body.prepend(document.createRange().createContextualFragment(markup));
  }, hero);
  assert.deepEqual(await putBack(page, 1), [trail.headline]);
  await close();
});

test("a hero built in steps is painted whole, and its script is not taken for one that puts its own back", async () => {
  const { page, told, close } = await pageWith({ body: "<main></main>", clock: false });
  const build = (fields, pause) =>
    page.evaluate(async ([parts, ms]) => {
      history.pushState({}, "", "/home");
      const slot = document.createElement("section");
      slot.dataset.tactfulSlot = "home-hero";
      document.querySelector("main").replaceChildren(slot);
      for (const part of parts) {
        await new Promise((done) => setTimeout(done, ms));
        slot.append(document.createRange().createContextualFragment(part));
      }
      await new Promise((done) => requestAnimationFrame(done));
      return [...slot.querySelectorAll("[data-tactful]")].map((field) => (field.hidden ? "hidden" : field.getAttribute("src") ?? field.textContent));
    }, [fields, pause]);
  const fields = [...hero.match(/<(img|h1|p|a) .*/g), '<p data-tactful="note">Own note</p>', '<b data-tactful="mark">Own mark</b>'];
  assert.deepEqual(await build(fields, 30), [trail.image.src, trail.headline, trail.body, trail.cta.label, "hidden", "hidden"]);
  assert.deepEqual(await told("problem"), []);
  // Then it has its three answers, and a field made anew is no new one.
  const replace = () =>
    page.evaluate(async (markup) => {
      document.querySelector("h1").replaceWith(document.createRange().createContextualFragment(markup));
      await new Promise((done) => requestAnimationFrame(done));
      return document.querySelector("h1").textContent;
    }, '<h1 data-tactful="headline">Made to move</h1>');
  for (let i = 0; i < 3; i++) assert.equal(await replace(), trail.headline);
  assert.equal(await replace(), "Made to move");
  assert.deepEqual(await told("problem"), ["slot-contested"]);
  await close();
});

test("every slot has its three answers", async () => {
  const { page, told, close } = await pageWith({ stored: planOf(), body: hero.repeat(4), clock: false });
  const texts = () =>
    page.evaluate(async () => {
      for (const each of document.querySelectorAll("h1")) each.textContent = "Made to move";
      await new Promise((done) => requestAnimationFrame(done));
      return [...document.querySelectorAll("h1")].map(({ textContent }) => textContent);
    });
  for (let i = 0; i < 3; i++) assert.deepEqual(await texts(), Array(4).fill(trail.headline));
  assert.deepEqual(await told("problem"), []);
  assert.deepEqual(await texts(), Array(4).fill("Made to move"));
  await close();
});

test("an element that is made a slot after it came is decided too", async () => {
  const { page, told, close } = await pageWith({ body: "<main></main>", clock: false });
  const text = await page.evaluate(async () => {
    history.pushState({}, "", "/home");
    document.querySelector("main").append(document.createRange().createContextualFragment('<section><h1 data-tactful="headline">Made to move</h1></section>'));
    await new Promise((done) => setTimeout(done, 50));
    document.querySelector("section").dataset.tactfulSlot = "home-hero";
    await new Promise((done) => requestAnimationFrame(done));
    return document.querySelector("h1").textContent;
  });
  assert.equal(text, trail.headline);
  assert.deepEqual(await told("decision"), [{ slot: "home-hero", variant: "trail-autumn", level: "personal" }]);
  await close();
});

test("an address that changes when all is drawn begins a view", async () => {
  const { page, told, close } = await pageWith({ clock: false });
  const views = async (least) => {
    for (let i = 0; i < 100 && (await told("page_view")).length < least; i++) await page.waitForTimeout(20);
    return (await told("page_view")).length;
  };
  await page.evaluate(async () => {
    document.querySelector("[data-tactful-slot]").remove();
    await new Promise((done) => setTimeout(done, 100));
    history.pushState({}, "", "/next");
  });
  assert.equal(await views(1), 1);
  // Going back is heard of without the Navigation API too.
  await page.evaluate(() => history.back());
  assert.equal(await views(2), 2);
  await page.evaluate(() => history.replaceState({}, "", "?page=2"));
  await page.waitForTimeout(100);
  assert.equal(await views(3), 2);
  await close();
});

test("a form of the name that the snippet uses is no hindrance", async () => {
  const { page, told, close } = await pageWith({ stored: planOf(), body: `<form name="tactful"></form>${hero}`, clock: false });
  assert.deepEqual(await told("decision"), [{ slot: "home-hero", variant: "trail-autumn", level: "personal" }]);
  assert.deepEqual(await told("problem"), []);
  assert.equal(await page.textContent("h1"), trail.headline);
  await close();
});

test("attributes alone, or a text's letters, are answered likewise", async () => {
  const { page, told, close } = await pageWith({ stored: planOf(), clock: false });
  const put = (selector, name, value) =>
    page.evaluate(async ([where, attribute, text]) => {
      const element = document.querySelector(where);
      attribute ? element.setAttribute(attribute, text) : (element.firstChild.data = text);
      await new Promise((done) => requestAnimationFrame(done));
      const [image, link] = ["img", "[data-tactful=cta]"].map((each) => document.querySelector(each));
      const { src, srcset, alt } = Object.fromEntries([...image.attributes].map(({ name, value }) => [name, value]));
      return [src, srcset, alt, link.getAttribute("href"), document.querySelector("h1").textContent];
    }, [selector, name, value]);
  const painted = [trail.image.src, undefined, trail.image.alt, trail.cta.href, trail.headline];
  // An image that is none of the slot's fields is the page's own.
  await page.evaluate(() => document.body.append(Object.assign(new Image(), { id: "other" })));
  await put("#other", "src", "/img/own.svg");
  assert.deepEqual(await put("img", "src", "/img/own.svg"), painted);
  assert.deepEqual(await put("img", "alt", "A shop"), painted);
  assert.deepEqual(await put("[data-tactful=cta]", "href", "/new"), painted);
  assert.deepEqual(await told("problem"), []);
  assert.equal((await put("h1", "", "Made to move")).at(-1), "Made to move");
  assert.deepEqual(await told("problem"), ["slot-contested"]);
  await close();
  const source = '<source srcset="/img/own.svg">';
  const other = await pageWith({ stored: planOf(), clock: false, body: hero.replace(/<img[^>]*>/, `<picture>${source}$&</picture>`) });
  const sources = await other.page.evaluate(async (markup) => {
    document.querySelector("picture").prepend(document.createRange().createContextualFragment(markup));
    await new Promise((done) => requestAnimationFrame(done));
    return document.querySelectorAll("source").length;
  }, source);
  assert.equal(sources, 0);
  await other.page.evaluate(() => (document.querySelector("h1").firstChild.data = "Made to move"));
  assert.equal(await other.page.textContent("h1"), trail.headline);
  await other.close();
});

test("an address put back beside its text is answered, and a link that was refused is not missed", async () => {
  const refused = planOf({ content: { ...trail, cta: { label: "Go", href: "tel:1" } } });
  const { page, told, close } = await pageWith({ stored: refused, clock: false });
  const swap = () =>
    page.evaluate(async () => {
      const link = document.querySelector("[data-tactful=cta]");
      link.href = "/new";
      link.textContent = "See what is new";
      await new Promise((done) => requestAnimationFrame(done));
      return [link.getAttribute("href"), link.textContent];
    });
  for (let i = 0; i < 5; i++) assert.deepEqual(await swap(), ["/new", "See what is new"]);
  assert.deepEqual(await told("problem"), []);
  await close();
  const both = await pageWith({ stored: planOf(), clock: false });
  assert.deepEqual(await both.page.evaluate(async () => {
    const link = document.querySelector("[data-tactful=cta]");
    link.href = "/new";
    link.textContent = "See what is new";
    await new Promise((done) => requestAnimationFrame(done));
    return [link.getAttribute("href"), link.textContent];
  }), [trail.cta.href, trail.cta.label]);
  await both.close();
});

test("what a page changes beside the fields, or in its own hero, is its own affair", async () => {
  const { page, told, close } = await pageWith({ stored: planOf(), clock: false, body: hero.replace("</section>", "<time>9</time></section>") });
  await page.evaluate(async () => {
    for (let i = 8; i > 0; i--) {
      document.querySelector("time").textContent = i;
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  assert.deepEqual(await told("problem"), []);
  await close();
  const own = await pageWith({ clock: false });
  await own.page.evaluate(() => (document.querySelector("h1").textContent = "New: boots"));
  assert.equal((await putBack(own.page, 6)).at(-1), "Made to move");
  assert.deepEqual(await own.told("problem"), []);
  await own.close();
});

test("a button that takes the words of a link is not taken for one put back", async () => {
  const body = hero.replace(/<a (data-tactful="cta").*?<\/a>/, "<button $1>See what is new</button>").replace("</section>", "</section><time>9</time>");
  const { page, told, close } = await pageWith({ stored: planOf(), clock: false, body });
  assert.equal(await page.textContent("button"), trail.cta.label);
  await page.evaluate(async () => {
    document.querySelector("time").textContent = 8;
    await new Promise((done) => requestAnimationFrame(done));
  });
  assert.deepEqual(await told("problem"), []);
  assert.deepEqual(await putBack(page, 3), [trail.headline, trail.headline, trail.headline]);
  await close();
});

test("who put the default back for good before the core came is told", async () => {
  const script = `<script>document.title = "Late"; addEventListener("load", () => {
    const h1 = document.querySelector("h1");
    const back = () => h1.textContent != "Made to move" && (h1.textContent = "Made to move");
    new MutationObserver(back).observe(h1, { childList: true, subtree: true, characterData: true });
    back();
  })</script>`;
  const { page, told, close } = await pageWith({ stored: planOf(), body: `${hero}${script}`, clock: false });
  assert.equal(await page.textContent("h1"), "Made to move");
  assert.deepEqual(await told("problem"), ["slot-contested"]);
  await close();
});

test("a slot that comes later shows its variant's template", async () => {
  const { page, close } = await pageWith({ body: "<main></main>", clock: false });
  const text = await page.evaluate(async (markup) => {
    history.pushState({}, "", "/home");
    document.querySelector("main").append(document.createRange().createContextualFragment(markup));
    await new Promise((done) => requestAnimationFrame(done));
    return [...document.querySelector("[data-tactful-slot]").children].map((each) => each.tagName + each.textContent);
  }, hero.replace(">", '><template data-tactful-variant="trail-autumn"><h1>Mud</h1></template>'));
  assert.deepEqual(text, ["TEMPLATE", "H1Mud"]);
  await close();
});

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

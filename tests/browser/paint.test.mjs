// Slots as they are painted live (web/sdk/live.ts): those that come late, and those whose content a script puts back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pageWith } from "./lib/noted.mjs";
import { hero, planOf, trail } from "./lib/stage.mjs";

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
  // What is gone is not looked at any more, with each change of the page.
  assert.equal(await page.evaluate(async () => {
    let looks = 0;
    const { querySelectorAll } = Element.prototype;
    Element.prototype.querySelectorAll = function (selector) {
      if (selector == "[data-tactful]") looks++;
      return querySelectorAll.call(this, selector);
    };
    document.body.append("more");
    await new Promise((done) => requestAnimationFrame(done));
    return looks;
  }), 2);
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
  // What is seen and clicked from now on is the page's own.
  assert.deepEqual((await told("decision")).at(-1), { slot: "home-hero", variant: "", level: "default" });
  assert.equal(await page.getAttribute("[data-tactful-slot]", "data-tactful-variant"), null);
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

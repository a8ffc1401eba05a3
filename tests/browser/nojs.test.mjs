// Without scripts the page is as its authors wrote it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./lib/chromium.mjs";
import { html, stage } from "./lib/stage.mjs";

const open = useChromium();

test("with JavaScript off the page's own hero is there, whole", async () => {
  const site = await stage({ "/": html() });
  const context = await open({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.url);
  assert.equal(await page.textContent("h1"), "Made to move");
  assert.equal(await page.getAttribute("[data-tactful=image]", "src"), "/img/own.svg");
  assert.equal(await page.getAttribute("[data-tactful=cta]", "href"), "/new");
  assert.equal(await page.locator("[data-tactful]:visible").count(), 4);
  await context.close();
});

// How the core gets into a page, under policies and failures. Whatever happens, the page's own hero stays, and the console
// has one line that says why.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/lib/server.mjs";
import { useChromium } from "./lib/chromium.mjs";
import { countingSite, decided, dismiss, untilKept, visit } from "./lib/memory.mjs";
import { hero, html, stage } from "./lib/stage.mjs";
import { dist } from "../web/lib/pack.mjs";

const open = useChromium();
const free = "/?consent=not-required";
const snippetHash = `'sha256-${createHash("sha256").update(dist("snippet.js")).digest("base64")}'`;
const policy = (more) => `default-src 'none'; script-src 'self' ${snippetHash} ${more}; style-src 'self'; img-src 'self' data:; connect-src 'self'`;
/** Lines that are Tactful's, with their ids. */
const said = (lines) => lines.flatMap((line) => /^tactful: ([\w-]+)/.exec(line)?.[1] ?? []);

async function learns(site, path = free) {
  const context = await open();
  const { page, lines } = await visit(context, site.url + path);
  await dismiss(page, 2);
  await untilKept(page, 2);
  await page.goto(site.url + path);
  await untilKept(page, 2);
  await context.close();
  return lines;
}

test("runs under a strict policy that allows wasm, without a violation", async () => {
  const site = await countingSite({ csp: policy("'wasm-unsafe-eval'") });
  assert.deepEqual(await learns(site), []);
  assert.ok(!site.log.includes("/runtime.js"));
});

test("runs as JavaScript where wasm is refused, chosen by itself", async () => {
  const site = await countingSite({ csp: policy("") });
  const lines = await learns(site);
  assert.deepEqual([...new Set(said(lines))], ["wasm-refused"]);
  assert.ok(site.log.includes("/runtime.js"));
});

test("runs where nothing may be fetched, from a pack in the page", async () => {
  const site = await countingSite({ csp: policy("'wasm-unsafe-eval'").replace("connect-src 'self'", "connect-src 'none'"), inline: true });
  const context = await open();
  const { page, lines } = await visit(context, site.url + free);
  await dismiss(page, 2);
  await page.waitForFunction(() => localStorage["tactful:plan"]?.includes("kept-2"));
  assert.deepEqual([...new Set(said(lines))], ["wasm-refused"]);
  assert.ok(!site.log.includes("/site.pack"));
  await context.close();
});

test("tactful.inline.js personalises under the strictest policy, fetches nothing, and violates nothing", async () => {
  const csp = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ${snippetHash}; img-src 'self'; style-src 'self'; connect-src 'none'`;
  const icon = Buffer.from("");
  const site = await countingSite({ csp, inline: true, script: "/tactful.inline.js", icon: "/icon.svg", files: { "/icon.svg": icon, "/style.css": icon } });
  const context = await open();
  await context.addInitScript(() => {
    self.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => self.violations.push(`${violatedDirective} ${blockedURI}`));
  });
  const { page, lines } = await visit(context, site.url + free);
  await dismiss(page, 2);
  await page.waitForFunction(() => localStorage["tactful:plan"]?.includes("kept-2"));
  assert.deepEqual(await page.evaluate(() => self.violations), []);
  await page.goto(site.url + free);
  assert.equal(await page.textContent("h1"), "2");
  await dismiss(page, 1);
  await page.waitForFunction(() => localStorage["tactful:plan"]?.includes("kept-3"));
  assert.deepEqual(await page.evaluate(() => self.violations), []);
  assert.deepEqual(lines, []);
  assert.deepEqual(site.log.filter((path) => /wasm|runtime|pack/.test(path)), []);
  await context.close();
});

test("a script that is there before the hero does nothing until the frame that shows it", async () => {
  const head = '<script async src="/tactful.js" data-pack="/site.pack" data-consent="not-required"></script></head><body>';
  const site = await stage({ "/": [html({ body: "" }).split("</head>")[0] + head, 500, hero], "/tactful.js": dist("tactful.js") });
  const context = await open();
  await context.addInitScript(() => {
    self.order = [];
    const note = (what) => self.order.includes(what) || self.order.push(what);
    const frame = () => {
      if (document.querySelector("[data-tactful-slot]")) note("hero");
      else if (self.tactful?.track) note("script");
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    for (const kind of [IDBFactory.prototype, self]) {
      const name = kind === self ? "fetch" : "open";
      const did = kind[name];
      kind[name] = function () {
        note("work");
        return did.apply(this, arguments);
      };
    }
  });
  const page = await context.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => self.order.includes("work"));
  assert.deepEqual(await page.evaluate(() => self.order), ["script", "hero", "work"]);
  await context.close();
});

test("runs as JavaScript in a browser without wasm", async () => {
  const site = await countingSite();
  const context = await open();
  await context.addInitScript(() => delete self.WebAssembly);
  const { page } = await visit(context, site.url + free);
  await dismiss(page, 2);
  await untilKept(page, 2);
  await context.close();
});

for (const file of ["tactful.js", "tactful.inline.js"]) {
  test(`${file} runs from another origin, without crossorigin on its tag`, async () => {
    const parts = [];
    const roots = [fileURLToPath(new URL("../../dist", import.meta.url))];
    const other = await serve({ roots, handle: (request, response) => (parts.push(request.url), response.setHeader("access-control-allow-origin", "*"), false) });
    after(() => other.close());
    const site = await countingSite({ script: `${other.url}/${file}` });
    const context = await open();
    const { page, lines } = await visit(context, site.url + free);
    await dismiss(page, 2);
    await page.waitForFunction(() => localStorage["tactful:plan"]?.includes("kept-2"));
    assert.deepEqual(lines, []);
    assert.ok(parts.includes("/later.js"), parts.join(" "));
    await context.close();
  });
}

test("takes any content type for the wasm", async () => {
  const site = await countingSite({ files: { "/runtime.wasm": dist("runtime.wasm") } });
  assert.deepEqual(await learns(site), []);
});

for (const [what, files, ids] of [
  ["the pack is missing", { "/site.pack": null }, ["pack-missing"]],
  ["the pack is an error page", { "/site.pack": "<!doctype html><title>Sorry</title>" }, ["pack-foreign"]],
  ["the pack is empty", { "/site.pack": "" }, ["pack-foreign"]],
  ["the wasm is damaged", { "/runtime.wasm": dist("runtime.wasm").subarray(0, 5000) }, ["wasm-refused"]],
  ["no runtime can be had", { "/runtime.wasm": null, "/runtime.js": null }, ["runtime-missing", "wasm-refused"]],
  ["the idle part is missing", { "/later.js": null }, ["part-missing"]],
]) {
  test(`${what}: the page's own hero stays, and the console says why, once`, async () => {
    const site = await countingSite({ files });
    const context = await open();
    const { page, lines } = await visit(context, site.url + free);
    await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/errors.js")));
    await dismiss(page, 2);
    await page.waitForTimeout(500);
    assert.equal(await page.textContent("h1"), "Welcome");
    assert.deepEqual(said(lines).sort(), ids);
    assert.deepEqual(lines.filter((line) => line.startsWith("uncaught")), []);
    await context.close();
  });
}

test("a part that a page asks for and that is missing is said, and the rest works", async () => {
  const site = await countingSite({ files: { "/words.js": null } });
  const context = await open();
  const { page, lines } = await visit(context, site.url + free);
  await untilKept(page, 0);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", '<button data-tactful="forget">Forget</button>');
    document.body.lastElementChild.click();
  });
  await dismiss(page, 2);
  await untilKept(page, 2);
  while (!said(lines).length) await page.waitForTimeout(100);
  assert.deepEqual(said(lines), ["part-missing"]);
  assert.deepEqual(lines.filter((line) => line.startsWith("uncaught")), []);
  await context.close();
});

test("a decision without a core is the default, and says why", async () => {
  const site = await countingSite({ files: { "/site.pack": null } });
  const context = await open();
  const { page } = await visit(context, `${site.url}/esm/`);
  const { slot, variant, level, error } = await decided(page, { pack: "/site.pack" });
  assert.deepEqual({ slot, variant, level, error }, { slot: "hero", variant: "", level: "default", error: "pack-missing" });
  assert.equal(await page.evaluate(() => self.instance.affinity("category")), undefined);
  await context.close();
});

test("an unknown slot is a default with an id, and does not throw", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/esm/`);
  await decided(page, { pack: "/site.pack" });
  const answer = await page.evaluate(() => [self.instance.decide("nowhere"), self.instance.affinity("nothing"), self.instance.decide()]);
  assert.deepEqual(answer.map((each) => each?.error), ["unknown-slot", undefined, "unknown-slot"]);
  await context.close();
});

test("takes the pack out of the page, and the wasm as bytes or module", async () => {
  const site = await countingSite();
  const context = await open();
  for (const kind of ["bytes", "buffer", "module", "url"]) {
    const { page, lines } = await visit(context, `${site.url}/esm/`);
    const variant = await page.evaluate(async (wanted) => {
      const pack = new Uint8Array(await (await fetch("/site.pack")).arrayBuffer());
      const block = document.createElement("script");
      block.type = "text/plain";
      block.id = "pack";
      block.textContent = `\n${btoa(Array.from(pack, (byte) => String.fromCharCode(byte)).join(""))}\n`;
      document.head.append(block);
      const buffer = await (await fetch("/runtime.wasm")).arrayBuffer();
      const wasm = { bytes: new Uint8Array(buffer), buffer, module: await WebAssembly.compile(buffer), url: new URL("/runtime.wasm", location) }[wanted];
      const { createTactful } = await import("/index.js");
      const tactful = await createTactful({ pack: wanted === "buffer" ? pack : "#pack", wasm, consent: "not-required" });
      return tactful.decide("hero").variant;
    }, kind);
    assert.equal(variant, "welcome", kind);
    assert.deepEqual(lines, []);
    await page.close();
  }
  await context.close();
});

test("the instance tells of changes, decisions, consent and problems, until told not to", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/esm/`);
  const heard = await page.evaluate(async () => {
    const { createTactful } = await import("/index.js");
    const tactful = await createTactful({ pack: "/site.pack" });
    const notices = [];
    const ends = ["change", "decision", "consent", "error"].map((type) => tactful.on(type, (notice) => notices.push([type, notice?.id ?? notice?.slot ?? notice?.personalization])));
    tactful.on("consent", () => {
      throw new Error("a listener's mistake");
    });
    await tactful.setConsent({ personalization: "granted" });
    tactful.affinity("nothing");
    const slot = document.createElement("section");
    slot.dataset.tactfulSlot = "hero";
    document.body.append(slot);
    for (let i = 0; i < 50 && !["error", "decision"].every((type) => notices.some(([name]) => name === type)); i++) await new Promise((done) => setTimeout(done, 100));
    ends.forEach((end) => end());
    const count = notices.length;
    await tactful.setConsent({ analytics: "granted" });
    return { notices: notices.map((notice) => notice.join(" ")), silent: notices.length === count };
  });
  for (const notice of ["change ", "decision hero", "consent granted", "error unknown-dimension"]) assert.ok(heard.notices.includes(notice), `${notice} in ${heard.notices}`);
  assert.ok(heard.silent);
  await context.close();
});

test("who listens when the instance is there hears what the page shows already, and what went wrong before", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/esm/`);
  const listen = (options) =>
    page.evaluate(async (given) => {
      const { createTactful } = await import("/index.js");
      const tactful = await createTactful(given);
      const heard = [];
      tactful.on("decision", ({ slot, variant, level, arm }) => heard.push([slot, variant, level, arm].join(" ")));
      tactful.on("error", ({ id }) => heard.push(id));
      tactful.on("error", () => heard.push("never"))();
      const silent = heard.length === 0;
      for (let i = 0; i < 50 && !heard.length; i++) await new Promise((done) => setTimeout(done, 100));
      return { heard, silent };
    }, options);
  assert.deepEqual(await listen({ pack: "/site.pack" }), { heard: ["hero welcome default none"], silent: true });
  await page.goto(`${site.url}/esm/`);
  assert.deepEqual(await listen({ pack: "/nothing.pack" }), { heard: ["pack-missing"], silent: true });
  await page.goto(`${site.url}/esm/`);
  const address = await page.evaluate(async () => {
    const { createTactful } = await import("/index.js");
    return (await createTactful({ pack: new URL("/site.pack", location) })).decide("hero").variant;
  });
  assert.equal(address, "welcome");
  await context.close();
});

test("beside the script tag too", async () => {
  const site = await countingSite();
  const context = await open();
  const { page } = await visit(context, `${site.url}/?consent=not-required`);
  const heard = await page.evaluate(async () => {
    const { createTactful } = await import("/index.js");
    const tactful = await createTactful();
    const notices = [];
    const until = async (count) => {
      for (let i = 0; i < 50 && notices.length < count; i++) await new Promise((done) => setTimeout(done, 100));
    };
    tactful.on("decision", ({ slot, level }) => notices.push(`${slot} ${level}`));
    await until(1);
    const slot = document.createElement("section");
    slot.dataset.tactfulSlot = "other";
    document.body.append(slot);
    await until(2);
    self.tactful.push(["nothing"]);
    tactful.on("error", ({ id }) => notices.push(id));
    await until(3);
    return notices;
  });
  assert.deepEqual(heard, ["hero default", "other default", "bad-call"]);
  await context.close();
});

test("what two copies find wrong is said once", async () => {
  const site = await countingSite({ files: { "/site.pack": "<!doctype html>" } });
  const context = await open();
  const { page, lines } = await visit(context, `${site.url}/`);
  const { error } = await decided(page);
  for (let i = 0; i < 50 && !lines.length; i++) await page.waitForTimeout(100);
  await page.waitForTimeout(300);
  assert.equal(error, "pack-foreign");
  assert.deepEqual(lines.map((line) => line.split(":")[1]), [" pack-foreign"]);
  await context.close();
});

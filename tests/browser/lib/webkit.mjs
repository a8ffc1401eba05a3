// WebKit for the browser tests, the engine of Safari: GTK's small browser, driven over WebDriver. A context is a session of its own, with
// its own storage. Of a page it offers what the tests use of Playwright's; WebDriver knows no script that runs
// before a page's own, and no console, so the page's server has to bring what is to be noted (`noting`).
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

/** The browser that Debian puts beside the library. */
const program = process.env.WEBKIT ?? readdirSync("/usr/lib").map((folder) => join("/usr/lib", folder, "webkit2gtk-4.1/MiniBrowser")).find(existsSync);

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** A screen that nobody sees: X chooses its number and writes it down. */
async function screen() {
  const process = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise((done) => process.stdio[3].once("data", (text) => done(String(text).trim())));
  return { process, display: `:${number}` };
}

/** A driver, which has one session, and what sends it commands. */
async function drive(display) {
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, GDK_BACKEND: "x11", LIBGL_ALWAYS_SOFTWARE: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1", NO_AT_BRIDGE: "1" };
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "ignore", env });
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  for (let left = 100; !(await call("GET", "/status").catch(() => {})); left--) {
    if (!left) throw new Error("WebKitWebDriver does not answer");
    await pause(50);
  }
  return { driver, call };
}

/** WebKit for the tests of a file, ended after them. Returns what opens a fresh browser in it, a context as Playwright has them. */
export function useWebKit() {
  let shared;
  const drivers = new Set();
  after(async () => {
    for (const driver of drivers) driver.kill();
    (await shared)?.process.kill();
  });
  return async () => {
    const { driver, call } = await drive((await (shared ??= screen())).display);
    drivers.add(driver);
    const options = { binary: program, args: ["--automation"] };
    const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
    const at = `/session/${sessionId}`;
    const unused = await call("GET", `${at}/window/handles`);
    // One command at a time, in the window that it is for.
    let turn = Promise.resolve();
    const within = (handle, method, path, body) =>
      (turn = turn.catch(() => {}).then(() => call("POST", `${at}/window`, { handle })).then(() => call(method, at + path, body)));
    return {
      async newPage() {
        const handle = unused.pop() ?? (await call("POST", `${at}/window/new`, { type: "tab" })).handle;
        const page = pageOf((...command) => within(handle, ...command));
        // The last window of a session would end it.
        return { ...page, close: () => page.goto("about:blank").then(() => unused.push(handle)) };
      },
      async close() {
        await turn.catch(() => {});
        await call("DELETE", at);
        driver.kill();
      },
    };
  };
}

function pageOf(call) {
  const evaluate = async (code, argument) => {
    const script = `const done = arguments[1];
      Promise.resolve().then(() => (${code})(arguments[0])).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await call("POST", "/execute/async", { script, args: [argument ?? null] });
    if (error) throw new Error(error);
    return value;
  };
  return {
    evaluate,
    goto: (url) => call("POST", "/url", { url }),
    goBack: () => call("POST", "/back", {}),
    async waitForFunction(code, argument) {
      for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) if (await evaluate(code, argument)) return;
      throw new Error(`waited in vain for ${code}`);
    },
  };
}

/** For the head of a page, before all else: notes what a visitor sees from the first frame on, and what the console says. `noted` reads it. */
export const noting = `<script>
self.lines = [];
for (const kind of ["log", "info", "warn", "error", "debug"]) {
  const own = console[kind];
  console[kind] = (...words) => (lines.push(words.join(" ")), own.apply(console, words));
}
addEventListener("error", ({ message }) => lines.push("uncaught: " + message));
addEventListener("unhandledrejection", ({ reason }) => lines.push("uncaught: " + reason));
self.seen = { texts: [], pictures: [], hidden: 0 };
(function frame() {
  const add = (list, value) => value && list.at(-1) !== value && list.push(value);
  if (document.body && (getComputedStyle(document.body).opacity !== "1" || getComputedStyle(document.body).visibility !== "visible")) seen.hidden++;
  add(seen.texts, document.querySelector("[data-tactful-slot] h1")?.textContent);
  add(seen.pictures, document.querySelector("[data-tactful-slot] img")?.getAttribute("src"));
  requestAnimationFrame(frame);
})();
</script>`;

/** What was noted, after two more frames, so that the last one counts. */
export const noted = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done({ ...self.seen, lines: self.lines }))))));

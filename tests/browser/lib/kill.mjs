// The browser is killed while events flow, again and again, in one profile.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { flags, program } from "./chromium.mjs";
import { countingSite, decided, stored, visit } from "./memory.mjs";

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A browser of our own, so that we may kill it: `end` takes all its processes at once, as a crash or a dead battery does. */
async function launch(profile) {
  const port = join(profile, "DevToolsActivePort");
  rmSync(port, { force: true });
  const child = spawn(program, [...flags, "--remote-debugging-port=0", `--user-data-dir=${profile}`], { stdio: "ignore", detached: true });
  const exited = new Promise((done) => child.once("exit", done));
  let address;
  for (let tries = 0; !address && tries < 1200; tries++) {
    await pause(50);
    try {
      const [number, path] = readFileSync(port, "utf8").trim().split("\n");
      if (path) address = `ws://127.0.0.1:${number}${path}`;
    } catch {
      // Not there yet.
    }
  }
  const browser = await chromium.connectOverCDP(address, { timeout: 120_000 });
  return {
    context: browser.contexts()[0],
    async end() {
      process.kill(-child.pid, "SIGKILL");
      await exited;
      // Its helpers outlive it, on a busy machine by seconds, and hold the profile's locks.
      try {
        for (let tries = 0; tries < 500; tries++) {
          process.kill(-child.pid, 0);
          await pause(20);
        }
      } catch {
        // None is left.
      }
    },
  };
}

/**
 * Kills the browser `kills` times, at random moments while a page tracks an event every `everyMs`.
 *
 * After each: the profile opens, nothing older than a second is lost, nothing counts twice.
 */
export async function surviveKills(kills, everyMs) {
  const site = await countingSite();
  const profile = mkdtempSync(join(tmpdir(), "tactful-kill-"));
  const url = `${site.url}/?consent=not-required`;
  let known = 0;
  let browser;
  try {
    for (let round = 0; round <= kills; round++) {
      browser = await launch(profile);
      const { page, lines } = await visit(browser.context, url);
      const { kept } = await decided(page);
      if (round) {
        assert.deepEqual(lines, [], `round ${round}`);
        if (!(kept >= known.safe && kept <= known.all))
          assert.fail(`round ${round}: ${kept} kept of ${known.safe} safe and ${known.all} tracked; ${JSON.stringify(await stored(page))}`);
      }
      if (round < kills) {
        const times = [];
        page.on("console", (message) => message.text().startsWith("tracked ") && times.push(Number(message.text().slice(8))));
        await page.evaluate((ms) => {
          setInterval(() => {
            self.tactful.push(["track", "push_dismiss"]);
            console.log(`tracked ${Date.now()}`);
          }, ms);
        }, everyMs);
        await pause(1000 + Math.random() * 1500);
        const killed = Date.now();
        await browser.end();
        browser = undefined;
        // What was tracked in the last moment may not have been heard of here.
        known = { safe: kept + times.filter((t) => t <= killed - 1000).length, all: kept + times.length + Math.ceil(200 / everyMs) };
      }
    }
  } finally {
    await browser?.end();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

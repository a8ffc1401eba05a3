// The cold path, from bytes to the first decision: compile, instantiate, verify the pack, first event, first decision, with 30 variants, in
// Chromium. Against compiling and instantiating module.wasm, 6 kB of ordinary code (module.cpp), in turns. Our target is at most 4 times.
//
//   node bench/load/run.mjs [ROUNDS]    101 rounds unless named
//
// Every module of every round carries a section of its own, so that no cache of the browser's knows it. The page is isolated from other
// origins, for only then does its clock show 5 us.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { flags, program } from "../../tests/browser/lib/chromium.mjs";
import { START, signals, visitors, world } from "../decide/world.mjs";

const rounds = Number(process.argv[2] ?? 101);
const base64 = (bytes) => Buffer.from(bytes).toString("base64");

function compiled({ site, campaign }) {
  const scratch = mkdtempSync(join(tmpdir(), "tactful-load-"));
  try {
    const [siteFile, campaignFile, pack] = ["site.json", "campaign.json", "site.pack"].map((name) => join(scratch, name));
    writeFileSync(siteFile, JSON.stringify(site));
    writeFileSync(campaignFile, JSON.stringify(campaign));
    execFileSync(process.execPath, ["cli/tactful.mjs", "compile", siteFile, campaignFile, "-o", pack], { stdio: ["ignore", "ignore", "inherit"] });
    return readFileSync(pack);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Runs in the page. */
async function measure({ runtime, measureOf, pack, rounds, events, signals, now, start }) {
  const { Engine } = globalThis.tactfulEngine;
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  let count = Math.floor(Math.random() * 2 ** 31);
  /** The module with a custom section that nobody has seen. */
  const fresh = (module) => {
    const made = new Uint8Array(module.length + 8);
    made.set(module);
    made.set([0, 6, 1, 120, ++count, count >> 8, count >> 16, count >> 24], module.length);
    return made;
  };
  const [core, plain, site] = [bytes(runtime), bytes(measureOf), bytes(pack)];
  const steps = { compile: [], instantiate: [], verify: [], event: [], decide: [], cold: [], plain: [] };
  const cold = async () => {
    const module = fresh(core);
    const began = performance.now();
    const compiled = await WebAssembly.compile(module);
    const ready = performance.now();
    const { exports } = await WebAssembly.instantiate(compiled);
    const there = performance.now();
    const engine = await Engine.load(exports, site);
    const verified = performance.now();
    engine.event(events[0], start);
    const told = performance.now();
    const { variant } = engine.decide("home-hero", { signals }, now);
    const decided = performance.now();
    if (!variant) throw new Error("nothing was decided");
    return { compile: ready - began, instantiate: there - ready, verify: verified - there, event: told - verified, decide: decided - told, cold: decided - began };
  };
  const other = async () => {
    const module = fresh(plain);
    const began = performance.now();
    await WebAssembly.instantiate(await WebAssembly.compile(module));
    return { plain: performance.now() - began };
  };
  for (let round = -3; round < rounds; round++) {
    // Who comes first changes, and what the other left behind is given time to go.
    for (const run of round % 2 ? [cold, other] : [other, cold]) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const took = await run();
      // The first rounds are for the page's own script to be compiled.
      if (round >= 0) for (const step in took) steps[step].push(took[step]);
    }
  }
  return steps;
}

const { outputFiles } = await build({
  stdin: { contents: 'export * from "./dist/engine.js";', resolveDir: process.cwd() },
  bundle: true, write: false, format: "iife", globalName: "tactfulEngine", logLevel: "error",
});
const browser = await chromium.launch({ executablePath: program, args: flags });
try {
  const page = await browser.newPage();
  await page.route("**/*", (route) => route.fulfill({
    body: "<!doctype html>", contentType: "text/html",
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  }));
  await page.goto("http://127.0.0.1:9/");
  await page.addScriptTag({ content: outputFiles[0].text });
  const events = visitors(1)[0].map((value) => ({ event: "view_item", params: { items: [{ item_category: value, price: 80 }] } }));
  const steps = await page.evaluate(measure, {
    runtime: base64(readFileSync("dist/runtime.wasm")), measureOf: base64(readFileSync("bench/load/module.wasm")), pack: base64(compiled(world(30))),
    rounds, events, signals, start: START, now: START + 60_000,
  });
  const at = (list, share) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * share)];
  const ms = (list) => `${at(list, 0.5).toFixed(3)} | ${at(list, 0.25).toFixed(3)} to ${at(list, 0.75).toFixed(3)}`;
  console.log(`Chromium ${browser.version()}, ${rounds} rounds\n\n| what | ms, median | middle half |\n|---|--:|--:|`);
  const names = { compile: "compile runtime.wasm", instantiate: "instantiate it", verify: "verify the pack", event: "first event", decide: "first decision", cold: "all of it", plain: "compile and instantiate module.wasm" };
  for (const [step, name] of Object.entries(names)) console.log(`| ${name} | ${ms(steps[step])} |`);
  const ratio = at(steps.cold, 0.5) / at(steps.plain, 0.5);
  console.log(`\nthe cold path takes ${ratio.toFixed(2)} times as long (target: at most 4, ${ratio <= 4 ? "met" : "not met"})`);
} finally {
  await browser.close();
}

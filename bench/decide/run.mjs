// Time of one decision through dist/engine.js against hand-written JavaScript and GrowthBook, in Node and in Chromium,
// in one run, in turns. The ratios are the result; the times are this machine's.
//
//   node bench/decide/run.mjs [MOST]    up to MOST variants (100000)
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { Engine } from "../../dist/engine.js";
import { flags, program } from "../../tests/browser/lib/chromium.mjs";
import { contest } from "./contest.mjs";
import { world } from "./world.mjs";

const counts = [100, 1000, 10_000, 100_000].filter((n) => n <= Number(process.argv[2] ?? 100_000));
const scratch = mkdtempSync(join(tmpdir(), "tactful-decide-"));
const wasm = readFileSync("dist/runtime.wasm");

function compile({ site, campaign }) {
  const files = { "site.json": site, "campaign.json": campaign };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(scratch, file), JSON.stringify(content));
  const pack = join(scratch, "site.pack");
  execFileSync(process.execPath, ["cli/tactful.mjs", "compile", ...Object.keys(files).map((f) => join(scratch, f)), "-o", pack],
    { stdio: ["ignore", "ignore", "inherit"] });
  return readFileSync(pack);
}

/** Asks all contests of one place; a row each. */
async function table(place, run) {
  const f = (n) => (n === undefined ? "" : n < 10 ? n.toFixed(2) : n.toFixed(0));
  console.log(`\n## ${place}\n`);
  console.log("| variants | visitors | Tactful, us | scan, us | tuned scan, us | GrowthBook, us | scan / Tactful | tuned / Tactful | GrowthBook / Tactful | agrees |");
  console.log("|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|");
  for (const [visitors, of] of [["nothing matches", { none: true }], ["ordinary", {}], ["ordinary, draws", { draws: true }]]) {
    const ours = [];
    for (const count of counts) {
      const { variants, ...files } = world(count, of);
      // 40 engines over a pack of ten megabytes would be the benchmark of something else.
      const people = count > 10_000 ? 8 : 40;
      const { times, agree } = await run({ variants, pack: compile(files), none: !!of.none, draws: !!of.draws, people });
      ours.push(times.tactful);
      const ratio = (name) => f(times[name] && times[name] / times.tactful);
      console.log(`| ${count} | ${visitors} | ${f(times.tactful)} | ${f(times.scan)} | ${f(times.tuned)} | ${f(times.growthbook)} | ` +
        `${ratio("scan")} | ${ratio("tuned")} | ${ratio("growthbook")} | ${agree === undefined ? "" : `${(agree * 100).toFixed(0)} %`} |`);
    }
    if (counts.length > 1) {
      const exponent = Math.log(ours.at(-1) / ours[0]) / Math.log(counts.at(-1) / counts[0]);
      console.log(`| ${counts[0]} to ${counts.at(-1)} | ${visitors}: exponent | ${exponent.toFixed(2)} | | | | | | | |`);
    }
  }
}

try {
  await table("Node", (of) => contest((pack, seed) => Engine.load(wasm, pack, { seed }), of));

  const { outputFiles } = await build({
    stdin: {
      contents: `import { Engine } from "./dist/engine.js"; import { contest } from "./bench/decide/contest.mjs";
        const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        globalThis.run = ({ wasm, pack, ...of }) => {
          const module = new WebAssembly.Module(bytes(wasm));
          return contest((pack, seed) => Engine.load(module, pack, { seed }), { ...of, pack: bytes(pack) });
        };`,
      resolveDir: process.cwd(),
    },
    bundle: true, write: false, format: "iife", logLevel: "error", define: { "process.env.NODE_ENV": '"production"' },
  });
  const browser = await chromium.launch({ executablePath: program, args: flags });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0].text });
    await table(`Chromium ${browser.version()}`, ({ pack, ...of }) =>
      page.evaluate((of) => globalThis.run(of), { ...of, pack: pack.toString("base64"), wasm: wasm.toString("base64") }));
  } finally {
    await browser.close();
  }
} finally {
  rmSync(scratch, { recursive: true });
}

// Events a second that the core takes in, against a JavaScript Map with two decayed sums a value and the same dimensions:
// natively, and as wasm in Node and Chromium, with events as objects and with events that lie encoded in the core's memory.
// In turns, the best of all rounds; the ratios are the result, the times are this machine's.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Engine } from "../../dist/engine.js";
import { flags, program } from "../../tests/browser/lib/chromium.mjs";
import { contest } from "./contest.mjs";
import { events, site } from "./world.mjs";

const ROUNDS = 15;
const worlds = [
  ["ordinary", { visitors: 500, each: 60, values: 200 }],
  ["eight dimensions", { visitors: 500, each: 60, values: 200, texts: 7 }],
  ["minimal", { visitors: 500, each: 60, values: 200, texts: 1, minimal: true }],
  ["full profile", { visitors: 1, each: 20_000, values: 2000, wide: true }],
];
const root = fileURLToPath(new URL("../..", import.meta.url));
const at = (path) => join(root, path);
const scratch = mkdtempSync(join(tmpdir(), "tactful-ingest-"));
const runtime = readFileSync(at("dist/runtime.wasm"));
/** The best of all rounds: whatever else the machine does only adds. */
const best = (list) => Math.min(...list);

function packOf(world) {
  const file = join(scratch, "site.json"), pack = join(scratch, "site.pack");
  writeFileSync(file, JSON.stringify(site(world)));
  execFileSync(process.execPath, [at("cli/tactful.mjs"), "compile", file, "-o", pack], { stdio: ["ignore", "ignore", "inherit"] });
  return pack;
}

function native(world, pack) {
  const input = events(world).map((event) => `${JSON.stringify(event)}\n`).join("");
  const printed = execFileSync(at("build/native/tactful-ingest"), [pack, String(ROUNDS)], { input, encoding: "utf8" });
  return printed.trim().split("\n").map(Number);
}

/** The same files from a server of our own, so that Chromium runs what Node runs. */
async function inChromium(world, pack) {
  const server = createServer((request, response) => {
    const path = request.url.slice(1);
    const served = { "": "<!doctype html>", "favicon.ico": "", "site.pack": readFileSync(pack) }[path] ?? readFileSync(at(path));
    const type = path.endsWith("js") ? "text/javascript" : path === "" ? "text/html" : "application/octet-stream";
    response.writeHead(200, { "content-type": type }).end(served);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await chromium.launch({ executablePath: program, args: flags });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return await page.evaluate(async ([world, rounds]) => {
      const bytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
      const [{ Engine }, { contest }] = await Promise.all([import("/dist/engine.js"), import("/bench/ingest/contest.mjs")]);
      return contest({ Engine, runtime: await bytes("/dist/runtime.wasm"), pack: await bytes("/site.pack"), world, rounds });
    }, [world, ROUNDS]);
  } finally {
    await browser.close();
    server.close();
  }
}

try {
  console.log("| visitors | where | Map, ns an event | Tactful, ns | Map / Tactful |\n|---|---|--:|--:|--:|");
  for (const [name, world] of worlds) {
    const pack = packOf(world);
    const row = (where, map, ours) =>
      console.log(`| ${name} | ${where} | ${best(map).toFixed(0)} | ${best(ours).toFixed(0)} | ${(best(map) / best(ours)).toFixed(2)} |`);
    const node = await contest({ Engine, runtime, pack: readFileSync(pack), world, rounds: ROUNDS });
    row("native, encoded; the Map in Node", node.map, native(world, pack));
    row("Node, objects", node.map, node.objects);
    row("Node, encoded", node.map, node.encoded);
    const page = await inChromium(world, pack);
    row("Chromium, objects", page.map, page.objects);
    row("Chromium, encoded", page.map, page.encoded);
  }
} finally {
  rmSync(scratch, { recursive: true });
}

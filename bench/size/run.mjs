// What a page downloads, in bytes of brotli 11, beside GrowthBook's SDK bundled and minified by the same tools. Ours by
// when it comes: before the first paint, with the page, when it is idle, and only where something asks for it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import { root } from "../../scripts/lib/run.mjs";
import { brotliSize } from "../../scripts/size.mjs";

const dist = (name) => join(root, "dist", name);
const eager = ["tactful.js"], idle = ["later.js", "runtime.wasm"];

async function growthbook() {
  const { outputFiles } = await build({
    stdin: { contents: 'import { GrowthBook } from "@growthbook/growthbook"; self.gb = new GrowthBook({});', resolveDir: root },
    bundle: true, minify: true, format: "iife", target: "es2021", write: false, logLevel: "error",
  });
  const { code } = await minify(outputFiles[0].text, { ecma: 2020, compress: { passes: 3 } });
  return brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

const { version } = JSON.parse(readFileSync(join(root, "node_modules/@growthbook/growthbook/package.json"), "utf8"));
const peer = await growthbook();
const sum = (names) => names.reduce((bytes, name) => bytes + brotliSize(dist(name)), 0);
const onDemand = readdirSync(join(root, "dist"))
  .filter((name) => /\.(js|wasm)$/.test(name) && ![...eager, ...idle, "snippet.js", "author.wasm", "index.js", "engine.js"].includes(name))
  .sort();

console.log(`| what | bytes | / GrowthBook ${version} |\n|---|--:|--:|`);
const row = (what, bytes) => console.log(`| ${what} | ${bytes.toLocaleString("en-US")} | ${(bytes / peer).toFixed(2)} |`);
row("inline, before first paint: snippet.js", sum(["snippet.js"]));
row(`asynchronous, with the page: ${eager.join(", ")}`, sum(eager));
row(`at idle, low priority: ${idle.join(", ")}`, sum(idle));
row("all that an ordinary page loads", sum(["snippet.js", ...eager, ...idle]));
row(`GrowthBook's SDK, bundled`, peer);
for (const name of onDemand) row(`where something asks for it: ${name}`, sum([name]));

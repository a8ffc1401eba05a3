// The npm package as a site's bundler takes it in: docs/bundlers.md.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { serve } from "../../scripts/lib/server.mjs";
import { compile } from "../web/lib/pack.mjs";
import { useChromium } from "./lib/chromium.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const open = useChromium();
const folder = mkdtempSync(join(tmpdir(), "tactful-bundle-"));
after(() => rmSync(folder, { recursive: true }));
let site;

before(async () => {
  const entry = `import { createTactful } from "tactful";
    const tactful = await createTactful({ pack: "/site.pack", consent: "not-required", ...self.options });
    const { sentence, says } = await tactful.explain("hero");
    self.answer = { variant: tactful.decide("hero").variant, sentence, says };`;
  const common = { stdin: { contents: entry, resolveDir: root }, bundle: true, format: "esm", logLevel: "silent" };
  await build({ ...common, splitting: true, outdir: join(folder, "split") });
  await build({ ...common, outfile: join(folder, "one/stdin.js") });
  for (const form of ["split", "one"]) {
    cpSync(join(folder, form), join(folder, `${form}-with-wasm`), { recursive: true });
    for (const name of ["runtime.wasm", "explain.wasm"]) cpSync(join(root, "dist", name), join(folder, `${form}-with-wasm`, name));
  }
  writeFileSync(join(folder, "site.pack"), compile({ site: "bundle" }, { id: "all", slots: { hero: { default: "own", variants: [
    { id: "own" }, { id: "any", content: { headline: "For everybody" }, when: { month: { $gte: 1 } } }] } } }));
  for (const form of ["split", "one", "split-with-wasm", "one-with-wasm"])
    writeFileSync(join(folder, `${form}.html`), `<!doctype html><title>x</title><link rel="icon" href="data:,"><script type="module" src="/${form}/stdin.js"></script>
      <section data-tactful-slot="hero"><h1 data-tactful="headline">Own</h1></section>`);
  site = await serve({ roots: [folder] });
});
after(() => site.close());

async function answered(form, options) {
  const context = await open();
  const page = await context.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(message.text()));
  if (options) await page.addInitScript(options);
  await page.goto(`${site.url}/${form}.html`);
  const answer = await (await page.waitForFunction(() => self.answer)).jsonValue();
  await context.close();
  return { ...answer, ids: lines.flatMap((line) => /^tactful: ([\w-]+)/.exec(line)?.[1] ?? []) };
}
const plainer = /needs WebAssembly/;

test("docs/bundlers.md says what a bundle grows by, to a fifth", () => {
  const text = readFileSync(join(root, "docs/bundlers.md"), "utf8");
  for (const [form, says] of [["split", /grows by some (\d+) kB/], ["one", /at once, some (\d+) kB/]]) {
    const said = Number(says.exec(text)[1]) * 1000;
    const { size } = statSync(join(folder, form, "stdin.js"));
    assert.ok(Math.abs(size - said) < said / 5, `${form}: ${size}`);
  }
});

for (const form of ["split", "one"]) {
  test(`a bundle with the wasm files beside it has all (${form})`, async () => {
    const { variant, says, ids } = await answered(`${form}-with-wasm`);
    assert.deepEqual([variant, ids], ["any", []]);
    assert.doesNotMatch(says.join(" "), plainer);
  });

  test(`without them the JavaScript form answers, and the console says so (${form})`, async () => {
    const { variant, says, ids } = await answered(form);
    assert.deepEqual([variant, ids], ["any", ["wasm-refused"]]);
    assert.match(says.at(-1), plainer);
  });
}

test("takes the runtime from where the page says", async () => {
  const { variant, ids } = await answered("split", () => {
    self.options = { wasm: "/split-with-wasm/runtime.wasm" };
  });
  assert.deepEqual([variant, ids], ["any", []]);
});

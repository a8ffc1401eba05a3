// Whatever authors write: it compiles to a pack that the runtime takes and decides with, or every mistake is named with its
// place. Never a trap, never a refusal without a reason. TACTFUL_MISTAKES=100000 for more than the short run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Author } from "../../cli/lib/author.mjs";
import { Engine } from "../../dist/engine.js";
import { Mutator } from "./mutate.mjs";

const read = (file) => JSON.parse(readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8"));
/** A site file that names no model: the compiler is given none here. */
const unfitted = (file) => ({ ...read(file), model: undefined });
const example = "tests/cases/compile/design-example";
const feed = { items: ["trail", "road"].map((category, i) => ({ id: `p${i}`, title: `Shoe ${i}`, link: `/p/${i}`, price: "89 EUR",
  image: { src: `/img/${i}.jpg`, alt: "A shoe", width: 600, height: 600 }, about: { category, price: 89 } })) };
const origins = [
  [unfitted(`${example}/site.json`), read(`${example}/campaign.json`)],
  [read("web/demo/site.json"), read("web/demo/campaign.json"), feed],
  [unfitted("tests/cases/replay/site.json"), read("tests/cases/replay/campaign.json")],
];
const runtime = new WebAssembly.Module(readFileSync(fileURLToPath(new URL("../../dist/runtime.wasm", import.meta.url))));
const runs = Number(process.env.TACTFUL_MISTAKES ?? 2000);
const t = Date.UTC(2026, 9, 5, 12);

/** Looks at a few things and asks for every slot, as a page would. */
async function visit(pack, slots) {
  const engine = await Engine.load(runtime, pack, { seed: 1 });
  const items = [{ item_category: "trail", item_brand: "Acme", price: 70 }];
  for (const at of [t, t + 60_000]) engine.event({ event: "view_item", params: { items } }, at);
  for (const slot of slots) {
    const { variant } = engine.decide(slot, { signals: { device: "mobile" } }, t + 90_000);
    assert.equal(typeof variant, "string");
    assert.ok(engine.plan(slot, { signals: { device: "mobile" } }, t + 90_000).plan.length <= 8);
  }
}

test(`${runs} files with mistakes: each compiles and works, or is refused with a reason and a place`, async () => {
  const author = new Author();
  const mutator = new Mutator(1, origins);
  const outcomes = { compiled: 0, refused: 0 };
  for (let i = 0; i < runs; i++) {
    const trees = mutator.files();
    const files = trees.map((tree, n) => ({ name: `f${n}.json`, text: JSON.stringify(tree) }));
    const { pack, report } = author.compile({ files, readBack: true });
    const shown = () => files.map(({ text }) => text).join("\n");
    for (const { text } of report.diagnostics) assert.match(text, /^f\d\.json:\d+:\d+: (error|warning)\[[a-z-]+\]/, shown());
    if (!report.ok) {
      assert.ok(report.diagnostics.some(({ severity }) => severity === "error"), shown());
      outcomes.refused++;
      continue;
    }
    const slots = trees.flatMap((tree) => Object.keys(tree?.slots ?? {}));
    await visit(new Uint8Array(pack), slots).catch((error) => assert.fail(`${error}\n${shown()}`));
    outcomes.compiled++;
  }
  assert.ok(outcomes.compiled > runs / 20 && outcomes.refused > runs / 2, JSON.stringify(outcomes));
});

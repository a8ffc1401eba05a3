// author.wasm compiles the folders of tests/cases/compile to what the native compiler gives, byte by byte.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Author } from "../../cli/lib/author.mjs";

const cases = fileURLToPath(new URL("../cases/compile", import.meta.url));
const author = new Author();

function compile(request) {
  const bytes = Buffer.from(typeof request === "string" ? request : JSON.stringify(request));
  const handle = author.core.tactful_compile_create(author.place(bytes), bytes.length);
  const report = JSON.parse(author.copy("compile_report", handle));
  const pack = author.copy("compile_pack", handle);
  author.core.tactful_compile_destroy(handle);
  return { report, pack };
}

const read = (folder, name) => ({ name, text: readFileSync(join(folder, name), "utf8") });

for (const name of readdirSync(cases).sort()) {
  const folder = join(cases, name);
  test(`says of ${name} what the native compiler says`, () => {
    const sources = readdirSync(folder).filter((file) => file.endsWith(".json")).sort();
    const files = sources.filter((file) => file !== "model.json").map((file) => read(folder, file));
    const model = sources.includes("model.json") ? read(folder, "model.json") : undefined;
    const { report, pack } = compile({ files, model, readBack: true });
    const said = [
      ...report.diagnostics.map(({ text }) => text),
      ...report.reading.map(({ slot, variant, text }) => `${slot}/${variant}: ${text}\n`),
    ];
    assert.equal(said.join(""), readFileSync(join(folder, "expected.txt"), "utf8"));
    assert.equal(report.ok, pack.length > 0);
    if (existsSync(join(folder, "expected.pack"))) assert.deepEqual(pack, readFileSync(join(folder, "expected.pack")));
  });
}

test("names the model file that it was not given", () => {
  const { report, pack } = compile({ files: [{ name: "a/site.json", text: '{"site": "s", "model": "s.model.json"}' }] });
  assert.equal(report.model, "s.model.json");
  assert.equal(report.modelNamedIn, "a/site.json");
  assert.equal(pack.length, 0);
});

test("answers a request that is none with a diagnostic", () => {
  for (const request of ["", "{", "[]", "{}", '{"files": 5}', '{"files": [{}]}', '{"files": [{"name": 1, "text": 2}]}']) {
    const { report } = compile(request);
    assert.equal(report.ok, false);
    assert.equal(report.diagnostics[0].id, "bad-request");
  }
});

test("adds the parts of a pack up to its length, paddings apart", () => {
  const { report, pack } = compile({ files: [{ name: "s", text: '{"site": "s", "dimensions": {"category": {}}}' }] });
  const sum = report.sizes.reduce((total, [, bytes]) => total + bytes, 0);
  assert.ok(sum <= pack.length && sum > pack.length - 8 * report.sizes.length);
});

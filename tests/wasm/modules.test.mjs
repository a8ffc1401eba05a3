// What the modules can reach, and what they offer.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));

for (const [file, list] of [
  ["dist/runtime.wasm", "wasm/exports.txt"],
  ["dist/explain.wasm", "wasm/explain-exports.txt"],
  ["dist/author.wasm", "wasm/author-exports.txt"],
]) {
  const module = new WebAssembly.Module(read(file));

  test(`${file} imports nothing`, () => {
    assert.deepEqual(WebAssembly.Module.imports(module), []);
  });

  test(`${file} exports what ${list} lists`, () => {
    const listed = read(list).toString().split("\n").filter(Boolean).sort();
    const found = WebAssembly.Module.exports(module).map(({ name }) => name).sort();
    assert.deepEqual(found, listed);
  });
}

test("dist/runtime.js imports nothing and exports what runtime.wasm does", async () => {
  assert.doesNotMatch(read("dist/runtime.js").toString(), /\bimport\b/);
  const { default: instantiate } = await import("../../dist/runtime.js");
  const listed = read("wasm/exports.txt").toString().split("\n").filter(Boolean).sort();
  assert.deepEqual(Object.keys(instantiate()).sort(), listed);
});

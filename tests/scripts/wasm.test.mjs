// The finishing of modules: what it must refuse, and that the JavaScript it makes computes what the module does.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { binaryen } from "../../scripts/lib/binaryen.mjs";
import { run } from "../../scripts/lib/run.mjs";

const folder = mkdtempSync(join(tmpdir(), "tactful-finish-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name) => join(folder, name);

/** Assembles a module and finishes it with a list of exports. */
async function finish(name, text, exports) {
  writeFileSync(at(`${name}.wat`), text);
  writeFileSync(at(`${name}.txt`), exports.join("\n"));
  binaryen("wasm-as", [at(`${name}.wat`), "-o", at(`${name}.linked.wasm`)]);
  return run(process.execPath, ["scripts/wasm-finish.mjs", at(`${name}.linked.wasm`), at(`${name}.txt`), at(`${name}.wasm`)], { quiet: true });
}

const sums = `(module
  (import "env" "clock" (func $clock (result f64)))
  (memory (export "memory") 1)
  (func (export "sum") (param i64 i64) (result i32) (i32.wrap_i64 (i64.shr_u (i64.mul (local.get 0) (local.get 1)) (i64.const 7))))
  (func (export "root") (param f64) (result f64) (f64.sqrt (f64.div (local.get 0) (f64.const 3))))
  (func (export "mix") (param i32 i32) (result i32)
    (i32.wrap_i64 (i64.rem_u (i64.mul (i64.extend_i32_u (local.get 0)) (i64.const 0x9E3779B97F4A7C15)) (i64.extend_i32_u (local.get 1)))))
  (func (export "now") (result f64) (call $clock)))`;

test("refuses a module that imports, by the import's name", async () => {
  const { code, output } = await finish("clock", sums, ["memory", "now"]);
  assert.equal(code, 1);
  assert.match(output, /imports env\.clock/);
});

test("refuses a list with a name the module does not have", async () => {
  const { code, output } = await finish("absent", sums, ["memory", "nothing"]);
  assert.notEqual(code, 0);
  assert.match(output, /nothing/);
});

test("cuts away what is not listed, with the imports that only it used", async () => {
  const { code, output } = await finish("cut", sums, ["memory", "root"]);
  assert.equal(code, 0, output);
  const module = new WebAssembly.Module(readFileSync(at("cut.wasm")));
  assert.deepEqual(WebAssembly.Module.exports(module).map(({ name }) => name).sort(), ["memory", "root"]);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});

test("makes JavaScript that computes the same bits", async () => {
  assert.equal((await finish("both", sums, ["memory", "root", "mix"])).code, 0);
  const { code, output } = await run(process.execPath, ["scripts/wasm-to-js.mjs", at("both.wasm"), at("both.mjs")], { quiet: true });
  assert.equal(code, 0, output);
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(at("both.wasm")))).exports;
  const { default: instantiate } = await import(pathToFileURL(at("both.mjs")));
  const js = instantiate();
  for (let i = 1; i < 1000; i++) {
    assert.ok(Object.is(wasm.root(i * 1e-3), js.root(i * 1e-3)));
    assert.equal(wasm.mix(i * 48271, i), js.mix(i * 48271, i));
  }
});

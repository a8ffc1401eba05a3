// node scripts/wasm-to-js.mjs RUNTIME.wasm OUT.js
//
// The same core as JavaScript, for pages whose policy forbids wasm. OUT is an ES module without imports whose default
// export is called without arguments and returns what a wasm instance's `exports` would be, a new one each time.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minify } from "terser";
import { binaryen } from "./lib/binaryen.mjs";

const [wasm, out] = process.argv.slice(2);

const scratch = mkdtempSync(join(tmpdir(), "tactful-js-"));
let source;
try {
  const raw = join(scratch, "runtime.js");
  const lowered = join(scratch, "lowered.wasm");
  // wasm2js knows the first WebAssembly alone.
  binaryen("wasm-opt", [wasm, "--llvm-nontrapping-fptoint-lowering", "--llvm-memory-copy-fill-lowering", "-o", lowered]);
  binaryen("wasm2js", [lowered, "-Oz", "-o", raw]);
  source = readFileSync(raw, "utf8");
} finally {
  rmSync(scratch, { recursive: true });
}

// wasm2js instantiates once, when the module is loaded, and exports each function by name. We want the factory.
const instance = source.indexOf("\nvar retasmFunc = asmFunc(");
if (instance < 0) fail("wasm2js no longer writes `var retasmFunc = asmFunc(`");
if (/^import /m.test(source)) fail("the module has imports");
const factory = `${source.slice(0, instance)}\nexport default () => asmFunc();\n`;

const { code } = await minify(factory, {
  module: true,
  ecma: 2020,
  compress: { passes: 3, toplevel: true },
  mangle: { toplevel: true },
});
writeFileSync(out, code);

function fail(reason) {
  console.error(`wasm-to-js: ${wasm}: ${reason}`);
  process.exit(1);
}

// node scripts/wasm-finish.mjs LINKED EXPORTS OUT
//
// Cuts a linked module to the exports listed in EXPORTS (one name a line), optimises it for size and writes OUT. Fails
// when the result imports anything or exports other names: what a page loads can reach nothing but its own memory.
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binaryen } from "./lib/binaryen.mjs";
import { inLikeOrder } from "./lib/wasm-order.mjs";

/** Bytes of a module that a page may load. Beyond that it is the authors', who load it from their disk. */
const PAGE = 100_000;

const [linked, exportsFile, out] = process.argv.slice(2);
const names = readFileSync(exportsFile, "utf8").split("\n").filter(Boolean);

const scratch = mkdtempSync(join(tmpdir(), "tactful-wasm-"));
try {
  const graph = [
    { name: "outside", root: true, reaches: names.map((name) => `export ${name}`) },
    ...names.map((name) => ({ name: `export ${name}`, export: name })),
  ];
  const graphFile = join(scratch, "graph.json");
  const cut = join(scratch, "cut.wasm");
  const optimised = join(scratch, "optimised.wasm");
  writeFileSync(graphFile, JSON.stringify(graph));
  binaryen("wasm-metadce", [linked, "--graph-file", graphFile, "-o", cut]);
  // Data begins at 1024 (GLOBAL_BASE in wasm/CMakeLists.txt), so no address below is ever meant. Nothing counts on a trap:
  // what comes in is verified, and reading it needs no check afterwards.
  const size = ["-Oz", "--converge", "--low-memory-unused", "--traps-never-happen"];
  binaryen("wasm-opt", [cut, ...size, "--strip-producers", "--strip-target-features", "-o", optimised]);
  if (readFileSync(optimised).length < PAGE) reorder(optimised);
  check(readFileSync(optimised));
  writeFileSync(`${out}.part`, readFileSync(optimised));
  renameSync(`${out}.part`, out);
} finally {
  rmSync(scratch, { recursive: true });
}

function reorder(file) {
  const text = join(scratch, "module.wat");
  binaryen("wasm-dis", [file, "-o", text]);
  writeFileSync(text, inLikeOrder(readFileSync(text, "utf8")));
  // No passes: only the levels, by which binaryen writes the same instructions again.
  binaryen("wasm-opt", [text, "--optimize-level=2", "--shrink-level=2", "--quiet", "-o", file]);
}

function check(bytes) {
  const module = new WebAssembly.Module(bytes);
  const imports = WebAssembly.Module.imports(module).map(({ module, name }) => `${module}.${name}`);
  if (imports.length) fail(`imports ${imports.join(", ")}; a clock, a live assert or the heap got in`);
  const found = WebAssembly.Module.exports(module).map(({ name }) => name).sort();
  const missing = names.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !names.includes(name));
  if (missing.length) fail(`does not export ${missing.join(", ")}, listed in ${exportsFile}`);
  if (extra.length) fail(`exports ${extra.join(", ")}, not listed in ${exportsFile}`);
}

function fail(reason) {
  console.error(`wasm-finish: ${linked}: ${reason}`);
  process.exit(1);
}

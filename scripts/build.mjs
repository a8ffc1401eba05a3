// npm run build
//
// Everything a customer or the CLI uses: build/native/, build/wasm/, dist/ and the demo. What is up to date is not made
// again: ninja knows for C++ and wasm, and the rest takes a moment.
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { die, isMain, root, run } from "./lib/run.mjs";
import { setup } from "./setup.mjs";

/** Builds a preset of CMakePresets.json (native, asan, wasm); resolves with the run that failed, or the last one. */
export async function buildPreset(name) {
  const configured = existsSync(join(root, "build", name, "build.ninja"));
  if (!configured) {
    const configure = ["cmake", "--preset", name];
    const [program, ...args] = name === "wasm" ? ["emcmake", ...configure] : configure;
    const result = await run(program, args, { quiet: true });
    if (result.code !== 0) return result;
  }
  return run("cmake", ["--build", "--preset", name], { quiet: true });
}

/** Builds dist/ from web/ and the wasm modules. */
export async function buildWeb() {
  mkdirSync(join(root, "dist"), { recursive: true });
  for (const file of ["runtime.wasm", "runtime.js", "explain.wasm", "author.wasm"]) {
    cpSync(join(root, "build/wasm", file), join(root, "dist", file), { preserveTimestamps: true });
  }
  return run(process.execPath, ["web/build.mjs"], { quiet: true });
}

/** Builds the demo shop into build/demo/, with dist/ copied beside its pages as a customer would do. */
export function buildDemo() {
  return run(process.execPath, ["web/demo/build.mjs"], { quiet: true });
}

/** What `npm run build` makes, in order. */
export const steps = [
  ["native", () => buildPreset("native")],
  ["wasm", () => buildPreset("wasm")],
  ["web", buildWeb],
  ["demo", buildDemo],
];

/** Sets up and builds, or ends the process with the output of the step that failed. */
export async function build() {
  await setup();
  for (const [name, step] of steps) {
    const started = performance.now();
    const { code, output } = await step();
    if (code !== 0) die(`${output}\nbuild: ${name} failed`);
    console.log(`build: ${name.padEnd(8)} ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

if (isMain(import.meta)) await build();

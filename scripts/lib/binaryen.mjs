// npm's binaryen, run as programs: its tools are the ones the sizes were measured with.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./run.mjs";

/** What our modules use beyond the first WebAssembly (cmake/flags.cmake); the linker does not write it down. */
const features = ["--enable-nontrapping-float-to-int", "--enable-bulk-memory", "--enable-bulk-memory-opt"];

/** Runs a tool of node_modules/binaryen/bin; throws with the tool's own words when it fails. */
export function binaryen(tool, args) {
  execFileSync(process.execPath, [join(root, "node_modules/binaryen/bin", tool), ...features, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

// node bench/quality/run.mjs HARNESS [NAME…]
//
// Synthetic logs, scored by the benchmark in the folder HARNESS: bench/quality/README.md.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { worlds } from "./worlds.mjs";

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const [harness, ...asked] = process.argv.slice(2);
if (!harness) {
  // As `npm run bench` calls it: what is not in the repository cannot be run, and is no failure.
  console.log("skipped: it needs the folder of quality.py, as bench/quality/README.md says");
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), "tactful-worlds-"));
try {
  execFileSync(process.execPath, [at("synthetic.mjs"), folder]);
  for (const name of asked.length ? asked : [...Object.keys(worlds), "mind"]) {
    const scorer = `"${process.execPath}" "${at("scorer.mjs")}"`;
    execFileSync("python3", [at("compare.py"), harness, name, `untuned=${scorer}`, `fitted=${scorer} --fit "${join(folder, name)}"`], {
      env: { ...process.env, QUALITY_DATA: folder, QUALITY_TASK: worlds[name]?.task ?? "T3" }, stdio: "inherit",
    });
  }
} finally {
  rmSync(folder, { recursive: true });
}

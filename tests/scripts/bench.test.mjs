import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/run.mjs";

test("the benchmark that needs what is not in the repository is skipped without it, and says so", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bench/quality/run.mjs"], { cwd: root, encoding: "utf8" });
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^skipped: .*bench\/quality\/README\.md/);
});

test("bench/README.md lists every benchmark", () => {
  const text = readFileSync(join(root, "bench/README.md"), "utf8");
  const folders = readdirSync(join(root, "bench"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``)), []);
});

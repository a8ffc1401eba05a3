// npm run bench [-- NAME…]
//
// Builds and runs bench/NAME/run.mjs, all of them unless named. Each prints its own table: units, input and ratios.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { die, root, run } from "./lib/run.mjs";

const folder = join(root, "bench");
const names = existsSync(folder)
  ? readdirSync(folder).filter((name) => existsSync(join(folder, name, "run.mjs"))).sort()
  : [];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length || !names.length) {
  die(`bench: no ${unknown.join(", ") || "benchmark"}; there are: ${names.join(", ") || "none"}`);
}

await build();
for (const name of asked.length ? asked : names) {
  console.log(`\n# ${name}\n`);
  const { code } = await run(process.execPath, [join("bench", name, "run.mjs")]);
  if (code !== 0) process.exitCode = 1;
}

// npm run fuzz [-- SECONDS [TARGET…]]
//
// Runs the fuzz targets for longer than `npm test` does, 300 s each unless told. What is found stays in
// build/fuzz/corpus/ and grows; an input worth keeping is copied to tests/fuzz/corpus/TARGET/.
import { join } from "node:path";
import { buildPreset } from "./build.mjs";
import { die, root } from "./lib/run.mjs";
import { fuzzTargets } from "./lib/suites.mjs";
import { setup } from "./setup.mjs";

const [seconds = "300", ...only] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(seconds)) die("usage: npm run fuzz [-- SECONDS [TARGET…]]");

await setup();
const { code, output } = await buildPreset("asan");
if (code !== 0) die(output);
const result = await fuzzTargets({ seconds: Number(seconds), keep: join(root, "build/fuzz/corpus"), only });
console.log(`${result.output}${result.note ?? ""}\n${result.passed} passed, ${result.failed} failed`);
process.exitCode = result.failed ? 1 : 0;

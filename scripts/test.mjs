// npm test [SUITE…]
//
// Sets up, builds and runs every suite, or those named; the last line is `N passed, N failed`, with `, N skipped` where
// there were any. A suite over its budget is ended and has failed; TACTFUL_PATIENCE=3 triples the budgets on a slow
// machine, and with CI set they are doubled. What failed is printed in full, what passed in a line.
import { buildDemo, buildPreset, buildWeb } from "./build.mjs";
import { checkIncludes } from "./check-includes.mjs";
import { die, run } from "./lib/run.mjs";
import { browserTests, fuzzTargets, gtest, nodeTests, verdict } from "./lib/suites.mjs";
import { setup } from "./setup.mjs";
import { measure } from "./size.mjs";

// Seconds that the suites of a group may take together, builds apart.
const budgets = { native: 180, fuzz: 120, wasm: 150, web: 120, browser: 780 };

// Whole fits, a minute each under the sanitizers: the other fits run the same code there, and these run natively.
const SLOW_FITS = "Fit.FindsThat*:Fit.ForetellsTheLines*:Fit.WeighsTheOnlyKind*:Fit.GivesTheSameBytesTwice:Search.*";

const suites = [
  { name: "build native (g++)", run: () => built(buildPreset("native")) },
  { name: "build native (clang, sanitizers)", run: () => built(buildPreset("asan")) },
  { name: "build wasm (em++)", run: () => built(buildPreset("wasm")) },
  { name: "build web", run: () => built(buildWeb()) },
  { name: "build demo", run: () => built(buildDemo()) },
  { name: "includes", group: "native", run: includes },
  { name: "native", group: "native", run: (ms) => gtest("build/native/tactful_tests", ms) },
  { name: "native, sanitized", group: "native", run: (ms) => gtest("build/asan/tactful_tests", ms, SLOW_FITS) },
  { name: "fuzz", group: "fuzz", run: () => fuzzTargets({ seconds: 8 }) },
  { name: "wasm", group: "wasm", run: (ms) => nodeTests("tests/wasm", ms) },
  { name: "scripts", group: "web", run: (ms) => nodeTests("tests/scripts", ms) },
  { name: "types", group: "web", run: types },
  { name: "web", group: "web", run: (ms) => nodeTests("tests/web", ms) },
  { name: "browser", group: "browser", run: (ms) => browserTests("tests/browser", ms) },
  { name: "size", group: "web", run: size },
];

async function built(running) {
  const { code, output } = await running;
  return verdict(code === 0, output);
}

async function includes() {
  const wrong = checkIncludes();
  return verdict(wrong.length === 0, wrong.join("\n"));
}

async function types(timeoutMs) {
  const { code, output } = await run("node_modules/.bin/tsc", ["--noEmit", "--pretty", "false"], { quiet: true, timeoutMs });
  return verdict(code === 0, output);
}

async function size() {
  const { rows, table, wrong } = measure();
  const failed = wrong.length;
  return { passed: Math.max(rows.length - failed, 0), failed, skipped: 0, output: `${table}\n${wrong.join("\n")}`, note: table };
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length) die(`test: no suite ${unknown.join(", ")}; there are: ${suites.map(({ name }) => name).join("; ")}`);
// Machines that others share (CI sets this) are given twice the time: a budget should catch a suite that grew, not a neighbour.
const patience = Number(process.env.TACTFUL_PATIENCE ?? (process.env.CI ? 2 : 1));
if (!(patience > 0)) die(`test: TACTFUL_PATIENCE is not a positive number: ${process.env.TACTFUL_PATIENCE}`);

await setup();

const total = { passed: 0, failed: 0, skipped: 0 };
const left = Object.fromEntries(Object.entries(budgets).map(([group, seconds]) => [group, seconds * 1000 * patience]));
for (const suite of suites) {
  if (asked.length && !asked.includes(suite.name)) continue;
  const started = performance.now();
  const result = await suite.run(Math.max(left[suite.group], 1000)).catch((error) => verdict(false, error.stack));
  const took = performance.now() - started;
  if (suite.group && (left[suite.group] -= took) < 0) {
    result.failed += 1;
    result.output += `\nthe ${suite.group} suites took over their budget of ${budgets[suite.group] * patience} s\n`;
  }
  report(suite.name, result, took);
  for (const key of Object.keys(total)) total[key] += result[key];
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed ? 1 : 0;

function report(name, { passed, failed, skipped, output, note }, took) {
  if (failed) console.log(`\n${output.trimEnd()}\n`);
  const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
  console.log(`${failed ? "FAILED" : "ok    "} ${name.padEnd(34)} ${counts.padEnd(32)} ${(took / 1000).toFixed(1)} s`);
  if (note && !failed) console.log(note.trimEnd().replace(/^/gm, "         "));
}

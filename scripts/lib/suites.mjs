// Runs the runners we use and reads their counts. A runner that crashes, runs out of time or runs no test has failed.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/**
 * @typedef {{passed: number, failed: number, skipped: number, output: string, note?: string}} Counts
 *   `output` is worth showing when something failed, `note` when nothing did
 */

/** One check that holds or not; `output` says why it does not. */
export function verdict(holds, output = "") {
  return { passed: holds ? 1 : 0, failed: holds ? 0 : 1, skipped: 0, output };
}

const sanitizers = { UBSAN_OPTIONS: "print_stacktrace=1" };

/** A gtest executable, its tests dealt out to all cores; `without`: a filter of tests that are left out. */
export async function gtest(program, timeoutMs, without = "") {
  const args = ["--gtest_brief=1", ...(without && [`--gtest_filter=-${without}`])];
  const shards = availableParallelism();
  const results = await Promise.all(Array.from({ length: shards }, async (_, shard) => {
    const env = { ...sanitizers, GTEST_TOTAL_SHARDS: shards, GTEST_SHARD_INDEX: shard };
    const result = await run(join(root, program), args, { quiet: true, timeoutMs, env });
    const count = (word) => Number(new RegExp(`^\\[ +${word} +\\] (\\d+) tests?`, "m").exec(result.output)?.[1] ?? 0);
    return settle(result, { passed: count("PASSED"), failed: count("FAILED"), skipped: count("SKIPPED") });
  }));
  return results.reduce(sum);
}

const sum = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped, output: a.output + b.output });

/** All `*.test.mjs` of a folder under node's runner. */
export async function nodeTests(folder, timeoutMs) {
  const files = testFiles(folder);
  return files.length ? nodeFiles(files, timeoutMs) : verdict(false, `${folder} has no *.test.mjs\n`);
}

// A browser waits more than it works: three share two cores well.
const BROWSERS = 3;
const LONGEST_FILE_MS = 300_000;

/**
 * The files of tests/browser: several at a time, and those in `alone/`, which watch frames, tasks and processes, one by
 * one. A file that fails is run once more when all is quiet; what fails then has failed, and what does not is noted.
 */
export async function browserTests(folder, timeoutMs) {
  const end = performance.now() + timeoutMs;
  const results = new Map();
  const one = async (file) => {
    const left = Math.max(end - performance.now(), 1000);
    results.set(file, await nodeFiles([file], Math.min(left, LONGEST_FILE_MS)));
  };
  const files = testFiles(folder);
  const alone = files.filter((file) => file.startsWith(join(folder, "alone/")));
  // The longest first, so that none is left to run when the others are done.
  const sizeOf = (file) => statSync(join(root, file)).size;
  const shared = files.filter((file) => !alone.includes(file)).sort((a, b) => sizeOf(b) - sizeOf(a));
  await Promise.all(Array.from({ length: BROWSERS }, async () => {
    while (shared.length) await one(shared.shift());
  }));
  for (const file of alone) await one(file);
  const total = { passed: 0, failed: 0, skipped: 0, output: "", note: "" };
  for (const file of files) {
    const { failed, output } = results.get(file);
    if (failed && performance.now() < end) {
      await one(file);
      if (!results.get(file).failed) total.note += `${file} failed at first, and then passed:\n${shortened(output)}\n`;
    }
    const result = results.get(file);
    for (const key of ["passed", "failed", "skipped"]) total[key] += result[key];
    if (result.failed) total.output += result.output;
  }
  return total;
}

/** Of a runner's output what it says of failures. */
const shortened = (output) => output.slice(Math.max(output.indexOf("✖ failing tests:"), 0)).split("\n").slice(0, 30).join("\n");

async function nodeFiles(files, timeoutMs) {
  // Node leaves a core free, which is half of a machine with two.
  const atOnce = `--test-concurrency=${availableParallelism()}`;
  const result = await run(process.execPath, ["--test", atOnce, "--test-reporter=spec", "--test-force-exit", ...files], { quiet: true, timeoutMs });
  const count = (word) => Number(new RegExp(`^ℹ ${word} (\\d+)$`, "m").exec(result.output)?.[1] ?? 0);
  const counts = {
    passed: count("pass"),
    failed: count("fail") + count("cancelled"),
    skipped: count("skipped") + count("todo"),
  };
  // A file without a test is reported as a test of its own name that passed.
  const hollow = files.filter((file) => result.output.includes(`✔ ${join(root, file)} (`));
  counts.passed -= hollow.length;
  counts.failed += hollow.length;
  const output = result.output + hollow.map((file) => `${file} has no test\n`).join("");
  return settle({ ...result, output }, counts);
}

/** The `*.test.mjs` below a folder, from the root, in order. */
export function testFiles(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith(".test.mjs"))
    .sort()
    .map((file) => join(folder, file));
}

/**
 * Every libFuzzer target of tests/fuzz/, as many at once as there are cores, on its seeds and then on inputs of its own.
 *
 * @param {{seconds: number, keep?: string, only?: string[]}} options `keep` is a folder in which the inputs found grow
 *   from run to run; without it a run starts from the seeds alone, with the same random numbers each time
 */
export async function fuzzTargets({ seconds, keep, only = [] }) {
  const sources = readdirSync(join(root, "tests/fuzz")).filter((file) => file.endsWith(".cpp"));
  const targets = sources.map((file) => file.slice(0, -".cpp".length)).sort();
  const chosen = targets.filter((name) => !only.length || only.includes(name));
  if (!chosen.length) return verdict(false, `no fuzz target; there are: ${targets.join(", ") || "none"}\n`);
  const total = { passed: 0, failed: 0, skipped: 0, output: "", note: "" };
  const waiting = [...chosen];
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let name; (name = waiting.shift()); ) {
      const { failure, runs } = await fuzzTarget(name, seconds, keep);
      total[failure ? "failed" : "passed"] += 1;
      total.output += failure;
      total.note += `${total.note && ", "}${name} ${runs} runs`;
    }
  }));
  return total;
}

async function fuzzTarget(name, seconds, keep) {
  const found = keep ? join(keep, name) : join(root, "build/fuzz/scratch", name);
  if (!keep) rmSync(found, { recursive: true, force: true });
  mkdirSync(found, { recursive: true });
  const seeds = [join(root, "tests/fuzz/corpus", name), name === "pack" && goldenPacks()].filter((from) => from && existsSync(from));
  // libFuzzer writes to the first folder and only reads the others.
  const args = [found, ...seeds, ...(keep ? [] : ["-seed=1"]), `-max_total_time=${seconds}`,
    "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", `-artifact_prefix=${join(root, "build/fuzz", name)}-`];
  const { code, output } = await run(join(root, "build/asan/fuzz", name), args, {
    quiet: true,
    timeoutMs: (seconds + 60) * 1000,
    env: sanitizers,
  });
  const runs = Number(/^stat::number_of_executed_units: +(\d+)/m.exec(output)?.[1] ?? 0);
  const failure = code === 0 && runs > 0 ? "" : `fuzz ${name}: exit code ${code}, ${runs} runs\n${output}\n`;
  return { failure, runs };
}

/** The packs of tests/cases/compile in a folder of their own, for libFuzzer reads folders whole. */
function goldenPacks() {
  const to = join(root, "build/fuzz/golden-packs");
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const cases = join(root, "tests/cases/compile");
  for (const name of readdirSync(cases)) {
    const pack = join(cases, name, "expected.pack");
    if (existsSync(pack)) copyFileSync(pack, join(to, name));
  }
  return to;
}

function settle(result, counts) {
  const { passed, skipped } = counts;
  let { failed } = counts;
  let { output } = result;
  if (result.timedOut) output += "\nout of time\n";
  if (passed + failed === 0) output += "\nno test ran\n";
  // Whatever the counts say, a runner that failed did so for a reason.
  if (failed === 0 && (result.code !== 0 || result.timedOut || passed === 0)) failed = 1;
  return { passed, failed, skipped, output };
}

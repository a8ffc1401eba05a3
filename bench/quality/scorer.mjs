// node bench/quality/scorer.mjs [--fit FOLDER | --model FILE]
//
// The core as an external scorer of a decision-quality benchmark: NDJSON on standard input (a line of meta data, then
// events and queries in the order of time), on standard output one line of scores a query. bench/quality/README.md says
// what the lines hold. With --fit the model is fitted first, to the `dev` visitors of FOLDER.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { devLog } from "./dev.mjs";
import { eventOf } from "./rows.mjs";

const native = (name) => fileURLToPath(new URL(`../../build/native/${name}`, import.meta.url));
const { values: options } = parseArgs({ options: { fit: { type: "string" }, model: { type: "string" } } });
const scratch = mkdtempSync(join(tmpdir(), "tactful-quality-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

// The same site file for all sets: nothing here is picked by hand.
const category = { values: "any", notSensitive: "what a public log names, for a benchmark" };
const site = join(scratch, "site.json");
writeFileSync(site, JSON.stringify({ site: "quality", dimensions: { category } }));

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
const meta = JSON.parse((await lines.next()).value);
const model = options.model ?? (options.fit && (await fit(options.fit, meta.field)));
const replay = spawn(native("tactful-replay"), ["--campaign", site, ...(model ? ["--model", model] : [])], { stdio: ["pipe", "pipe", "inherit"] });

const queries = [];
const answered = answer();
for await (const text of lines) {
  const line = JSON.parse(text);
  if (!replay.stdin.write(`${JSON.stringify(line.t === "event" ? eventOf(line) : query(line))}\n`)) await once(replay.stdin, "drain");
}
replay.stdin.end();
await answered;

function query({ id, user, ts, candidates }) {
  queries.push({ id, candidates });
  const asked = candidates ? { rank: candidates.map((category) => ({ category })) } : { affinity: "category" };
  return { visitor: user, t: ts, ...asked };
}

/** Turns the core's answers, which come in the order of the queries, into the benchmark's. */
async function answer() {
  for await (const text of createInterface({ input: replay.stdout })) {
    const { affinity, scores, error } = JSON.parse(text);
    if (error) throw new Error(text);
    const { id, candidates } = queries.shift();
    // The last of a list is all that has no name.
    const pairs = candidates ? candidates.map((category, index) => [category, scores[index]]) : affinity.slice(0, -1);
    const line = JSON.stringify({ id, scores: Object.fromEntries(pairs) });
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
  }
}

async function fit(folder, field) {
  const path = join(scratch, "model.json");
  const child = spawn(native("tactful-fit"), [path, site], { stdio: ["pipe", process.stderr, "inherit"] });
  const ended = once(child, "close");
  for await (const text of devLog(folder, field)) if (!child.stdin.write(text)) await once(child.stdin, "drain");
  child.stdin.end();
  const [code] = await ended;
  return code === 0 ? path : undefined;
}

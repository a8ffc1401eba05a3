// tactful replay --campaign FILE… [--model FILE] [--seed S] [--engine wasm|js] [--restart]
import { parse, UsageError } from "./args.mjs";
import { Author } from "./author.mjs";
import { distUrl, instantiate } from "./dist.mjs";
import { readPack } from "./files.mjs";
import { Runner } from "./runner.mjs";
import { pieces, print } from "./stdio.mjs";

export const usage = "tactful replay --campaign FILE… [--model FILE] [--seed S] [--engine wasm|js] [--restart] < LOG";
export const does = "a log of visits through the core, as in the visitors' browsers: one answer a query, in order";
export const help = {
  "--campaign FILE": "site and campaign files, or one compiled pack",
  "--model FILE": "stands in for the model that the site file names",
  "--seed S": "assigns arms, by S and visitor; left out: no arms",
  "--engine wasm|js": "js is what pages get where wasm is forbidden; the answers are the same",
  "--restart": "for tests: saves and restores between any two lines, which changes no answer",
  LOG: "on standard input, one JSON object a line",
};

const options = { campaign: "list", model: "value", seed: "value", engine: "value", restart: "flag" };
const engines = {
  wasm: () => instantiate("runtime.wasm"),
  js: async () => (await import(distUrl("runtime.js"))).default(),
};
/** Bytes of a tactful_replay_step and a tactful_replay_result. */
const STEP = 32;
const RESULT = 8;

export async function run(words) {
  const { campaign, model, seed, engine = "wasm", restart = false } = parse(words, options);
  if (!campaign) throw new UsageError("--campaign names no FILE");
  if (!Object.hasOwn(engines, engine)) throw new UsageError("--engine is wasm or js");

  const author = new Author();
  const pack = readPack(author, campaign, { model }, "nothing was replayed");
  const replay = new Replay(author, await engines[engine](), pack, { seed, restart });
  for await (const { bytes, last } of pieces()) await print(replay.answers(bytes, last));
  process.stderr.write(replay.summary());
  return replay.badLines() === 0 ? 0 : 1;
}

/** A log that comes in pieces, through a runtime over a pack. */
export class Replay {
  #author;
  #runner;
  #handle;

  /** @param {{seed?: string, restart?: boolean}} options */
  constructor(author, runtime, pack, { seed, restart = false } = {}) {
    this.#author = author;
    this.#runner = new Runner(runtime, pack, { restart, explain: () => instantiate("explain.wasm"), statusId: (status) => author.statusId(status) });
    this.#handle = begin(author, seed);
  }

  /** What is to be printed after this piece of the log. */
  answers(bytes, last) {
    this.#author.core.tactful_replay_read(this.#handle, this.#author.place(bytes), bytes.length, Number(last));
    runPiece(this.#author, this.#handle, this.#runner);
    return this.#author.copy("replay_output", this.#handle);
  }

  summary() {
    return this.#author.copy("replay_summary", this.#handle);
  }

  badLines() {
    return this.#author.core.tactful_replay_bad_lines(this.#handle);
  }
}

function begin(author, seed) {
  if (seed === undefined) return author.core.tactful_replay_create(0, 0);
  const bytes = Buffer.from(seed);
  return author.core.tactful_replay_create(author.place(bytes), bytes.length);
}

function runPiece(author, replay, runner) {
  const { at, length: count } = author.answer("replay_steps", replay);
  // A copy of the steps, and of the inputs into the engine: author.wasm's memory moves as it answers.
  const steps = author.bytes(at, count * STEP).slice().buffer;
  const inputs = author.answer("replay_inputs", replay);
  runner.run(new Float64Array(steps), new Uint32Array(steps), author.bytes(inputs.at, inputs.length), (results, turn, answers) => {
    const resultsAt = author.place(concatenated(results, answers));
    author.core.tactful_replay_write(replay, resultsAt, turn, resultsAt + turn * RESULT);
  });
}

/** Both in one buffer: they are handed over together. */
function concatenated(results, answers) {
  const bytes = new Uint8Array(results.byteLength + answers.length);
  bytes.set(new Uint8Array(results.buffer, results.byteOffset, results.byteLength));
  bytes.set(answers, results.byteLength);
  return bytes;
}

// Runs replay steps on runtime.wasm, or on runtime.js in its place: the counterpart of cli/native/runner.h. Encoded bytes
// go straight from author.wasm's memory into the engine's and back; nothing here looks inside a value.
import { Mistake } from "./args.mjs";

/** TACTFUL_REPLAY_* of core/tactful_author.h, as the runtime's exports name them. */
const OPS = ["event", "decide", "plan", "affinity", "rank", "forget", "explain"];
const EVENT = 0;
const FORGET = 5;
const EXPLAIN = 6;
/** 32-bit words of a tactful_replay_step. */
const STEP_WORDS = 8;
const PROFILE_MAX = 4096;
const TOO_SMALL = -1;
/** Answers are handed over when they are this many bytes. */
const ENOUGH = 1 << 20;

export class Runner {
  /**
   * @param {WebAssembly.Exports} exports of runtime.wasm, or what runtime.js makes
   * @param {Uint8Array} pack
   * @param {{restart: boolean, explain: () => WebAssembly.Exports, statusId: (status: number) => string}} options with `restart`
   *   every line gets a fresh engine, restored from what the line before saved; `explain` makes explain.wasm, at the first question
   */
  constructor(exports, pack, { restart, explain, statusId }) {
    this.core = exports;
    this.restart = restart;
    this.makeExplainer = explain && (() => new Runner(explain(), pack, { statusId }));
    this.statusId = statusId;
    this.calls = OPS.map((name) => exports[`tactful_${name}`]);
    this.profiles = [];
    this.visitor = -1;
    this.memoryAt = this.#alloc(exports.tactful_engine_size());
    this.packAt = this.#alloc(pack.length);
    this.packLength = pack.length;
    this.#bytes().set(pack, this.packAt);
    this.lengthAt = this.#alloc(8);
    this.profileAt = this.#alloc(PROFILE_MAX);
    this.inputs = { at: 0, size: 0 };
    this.answers = { at: this.#alloc(2 * ENOUGH), size: 2 * ENOUGH };
    this.#open();
  }

  /**
   * Runs steps in order and hands their results over, in one or more turns.
   *
   * @param {Float64Array} times and @param {Uint32Array} words two views of the same steps
   * @param {Uint8Array} inputs
   * @param {(results: Int32Array, count: number, answers: Uint8Array) => void} write results are pairs of status and
   *   length; both views are only good during the call
   */
  run(times, words, inputs, write) {
    const inputsAt = this.#place(inputs);
    const count = words.length / STEP_WORDS;
    const results = new Int32Array(2 * count);
    let first = 0;
    let used = 0;
    const handOver = (end) => {
      write(results.subarray(2 * first, 2 * end), end - first, this.#bytes().subarray(this.answers.at, this.answers.at + used));
      first = end;
      used = 0;
    };
    for (let i = 0; i < count; ++i) {
      const at = i * STEP_WORDS;
      const op = words[at + 2];
      this.#enter(words, at);
      if (op === FORGET) {
        this.#begin(words, at);
      } else if (op === EVENT) {
        results[2 * i] = this.core.tactful_event(this.engine, times[i * 4], inputsAt + words[at + 4], words[at + 5]);
      } else if (op === EXPLAIN) {
        const { status, answer } = this.#explain(times[i * 4], inputs.subarray(words[at + 4], words[at + 4] + words[at + 5]));
        results[2 * i] = status;
        results[2 * i + 1] = answer.length;
        this.#makeRoom(used, answer.length);
        this.#bytes().set(answer, this.answers.at + used);
        used += answer.length;
      } else {
        results[2 * i] = this.#ask(this.calls[op], times[i * 4], inputsAt + words[at + 4], words[at + 5], used);
        used += results[2 * i + 1] = results[2 * i] === 0 ? this.length : 0;
      }
      if (used > ENOUGH) handOver(i + 1);
    }
    handOver(count);
  }

  /** Asks with the answer behind the `used` bytes that are there; its length is in `this.length`. */
  #ask(query, t, input, inputLength, used) {
    for (;;) {
      const { at, size } = this.answers;
      const status = query(this.engine, t, input, inputLength, at + used, size - used, this.lengthAt);
      this.length = this.#u32(this.lengthAt);
      if (status !== TOO_SMALL) return status;
      this.#makeRoom(used, this.length);
    }
  }

  /** Room for `length` bytes behind the `used` ones. */
  #makeRoom(used, length) {
    if (used + length <= this.answers.size) return;
    const more = 2 * (used + length);
    const answers = { at: this.#alloc(more), size: more };
    this.#bytes().copyWithin(answers.at, this.answers.at, this.answers.at + used);
    this.answers = answers;
  }

  /** Asks explain.wasm, with this engine's profile in it. */
  #explain(t, input) {
    const profile = this.#saved();
    const asked = (this.explainer ??= this.makeExplainer());
    asked.#bytes().set(profile, asked.profileAt);
    asked.#must(asked.core.tactful_restore(asked.engine, asked.profileAt, profile.length));
    const status = asked.#ask(asked.core.tactful_explain, t, asked.#place(input), input.length, 0);
    return { status, answer: asked.#bytes().slice(asked.answers.at, asked.answers.at + (status === 0 ? asked.length : 0)) };
  }

  #saved() {
    this.#must(this.core.tactful_save(this.engine, this.profileAt, PROFILE_MAX, this.lengthAt));
    return this.#bytes().slice(this.profileAt, this.profileAt + this.#u32(this.lengthAt));
  }

  /** Makes the step's visitor the one whose profile is in the engine. */
  #enter(words, at) {
    const visitor = words[at + 3];
    if (visitor === this.visitor && !this.restart) return;
    this.#leave();
    this.visitor = visitor;
    const profile = this.profiles[visitor];
    if (profile === undefined) {
      this.#begin(words, at);
    } else {
      this.#bytes().set(profile, this.profileAt);
      this.#must(this.core.tactful_restore(this.engine, this.profileAt, profile.length));
    }
  }

  #leave() {
    if (this.visitor < 0) return;
    this.profiles[this.visitor] = this.#saved();
    if (this.restart) this.#open();
  }

  /** An empty profile, with the visitor's seed where there is one. */
  #begin(words, at) {
    const [high, low] = [words[at + 6], words[at + 7]];
    this.#must(this.core.tactful_forget(this.engine));
    if (high !== 0 || low !== 0) this.#must(this.core.tactful_set_seed(this.engine, high, low));
  }

  #open() {
    const status = this.core.tactful_create(this.memoryAt, this.packAt, this.packLength, this.lengthAt);
    if (status !== 0) throw new Mistake(`the pack cannot be used: ${this.statusId(status)}`);
    this.engine = this.#u32(this.lengthAt);
  }

  #place(inputs) {
    if (inputs.length > this.inputs.size) {
      const size = 2 * inputs.length;
      this.inputs = { at: this.#alloc(size), size };
    }
    this.#bytes().set(inputs, this.inputs.at);
    return this.inputs.at;
  }

  #must(status) {
    if (status !== 0) throw new Error(`the core failed: ${this.statusId(status)}`);
  }

  #alloc(size) {
    const at = this.core.tactful_alloc(size);
    if (at === 0) throw new Error("out of memory");
    this.view = undefined;
    return at;
  }

  /** All of the engine's memory. Growing detaches the view, and only `#alloc` grows. */
  #bytes() {
    return (this.view ??= new Uint8Array(this.core.memory.buffer));
  }

  #u32(at) {
    const bytes = this.#bytes();
    return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  }
}

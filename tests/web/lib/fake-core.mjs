// Stands in for runtime.wasm where a test is about the boundary and not about decisions: it keeps the ABI of
// core/tactful.h and shows the bytes that arrive.

const ok = 0;
const tooSmall = -1;

/**
 * Exports like those of runtime.wasm. `calls` lists [name, ...what came]; `answers` maps a function's name to the
 * bytes it answers with (or a status). Memory starts with one page and grows by need.
 */
export function fakeCore({ answers = {}, engineSize = 64 } = {}) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const calls = [];
  let next = 1024;
  const bytes = (at, length) => Buffer.from(new Uint8Array(memory.buffer, at, length));
  const answer = (name, out, cap, len) => {
    const given = answers[name];
    if (typeof given === "number") return given;
    new DataView(memory.buffer).setUint32(len, given.length, true);
    if (given.length > cap) return tooSmall;
    new Uint8Array(memory.buffer, out, cap).set(given);
    return ok;
  };
  const query = (name) => (engine, now, at, length, out, cap, len) => {
    calls.push([name, now, bytes(at, length)]);
    return answer(name, out, cap, len);
  };
  return {
    calls,
    exports: {
      memory,
      tactful_engine_size: () => engineSize,
      tactful_alloc(length) {
        const at = (next + 7) & ~7;
        next = at + length;
        const short = next - memory.buffer.byteLength;
        if (short > 0) memory.grow(Math.ceil(short / 65536));
        return at;
      },
      tactful_create(place, pack, length, engine) {
        calls.push(["create", bytes(pack, length)]);
        if (typeof answers.create === "number") return answers.create;
        new DataView(memory.buffer).setUint32(engine, place, true);
        return ok;
      },
      tactful_set_seed(engine, high, low) {
        calls.push(["set_seed", high, low]);
        return ok;
      },
      tactful_event(engine, t, at, length) {
        calls.push(["event", t, bytes(at, length)]);
        if (answers.event === "trap") new WebAssembly.Instance(trap).exports.trap();
        return typeof answers.event === "number" ? answers.event : ok;
      },
      tactful_restore(engine, at, length) {
        calls.push(["restore", bytes(at, length)]);
        return typeof answers.restore === "number" ? answers.restore : ok;
      },
      tactful_forget() {
        calls.push(["forget"]);
        return ok;
      },
      tactful_save: (engine, out, cap, len) => answer("save", out, cap, len),
      tactful_slots: (engine, out, cap, len) => answer("slots", out, cap, len),
      tactful_decide: query("decide"),
      tactful_plan: query("plan"),
      tactful_affinity: query("affinity"),
      tactful_rank: query("rank"),
    },
  };
}

// (module (func (export "trap") unreachable))
const trap = new WebAssembly.Module(Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 116, 114, 97, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11,
]));

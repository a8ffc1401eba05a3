// The contenders in one JavaScript engine, Node's or Chromium's: nothing in here knows which. Figures are nanoseconds an
// event, one a round.
import { Sums, events } from "./world.mjs";

/** What a page does: an event as an object goes through the SDK's encoder. `Engine` is that of tactful/engine. */
export async function contest({ Engine, runtime, pack, world, rounds }) {
  const log = events(world);
  const engine = await Engine.load(runtime, pack);
  const encoded = await direct({ runtime, pack, inputs: await inputsOf(Engine, runtime, pack, log) });
  let sums;
  const contenders = {
    map: [() => (sums = new Sums(world)), (event) => sums.event(event, event.t)],
    objects: [() => engine.forget(), (event) => engine.event(event, event.t)],
    encoded: [encoded.forget, encoded.event],
  };
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, [begin, take]] of Object.entries(contenders)) {
      const start = performance.now();
      let visitor;
      for (let i = 0; i < log.length; i++) {
        const event = log[i];
        if (event.visitor !== visitor) begin((visitor = event.visitor));
        take(event, i);
      }
      times[name].push(((performance.now() - start) * 1e6) / log.length);
    }
  }
  return times;
}

/** The bytes that each event is told the core in: an engine over exports that note what they are given. */
async function inputsOf(Engine, runtime, pack, log) {
  const { instance: { exports } } = await WebAssembly.instantiate(runtime);
  const inputs = [];
  const noting = {
    ...exports,
    tactful_event: (engine, t, at, length) => inputs.push(new Uint8Array(exports.memory.buffer, at, length).slice()) && 0,
  };
  const engine = await Engine.load(noting, pack);
  for (const event of log) engine.event(event, event.t);
  return inputs;
}

/** Events that lie encoded in the core's memory, as a host keeps them that sends the same ones often. */
async function direct({ runtime, pack, inputs }) {
  const { instance: { exports: core } } = await WebAssembly.instantiate(runtime);
  const put = (bytes) => {
    const at = core.tactful_alloc(bytes.length);
    new Uint8Array(core.memory.buffer).set(bytes, at);
    return at;
  };
  const packAt = put(pack), memory = core.tactful_alloc(core.tactful_engine_size()), answer = core.tactful_alloc(8);
  if (core.tactful_create(memory, packAt, pack.length, answer)) throw new Error("the pack cannot be used");
  const engine = new DataView(core.memory.buffer).getUint32(answer, true);
  const places = inputs.map((bytes) => [put(bytes), bytes.length]);
  return {
    forget: () => core.tactful_forget(engine),
    event: ({ t }, i) => {
      if (core.tactful_event(engine, t, ...places[i])) throw new Error("an event was refused");
    },
  };
}

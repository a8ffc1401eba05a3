// Values into the core's memory and out of it: the bytes of docs/value-encoding.md, whatever a page passes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sdk } from "./lib/bundle.mjs";
import { fakeCore } from "./lib/fake-core.mjs";
import { encode } from "./lib/values.mjs";

const { connect } = await sdk("memory.ts");
const pack = Uint8Array.of(1, 2, 3, 4, 5);

/** The bytes that reach the core for a value, which is sent in a list of one: inputs are never bare scalars. */
function sent(value) {
  const { exports, calls } = fakeCore();
  connect(exports, pack).tell("event", 7, [value]);
  const bytes = calls.at(-1)[2];
  assert.deepEqual([...bytes.subarray(0, 2)], [5, 1]);
  return bytes.subarray(2);
}

/** What the page gets for bytes that the core answers. */
function received(bytes) {
  const { exports } = fakeCore({ answers: { plan: bytes } });
  return connect(exports, pack).ask("plan", 7, {});
}

const plain = [
  null, true, false, 0, -0, 1.5, -1e300, 5e-324, Number.MAX_SAFE_INTEGER, "", "trail", "Größe · 尺寸 · 👟", "\0\x7f\x80",
  "\ufeffmark", "x".repeat(127), "x".repeat(128), "é".repeat(64), "ab".repeat(9000), [], [1, [2, [3]]], {}, { a: { b: [null, false] } },
  { "": 1, "a.b": 2 }, Array.from({ length: 300 }, (_, i) => i),
];

test("writes the documented bytes", () => {
  for (const value of plain) assert.deepEqual(sent(value), encode(value), JSON.stringify(value)?.slice(0, 60));
});

test("reads back what it wrote", () => {
  for (const value of plain) assert.deepStrictEqual(received(encode(value)), value);
});

test("leaves out what is undefined, and makes null of what JSON cannot say", () => {
  const odd = { a: undefined, b: () => 1, c: NaN, d: Infinity, e: Symbol("e"), f: 10n, g: [undefined, () => 1, , NaN], h: new Date(0) };
  assert.deepEqual(sent(odd), encode({ b: null, c: null, d: null, e: null, f: null, g: [null, null, null, null], h: {} }));
});

test("cuts what is nested too deep, cycles included", () => {
  const round = {};
  round.round = round;
  let want = { round: null };
  for (let depth = 1; depth < 22; depth++) want = { round: want };
  assert.deepEqual(sent(round), encode(want));
});

test("cuts a text at 65,536 units", () => {
  assert.deepEqual(sent("x".repeat(70000)), encode("x".repeat(65536)));
});

test("takes __proto__ as a key like any other, both ways", () => {
  const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}');
  assert.deepEqual(sent(hostile), encode(hostile));
  const answer = received(encode(hostile));
  assert.deepEqual(Object.keys(answer), ["__proto__", "constructor"]);
  assert.equal(Object.getPrototypeOf(answer), Object.prototype);
  assert.equal({}.polluted, undefined);
});

test("grows for an input and for an answer, in memory that moves", () => {
  const big = "y".repeat(60000);
  const { exports, calls } = fakeCore({ answers: { plan: encode([big, big, big]) } });
  const core = connect(exports, pack);
  const before = exports.memory.buffer;
  assert.deepStrictEqual(core.ask("plan", 7, { big, more: [big, 1.5] }), [big, big, big]);
  assert.notEqual(exports.memory.buffer, before);
  // Tried once too small, once with what was needed, and with the same input.
  const inputs = calls.filter(([name]) => name === "plan").map(([, , bytes]) => bytes);
  assert.equal(inputs.length, 2);
  for (const input of inputs) assert.deepEqual(input, encode({ big, more: [big, 1.5] }));
});

test("writes nothing outside its region", () => {
  const { exports } = fakeCore();
  const core = connect(exports, pack);
  const beyond = exports.tactful_alloc(8);
  core.tell("event", 7, { a: "z".repeat(40000), n: 1.25 });
  assert.deepEqual([...new Uint8Array(exports.memory.buffer, beyond, 8)], [0, 0, 0, 0, 0, 0, 0, 0]);
});

test("gives the pack and the profile as they are", () => {
  const profile = Uint8Array.from({ length: 4096 }, (_, i) => i * 7);
  const { exports, calls } = fakeCore({ answers: { save: profile } });
  const core = connect(exports, pack);
  assert.deepEqual(calls[0], ["create", Buffer.from(pack)]);
  assert.deepEqual(core.save(), profile);
  core.tell("restore", undefined, profile);
  assert.deepEqual(calls.at(-1), ["restore", Buffer.from(profile)]);
  assert.doesNotThrow(() => core.tell("restore", undefined, new Uint8Array()));
  assert.deepEqual(calls.at(-1), ["restore", Buffer.alloc(0)]);
});

test("throws the status", () => {
  const thrown = (answers, work) => {
    const { exports } = fakeCore({ answers });
    try {
      work(connect(exports, pack));
    } catch (status) {
      return status;
    }
    return undefined;
  };
  assert.equal(thrown({ create: -4 }, () => {}), -4);
  assert.equal(thrown({ decide: -10 }, (core) => core.ask("decide", 1, {})), -10);
  assert.equal(thrown({ restore: -9 }, (core) => core.tell("restore", undefined, pack)), -9);
  assert.equal(thrown({}, (core) => core.tell("event", 1, {})), undefined);
});

test("gives no answer after a trap", () => {
  const { exports } = fakeCore({ answers: { event: "trap", save: pack } });
  const core = connect(exports, pack);
  assert.throws(() => core.tell("event", 1, {}), WebAssembly.RuntimeError);
  assert.throws(() => core.save());
});

test("says when there is no memory", () => {
  const { exports } = fakeCore();
  exports.tactful_alloc = () => 0;
  assert.throws(() => connect(exports, pack), (error) => error === "out-of-memory");
});

test("writes the bytes that docs/value-encoding.md shows", () => {
  const text = readFileSync(new URL("../../docs/value-encoding.md", import.meta.url), "utf8");
  const example = JSON.parse(/```json\n(.*)\n```/.exec(text)[1]);
  const bytes = [...text.matchAll(/^[\da-f]{2}  ((?:[\da-f]{2} )+)/gm)].flatMap(([, row]) => row.trim().split(" "));
  assert.equal(sent(example).toString("hex"), bytes.join(""));
  assert.deepEqual(received(Buffer.from(bytes.join(""), "hex")), example);
});

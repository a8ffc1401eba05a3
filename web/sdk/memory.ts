// The core's memory, and the only file that touches it: values go into it and come out of it in
// the value encoding (docs/value-encoding.md), without a copy in between.

/** What runtime.wasm, or runtime.js in its place, exports. */
export interface Exports {
  memory: { buffer: ArrayBuffer };
  [name: string]: unknown;
}

/** Deepest nesting of containers; what lies deeper becomes null (core/base/value.h, kMaxDepth). */
const DEPTH = 23;
/** Longest text, in UTF-16 units; the rest is cut. */
const TEXT = 65536;
/** Most bytes; containers beyond are null. What leads back to itself by several ways would not end before the page does. */
const MOST = 1 << 22;
const TOO_SMALL = -1;

const encoder = new TextEncoder();
// A leading U+FEFF is part of a text.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export type Core = ReturnType<typeof connect> & {
  /** Reads the amounts in a stored event (value.ts). */
  amounts?: (this: any, key: string, value: any) => any;
};

/**
 * An engine over a pack. All that it offers is synchronous and throws what went wrong: a status of
 * the core (a negative number), "out-of-memory", or the trap that ended the instance.
 *
 * cost  a call copies its input once; memory grows by need and is never given back
 */
export const connect = (exports: Exports, pack: Uint8Array) => {
  // To put a name together takes longer than to call what it names.
  let functions: Record<string, any> = {};
  // What a function does not take it does not see; a list of arguments to spread would be one of doubles, for `time` is one.
  const call = (name: string, a?: number, b?: number, c?: number, d?: number, e?: number, f?: number, g?: number): number => {
    try {
      return (functions[name] ??= exports["tactful_" + name])(a, b, c, d, e, f, g);
    } catch (trap) {
      // What the instance holds cannot be trusted any more.
      functions = exports = {} as Exports;
      throw trap;
    }
  };
  const alloc = (length: number): number => {
    const place = call("alloc", length);
    if (!place) throw "out-of-memory";
    return place;
  };
  const check = (status: number) => {
    if (status) throw status;
  };

  // One region of memory serves all calls: 8 bytes for the length of an answer, the input, the
  // answer. The views end where it ends, so that nothing outside can be written, and are taken
  // anew with it, for memory that grows detaches them. Positions count from its start.
  let start: number, size: number, bytes: Uint8Array, view: DataView, engine: number;
  let at: number;
  const look = () => {
    bytes = new Uint8Array(exports.memory.buffer, start, size);
    view = new DataView(exports.memory.buffer, start, size);
  };
  const reserve = (length: number) => {
    start = alloc((size = length));
    look();
  };

  // Writers go on past the end, where a typed array ignores them: `at` then says what is needed.
  const byte = (value: number) => {
    bytes[at++] = value;
  };
  const length = (value: number) => {
    for (; value > 127; value >>>= 7) byte(value | 128);
    byte(value);
  };
  const text = (value: string) => {
    value = value.slice(0, TEXT);
    const begin = at;
    // ASCII is most of all text, and faster char by char than with encodeInto.
    let wide = 0;
    length(value.length);
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      wide |= code;
      bytes[at++] = code;
    }
    if (wide > 127) {
      at = begin;
      const encoded = encoder.encode(value);
      length(encoded.length);
      encoded.forEach(byte);
    }
  };
  const write = (value: any, depth: number): void => {
    const type = typeof value;
    if (type == "string") {
      byte(4);
      text(value);
    } else if (type == "number" && isFinite(value)) {
      byte(3);
      if (at + 8 <= size) view.setFloat64(at, value, true);
      at += 8;
    } else if (value && type == "object" && depth && at < MOST) {
      const list = Array.isArray(value);
      const keys = list ? value : Object.keys(value).filter((key) => value[key] !== undefined);
      byte(list ? 5 : 6);
      length(keys.length);
      for (const key of keys) {
        if (!list) text(key);
        write(list ? key : value[key], depth - 1);
      }
    } else byte(value === true ? 2 : value === false ? 1 : 0);
  };

  // Answers say the same words again and again: the last text of each place is compared, which is faster than to make it.
  const texts: string[] = [];
  const readLength = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const part = bytes[at++]!;
      value |= (part & 127) << shift;
      if (part < 128) return value;
    }
  };
  const readText = (): string => {
    const count = readLength();
    const from = at;
    at += count;
    const place = (count + bytes[from]! * 31 + bytes[at - 1]! * 7) & 255;
    const known = texts[place] || "";
    let i = 0;
    while (i < count && known.charCodeAt(i) == bytes[from + i]) i++;
    if (known.length == count && i == count) return known;
    // ASCII, as keys are, is faster char by char than with decode.
    let ascii = "";
    for (i = from; i < at && bytes[i]! < 128; i++) ascii += String.fromCharCode(bytes[i]!);
    return i < at ? decoder.decode(bytes.subarray(from, at)) : (texts[place] = ascii);
  };
  const read = (): any => {
    const tag = bytes[at++]!;
    if (tag == 3) return view.getFloat64((at += 8) - 8, true);
    if (tag == 4) return readText();
    if (tag < 5) return tag ? tag > 1 : null;
    let count = readLength();
    if (tag == 5) {
      const list = [];
      for (; count; count--) list.push(read());
      return list;
    }
    let object: any = {};
    for (; count; count--) {
      const key = readText();
      // Of all keys, this one alone would not become an own property.
      if (key === "__proto__") object = { ...object, [key]: read() };
      else object[key] = read();
    }
    return object;
  };

  /** Calls, with `time` and `input` where given; with `answers`, `at` is then at the answer. Returns its end. */
  const run = (name: string, time?: number, input?: unknown, answers?: unknown): number => {
    for (;;) {
      // Another engine of the same instance may have made the memory grow.
      if (bytes!.buffer != exports.memory.buffer) look();
      at = 8;
      if (input instanceof Uint8Array) input.forEach(byte);
      else if (input) write(input, DEPTH);
      const end = at;
      let need = end;
      if (end <= size) {
        const status =
          time != null
            ? call(name, engine, time, start + 8, end - 8, start + end, size - end, start)
            : answers
              ? call(name, engine, start + end, size - end, start)
              : call(name, engine, start + 8, end - 8);
        if (answers) need += view.getUint32(0, true);
        if (status != TOO_SMALL) {
          check(status);
          return need;
        }
      }
      reserve(need * 2);
    }
  };

  const memory = alloc(call("engine_size"));
  const packAt = alloc(pack.length);
  new Uint8Array(exports.memory.buffer, packAt).set(pack);
  reserve(16384);
  check(call("create", memory, packAt, pack.length, start!));
  engine = view!.getUint32(0, true);

  return {
    pack,
    /** Functions that answer with a status alone: event, restore, forget. */
    tell: run as (name: string, time?: number, input?: unknown) => unknown,
    /** Functions that answer with a value: decide, plan, affinity, rank, slots. */
    ask: (name: string, time?: number, input?: unknown): any => {
      run(name, time, input, 1);
      return read();
    },
    save: (): Uint8Array => {
      const end = run("save", undefined, undefined, 1);
      return bytes.slice(at, end);
    },
    /** Two halves of 64 random bits; ignored when the profile has a seed. */
    seed: (high: number, low: number) => check(call("set_seed", engine, high, low)),
  };
};

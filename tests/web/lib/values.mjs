// The value encoding, written a second time and for clarity: what memory.ts is compared with.

/** docs/value-encoding.md, for plain JSON data. */
export function encode(value) {
  if (value === null) return Buffer.from([0]);
  if (typeof value === "boolean") return Buffer.from([value ? 2 : 1]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(9, 3);
    bytes.writeDoubleLE(value, 1);
    return bytes;
  }
  if (typeof value === "string") return Buffer.concat([Buffer.from([4]), text(value)]);
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([5]), length(value.length), ...value.map(encode)]);
  const pairs = Object.entries(value);
  return Buffer.concat([Buffer.from([6]), length(pairs.length), ...pairs.flatMap(([key, each]) => [text(key), encode(each)])]);
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([length(bytes.length), bytes]);
}

function length(count) {
  const bytes = [];
  for (; count > 127; count = Math.floor(count / 128)) bytes.push((count % 128) | 128);
  return Buffer.from([...bytes, count]);
}

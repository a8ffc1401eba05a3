// Random (condition, attributes, groups) triples: every operator, every type on both sides, and the texts and numbers
// at which JavaScript's conversions turn. Left out is only what docs/condition-code.md lists as different on purpose.

/** A seeded stream of numbers in [0, 1) (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ state >>> 15, state | 1);
    t ^= t + Math.imul(t ^ t >>> 7, t | 61);
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}

const texts = ["", "a", "b", "A", "B", "abc", "ABC", "aBc", "ab", "10", "9", "5", "05", "1.5", "1.50", "1e3", "1E+2", " 5 ", "\t7\n", "\u00a03", "0x10", "0X1f",
  "0b101", "0o17", "0x", "true", "false", "null", "NaN", "Infinity", "-Infinity", "-0", "-5", "+3", ".5", "5.", ".", "-", "1_0", "1 0", "[object Object]",
  "a,b", "1,2", ",", "5,", "null,", "é", "É", "ñandú", "ÑANDÚ", "ß", "ẞ", "ж", "Ж", "ёлка", "ЁЛКА", "ω", "Ω", "ά", "Ά", "ǆ", "ǅ", "𝒳", "𝒴", "\ue000", "\uffee", "日本",
  "~", "z", "Z", "0", "00", "1", "2", "100", "0.1", "1e-7", "12345678901234567890", "1.2.3", "v1.2.3", "1.10.0", "1.2", "2", "2.0.0-beta.1", "2.0.0-beta.11",
  "2.0.0-rc", "1.2.3+b1", "1.2.3-4", "1-2-3", "v", "vv1", "10000.0.0", "100000.0.0", "1..2", "a/b", "trail shoes", "Trail Running", "2026-11-30", "me@shop.example"];
const numbers = [0, 1, -1, 2, 3, 5, 7, 9, 10, 15, 16, 31, 100, 1000, 1.5, 0.1, 0.5, -0.5, 12.34, 89.99, 0.000001, 0.30000000000000004 - 4e-17, 123456789, 4294967296,
  9007199254740991, -5, 1.2, 2.0, 1e15, 99.5, 0.015625];
const patterns = ["a", "^a", "a$", "^$", "", "b+", "[a-c]+", "[^a]", "\\d+", "^\\d{1,2}$", "\\w\\W\\w", "(a|b|c)+$", "^(?:ab|a)(?:c|bc)$", "x*", "a?b", "\\.", "^v?\\d+\\.\\d+",
  "^.", "a.", "[A-Z]", "^[^,]*,[^,]*$", "\\bRun", "run\\b", "\\Bl", "\\B", "\\s", "\\S\\s\\S", "null", "true|5", "[é-ñ]", "É", "ж", "Ж+", "\\u00e9", "\\x41", "a{2,}", "a{,2}", "{", "a{1", "]", "[]", "[^]",
  "[\\]]", "[-a]", "[a-]", "[\\d-z]", "(((a)))", "a||b", "()", "a/b", "\\/", "o.*s$", "^\\[obj", ",", "(a*)*$", "(a|a)*b", "(?<n>a)b", "[\\w.]+@[\\w.]+", "^(1|2)+,", "\\0", "\\t", "\\cJ", "[\\b]", "-", "\\-", "t.*?s", "e??x"];
const paths = ["a", "b", "c", "d.e", "d.f.g", "tags", "items", "tags.0", "items.1.a", "v", "n", "missing", "d", "$groups", "a.b", "", "x.", "items.0.tags", "tags.01", "d.0"];
const keys = ["a", "b", "e", "f", "g", "0", "tags", "name"];
const types = ["null", "boolean", "number", "string", "array", "object", "undefined"];

export class Generator {
  constructor(seed) {
    this.next = random(seed);
  }
  below(n) {
    return Math.floor(this.next() * n);
  }
  pick(list) {
    return list[this.below(list.length)];
  }
  chance(p) {
    return this.next() < p;
  }
  list(most, make) {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  scalar() {
    const kind = this.next();
    return kind < 0.5 ? this.pick(texts) : kind < 0.8 ? this.pick(numbers) : kind < 0.9 ? this.chance(0.5) : null;
  }
  object(depth) {
    return Object.fromEntries(this.list(3, () => [this.pick(keys), this.value(depth - 1)]));
  }
  value(depth = 2) {
    const kind = depth > 0 ? this.next() : 0;
    if (kind < 0.65) return this.scalar();
    if (kind < 0.85) return this.list(4, () => (this.chance(0.7) ? this.scalar() : this.value(depth - 1)));
    return this.object(depth);
  }

  attributes() {
    const out = {};
    for (const name of ["a", "b", "c", "n", "v", "$groups", ""]) if (this.chance(0.6)) out[name] = this.value();
    if (this.chance(0.6)) out.v = this.pick(texts.filter((text) => /\d/.test(text)));
    if (this.chance(0.6)) out.d = { e: this.value(1), f: { g: this.value(1) }, 0: this.scalar() };
    if (this.chance(0.7)) out.tags = this.list(4, () => this.scalar());
    if (this.chance(0.6)) out.items = this.list(3, () => (this.chance(0.8) ? this.object(2) : this.value(1)));
    return out;
  }
  groups() {
    return { g1: this.list(4, () => this.scalar()), g2: [], g3: { type: "list", values: this.list(3, () => this.scalar()) } };
  }

  tests(depth) {
    if (depth <= 0 || this.chance(0.3)) return this.chance(0.85) ? this.scalar() : this.literal();
    return Object.fromEntries(Array.from({ length: this.chance(0.7) ? 1 : 2 }, () => {
      const op = this.pick(operators);
      return [op, this.operand(op, depth - 1)];
    }));
  }
  // An array, or an object that is not taken for operators.
  literal() {
    return this.chance(0.6) ? this.list(3, () => this.value(1)) : this.object(2);
  }
  operand(op, depth) {
    switch (op) {
      case "$in": case "$nin": case "$ini": case "$nini": return this.list(5, () => (this.chance(0.95) ? this.scalar() : this.value(1)));
      case "$all": case "$alli": return this.list(2, () => this.tests(depth));
      case "$elemMatch": return this.chance(0.5) ? this.condition(depth) : this.operators(depth);
      case "$size": return this.chance(0.6) ? this.below(4) : this.tests(depth);
      case "$not": return this.tests(depth);
      case "$exists": return this.chance(0.9) ? this.chance(0.5) : this.scalar();
      case "$type": return this.pick(types);
      case "$regex": case "$regexi": return this.pick(patterns);
      case "$inGroup": case "$notInGroup": return this.pick(["g1", "g2", "g3", "nobody"]);
      case "$eq": case "$ne": return this.chance(0.9) ? this.scalar() : this.value(1);
      default: return this.chance(0.9) ? this.scalar() : this.value(1);
    }
  }
  operators(depth) {
    const op = this.pick(operators);
    return { [op]: this.operand(op, depth) };
  }
  condition(depth = 3) {
    const out = {};
    const members = this.chance(0.1) ? 0 : 1 + this.below(2);
    for (let i = 0; i < members; ++i) {
      const kind = depth > 0 ? this.next() : 1;
      if (kind < 0.1) out.$or = this.list(3, () => this.condition(depth - 1));
      else if (kind < 0.2) out.$and = this.list(3, () => this.condition(depth - 1));
      else if (kind < 0.25) out.$nor = this.list(3, () => this.condition(depth - 1));
      else if (kind < 0.33) out.$not = this.condition(depth - 1);
      else out[this.pick(paths)] = this.tests(depth);
    }
    // Inside $elemMatch operators alone would be taken for operators of the element.
    if (Object.keys(out).length && Object.keys(out).every((key) => key.startsWith("$"))) out.a = this.tests(depth - 1);
    return out;
  }
  /** A line of `tactful match`. */
  case() {
    return JSON.parse(JSON.stringify({ condition: this.condition(), attributes: this.attributes(), groups: this.groups() }));
  }
}

const operators = ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$ini", "$nini", "$all", "$alli", "$elemMatch", "$size", "$not", "$exists", "$type",
  "$regex", "$regexi", "$veq", "$vne", "$vgt", "$vgte", "$vlt", "$vlte", "$inGroup", "$notInGroup"];

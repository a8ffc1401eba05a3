// Site and campaign files as authors get them wrong: trees of JSON with some places changed. A function of the seed.
import { random } from "../../bench/generate/random.mjs";

const odd = [null, true, false, 0, -1, 1, 0.5, 1e308, -1e308, 1e-320, 4294967296, 9007199254740993, "", "x", "__proto__", "2026-02-30",
  "25:61", "é".repeat(300), "a".repeat(5000), [], {}, [[]], [null], { "": {} }, { $gt: 1 }, { $and: [] }, { $or: [{}] }, { $regex: "(" },
  { $in: "x" }, { $not: null }, "{category}", "{attribute.x|}", "javascript:alert(1)", "category:trail", ["a", "a"], { en: "x" },
  { src: "/a.jpg" }];
const keys = ["zzz", "$gt", "$and", "when", "for", "*", "price", "category", "__proto__", ""];
const ends = ["", "$", ".", "é", "\0", "\ud800", " ", "{"];

/** The paths of all values inside a value. */
function places(value, path = [], out = []) {
  if (path.length) out.push(path);
  if (value && typeof value === "object") for (const key of Object.keys(value)) places(value[key], [...path, key], out);
  return out;
}
const at = (value, path) => path.reduce((part, key) => part[key], value);

export class Mutator {
  /** @param {number} seed @param {object[][]} origins lists of files that belong together */
  constructor(seed, origins) {
    this.random = random(seed);
    this.origins = origins;
  }

  /** A list of files, one or two places changed. */
  files() {
    const files = structuredClone(this.random.pick(this.origins));
    for (let changes = 1 + this.random.below(2); changes; changes--) this.change(this.random.pick(files));
    return files;
  }

  change(file) {
    const { pick, below, unit } = this.random;
    const all = places(file);
    if (!all.length) return;
    const path = pick(all);
    const inside = at(file, path.slice(0, -1));
    const key = path.at(-1);
    const was = inside[key];
    const way = unit();
    if (way < 0.35) inside[key] = structuredClone(pick(odd));
    else if (way < 0.5) Array.isArray(inside) ? inside.splice(Number(key), 1) : delete inside[key];
    else if (way < 0.6) inside[key] = structuredClone(at(file, pick(all)));
    else if (way < 0.75 && !Array.isArray(inside)) {
      delete inside[key];
      inside[pick([...keys, String(pick(all).at(-1))])] = was;
    } else if (way < 0.85 && Array.isArray(inside)) {
      for (let copies = below(40); copies; copies--) inside.push(structuredClone(was));
    } else if (typeof was === "string") inside[key] = was.slice(0, below(was.length + 1)) + pick(ends);
    else if (typeof was === "number") inside[key] = pick([-was, was * 1e9, was + 0.5, 0]);
    else inside[key] = structuredClone(pick(odd));
  }
}

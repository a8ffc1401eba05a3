// node scripts/gen-fold.mjs [--check]
//
// Writes core/base/fold_table.inc and tests/core/base/text_expected.inc from this Node's Unicode tables: how Latin,
// Greek and Cyrillic letters fold to lower case and lose their marks. Both are checked in, so that a build needs no
// Unicode tables and every build hashes alike; --check only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/run.mjs";

const latin = [0xc0, 0x24f], greek = [0x370, 0x3ff], cyrillic = [0x400, 0x52f], latinMore = [0x1e00, 0x1eff], greekMore = [0x1f00, 0x1fff];
const letters = [latin, greek, cyrillic, latinMore, greekMore].flatMap(codePoints);
const marks = codePoints([0x300, 0x36f]);
const finalSigma = 0x3c2;

/** Lower case where that is one code point; the final sigma as the other one. */
function fold(codePoint) {
  const lower = [...String.fromCodePoint(codePoint).toLowerCase()];
  return codePoint === finalSigma ? finalSigma + 1 : lower.length === 1 ? lower[0].codePointAt(0) : codePoint;
}

/** What canonical decomposition leaves without combining marks; 0 when nothing. */
function strip(codePoint) {
  const left = [...String.fromCodePoint(codePoint).normalize("NFD")].filter((c) => !/[\u0300-\u036f]/.test(c));
  if (left.length > 1) throw new Error(`U+${codePoint.toString(16)} decomposes to more than one letter`);
  return left.length ? left[0].codePointAt(0) : 0;
}

// Runs of (code points skipped, length, zigzag delta); in a run of delta 1 every second one is a capital.
function foldRuns() {
  const runs = [];
  for (const first of [...codePoints([0x41, 0x5a]), ...letters]) {
    const delta = fold(first) - first, last = runs.at(-1);
    if (delta === 0) continue;
    if (last?.delta === delta && first === last.last + (delta === 1 ? 2 : 1)) last.last = first;
    else runs.push({ first, last: first, delta });
  }
  let at = 0;
  return runs.flatMap(({ first, last, delta }) => {
    const run = [...leb128(first - at), ...leb128(last - first), ...leb128(delta < 0 ? -2 * delta - 1 : 2 * delta)];
    at = last;
    return run;
  });
}

// Runs over all code points from U+00C0 on: a byte of (change of base + 16) << 3 | length, where change 0 stands for
// "its own base" and length 0 for "in the bytes that follow". Capitals are never looked up, so they lengthen a run.
function stripRuns() {
  const lower = letters.filter((c) => fold(c) === c);
  const bases = [...new Set(lower.filter((c) => strip(c) !== c).map(strip))].sort((a, b) => a - b);
  const runs = [];
  for (const c of codePoints([latin[0], greekMore[1]])) {
    const isLetter = letters.includes(c);
    if (isLetter && fold(c) !== c && runs.length) {
      runs.at(-1).length += 1;
      continue;
    }
    const base = isLetter && strip(c) !== c ? bases.indexOf(strip(c)) : -1;
    if (runs.at(-1)?.base === base) runs.at(-1).length += 1;
    else runs.push({ base, length: 1 });
  }
  let at = 0;
  const bytes = [];
  const put = (change, length) => bytes.push(...(length > 0 && length < 8 ? [change << 3 | length] : [change << 3, ...leb128(length)]));
  for (const { base, length } of runs) {
    if (base < 0) {
      put(0, length);
      continue;
    }
    let change = base - at;
    at = base;
    for (; Math.abs(change) > 15; change -= 15 * Math.sign(change)) put(16 + 15 * Math.sign(change), 0);
    put(16 + change, length);
  }
  return { bytes, bases };
}

function codePoints([from, to]) {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function leb128(n) {
  return n < 0x80 ? [n] : [n & 0x7f | 0x80, ...leb128(n >>> 7)];
}

function list(type, name, numbers) {
  const lines = `${numbers.join(",")},`.match(/.{1,116}(,|$)/g).join("\n    ");
  return `constexpr ${type} ${name}[] = {\n    ${lines}\n};\n`;
}

const { bytes, bases } = stripRuns();
const head = "// Written by scripts/gen-fold.mjs; do not edit.\n";
const files = {
  "core/base/fold_table.inc": head + list("std::uint8_t", "kFoldRuns", foldRuns()) + list("std::uint8_t", "kBaseRuns", bytes) +
    list("std::uint16_t", "kBases", bases),
  "tests/core/base/text_expected.inc": `${head}// {code point, folded, stripped}\n${[...codePoints([0x20, 0x7e]), ...letters, ...marks]
    .map((c) => `{${c}, ${fold(c)}, ${strip(c)}},`).join("\n")}\n`,
};
const check = process.argv.includes("--check");
for (const [path, text] of Object.entries(files)) {
  const file = join(root, path);
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) throw new Error(`${path} is not what scripts/gen-fold.mjs writes`);
}

// npm run size [-- --write]
//
// Brotli sizes (quality 11) of what a page loads, against the budgets in package.json. The README quotes the table
// between two markers; `--write` puts the measured one there, and the check fails while it quotes another.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { die, isMain, root } from "./lib/run.mjs";

const marked = /(<!-- sizes[^>]*-->\n)([\s\S]*?)(<!-- \/sizes -->)/;

/** Bytes that a server sends for a file under brotli 11. */
export function brotliSize(file) {
  return brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

/**
 * Measures every budget.
 *
 * @returns {{rows: {name: string, bytes: number, goal?: number, limit: number}[], table: string, wrong: string[]}}
 *   `wrong` says what is missing or over its limit, and whether the README's table tells otherwise
 */
export function measure(top = root) {
  const { budgets } = JSON.parse(readFileSync(join(top, "package.json"), "utf8")).tactful;
  const wrong = [];
  const rows = [];
  for (const { name, files, goal, limit } of budgets) {
    const missing = files.filter((file) => !existsSync(join(top, file)));
    if (missing.length) {
      wrong.push(`${name}: not built: ${missing.join(", ")}`);
      continue;
    }
    const parts = files.map((file) => [file, brotliSize(join(top, file))]);
    const bytes = parts.reduce((sum, [, size]) => sum + size, 0);
    if (bytes > limit) wrong.push(`${name}: ${bytes} bytes, over its limit of ${limit}`);
    rows.push({ name, bytes, goal, limit, parts });
  }
  const table = render(rows);
  const quoted = readme(top).match(marked)?.[2];
  if (quoted !== undefined && !tells(quoted, table)) {
    wrong.push("README.md quotes other sizes; `npm run size -- --write` corrects it");
  }
  return { rows, table, wrong };
}

/**
 * Whether two tables tell the same: the same words, and figures within 2 %. Compilers of another build of the same
 * version have given runtime.wasm 0.4 % more bytes from the same source.
 */
function tells(quoted, table) {
  const figures = (text) => [...text.matchAll(/[\d,]+/g)].map(([figure]) => Number(figure.replaceAll(",", "")));
  const words = (text) => text.replace(/[\d,]+/g, "#").trim();
  const measured = figures(table);
  const near = (figure, i) => Math.abs(figure - measured[i]) <= measured[i] / 50;
  return words(quoted) === words(table) && figures(quoted).every(near);
}

function render(rows) {
  const figure = (bytes) => (bytes === undefined ? "" : bytes.toLocaleString("en-US"));
  const lines = rows.map(({ name, bytes, goal, limit, parts }) => {
    const detail = parts.length > 1 ? parts.map(([file, size]) => `${file} ${figure(size)}`).join(", ") : parts[0][0];
    return `| ${name} | ${detail} | ${figure(bytes)} | ${figure(goal)} | ${figure(limit)} |`;
  });
  return ["| what | files | bytes | goal | limit |", "|---|---|--:|--:|--:|", ...lines, ""].join("\n");
}

/** Puts a table between the markers of the README; false when there are none. */
export function quote(table, top = root) {
  const text = readme(top);
  if (!marked.test(text)) return false;
  writeFileSync(join(top, "README.md"), text.replace(marked, (_, open, __, close) => `${open}${table}${close}`));
  return true;
}

function readme(top) {
  const file = join(top, "README.md");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

if (isMain(import.meta)) {
  const { table, wrong } = measure();
  console.log(table);
  if (process.argv.includes("--write")) {
    if (!quote(table)) die("size: README.md has no <!-- sizes --> … <!-- /sizes --> block");
  } else if (wrong.length) {
    die(wrong.map((line) => `size: ${line}`).join("\n"));
  }
}

// Files that are read and written: site and campaign files, packs, pages.
import { accessSync, constants, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { Mistake, UsageError } from "./args.mjs";

export function read(path, what = path) {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Mistake(`${what} cannot be read: ${error.code ?? error.message}`);
  }
}

/** A text as it stands, a byte order mark included. What is no UTF-8 would lose its letters on the way, so it is refused. */
export function readText(path, what = path) {
  const bytes = read(path, what);
  const text = bytes.toString();
  if (bytes.equals(Buffer.from(text))) return text;
  const line = text.slice(0, text.indexOf("\ufffd")).split("\n").length;
  throw new Mistake(`${what}:${line}: is no UTF-8; save the file in that encoding`);
}

/** Writes a file whole or not at all: beside its place first. What is no file (a pipe, /dev/stdout) is written as it is. */
export const write = (path, content) => writeAll([[path, content]]);

/** Likewise several files, all of them or none. */
export function writeAll(files) {
  const staged = [];
  try {
    for (const [path, content] of files) staged.push(stage(path, content));
    for (const { finish } of staged) finish();
  } finally {
    for (const { beside } of staged) if (beside) rmSync(beside, { force: true });
  }
}

/** All that can be done for a file without touching what is there; `finish` does the rest. */
function stage(path, content) {
  const written = (step) => {
    try {
      step();
    } catch (error) {
      throw new Mistake(`${path} cannot be written: ${error.code ?? error.message}`);
    }
  };
  const [place, stat] = existing(path);
  if (stat?.isDirectory()) throw new Mistake(`${path} cannot be written: EISDIR`);
  // By the name that was given: where /dev/stdout leads is no path when it is a pipe.
  if (stat && !stat.isFile()) return { finish: () => written(() => writeFileSync(path, content)) };
  const beside = `${place}.${process.pid}.tmp`;
  try {
    written(() => writeFileSync(beside, content));
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return { beside, finish: () => written(() => renameSync(beside, place)) };
}

/** A slip of the hand would cost the author a file. */
export function mustNotOverwrite(out, inputs, option = "-o") {
  const [place] = existing(out);
  if (inputs.some((path) => existing(path)[0] === place)) throw new UsageError(`${option} ${out} would overwrite a file that is read`);
}

/** What takes minutes must not find at its end that it has nowhere to go. */
export function mustBeWritable(path) {
  const [place, stat] = existing(path);
  try {
    if (stat?.isDirectory()) throw { code: "EISDIR" };
    accessSync(stat && !stat.isFile() ? place : dirname(place), constants.W_OK);
  } catch ({ code }) {
    throw new Mistake(`${path} cannot be written: ${code}`);
  }
}

/** Where a path leads, links followed, and what is there. */
function existing(path) {
  return [attempt(() => realpathSync(path)) ?? inFolder(path), attempt(() => statSync(path))];
}

/** What is not there yet has one place too, however it is spelled. */
const inFolder = (path) => attempt(() => join(realpathSync(dirname(path)), basename(path))) ?? resolve(path);

/** What a look at the disk says; undefined where it fails. */
function attempt(look) {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/**
 * Compiles files, with the model that the site file names read from beside it.
 *
 * @param {import("./author.mjs").Author} author
 * @param {string[]} paths
 * @param {{model?: string, fullModel?: boolean, readBack?: boolean}} options `model` replaces the site's
 * @returns {{pack: Buffer, report: any, read: string[]}} the report as tactful_compile_report says (core/tactful_author.h); the files
 *   that were read
 */
export function compile(author, paths, { model, ...options }) {
  const files = paths.map((path) => ({ name: path, text: readText(path) }));
  const request = { files, ...options, ...(model && { model: { name: model, text: readText(model) } }) };
  const first = author.compile(request);
  const read = [...paths, ...(model ? [model] : [])];
  if (request.model || !first.report.model) return { ...first, read };
  const named = first.report.model;
  const name = isAbsolute(named) ? named : join(dirname(first.report.modelNamedIn), named);
  const text = readText(name, `${first.report.modelNamedIn}: the model ${first.report.model}`);
  return { ...author.compile({ ...request, model: { name, text } }), read: [...read, name] };
}

/** The pack that files give, or the one pack among them as it is; a Mistake that lists what is wrong and says what came of it. */
export function readPack(author, paths, options, outcome) {
  if (paths.length === 1 && !options.model) {
    const bytes = read(paths[0]);
    if (bytes.subarray(0, 4).toString("latin1") === "TACT") return bytes;
  }
  const { pack, report } = compile(author, paths, options);
  if (!report.ok) throw new Mistake(summary(report.diagnostics, outcome));
  return pack;
}

/** All that is wrong, and how much it is. */
export function summary(diagnostics, outcome) {
  const texts = diagnostics.map(({ text }) => text.trimEnd());
  const count = (severity) => diagnostics.filter((each) => each.severity === severity).length;
  const numbers = [["error", count("error")], ["warning", count("warning")]]
    .filter(([, n]) => n)
    .map(([word, n]) => `${n} ${word}${n === 1 ? "" : "s"}`);
  return [...texts, [numbers.join(", "), outcome].filter(Boolean).join("; ")].filter(Boolean).join("\n");
}

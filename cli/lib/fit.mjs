// tactful fit --campaign FILE… --visits FILE -o MODEL
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Mistake, parse, UsageError } from "./args.mjs";
import { Author } from "./author.mjs";
import { mustBeWritable, mustNotOverwrite, readText, write } from "./files.mjs";

export const usage = "tactful fit --campaign FILE… --visits LOG -o MODEL";
export const does = "the model file, out of the site's own log; prints what it gained, on visitors held back";
export const help = {
  "--campaign FILE": "site and campaign files",
  "--visits LOG": "replay lines, GA4's rows from BigQuery or CSV; gzipped if its name ends with .gz",
  "-o MODEL": "where the model goes; the site file's `model` names it",
};

/** Bytes from which on a module that gives up has run out of memory. */
const MUCH = 2 ** 30;

export async function run(words) {
  const { campaign, visits, o: path } = parse(words, { campaign: "list", visits: "value", o: "value" });
  if (!campaign) throw new UsageError("--campaign names no FILE");
  if (!visits) throw new UsageError("--visits names no log");
  if (!path) throw new UsageError("-o MODEL says where the model goes");
  mustNotOverwrite(path, [...campaign, visits]);
  mustBeWritable(path);

  const author = new Author();
  const fit = author.core.tactful_fit_create();
  for (const file of campaign) addFile(author, fit, file);
  try {
    await readLog(author, fit, visits);
    work(author, fit);
  } catch (error) {
    // All events lie in the module's memory, of which there is so much and no more.
    if (error instanceof Mistake || author.core.memory.buffer.byteLength < MUCH) throw error;
    throw new Mistake(`${visits} does not fit into the 2 GB that wasm has here; fit to fewer days of it, or with build/native/tactful-fit`);
  }
  const report = author.copy("fit_report", fit).toString();
  const model = author.copy("fit_model", fit);
  if (model.length === 0) throw new Mistake(`no model was written\n${report.trimEnd()}`);
  write(path, model);
  process.stdout.write(report);
}

function addFile(author, fit, path) {
  const [name, text] = [path, readText(path)].map((each) => Buffer.from(each));
  const at = author.place(Buffer.concat([name, text]));
  author.core.tactful_fit_add_file(fit, at, name.length, at + name.length, text.length);
}

/** The log, which may be gzipped, piece by piece. */
async function readLog(author, fit, path) {
  const take = (bytes, last) => author.core.tactful_fit_read(fit, author.place(bytes), bytes.length, Number(last));
  const steps = [createReadStream(path), ...(path.endsWith(".gz") ? [createGunzip()] : [])];
  const sink = async (pieces) => {
    for await (const bytes of pieces) take(bytes, false);
  };
  try {
    await pipeline(...steps, sink);
  } catch (error) {
    // What the core gives up on is no matter of the file's.
    if (!error.code) throw error;
    throw new Mistake(`${path} cannot be read: ${error.code}`);
  }
  take(new Uint8Array(0), true);
}

/** All of the work, with a bar where somebody watches. */
function work(author, fit) {
  const watched = process.stderr.isTTY;
  for (let done = 0; done < 1; ) {
    done = author.core.tactful_fit_step(fit);
    if (watched) process.stderr.write(`\r[${"#".repeat(Math.round(30 * done)).padEnd(30)}] ${Math.round(100 * done)} %`);
  }
  if (watched) process.stderr.write("\r\x1b[K");
}

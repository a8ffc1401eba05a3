// tactful compile FILE… -o PACK [--items CATALOGUE] [--explain] [--full-model]
import { parse, Mistake, UsageError } from "./args.mjs";
import { Author } from "./author.mjs";
import { compile, mustNotOverwrite, summary, writeAll } from "./files.mjs";

export const usage = "tactful compile FILE… -o PACK [--items CATALOGUE] [--explain] [--full-model]";
export const does = "the pack that pages load";
export const help = {
  FILE: "one site file and any number of campaigns and feeds, in any order",
  "-o PACK": "where the pack goes",
  "--items CATALOGUE": "where the items go that variants show; the script tag's data-items names it",
  "--explain": "prints the pack's size by part",
  "--full-model": "keeps every row of the model, not only the commonest values",
};

export function run(words) {
  const spec = { o: "value", items: "value", explain: "flag", "full-model": "flag" };
  const { files, o: path, items, explain, "full-model": fullModel = false } = parse(words, spec, "files");
  if (!files) throw new UsageError("compile names no FILE");
  if (!path) throw new UsageError("-o PACK says where the pack goes");
  const { pack, report, read } = compile(new Author(), files, { fullModel });
  // Only now the model is known.
  mustNotOverwrite(path, read);
  if (items) mustNotOverwrite(items, [...read, path], "--items");
  if (!report.ok) throw new Mistake(summary(report.diagnostics, "no pack was written"));
  if (report.diagnostics.length) console.error(summary(report.diagnostics, ""));
  if (report.catalogue && !items) throw new UsageError("--items CATALOGUE says where the items go that variants show; the script tag's data-items names it");
  if (items && !report.catalogue) throw new Mistake("no variant shows an item, so there is no catalogue; leave --items out");
  // A pack and a catalogue that differ would show items that are not there.
  writeAll([[path, pack], ...(items ? [[items, report.catalogue]] : [])]);
  if (explain) explainSizes(report.sizes, pack.length);
}

function explainSizes(sizes, all) {
  const rows = [...sizes.filter(([, bytes]) => bytes > 0).sort((a, b) => b[1] - a[1]), ["all", all]];
  for (const [part, bytes] of rows) {
    console.log(`${part.padEnd(20)} ${String(bytes).padStart(9)} bytes ${((100 * bytes) / all).toFixed(1).padStart(6)} %`);
  }
}

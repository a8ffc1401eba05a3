// tactful check FILE…
import { parse, UsageError } from "./args.mjs";
import { Author } from "./author.mjs";
import { compile, summary } from "./files.mjs";

export const usage = "tactful check FILE…";
export const does = "every mistake and warning, then the campaign read back in plain words";
export const help = { FILE: "one site file and any number of campaigns and feeds, in any order" };

export function run(words) {
  const { files } = parse(words, {}, "files");
  if (!files) throw new UsageError("check names no FILE");
  const { report } = compile(new Author(), files, { readBack: true });
  const said = summary(report.diagnostics, "");
  if (said) console.log(said);
  let slot;
  for (const each of report.reading) {
    if (each.slot !== slot) console.log(`${said || slot ? "\n" : ""}${(slot = each.slot)}`);
    console.log(`  ${each.variant}: ${each.text}`);
  }
  return report.ok ? 0 : 1;
}

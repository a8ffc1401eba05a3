// tactful render PAGE.html --pack PACK [--at DATE] [--signals JSON] [--lang TAG] [-o FILE]
import { parse, UsageError } from "./args.mjs";
import { distUrl } from "./dist.mjs";
import { readText, write } from "./files.mjs";
import { about, options, spec, stranger } from "./first.mjs";
import { elements, fill } from "./html.mjs";

export const usage = "tactful render PAGE.html --pack PACK [--at DATE] [--signals JSON] [--lang TAG] [-o FILE]";
export const does = "the page with the hero that all its visitors may see, written into its own HTML";
export const help = {
  "PAGE.html": "the page as it was written, not what this has printed before",
  "--pack PACK": "what `tactful compile` wrote",
  ...about,
  "-o FILE": "where the page goes; left out: standard output",
};

export async function run(words) {
  const { files, pack, o: out, ...rest } = parse(words, { pack: "value", o: "value", ...spec }, "files");
  if (files?.length !== 1) throw new UsageError("render takes one PAGE.html");
  if (pack === undefined) throw new UsageError("--pack names no PACK");
  const { now, known, lang } = options(rest);
  const html = readText(files[0]);
  const { forEverybody } = await import(distUrl("first.js"));
  const { ask, circumstances, slots } = await stranger(pack);
  const tree = await elements(html);
  // A slot may have any name, `__proto__` too.
  const entries = Object.create(null);
  for (const { slot } of slots) {
    const entry = forEverybody(ask, circumstances, slots, slot, now, { signals: known, lang: lang ?? tree.lang });
    if (!entry?.content || !tree.slots.some((each) => each.name === slot)) continue;
    entries[slot] = entry;
    process.stderr.write(`${slot}: ${entry.variant}, until ${new Date(entry.until).toISOString()}\n`);
  }
  const page = fill(html, tree, entries);
  if (out === undefined) process.stdout.write(page);
  else write(out, page);
}

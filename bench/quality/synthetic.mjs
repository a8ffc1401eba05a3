// node bench/quality/synthetic.mjs FOLDER [SEED]
//
// Writes the synthetic logs of worlds.mjs in the layout of the benchmark: FOLDER/NAME/events.csv.gz, and for FOLDER/mind
// impressions.csv.gz and news.csv.gz.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { newsOf, rowsOf, worlds } from "./worlds.mjs";

const [folder, seed = "1"] = process.argv.slice(2);
if (!folder) throw new Error("which folder?");

function write(name, file, columns, rows) {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, file), gzipSync([columns, ...rows].map((row) => `${row.join(",")}\n`).join("")));
}

for (const name of Object.keys(worlds))
  write(name, "events.csv.gz", ["ts", "user", "session", "type", "item", "category", "brand", "price", "split"], rowsOf(name, Number(seed)));
const { news, impressions } = newsOf(Number(seed));
write("mind", "news.csv.gz", ["item", "category"], news);
write("mind", "impressions.csv.gz", ["ts", "user", "history", "candidates", "split"], impressions);

// The visits that a fit may learn from: those of the visitors marked `dev` in a benchmark's folder, as replay lines.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { eventOf, rows } from "./rows.mjs";

const hour = 3_600_000;

/**
 * @param {string} folder with events.csv.gz (visits), or with impressions.csv.gz and news.csv.gz (items that were
 *   shown and clicked)
 * @param {string} [field] the column that is asked about, in place of `category`
 */
export function devLog(folder, field = "category") {
  return existsSync(join(folder, "events.csv.gz")) ? visits(join(folder, "events.csv.gz"), field) : impressions(folder);
}

async function* visits(path, field) {
  for await (const row of rows(path)) {
    if (row.split !== "dev") continue;
    yield line(eventOf({ ...row, category: row[field] }));
  }
}

/** The history has an order but no times: an hour apart, as the benchmark sends it. */
async function* impressions(folder) {
  const category = new Map();
  for await (const row of rows(join(folder, "news.csv.gz"))) category.set(row.item, row.category);
  let n = 0;
  for await (const row of rows(join(folder, "impressions.csv.gz"))) {
    if (row.split !== "dev") continue;
    const visitor = `${row.user}#${n++}`;
    const t = Number(row.ts);
    const history = row.history.split(" ").filter(Boolean);
    for (const [index, item] of history.entries()) {
      yield line({ visitor, t: t - (history.length - index) * hour, event: "view_item", params: { item_category: category.get(item) } });
    }
    for (const candidate of row.candidates.split(" ")) {
      const params = { item_category: category.get(candidate.split("-")[0]) };
      yield line({ visitor, t, event: "view_promotion", params });
      if (candidate.endsWith("1")) yield line({ visitor, t, event: "select_promotion", params });
    }
  }
}

const line = (value) => `${JSON.stringify(value)}\n`;

// Public logs in one layout: NAME/events.csv.gz with ts, user, session, type, item, category, brand, price, split.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

const names = { view: "view_item", click: "select_item" };

/** The replay line of a row, or of a benchmark's event: both use the same words. */
export function eventOf({ user, ts, type, item, category, brand, price }) {
  const params = { item_id: item, item_category: category };
  if (brand) params.item_brand = brand;
  if (price) params.price = Number(price);
  return { visitor: user, t: Number(ts), event: names[type] ?? type, params };
}

/** Rows of a gzipped CSV as objects; quotes may hold commas and doubled quotes, no line ends. */
export async function* rows(path) {
  let columns;
  for await (const text of createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity })) {
    const fields = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
    if (columns) yield Object.fromEntries(fields.map((field, index) => [columns[index], field]));
    else columns = fields;
  }
}

// tactful match
import { parse } from "./args.mjs";
import { Author } from "./author.mjs";
import { pieces, print } from "./stdio.mjs";

export const usage = "tactful match < LINES";
export const does = "conditions against attributes: true, false or {\"error\": ID} a line";
export const help = { LINES: 'on standard input, each {"condition": {…}, "attributes": {…}}, and "groups": {…} where a condition names some' };

export async function run(words) {
  parse(words, {});
  const author = new Author();
  const match = author.core.tactful_match_create();
  for await (const { bytes, last } of pieces()) {
    author.core.tactful_match_read(match, author.place(bytes), bytes.length, Number(last));
    await print(author.copy("match_output", match));
  }
}

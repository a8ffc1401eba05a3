// Command-line words to options. A wrong word is a UsageError that says what was meant, as far as one can tell.

/** Wrong words on the command line: exit code 2, with the command's usage. */
export class UsageError extends Error {}

/** What the files or the log have wrong: exit code 1, the message alone. */
export class Mistake extends Error {}

/**
 * @param {string[]} words after the command
 * @param {Record<string, "flag" | "value" | "list">} spec options by name; a `list` takes every word up to the next
 *   option. One-letter names are written with one dash.
 * @param {string} [rest] option that takes the words which belong to none; left out: there must be none
 * @returns {Record<string, any>} only options that were given
 */
export function parse(words, spec, rest) {
  const found = {};
  const give = (name, value) => {
    const list = spec[name] === "list" || name === rest;
    if (!list && name in found) throw new UsageError(`${dashed(name)} was given twice`);
    if (list) (found[name] ??= []).push(value);
    else found[name] = value;
  };
  let open; // the list that takes words, if any
  for (let i = 0; i < words.length; ++i) {
    const word = words[i];
    if (!/^-./.test(word)) {
      const name = open ?? rest;
      if (name === undefined) throw new UsageError(`what is ${JSON.stringify(word)} for?`);
      give(name, word);
      continue;
    }
    const [, name, inline] = /^--?([^=]*)(?:=(.*))?$/s.exec(word);
    const kind = Object.hasOwn(spec, name) && word.startsWith(dashed(name)) ? spec[name] : undefined;
    if (!kind) throw new UsageError(unknown("option", word.split("=")[0], Object.keys(spec).map(dashed)));
    open = undefined;
    if (kind === "flag") {
      if (inline !== undefined) throw new UsageError(`${dashed(name)} takes no value`);
      give(name, true);
      continue;
    }
    const value = inline ?? words[++i];
    if (value === undefined || (inline === undefined && /^--./.test(value))) throw new UsageError(`${dashed(name)} needs a value`);
    give(name, value);
    if (kind === "list") open = name;
  }
  return found;
}

const dashed = (name) => (name.length === 1 ? `-${name}` : `--${name}`);

/** "unknown command "replya"; did you mean "replay"? There are: …" */
export function unknown(kind, word, known) {
  const [closest] = known.map((name) => [name, distance(word, name)]).sort((a, b) => a[1] - b[1])[0] ?? [];
  const hint = closest && distance(word, closest) <= Math.max(2, closest.length / 3) ? `; did you mean "${closest}"?` : "";
  return `unknown ${kind} "${word}"${hint}\n${known.length ? `${kind}s: ${known.join(", ")}` : `there are no ${kind}s`}`;
}

/** Edits from one word to the other, a swap of neighbours counted as one. */
function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; ++i) {
    const row = [i];
    for (let j = 1; j <= b.length; ++j) {
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}

// The order of a module's functions, which means nothing to an engine and something to a compressor: what is alike costs
// less side by side.

/** Words in a row that count as one thing two functions may have in common; of 1 to 6, the smallest runtime.wasm. */
const RUN = 2;

/**
 * A module's text (wasm-dis's) with its functions in another order: each is followed by the one most like it of those
 * left. Always the same for the same text.
 */
export function inLikeOrder(text) {
  const [head, ...functions] = text.trimEnd().replace(/\)$/, "").split(/^(?= \(func )/m);
  const left = functions.map((code) => ({ code, runs: runsOf(code) }));
  let order = head;
  for (let last = left.shift(); last; ) {
    order += last.code;
    const likeness = left.map((other) => likenessOf(last.runs, other.runs));
    last = left.splice(likeness.indexOf(Math.max(...likeness)), 1)[0];
  }
  return `${order})\n`;
}

/** Counts of the runs of words in a function, and their sum. */
function runsOf(code) {
  const words = code.split(/[\s()]+/);
  const counts = new Map();
  for (let i = RUN; i <= words.length; i++) {
    const run = words.slice(i - RUN, i).join(" ");
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return { counts, sum: words.length };
}

/** What two functions have in common, as a part of the mean of their sizes: 0 to 1. */
function likenessOf(a, b) {
  let common = 0;
  for (const [run, count] of a.counts) common += Math.min(count, b.counts.get(run) ?? 0);
  return common / Math.sqrt(a.sum * b.sum);
}

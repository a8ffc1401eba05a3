// A stream of numbers that is a function of its seed alone, the same in every JavaScript engine (mulberry32).

/** @param {number} seed */
export function random(seed) {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(unit() * n);
  return {
    /** Uniform in [0, 1). */
    unit,
    /** A whole number in [0, n). */
    below,
    /** One of a list. */
    pick: (list) => list[below(list.length)],
    /** True with this probability. */
    chance: (share) => unit() < share,
    /** Index below n where the k-th is 1/k as likely as the first. Additions alone: powers differ between engines. */
    zipf: (n) => {
      const sums = harmonic(n);
      const at = unit() * sums[n - 1];
      let [low, high] = [0, n - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sums[middle] > at) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

const sumsOf = new Map();
function harmonic(n) {
  if (!sumsOf.has(n)) {
    const sums = new Float64Array(n);
    for (let k = 0; k < n; ++k) sums[k] = (k ? sums[k - 1] : 0) + 1 / (k + 1);
    sumsOf.set(n, sums);
  }
  return sumsOf.get(n);
}

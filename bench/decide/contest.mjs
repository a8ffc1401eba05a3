// One contest: the same visitors, the same question, each contender in turn. Runs in Node and in a page alike.
import { growthbook, scan, tuned } from "./contenders.mjs";
import { START, signals, visitors } from "./world.mjs";

const ROUNDS = 11;
/** A turn lasts so long, so that a clock of 0.1 ms is fine enough. */
const TURN_MS = 4;
const now = START + 3_600_000;

/**
 * @param {(pack: Uint8Array, seed?: number) => Promise<object>} load an Engine over a pack
 * @param {{variants: object[], pack: Uint8Array, none: boolean, draws: boolean, people: number}} of
 * @returns the fastest turn of each in microseconds a decision (whatever else a machine does only adds), and on how many visitors Tactful and the scan agree
 */
export async function contest(load, { variants, pack, none, draws, people }) {
  const engines = [], leanings = [];
  for (const [i, seen] of visitors(people, { none }).entries()) {
    const engine = await load(pack, draws ? i + 1 : undefined);
    seen.forEach((value, i) => engine.event({ event: "view_item", params: { items: [{ item_category: value }] } }, START + i * 60_000));
    engines.push(engine);
    leanings.push(leaningsOf(engine, seen));
  }
  const asObjects = leanings.map((map) => Object.fromEntries([...map].map(([key, lean]) => [key.split(":")[1], lean])));
  const asValues = asObjects.map((object) => new Map(Object.entries(object)));
  const plain = scan(variants), fast = tuned(variants);
  // GrowthBook's condition objects are prepared once, as its features are loaded once.
  const gb = growthbook(variants);
  const contenders = {
    tactful: (i) => engines[i].decide("home-hero", { signals }, now).variant,
    scan: (i) => plain(leanings[i], signals),
    tuned: (i) => fast(asValues[i], signals),
    growthbook: (i) => gb(asObjects[i], signals),
  };
  const all = Array.from({ length: people }, (_, i) => i);
  const agree = (a, b) => all.filter((i) => contenders[a](i) === contenders[b](i)).length / people;
  return {
    // Draws are Tactful's own: nobody else has them.
    agree: draws ? undefined : Math.min(agree("tactful", "scan"), agree("tactful", "tuned")),
    times: time(draws ? { tactful: contenders.tactful } : contenders, people),
  };
}

/** Root of share / average of each value with enough evidence, as Tactful sees it: what a scan would have to keep itself. */
function leaningsOf(engine, seen) {
  const often = new Map();
  for (const value of seen) often.set(value, (often.get(value) ?? 0) + 1);
  const { affinity } = engine.affinity("category", {}, now);
  const average = 1 / (affinity.length - 1);
  return new Map(affinity.filter(([value]) => often.get(value) >= 2)
    .map(([value, share]) => [`category:${value}`, Math.sqrt(share / average)]));
}

function time(contenders, people) {
  const all = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, decide] of Object.entries(contenders)) {
      const begin = performance.now();
      let count = 0, took;
      do {
        for (let i = 0; i < people; i++) decide(i);
        count += people;
        took = performance.now() - begin;
      } while (took < TURN_MS);
      // The first turns warm up.
      if (round >= 0) all[name].push((took * 1000) / count);
    }
  }
  return Object.fromEntries(Object.entries(all).map(([name, list]) => [name, Math.min(...list)]));
}

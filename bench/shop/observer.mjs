// The best guess that anybody could make from what a visitor looked at: Bayes' rule by one who knows the shop's every rule
// (world.mjs) and each hero's quality, but neither this visitor's tastes nor what this visit is for.
import { CATEGORIES, HABITS, clickRate } from "./world.mjs";

const N = CATEGORIES.length;
const at = new Map(CATEGORIES.map((category, i) => [category, i]));
const popular = CATEGORIES.map((_, i) => 1 / (i + 1));
const chance = popular.map((p) => p / popular.reduce((a, b) => a + b));
// How faithful a visitor may be: the middles of equal parts of its range.
const FAITHFUL = Array.from({ length: 5 }, (_, i) => HABITS.faithful[0] + ((i + 0.5) / 5) * (HABITS.faithful[1] - HABITS.faithful[0]));

export class Observer {
  #world;
  #heroes;
  /** Probability of each main taste, second taste and faithfulness, in this order. */
  #belief = new Float64Array(N * N * FAITHFUL.length);

  constructor(world, heroes) {
    this.#world = world;
    this.#heroes = heroes;
    let k = 0;
    for (const main of chance) for (const second of chance) for (const _ of FAITHFUL) this.#belief[k++] = (main * second) / FAITHFUL.length;
  }

  /** Takes in what was looked at on a visit; the hero with the highest expected click rate on it. */
  visit(looks) {
    // Of each aim and main taste: how likely these looks are.
    const seen = CATEGORIES.map((_, main) => CATEGORIES.map((_, aim) => looks.reduce((p, category) => {
      const i = at.get(category);
      return p * (HABITS.lookAtAim * (i === aim) + (1 - HABITS.lookAtAim) * (HABITS.lookAtMain * (i === main) + (1 - HABITS.lookAtMain) * chance[i]));
    }, 1)));
    const aims = new Float64Array(N), mains = new Float64Array(N), seconds = new Float64Array(N);
    let all = 0;
    for (let main = 0, k = 0; main < N; main++) {
      const elsewhere = seen[main].reduce((sum, p, aim) => sum + chance[aim] * p, 0);
      for (let second = 0; second < N; second++)
        for (const faithful of FAITHFUL) {
          const before = this.#belief[k];
          const toMain = before * faithful * seen[main][main];
          const toSecond = before * (1 - faithful) * HABITS.second * seen[main][second];
          const toAny = before * (1 - faithful) * (1 - HABITS.second);
          const sum = toMain + toSecond + toAny * elsewhere;
          aims[main] += toMain;
          aims[second] += toSecond;
          for (let aim = 0; aim < N; aim++) aims[aim] += toAny * chance[aim] * seen[main][aim];
          // Tastes count where the visit is for something else.
          mains[main] += sum - toMain - toAny * chance[main] * seen[main][main] - (second === main ? toSecond : 0);
          if (second !== main) seconds[second] += sum - toSecond - toAny * chance[second] * seen[main][second];
          this.#belief[k++] = sum;
          all += sum;
        }
    }
    for (let k = 0; k < this.#belief.length; k++) this.#belief[k] /= all;
    const expected = (hero) => {
      const i = at.get(hero);
      const rate = (who, aim) => clickRate(this.#world, who, aim, hero);
      if (i === undefined) return rate({}, undefined);
      const other = rate({}, undefined);
      return other + ((rate({}, hero) - other) * aims[i] + (rate({ main: hero }) - other) * mains[i] + (rate({ second: hero }) - other) * seconds[i]) / all;
    };
    return best(this.#heroes, expected);
  }
}

/** The hero of one who knows all that a visitor likes, and each hero's quality, but not what this visit is for. */
export function byTaste(world, who, heroes) {
  const aims = CATEGORIES.map((category, i) => who.faithful * (category === who.main) +
    (1 - who.faithful) * (HABITS.second * (category === who.second) + (1 - HABITS.second) * chance[i]));
  return best(heroes, (hero) => CATEGORIES.reduce((sum, aim, i) => sum + aims[i] * clickRate(world, who, aim, hero), 0));
}

const best = (heroes, of) => heroes.map((hero) => [hero, of(hero)]).reduce((a, b) => (b[1] > a[1] ? b : a))[0];

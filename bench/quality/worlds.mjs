// Synthetic logs of unlike natures: for each a function from (random numbers, visitor) to visits. None is tuned to the core;
// each holds one thing that some fixed rule of thumb gets wrong.
import { random } from "../generate/random.mjs";

const minute = 60_000, hour = 60 * minute, day = 24 * hour;
const START = Date.UTC(2026, 0, 5, 8);
const name = (kind, i) => `${kind}-${i}`;

/** Each: the harness's task, how many values, how many visitors, whether it is a shop, and what makes one visitor's visits. */
export const worlds = {
  // Interests wander: what was liked a month ago says little.
  drift: {
    task: "T2", shop: true, values: 120, visitors: 1200,
    *visits(r, { values }) {
      let t = START + r.below(40 * day), likes = [r.zipf(values), r.zipf(values), r.zipf(values)];
      for (let visit = 0, n = 2 + r.below(8); visit < n; visit++, t += hour + r.below(12 * day)) {
        if (visit && r.chance(0.5)) likes[r.below(3)] = near(r, r.pick(likes), values);
        const focus = r.pick(likes);
        yield events(r, t, 2 + r.below(9), () => (r.chance(0.6) ? focus : r.chance(0.7) ? r.pick(likes) : r.zipf(values)));
      }
    },
  },
  // A favourite for life, and impulses that fill a visit and never come again.
  loyal: {
    task: "T2", shop: true, values: 80, visitors: 1200,
    *visits(r, { values }) {
      const favourite = r.zipf(values);
      let t = START + r.below(40 * day);
      for (let visit = 0, n = 2 + r.below(14); visit < n; visit++, t += hour + r.below(20 * day)) {
        const impulse = r.chance(0.4) ? r.below(values) : favourite;
        yield events(r, t, 1 + r.below(7), (i) => (i && r.chance(0.75) ? impulse : r.chance(0.8) ? favourite : r.zipf(values)));
      }
    },
  },
  // A shop whose shelves lead on: after a few looks at one thing comes what goes with it.
  follows: {
    task: "T2", shop: true, values: 150, visitors: 1200,
    *visits(r, { values }) {
      let t = START + r.below(40 * day), at = r.zipf(values);
      for (let visit = 0, n = 1 + r.below(6); visit < n; visit++, t += hour + r.below(15 * day)) {
        if (r.chance(0.5)) at = r.zipf(values);
        yield events(r, t, 2 + r.below(10), () => {
          if (r.chance(0.4)) at = r.chance(0.8) ? leadsTo(at, r, values) : r.zipf(values);
          return at;
        });
      }
    },
  },
  // Well over a thousand categories, most of them seen by few.
  tail: {
    task: "T2", shop: true, values: 1500, visitors: 1500,
    *visits(r, { values }) {
      const likes = Array.from({ length: 4 }, () => (r.chance(0.5) ? r.zipf(values) : r.below(values)));
      let t = START + r.below(40 * day);
      for (let visit = 0, n = 1 + r.below(7); visit < n; visit++, t += hour + r.below(9 * day)) {
        let at = r.pick(likes);
        yield events(r, t, 2 + r.below(8), () => {
          if (r.chance(0.35)) at = r.chance(0.6) ? r.pick(likes) : r.zipf(values);
          return at;
        });
      }
    },
  },
  // Who has bought turns elsewhere: a purchase is not stronger interest.
  satisfied: {
    task: "T2", shop: true, values: 60, visitors: 1200,
    *visits(r, { values }) {
      let t = START + r.below(40 * day), wish = r.zipf(values);
      for (let visit = 0, n = 1 + r.below(6); visit < n; visit++, t += hour + r.below(10 * day)) {
        const made = [];
        for (let i = 0, m = 2 + r.below(8); i < m; i++) {
          const type = r.chance(0.12) ? "purchase" : r.chance(0.15) ? "add_to_cart" : "view";
          made.push({ t: t + i * minute, type, value: r.chance(0.8) ? wish : r.zipf(values) });
          if (type === "purchase") wish = r.chance(0.7) ? leadsTo(wish, r, values) : r.zipf(values);
        }
        yield made;
      }
    },
  },
  // Baskets of staples, each with a period of its own.
  grocery: {
    task: "T1", shop: false, values: 250, visitors: 700,
    *visits(r, { values }) {
      const staples = new Map(Array.from({ length: 25 }, () => [r.zipf(values), 5 + r.below(50)]));
      const last = new Map();
      let t = START + r.below(7 * day);
      for (let visit = 0, n = 5 + r.below(12); visit < n; visit++, t += 4 * day + r.below(6 * day)) {
        const basket = [];
        for (const [value, period] of staples) {
          const since = (t - (last.get(value) ?? t - r.below(period) * day)) / day;
          if (r.chance(since > 0.8 * period ? 0.7 : 0.08)) basket.push(value);
        }
        for (let i = r.below(3); i > 0; i--) basket.push(r.zipf(values));
        for (const value of basket) last.set(value, t);
        if (basket.length) yield basket.map((value, i) => ({ t: t + i * 1000, type: "purchase", value }));
      }
    },
  },
  // A trip is looked for in several visits, then another: places of one region go together.
  hotels: {
    task: "T1", shop: false, values: 400, visitors: 1200,
    *visits(r, { values }) {
      let t = START + r.below(60 * day), place = r.zipf(values);
      for (let visit = 0, n = 2 + r.below(6); visit < n; visit++) {
        const elsewhere = r.unit();
        if (visit && elsewhere < 0.15) place = near(r, place, values);
        else if (visit && elsewhere < 0.35) (place = r.zipf(values)), (t += 60 * day + r.below(120 * day));
        yield events(r, t, 1 + r.below(9), () => (r.chance(0.9) ? place : near(r, place, values)));
        t += hour + r.below(4 * day);
      }
    },
  },
  // Hotels again, as a travel search sees them: thousands of places, each looked for in short visits within a week, now and
  // then two places in turn, because the search compares them.
  trips: {
    task: "T1", shop: false, values: 3000, visitors: 2500,
    *visits(r, { values }) {
      let t = START + r.below(2 * day), place = r.zipf(values), rival = near(r, place, values);
      for (let visit = 0, n = 2 + r.below(4); visit < n; visit++, t += 20 * minute + (r.chance(0.5) ? r.below(5 * hour) : r.below(3 * day))) {
        if (visit && r.chance(0.2)) (place = r.zipf(values)), (rival = near(r, place, values));
        else if (r.chance(0.15)) [place, rival] = [rival, place];
        yield events(r, t, 1 + r.below(5), () => (r.chance(0.95) ? place : rival));
      }
    },
  },
  // A household's weekly baskets over most of a year: a few dozen kinds, each with a rate of its own that moves with time.
  baskets: {
    task: "T1", shop: false, values: 300, visitors: 400,
    *visits(r, { values }) {
      const kinds = Array.from({ length: 50 }, () => ({ value: r.zipf(values), rate: 0.6 * r.unit() * r.unit() * r.unit() }));
      let t = START + r.below(7 * day);
      for (let visit = 0, n = 15 + r.below(30); visit < n; visit++, t += day + r.below(13 * day)) {
        const kind = r.pick(kinds);
        if (r.chance(0.15)) (kind.value = r.zipf(values)), (kind.rate = 0.6 * r.unit() * r.unit());
        const basket = kinds.filter(({ rate }) => r.chance(rate)).map(({ value }) => value);
        while (!basket.length || r.chance(0.5)) basket.push(r.zipf(values));
        yield [...new Set(basket)].map((value) => ({ t, type: "purchase", value }));
      }
    },
  },
  // A shop where most views are one more of the same kind, and most visitors come once or twice.
  browse: {
    task: "T2", shop: true, values: 700, visitors: 3000,
    *visits(r, { values }) {
      let t = START + r.below(30 * day), at = r.zipf(values), before = at;
      for (let visit = 0, n = r.chance(0.5) ? 1 : 1 + r.below(5); visit < n; visit++, t += hour + r.below(10 * day)) {
        if (r.chance(0.55)) at = r.chance(0.5) ? near(r, at, values) : r.zipf(values);
        yield events(r, t, 2 + r.below(2 + r.below(10)), () => {
          if (r.chance(0.2)) [at, before] = [r.chance(0.3) ? before : r.chance(0.6) ? near(r, at, values) : r.zipf(values), at];
          return at;
        });
      }
    },
  },
  // A bazaar of thousands of kinds: a dozen errands in nine days, taken up and left again within minutes.
  bazaar: {
    task: "T2", shop: true, values: 2000, visitors: 900,
    *visits(r, { values }) {
      const errands = Array.from({ length: 5 + r.below(10) }, () => r.zipf(values));
      let t = START + r.below(day);
      for (let visit = 0, n = 3 + r.below(14); visit < n; visit++, t += hour + r.below(day)) {
        if (r.chance(0.5)) errands[r.below(errands.length)] = r.zipf(values);
        let at = r.pick(errands);
        yield events(r, t, 2 + r.below(8), () => {
          if (r.chance(0.6)) at = r.chance(0.5) ? r.pick(errands) : r.chance(0.5) ? near(r, at, values) : r.zipf(values);
          return at;
        });
      }
    },
  },
};

const near = (r, at, values) => (10 * Math.floor(at / 10) + r.below(10)) % values;
const leadsTo = (at, r, values) => (at * 7 + 3 + [0, 0, 0, 11, 11, 29][r.below(6)]) % values;

function events(r, t, count, value) {
  return Array.from({ length: count }, (_, i) => ({ t: (t += 8000 + r.below(2 * minute)), type: "view", value: value(i) }));
}

/** The rows of a world, in the order of time: ts, user, session, type, item, category, brand, price, split. */
export function rowsOf(kind, seed = 1) {
  const world = worlds[kind], rows = [];
  for (let user = 0; user < world.visitors; user++) {
    const r = random(seed * 1_000_003 + user * 7919);
    const split = r.chance(0.3) ? "dev" : "heldout";
    let session = 0;
    for (const visit of world.visits(r, world)) {
      for (const { t, type, value } of visit)
        rows.push([t, `u${user}`, `u${user}/${session}`, type, `${value}.${r.below(20)}`, name(kind, value), name("brand", value % 17), 5 + (value * 13) % 300, split]);
      session++;
    }
  }
  return rows.sort((a, b) => a[0] - b[0]);
}

/** Impressions of a news page: which of the stories shown were opened, by what was opened before and by the subject's pull. */
export function newsOf(seed = 1, { subjects = 17, stories = 1500, visitors = 2500 } = {}) {
  const r = random(seed);
  const pull = Array.from({ length: subjects }, () => 0.3 + r.unit());
  const news = Array.from({ length: stories }, (_, i) => [`n${i}`, name("subject", r.zipf(subjects))]);
  const subjectOf = news.map(([, subject]) => Number(subject.slice(8)));
  const impressions = [];
  for (let user = 0; user < visitors; user++) {
    const split = r.chance(0.3) ? "dev" : "heldout";
    const likes = [r.zipf(subjects), r.zipf(subjects)];
    const appeal = (story) => pull[subjectOf[story]] * (likes.includes(subjectOf[story]) ? 2 : 1);
    const history = [];
    for (let i = r.below(40); i > 0; i--) {
      const story = r.below(stories);
      if (r.unit() * 3 < appeal(story)) history.push(story);
    }
    const shown = Array.from({ length: 5 + r.below(25) }, () => r.below(stories));
    const clicked = shown.map((story) => r.unit() * 12 < appeal(story));
    if (!clicked.includes(true) || !clicked.includes(false)) continue;
    impressions.push([START + user * minute, `u${user}`, history.map((s) => `n${s}`).join(" "),
      shown.map((s, i) => `n${s}-${Number(clicked[i])}`).join(" "), split]);
  }
  return { news, impressions };
}

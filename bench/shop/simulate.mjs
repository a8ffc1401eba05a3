// One simulation: week after week visitors come and Tactful decides. The next week's model is fitted to what they looked at, and its
// priors are what explore traffic clicked.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Engine } from "../../dist/engine.js";
import { Observer, byTaste } from "./observer.mjs";
import { CATEGORIES, WEEKS, campaign, clickRate, shop, site, visitor } from "./world.mjs";

const SLOT = "home-hero";
const HEROES = campaign.slots[SLOT].variants.map(({ id }) => id);
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * @returns {Promise<{visits: number, rows: {name: string, clicks: number, ofOracle: number, low: number, high: number,
 *   tactfulOver: number, overLow: number}[]}>} `clicks` per homepage seen; `ofOracle` with its 95 % interval; Tactful's clicks
 *   over this one's, and the lower end of that ratio's 95 % interval
 */
export async function simulate(count, seed = 7) {
  const world = shop(seed);
  const module = new WebAssembly.Module(readFileSync(join(root, "dist/runtime.wasm")));
  const scratch = mkdtempSync(join(tmpdir(), "tactful-shop-"));
  // Clicks and impressions of explore traffic: by hero, and by what the visitor leant to.
  const priors = new Map(HEROES.map((id) => [id, new Map()]));
  const looked = new Map(CATEGORIES.map((category) => [category, 0]));
  const people = [];
  let fitted = {};
  try {
    for (let week = 0; week < WEEKS; week++) {
      const pack = compile(scratch, { ...modelOf(priors, looked), ...fitted });
      const log = [];
      for (let i = week; i < count; i += WEEKS) {
        const who = visitor(i, week, seed);
        const engine = await Engine.load(module, pack, { seed: who.seed });
        people.push(live(world, who, engine, priors, looked));
        log.push(...viewsOf(who, `v${i}`));
      }
      fitted = fit(scratch, log) ?? fitted;
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return judged(people.filter(Boolean));
}

/** A visitor's visits; what each way to choose would have got from the third on, if they are in the treatment arm. */
function live(world, who, engine, priors, looked) {
  const counts = new Map();
  const observer = new Observer(world, HEROES);
  const taste = byTaste(world, who, HEROES);
  const got = { oracle: 0, taste: 0, guess: 0, tactful: 0, default: 0, rules: 0, counts: 0, visits: 0, single: new Map(HEROES.map((id) => [id, 0])) };
  let arm;
  for (const [n, { t: begin, aim, looks, luck }] of who.visits.entries()) {
    const rate = (hero) => clickRate(world, who, aim, hero);
    for (const { t, ...event } of viewsOf({ visits: [{ t: begin, looks }] })) engine.event(event, t);
    for (const category of looks) {
      counts.set(category, (counts.get(category) ?? 0) + 1);
      looked.set(category, looked.get(category) + 1);
    }
    const now = begin + looks.length * 60_000;
    const guess = observer.visit(looks);
    const decision = engine.decide(SLOT, {}, now);
    arm = decision.arm;
    const shown = { promotion_id: campaign.id, creative_slot: SLOT, creative_name: decision.variant };
    const clicks = luck < rate(decision.variant);
    if (arm === "explore") {
      const prior = priors.get(decision.variant);
      for (const segment of ["*", engine.affinity("category", { top: 1 }, now).affinity[0][0]]) {
        const counted = prior.get(segment) ?? { clicks: 0, impressions: 0 };
        prior.set(segment, { clicks: counted.clicks + Number(clicks), impressions: counted.impressions + 1 });
      }
    }
    engine.event({ event: "view_promotion", params: shown }, now + 2000);
    if (clicks) engine.event({ event: "select_promotion", params: shown }, now + 5000);
    if (n < 2) continue;
    got.visits++;
    got.oracle += Math.max(...HEROES.map(rate));
    got.taste += rate(taste);
    got.guess += rate(guess);
    got.tactful += rate(decision.variant);
    got.default += rate("welcome");
    // A rule that nobody learned: the hero of what was looked at last.
    got.rules += rate(looks.at(-1));
    got.counts += rate([...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0]);
    for (const id of HEROES) got.single.set(id, got.single.get(id) + rate(id));
  }
  return arm === "treatment" ? got : undefined;
}

/** What a visitor looks at, as replay lines. */
const viewsOf = ({ visits }, name) => visits.flatMap(({ t, looks }) => looks.map((category, k) =>
  ({ visitor: name, t: t + k * 60_000, event: "view_item", params: { items: [{ item_category: category }] } })));

function judged(people) {
  const single = HEROES.map((id) => [id, sum(people, (p) => p.single.get(id))]).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  const ways = {
    "oracle (knows every taste, and what each visit is for)": (p) => p.oracle,
    "best guess (Bayes' rule, knowing the shop's every rule)": (p) => p.guess,
    "knows every taste, not what a visit is for": (p) => p.taste,
    Tactful: (p) => p.tactful,
    "plain counts": (p) => p.counts,
    "rules without learning": (p) => p.rules,
    [`best single hero (${single})`]: (p) => p.single.get(single),
    "default for all": (p) => p.default,
  };
  const visits = sum(people, (p) => p.visits);
  return {
    visits,
    rows: Object.entries(ways).map(([name, of]) => {
      const [ofOracle, error] = ratio(people, of, (p) => p.oracle);
      const [tactfulOver, overError] = ratio(people, (p) => p.tactful, of);
      return { name, clicks: sum(people, of) / visits, ofOracle, low: ofOracle - 1.96 * error, high: ofOracle + 1.96 * error,
        tactfulOver, overLow: tactfulOver - 1.96 * overError };
    }),
  };
}

const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);

/** A ratio of sums over visitors, and its standard error (by linearisation; a visitor is one observation). */
function ratio(people, above, below) {
  const [a, b] = [sum(people, above), sum(people, below)];
  const squares = sum(people, (p) => (above(p) - (a / b) * below(p)) ** 2);
  return [a / b, Math.sqrt(squares) / b];
}

function modelOf(priors, looked) {
  const total = [...looked.values()].reduce((a, b) => a + b, 0);
  // At most eight segments: those of the categories looked at most.
  const segments = new Set(["*", ...[...looked].sort((a, b) => b[1] - a[1]).slice(0, 8).map(([category]) => category)]);
  const seen = [...priors].filter(([, counted]) => counted.size > 0);
  const slot = Object.fromEntries(seen.map(([id, counted]) => [id, Object.fromEntries([...counted].filter(([segment]) => segments.has(segment)))]));
  return {
    model: 1,
    ...(total && { average: { category: Object.fromEntries([...looked].map(([category, n]) => [category, n / total])) } }),
    ...(seen.length && { priors: { segment: "category", slots: { [SLOT]: slot } } }),
  };
}

/** The model that `tactful fit` makes of a week's views; none when they are too few. */
function fit(folder, log) {
  const [model, files] = [join(folder, "fitted.json"), ["site.json", "campaign.json"].map((name) => join(folder, name))];
  const input = log.map((line) => `${JSON.stringify(line)}\n`).join("");
  const { status } = spawnSync(join(root, "build/native/tactful-fit"), [model, ...files], { input, stdio: ["pipe", "ignore", "ignore"] });
  return status === 0 ? JSON.parse(readFileSync(model, "utf8")) : undefined;
}

function compile(folder, model) {
  const files = { "shop.model.json": model, "site.json": site, "campaign.json": campaign };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
  const pack = join(folder, "shop.pack");
  execFileSync(process.execPath, [join(root, "cli/tactful.mjs"), "compile", join(folder, "site.json"), join(folder, "campaign.json"), "-o", pack],
    { stdio: ["ignore", "ignore", "inherit"] });
  return readFileSync(pack);
}

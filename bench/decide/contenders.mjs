// The same decision by others. Each contender is made once from the world and answers a variant's id for a visitor.
import { GrowthBook } from "@growthbook/growthbook";

/**
 * The scan that one writes by hand: over the variants as the campaign file has them, with the visitor's leanings
 * in a Map by "dimension:value". Its rule is ours: the most leant-to eligible variant, then the more precise, then the first.
 */
export function scan(variants) {
  return (leanings, signals) => {
    let best = "welcome", top = 0, precise = false;
    for (const { id, for: wanted, when } of variants) {
      if (when && !holds(when, signals)) continue;
      let score = 1;
      for (const dimension in wanted) {
        let lean = 0;
        for (const value of wanted[dimension]) lean += leanings.get(`${dimension}:${value}`) ?? 0;
        score *= lean;
      }
      if (score < 1 - 1e-9 || score < top || (score === top && (precise || !when))) continue;
      best = id;
      top = score;
      precise = !!when;
    }
    return best;
  };
}

/** The same scan after a profiler: one dimension, no keys to build, conditions asked last. */
export function tuned(variants) {
  return (leanings, signals) => {
    let best = "welcome", top = 0, precise = false;
    for (const { id, for: { category }, when } of variants) {
      let lean = 0;
      for (const value of category) lean += leanings.get(value) ?? 0;
      if (lean < 1 - 1e-9 || lean < top || (lean === top && (precise || !when))) continue;
      if (when && !holds(when, signals)) continue;
      best = id;
      top = lean;
      precise = !!when;
    }
    return best;
  };
}

function holds(when, signals) {
  for (const key in when) {
    const wanted = when[key];
    if (typeof wanted === "object" ? !(signals[key] >= wanted.$gte) : signals[key] !== wanted) return false;
  }
  return true;
}

/** A feature whose rules are the variants, as GrowthBook's docs target a feature by attributes. */
export function growthbook(variants) {
  const rules = variants.map(({ id, for: { category }, when }) => ({
    condition: { $or: category.map((value) => ({ [`leanings.${value}`]: { $gte: 1 } })), ...when },
    force: id,
  }));
  const gb = new GrowthBook({ features: { hero: { defaultValue: "welcome", rules } } });
  return (leanings, signals) => {
    gb.updateAttributes({ ...signals, leanings });
    return gb.getFeatureValue("hero", "welcome");
  };
}

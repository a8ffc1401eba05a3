// The simulated shop, small: Tactful's clicks are above each other way's, with their intervals.
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate } from "../../bench/shop/simulate.mjs";

test("in the simulated shop Tactful gets more clicks than rules, single heroes and the default, and at least those of plain counts", async () => {
  const { visits, rows } = await simulate(3000);
  assert.ok(visits > 5000);
  const [oracle, guess, taste, tactful, counts, ...others] = rows;
  assert.ok(oracle.ofOracle === 1 && guess.ofOracle < 1 && taste.ofOracle < guess.ofOracle, "who knows less gets less");
  assert.ok(tactful.ofOracle > 0.84 && tactful.ofOracle < guess.ofOracle, `${tactful.ofOracle}`);
  assert.ok(counts.tactfulOver > 1, `${counts.name} ${counts.tactfulOver}`);
  for (const { name, overLow } of others) assert.ok(overLow > 1, `${name} ${overLow}`);
});

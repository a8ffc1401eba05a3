// npm run test:long [-- NAME…]
//
// What `npm test` tries on some hundred random worlds, packs and conditions, on as many as an hour or two has room for. All unless named.
import { join } from "node:path";
import { build } from "./build.mjs";
import { die, root, run } from "./lib/run.mjs";

const test = (file) => ["--test", "--test-reporter=spec", join(root, file)];
const WORLDS = 400;
/** What each runs, one process after the other, and the variables that say how much of it. */
const long = {
  worlds: Array.from({ length: 50 }, (_, part) =>
    [test("tests/wasm/worlds.test.mjs"), { TACTFUL_WORLDS: `${WORLDS}`, TACTFUL_WORLDS_FROM: `${part * WORLDS}` }]),
  plans: [[test("tests/web/plan-property.test.mjs"), { TACTFUL_PLANS: "20000" }]],
  mistakes: [[test("tests/wasm/mistakes.test.mjs"), { TACTFUL_MISTAKES: "100000" }]],
  conditions: [[[join(root, "tests/conditions/oracle.mjs"), "--cases", "1000000"], {}]],
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(long, name));
if (unknown.length) die(`test:long: no ${unknown.join(", ")}; there are: ${Object.keys(long).join(", ")}`);

await build();
for (const name of names.length ? names : Object.keys(long)) {
  console.log(`\n# ${name}\n`);
  for (const [args, env] of long[name]) {
    const { code } = await run(process.execPath, args, { env });
    if (code !== 0) process.exitCode = 1;
  }
}

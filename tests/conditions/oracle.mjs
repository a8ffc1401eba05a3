// node tests/conditions/oracle.mjs [--cases 1000000] [--seed 1] [--program build/native/tactful-match]
//
// Random conditions against GrowthBook's own evaluator: every answer must be the same.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { evalCondition } from "@growthbook/growthbook";
import { isMain, root } from "../../scripts/lib/run.mjs";
import { Generator } from "./generate.mjs";

const batch = 10_000;

/** Sends lines through a `match` program and gives its answers. */
export function match(program, lines) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [], { stdio: ["pipe", "pipe", "inherit"] });
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text) => { out += text; });
    child.on("error", reject).on("close", (code) => (code === 0 ? resolve(out.split("\n").slice(0, -1)) : reject(new Error(`${program}: exit ${code}`))));
    child.stdin.end(`${lines.join("\n")}\n`);
  });
}

/** Cases that the program answers otherwise than the oracle does, at most ten of them. */
export async function differences(program, { cases, seed }) {
  const generator = new Generator(seed);
  const found = [];
  const counts = { true: 0, false: 0 };
  for (let done = 0; done < cases && found.length < 10; done += batch) {
    const some = Array.from({ length: Math.min(batch, cases - done) }, () => generator.case());
    const answers = await match(program, some.map((line) => JSON.stringify(line)));
    if (answers.length !== some.length) throw new Error(`${some.length} lines, ${answers.length} answers`);
    some.forEach(({ condition, attributes, groups }, i) => {
      const expected = String(evalCondition(attributes, condition, groups));
      counts[expected] += 1;
      if (answers[i] !== expected) found.push({ expected, got: answers[i], condition, attributes, groups });
    });
  }
  return { found: found.slice(0, 10), counts };
}

if (isMain(import.meta)) {
  const option = (name, otherwise) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise);
  const cases = Number(option("--cases", 1_000_000)), seed = Number(option("--seed", 1));
  const { found, counts } = await differences(option("--program", join(root, "build/native/tactful-match")), { cases, seed });
  for (const difference of found) console.log(JSON.stringify(difference));
  console.log(`${cases} cases of seed ${seed}: ${counts.true} true, ${counts.false} false, ${found.length ? "they differ" : "no difference"}`);
  process.exit(found.length ? 1 : 0);
}

// node bench/shop/run.mjs [VISITORS]    a simulated shop (bench/shop/README.md): clicks relative to an oracle
import { simulate } from "./simulate.mjs";

const count = Number(process.argv[2] ?? 100_000);
const { visits, rows } = await simulate(count);
console.log(`${count} visitors, ${visits} homepages seen on the treatment arm from the third visit on; click probabilities known to the simulator alone\n`);
console.log("| way to choose | clicks per 1,000 | of the oracle's | 95 % interval | Tactful's clicks over it, lower end |");
console.log("|---|--:|--:|---|--:|");
for (const { name, clicks, ofOracle, low, high, tactfulOver, overLow } of rows)
  console.log(`| ${name} | ${(clicks * 1000).toFixed(1)} | ${ofOracle.toFixed(3)} | ${low.toFixed(3)} to ${high.toFixed(3)} | ` +
    `${name === "Tactful" ? "" : `${tactfulOver.toFixed(3)}, ${overLow.toFixed(3)}`} |`);
console.log("\ngoal: 0.95 of the oracle's; above each of the others");

// TACTFUL_DATA=DIR npm run test:data
//
// The suites that read real logs, which are not in the repo. Without TACTFUL_DATA they are skipped, and said to be.
import { build } from "./build.mjs";
import { nodeTests, testFiles } from "./lib/suites.mjs";

if (!process.env.TACTFUL_DATA) {
  const files = testFiles("tests/data");
  console.log("skipped: TACTFUL_DATA does not name a folder with logs");
  console.log(`0 passed, 0 failed, ${Math.max(files.length, 1)} skipped`);
} else {
  await build();
  const result = await nodeTests("tests/data", 60 * 60 * 1000);
  console.log(result.output);
  console.log(`${result.passed} passed, ${result.failed} failed${result.skipped ? `, ${result.skipped} skipped` : ""}`);
  process.exitCode = result.failed ? 1 : 0;
}

// npm run test:next
//
// Slots in Next.js (App Router): static, rendered for every request under a policy with a nonce, and streamed. Next.js is 340 MB, so
// it is no dependency of the repo and this no part of `npm test`: the fixture in tests/next/ is copied to build/next/ and installed there.
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { must, root } from "./lib/run.mjs";
import { nodeTests } from "./lib/suites.mjs";

const site = join(root, "build/next");
mkdirSync(site, { recursive: true });
for (const part of ["app", ".next"]) rmSync(join(site, part), { recursive: true, force: true });
cpSync(join(root, "tests/next"), site, { recursive: true, filter: (source) => !source.endsWith(".test.mjs") });
const next = join(site, "node_modules/next/dist/bin/next");
if (!existsSync(next)) await must("npm", ["install", "--prefix", site, "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]);
// The package as npm would put it there, and what a site serves of it.
const tactful = join(site, "node_modules/tactful");
rmSync(tactful, { recursive: true, force: true });
mkdirSync(tactful, { recursive: true });
cpSync(join(root, "package.json"), join(tactful, "package.json"));
cpSync(join(root, "dist"), join(tactful, "dist"), { recursive: true });
cpSync(join(root, "dist/snippet.js"), join(site, "snippet.js"));
mkdirSync(join(site, "public"), { recursive: true });
for (const file of ["tactful.js", "later.js", "errors.js", "capture-more.js", "runtime.wasm"]) cpSync(join(root, "dist", file), join(site, "public", file));
const env = { NEXT_TELEMETRY_DISABLED: "1" };
// From its own folder, as a site's own scripts run.
await must("sh", ["-c", `cd "$0" && exec "$1" "$2" build`, site, process.execPath, next], { quiet: true, env });
const { passed, failed, output } = await nodeTests("tests/next", 120_000, { sequential: true });
console.log(failed ? output : `${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

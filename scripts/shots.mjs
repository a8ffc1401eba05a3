// npm run shots
//
// Takes the README's two pictures from the built demo: the homepage at the first visit, and after three trail shoes.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { flags, program } from "../tests/browser/lib/chromium.mjs";
import { root } from "./lib/run.mjs";
import { serve } from "./lib/server.mjs";

const server = await serve({ roots: [join(root, "build/demo")] });
const browser = await chromium.launch({ executablePath: program, args: flags });
const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
const folder = join(root, "docs/img");
mkdirSync(folder, { recursive: true });
const home = async (name) => {
  await page.goto(`${server.url}/`, { waitUntil: "networkidle" });
  await page.screenshot({ path: join(folder, `${name}.png`) });
};
await home("before");
for (const shoe of ["fellside", "mudlark", "fellside"]) {
  await page.goto(`${server.url}/trail/${shoe}/`, { waitUntil: "networkidle" });
  await page.waitForTimeout(3000); // the tail takes events in when they are two seconds old
}
await home("after");
await browser.close();
await server.close();

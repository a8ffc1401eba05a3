// Packs for tests, made by the command that sites use.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A file of dist/. */
export const dist = (name) => readFileSync(join(root, "dist", name));

/** The pack of a site file and campaigns, given as objects. */
export function compile(...files) {
  const folder = mkdtempSync(join(tmpdir(), "tactful-pack-"));
  try {
    const names = files.map((file, i) => {
      const name = join(folder, `${i}.json`);
      writeFileSync(name, JSON.stringify(file));
      return name;
    });
    const out = join(folder, "site.pack");
    execFileSync(process.execPath, [join(root, "cli/tactful.mjs"), "compile", ...names, "-o", out], { stdio: ["ignore", "ignore", "inherit"] });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

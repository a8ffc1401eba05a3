// What a customer gets from `npm install tactful`.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/run.mjs";

const json = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const manifest = json("package.json");

test("pages load nothing of others', the command line one HTML parser; pins exactly what it is built with", () => {
  assert.deepEqual(Object.keys(manifest.dependencies), ["parse5"]);
  for (const file of readdirSync(join(root, "dist")).filter((name) => name.endsWith(".js")))
    assert.doesNotMatch(readFileSync(join(root, "dist", file), "utf8"), /parse5/, file);
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) assert.match(version, /^(npm:[\w-]+@)?\d+\.\d+\.\d+$/, name);
});

test("the lock file names no registry, and has a checksum for every package", () => {
  assert.doesNotMatch(readFileSync(join(root, "package-lock.json"), "utf8"), /"resolved"|registry/);
  for (const [path, { integrity }] of Object.entries(json("package-lock.json").packages)) {
    if (path) assert.ok(integrity, path);
  }
});

test("each subpath names files that are built, types first", () => {
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === "object") assert.equal(Object.keys(target)[0], "types", subpath);
    for (const file of typeof target === "object" ? Object.values(target) : [target]) {
      assert.ok(existsSync(join(root, file)), `${subpath}: ${file}`);
    }
  }
  for (const file of [manifest.types, manifest.unpkg, manifest.jsdelivr, manifest.bin.tactful, ...manifest.sideEffects]) {
    assert.ok(existsSync(join(root, file)), file);
  }
});

test("holds what it takes to run and nothing that only we need", () => {
  const listing = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const packed = JSON.parse(listing);
  const [{ files }] = Array.isArray(packed) ? packed : Object.values(packed);
  const paths = files.map(({ path }) => path);
  for (const needed of ["LICENSE", "README.md", "dist/index.js", "dist/tactful.js", "dist/engine.js", "dist/runtime.wasm",
    "dist/runtime.js", "dist/author.wasm", "dist/types/index.d.ts", "cli/tactful.mjs", "schema/1.json", "docs/cli.md", "docs/errors.md"]) {
    assert.ok(paths.includes(needed), `${needed} is missing`);
  }
  const strays = paths.filter((path) => /^(core|tests|scripts|bench|build|web\/demo|cli\/native|docs\/img)\//.test(path));
  assert.deepEqual(strays, []);
  // What the modules and types name beside themselves, the parts that load on demand among it.
  let parts = 0;
  for (const file of paths.filter((path) => /^(dist|cli)\/.*\.(js|mjs|d\.ts)$/.test(path))) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, target] of text.matchAll(/(?:\bimport\(|\bfrom ?|\bimport ?|new URL\()["'](?:\.\/)?([\w.-]+\.(?:js|mjs|wasm|ts))["']/g)) {
      const beside = join(file, "..", target.replace(/\.ts$/, ".d.ts"));
      assert.ok(paths.includes(beside), `${file}: ${target}`);
      ++parts;
    }
  }
  assert.ok(parts > 60);
});

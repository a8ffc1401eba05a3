// node scripts/setup.mjs
//
// Makes sure that all a build and the tests need is there: Debian packages and node_modules. What is missing is listed
// first; as root, or with CI set, it is installed, otherwise the command to run is printed and the script fails.
// Imports node's own modules alone, for it runs before node_modules exists.
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execFileSync } from "node:child_process";
import { die, isMain, must, root, run } from "./lib/run.mjs";

/** Debian package, what it is for, and how to see that it (or its like from elsewhere) is there. */
const needs = [
  ["g++", "native build", () => command("g++")],
  ["clang", "native build with sanitizers", () => command("clang++")],
  ["libclang-rt-dev", "sanitizers and libFuzzer", () => clangRuntime("fuzzer")],
  ["cmake", "build", () => command("cmake")],
  ["ninja-build", "build", () => command("ninja")],
  ["emscripten", "wasm build", () => command("em++") && command("emcmake")],
  ["nlohmann-json3-dev", "compiler", () => header("nlohmann/json.hpp")],
  ["libgtest-dev", "native tests", () => header("gtest/gtest.h")],
  ["chromium", "browser tests", () => command("chromium")],
  ["firefox-esr", "browser tests", () => command("firefox-esr") || command("firefox")],
  ["webkit2gtk-driver", "browser tests", () => command("WebKitWebDriver")],
  ["xvfb", "a screen for WebKit", () => command("Xvfb")],
  ["fonts-liberation", "text in the browser tests", () => existsSync("/usr/share/fonts/truetype/liberation")],
];

/** Sets up or ends the process. Quick when there is nothing to do. */
export async function setup() {
  const missing = needs.filter(([, , there]) => !there());
  if (missing.length) await install(missing);
  if (modulesAreStale()) {
    console.log("setup: npm ci");
    await must("npm", ["ci", "--include=dev"], { quiet: true });
  }
}

async function install(missing) {
  console.log("setup: missing");
  for (const [name, purpose] of missing) console.log(`  ${name.padEnd(20)} ${purpose}`);
  const packages = missing.map(([name]) => name);
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? "" : "sudo ";
  const byHand = `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (!command("apt-get")) die("setup: no apt-get here; install the like of these packages by hand");
  if (!isRoot && !process.env.CI) die(`setup: run this, then try again\n  ${byHand}`);
  const asRoot = isRoot ? [] : ["sudo", "-n"];
  const apt = async (...args) => {
    console.log(`setup: apt-get ${args.join(" ")}`);
    const [program, ...rest] = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    const { code, output } = await run(program, rest, { quiet: true });
    if (code !== 0) die(`${output}setup: that failed; by hand it is\n  ${byHand}`);
  };
  await apt("update");
  await apt("install", "-y", "--no-install-recommends", ...packages);
  const still = missing.filter(([, , there]) => !there()).map(([name]) => name);
  if (still.length) die(`setup: installed, but still not found: ${still.join(" ")}`);
}

function modulesAreStale() {
  const installed = join(root, "node_modules/.package-lock.json");
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, "package-lock.json")).mtimeMs;
}

function command(name) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function header(path) {
  return ["/usr/include", "/usr/local/include"].some((folder) => existsSync(join(folder, path)));
}

/** Whether clang finds its run-time library of that name: a package of its own, which clang alone does not bring. */
function clangRuntime(name) {
  if (!command("clang++")) return false;
  const folder = join(execFileSync("clang++", ["-print-resource-dir"], { encoding: "utf8" }).trim(), "lib/linux");
  return existsSync(folder) && readdirSync(folder).some((file) => file.startsWith(`libclang_rt.${name}-`));
}

if (isMain(import.meta)) await setup();

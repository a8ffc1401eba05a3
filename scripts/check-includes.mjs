// node scripts/check-includes.mjs
//
// Holds the #include lines to the arrows that `tactful_room(NAME DEPS…)` states in core/*/CMakeLists.txt, to the two
// headers meant for outsiders, and the rooms a page loads to headers that can neither reach the machine nor allocate.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMain, root } from "./lib/run.mjs";

const outsiders = ["tactful.h", "tactful_author.h"];

// Reach a clock, entropy, files or threads, or differ between machines: not for any room.
const impure = ["chrono", "ctime", "filesystem", "fstream", "future", "iostream", "locale", "mutex", "random", "thread",
  "time.h"];
// libm (its bits differ between processors), output, and what allocates through the STL: not for the rooms a page loads.
const heavy = ["cmath", "math.h", "cstdio", "stdio.h", "cstdlib", "stdlib.h", "deque", "functional", "list", "map",
  "memory", "queue", "regex", "set", "sstream", "stdexcept", "string", "unordered_map", "unordered_set", "vector"];

/** Every arrow against the design, as "file:line: what is wrong"; empty when all is well. */
export function checkIncludes(top = root) {
  const seen = arrows(top);
  const authors = [...seen.keys()].filter((room) => room === "compiler" || seen.get(room).has("compiler"));
  const wrong = [];
  for (const [room, deps] of seen) {
    const allowed = (path) => {
      const [folder] = path.split("/");
      if (outsiders.includes(path)) return room === "engine" || room === "author";
      return folder === room || deps.has(folder);
    };
    const refused = authors.includes(room) ? impure : [...impure, ...heavy, "nlohmann/"];
    for (const include of includesIn(top, `core/${room}`)) {
      if (include.quoted && !allowed(include.path)) {
        const sees = [...deps].join(", ") || "no other room";
        wrong.push(`${include.at}: ${room} must not see "${include.path}"; it sees ${sees}`);
      }
      if (refused.some((name) => include.path === name || (name.endsWith("/") && include.path.startsWith(name)))) {
        wrong.push(`${include.at}: ${room} must not use <${include.path}>`);
      }
    }
  }
  for (const folder of ["wasm", "cli/native"]) {
    for (const { at, path, quoted } of includesIn(top, folder)) {
      if (quoted && !outsiders.includes(path) && !existsSync(join(top, folder, path))) {
        wrong.push(`${at}: ${folder} is outside; it includes ${outsiders.join(" or ")}, not "${path}"`);
      }
    }
  }
  return wrong;
}

/** Room to the set of rooms it sees, directly or through another. */
function arrows(top) {
  const direct = new Map();
  for (const room of readdirSync(join(top, "core"), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const text = readFileSync(join(top, "core", room.name, "CMakeLists.txt"), "utf8");
    const [, name, deps] = /^tactful_room\((\w+)([^)]*)\)/m.exec(text) ?? [];
    if (name !== room.name) {
      throw new Error(`core/${room.name}/CMakeLists.txt does not declare tactful_room(${room.name} …)`);
    }
    direct.set(name, deps.trim().split(/\s+/).filter(Boolean));
  }
  const reach = (name, from) => {
    if (from.includes(name)) throw new Error(`a circle of rooms: ${[...from, name].join(" -> ")}`);
    return new Set(direct.get(name).flatMap((dep) => [dep, ...reach(dep, [...from, name])]));
  };
  return new Map([...direct.keys()].map((name) => [name, reach(name, [])]));
}

function includesIn(top, folder) {
  const absolute = join(top, folder);
  if (!existsSync(absolute)) return [];
  const files = readdirSync(absolute, { recursive: true }).filter((file) => /\.(h|c|cpp|def)$/.test(file)).sort();
  return files.flatMap((file) => {
    const lines = readFileSync(join(absolute, file), "utf8").split("\n");
    return lines.flatMap((line, index) => {
      const match = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line);
      return match ? [{ at: `${folder}/${file}:${index + 1}`, quoted: match[1] === '"', path: match[2] }] : [];
    });
  });
}

if (isMain(import.meta)) {
  const wrong = checkIncludes();
  for (const line of wrong) console.error(line);
  console.log(wrong.length ? `check-includes: ${wrong.length} wrong` : "check-includes: the arrows hold");
  process.exit(wrong.length ? 1 : 0);
}

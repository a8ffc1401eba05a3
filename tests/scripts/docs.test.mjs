// What the documents name is there: pages, headings, files, commands. Samples are held by tests/wasm/samples.test.mjs.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/run.mjs";

const SKIPPED = new Set(["node_modules", "build", "dist", "third_party", ".git"]);
function* markdown(folder = ".") {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* markdown(path);
    else if (entry.name.endsWith(".md")) yield path;
  }
}
const pages = new Map([...markdown()].map((path) => [path, readFileSync(join(root, path), "utf8")]));
/** Without code, in which nothing is a link. */
const prose = (text) => text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "``");
/** As GitHub names a heading. */
const anchor = (heading) => heading.trim().toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
function anchors(text) {
  const seen = new Map();
  return [...text.replace(/^```.*?^```/gms, "").matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const name = anchor(heading);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count ? `${name}-${count}` : name;
  });
}

test("every link within the repository leads somewhere, and every anchor to a heading", () => {
  let links = 0;
  for (const [page, text] of pages) {
    for (const [, target] of prose(text).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/i.test(target)) continue;
      ++links;
      const [path, fragment] = target.split("#");
      const file = path ? normalize(join(dirname(page), path)) : page;
      assert.ok(existsSync(join(root, file)), `${page}: ${target}`);
      if (fragment !== undefined) assert.ok(anchors(pages.get(file)).includes(fragment), `${page}: no heading for ${target}`);
    }
  }
  assert.ok(links > 50);
});

test("every page of docs/ can be reached from README", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached) {
    for (const [, target] of prose(pages.get(page)).matchAll(/\]\(([^)\s#]+\.md)/g)) reached.add(normalize(join(dirname(page), target)));
  }
  assert.deepEqual([...pages.keys()].filter((page) => page.startsWith("docs/") && !page.startsWith("docs/decisions/") && !reached.has(page)), []);
});

test("files and folders that are named are there", () => {
  const tops = readdirSync(root).filter((name) => !SKIPPED.has(name) && statSync(join(root, name)).isDirectory());
  const named = new RegExp(`\`((?:${tops.join("|")})/[\\w./-]+)\``, "g");
  let names = 0;
  for (const [page, text] of pages) {
    // The changelog and decisions tell of their day.
    if (/CHANGELOG|decisions\//.test(page)) continue;
    for (const [, path] of text.matchAll(named)) {
      ++names;
      assert.ok(existsSync(join(root, path)) || existsSync(join(root, dirname(page), path)), `${page}: ${path}`);
    }
  }
  assert.ok(names > 80);
  // Comments of the sources send their reader to pages and tests too.
  const sources = execFileSync("git", ["grep", "-hoE", "(docs/[a-z/-]+\\.md|tests/[a-z/-]+\\.test\\.mjs)", "--", ...tops], { cwd: root, encoding: "utf8" });
  for (const path of new Set(sources.trim().split("\n"))) assert.ok(existsSync(join(root, path)), `a comment names ${path}`);
});

test("commands that are named are there, with their options", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const cli = (...words) => execFileSync(process.execPath, ["cli/tactful.mjs", ...words], { cwd: root, encoding: "utf8" });
  const usages = new Map([...cli("--help").matchAll(/^  tactful (\w+)(.*)$/gm)].map(([, name, usage]) => [name, usage]));
  for (const [page, text] of pages) {
    if (page === "CHANGELOG.md") continue;
    for (const [, name] of text.matchAll(/[`\n]npm run ([\w:]+)/g)) assert.ok(scripts[name], `${page}: npm run ${name}`);
    for (const [line, name, rest] of text.matchAll(/(?:^|`)(?:npx )?tactful (\w+)([^`\n]*)/gm)) {
      assert.ok(usages.has(name), `${page}: ${line}`);
      for (const [, option] of rest.matchAll(/(?<![\w-])(--?\w[\w-]*)/g)) assert.ok(usages.get(name).includes(option), `${page}: ${line}`);
    }
  }
  const table = [...pages.get("docs/cli.md").matchAll(/^\| `tactful (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual([...usages.keys()].filter((name) => !table.includes(name)), [], "docs/cli.md lists every command");
});

test("core/tactful.h publishes every status under its id", () => {
  const found = (file, pattern, name) => [...readFileSync(join(root, file), "utf8").matchAll(pattern)].map((match) => name(match.groups));
  const published = found("core/tactful.h", /^  TACTFUL_(?<name>\w+) = (?<number>-?\d+)/gm, ({ name, number }) => `${number} ${name.toLowerCase().replaceAll("_", "-")}`);
  const known = found("core/base/status.h", /^  X\(\w+, (?<number>-?\d+), "(?<id>[^"]+)"/gm, ({ number, id }) => `${number} ${id}`);
  assert.ok(known.length > 10);
  assert.deepEqual(published, known);
});

test("docs/architecture.md shows each room with what it may see", () => {
  const shown = [...pages.get("docs/architecture.md").matchAll(/^\| `core\/(\w+)` \|.*\| ?([^|]*) \|$/gm)].map(([, room, sees]) => `${room}: ${sees.trim()}`);
  const rooms = readdirSync(join(root, "core"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const stated = rooms.map(({ name }) => {
    const [, deps] = /^tactful_room\(\w+ ?([^)]*)\)/m.exec(readFileSync(join(root, "core", name, "CMakeLists.txt"), "utf8"));
    return `${name}: ${deps.split(" ").join(", ")}`;
  });
  assert.deepEqual(shown.sort(), stated.sort());
});

test("docs/api.md names every option, call and notice of the SDK and of the engine", () => {
  const source = (file) => readFileSync(join(root, "web/sdk", file), "utf8");
  const members = (file, opens) => [...source(file).split(opens)[1].split("\n}")[0].matchAll(/^  (?:static |async )*(\w+)\??(?:<.*>)?[(:]/gm)].map(([, name]) => name);
  const named = ["Options", "Tactful", "Notices", "Writer"].flatMap((name) => members("types.ts", new RegExp(`^export interface ${name}\\b`, "m")));
  const calls = members("engine.ts", /^export class Engine\b/m).filter((name) => name !== "constructor");
  assert.ok(named.length > 20 && calls.length > 10);
  for (const name of [...named, ...calls]) assert.match(pages.get("docs/api.md"), new RegExp(`\`(?:Engine\\.)?${name}\\b`), name);
});

test("docs/campaign.md names every operator, and every word of the lists that are closed", () => {
  const words = (file, pattern) => [...readFileSync(join(root, file), "utf8").matchAll(pattern)].map(([, word]) => word);
  const operators = words("core/compiler/operators.h", /"(\$\w+)"/g);
  const values = words("core/compiler/literals.cpp", /^    \{"\w+", (?:true|false),\s+((?:"[a-z -]+"\s*)+)\}/gm)
    .flatMap((list) => list.match(/[a-z-]+/g));
  assert.ok(operators.length > 30 && values.length > 25);
  for (const word of [...operators, ...values]) assert.ok(pages.get("docs/campaign.md").includes(`\`${word}\``), word);
});

// A constant that changes takes its sentence along: where it is defined, and what the page says of it.
for (const [file, definition, page, sentence] of [
  ["core/decision/arms.h", "kExplorePeriodMs = 28ll * 86'400'000", "docs/decision.md", "28-day period"],
  ["core/decision/candidates.h", "kDismissedMs = 90ll * 86'400'000", "docs/decision.md", "not dismissed in the last 90 days"],
  ["core/decision/candidates.h", "kTiredAfter = 20;", "docs/decision.md", "x 20 / (20 + times seen"],
  ["core/decision/candidates.h", "kSteady = 1.1;", "docs/decision.md", "x 1.1 if it is the hero last shown"],
  ["core/decision/decide.h", "kLongestMs = 30ll * 86'400'000", "docs/decision.md", "at most 30 days"],
  ["core/decision/plan.h", "kPlanEntries = 8;", "docs/stored-plan.md", "entries, at most 8"],
  ["core/compiler/draft.h", "enough = 1.5", "docs/decision.md", "1.5 views' worth"],
  ["core/compiler/draft.h", "fast_weight = 16, slow_weight = 1, slow_most = 30, prior_strength = 3, mix = 0.2", "docs/profile.md", "w 16, a 3, most 30, n 0.3 unless fitted"],
  ["core/compiler/draft.h", "newest = 0.3", "docs/campaign.md", "| `newest` | 0.3 |"],
  ["core/profile/block.h", "kScale[kScales] = {{300, 20}, {31'536'000, 12}}", "docs/profile.md", "fast (half-life 300 s) and slow (31,536,000 s)"],
  ["core/profile/block.h", "kCartMost = 7;", "docs/profile.md", "seven pieces are counted"],
  ["core/profile/block.h", "kVisitGap_s = 1'800;", "docs/profile.md", "more than 30 minutes after the one before"],
  ["core/profile/block.h", "kLongLook_s = 120;", "docs/profile.md", "at least two minutes into a visit"],
  ["core/profile/profile.h", "kProfileMax = 4096;", "docs/privacy.md", "at most 4,096 bytes"],
  ["core/profile/evidence.cpp", "kFaintsMax = 192;", "docs/profile.md", "192 of these"],
  ["core/compiler/model.h", "kMostModelValues = 200;", "docs/campaign.md", "the 200 commonest others"],
  ["core/author/fit_model.h", "kLeastVisitors = 5;", "docs/cli.md", "fewer than 5 visitors"],
  ["core/author/fit_model.h", "kMostDestinations = 20;", "docs/cli.md", "the 20 commonest"],
  ["core/author/lines.h", "kMaxLine = 16u << 20;", "docs/cli.md", "longer than 16 MiB"],
  ["web/sdk/keeper.ts", "APPEND_MS = 400;", "docs/storage.md", "After 0.4 s"],
  ["web/sdk/keeper.ts", "BATCH = 64;", "docs/storage.md", "with 64 waiting"],
  ["web/sdk/learn.ts", "SETTLE_MS = 2000;", "docs/storage.md", "older than 2 s"],
  ["web/sdk/unread.ts", "UNREAD = 4096;", "docs/storage.md", "than 4,096 events is emptied"],
  ["web/sdk/kept.ts", "MOST = 10_000;", "docs/storage.md", "at most 10,000 characters"],
  ["web/sdk/inbox.ts", "REMEMBERED = 200;", "docs/storage.md", "at most 200"],
  ["web/sdk/inbox.ts", "LATE_MS = 30 * 86_400_000;", "docs/capture.md", "at most 30 days ago"],
  ["web/sdk/track.ts", "EVENT = 1e5;", "docs/storage.md", "at most 100,000 characters, texts in it at most 1,000"],
  ["web/sdk/cmp.ts", "COMES_MS = 20_000;", "docs/consent.md", "within 20 s"],
  ["web/sdk/lists.ts", "MOST_LISTS = 8;", "docs/lists.md", "At most 8 lists"],
  ["web/sdk/lists.ts", "MOST_ITEMS = 100;", "docs/lists.md", "more than 100 items"],
  ["web/sdk/lists.ts", "MOST_TEXT = 6000;", "docs/lists.md", "6,000 characters"],
  ["web/sdk/lists.ts", "LEANING = 1.5;", "docs/lists.md", "1.5 times the average visitor's"],
  ["cli/lib/snippet.mjs", "MOST_BYTES = 2048;", "docs/cli.md", "2 kB"],
]) {
  test(`${page} says ${sentence}, as ${file}`, () => {
    const source = readFileSync(join(root, file), "utf8");
    assert.ok(source.includes(definition), `${file} no longer says ${definition}`);
    // A sentence may be broken into lines anywhere.
    assert.ok(pages.get(page).replace(/\s+/g, " ").includes(sentence), `${page} no longer says ${sentence}`);
  });
}

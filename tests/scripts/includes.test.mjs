import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { checkIncludes } from "../../scripts/check-includes.mjs";

const rooms = {
  "core/base/CMakeLists.txt": "tactful_room(base)",
  "core/pack/CMakeLists.txt": "tactful_room(pack base)",
  "core/engine/CMakeLists.txt": "# the top\ntactful_room(engine pack)",
  "core/compiler/CMakeLists.txt": "tactful_room(compiler pack)",
  "core/author/CMakeLists.txt": "tactful_room(author compiler engine)",
};
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** What is wrong with a house of these files. */
function wrongIn(files) {
  const top = mkdtempSync(join(tmpdir(), "tactful-includes-"));
  folders.push(top);
  for (const [path, text] of Object.entries({ ...rooms, ...files })) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return checkIncludes(top);
}

test("lets a room see itself, its rooms and theirs", () => {
  assert.deepEqual(wrongIn({ "core/engine/e.cpp": '#include "base/b.h"\n#include "engine/e.h"\n#include "tactful.h"\n' }), []);
});

test("finds an arrow that points up, with its place", () => {
  const [wrong, ...more] = wrongIn({ "core/base/b.h": '#pragma once\n#  include "pack/p.h"\n' });
  assert.match(wrong, /^core\/base\/b\.h:2: base must not see "pack\/p\.h"/);
  assert.deepEqual(more, []);
});

test("keeps clocks from every room, and libm, the heap and JSON from what a page loads", () => {
  const text = "#include <chrono>\n#include <vector>\n#include <cmath>\n#include <nlohmann/json.hpp>\n";
  assert.equal(wrongIn({ "core/pack/p.cpp": text }).length, 4);
  assert.deepEqual(wrongIn({ "core/author/a.cpp": text }).length, 1);
});

test("shows outsiders the two headers alone", () => {
  assert.deepEqual(wrongIn({ "wasm/runtime.cpp": '#include "tactful.h"\n', "cli/native/replay.cpp": '#include "tactful_author.h"\n' }), []);
  assert.equal(wrongIn({ "cli/native/replay.cpp": '#include "author/replay.h"\n' }).length, 1);
});

test("refuses a circle and a room without its statement", () => {
  assert.throws(() => wrongIn({ "core/base/CMakeLists.txt": "tactful_room(base engine)" }), /circle/);
  assert.throws(() => wrongIn({ "core/report/CMakeLists.txt": "# nothing" }), /tactful_room\(report/);
});

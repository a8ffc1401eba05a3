// The counting of `npm test` itself: what must not pass for a pass.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { root, run } from "../../scripts/lib/run.mjs";
import { browserTests, gtest, nodeTests } from "../../scripts/lib/suites.mjs";

mkdirSync(join(root, "build"), { recursive: true });
const folder = mkdtempSync(join(root, "build/suites-"));
const inRepo = folder.slice(root.length + 1);
after(() => rmSync(folder, { recursive: true }));

function program(name, script) {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return `${inRepo}/${name}`;
}

function testFolder(name, files) {
  mkdirSync(join(folder, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  return `${inRepo}/${name}`;
}

const counts = ({ passed, failed, skipped }) => [passed, failed, skipped];
const imports = 'import { test } from "node:test"; import assert from "node:assert";';

// A gtest program runs once on each core, with its share of the tests.
const shards = availableParallelism();

test("reads gtest's counts and adds them up", async () => {
  const path = program("mixed", `
    [ "$GTEST_TOTAL_SHARDS" = ${shards} ] || exit 1
    [ "$GTEST_SHARD_INDEX" = 0 ] || { printf '[  PASSED  ] 3 tests.\\n'; exit 0; }
    printf '[  PASSED  ] 7 tests.\\n[  SKIPPED ] 2 tests, listed below:\\n[  FAILED  ] 1 test, listed below:\\n[  FAILED  ] A.B\\n'; exit 1`);
  assert.deepEqual(counts(await gtest(path, 5000)), [7 + 3 * (shards - 1), 1, 2]);
});

test("counts a gtest program as failed that crashes, runs nothing, is absent or fails after passing", async () => {
  for (const script of ["kill -SEGV $$", "printf '[  PASSED  ] 0 tests.\\n'", "printf '[  PASSED  ] 3 tests.\\n'; exit 1"]) {
    assert.equal((await gtest(program("bad", script), 5000)).failed, shards, script);
  }
  assert.equal((await gtest(`${inRepo}/absent`, 5000)).failed, shards);
});

test("ends a program that outlives its time, with what it started", async () => {
  const started = performance.now();
  const result = await gtest(program("slow", "printf '[  PASSED  ] 3 tests.\\n'; sleep 60 & sleep 60"), 300);
  assert.equal(result.failed, shards);
  assert.match(result.output, /out of time/);
  assert.ok(performance.now() - started < 10_000);
});

// node's runner refuses to run inside a test of its own unless this is unset.
delete process.env.NODE_TEST_CONTEXT;

test("reads node's counts", async () => {
  const path = testFolder("node-mixed", {
    "a.test.mjs": `${imports} test("a", () => {}); test("b", () => assert.ok(false)); test("c", { skip: true }, () => {});`,
  });
  assert.deepEqual(counts(await nodeTests(path, 20_000)), [1, 1, 1]);
});

test("counts a file without a test as failed, and a folder without a file", async () => {
  const hollow = testFolder("node-hollow", { "a.test.mjs": `${imports} test("a", () => {});`, "b.test.mjs": "" });
  assert.deepEqual(counts(await nodeTests(hollow, 20_000)), [1, 1, 0]);
  assert.deepEqual(counts(await nodeTests(testFolder("node-empty", {}), 20_000)), [0, 1, 0]);
});

test("counts a file that does not load as failed", async () => {
  const path = testFolder("node-broken", { "a.test.mjs": "throw new Error('at load');" });
  assert.equal((await nodeTests(path, 20_000)).failed, 1);
});

test("a command that cannot start is a failure with its name", async () => {
  const { code, output } = await run("tactful-no-such-command", [], { quiet: true });
  assert.equal(code, 1);
  assert.match(output, /tactful-no-such-command/);
});

test("runs a browser file that failed once more, and says so; what fails twice has failed; what leaves a server open ends", async () => {
  const flaky = `import { existsSync, writeFileSync } from "node:fs"; const mark = new URL("mark", import.meta.url);
    test("a", () => { const again = existsSync(mark); writeFileSync(mark, ""); assert.ok(again); });`;
  const path = testFolder("browser", {
    "flaky.test.mjs": imports + flaky,
    "good.test.mjs": `${imports} test("b", () => {}); test("c", () => {});`,
    "left.test.mjs": `${imports} import { createServer } from "node:http"; test("leaves a server", () => createServer().listen(0, "127.0.0.1"));`,
    "bad.test.mjs": `${imports} test("d", () => assert.ok(0)); test("e", () => {});`,
  });
  const result = await browserTests(path, 30_000);
  assert.deepEqual(counts(result), [5, 1, 0]);
  assert.match(result.note, /flaky\.test\.mjs failed at first/);
  assert.match(result.output, /✖ d/);
});

test("runs the files of alone/ one at a time, after the others", async () => {
  const noted = (name) => `${imports} import { appendFileSync } from "node:fs";
    test("${name}", async () => { const to = ${JSON.stringify(join(folder, "order"))}; appendFileSync(to, "<${name}"); await new Promise((done) => setTimeout(done, 200)); appendFileSync(to, ">"); });`;
  const path = testFolder("order-of", { "x.test.mjs": noted("x") });
  mkdirSync(join(folder, "order-of/alone"));
  for (const name of ["a", "b"]) writeFileSync(join(folder, "order-of/alone", `${name}.test.mjs`), noted(name));
  assert.deepEqual(counts(await browserTests(path, 30_000)), [3, 0, 0]);
  assert.equal(readFileSync(join(folder, "order"), "utf8"), "<x><a><b>");
});

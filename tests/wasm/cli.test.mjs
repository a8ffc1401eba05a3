// What the command line says and how it ends.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync, existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { files, generated, native, tactful } from "./lib/tools.mjs";

const scratch = mkdtempSync(join(tmpdir(), "tactful-cli-"));
after(() => rmSync(scratch, { recursive: true }));
const path = (name) => join(scratch, name);

test("an unknown command lists the commands and guesses which was meant", () => {
  const { code, err } = tactful(["replya"]);
  assert.equal(code, 2);
  assert.match(err, /unknown command "replya"; did you mean "replay"\?/);
  assert.match(err, /init, check, compile, match, replay, fit, snippet/);
  assert.equal(tactful([]).code, 2);
  assert.equal(tactful(["--help"]).code, 0);
});

for (const [words, reason] of [
  [["check"], /names no FILE/],
  [["compile", ...files], /-o PACK/],
  [["compile", ...files, "-o"], /needs a value/],
  [["replay"], /--campaign/],
  [["replay", "--campaign", ...files, "--engine", "jit"], /wasm or js/],
  [["replay", "--campain", "x"], /did you mean "--campaign"\?/],
  [["replay", "--campaign", ...files, "--seed", "1", "--seed", "2"], /twice/],
  [["match", "x"], /what is "x" for/],
  [["snippet", "--release", '"><script>'], /letters/],
]) {
  test(`tactful ${words.filter((word) => !files.includes(word)).join(" ")} is wrong usage`, () => {
    const { code, out, err } = tactful(words);
    assert.equal(code, 2, err);
    assert.equal(out, "");
    assert.match(err, reason);
    assert.match(err, /usage: tactful/);
  });
}

test("init writes files that check accepts and compile compiles, and overwrites nothing", () => {
  const folder = path("new/shop");
  assert.equal(tactful(["init", folder]).code, 0);
  const written = [join(folder, "site.json"), join(folder, "campaign.json")];
  const checked = tactful(["check", ...written]);
  assert.equal(checked.code, 0, checked.out + checked.err);
  assert.match(checked.out, /trail/i);
  assert.doesNotMatch(checked.out, /warning/);
  assert.equal(tactful(["compile", ...written, "-o", path("new.pack")]).code, 0);
  assert.equal(readFileSync(path("new.pack")).subarray(0, 4).toString(), "TACT");
  const again = tactful(["init", folder]);
  assert.equal(again.code, 1);
  assert.match(again.err, /there already/);
});

test("every mistake is reported and no pack is written", () => {
  const [site] = files;
  writeFileSync(path("bad.json"), '{"id":"x","slots":{"home-hero":{"default":"nope","variants":[{"id":"a","when":{"season":{"$greater":1}}}]}}}');
  rmSync(path("bad.pack"), { force: true });
  const compiled = tactful(["compile", site, path("bad.json"), "-o", path("bad.pack")]);
  assert.equal(compiled.code, 1);
  assert.equal(existsSync(path("bad.pack")), false);
  const checked = tactful(["check", site, path("bad.json")]);
  assert.equal(checked.code, 1);
  for (const text of [compiled.err, checked.out]) assert.match(text, /bad\.json:1:\d+: error\[[\w-]+\] at \/slots\/home-hero/);
  assert.ok(checked.out.match(/error\[/g).length >= 2, checked.out);
});

test("a file that is not there, or is no JSON, is a mistake", () => {
  const missing = tactful(["check", path("none.json")]);
  assert.equal(missing.code, 1);
  assert.match(missing.err + missing.out, /none\.json/);
  writeFileSync(path("broken.json"), '{"site":');
  const broken = tactful(["check", path("broken.json")]);
  assert.equal(broken.code, 1);
  assert.match(broken.out, /broken\.json:1:\d+: error\[syntax\]/);
});

test("native and wasm compile the same bytes, twice alike", () => {
  const model = files[0].replace("site.json", "model.json");
  for (const [ours, theirs] of [[[], []], [["--full-model"], ["--model", model]]]) {
    assert.equal(native(["--campaign", ...files, ...theirs, "--write-pack", path("native.pack")]).code, 0);
    for (const run of [1, 2]) {
      assert.equal(tactful(["compile", ...files, ...ours, "-o", path("wasm.pack")]).code, 0);
      assert.ok(readFileSync(path("wasm.pack")).equals(readFileSync(path("native.pack"))), `${ours} run ${run}`);
    }
  }
});

test("a pack replays as the files it was made of", () => {
  const pack = path("replay.pack");
  assert.equal(tactful(["compile", ...files, "-o", pack]).code, 0);
  const log = generated({ seed: 4, lines: 500, visitors: 5 });
  const expected = native(["--campaign", ...files], log).out;
  assert.equal(native(["--campaign", pack], log).out, expected);
  assert.equal(tactful(["replay", "--campaign", pack], log).out, expected);
});

test("a pack that is cut or altered is refused", () => {
  const pack = path("damaged.pack");
  assert.equal(tactful(["compile", ...files, "-o", pack]).code, 0);
  const bytes = readFileSync(pack);
  const altered = Buffer.from(bytes);
  altered[bytes.length >> 1] ^= 1;
  for (const [content, id] of [[altered, "pack-damaged"], [bytes.subarray(0, bytes.length - 8), "pack-damaged"]]) {
    writeFileSync(pack, content);
    for (const { code, out, err } of [native(["--campaign", pack]), tactful(["replay", "--campaign", pack])]) {
      assert.equal(code, 1);
      assert.equal(out, "");
      assert.match(err, new RegExp(id));
    }
  }
});

test("bad lines are answered in their place or counted, and make the exit code 1", () => {
  const log = ["nonsense", '{"t":1,"event":""}', '{"t":1,"decide":"nope"}', '{"t":2,"event":"page_view"}', '{"t":1,"affinity":"brand"}'].join("\n");
  for (const { code, out, err } of [tactful(["replay", "--campaign", ...files], log), native(["--campaign", ...files], log)]) {
    assert.equal(code, 1);
    const answers = out.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(answers.slice(0, 2), [{ error: "bad-json", line: 1 }, { error: "unknown-slot", line: 3 }]);
    assert.equal(answers[2].t, 2);
    assert.match(err, /1 bad event line, the first is line 2 \(bad-type\)/);
    assert.match(err, /1 line came with an earlier t/);
  }
});

test("an empty log is answered with nothing", () => {
  for (const result of [tactful(["replay", "--campaign", ...files]), native(["--campaign", ...files])]) {
    assert.deepEqual(result, { code: 0, out: "", err: "" });
  }
});

test("whoever stops reading the answers hears no complaint", () => {
  const log = generated({ seed: 5, lines: 20_000, visitors: 5, odd: 0, queries: 1 });
  for (const command of [`${process.execPath} cli/tactful.mjs replay`, "build/native/tactful-replay"]) {
    const { stdout, stderr } = spawnSync("bash", ["-c", `${command} --campaign ${files.join(" ")} | head -1`], { input: log, encoding: "utf8" });
    assert.equal(stdout.trimEnd().split("\n").length, 1);
    assert.equal(stderr, "");
  }
});

test("match streams answers and errors", () => {
  const lines = [
    '{"condition":{"season":"autumn"},"attributes":{"season":"autumn"}}',
    '{"condition":{"visits":{"$gte":2}},"attributes":{"visits":1}}',
    '{"condition":{"a":{"$inGroup":"g"}},"attributes":{"a":1},"groups":{"g":[1,2]}}',
    '{"condition":{"a":{"$greater":1}},"attributes":{}}',
    "nonsense",
  ];
  const { code, out } = tactful(["match"], lines.join("\n"));
  const answers = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(answers.slice(0, 3), [true, false, true]);
  assert.ok(answers[3].error && answers[4].error, out);
  assert.equal(answers.length, 5);
  assert.equal(code, 0);
});

for (const form of [[], ["--templates"], ["--lists"], ["--templates", "--lists"]]) test(`the snippet's hash is that of what stands between its tags: ${form}`, () => {
  const { code, out } = tactful(["snippet", "--release", "7", ...form]);
  assert.equal(code, 0);
  assert.equal(out.includes('"template"'), form.includes("--templates"));
  assert.equal(out.includes("[data-tactful-rank]"), form.includes("--lists"));
  const [, script] = /^<script data-release="7">(.*)<\/script>$/ms.exec(out);
  const [, hash] = /'sha256-([^']+)'/.exec(out);
  assert.equal(createHash("sha256").update(script).digest("base64"), hash);
  assert.doesNotMatch(script, /<\/script|<!--/i);
});

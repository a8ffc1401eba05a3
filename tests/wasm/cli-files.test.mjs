// Files, folders and streams that are not as the command line would like them: it says so in a line, and nobody's file is lost.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { files, native, tactful } from "./lib/tools.mjs";

const scratch = mkdtempSync(join(tmpdir(), "tactful-files-"));
after(() => rmSync(scratch, { recursive: true }));
const path = (name) => join(scratch, name);
const [site, campaign] = ["shop/site.json", "shop/campaign.json"].map(path);
const pack = path("good.pack");
before(() => {
  assert.equal(tactful(["init", path("shop")]).code, 0);
  assert.equal(tactful(["compile", site, campaign, "-o", pack]).code, 0);
});

/** A command that fails in one line of its own, without a stack. */
function fails(words, code, reason, input) {
  const result = tactful(words, input);
  assert.equal(result.code, code, result.err);
  assert.equal(result.out, "");
  assert.match(result.err, reason);
  assert.doesNotMatch(result.err, /^\s+at /m);
}

test("a byte order mark and Windows line ends change nothing", () => {
  writeFileSync(path("bom.json"), `\ufeff${readFileSync(site)}`);
  writeFileSync(path("crlf.json"), readFileSync(campaign, "utf8").replaceAll("\n", "\r\n"));
  assert.equal(tactful(["compile", path("bom.json"), path("crlf.json"), "-o", path("odd.pack")]).code, 0);
  assert.ok(readFileSync(path("odd.pack")).equals(readFileSync(pack)));
});

test("a text that is no UTF-8 is refused with its line, not garbled", () => {
  const latin = (text) => Buffer.from(text, "latin1");
  writeFileSync(path("1252.json"), latin(readFileSync(campaign, "utf8").replace("Ready", "F\xfcr")));
  fails(["check", site, path("1252.json")], 1, /1252\.json:14: is no UTF-8/);
  fails(["compile", site, path("1252.json"), "-o", path("none.pack")], 1, /no UTF-8/);
  writeFileSync(path("1252.html"), latin('<p>caf\xe9</p><section data-tactful-slot="home-hero"></section>'));
  fails(["render", path("1252.html"), "--pack", pack], 1, /1252\.html:1: is no UTF-8/);
  assert.ok(!readdirSync(scratch).includes("none.pack"));
});

test("what is written is written whole or not at all, and never over what is read", () => {
  writeFileSync(path("page.html"), '<section data-tactful-slot="home-hero"></section>');
  mkdirSync(path("folder"));
  for (const out of [path("no/such"), path("folder")]) {
    fails(["compile", site, campaign, "-o", out], 1, /cannot be written: E/);
    const rendered = tactful(["render", path("page.html"), "--pack", pack, "-o", out]);
    assert.equal(rendered.code, 1);
    assert.match(rendered.err, /cannot be written: E[A-Z]+\n$/);
  }
  symlinkSync(site, path("link.json"));
  const was = readFileSync(site, "utf8");
  for (const out of [site, path("link.json"), path("shop/../shop/site.json")]) {
    fails(["compile", site, campaign, "-o", out], 2, /would overwrite/);
    fails(["fit", "--campaign", site, "--visits", campaign, "-o", out], 2, /would overwrite/);
  }
  assert.equal(readFileSync(site, "utf8"), was);
  // Through a link the file behind it is written, and the link stays.
  writeFileSync(path("old.pack"), "old");
  symlinkSync(path("old.pack"), path("current.pack"));
  assert.equal(tactful(["compile", site, campaign, "-o", path("current.pack")]).code, 0);
  assert.ok(readFileSync(path("old.pack")).equals(readFileSync(pack)));
  assert.deepEqual(readdirSync(scratch).filter((name) => name.includes(".tmp")), []);
});

test("the model that a site file names is read too, so nothing is written over it", () => {
  const shop = path("with-model");
  mkdirSync(shop);
  const named = join(shop, "site.json");
  const model = join(shop, "m.json");
  writeFileSync(model, '{"model":1}');
  writeFileSync(named, JSON.stringify({ ...JSON.parse(readFileSync(site, "utf8")), model: "m.json" }));
  for (const out of [model, join(shop, "../with-model/m.json")]) {
    fails(["compile", named, campaign, "-o", out], 2, /-o .* would overwrite a file that is read/);
    fails(["compile", named, campaign, "-o", path("m.pack"), "--items", out], 2, /--items .* would overwrite a file that is read/);
  }
  // Neither is there yet, and they are one file however they are spelled.
  fails(["compile", named, campaign, "-o", path("one.json"), "--items", path("shop/../one.json")], 2, /--items .* would overwrite/);
  assert.equal(readFileSync(model, "utf8"), '{"model":1}');

  // A path from the root is one, natively too.
  writeFileSync(named, JSON.stringify({ ...JSON.parse(readFileSync(site, "utf8")), model }));
  assert.equal(tactful(["compile", named, campaign, "-o", path("absolute.pack")]).code, 0);
  assert.equal(native(["--campaign", named, campaign, "--write-pack", path("native.pack")]).code, 0);
  assert.ok(readFileSync(path("absolute.pack")).equals(readFileSync(path("native.pack"))));
});

/** A site whose variants show items. */
const picks = {
  site: "s", dimensions: { category: { labels: { a: "A" } } }, id: "c",
  slots: { hero: { default: "own", variants: [{ id: "own" }, { id: "pick", item: ["category"], content: { headline: "{item.title}" } }] } },
};
const items = [{ id: "1", title: "One", link: "/1", about: { category: "a" } }];

test("a pack is not written without its catalogue", () => {
  const made = [path("picks.json"), path("feed.json")];
  writeFileSync(made[0], JSON.stringify(picks));
  writeFileSync(made[1], JSON.stringify({ items }));
  writeFileSync(path("items.pack"), "the old one");
  fails(["compile", ...made, "-o", path("items.pack"), "--items", path("no/such")], 1, /no\/such cannot be written: ENOENT/);
  fails(["compile", ...made, "-o", path("items.pack"), "--items", scratch], 1, /cannot be written: EISDIR/);
  assert.equal(readFileSync(path("items.pack"), "utf8"), "the old one");
  assert.deepEqual(readdirSync(scratch).filter((name) => name.includes(".tmp")), []);
});

test("a pack may go into a pipe", { skip: process.platform !== "linux" }, () => {
  const shell = (line) => spawnSync("bash", ["-c", line], { maxBuffer: 1 << 26 });
  const compile = `${process.execPath} cli/tactful.mjs compile ${site} ${campaign} -o`;
  assert.ok(shell(`${compile} /dev/stdout | cat`).stdout.equals(readFileSync(pack)));
  const { status } = shell(`${compile} >(cat > ${path("piped.pack")}); code=$?; sleep 1; exit $code`);
  assert.equal(status, 0);
  assert.ok(readFileSync(path("piped.pack")).equals(readFileSync(pack)));
});

test("a pack that is written to a full disk leaves the old one", { skip: process.platform !== "linux" }, () => {
  writeFileSync(path("kept.pack"), "the old one");
  // A limit on the size of files is the full disk that a test can have.
  const script = `trap '' XFSZ; ulimit -f 1; exec ${process.execPath} cli/tactful.mjs compile ${files.join(" ")} -o ${path("kept.pack")}`;
  const { status, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  assert.equal(status, 1, stderr);
  assert.match(stderr, /cannot be written: E/);
  assert.equal(readFileSync(path("kept.pack"), "utf8"), "the old one");
  assert.deepEqual(readdirSync(scratch).filter((name) => name.includes(".tmp")), []);
});

test("init points editors at the schema of the project around the folder, or of the folder itself", () => {
  const schemaOf = (folder) => JSON.parse(readFileSync(join(folder, "site.json"), "utf8")).$schema;
  assert.equal(schemaOf(path("shop")), "./node_modules/tactful/schema/1.json");
  mkdirSync(path("project/node_modules/tactful/schema"), { recursive: true });
  writeFileSync(path("project/node_modules/tactful/schema/1.json"), "{}");
  const command = fileURLToPath(new URL("../../cli/tactful.mjs", import.meta.url));
  for (const folder of ["shop", "."]) {
    const { status, stdout } = spawnSync(process.execPath, [command, "init", folder], { cwd: path("project"), encoding: "utf8", env: { ...process.env, npm_command: "exec" } });
    assert.equal(status, 0);
    assert.match(stdout, /\nnext: npx tactful check /);
  }
  assert.equal(schemaOf(path("project/shop")), "../node_modules/tactful/schema/1.json");
  assert.equal(schemaOf(path("project")), "./node_modules/tactful/schema/1.json");
});

test("init says what is in its way", () => {
  fails(["init", site], 1, /EEXIST|ENOTDIR/);
  fails(["init", path("a"), path("b")], 2, /one folder/);
});

test("a folder as standard input, and a full standard output, are said", { skip: process.platform !== "linux" }, () => {
  const shell = (line) => spawnSync("bash", ["-c", `${process.execPath} cli/tactful.mjs ${line}`], { encoding: "utf8" });
  for (const command of ["match", `replay --campaign ${pack}`]) {
    const { status, stderr } = shell(`${command} < ${scratch}`);
    assert.equal(status, 1);
    assert.match(stderr, /standard input is a folder\n$/);
  }
  const { status, stderr } = shell(`check ${site} ${campaign} > /dev/full`);
  assert.equal(status, 1);
  assert.equal(stderr, "tactful: the output cannot be written: ENOSPC\n");
});

test("lines may be blank, unended, long, or hold a zero byte", () => {
  const yes = '{"condition":{},"attributes":{}}';
  const long = JSON.stringify({ condition: { a: "x" }, attributes: { a: "y".repeat(5e6) } });
  const { code, out } = tactful(["match"], `\n${yes}\r\n\n\0\n${long}\n\n${yes}`);
  assert.deepEqual([code, out], [0, 'true\n{"error":"bad-json"}\nfalse\ntrue\n']);
});

test("a line that is too long is answered, and the next one too", () => {
  const yes = '{"condition":{},"attributes":{}}';
  const { code, out } = tactful(["match"], `${yes}\n{"condition":{"a":"${"x".repeat(17 << 20)}"}}\n${yes}\n`);
  assert.deepEqual([code, out], [0, 'true\n{"error":"too-long"}\ntrue\n']);
});

test("a moment is a day or a time of ISO 8601, not all that JavaScript takes for one", () => {
  for (const at of ["5", "1 November", "2026-13-01", "2026-11", "2026-02-30", "1000-01-01"]) fails(["snippet", "--first", pack, "--at", at], 2, /--at takes a day/);
});

test("what is for the script is wrong usage beside --first, whose block has none of it", () => {
  for (const option of [["--release", "7"], ["--templates"], ["--lists"]]) fails(["snippet", "--first", pack, ...option], 2, /are for the script itself/);
});

test("signals that are no JSON object are wrong usage", () => {
  writeFileSync(path("page.html"), '<section data-tactful-slot="home-hero"></section>');
  for (const signals of ['{hemisphere:"south"}', "", "[1]", "null", "north"]) {
    fails(["snippet", "--first", pack, "--signals", signals], 2, /--signals takes a JSON object/);
    fails(["render", path("page.html"), "--pack", pack, "--signals", signals], 2, /--signals takes a JSON object/);
  }
});

test("the native tools refuse what these refuse", () => {
  writeFileSync(path("1252.json"), Buffer.from(readFileSync(campaign, "utf8").replace("Ready", "F\xfcr"), "latin1"));
  const { code, err } = native(["--campaign", site, path("1252.json")]);
  assert.equal(code, 1);
  assert.match(err, /1252\.json:14: is no UTF-8; save the file in that encoding\n$/);
  writeFileSync(path("euro.json"), readFileSync(campaign, "utf8").replace("Ready", "\u20ac \ud83d\udc5f \ufffd"));
  assert.equal(native(["--campaign", site, path("euro.json")]).code, 0);
  const folder = spawnSync("bash", ["-c", `build/native/tactful-match < ${scratch}`], { encoding: "utf8" });
  assert.equal(folder.status, 1);
  assert.match(folder.stderr, /standard input cannot be read\n$/);
});

test("an option's value may stand behind an equals sign, natively too", () => {
  const log = '{"t":1,"decide":"home-hero"}\n';
  for (const seed of ["7", "", "--x", "a=b"]) {
    const words = [`--campaign=${site}`, campaign, `--seed=${seed}`];
    const { code, out, err } = native(words, log);
    assert.equal(code, 0, err);
    assert.equal(out, tactful(["replay", ...words], log).out);
  }
  assert.equal(native([`--campaign=${site}`, campaign, "--restart=1"], "").code, 2);
});

test("a wrong option of a command that has none is said so", () => {
  fails(["match", "--fast"], 2, /unknown option "--fast"\nthere are no options\n/);
});

test("every command explains itself", () => {
  const { out } = tactful(["--help"]);
  const names = [...out.matchAll(/^  tactful (\w+)/gm)].map(([, name]) => name);
  assert.ok(names.length >= 8);
  for (const name of names) {
    const { code, out: usage, err } = tactful([name, "--help"]);
    assert.deepEqual([code, err], [0, ""]);
    assert.ok(usage.startsWith(`usage: tactful ${name}`), usage);
    // Every word of the usage line has a row of its own.
    const [line] = usage.split("\n");
    for (const [word] of line.matchAll(/(?<= \[?)(--?[a-z]+(?:-[a-z]+)*|[A-Z]{4,}(?:\.html)?)(?=[ …\]]|$)/g))
      assert.match(usage.slice(line.length), new RegExp(`^  (.* )?${word.replace(".", "\\.")}\\b`, "m"), `${name}: ${word}`);
  }
});

// schema/1.json, which editors complete by, against the compiler, which knows.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Author } from "../../cli/lib/author.mjs";
import { mistakes } from "./lib/schema.mjs";

const at = (path) => new URL(`../../${path}`, import.meta.url);
const text = (path) => readFileSync(at(path), "utf8");
const schema = JSON.parse(text("schema/1.json"));
const author = new Author();

/** A file's errors as [id, pointer]. */
function errors(files, name, model) {
  const { report } = author.compile({ files, ...(model && { model: { name: "model.json", text: model } }) });
  const said = report.diagnostics.filter(({ severity, text }) => severity === "error" && text.startsWith(`${name}:`));
  return said.map(({ text }) => /error\[([\w-]+)\](?: at (\S+))?/.exec(text)).map(([, id, pointer = ""]) => [id, pointer]);
}
const near = (a, b) => a.startsWith(b) || b.startsWith(a);
/** What a schema can see, where it does not take two values beside each other: what an item is about depends on the site's dimensions. */
const hidden = /^\/items\/\d+\/about\//;
const visible = new Set(["unknown-key", "missing-key", "wrong-type", "empty-list", "empty-text"]);

function agree(files, name, value, model) {
  const ours = mistakes(schema, value).map((line) => line.split(": ")[0]);
  const theirs = errors(files, name, model);
  for (const pointer of ours) assert.ok(theirs.some((error) => near(error[1], pointer)), `${name}: the schema alone refuses ${pointer}`);
  for (const [id, pointer] of theirs) {
    // A second campaign may leave the default of a slot to the first.
    if (visible.has(id) && !hidden.test(pointer) && !(id === "missing-key" && /^\/slots\/[^/]+$/.test(pointer)))
      assert.ok(ours.some((mine) => near(pointer, mine)), `${name}: the compiler alone refuses ${pointer} (${id})`);
  }
}

test("accepts what the compiler accepts and refuses the mistakes of tests/cases/compile in the same places", () => {
  let read = 0;
  for (const folder of readdirSync(at("tests/cases/compile"))) {
    const path = (name) => `tests/cases/compile/${folder}/${name}`;
    const names = readdirSync(at(path(""))).filter((name) => name.endsWith(".json") && name !== "model.json");
    const files = names.map((name) => ({ name, text: text(path(name)) }));
    const model = existsSync(at(path("model.json"))) ? text(path("model.json")) : undefined;
    for (const file of files) {
      // Of a key given twice JSON.parse takes the last, of what is no JSON nothing; both are no matter of the schema's.
      if (/^(not-json|duplicate-keys)$/.test(folder)) continue;
      agree(files, file.name, JSON.parse(file.text), model);
      ++read;
    }
  }
  assert.ok(read > 30);
});

test("accepts the files of all stories, visits and the demo", () => {
  const stories = readdirSync(at("tests/cases/stories")).filter((name) => name.endsWith(".json"));
  const files = stories.flatMap((name) => JSON.parse(text(`tests/cases/stories/${name}`)).files);
  for (const path of ["tests/cases/visits/site.json", "tests/cases/visits/campaign.json", "web/demo/site.json", "web/demo/campaign.json"])
    files.push(JSON.parse(text(path)));
  assert.ok(files.length > 15);
  for (const file of files) assert.deepEqual(mistakes(schema, file), [], JSON.stringify(file).slice(0, 200));
});

function* places(value, path = []) {
  if (path.length) yield path;
  if (value && typeof value === "object") for (const key of Object.keys(value)) yield* places(value[key], [...path, key]);
}
function changed(value, path, to) {
  const copy = structuredClone(value);
  const holder = path.slice(0, -1).reduce((inside, key) => inside[key], copy);
  if (to !== undefined) holder[path.at(-1)] = to;
  else if (Array.isArray(holder)) holder.splice(path.at(-1), 1);
  else delete holder[path.at(-1)];
  return copy;
}

test("agrees with the compiler when any value of the documented files is left out or another", () => {
  const samples = [...text("docs/campaign.md").matchAll(/^```json\n(.*?)^```/gms)].map(([, sample]) => JSON.parse(sample));
  const wrong = [undefined, null, true, -1, 1.5, "", "x", [], {}, ["x"], { x: 1 }, [null], [[]]];
  let tried = 0;
  for (const which of [0, 1]) {
    for (const path of places(samples[which])) {
      // Of conditions the schema says only that they are objects.
      if (path.includes("when") || path.includes("audiences")) continue;
      for (const to of wrong) {
        const pair = samples.map((sample, i) => (i === which ? changed(sample, path, to) : sample));
        const files = pair.map((file, i) => ({ name: `${i}.json`, text: JSON.stringify(file) }));
        agree(files, `${which}.json`, pair[which]);
        ++tried;
      }
    }
  }
  assert.ok(tried > 900);
});

test("says of every key what it is for", () => {
  const silent = [];
  const walk = (node, path) => {
    if (node === null || typeof node !== "object") return;
    for (const [key, value] of Object.entries(node.properties ?? {}))
      if (!value.description && !value.$ref && value.const === undefined) silent.push(`${path}/${key}`);
    for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`);
  };
  walk(schema, "");
  assert.deepEqual(silent, []);
});

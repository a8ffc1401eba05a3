// The samples of README and docs/ do what the text around them says. Other formats' examples have tests of their own.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { tactful } from "./lib/tools.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (path) => readFileSync(join(root, path), "utf8");
const pages = ["README.md", ...readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];
/** A page's blocks of a language. */
const blocks = (page, language) => [...text(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, block]) => block);
const every = (language) => pages.flatMap((page) => blocks(page, language).map((block) => ({ page, block })));

const scratch = mkdtempSync(join(tmpdir(), "tactful-samples-"));
after(() => rmSync(scratch, { recursive: true }));
const put = (name, content) => {
  writeFileSync(join(scratch, name), content);
  return join(scratch, name);
};

/** JSON texts one after the other, however they are broken into lines. */
function documents(block) {
  const found = [];
  let from = 0;
  for (let at = 0; (at = block.indexOf("}", at) + 1); ) {
    try {
      found.push(JSON.parse(block.slice(from, at)));
      from = at;
    } catch {}
  }
  assert.equal(block.slice(from).trim(), "", block);
  return found;
}

test("every JSON sample is JSON", () => {
  let count = 0;
  for (const { page, block } of every("json")) assert.ok((count += documents(block).length), page);
  assert.ok(count > 30);
});

for (const page of ["README.md", "docs/campaign.md", "docs/pack-format.md"]) {
  test(`the site and campaign of ${page} have no mistake and no warning`, () => {
    const files = blocks(page, "json").map((block, i) => put(`${i}.json`, block));
    assert.ok(files.length);
    const { code, out, err } = tactful(["check", ...files]);
    assert.equal(code, 0, out + err);
    assert.doesNotMatch(out, /error\[|warning\[/);
  });
}

test("the conditions that docs/campaign.md shows compile", () => {
  const [, conditionsAndTable] = /## Conditions\n(.*?)\n## What is refused/s.exec(text("docs/campaign.md"));
  const conditions = [...conditionsAndTable.matchAll(/`(\{.*?\})`/g)].map(([, condition]) => JSON.parse(condition));
  assert.ok(conditions.length > 24);
  const site = { site: "shop", dimensions: { category: { labels: { trail: "Trail", boots: "Boots" } }, city: {} },
    attributes: Object.fromEntries(["country", "company", "loyaltyTier", "ticket"].map((name) => [name, { type: "string" }])) };
  const variants = conditions.map((when, i) => ({ id: `v${i}`, content: { headline: "x" }, when }));
  const files = [put("table-site.json", JSON.stringify(site)),
    put("table.json", JSON.stringify({ id: "table", slots: { hero: { default: "own", variants: [{ id: "own" }, ...variants] } } }))];
  const { code, out } = tactful(["check", ...files]);
  assert.equal(code, 0, out);
  assert.doesNotMatch(out, /error\[/);
});

test("match answers docs/cli.md's question as it says", () => {
  const [, question, answer] = /^(\{"condition".*\})\n(true|false)$/m.exec(text("docs/cli.md"));
  assert.equal(tactful(["match"], `${question}\n`).out, `${answer}\n`);
});

test("replay's answers have the members that docs/cli.md shows", () => {
  const site = { site: "s", dimensions: { category: { labels: { trail: "Trail", running: "Running" } } } };
  const campaign = { id: "c", slots: { "home-hero": { default: "own", variants: [{ id: "own" }, { id: "trail", content: { headline: "x" }, for: { category: "trail" } }] } } };
  const files = [put("answers-site.json", JSON.stringify(site)), put("answers.json", JSON.stringify(campaign))];
  const t = 1791158400000;
  const view = { t, event: "view_item", params: { items: [{ item_category: "trail" }] } };
  const log = [view, view, { t, decide: "home-hero" }, { t, plan: "home-hero" }, { t, affinity: "category" }, { t, rank: [{ category: "trail" }, { category: "running" }] }];
  const { code, out } = tactful(["replay", "--campaign", ...files], log.map((line) => JSON.stringify(line)).join("\n"));
  assert.equal(code, 0);
  const shown = documents(blocks("docs/cli.md", "json")[0]);
  const said = documents(out);
  assert.equal(said.length, shown.length);
  shown.forEach((sample, i) => {
    assert.deepEqual(Object.keys(said[i]), Object.keys(sample));
    if (sample.reasons) assert.deepEqual(Object.keys(said[i].reasons[0]), Object.keys(sample.reasons[0]));
    if (sample.plan) assert.deepEqual(Object.keys(said[i].plan[0]), Object.keys(sample.plan[0]));
  });
});

test("every JavaScript sample is one", async () => {
  const samples = every("js");
  assert.ok(samples.length >= 3);
  // A sketch of what is stored is no program.
  for (const { block } of samples) if (!block.startsWith("profile[0]")) await transform(block, { loader: "js" });
});

/** What the samples take from around them, by how they begin. */
const around = {
  'import { asVisitor } from "tactful/testing";': ["declare const expect: any, test: (name: string, body: (given: { page: import('playwright-core').Page }) => void) => void;\n"],
  "const visitor = asVisitor({ category: { trail: 0.6 } }, { at, pack: readFileSync": [
    'import { asVisitor } from "tactful/testing";\nimport { readFileSync } from "node:fs";\ndeclare const at: Date, context: import("playwright-core").BrowserContext;\n'],
  "const visitor = asVisitor({ category: { trail: 0.6 }, brand": ['import { asVisitor } from "tactful/testing";\ndeclare const at: Date, pack: Uint8Array, expect: any;\n'],
  'import { readFileSync } from "node:fs";\n\nconst snippet': ["declare const headers: () => Promise<Headers>;\nexport const page =", "</html>;\n"],
};

test("every TypeScript sample compiles under strict, by the package's own names and types, however modules are resolved", () => {
  const samples = [...every("ts"), ...every("tsx")];
  assert.ok(samples.length >= 7);
  const modules = join(scratch, "node_modules");
  execFileSync("mkdir", ["-p", join(modules, "@types")]);
  symlinkSync(root, join(modules, "tactful"));
  for (const name of ["react", "playwright-core", "@types/react", "@types/node"]) symlinkSync(join(root, "node_modules", name), join(modules, name));
  const files = samples.map(({ block }, i) => {
    const [before = "", end = ""] = around[Object.keys(around).find((start) => block.startsWith(start))] ?? [];
    // The Next.js layout: an element alone becomes the value of `page`.
    const whole = end ? block.replace("<html", () => `${before.split("\n")[1]} <html`) : before + block;
    return put(`sample${i}.tsx`, (end ? `${before.split("\n")[0]}\n` : "") + whole + end + "\nexport {};\n");
  });
  files.push(put("global.ts", 'import type {} from "tactful";\n(self.tactful ||= []).push(["track", "view_item", { items: [] }]);\nself.tactful.track?.("login");\n'));
  put("package.json", '{"type":"module"}');
  for (const [resolution, module] of [["bundler", "esnext"], ["node16", "node16"]]) {
    const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom,dom.iterable", "--jsx", "react-jsx", "--preserveSymlinks", "--types", "node", "--skipLibCheck",
      "--moduleResolution", resolution, "--module", module];
    const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...options, ...files], { cwd: scratch, encoding: "utf8" });
    assert.equal(status, 0, `${resolution}\n${stdout}`);
  }
});

test("attributes that the documents name are read by the SDK or the snippet", () => {
  const source = ["web/sdk", "web/snippet"].flatMap((folder) => readdirSync(join(root, folder)).map((name) => text(`${folder}/${name}`))).join("\n");
  const names = new Set(pages.flatMap((page) => [...text(page).matchAll(/data-tactful(?:-[a-z]+)*/g)].map(([name]) => name)));
  assert.ok(names.size > 12);
  const camel = (name) => name.slice(5).replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
  for (const name of names) assert.ok(source.includes(name) || source.includes(camel(name)), name);
});

// node scripts/stories.mjs [--write]
//
// The stories of tests/cases/stories/ as a page of the docs. `--write` puts it there; the tests say when it is out of date.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMain, root } from "./lib/run.mjs";

const folder = join(root, "tests/cases/stories");
export const page = join(root, "docs/stories.md");

/** Every story, with its file's name, in the order of the names. */
export function stories() {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
  return names.map((name) => ({ name: name.slice(0, -".json".length), ...JSON.parse(readFileSync(join(folder, name), "utf8")) }));
}

/** A step as `tactful replay` takes it. */
export function replayLine({ at, note, answer, says, ...line }) {
  return { t: Date.parse(at), ...line };
}

const code = (value) => `\`${JSON.stringify(value)}\``;

/** What a step does, where its note does not say it. */
function action(step) {
  if (step.event) return `\`${step.event}\``;
  for (const query of ["decide", "plan", "affinity"]) if (step[query]) return `\`${query}\` ${step[query]}`;
  return step.forget ? "`forget`" : "`rank`";
}

function told(step) {
  const given = ["signals", "attributes"].filter((key) => step[key] && !step.event).map((key) => `${key} ${code(step[key])}`);
  const lines = [`- **${step.at.replace("T", " ")}** ${step.note ?? action(step)}${given.length ? ` (${given.join(", ")})` : ""}`];
  if (step.answer?.plan) for (const entry of step.answer.plan) lines.push(`  - planned ${code(entry)}`);
  else if (step.answer) lines.push(`  - ${code(step.answer)}`);
  for (const sentence of step.says ?? []) lines.push(`  - > ${sentence}`);
  return lines.join("\n");
}

/** Prose in lines of 120 letters, as the pages that are written by hand. */
const wrapped = (text) => text.replace(/(.{1,120})(?: |$)/g, "$1\n").trimEnd();

/** JSON in lines of a hundred letters or so, broken between its members and never inside a text. */
function broken(file) {
  const lines = [""];
  for (const piece of JSON.stringify(file, null, 1).split(/\n\s*/)) {
    if (lines.at(-1).length + piece.length > 110 && lines.at(-1).trim()) lines.push(" ");
    lines[lines.length - 1] += lines.at(-1) ? ` ${piece}` : piece;
  }
  return lines.join("\n");
}

/** The whole page. */
export function render() {
  const parts = stories().map(({ name, title, tells, files, steps }) => {
    const campaign = files.map(broken).join("\n");
    return `## ${title}\n\n${wrapped(tells)}\n\n${steps.map(told).join("\n")}\n\n<details><summary>The files</summary>\n\n\`\`\`json\n${campaign}\n\`\`\`\n\n` +
      `\`tests/cases/stories/${name}.json\`\n</details>\n`;
  });
  return `# Stories\n\nWhat Tactful promises, as visitors' histories with their answers. Every one is a test: the core gives these answers natively, in\n` +
    `wasm and in the no-wasm fallback, and \`explain\` says these sentences. Written by \`node scripts/stories.mjs --write\` from\n` +
    `\`tests/cases/stories/\`, where the format is described.\n\n${parts.join("\n")}`;
}

if (isMain(import.meta)) {
  const text = render();
  if (process.argv.includes("--write")) writeFileSync(page, text);
  else process.stdout.write(text);
}

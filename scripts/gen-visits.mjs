// node scripts/gen-visits.mjs [--write]
//
// docs/explained-visits.md: the visits of tests/cases/visits/visits.json, asked why by `tactful replay`. `--write` puts the
// page there; tests/wasm/explain.test.mjs says when it is out of date.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explain as plainly, render as text } from "../dist/explain.js";
import { isMain, root } from "./lib/run.mjs";

const folder = join(root, "tests/cases/visits");
export const page = join(root, "docs/explained-visits.md");
const files = ["site.json", "campaign.json", "explore.json"].map((name) => join(folder, name));
export const visits = JSON.parse(readFileSync(join(folder, "visits.json"), "utf8"));

/** The lines of a visit as `tactful replay` takes them. */
export const replayLines = ({ lines }) => lines.map(({ at, ...line }) => JSON.stringify({ t: Date.parse(at), ...line })).join("\n") + "\n";

/** What `tactful replay` answers, by Node's wasm or another `run(args, input)`. */
export function answer(visit, run = (args, input) => execFileSync(process.execPath, [join(root, "cli/tactful.mjs"), "replay", ...args], { input })) {
  return run(["--campaign", ...files, ...(visit.seed ? ["--seed", visit.seed] : [])], replayLines(visit)).toString();
}

function did({ at, event, params = {}, forget, explain, ...given }) {
  const item = params.items?.[0];
  const about = item ? ` ${Object.values(item).join(", ")}` : [params.dimension, params.value, params.creative_name].filter(Boolean).map((word) => ` ${word}`).join("");
  const what = event ? `\`${event}\`${about}` : forget ? "`forget`" : `the homepage${explain === "home-hero" ? "" : `'s slot \`${explain}\``}`;
  const known = Object.entries({ ...given.signals, ...given.attributes }).map(([key, value]) => `\`${key}\` ${value}`);
  return `- ${at.slice(0, 16).replace("T", " ")} ${what}${known.length ? `, with ${known.join(", ")}` : ""}`;
}

/** The whole page. */
export function render() {
  const parts = visits.map((visit, i) => {
    const why = JSON.parse(answer(visit));
    const { says } = plainly(why.decision, why.labels);
    return `## ${i + 1}. ${visit.title}\n\n${visit.lines.map(did).join("\n")}\n\n> ${why.sentence}\n\n\`\`\`text\n${text({ ...why, says })}\n\`\`\`\n`;
  });
  return `# Twenty visits, explained\n\nWhat visitors of a small shop are shown, and why. The sentence in front is for the visitor; the text below is what\n` +
    `\`render(await tactful.explain("home-hero"))\` writes for a developer. Written by \`node scripts/gen-visits.mjs --write\` from\n` +
    `\`tests/cases/visits/\`; [explain.md](explain.md) says what the words mean. Times are UTC.\n\n${parts.join("\n")}`;
}

if (isMain(import.meta)) {
  if (process.argv.includes("--write")) writeFileSync(page, render());
  else process.stdout.write(render());
}

// The three ways to replay a log, as commands.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { log } from "../../../bench/generate/log.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const cases = fileURLToPath(new URL("../../cases/replay", import.meta.url));
/** Site and campaign that the generated logs are about. */
export const files = [`${cases}/site.json`, `${cases}/campaign.json`];

/** @returns {{code: number, out: string, err: string}} */
function run(command, args, input) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, maxBuffer: 1 << 30, encoding: "utf8", cwd: root });
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

export const tactful = (args, input = "") => run(process.execPath, ["cli/tactful.mjs", ...args], input);
export const native = (args, input = "") => run("build/native/tactful-replay", args, input);

/** What each way prints for a log. */
export const engines = {
  wasm: (input, ...args) => tactful(["replay", "--campaign", ...files, ...args], input),
  js: (input, ...args) => tactful(["replay", "--campaign", ...files, "--engine", "js", ...args], input),
  native: (input, ...args) => native(["--campaign", ...files, ...args], input),
};

export const generated = (options) => [...log(options)].join("\n") + "\n";

/** First line in which two texts differ, for a message that can be read. */
export function difference(a, b) {
  if (a === b) return "";
  const [left, right] = [a.split("\n"), b.split("\n")];
  const at = left.findIndex((line, index) => line !== right[index]);
  return `line ${at + 1}\n${left[at]}\n${right[at]}`;
}

// Small things every script needs: where the repo is, how to run a command, how to end with a reason.
import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The repo's root, without a slash at the end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const live = new Set();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    for (const child of live) end(child, signal);
    process.exit(1);
  });
}

/** Signals a child and all that it started. */
function end(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended by itself just now.
  }
}

/** Ends the process with one line that says why. */
export function die(message) {
  console.error(message);
  process.exit(1);
}

/**
 * Runs a command in the repo and resolves with its result. Output goes through as it comes unless `quiet`, and is
 * kept either way.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{quiet?: boolean, timeoutMs?: number, env?: Record<string, string>}} [options]
 * @returns {Promise<{code: number, output: string, timedOut: boolean}>} code 1 also when it could not start
 */
export function run(command, args, { quiet = false, timeoutMs = 0, env = {} } = {}) {
  return new Promise((resolve) => {
    // Its own process group, so that a timeout also ends what it started (browsers, compilers).
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    live.add(child);
    const chunks = [];
    let timedOut = false;
    const timer = timeoutMs && setTimeout(() => {
      timedOut = true;
      end(child, "SIGTERM");
      setTimeout(() => end(child, "SIGKILL"), 5000).unref();
    }, timeoutMs);
    const take = (stream) => (chunk) => {
      chunks.push(chunk);
      if (!quiet) stream.write(chunk);
    };
    child.stdout.on("data", take(process.stdout));
    child.stderr.on("data", take(process.stderr));
    const done = (code, extra = "") => {
      clearTimeout(timer);
      live.delete(child);
      resolve({ code, timedOut, output: Buffer.concat(chunks).toString("utf8") + extra });
    };
    child.on("error", (error) => done(1, `${command}: ${error.message}\n`));
    child.on("close", (code) => done(code ?? 1));
  });
}

/** Like `run`, but a failure ends the process. With `quiet` the output is shown only then. */
export async function must(command, args, options) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  if (options?.quiet) process.stderr.write(result.output);
  die(`failed: ${command} ${args.join(" ")}${result.timedOut ? " (out of time)" : ""}`);
}

/** Whether a module is the script that node was asked to run. */
export function isMain(meta) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(meta.url);
}

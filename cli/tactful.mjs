#!/usr/bin/env node
// The command line of Tactful: docs/cli.md. Exit codes: 0 well, 1 mistakes in files or log, 2 wrong usage.
import { readFileSync } from "node:fs";
import { Mistake, unknown, UsageError } from "./lib/args.mjs";
import { endOnBrokenPipe } from "./lib/stdio.mjs";

const commands = ["init", "check", "compile", "match", "replay", "fit", "snippet", "render"];

/** Every command's usage line is its module's own. */
async function help() {
  const lines = [];
  for (const name of commands) lines.push(`  ${(await import(`./lib/${name}.mjs`)).usage}`);
  return `usage: tactful COMMAND …\n\n${lines.join("\n")}\n\nThe commands and what they print: docs/cli.md\n`;
}

async function main([name, ...words]) {
  if (name === undefined) {
    process.stderr.write(await help());
    return 2;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(await help());
    return 0;
  }
  if (name === "--version") {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (!commands.includes(name)) {
    process.stderr.write(`tactful: ${unknown("command", name, commands)}\n`);
    return 2;
  }
  const command = await import(`./lib/${name}.mjs`);
  if (words.includes("--help") || words.includes("-h")) {
    process.stdout.write(`usage: ${command.usage}\n`);
    return 0;
  }
  try {
    return (await command.run(words)) ?? 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`tactful ${name}: ${error.message}\nusage: ${command.usage}\n`);
      return 2;
    }
    // What the system refuses (a folder that cannot be made, say) is no mistake of ours either, nor is what the core does.
    if (error instanceof Mistake || error.syscall || error.name === "TactfulError") {
      process.stderr.write(`tactful ${name}: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

endOnBrokenPipe();
process.exitCode = await main(process.argv.slice(2));

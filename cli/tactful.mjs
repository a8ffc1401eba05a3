#!/usr/bin/env node
// The command line of Tactful: docs/cli.md. Exit codes: 0 well, 1 mistakes in files or log, 2 wrong usage.
import { readFileSync } from "node:fs";
import { Mistake, unknown, UsageError } from "./lib/args.mjs";
import { endOnBrokenPipe } from "./lib/stdio.mjs";

const commands = ["init", "check", "compile", "match", "replay", "fit", "snippet", "render"];

/** Every command's usage line is its module's own. */
async function help() {
  let lines = "";
  for (const name of commands) {
    const { usage, does } = await import(`./lib/${name}.mjs`);
    lines += `  ${usage}\n      ${does}\n`;
  }
  return `usage: tactful COMMAND …\n\n${lines}\ntactful COMMAND --help says what its words mean; docs/cli.md in this package has the rest\n`;
}

/** What a command does, and what its words mean. */
function explained({ usage, does, help: words }) {
  const width = Math.max(...Object.keys(words).map((word) => word.length));
  const rows = Object.entries(words).map(([word, means]) => `  ${word.padEnd(width)}   ${means}\n`);
  return `usage: ${usage}\n${does}\n\n${rows.join("")}`;
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
    process.stdout.write(explained(command));
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

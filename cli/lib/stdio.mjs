// Standard input and output as streams of bytes that may be longer than memory.
import { fstatSync } from "node:fs";
import { Mistake } from "./args.mjs";

/** Ends quietly when whoever reads our output has had enough (`| head`). Any other failure, a full disk say, is one. */
export function endOnBrokenPipe() {
  process.stdout.on("error", (error) => {
    if (error.code === "EPIPE") process.exit(0);
    process.stderr.write(`tactful: the output cannot be written: ${error.code}\n`);
    process.exit(1);
  });
  process.stderr.on("error", () => process.exit(1));
}

/** Writes and waits while the reader is slower than we are. */
export async function print(bytes) {
  if (bytes.length !== 0 && !process.stdout.write(bytes)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

/** Standard input as it arrives; after the last piece an empty one that says so. */
export async function* pieces() {
  // Node reads a folder as if it were empty.
  if (fstatSync(0).isDirectory()) throw new Mistake("standard input is a folder");
  for await (const bytes of process.stdin) yield { bytes, last: false };
  yield { bytes: new Uint8Array(0), last: true };
}

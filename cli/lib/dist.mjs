// What the package was built into.
import { readFileSync } from "node:fs";
import { Mistake } from "./args.mjs";

export const distUrl = (name) => new URL(`../../dist/${name}`, import.meta.url);

/** A file of dist/, or a Mistake that says how to make it. */
export function distFile(name) {
  try {
    return readFileSync(distUrl(name));
  } catch {
    throw new Mistake(`dist/${name} is missing; in a clone of the repository run: npm run build`);
  }
}

/** A new instance of a module that imports nothing. */
export function instantiate(name) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(distFile(name)));
  exports._initialize?.();
  return exports;
}

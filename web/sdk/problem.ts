// What goes wrong in a page is said once: one console line and one notice a page and id.
import type { Problem } from "./types.ts";

const heard = new Set<unknown>();
let listener: ((problem: Problem) => void) | undefined;

/** Who hears of problems beside the console. */
export const onProblem = (hear: typeof listener): void => {
  listener = hear;
};

/** `id`: a stable id (errors.ts), or a status of the core. Anything else was thrown by mistake. */
export const problem = (id: unknown, detail?: unknown): void => {
  if (typeof id == "object") {
    detail = id;
    id = "failed";
  }
  if (heard.size == heard.add(id).size) return;
  // The texts are for developers, and seldom needed.
  import("./errors.ts").then(
    ({ report }) => {
      const notice = report(id as string, detail);
      listener?.(notice);
    },
    () => console.warn("tactful", id, detail),
  );
};

/** Runs what must not throw into the page. */
export const guard = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    problem(error);
    return undefined;
  }
};

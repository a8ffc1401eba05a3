// What goes wrong in a page is said once: one console line and one notice a page and id.

const heard = new Set<unknown>();

/** `id`: a stable id (errors.ts), or a status of the core. Anything else was thrown by mistake. */
export const problem = (id: unknown, detail?: unknown): void => {
  if (typeof id == "object") {
    detail = id;
    id = "failed";
  }
  if (heard.size == heard.add(id).size) return;
  // The texts are for developers, and seldom needed.
  import("./errors.ts").then(
    ({ report }) => report(id as string, detail),
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

// `on`, and its other end.
import type { Host } from "./host.ts";
import type { Notices, Tactful } from "./types.ts";

/** Who listens late, as everybody must who waits for `createTactful`, hears what slots show by then and what went wrong before. */
export function createListeners(): { on: Tactful["on"]; emit: Host["emit"] } {
  const listeners = new Map<string, Set<(notice: any) => void>>();
  /** The last of each slot. */
  const shown = new Map<string, Notices["decision"]>();
  return {
    on<K extends keyof Notices>(type: K, listener: (notice: Notices[K]) => void) {
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set);
      const tell = (notice: any) => {
        try {
          if (set.has(tell)) listener(notice);
        } catch (error) {
          // The site's mistake: it must be seen, and must not stop us.
          setTimeout(() => {
            throw error;
          });
        }
      };
      set.add(tell);
      // errors.ts knows of all copies of the SDK in this page, and is loaded where one has something to say, or somebody listens.
      if (type == "error") import("./errors.ts").then(({ hear }) => hear(tell), () => {});
      if (type == "decision") for (const notice of shown.values()) queueMicrotask(() => tell(notice));
      return () => void set.delete(tell);
    },
    emit(type, notice: any) {
      if (type == "decision") shown.set(notice.slot, notice);
      for (const tell of [...(listeners.get(type) ?? [])]) tell(notice);
    },
  };
}

// `on`, and its other end.
import type { Host, Notices, Tactful } from "./types.ts";

export function createListeners(): { on: Tactful["on"]; emit: Host["emit"] } {
  const listeners = new Map<string, Set<(notice: any) => void>>();
  return {
    on<K extends keyof Notices>(type: K, listener: (notice: Notices[K]) => void) {
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set.add(listener));
      return () => void set.delete(listener);
    },
    emit(type, notice) {
      for (const listener of [...(listeners.get(type) ?? [])]) {
        try {
          listener(notice);
        } catch (error) {
          // The site's mistake: it must be seen, and must not stop us.
          setTimeout(() => {
            throw error;
          });
        }
      }
    },
  };
}

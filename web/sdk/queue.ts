// The global: written to by anybody on the page, read by nobody.
import type { Page } from "./page.ts";
import type { Writer } from "./types.ts";

type Call = [name: string, ...args: unknown[]];

/** Who stands at `window.tactful`: the queue of an early call, a running copy, or nothing. */
export const present = (): (Partial<Writer> & Iterable<Call>) | undefined => (window as any).tactful;

/** Whether a copy runs in this page already. */
export const taken = (): boolean => !!present()?.track;

/** Takes `window.tactful`, and what was queued there. */
export const publish = ({ track, set, like, dislike, setConsent, forget, problem }: Page): void => {
  const queue = present();
  const does: Record<string, (...args: any[]) => unknown> = { track, set, like, dislike, setConsent, forget };
  const push = (...calls: Call[]) => {
    for (const call of calls) {
      try {
        const [name, ...args] = call;
        does[name]!(...args);
      } catch {
        problem("bad-call", call);
      }
    }
  };
  (window as any).tactful = Object.freeze({ push, ...does });
  if (Array.isArray(queue)) push(...queue);
};

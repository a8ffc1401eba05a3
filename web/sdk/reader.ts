// Reading, for who holds the instance.
import { idOf } from "./errors.ts";
import type { Core } from "./memory.ts";
import { problem } from "./problem.ts";
import type { Affinity, Attributes, Decision, Explanation, ListExplanation, Notices, Tactful } from "./types.ts";

/** What a slot shows, with all that is known of the decision while it is still the same. */
export const explained = (decide: Tactful["decide"], shown: Notices["decision"]): Notices["decision"] => {
  const decision = decide(shown.slot);
  // The page's own hero has no name in the page.
  return decision.variant === shown.variant || (!shown.variant && decision.level === "default") ? decision : shown;
};

/** `ask` answers about a slot, or throws why it does not; `by` another core than the page's. `stated`: what the site states. */
export const reader = (core: () => Core | undefined, ask: (name: string, slot: string, by?: Core) => any, stated: () => Attributes): Pick<Tactful, "decide" | "affinity" | "explain" | "explainList"> => {
  const decide = (slot: string): Decision => {
    try {
      return ask("decide", slot);
    } catch (error) {
      if (typeof error == "object") problem(error);
      const id = typeof error == "object" ? "failed" : idOf(error as string | number);
      return { slot, variant: "", level: "default", arm: "none", score: 0, dimensions: [], reasons: [], error: id };
    }
  };
  return {
    decide,
    affinity(dimension, options): Affinity | undefined {
      try {
        return core()?.ask("affinity", Date.now(), { ...options, dimension });
      } catch (error) {
        problem(error, dimension);
        return undefined;
      }
    },
    async explain(slot): Promise<Explanation> {
      const { account, explain } = await import("./explain.ts");
      const [running, decision] = [core(), decide(slot)];
      return running ? account(running, decision, (asked) => ask("explain", slot, asked)) : explain(decision);
    },
    async explainList(name): Promise<ListExplanation> {
      return (await import("./explain.ts")).accountOfList(name, { core, now: Date.now, problem }, (asked, rank) => asked.ask("explain", Date.now(), { rank, attributes: stated() }));
    },
  };
};

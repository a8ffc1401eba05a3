// Why: a decision in plain words, and the whole account of it. Loaded when somebody asks.
import { connect, type Core, type Exports } from "./memory.ts";
import { local } from "./storage.ts";
import { PLAN_KEY } from "./keys.ts";
import type { Host } from "./host.ts";
import type { Candidate, Decision, Explanation, ListExplanation, RankExplanation, Reason, ResolutionReason } from "./types.ts";

const percent = (share: number) => `${Math.round(share * 100)} %`;
const words = (value: unknown) => (Array.isArray(value) ? value.join(" or ") : String(value));

/** What values are called where people read of them, by dimension. */
type Labels = NonNullable<Explanation["labels"]>;

function sentence(reason: Reason, labels: Labels): string {
  if (reason.dimension && reason.affinity !== undefined) {
    const values = words(labels[reason.dimension] ?? reason.values);
    if (reason.events === 0) return `${values}: what you like, as you said, or what goes with something you bought.`;
    const index = reason.index === undefined ? "" : `, ${reason.index.toFixed(1)} times what is usual here`;
    return `Of your interest in ${reason.dimension}, ${percent(reason.affinity)} goes to ${values}${index}.`;
  }
  const name = reason.signal ?? reason.attribute ?? reason.dimension;
  return name === undefined ? `${Object.entries(reason).map(([key, value]) => `${key}: ${words(value)}`).join(", ")}.` : `${name} is ${words(reason.value ?? reason.values)}.`;
}

const LEVELS = {
  personal: "Chosen for what you did on this site. It was decided on your device, and nothing of it left.",
  /** Conditions on visits, purchases or the cart make no hero personal; what was looked at does. */
  relevant: "Chosen for the circumstances of this visit, not for what you looked at before.",
  default: "The site's own choice, the same for everybody.",
};

/** What can be said of a decision alone, and of what its values are called. */
export function explain(decision: Decision, labels: Labels = {}): Explanation {
  const says = [LEVELS[decision.level], ...decision.reasons.map((reason) => sentence(reason, labels))];
  if (decision.arm === "control") says.push("You are in the share of visitors who always see the default, so that the difference can be measured.");
  if (decision.arm === "explore") says.push("Drawn at random, to learn what works.");
  if (decision.error) says.push(`Nothing could be decided: ${decision.error}.`);
  return { decision, reason: reasonOf(decision), says };
}

function reasonOf({ arm, error, level }: Decision): ResolutionReason {
  if (error) return error === "off" ? "DISABLED" : "ERROR";
  if (arm === "control" || arm === "explore") return "SPLIT";
  return level === "default" ? "DEFAULT" : "TARGETING_MATCH";
}

const PLAINER = "The full account needs WebAssembly, which could not run here.";

async function moduleOf(source: URL): Promise<WebAssembly.Module> {
  if (source.protocol === "file:") {
    const node = ["node:fs", "promises"].join("/");
    return WebAssembly.compile(await (await import(node)).readFile(source));
  }
  const response = await fetch(source);
  if (!response.ok) throw new Error(`${response.status} ${source}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

let module: Promise<WebAssembly.Module> | undefined;

/**
 * The whole account of a decision: explain.wasm takes the running core's profile over as saved bytes, answers and goes. Where
 * it cannot run, what can be said of the decision alone, and that it is the plainer answer. `ask` puts the question to it.
 */
export async function account(core: Core, decision: Decision, ask: (asked: Core) => Partial<Explanation>): Promise<Explanation> {
  const plain = explain(decision);
  if (decision.error) return plain;
  try {
    const full = ask(await explainer(core));
    return { ...plain, ...full, decision, says: explain(decision, full.labels).says };
  } catch {
    return { ...plain, says: [...plain.says, PLAINER] };
  }
}

async function explainer(core: Core): Promise<Core> {
  const profile = core.save();
  try {
    module ??= moduleOf(new URL("explain.wasm", import.meta.url));
    const { exports } = await WebAssembly.instantiate(await module);
    const asked = connect(exports as unknown as Exports, core.pack);
    asked.tell("restore", undefined, profile);
    return asked;
  } catch (error) {
    module = undefined;
    throw error;
  }
}

/** Why items stand in an order; rejects where explain.wasm cannot run. */
export const accountOfRank = async (core: Core, ask: (asked: Core) => RankExplanation): Promise<RankExplanation> => ask(await explainer(core));

const OWN_ORDER = "The page's own order, the same for everybody.";
const THEIR_ORDER = "Put into this order for what you did on this site. It was decided on your device, and nothing of it left.";

/** Puts the question why these items stand as they do to another core, with what the site states. */
type AskRank = (asked: Core, rank: object[] | undefined) => RankExplanation;

/** Why the list of this name stands as the plan has it; `shown`: whether it does. */
export async function accountOfList(list: string, host: Pick<Host, "core" | "now" | "problem">, ask: AskRank, shown = true): Promise<ListExplanation> {
  let items: string[] | undefined;
  try {
    const known = JSON.parse(local(PLAN_KEY)!).lists[list];
    if (known.places) items = known.items;
  } catch {
    // Nothing is stored, or not this list.
  }
  const core = host.core();
  if (!items || !core || !shown) return { list, ordered: false, says: [OWN_ORDER] };
  try {
    const asked = await explainer(core);
    const { stage } = ask(asked, []);
    const { questionOf } = await import("./lists.ts");
    const rank = questionOf(host, items, { weights: Object.create(null), stage });
    const full = ask(asked, rank);
    const said = full.reasons.map((reason) => sentence(reason, { [reason.dimension!]: [reason.label] }));
    return { list, ordered: true, ...full, says: [THEIR_ORDER, ...said] };
  } catch {
    return { list, ordered: true, says: [THEIR_ORDER, PLAINER] };
  }
}

const FATES: Record<string, (c: Candidate) => string> = {
  won: () => "shown",
  lost: (c) => (c.ofWinner === undefined || c.ofWinner > 1 ? "lost to a higher level, to help, or to an arm" : `lost: ${percent(c.ofWinner)} of the winner's score`),
  "other-slot": () => "shown in a slot before this one",
  default: () => "the page's own, shown where nothing else is",
  "outside-dimensions": () => "reads customer data that may not speak now",
  schedule: () => "outside its schedule",
  cap: () => "seen as often as its cap allows",
  dismissed: () => "dismissed not long ago",
  rest: () => "what it is for was bought and rests, or is disliked",
  "not-enough-evidence": (c) => `too little is known${c.evidence === undefined ? "" : ` (${c.evidence.toFixed(1)} views' worth)`}`,
  "not-leaning": () => "the visitor leans to it less than the average does",
  condition: (c) => `its condition does not hold${c.refused === undefined ? "" : `: ${c.refused}`}`,
};

/** An explanation as plain text, for a console or a log. */
export function render({ decision, reason, says, sentence, stage, maxDimensions, governor, candidates }: Explanation): string {
  const lines = [`${decision.slot}: ${decision.variant || "nothing"} (${decision.level}, ${decision.arm}, ${reason})`];
  if (sentence) lines.push(sentence);
  lines.push(...says);
  if (governor) {
    lines.push(`Of a visitor at stage "${stage}" at most ${maxDimensions} of these may speak:`);
    for (const g of governor) lines.push(`  ${g.allowed && g.known ? "+" : "-"} ${g.dimension} (${g.kind}${g.known ? "" : ", nothing known"}${g.known && !g.allowed ? ", not chosen" : ""})`);
  }
  for (const c of candidates ?? []) lines.push(`  ${c.variant}: ${FATES[c.fate]?.(c) ?? c.fate}`);
  return lines.join("\n");
}

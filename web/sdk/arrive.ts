/** How a visitor came, as evidence: campaign links, and interest links (`?tactful=category:trail`), of which the plan must know before one
 * is followed. Loaded where the address has such a thing, or a variant is for something that a link could name. */
import type { Host } from "./host.ts";
import type { PlanEntry, SlotInfo } from "./types.ts";

/** Entries of a plan, those for links included. */
const MOST = 8;
const LINK = /^tactful=(.*)/;

/** What the core knows under a name, as it spells it; undefined when no dimension or no value is called so. */
const listed = (host: Host, text: string): [dimension: string, value: string] | undefined => {
  const [, dimension, value] = /^([^:]+):(.+)$/s.exec(text) || [];
  if (!dimension || text.length > 200) return;
  try {
    const known: [string, number][] = host.core()!.ask("affinity", host.now(), { dimension }).affinity;
    const name = known.slice(0, -1).find(([each]) => each.toLowerCase() == value!.toLowerCase());
    return name && [dimension, name[0]];
  } catch {
    // No dimension of this site's.
  }
};

/** Learns from the address, once a page, and takes its links out of it: they are not to be shared, nor to count again. */
export const arrive = (host: Host, medium: unknown): void => {
  const about: Record<string, string[]> = {};
  const { href, search } = location;
  const others = search.slice(1).split("&").filter((part) => {
    const link = LINK.exec(part);
    try {
      const [dimension, value] = (link && listed(host, decodeURIComponent(link[1]!.replace(/\+/g, " ")))) || [];
      if (dimension) (about[dimension] ??= []).push(value!);
    } catch {
      // Not what an address can hold.
    }
    return !link;
  });
  const rest = others.join("&");
  if (rest.length + 1 < search.length) history.replaceState(history.state, "", href.replace(search, () => rest && "?" + rest));
  if (medium || Object.keys(about)[0]) host.track("campaign_arrival", { medium: medium || undefined, ...about });
};

/** What would be shown to who follows a link, where that is not what `plan` has for them anyway; as many as the plan has room for. `like`:
 * what an entry asks for that holds now, where the plan has one. */
export const linkEntries = (host: Host, { slot, links = [] }: SlotInfo, plan: PlanEntry[], like: PlanEntry["if"]): PlanEntry[] => {
  const core = host.core()!;
  const kept = core.save();
  const now = host.now();
  const found: Record<string, PlanEntry> = {};
  for (const [dimension, value] of links) {
    if (Object.keys(found).length + plan.length >= MOST) break;
    core.tell("event", now, { event: "campaign_arrival", params: { [dimension]: value } });
    // A decision, not a plan: of that the first entry alone would count, at twenty times the cost.
    const shown = host.decide(slot);
    // Which item they would be shown is not known yet.
    const other = shown && shown.level != "default" && !shown.content?.["item"] && shown.variant != plan[0]?.variant;
    if (other) like ??= host.plan(slot)?.plan[0]?.if;
    core.tell("restore", undefined, kept);
    if (!other) continue;
    const { variant, level, content, validUntil } = shown;
    const made = { from: now, until: validUntil!, if: { ...like, "query.tactful": [] }, variant, level };
    const entry = (found[variant + validUntil] ||= { ...made, ...(content && { content }) });
    (entry.if!["query.tactful"] as string[]).push(`${dimension}:${value}`);
  }
  return Object.values(found);
};

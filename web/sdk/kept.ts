/** What the site stated of its visitor on earlier pages, where the site file says `"keep": "session"` (the visit: until half an hour without
 * an event) or `"profile"` (as long as the profile). Loaded where a pack declares such an attribute. docs/storage.md says where it lies. */
import { MAJOR } from "./storage.ts";
import type { Host } from "./host.ts";
import type { Attributes } from "./types.ts";

const VISIT_MS = 1_800_000;
const DAY_MS = 86_400_000;
/** Characters of all that is kept: a site knows a few words of a visitor. */
const MOST = 10_000;
/** Its key beside the mark and the profile. */
const STATED = "stated";
/** How exact the end of a visit is. */
const TOUCH_MS = 60_000;

interface Stated {
  /** The last sign of the visitor, ms. */
  at: number;
  /** JSON of the attributes. */
  text: string;
}

/** Where a section of the pack begins, and how long it is (docs/pack-format.md); 0 where there is none. */
const sectionOf = (pack: DataView, id: number): [begin: number, length: number] => {
  const word = (at: number) => pack.getUint32(at, true);
  for (let at = 24, left = word(20); left--; at += 12) if (word(at) == id) return [word(at + 4), word(at + 8)];
  return [0, 0];
};

/** Declared names that last, each with whether for the profile; and for how long that is kept, ms. Offsets: core/pack/layout.h. */
const declaredIn = (pack: Uint8Array): [lasting: Map<string, boolean>, keep: number] => {
  const view = new DataView(pack.buffer, pack.byteOffset);
  const [ends] = sectionOf(view, 1);
  const [strings] = sectionOf(view, 2);
  const [declared, length] = sectionOf(view, 27);
  const [site] = sectionOf(view, 3);
  const lasting = new Map<string, boolean>();
  for (let at = declared; at < declared + length; at += 8) {
    const name = ends + 4 * view.getUint32(at, true);
    const bytes = pack.subarray(strings + view.getUint32(name, true), strings + view.getUint32(name + 4, true));
    if (pack[at + 5]) lasting.set(new TextDecoder().decode(bytes), pack[at + 5] == 2);
  }
  return [lasting, view.getUint16(site + 24, true) * DAY_MS];
};

export const keeper = (host: Pick<Host, "now" | "problem" | "transact">, pack: Uint8Array) => {
  const [lasting, keep] = declaredIn(pack);
  let memory: number | undefined;
  /** What this page states, as it was last written, and when. */
  let said: string | undefined;
  let touched = 0;
  const self = {
    /** What earlier pages stated and still holds. */
    attributes: {} as Attributes,

    /** Reads it, and with `present` (what this page states; null takes back) writes it anew. Resolves with whether it has changed. */
    async look(present?: Attributes): Promise<boolean> {
      const before = JSON.stringify(self.attributes);
      const now = host.now();
      let news: string | undefined;
      try {
        news = present && JSON.stringify([...lasting.keys()].map((name) => present[name]));
      } catch {
        host.problem("attributes-refused");
        return false;
      }
      await host.transact(false, (profile, _, mark) => {
        if (!mark || mark.major > MAJOR) return;
        // Forgotten in between: what other pages stated is gone.
        if (memory != mark.since) self.attributes = {};
        else if (news && news == said && Math.abs(now - touched) < TOUCH_MS) return;
        memory = mark.since;
        const request: IDBRequest<Stated | undefined> = profile.get(STATED);
        request.onsuccess = () => {
          const { at = 0, text = "{}" } = request.result || {};
          const known: Attributes = JSON.parse(text);
          const next: Attributes = {};
          for (const [name, profiled] of lasting) {
            const holds = now - at <= (profiled ? keep : VISIT_MS);
            const value = present && name in present ? present[name] : holds ? known[name] : null;
            if (value != null) next[name] = value;
          }
          const made = JSON.stringify(next);
          if (made.length > MOST) return host.problem("attributes-refused");
          self.attributes = JSON.parse(made);
          if (!present) return;
          said = news;
          touched = now;
          if (request.result || made != "{}") profile.put({ at: now, text: made } satisfies Stated, STATED);
        };
      }).catch((error) => {
        // Written it is not: the next look writes it.
        said = undefined;
        if (error) host.problem("storage-denied", error);
      });
      return JSON.stringify(self.attributes) != before;
    },
  };
  return self;
};

// What a pack says to those nobody knows: shared by `snippet --first` and `render`.
import { Engine } from "../../dist/engine.js";
import { Mistake, UsageError } from "./args.mjs";
import { Author } from "./author.mjs";
import { distFile } from "./dist.mjs";
import { readPack } from "./files.mjs";

/** What `Date.parse` reads alike everywhere: it takes "5" for a year. */
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

export const spec = { at: "value", signals: "value", lang: "value" };
export const about = {
  "--at DATE": "from when on it is to be shown, 2026-11-01 or 2026-11-01T09:00Z; left out: now",
  "--signals JSON": 'what is known of all visitors of the page: {"hemisphere":"north","path":"/"}',
  "--lang TAG": "the page's language, where texts are stated by language",
};

/** `--at`, `--signals` and `--lang`, read. */
export function options({ at, signals, lang }) {
  const now = at === undefined ? Date.now() : momentOf(at);
  if (Number.isNaN(now)) throw new UsageError(`--at takes a day or a moment like 2026-11-01 or 2026-11-01T09:00Z, from 1971 on, not ${JSON.stringify(at)}`);
  const known = signals === undefined ? {} : objectOf(signals);
  if (!known) throw new UsageError('--signals takes a JSON object like {"hemisphere":"north"}');
  return { now, known, lang };
}

/** Ms since the epoch; NaN of what is no moment, of a day that its month lacks, and of one before the core's clock in some zone. */
function momentOf(text) {
  const [, year, month, day] = MOMENT.exec(text) ?? [];
  // `Date.parse` makes 2 March of 30 February.
  const exists = year >= 1971 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === Number(day);
  return exists ? Date.parse(text) : NaN;
}

/** The object that a JSON text is; undefined of any other text. */
function objectOf(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A pack with a core that knows nobody: what dist/first.js asks. */
export async function stranger(path) {
  const author = new Author();
  const pack = readPack(author, [path], {}, "nothing was written");
  const read = author.circumstances(pack);
  if (!read) throw new Mistake(`${path} is no pack that this version can use`);
  const engine = await Engine.load(distFile("runtime.wasm"), pack);
  const ask = (slot, signals, t, link) => {
    const plain = engine.decide(slot, { signals }, t);
    let decision = plain;
    if (link) {
      engine.event({ event: "campaign_arrival", params: { [link[0]]: link[1] } }, t);
      // Who comes later has followed the link then: only the clock makes this another answer, as it does for who came without.
      decision = { ...engine.decide(slot, { signals }, t), validUntil: plain.validUntil };
      engine.forget();
    }
    // Which item, a page alone can say.
    const { default: own } = read.slots.find((each) => each.slot === slot);
    return decision.content?.item ? { ...decision, variant: own, level: "default", content: undefined } : decision;
  };
  return { ask, circumstances: read.slots, slots: engine.slots() };
}

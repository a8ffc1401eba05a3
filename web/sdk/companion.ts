// A page has one running core. Where the script tag runs it, `createTactful` becomes its companion:
// it writes through `window.tactful`, and reads with a core of its own what the other has stored,
// like a second tab that never writes. So reading needs this module, and the global stays mute.
import { learnerOf } from "./learn.ts";
import { createListeners } from "./listeners.ts";
import { load } from "./load.ts";
import { connect, type Core } from "./memory.ts";
import { guard, problem } from "./problem.ts";
import { present } from "./queue.ts";
import { explained, reader } from "./reader.ts";
import { signals } from "./signals.ts";
import { keeps, stated as statedInPage } from "./stated.ts";
import { local, MAJOR, transact, type TailRecord } from "./storage.ts";
import { trackedEvent } from "./track.ts";
import { amounts } from "./value.ts";
import { ERASE_KEY, OFF_KEY } from "./keys.ts";
import type { Attributes, Consent, Level, Options, Params, Tactful, Writer } from "./types.ts";

export async function createCompanion({ pack, wasm, consent }: Options): Promise<Tactful> {
  const writer = present() as Writer;
  const { on, emit } = createListeners();
  let stated: Attributes = {};
  /** What earlier pages stated. */
  let kept: ReturnType<typeof import("./kept.ts").keeper> | undefined;
  let core: Core | undefined;
  let why: unknown = "not-ready";
  const tag = document.querySelector<HTMLScriptElement>("script[data-pack]");
  const unasked = (tag ? tag.dataset["consent"] : consent) == "not-required" && !(navigator as any).globalPrivacyControl ? "granted" : "";
  /** What the visitor has said: as it is stored, and through this copy, which counts where nothing can be stored. */
  let said: string | undefined;
  let personalization: string | undefined;
  /** May the visitor's behaviour be used? The rule of the running copy (keeper.ts). */
  const allowed = () => (personalization || unasked) == "granted";

  /** Takes over what is stored now. The core is fetched unless this browser refuses, which may change. */
  const refresh = async () => {
    try {
      if (local(OFF_KEY) != null || document.querySelector("script[data-off]")) throw "off";
      core ??= connect(...(await load(pack, wasm)));
      core.amounts = amounts;
      if (keeps(core.pack)) kept ??= (await import("./kept.ts")).keeper({ now: Date.now, problem, transact }, core.pack);
    } catch (error) {
      core = undefined;
      why = error;
      if (why !== "off") problem(why);
      return;
    }
    const { restore, feed } = learnerOf(core, problem);
    personalization = said;
    await transact(false, (profile, tail, mark) => {
      // What is to be erased is not read any more.
      if (local(ERASE_KEY)) mark = undefined;
      if (mark) personalization = mark.consent.personalization;
      const kept = profile.get(MAJOR);
      const events = tail.getAll() as IDBRequest<TailRecord[]>;
      events.onsuccess = () => {
        restore(mark && allowed() ? kept.result : undefined);
        if (allowed()) feed(events.result.filter((event) => event.since === mark?.since));
      };
    }).catch((error) => problem("storage-denied", error));
    await kept?.look();
    emit("change", undefined);
  };
  await refresh();
  document.addEventListener("tactful:change", refresh);

  const track = (name: string, params?: Params) => {
    writer.track(name, params);
    // Readable at once; the next refresh takes the stored form.
    guard(() => core && allowed() && learnerOf(core, problem).feed([trackedEvent(name, params)]));
  };
  const allStated = () => (allowed() ? { ...kept?.attributes, ...statedInPage(problem), ...stated } : {});
  const ask = (name: string, slot: string, by = core) => {
    if (!by) throw why;
    return by.ask(name, Date.now(), { slot, signals: signals(), attributes: allStated(), content: true });
  };
  const reading = reader(() => core, ask, allStated);
  // What a slot shows, the running copy has written on it (live.ts).
  const show = ({ dataset }: HTMLElement) => {
    const [slot, variant, level] = [dataset["tactfulSlot"]!, dataset["tactfulVariant"] ?? "", dataset["tactfulLevel"] as Level];
    emit("decision", explained(reading.decide, { slot, variant, level }));
  };
  document.querySelectorAll<HTMLElement>("[data-tactful-level]").forEach(show);
  new MutationObserver((records) => new Set(records.map(({ target }) => target as HTMLElement)).forEach(show)).observe(document, {
    subtree: true,
    attributeFilter: ["data-tactful-level"],
  });
  return {
    ...reading,
    on,
    track,
    like: (dimension, value) => track("like", { dimension, value }),
    dislike: (dimension, value) => track("dislike", { dimension, value }),
    set(attributes) {
      stated = { ...stated, ...attributes };
      writer.set(attributes);
    },
    async setConsent(consent: Consent) {
      if (consent?.personalization !== undefined) said = consent.personalization;
      await writer.setConsent(consent);
      emit("consent", consent);
      await refresh();
    },
    async forget() {
      await writer.forget();
      await refresh();
    },
  };
}

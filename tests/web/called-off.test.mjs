// What lies beside the profile is written through the page's one connection, and a page that is hidden calls off what is under way there:
// nothing may be lost by it, nor be told as a fault.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sdk } from "./lib/bundle.mjs";
import { compile } from "./lib/pack.mjs";

/** A host over a store in memory whose transactions are called off, without an error, while `off.now`. */
function hostOf() {
  const [kept, off, problems] = [new Map(), { now: true }, []];
  const request = (result) => {
    const made = { result };
    made.done = Promise.resolve().then(() => made.onsuccess?.());
    return made;
  };
  const host = {
    now: Date.now,
    allowed: () => true,
    planChanged() {},
    problem: (id) => problems.push(id),
    async transact(create, body) {
      const written = new Map(kept);
      let read;
      const profile = { get: (key) => (read = request(written.get(key))), put: (value, key) => void written.set(key, value) };
      body(profile, { add: (event) => written.set("tail", [...(written.get("tail") ?? []), event]) }, { since: 1, major: 1, consent: {} });
      await read?.done;
      if (off.now) throw null;
      for (const [key, value] of written) kept.set(key, value);
    },
  };
  return { host, kept, off, problems };
}

test("a list in the inbox stays until its events are taken", async () => {
  const local = { "tactful:inbox": JSON.stringify([{ event: "purchase", params: { transaction_id: "T1" }, t: Date.now() }]) };
  const storage = { getItem: (key) => local[key] ?? null, setItem: (key, text) => void (local[key] = text), removeItem: (key) => delete local[key] };
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  const { drain } = await sdk("inbox.ts");
  const { host, kept, off, problems } = hostOf();
  await drain(host);
  assert.ok("tactful:inbox" in local);
  assert.equal(kept.size, 0);
  off.now = false;
  await drain(host);
  assert.ok(!("tactful:inbox" in local));
  assert.equal(kept.get("tail").length, 1);
  assert.deepEqual(problems, []);
});

test("what the site stated is written by the next look", async () => {
  const site = { site: "shop", dimensions: { category: {} }, attributes: { company: { type: "string", keep: "session" } } };
  const pack = compile(site, { id: "c", slots: { hero: { default: "w", variants: [{ id: "w" }] } } });
  const { keeper } = await sdk("kept.ts");
  const { host, kept, off, problems } = hostOf();
  const stated = keeper(host, pack);
  await stated.look({ company: "Acme" });
  assert.equal(kept.size, 0);
  off.now = false;
  await stated.look({ company: "Acme" });
  assert.equal(kept.get("stated").text, '{"company":"Acme"}');
  assert.deepEqual(problems, []);
});

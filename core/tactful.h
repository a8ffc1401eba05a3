#ifndef TACTFUL_H
#define TACTFUL_H
#include <stdint.h>

/* Tactful's decision core: the C ABI. Hosts include this header and no other; tools for authors also
 * tactful_author.h.
 *
 * A pack (what authors wrote, compiled) and a profile (what is kept about one visitor) live in
 * the engine; time, seed, signals and stored bytes are arguments. Nothing is read from the
 * machine, so any call can be replayed.
 *
 * Conventions
 *   status   0 is success, negative an error (the enum below). A call that fails changes nothing.
 *            Any call may answer bad-argument (a null pointer, a time out of range), one with `in`
 *            bad-encoding, one with `out` buffer-too-small; what else is named with each.
 *   cost     a call never allocates and takes time linear in its input, unless it says otherwise.
 *   time     `t_ms` and `now_ms`: milliseconds since the epoch as a double, whole, in
 *            [0, 8.64e15]. An event older than the newest one seen is taken as of that moment.
 *   values   `in` is one encoded value (docs/value-encoding.md), `in_len` its length; it is
 *            checked here, so any bytes are safe to offer.
 *   answers  one encoded value into `out` (`cap` bytes of the caller's). `*len` is its length.
 *            Too small: TACTFUL_BUFFER_TOO_SMALL, the length needed in `*len`.
 *   queries  change nothing: asked twice, they answer the same bytes.
 *   threads  one engine, one thread at a time. Engines share nothing. */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tactful_engine tactful_engine;

/* Frozen: numbers are added, never changed. core/base/status.h has the ids and texts. */
enum {
  TACTFUL_OK = 0,
  TACTFUL_BUFFER_TOO_SMALL = -1,
  TACTFUL_BAD_ARGUMENT = -2,
  TACTFUL_BAD_ENCODING = -3,
  TACTFUL_PACK_FOREIGN = -4,
  TACTFUL_PACK_TOO_NEW = -5,
  TACTFUL_PACK_DAMAGED = -6,
  TACTFUL_PROFILE_FOREIGN = -7,
  TACTFUL_PROFILE_TOO_NEW = -8,
  TACTFUL_PROFILE_DAMAGED = -9,
  TACTFUL_UNKNOWN_SLOT = -10,
  TACTFUL_UNKNOWN_DIMENSION = -11,
  TACTFUL_UNKNOWN_VARIANT = -12, /* reserved; no call answers it yet */
  TACTFUL_EVENT_IGNORED = -13
};

/* Largest profile, in bytes; enough for every `tactful_save`. */
#define TACTFUL_PROFILE_MAX 4096

/* Bytes of memory an engine needs, pack apart. A constant of the build. */
uint32_t tactful_engine_size(void);

/* Makes an engine in `memory` (8-aligned, tactful_engine_size() bytes, the caller's) over `pack`
 * (8-aligned, unchanged while the engine lives). The pack is verified once, here, whole; the
 * profile starts empty. There is nothing to destroy: release the memory.
 *   errors  pack-foreign, pack-too-new, pack-damaged */
int32_t tactful_create(void* memory, const uint8_t* pack, uint32_t pack_len,
                       tactful_engine** engine);

/* The visitor's seed, as two halves of 64 random bits, drawn by the host when consent to
 * personalization is first given, kept in the profile until `tactful_forget`. Ignored when a
 * seed is there. Without one no arm is tossed (arm `none`) and base rates are means.
 *   cost    constant; does not fail */
int32_t tactful_set_seed(tactful_engine*, uint32_t high, uint32_t low);

/* Something the visitor did, in GA4's words: `{"event": NAME, "params": {...}}`, and
 * optionally `"signals": {...}` (`utcOffset` and `hemisphere` are kept).
 *   errors  event-ignored (no name)
 *   cost    linear in in_len, and in what the profile keeps (TACTFUL_PROFILE_MAX bounds that) */
int32_t tactful_event(tactful_engine*, double t_ms, const uint8_t* in, uint32_t in_len);

/* What the homepage hero says: in `{"slot": NAME, "signals": {...}, "attributes": {...},
 * "content": true}`, out a decision: slot, variant, level, arm, score, dimensions, reasons,
 * validUntil, propensity, then wouldBe (control arm), and content where it was asked for and the
 * variant is not the default.
 *   units   validUntil in ms like `now_ms`, at most 30 days ahead; affinity a share, index a ratio
 *   range   score >= 0, comparable within one slot and pack; 0 for the default and for what was drawn
 *           at random; propensity in [0, 1]
 *   errors  unknown-slot
 *   cost    grows with the variants that serve what the visitor is known to like, not with all there are */
int32_t tactful_decide(const tactful_engine*, double now_ms, const uint8_t* in, uint32_t in_len,
                       uint8_t* out, uint32_t cap, uint32_t* len);

/* What is stored for the next page load; same input as tactful_decide. Out: `{"slot", "plan":
 * [{from, until, if, variant, level, content}, ...]}`, at most 8 entries, the first
 * that holds wins.
 *   errors  unknown-slot
 *   cost    up to some hundred decisions; meant for idle time */
int32_t tactful_plan(const tactful_engine*, double now_ms, const uint8_t* in, uint32_t in_len,
                     uint8_t* out, uint32_t cap, uint32_t* len);

/* The visitor's shares within a dimension: in `{"dimension": NAME, "top": N}` (`top` optional),
 * out `{"dimension": NAME, "affinity": [[value, share], ..., ["other", share]]}`, best first.
 * With `"evidence": true` in the question: [value, share, events, newest, average, weight], and
 * "stage" behind "affinity"; newest is the time of the latest of these events in ms, or -1; weight is
 * the evidence in views, 99 for a value whose evidence does not expire (liked, due again, or a
 * complement of a purchase).
 *   range   shares in [0, 1]; they sum to 1, other's included
 *   errors  unknown-dimension
 *   cost    linear in the values that the dimension lists and in what the profile keeps */
int32_t tactful_affinity(const tactful_engine*, double now_ms, const uint8_t* in, uint32_t in_len,
                         uint8_t* out, uint32_t cap, uint32_t* len);

/* Scores a list of items: in `{"rank": [{DIMENSION: VALUE, ..., "prior": {clicks, impressions}},
 * ...]}`, out `{"scores": [number, ...]}` in the same order.
 *   range   scores >= 0, comparable within one call; 0 where all that an item names in a dimension is
 *           disliked or rests after a purchase
 *   errors  bad-encoding also where `rank` is no list
 *   cost    linear in the items, times the model's base rates where there are any */
int32_t tactful_rank(const tactful_engine*, double now_ms, const uint8_t* in, uint32_t in_len,
                     uint8_t* out, uint32_t cap, uint32_t* len);

/* What the page has to prepare for: every slot of the pack, in its order. Out: `[{"slot": NAME,
 * "campaign": ID, "links": [[DIMENSION, VALUE], ...], "prefetch": "all" | "chosen" | "none",
 * "pictures": [URL, ...]}, ...]`; `campaign` is the first that fills it; `links` what some variant is
 * for first of all; `pictures` in fetch order, empty unless "all". The page that a visitor is on need
 * not hold the slot it prepares.
 *   cost    linear in the pack's variants; the same for every visitor */
int32_t tactful_slots(const tactful_engine*, uint8_t* out, uint32_t cap, uint32_t* len);

/* Why, at full length: input as for tactful_decide, out the decision, the governor's choice and each
 * candidate's fate; or input as for tactful_rank, out why such a list stands as it does
 * (docs/explain.md). Not in runtime.wasm but in explain.wasm, which is loaded when somebody asks.
 *   errors  unknown-slot
 *   cost    linear in the slot's variants */
int32_t tactful_explain(const tactful_engine*, double now_ms, const uint8_t* in, uint32_t in_len,
                        uint8_t* out, uint32_t cap, uint32_t* len);

/* The profile as bytes to store (at most TACTFUL_PROFILE_MAX): canonical, so equal knowledge is
 * equal bytes. An empty profile saves too. */
int32_t tactful_save(const tactful_engine*, uint8_t* out, uint32_t cap, uint32_t* len);

/* Takes saved bytes back. On an error the engine keeps the profile it had.
 *   errors  profile-foreign (no profile, or another site's), profile-too-new, profile-damaged */
int32_t tactful_restore(tactful_engine*, const uint8_t* bytes, uint32_t len);

/* Forgets everything, the seed included: the profile is as after tactful_create. Does not fail. */
int32_t tactful_forget(tactful_engine*);

/* Stable id and one-sentence text of a status; static. Not in runtime.wasm, where the page looks
 * ids up by number. */
const char* tactful_status_id(int32_t status);
const char* tactful_status_text(int32_t status);

#ifdef __cplusplus
}
#endif
#endif

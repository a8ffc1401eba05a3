#ifndef TACTFUL_AUTHOR_H
#define TACTFUL_AUTHOR_H
#include <stdint.h>

/* What authors need beside the decision core (tactful.h): the C ABI of author.wasm and of the native tools. It reads
 * and writes JSON, allocates, and is never loaded by a page. Conventions as in tactful.h, and
 *
 *   texts    UTF-8, `len` bytes, not zero-terminated; what comes in is read during the call alone
 *   owned    what a getter returns is the handle's, until the next call that changes it or its destroy
 *   memory   a handle grows with what it was given; wasm memory that grew does not shrink */

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Replay ---------------------------------------------------------------------------------- */

/* Replay: lines of a log (docs/cli.md) into steps for an engine of tactful.h, and its answers back
 * into lines. It touches no engine itself, so the same reader drives native, wasm and JavaScript.
 *
 *   until the log ends:
 *     tactful_replay_read(replay, text, len, last)
 *     for each step, in order: bring the visitor's profile into the engine (a new visitor, or one
 *       just forgotten: empty, then tactful_set_seed unless both halves are 0), make the call of
 *       `op` at `t_ms` with inputs + in, keep status and answer
 *     tactful_replay_write(replay, results, count, answers), for all steps at once or in turns
 *     print tactful_replay_output
 *   print tactful_replay_summary on stderr; exit 1 when tactful_replay_bad_lines is not 0 */
typedef struct tactful_replay tactful_replay;

enum {
  TACTFUL_REPLAY_EVENT,
  TACTFUL_REPLAY_DECIDE,
  TACTFUL_REPLAY_PLAN,
  TACTFUL_REPLAY_AFFINITY,
  TACTFUL_REPLAY_RANK,
  TACTFUL_REPLAY_FORGET,
  TACTFUL_REPLAY_EXPLAIN
};

typedef struct tactful_replay_step {
  double t_ms;
  uint32_t op;         /* TACTFUL_REPLAY_* */
  uint32_t visitor;    /* numbered from 0 in the order of appearance */
  uint32_t in, in_len; /* part of tactful_replay_inputs */
  uint32_t seed_high, seed_low;
} tactful_replay_step;

typedef struct tactful_replay_result {
  int32_t status;
  uint32_t len; /* of the answer; 0 when there is none */
} tactful_replay_result;

/* `seed` (the command's --seed) may be null: no visitor has a seed. Null when memory is short. */
tactful_replay* tactful_replay_create(const uint8_t* seed, uint32_t seed_len);
void tactful_replay_destroy(tactful_replay*);

/* Takes the next piece of the log, cut anywhere; with `last` the rest is a line too. Replaces the
 * steps and inputs of the piece before, whose results must all have been written. */
void tactful_replay_read(tactful_replay*, const uint8_t* text, uint32_t len, int32_t last);
const tactful_replay_step* tactful_replay_steps(const tactful_replay*, uint32_t* count);
const uint8_t* tactful_replay_inputs(const tactful_replay*, uint32_t* len);

/* The results of the next `count` steps; `answers` holds the answers one after the other. Lines
 * that are no step are answered in their place, so call it once also when there are no steps. */
void tactful_replay_write(tactful_replay*, const tactful_replay_result* results, uint32_t count,
                          const uint8_t* answers);
/* The text to print since the last call, the replay's until the next. */
const uint8_t* tactful_replay_output(tactful_replay*, uint32_t* len);
/* Bad lines of both kinds so far, and what to say about them (and about times put right) at the end. */
double tactful_replay_bad_lines(const tactful_replay*);
const uint8_t* tactful_replay_summary(tactful_replay*, uint32_t* len);

/* ---- Match ----------------------------------------------------------------------------------- */

/* Whether conditions hold of attributes: lines of {"condition", "attributes", "groups"} into lines of
 * true, false or {"error": id} (docs/cli.md). No pack and no engine. */
typedef struct tactful_match tactful_match;

/* Null when memory is short. */
tactful_match* tactful_match_create(void);
void tactful_match_destroy(tactful_match*);

/* Takes the next piece of the lines, cut anywhere; with `last` the rest is a line too. */
void tactful_match_read(tactful_match*, const uint8_t* text, uint32_t len, int32_t last);
/* The text to print since the last call, the match's until the next. */
const uint8_t* tactful_match_output(tactful_match*, uint32_t* len);

/* ---- Compile --------------------------------------------------------------------------------- */

/* Site and campaign files to a pack (docs/campaign.md), and all that is wrong with them. */
typedef struct tactful_compile tactful_compile;

/* Compiles `{"files": [{"name": NAME, "text": TEXT}, ...], "model": {"name", "text"}, "fullModel": false,
 * "readBack": false}`, all but `files` optional: one site file and any campaigns, in any order. Names are
 * for messages alone. Null when memory is short; every other mistake is in the report. */
tactful_compile* tactful_compile_create(const uint8_t* json, uint32_t json_len);
void tactful_compile_destroy(tactful_compile*);

/* The pack, empty when there are errors; 8-aligned; the handle's. */
const uint8_t* tactful_compile_pack(const tactful_compile*, uint32_t* len);
/* What is to say, as JSON; the handle's:
 *   ok           true when there is a pack
 *   model        the model file that the site names, if any, a path relative to `modelNamedIn`. When
 *                it was not offered, the only thing to do is to read it and compile again.
 *   diagnostics  [{file, line, column, severity: "error" | "warning", id, pointer, expected, found,
 *                hint, text}, ...] by file and line; `text` is the whole as people read it
 *   reading      [{slot, variant, text}, ...] with `readBack`: each variant in plain words
 *   sizes        [[part, bytes], ...] of the pack */
const uint8_t* tactful_compile_report(const tactful_compile*, uint32_t* len);

/* ---- Circumstances ---------------------------------------------------------------------------- */

/* What a pack's decisions depend on at a page load, for who plans without a page: JSON as
 * author/circumstances.h says. */
typedef struct tactful_circumstances tactful_circumstances;

/* Of a pack, 8-aligned, read during the call alone. Null when it is none or memory is short. */
tactful_circumstances* tactful_circumstances_create(const uint8_t* pack, uint32_t pack_len);
void tactful_circumstances_destroy(tactful_circumstances*);
const uint8_t* tactful_circumstances_json(const tactful_circumstances*, uint32_t* len);

/* ---- Fit ------------------------------------------------------------------------------------- */

/* A site's model file out of its own log (docs/cli.md, "fit"). */
typedef struct tactful_fit tactful_fit;

/* Null when memory is short. */
tactful_fit* tactful_fit_create(void);
void tactful_fit_destroy(tactful_fit*);

/* A site or campaign file, in any order, before the log. */
void tactful_fit_add_file(tactful_fit*, const uint8_t* name, uint32_t name_len, const uint8_t* text,
                          uint32_t text_len);
/* Takes the next piece of the log, cut anywhere; with `last` the rest is a line too. */
void tactful_fit_read(tactful_fit*, const uint8_t* text, uint32_t len, int32_t last);
/* Does a part of the work, about a second of it; the share that is done, 1 at the end. */
double tactful_fit_step(tactful_fit*);
/* The model file, empty when there is none; and what was gained, or why there is none. The handle's. */
const uint8_t* tactful_fit_model(const tactful_fit*, uint32_t* len);
const uint8_t* tactful_fit_report(const tactful_fit*, uint32_t* len);

#ifdef __cplusplus
}
#endif
#endif

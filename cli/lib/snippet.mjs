// tactful snippet [--release R] [--templates] [--lists] [--first PACK]
import { createHash } from "node:crypto";
import { parse, UsageError } from "./args.mjs";
import { distFile, distUrl } from "./dist.mjs";
import { about, options, spec, stranger } from "./first.mjs";

export const usage =
  "tactful snippet [--release R] [--templates] [--lists] [--first PACK [--at DATE] [--signals JSON] [--lang TAG] [--pictures]]";
export const does = "the inline script for every page's head, and its hash for the policy; or the block for first visits";
export const help = {
  "--release R": "the tag's data-release, which changes when a slot's markup does; left out: 1",
  "--templates": "the form that also paints a slot's own templates",
  "--lists": "the form that also orders lists",
  "--first PACK": "prints the block for first visits instead",
  ...about,
  "--pictures": "lets that block paint pictures, whose host then sees which was chosen",
};

/** Of the whole block. */
const MOST_BYTES = 2048;
const open = '<script type="application/json" data-tactful-first>';
const close = "</script>";

export async function run(words) {
  const own = { release: "value", templates: "flag", lists: "flag", first: "value", pictures: "flag" };
  const { release, templates, lists, first, pictures = false, ...rest } = parse(words, { ...own, ...spec });
  if (first !== undefined && (release ?? templates ?? lists) !== undefined)
    throw new UsageError("--release, --templates and --lists are for the script itself, and not for the block of --first");
  if (release !== undefined && !/^[\w.-]+$/.test(release)) throw new UsageError("--release takes letters, digits, dots and dashes");
  if (first !== undefined) return block(first, pictures, options(rest));
  if (pictures || Object.keys(rest).length) throw new UsageError("--at, --signals, --lang and --pictures go with --first PACK");
  const script = distFile(`snippet${templates ? "-templates" : ""}${lists ? "-lists" : ""}.js`);
  const hash = createHash("sha256").update(script).digest("base64");
  process.stdout.write(`<script data-release="${release ?? 1}">${script}</script>\n`);
  process.stdout.write(`<!-- Content-Security-Policy: script-src 'sha256-${hash}' -->\n`);
}

async function block(path, pictures, { now, known, lang }) {
  const { firstPlan } = await import(distUrl("first.js"));
  const { ask, circumstances, slots } = await stranger(path);
  const text = (plan) => JSON.stringify(plan).replaceAll("<", "\\u003c");
  const most = MOST_BYTES - open.length - close.length;
  const leftOut = (slot, why) => process.stderr.write(`${slot}: left out, ${why}\n`);
  const fits = (made) => Buffer.byteLength(text(made)) <= most;
  const plan = firstPlan(ask, circumstances, slots, now, fits, { signals: known, lang, pictures, leftOut });
  process.stdout.write(`${open}${text(plan)}${close}\n`);
}

// The demo shop's homepage in three forms: with Tactful, the same page without it, and the same with GrowthBook's script tag, served
// with hero pictures of a photograph's size.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, deflateSync, crc32 as zlibCrc } from "node:zlib";
import { serve } from "../../scripts/lib/server.mjs";
import { root } from "../../scripts/lib/run.mjs";

export const demo = join(root, "build/demo");
const growthbook = readFileSync(join(root, "node_modules/@growthbook/growthbook/dist/bundles/auto.min.js"));

/** A PNG that does not compress: some 90 kB, as a photograph for a hero of this width would be. `seed` makes them differ. */
function photograph(seed) {
  const [width, height] = [200, 150];
  const rows = Buffer.alloc(height * (1 + width * 3));
  let state = seed;
  for (let i = 0; i < rows.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    rows[i] = i % (1 + width * 3) ? state >>> 24 : 0;
  }
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const bytes = Buffer.alloc(body.length + 8);
    bytes.writeUInt32BE(data.length, 0);
    body.copy(bytes, 4);
    bytes.writeUInt32BE(crc32(body), body.length + 4);
    return bytes;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function crc32(bytes) {
  if (zlibCrc) return zlibCrc(bytes);
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** What the shop has of Tactful in its head. */
const ours = /\s*<script data-release[^]*?<\/script>\s*<script async src="\/tactful\.js"[^>]*><\/script>/;

/** GrowthBook's answer: everybody gets the hero of `content`, by changes of the document as its visual editor makes them. */
const features = (content) => JSON.stringify({
  status: 200,
  features: {},
  experiments: [{
    key: "hero", status: "running", hashAttribute: "id", coverage: 1, weights: [0, 1], urlPatterns: [{ include: true, type: "simple", pattern: "/*" }],
    variations: [{}, { domMutations: [
      { selector: ".hero [data-tactful=headline]", action: "set", attribute: "html", value: content.headline },
      { selector: ".hero [data-tactful=body]", action: "set", attribute: "html", value: content.body },
      { selector: ".hero [data-tactful=image]", action: "set", attribute: "src", value: content.image.src },
      { selector: ".hero [data-tactful=cta]", action: "set", attribute: "html", value: content.cta.label },
      { selector: ".hero [data-tactful=cta]", action: "set", attribute: "href", value: content.cta.href },
    ] }],
  }],
  dateUpdated: "2026-01-01T00:00:00Z",
});

/** `content`: the hero that GrowthBook is to show. Paths begin with /tactful, /plain or /growthbook; files are the same for all. */
export async function stage(content) {
  const pictures = new Map();
  const compressed = new Map();
  const server = await serve({
    roots: [demo],
    handle(request, response) {
      const { pathname } = new URL(request.url, "http://localhost");
      const send = (type, body, cache = "public, max-age=86400") => {
        const key = createHash("sha1").update(body).digest("hex");
        const packed = type.startsWith("image") ? body
          : (compressed.has(key) || compressed.set(key, brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })), compressed.get(key));
        response.writeHead(200, { "content-type": type, "cache-control": cache, ...(packed !== body && { "content-encoding": "br" }), "content-length": packed.length });
        response.end(packed);
        return true;
      };
      if (pathname.startsWith("/img/hero/")) {
        if (!pictures.has(pathname)) pictures.set(pathname, photograph(pictures.size + 1));
        return send("image/png", pictures.get(pathname));
      }
      if (pathname.startsWith("/api/features/")) return send("application/json", features(content));
      if (pathname === "/growthbook.js") return send("text/javascript", growthbook);
      if (pathname === "/nothing") return send("text/html", "<!doctype html><title>Nothing</title>", "no-store");
      const [, kind, rest] = /^\/(tactful|plain|growthbook)(\/.*)$/.exec(pathname) ?? [];
      if (!kind) {
        // The shop's own files last, as they would with a hash in their names.
        const type = { js: "text/javascript", css: "text/css", wasm: "application/wasm", pack: "application/octet-stream" }[/\.(\w+)$/.exec(pathname)?.[1]];
        return type ? send(type, readFileSync(join(demo, pathname))) : false;
      }
      let html = readFileSync(join(demo, rest, "index.html"), "utf8").replaceAll('href="/"', `href="/${kind}/"`);
      if (!ours.test(html)) throw new Error("the demo's head has changed: bench/page/stage.mjs does not find the snippet and the script tag");
      if (kind !== "tactful") {
        html = html.replace(ours, kind === "plain" ? "" : `<script async src="/growthbook.js" data-api-host="${server_()}" data-client-key="sdk-1"></script>`);
      }
      return send("text/html; charset=utf-8", Buffer.from(html), "no-store");
    },
  });
  const server_ = () => server.url;
  return server;
}

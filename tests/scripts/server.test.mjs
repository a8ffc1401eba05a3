import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../../scripts/lib/server.mjs";

const folder = mkdtempSync(join(tmpdir(), "tactful-server-"));
const log = [];
let server;

before(async () => {
  mkdirSync(join(folder, "one/shop"), { recursive: true });
  mkdirSync(join(folder, "two"));
  writeFileSync(join(folder, "secret.txt"), "outside");
  writeFileSync(join(folder, "one/index.html"), "<h1>one</h1>");
  writeFileSync(join(folder, "one/shop/index.html"), "<h1>shop</h1>");
  writeFileSync(join(folder, "one/both.txt"), "first");
  writeFileSync(join(folder, "one/.hidden"), "hidden");
  writeFileSync(join(folder, "two/both.txt"), "second");
  writeFileSync(join(folder, "two/core.wasm"), "");
  writeFileSync(join(folder, "two/hero.jpg"), "jpg");
  server = await serve({
    roots: [join(folder, "one"), join(folder, "two")],
    csp: "default-src 'self'",
    onRequest: (entry) => log.push(entry),
    handle: (incoming, response) => incoming.url === "/made" && Boolean(response.end("made")),
  });
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A request whose path is sent as it is, which fetch would tidy first. */
function raw(path, options = {}) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port: server.port, path, ...options }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    outgoing.on("error", reject).end();
  });
}

test("serves an index for a folder, and sends a folder without its slash there", async () => {
  assert.equal((await raw("/")).body, "<h1>one</h1>");
  assert.equal((await raw("/shop/?from=mail")).body, "<h1>shop</h1>");
  const { status, headers } = await raw("/shop");
  assert.deepEqual([status, headers.location], [301, "/shop/"]);
});

test("takes the first root that has the file", async () => {
  assert.equal((await raw("/both.txt")).body, "first");
});

test("names types as browsers need them", async () => {
  assert.equal((await raw("/core.wasm")).headers["content-type"], "application/wasm");
  assert.equal((await raw("/")).headers["content-type"], "text/html; charset=utf-8");
});

test("sends the policy with pages alone", async () => {
  assert.equal((await raw("/")).headers["content-security-policy"], "default-src 'self'");
  assert.equal((await raw("/both.txt")).headers["content-security-policy"], undefined);
});

test("answers 304 to the tag it gave", async () => {
  const { headers } = await raw("/both.txt");
  const again = await raw("/both.txt", { headers: { "if-none-match": headers.etag } });
  assert.deepEqual([again.status, again.body], [304, ""]);
});

test("lets pictures last and asks again for all else", async () => {
  assert.match((await raw("/hero.jpg")).headers["cache-control"], /max-age=\d{4,}/);
  assert.equal((await raw("/core.wasm")).headers["cache-control"], "no-cache");
});

test("stays within its roots", async () => {
  for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/shop/../../secret.txt", "/.hidden"]) {
    const { status, body } = await raw(path);
    assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    assert.notEqual(body, "outside");
  }
  assert.equal((await raw("/%")).status, 400);
  assert.equal((await raw("/%00")).status, 400);
});

test("refuses other methods, and sends no body for HEAD", async () => {
  assert.equal((await raw("/", { method: "POST" })).status, 405);
  const head = await raw("/", { method: "HEAD" });
  assert.deepEqual([head.status, head.body, head.headers["content-length"]], [200, "", "12"]);
});

test("lets a handler answer first, and logs each request with its status", async () => {
  log.length = 0;
  assert.equal((await raw("/made")).body, "made");
  await raw("/nowhere");
  assert.deepEqual(log.map(({ method, path, status }) => [method, path, status]), [
    ["GET", "/made", 200],
    ["GET", "/nowhere", 404],
  ]);
});

test("rejects when the port is taken", async () => {
  await assert.rejects(serve({ roots: [folder], port: server.port }), { code: "EADDRINUSE" });
});

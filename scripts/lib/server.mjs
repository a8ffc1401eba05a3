// The static server of `npm start`, the browser tests and the benchmarks: loopback, files only.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const types = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".pack": "application/octet-stream",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/**
 * Serves files of `roots` (the first that has a path wins) until `close()`.
 *
 * @param {object} options
 * @param {string[]} options.roots folders
 * @param {number} [options.port] 0 (default) takes a free one
 * @param {string | ((path: string) => string | undefined)} [options.csp] Content-Security-Policy of HTML answers
 * @param {(request: {method: string, path: string, status: number, headers: object}) => void} [options.onRequest]
 *   called once an answer is on its way, in the order of answers
 * @param {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) =>
 *   boolean | Promise<boolean>} [options.handle] answers what no file does; false leaves it to the files
 * @returns {Promise<{url: string, port: number, close: () => Promise<void>}>} `url` without a slash at the end;
 *   rejects when the port is taken
 */
export function serve({ roots, port = 0, csp, onRequest, handle }) {
  const server = createServer(async (request, response) => {
    const path = pathOf(request.url);
    response.on("finish", () => {
      onRequest?.({ method: request.method, path: request.url, status: response.statusCode, headers: request.headers });
    });
    try {
      if (await handle?.(request, response)) return;
      if (request.method !== "GET" && request.method !== "HEAD") return answer(response, 405, "method not allowed");
      if (path === undefined) return answer(response, 400, "bad path");
      await answerFile(request, response, roots, path, csp);
    } catch (error) {
      answer(response, 500, error.message);
    }
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const { port: taken } = server.address();
      resolve({
        url: `http://127.0.0.1:${taken}`,
        port: taken,
        close: () => new Promise((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        }),
      });
    });
  });
}

/** The decoded path of a request, always below "/"; undefined when it is malformed or names a hidden file. */
function pathOf(url) {
  try {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
    return path.startsWith("/") && !/\0|\/\./.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

async function answerFile(request, response, roots, path, csp) {
  const found = await find(roots, path);
  if (found === undefined) return answer(response, 404, "not found");
  if (found.redirect) return answer(response, 301, "", { location: found.redirect });
  const body = await readFile(found.file);
  const type = types[extname(found.file)] ?? "application/octet-stream";
  const headers = {
    "content-type": type,
    "x-content-type-options": "nosniff",
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    // Pictures may be fetched a page ahead, so they have to last; all else is asked for again, which costs a 304.
    "cache-control": type.startsWith("image/") ? "public, max-age=86400" : "no-cache",
  };
  const policy = type.startsWith("text/html") && (typeof csp === "function" ? csp(path) : csp);
  if (policy) headers["content-security-policy"] = policy;
  if (request.headers["if-none-match"] === headers.etag) return response.writeHead(304, headers).end();
  response.writeHead(200, { ...headers, "content-length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The file behind a path: itself, or index.html of a folder; a folder without its slash redirects to it. */
async function find(roots, path) {
  for (const folder of roots) {
    const file = join(folder, path);
    const entry = await stat(file).catch(() => undefined);
    if (entry?.isFile() && !path.endsWith("/")) return { file };
    if (!entry?.isDirectory()) continue;
    const index = join(file, "index.html");
    if (!(await stat(index).catch(() => undefined))?.isFile()) continue;
    return path.endsWith("/") ? { file: index } : { redirect: `${encodeURI(path)}/` };
  }
  return undefined;
}

function answer(response, status, text, headers = {}) {
  if (response.headersSent) return response.end();
  response.writeHead(status, { "content-type": types[".txt"], ...headers }).end(text);
}

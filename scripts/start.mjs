// npm start
//
// Sets up, builds and serves the demo shop. PORT changes the port.
import { join } from "node:path";
import { build } from "./build.mjs";
import { die, root } from "./lib/run.mjs";
import { serve } from "./lib/server.mjs";

const port = Number(process.env.PORT ?? 8080);
if (!Number.isInteger(port) || port < 0 || port > 65535) die(`start: PORT is not a port: ${process.env.PORT}`);

await build();
try {
  const { url } = await serve({ roots: [join(root, "build/demo")], port });
  console.log(`Tactful's demo is at ${url}/ (Ctrl-C ends it)`);
} catch (error) {
  die(error.code === "EADDRINUSE" ? `start: port ${port} is taken; try PORT=${port + 1} npm start` : error.message);
}

// A module of web/sdk as Node can import it: bundled as the package bundles it, in memory.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Imports web/sdk/NAME; each call gives a new instance of its state. */
export async function sdk(name) {
  const entry = fileURLToPath(new URL(`../../../web/sdk/${name}`, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", target: "es2022", write: false, logLevel: "silent" });
  const source = `${outputFiles[0].text}\n//${Math.random()}`;
  return import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
}

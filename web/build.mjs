// node web/build.mjs [OUT]
//
// dist/ (or OUT) from web/: the script tag's bundle, the modules, the parts loaded on demand, the snippet, the types.
// The wasm files are put beside them by `npm run build`.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = process.argv[2] ?? join(root, "dist");
const sdk = (name) => join(root, "web/sdk", name);

/** What is imported with `import()` stays a file of its own, beside the one that asks. */
const onDemand = {
  name: "on-demand",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: path.replace(/\.ts$/, ".js"), external: true } : undefined);
  },
};

/** A script from another origin, loaded without `crossorigin`, has no address for `import("./…")` to start from: its tag has. Modules know
 * theirs, and a bundler looks for the plain form. */
const fromTag = {
  name: "from-tag",
  setup({ onLoad }) {
    onLoad({ filter: /sdk\/[\w-]+\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const contents = text.replace(/(?<!typeof )import\("\.\/([\w-]+)\.[jt]s"( as string)?\)/g, 'import(new URL("$1.js", tag.src))');
      return { loader: "ts", contents: contents === text ? text : `import { tag } from "./tag.ts";\n${contents}` };
    });
  },
};

/** For pages that may fetch nothing: the runtime in the script, as text that no charset can spoil. In hexadecimal it is longer than in
 * base64, and smaller when compressed (brotli 23,370 to 26,538 bytes, gzip 26,332 to 28,895), for repetitions stay visible. */
const withRuntime = {
  name: "with-runtime",
  setup({ onLoad }) {
    onLoad({ filter: /sdk\/tactful\.ts$/ }, ({ path }) => {
      const address = 'new URL("runtime.wasm", src).href';
      const hex = readFileSync(join(root, "dist/runtime.wasm")).toString("hex");
      const [before, after, more] = readFileSync(path, "utf8").split(address);
      if (after === undefined || more !== undefined) throw new Error(`tactful.ts no longer says ${address} once`);
      return { loader: "ts", contents: `${before}Uint8Array.from("${hex}".match(/../g)!, (byte) => parseInt(byte, 16))${after}` };
    });
  },
};

/** For the snippet of sites that have no such thing: every byte of it stands in every page. */
const without = (file, ...names) => ({
  name: `without-${file}`,
  setup({ onLoad }) {
    const contents = names.map((name) => `export const ${name} = () => {};`).join("");
    onLoad({ filter: new RegExp(`/${file}\\.ts$`) }, () => ({ contents }));
  },
});
const withoutTemplates = without("template", "cast");
const withoutLists = without("order", "order", "watchFrames");

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  minify: true,
  target: "es2021",
  // Names that begin with _ are nobody's business outside their file.
  mangleProps: /^_[a-z]/,
  charset: "utf8",
  legalComments: "none",
  plugins: [onDemand],
  logLevel: "warning",
};

/** terser's, for what pages carry; esbuild's own minifier leaves some 6 % more. */
const smaller = { ecma: 2020, compress: { passes: 3, keep_fargs: false, pure_getters: true, unsafe_arrows: true } };

mkdirSync(out, { recursive: true });
// Bundled as modules and wrapped here: esbuild's own wrapper brings helpers for `import()` along.
const wrapped = (bundle) => `(()=>{${bundle}})()`;
await scripts({ entryPoints: { tactful: sdk("tactful.ts") }, plugins: [fromTag, onDemand] }, wrapped);
await scripts({ entryPoints: { "tactful.inline": sdk("tactful.ts") }, plugins: [withRuntime, fromTag, onDemand] }, wrapped);
await scripts({ entryPoints: modules() });
// By esbuild alone: terser would drop the directive.
await build({ ...common, sourcemap: true, format: "esm", entryPoints: [sdk("react.ts")], outdir: out, external: ["react"], banner: { js: '"use client";' } });
await snippet("snippet", [withoutTemplates, withoutLists]);
await snippet("snippet-templates", [withoutLists]);
await snippet("snippet-lists", [withoutTemplates]);
await snippet("snippet-templates-lists");
types();

/** One file, and its map, of each entry point: an ES module, or by `wrap` a script. */
async function scripts(options, wrap) {
  const { outputFiles } = await build({ ...common, sourcemap: "external", format: "esm", outdir: out, write: false, ...options });
  const texts = new Map(outputFiles.map((file) => [file.path, file.text]));
  for (const [path, bundle] of texts) {
    if (!path.endsWith(".js")) continue;
    const name = basename(path);
    const { code, map } = await minify(wrap ? wrap(bundle) : bundle, {
      ...smaller,
      module: !wrap,
      sourceMap: { content: texts.get(`${path}.map`), filename: name, url: `${name}.map` },
    });
    writeFileSync(path, code);
    writeFileSync(`${path}.map`, map);
  }
}

/** The package's modules, and every file that some `import()` names. */
function modules() {
  // first.ts is for the command line alone.
  const names = ["index.ts", "engine.ts", "testing.ts", "first.ts"];
  const seen = new Set(names);
  for (const name of seen) {
    for (const [, kind, file] of readFileSync(sdk(name), "utf8").matchAll(/(from |import\()"\.\/([\w-]+\.ts)"/g)) {
      if (!existsSync(sdk(file))) continue;
      seen.add(file);
      if (kind === "import(" && !names.includes(file)) names.push(file);
    }
  }
  return names.map(sdk);
}

/** The snippet is pasted into pages, and its hash into policies: no line break may come or go at its end. */
async function snippet(name, plugins = []) {
  const entry = join(root, "web/snippet/snippet.ts");
  const { outputFiles } = await build({ ...common, plugins: [...plugins, onDemand], format: "esm", entryPoints: [entry], write: false });
  const { code } = await minify(`(()=>{${outputFiles[0].text}})()`, smaller);
  writeFileSync(join(out, `${name}.js`), code.trim());
}

function types() {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.types.json"), "--outDir", join(out, "types")], { stdio: "inherit" });
}

// Builds the demo shop: node web/demo/build.mjs [OUT], OUT is build/demo when left out.
//
// Pages and pictures come from data/, pages/ and art/; dist/ is copied beside them as a customer would copy the
// package; the pack is compiled from site.json and campaign.json by the CLI. An older build in OUT is removed first;
// a folder that holds anything else is refused.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { categoryPicture, productPicture } from "./art/product.mjs";
import { heroPicture, sceneNames } from "./art/scenes.mjs";
import { categoryPage, productPage } from "./pages/catalogue.mjs";
import { home } from "./pages/home.mjs";
import { layout } from "./pages/layout.mjs";
import { aboutPage, cartPage, guidePage } from "./pages/reading.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const data = (name) => JSON.parse(readFileSync(join(here, "data", `${name}.json`), "utf8"));

/** The files of the shop itself, path to text; `snippet` is what stands inline in each head. */
export function shopFiles(snippet) {
  const shop = { ...data("shop"), categories: data("categories"), products: data("products"), guides: data("guides"), snippet };
  const pages = [home(shop), cartPage(shop), aboutPage(shop),
    ...shop.categories.map((category) => categoryPage(shop, category)),
    ...shop.products.map((product) => productPage(shop, product)),
    ...shop.guides.map((guide) => guidePage(shop, guide))];
  const of = (id) => shop.products.filter(({ category }) => category === id);
  return new Map([
    ...pages.map((page) => [`${page.path.slice(1)}index.html`, layout(shop, page)]),
    ...sceneNames.map((name) => [`img/hero/${name}.svg`, heroPicture(name)]),
    ...shop.categories.map((category) => [`img/categories/${category.id}.svg`, categoryPicture(category, of(category.id))]),
    ...shop.products.map((product) => [`img/products/${product.slug}.svg`,
      productPicture(product, shop.categories.find(({ id }) => id === product.category))]),
    ...["shop.css", "shop.js", "drawer.js", "icon.svg"].map((name) =>
      [name === "icon.svg" ? "img/icon.svg" : name, readFileSync(join(here, "src", name), "utf8")]),
  ]);
}

/** Writes everything to `out`. Throws when `out` is somebody else's, the package is not built, or the pack does not compile. */
export function buildDemo(out) {
  const present = existsSync(out) ? readdirSync(out) : [];
  if (present.length > 0 && !["index.html", "shop.css", "drawer.js"].every((name) => present.includes(name))) {
    throw new Error(`${out} holds something other than this demo: it is not overwritten`);
  }
  const dist = join(root, "dist");
  const snippet = join(dist, "snippet.js");
  if (!existsSync(snippet)) throw new Error("dist/snippet.js is missing: run `npm run build` first");
  rmSync(out, { recursive: true, force: true });
  for (const [path, text] of shopFiles(readFileSync(snippet, "utf8"))) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
  cpSync(dist, out, { recursive: true, filter: (source) => !/(\/types|\.map|author\.wasm|inline\.js)$/.test(source) });
  compilePack(join(out, "site.pack"));
}

function compilePack(pack) {
  const files = ["site.json", "campaign.json"].map((name) => join(here, name));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "cli/tactful.mjs"), "compile", ...files, "-o", pack], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the demo's pack does not compile:\n${stdout ?? ""}${stderr ?? ""}`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    buildDemo(resolve(process.argv[2] ?? join(root, "build/demo")));
  } catch (error) {
    console.error(`demo: ${error.message}`);
    process.exitCode = 1;
  }
}

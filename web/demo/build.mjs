// Builds the demo shop: node web/demo/build.mjs [OUT], OUT is build/demo when left out.
//
// Pages and pictures come from data/, pages/ and art/; dist/ is copied beside them as a customer would copy the
// package; pack and catalogue are compiled from site.json, campaign.json and the shop's feed by the CLI. An older build in OUT is removed first;
// a folder that holds anything else is refused.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { categoryPicture, productPicture } from "./art/product.mjs";
import { heroPicture, sceneNames } from "./art/scenes.mjs";
import { categoryPage, productPage } from "./pages/catalogue.mjs";
import { featured, home } from "./pages/home.mjs";
import { layout } from "./pages/layout.mjs";
import { money, productImage, productPath } from "./pages/parts.mjs";
import { aboutPage, cartPage, guidePage } from "./pages/reading.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const data = (name) => JSON.parse(readFileSync(join(here, "data", `${name}.json`), "utf8"));

/** The shop's feed: what its homepage shows. The picture of whichever item is chosen is thus asked for by everybody. */
const feed = (shop) => ({
  items: featured(shop).map((product) => ({
    id: product.id, title: product.name, link: productPath(product), price: money(product.price),
    image: { src: productImage(product), alt: `${product.name}, drawn`, width: 600, height: 600 },
    about: { category: product.category, brand: product.brand, price: product.price },
  })),
});

/** The files of the shop itself, path to text; `snippets` is what stands inline in the heads (layout.mjs). */
export function shopFiles(snippets) {
  const shop = { ...data("shop"), categories: data("categories"), products: data("products"), guides: data("guides"), snippets };
  const pages = [home(shop), cartPage(shop), aboutPage(shop),
    ...shop.categories.map((category) => categoryPage(shop, category)),
    ...shop.products.map((product) => productPage(shop, product)),
    ...shop.guides.map((guide) => guidePage(shop, guide))];
  const of = (id) => shop.products.filter(({ category }) => category === id);
  return new Map([
    ["feed.json", JSON.stringify(feed(shop), null, 2)],
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
  const snippet = (name) => {
    if (!existsSync(join(dist, name))) throw new Error(`dist/${name} is missing: run \`npm run build\` first`);
    return readFileSync(join(dist, name), "utf8");
  };
  const snippets = { plain: snippet("snippet.js"), lists: snippet("snippet-lists.js") };
  rmSync(out, { recursive: true, force: true });
  for (const [path, text] of shopFiles(snippets)) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
  cpSync(dist, out, { recursive: true, filter: (source) => !/(\/types|\.map|author\.wasm|inline\.js)$/.test(source) });
  compilePack(out);
}

function compilePack(out) {
  const files = [join(here, "site.json"), join(here, "campaign.json"), join(out, "feed.json")];
  const made = ["-o", join(out, "site.pack"), "--items", join(out, "site.items.json")];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "cli/tactful.mjs"), "compile", ...files, ...made], { encoding: "utf8" });
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

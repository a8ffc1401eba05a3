// The picture of one product: its drawing on a tile in its category's colours.
import * as carry from "./carry.mjs";
import { circle, el, ellipse, gradient, rect, svg } from "./draw.mjs";
import * as footwear from "./footwear.mjs";
import * as shelter from "./shelter.mjs";
import * as sleep from "./sleep.mjs";
import * as wear from "./wear.mjs";

const drawings = { ...footwear, ...shelter, ...carry, ...wear, ...sleep };

/** SVG text of a product's picture, 600 x 600. Throws on a drawing that does not exist. */
export function productPicture(product, category) {
  const [kind, colours] = product.art;
  const draw = drawings[kind];
  if (!draw) throw new Error(`no drawing named "${kind}" (product ${product.id})`);
  const [light, deep] = category.tile;
  return svg(600, 600, product.name,
    el("defs", {}, gradient("tile", [[0, light], [1, deep]])),
    rect(0, 0, 600, 600, "url(#tile)"),
    circle(300, 268, 214, "#ffffff", { opacity: 0.34 }),
    ellipse(300, 486, 190, 18, "#0b1a17", { opacity: 0.13 }),
    el("g", { transform: "translate(60 66) scale(1.2)" }, draw(colours)));
}

/** SVG text of a category's picture, 600 x 400: three of its products together. */
export function categoryPicture(category, products) {
  const [light, deep] = category.tile;
  const draw = ({ art: [kind, colours] }) => drawings[kind](colours);
  const [middle, left, right] = products;
  return svg(600, 400, category.name,
    el("defs", {}, gradient("tile", [[0, light], [1, deep]])),
    rect(0, 0, 600, 400, "url(#tile)"),
    circle(300, 190, 168, "#ffffff", { opacity: 0.34 }),
    ellipse(300, 350, 260, 16, "#0b1a17", { opacity: 0.13 }),
    el("g", { transform: "translate(18 116) scale(0.7)" }, draw(left)),
    el("g", { transform: "translate(302 116) scale(0.7)" }, draw(right)),
    el("g", { transform: "translate(112 48) scale(0.94)" }, draw(middle)));
}

// The pieces that several pages share.
import { html, jsonLd, raw } from "./html.mjs";

export const money = (price) => `€ ${price}`;
export const productPath = (product) => `/${product.category}/${product.slug}/`;
export const productImage = (product) => `/img/products/${product.slug}.svg`;

export const picture = (src, alt, width, height, lazy = true) =>
  html`<img src="${src}" alt="${alt}" width="${width}" height="${height}"${lazy && html` loading="lazy"`} decoding="async">`;

const card = (product, { lazy = true, attributes, tag } = {}) => html`
      <li class="card"${attributes}><a href="${productPath(product)}">
        ${picture(productImage(product), "", 600, 600, lazy)}
        ${tag && html`<span class="card-tag">${tag}</span>`}
        <span class="card-name">${product.name}</span>
        <span class="card-brand">${product.brand}</span>
        <span class="card-price">${money(product.price)}</span>
      </a></li>`;

export const productGrid = (products, lazy) => html`<ul class="grid products">${products.map((product) => card(product, { lazy }))}
    </ul>`;

/** A list in the visitor's order, the `pinned` product apart. Its pictures are asked for at once, whoever the visitor is: lazy ones would
 * tell the server which of them stand first. */
export const rankedGrid = (name, products, pinned) => html`<ul class="grid products" data-tactful-rank="${name}">${products.map((product) => {
  const { slug, category, brand, price } = product;
  const attributes = html` data-tactful-item="category: ${category}; brand: ${brand}; price: ${price}"${slug === pinned && raw(" data-tactful-pinned")}`;
  return card(product, { lazy: false, attributes, tag: slug === pinned && "Bestseller" });
})}
    </ul>`;

/**
 * The way back, for people and, in the catalogue, as a BreadcrumbList for machines, to whom it says what kind of things a page is about.
 * `trail` is [name, path] from the top.
 */
export const breadcrumbs = (shop, trail, { ofCatalogue = true } = {}) => html`<nav class="crumbs" aria-label="Breadcrumb"><ol>
      ${trail.map(([name, path], index) => index + 1 < trail.length
        ? html`<li><a href="${path}">${name}</a></li>` : html`<li aria-current="page">${name}</li>`)}
    </ol></nav>
    ${ofCatalogue && jsonLd({
      "@context": "https://schema.org", "@type": "BreadcrumbList",
      itemListElement: trail.map(([name, path], index) => ({ "@type": "ListItem", position: index + 1, name, item: shop.origin + path })),
    })}`;

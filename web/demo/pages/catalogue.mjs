import { html, jsonLd } from "./html.mjs";
import { breadcrumbs, money, picture, productGrid, productImage, productPath } from "./parts.mjs";

export function categoryPage(shop, category) {
  const products = shop.products.filter((product) => product.category === category.id);
  const guides = shop.guides.filter((guide) => guide.category === category.id);
  return {
    path: `/${category.id}/`, title: `${category.name} · Trailhead`, description: category.intro,
    main: html`${breadcrumbs(shop, [["Trailhead", "/"], [category.name, `/${category.id}/`]])}
    <header class="page-head"><h1>${category.name}</h1><p>${category.intro}</p></header>
    <section aria-label="Products">${productGrid(products, false)}</section>
    ${guides.map((guide) => html`<aside class="note"><h2>${guide.title}</h2><p>${guide.lead}</p>
      <a class="button quiet" href="/guides/${guide.slug}/">Read the guide</a></aside>`)}`,
  };
}

/** What the page states about its product, for search engines and for Tactful's capture alike. */
const productData = (shop, product, category) => jsonLd({
  "@context": "https://schema.org", "@type": "Product",
  name: product.name, sku: product.id, category: category.name, description: product.text,
  image: shop.origin + productImage(product), brand: { "@type": "Brand", name: product.brand },
  offers: {
    "@type": "Offer", price: product.price.toFixed(2), priceCurrency: shop.currency,
    availability: "https://schema.org/InStock", url: shop.origin + productPath(product),
  },
});

/** What the cart and the events need to know of a product, in GA4's words. */
const item = (product, category) => JSON.stringify({
  item_id: product.id, item_name: product.name, item_category: category.name, item_brand: product.brand,
  price: product.price, path: productPath(product), image: productImage(product),
});

export function productPage(shop, product) {
  const category = shop.categories.find(({ id }) => id === product.category);
  const others = shop.products.filter((other) => other.category === product.category && other !== product).slice(0, 4);
  return {
    path: productPath(product), title: `${product.name} · Trailhead`, description: product.text,
    main: html`${breadcrumbs(shop, [["Trailhead", "/"], [category.name, `/${category.id}/`], [product.name, productPath(product)]])}
    ${productData(shop, product, category)}
    <article class="product">
      <div class="product-picture">${picture(productImage(product), `${product.name}, drawn`, 600, 600, false)}</div>
      <div class="product-words">
        <p class="product-brand">${product.brand}</p>
        <h1>${product.name}</h1>
        <p class="product-price">${money(product.price)}</p>
        <p>${product.text}</p>
        <ul class="facts">${product.facts.map((fact) => html`<li>${fact}</li>`)}</ul>
        <button class="button" type="button" data-add="${item(product, category)}">Add to cart</button>
        <p class="added" role="status" data-added></p>
        <noscript><p class="added">The cart of this demo needs JavaScript.</p></noscript>
        <p class="small">Sent in two days. Sixty days to change your mind. Repaired for ten years.</p>
      </div>
    </article>
    <section aria-labelledby="others"><h2 id="others">More in ${category.name.toLowerCase()}</h2>
      ${productGrid(others)}
    </section>`,
  };
}

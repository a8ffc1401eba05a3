import { html } from "./html.mjs";
import { money, picture, productImage, productPath, rankedGrid } from "./parts.mjs";

/** The products that the homepage shows to everybody, which are those of its feed (build.mjs) too. */
export const featured = (shop) => shop.featured.map((slug) => shop.products.find((product) => product.slug === slug));

/** The homepage. The hero in the HTML is the site's own; Tactful may fill it with another before it is painted. */
export function home(shop) {
  const popular = featured(shop);
  const pick = popular.find(({ slug }) => slug === shop.pick);
  return {
    path: "/", lists: true, title: "Trailhead: outdoor things that last",
    description: "Shoes, tents, packs and jackets for people who walk out of the door and up the hill.",
    main: html`<section class="hero" data-tactful-slot="home-hero" aria-label="Today">
      <img data-tactful="image" src="/img/hero/welcome.svg" alt="Sunrise over a mountain lake, a signpost beside the path" width="1200" height="600" fetchpriority="high">
      <div class="hero-words">
        <h1 data-tactful="headline">Made for the way up</h1>
        <p data-tactful="body">Things that hold, from the first puddle to the last hut. Tried by us, repaired by us.</p>
        <a class="button" data-tactful="cta" href="/guides/layers/">Start with the basics</a>
      </div>
    </section>
    <p class="hint"><span>This page learns from what you look at, on your device alone.</span>
      <a href="/about/#device" data-drawer>Why this hero?</a></p>

    <section aria-labelledby="popular">
      <h2 id="popular">Popular</h2>
      ${rankedGrid("popular", popular, shop.bestseller)}
      <p class="hint"><span>Our bestseller stays first. The others come in the order of what you look at.</span>
        <a href="/about/#device" data-drawer>Why this order?</a></p>
    </section>

    <section class="pick" data-tactful-slot="home-pick" aria-labelledby="pick">
      <img data-tactful="image" src="${productImage(pick)}" alt="${pick.name}, drawn" width="600" height="600" decoding="async">
      <div class="pick-words">
        <p class="pick-line" data-tactful="line">Picked by the shop</p>
        <h2 id="pick" data-tactful="headline">${pick.name}</h2>
        <p class="pick-price" data-tactful="price">${money(pick.price)}</p>
        <a class="button" data-tactful="cta" href="${productPath(pick)}">Have a look</a>
      </div>
    </section>

    <section aria-labelledby="kinds">
      <h2 id="kinds">Where are you going?</h2>
      <ul class="grid kinds">${shop.categories.map((category) => html`
        <li class="kind"><a href="/${category.id}/">
          ${picture(`/img/categories/${category.id}.svg`, "", 600, 400)}
          <span class="kind-name">${category.name}</span>
          <span class="kind-line">${category.line}</span>
        </a></li>`)}
      </ul>
    </section>

    <section aria-labelledby="read">
      <h2 id="read">Read before you buy</h2>
      <ul class="grid guides">${shop.guides.map((guide) => html`
        <li class="guide-card"><a href="/guides/${guide.slug}/">
          <span class="guide-kind">${shop.categories.find(({ id }) => id === guide.category).name}</span>
          <span class="guide-title">${guide.title}</span>
          <span class="guide-time">${guide.minutes} minutes</span>
        </a></li>`)}
      </ul>
    </section>`,
  };
}

import { html } from "./html.mjs";
import { breadcrumbs, picture, productGrid } from "./parts.mjs";

export function guidePage(shop, guide) {
  const category = shop.categories.find(({ id }) => id === guide.category);
  const products = shop.products.filter((product) => product.category === guide.category).slice(0, 4);
  return {
    path: `/guides/${guide.slug}/`, title: `${guide.title} · Trailhead`, description: guide.lead,
    main: html`${breadcrumbs(shop, [["Trailhead", "/"], [category.name, `/${category.id}/`], [guide.title, `/guides/${guide.slug}/`]])}
    <article class="prose">
      <header><h1>${guide.title}</h1><p class="lead">${guide.lead}</p></header>
      ${picture(`/img/categories/${category.id}.svg`, "", 600, 400, false)}
      ${guide.sections.map(([heading, text]) => html`<h2>${heading}</h2><p>${text}</p>`)}
    </article>
    <section aria-labelledby="matching"><h2 id="matching">From ${category.name.toLowerCase()}</h2>
      ${productGrid(products)}
      <p><a class="button quiet" href="/${category.id}/">See all</a></p>
    </section>`,
  };
}

export function cartPage(shop) {
  return {
    path: "/cart/", title: "Cart · Trailhead", description: "Your cart. Nothing here is sold; ordering is pretended.",
    main: html`${breadcrumbs(shop, [["Trailhead", "/"], ["Cart", "/cart/"]], { ofCatalogue: false })}
    <header class="page-head"><h1>Cart</h1></header>
    <div class="cart" data-cart>
      <p data-cart-empty>Your cart is empty. <a href="/">Back to the shop</a></p>
      <ul class="cart-lines" data-cart-lines hidden></ul>
      <div class="cart-sum" data-cart-sum hidden>
        <p><span>Total</span> <strong data-cart-total></strong></p>
        <button class="button" type="button" data-order>Place a pretend order</button>
        <p class="small">Nothing is sold, charged or sent. Tactful learns that you bought it, and lets the category rest.</p>
      </div>
      <p class="thanks" role="status" tabindex="-1" data-thanks></p>
      <noscript><p>The cart of this demo needs JavaScript. All other pages work without.</p></noscript>
    </div>`,
  };
}

export function aboutPage(shop) {
  return {
    path: "/about/", title: "About this demo · Trailhead", description: "What this demo is, what it keeps on your device, and how to make it forget.",
    main: html`${breadcrumbs(shop, [["Trailhead", "/"], ["About", "/about/"]], { ofCatalogue: false })}
    <article class="prose">
      <h1>About this demo</h1>
      <p class="lead">Trailhead is a made-up shop. It shows Tactful, which fits a homepage to its visitor on the visitor's own device.</p>
      <h2 id="try">Try it</h2>
      <ol>
        <li>Open two or three products of one kind, <a href="/trail/">trail running</a> for example.</li>
        <li>Go <a href="/">back to the homepage</a>. The hero is about what you looked at, from the first moment you see it; the popular products stand in your order, and one that fits is picked out of the shop's feed.</li>
        <li>Open “What this site knows”. It says why, and lets you correct it or make it forget.</li>
      </ol>
      <h2 id="device">What stays on your device</h2>
      <p>While you browse, a small program in this page notes which kinds of products, brands and prices you look at, and keeps these notes in this browser. It decides ahead of time which hero the next visit to the homepage opens with. The notes are not sent to this site or to anybody else.</p>
      <p>The notes fade with time. After 90 days without a visit they no longer choose your hero, and after a year without a visit they are gone. The cart is kept in this browser too, apart from the notes, so that forgetting them does not empty it.</p>
      <p><a class="button quiet" href="/about/#device" data-drawer>What this site knows</a></p>
      <h2>What it does not do</h2>
      <p>Prices are the same for everybody. There is no control group here, so that everyone who tries the demo sees it work. No cookies, no account, no other company's scripts.</p>
      <h2>Without it</h2>
      <p>Switch JavaScript off, or let the script fail: the shop stays as it is, with its own hero. The pictures are drawn by a program in the repository.</p>
    </article>`,
  };
}

// The frame of every page: head, header, footer. This is the part that a customer of Tactful edits:
// the snippet and the script tag stand in <head>, before the stylesheet.
import { html, raw } from "./html.mjs";

const mark = raw(`<img class="mark" src="/img/icon.svg" alt="" width="32" height="32">`);
const compass = raw(`<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="8.2" fill="none" stroke="currentColor" stroke-width="1.7"/><path d="m13.6 6.4-2.1 5.1-5.1 2.1 2.1-5.1Z" fill="currentColor"/></svg>`);
const bag = raw(`<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M4 7h12l1 11H3Z" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round"/><path d="M7 9V6a3 3 0 0 1 6 0v3" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"/></svg>`);

/**
 * A whole page.
 *
 * @param shop  the data of the shop and `snippets`, the texts of Tactful's inline snippet: `plain`, and `lists` for pages that have lists
 * @param page  `path`, `title`, `description`, `main`, the markup of the page, and whether it has `lists` in the visitor's order
 */
export function layout(shop, { path, title, description, main, lists }) {
  const current = (href) => path.startsWith(href) && raw(` aria-current="${path === href ? "page" : "true"}"`);
  return String(html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <meta name="description" content="${description}">
  <meta name="color-scheme" content="light dark">
  ${raw(`<script data-release="1">${lists ? shop.snippets.lists : shop.snippets.plain}</script>`)}
  <script async src="/tactful.js" data-pack="/site.pack" data-items="/site.items.json" data-consent="not-required"></script>
  <link rel="stylesheet" href="/shop.css">
  <link rel="icon" href="/img/icon.svg" type="image/svg+xml">
  <script type="module" src="/shop.js"></script>
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <header class="top">
    <a class="logo" href="/"${path === "/" && raw(` aria-current="page"`)}>${mark}<span>Trailhead</span></a>
    <nav class="menu" aria-label="Categories"><ul>
      ${shop.categories.map(({ id, name }) => html`<li><a href="/${id}/"${current(`/${id}/`)}>${name}</a></li>`)}
    </ul></nav>
    <div class="tools">
      <a class="tool" href="/about/#device" data-drawer>${compass}<span>What this site knows</span></a>
      <a class="tool" href="/cart/"${current("/cart/")}>${bag}<span>Cart</span> <b class="count" data-cart-count></b></a>
    </div>
  </header>
  <main id="main" tabindex="-1">
    ${main}
  </main>
  <footer class="foot">
    <div>
      <a class="logo" href="/">${mark}<span>Trailhead</span></a>
      <p>A shop that is not there. It shows what Tactful does: it learns on your device, and keeps it there.</p>
    </div>
    <nav aria-label="Guides"><h2>Guides</h2><ul>
      ${shop.guides.map(({ slug, title: name }) => html`<li><a href="/guides/${slug}/">${name}</a></li>`)}
    </ul></nav>
    <nav aria-label="About"><h2>About</h2><ul>
      <li><a href="/about/">This demo</a></li>
      <li><a href="/about/#device">What stays on your device</a></li>
      <li><a href="/?utm_source=letter&amp;utm_medium=email&amp;utm_campaign=first-snow">Arrive from a mailing</a></li>
    </ul></nav>
  </footer>
</body>
</html>
`);
}

// The shop's own script: the cart, and the words it tells Tactful. It never waits for Tactful.

const CART = "trailhead:cart";
let remembered = []; // the cart where storage is denied: it lives as long as the page

/** Tells Tactful what happened; calls are queued until its script is there. */
const tell = (...call) => (window.tactful ??= []).push(call);

function readCart() {
  try {
    const cart = JSON.parse(localStorage.getItem(CART) ?? "[]");
    return Array.isArray(cart) ? cart : [];
  } catch {
    return remembered;
  }
}

function writeCart(cart) {
  remembered = cart;
  try {
    localStorage.setItem(CART, JSON.stringify(cart));
  } catch {
    // Denied or full: the cart stays in memory, and the page works on.
  }
  showCount();
}

const pieces = (cart) => cart.reduce((sum, { quantity }) => sum + quantity, 0);
const total = (cart) => cart.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

/** Parameters of a GA4 ecommerce event about these lines of the cart. */
function ecommerce(lines) {
  return { currency: "EUR", value: total(lines), items: lines.map(({ path, image, ...item }) => item) };
}

function showCount() {
  const count = pieces(readCart());
  for (const badge of document.querySelectorAll("[data-cart-count]")) badge.textContent = count || "";
}

function addToCart(button) {
  const added = { ...JSON.parse(button.dataset.add), quantity: 1 };
  const cart = readCart();
  const line = cart.find(({ item_id }) => item_id === added.item_id);
  if (line) line.quantity += 1;
  else cart.push(added);
  writeCart(cart);
  tell("track", "add_to_cart", ecommerce([added]));
  const cartLink = Object.assign(document.createElement("a"), { href: "/cart/", textContent: "Open the cart" });
  document.querySelector("[data-added]").replaceChildren("Added. ", cartLink);
}

function cartLine(line) {
  const item = document.createElement("li");
  const picture = Object.assign(new Image(72, 72), { src: line.image, alt: "" });
  const name = Object.assign(document.createElement("a"), { href: line.path, textContent: line.item_name });
  const price = Object.assign(document.createElement("span"), { className: "line-price", textContent: `€ ${line.price * line.quantity}` });
  const more = Object.assign(document.createElement("span"), { className: "line-more", textContent: `${line.item_brand}, ${line.quantity} × € ${line.price}` });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "Remove" });
  remove.setAttribute("aria-label", `Remove ${line.item_name}`);
  remove.addEventListener("click", () => {
    writeCart(readCart().filter(({ item_id }) => item_id !== line.item_id));
    tell("track", "remove_from_cart", ecommerce([line]));
    showCart();
    document.getElementById("main").focus();
  });
  item.append(picture, name, price, more, remove);
  return item;
}

function showCart() {
  const page = document.querySelector("[data-cart]");
  if (!page) return;
  const cart = readCart();
  const part = (name) => page.querySelector(`[data-cart-${name}]`);
  part("empty").hidden = cart.length > 0;
  part("lines").hidden = part("sum").hidden = cart.length === 0;
  part("lines").replaceChildren(...cart.map(cartLine));
  part("total").textContent = `€ ${total(cart)}`;
}

function placeOrder() {
  const cart = readCart();
  if (cart.length === 0) return;
  tell("track", "purchase", { transaction_id: `demo-${Date.now()}`, ...ecommerce(cart) });
  writeCart([]);
  showCart();
  const thanks = document.querySelector("[data-thanks]");
  thanks.textContent = "Thank you. Nothing was bought, but this site now treats it as bought.";
  thanks.focus();
}

document.addEventListener("click", async (event) => {
  const target = event.target.closest?.("[data-add], [data-order], [data-drawer]");
  if (!target) return;
  if (target.matches("[data-add]")) addToCart(target);
  else if (target.matches("[data-order]")) placeOrder();
  else if (!(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    const { openDrawer } = await import("/drawer.js");
    openDrawer();
  }
});

addEventListener("pageshow", () => {
  showCount();
  showCart();
});

// "What this site knows": the profile on this device, and why the hero is what it is.
//
// It reads through the public API alone, so a site can copy it. It is loaded when it is first opened.

const dimensions = [["category", "Kinds of products"], ["brand", "Brands"], ["price", "Prices"]];
const shown = 5; // values of a dimension

/** The values' names as the shop writes them, from its own menu. */
const names = new Map([...document.querySelectorAll(".menu a")].map((link) =>
  [link.getAttribute("href").replaceAll("/", ""), link.textContent]));

const nameOf = (value) => names.get(value) ?? (value === "other" ? "All others" : value);

/** Prices are known by bands, and a band by where it begins. */
const bandOf = (start, starts) => {
  const end = starts.find((each) => each > start);
  if (start === 0) return `Below € ${end}`;
  return end === undefined ? `From € ${start}` : `€ ${start} to ${end}`;
};
const percent = (share) => `${Math.round(share * 100)} %`;
const list = new Intl.ListFormat("en", { type: "disjunction" });

let dialog;
let tactful;

function make(tag, properties = {}, ...children) {
  const { data = {}, label, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, data);
  if (label) element.setAttribute("aria-label", label);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Opens the drawer; the first call loads Tactful's own module and meets the engine that runs in this page. */
export async function openDrawer() {
  dialog ??= createDialog();
  if (!dialog.open) dialog.showModal();
  if (tactful) return render();
  try {
    const { createTactful } = await import("/index.js");
    tactful = await createTactful({ pack: "/site.pack", consent: "not-required" });
    tactful.on("change", render);
    tactful.on("consent", render);
    render();
  } catch (error) {
    body().replaceChildren(make("p", {}, `Tactful does not run in this page, so nothing is known: ${error.message}`));
  }
}

const body = () => dialog.querySelector(".drawer-body");

function createDialog() {
  const close = make("button", { className: "round", type: "button", textContent: "✕", label: "Close" });
  const created = make("dialog", { className: "drawer" },
    make("header", { className: "drawer-head" }, make("h2", { id: "drawer-title", textContent: "What this site knows" }), close),
    make("div", { className: "drawer-body" }, make("p", { textContent: "Looking…" })));
  created.setAttribute("aria-labelledby", "drawer-title");
  close.addEventListener("click", () => created.close());
  created.addEventListener("click", (event) => {
    if (event.target === created) created.close(); // the backdrop; all else lies in a child
    act(event.target.closest("[data-act]"));
  });
  document.body.append(created);
  return created;
}

async function act(button) {
  if (!button) return;
  const { act: name, dimension, value } = button.dataset;
  if (name === "like" || name === "dislike") tactful[name](dimension, value);
  if (name === "forget") await tactful.forget();
  if (name === "pause") await tactful.setConsent({ personalization: "denied" });
  if (name === "resume") await tactful.setConsent({ personalization: "granted" });
  await render();
  dialog.querySelector(".drawer-said").textContent = {
    like: `Noted: more of ${nameOf(value)}.`,
    dislike: `Noted: no more of ${nameOf(value)}.`,
    forget: "Forgotten. The homepage opens with the shop's own hero.",
    pause: "Stopped and erased. Nothing is learned until you start it again.",
    resume: "Started. It begins with nothing.",
  }[name];
}

let drawings = 0;

/** Draws everything again; the button that had the focus keeps it, or the drawer does where it is gone. */
async function render() {
  if (!dialog.open) return;
  const drawing = ++drawings;
  const why = paused() ? [] : await Promise.all([tactful.explain("home-pick"), tactful.explainList("popular")]);
  if (drawing !== drawings) return; // what is known has changed meanwhile, and is drawn by who said so
  const key = ({ act: name, dimension, value } = {}) => JSON.stringify([name, dimension, value]);
  const focused = dialog.contains(document.activeElement) && document.activeElement.dataset.act && key(document.activeElement.dataset);
  const said = dialog.querySelector(".drawer-said")?.textContent ?? "";
  body().replaceChildren(
    ...(paused() ? [make("p", { textContent: "Tactful is stopped in this browser. Nothing is kept and nothing is learned." })]
      : [heroPart(tactful.decide("home-hero")), pickPart(why[0]), listPart(why[1]), ...dimensions.map(([dimension, title]) => leaningPart(dimension, title))]),
    actsPart(said));
  const again = [...dialog.querySelectorAll("[data-act]")].find((button) => key(button.dataset) === focused);
  if (focused) (again ?? dialog.querySelector(".drawer-head button")).focus();
}

function paused() {
  try {
    return localStorage.getItem("tactful:off") !== null;
  } catch {
    return false;
  }
}

const levels = { personal: "Personal", relevant: "Relevant", default: "The shop's own" };

function heroPart(decision) {
  const headline = decision.content?.headline ?? "The shop's own hero";
  return make("section", { className: "drawer-hero" },
    make("h3", { textContent: "Your next homepage" }),
    make("span", { className: `level level-${decision.level}`, textContent: levels[decision.level] }),
    make("strong", { textContent: headline }),
    make("ul", {}, ...sentences(decision).map((text) => make("li", { textContent: text }))),
    make("dl", {},
      make("dt", { textContent: "Variant" }), make("dd", { textContent: decision.variant || decision.error || "none" }),
      make("dt", { textContent: "Uses" }), make("dd", { textContent: `${decision.dimensions.length} of at most 3 kinds of data` })));
}

/** The slot that the shop's feed fills: which item it is, the plan knows (docs/stored-plan.md), for the core sees no catalogue. */
function pickPart({ decision, sentence: why, says }) {
  const entry = planned().slots?.["home-pick"]?.find(({ variant, item }) => item && variant === decision.variant);
  return make("section", { className: "drawer-next" },
    make("h3", { textContent: "Your next pick" }),
    make("strong", { textContent: entry ? `${entry.content.headline}, ${entry.content.price}` : "The shop's own pick" }),
    make("p", { textContent: why ?? says[0] }));
}

/** The popular products as they will stand, the pinned one apart. */
function listPart({ ordered, sentence: why, says }) {
  const { items = [], places = items.keys() } = planned().lists?.popular ?? {};
  const sorted = [...places].map((place, item) => [place, items[item]]).sort(([a], [b]) => a - b);
  const kinds = new Set(sorted.map(([, text]) => nameOf(/category: ([^;]*)/.exec(text)[1])));
  return make("section", { className: "drawer-next" },
    make("h3", { textContent: "Your next popular list" }),
    ordered ? make("ol", {}, ...[...kinds].slice(0, 3).map((name) => make("li", { textContent: name }))) : undefined,
    make("p", { textContent: why ?? says[0] }));
}

function planned() {
  try {
    return JSON.parse(localStorage.getItem("tactful:plan")) ?? {};
  } catch {
    return {};
  }
}

/** Why this hero, in plain words. */
function sentences({ level, reasons, error }) {
  if (error) return [`Nothing could be decided (${error}), so the page keeps its own hero.`];
  const said = reasons.map(sentence).filter(Boolean);
  if (said.length > 0) return said;
  return [level === "default" ? "Too little is known about you to choose another one." : "It suits everybody at this time."];
}

function sentence({ dimension, values = [], affinity, index, events, signal, attribute, value }) {
  if (dimension && affinity !== undefined) {
    const things = Math.round(events ?? 0);
    const evidence = things > 0 ? `This was learned from ${things === 1 ? "one thing" : `${things} things`} you did here.`
      : "You said so, or it goes with what you bought.";
    const above = index >= 1.05 ? `, ${index.toFixed(1)} times what is usual here` : "";
    return `You lean to ${list.format(values.map(nameOf))}: ${percent(affinity)} of your interest${above}. ${evidence}`;
  }
  const name = signal ?? attribute;
  if (name === "season") return `It is ${value}.`;
  if (name === "utm.campaign") return "You came from our letter.";
  if (name === "considering.category") return `You keep coming back to ${nameOf(value)}.`;
  return name && `${name} is ${value}.`;
}

function leaningPart(dimension, title) {
  const answer = tactful.affinity(dimension);
  const rows = answer?.affinity ?? [];
  const values = rows.filter(([value]) => value !== "other");
  const level = values.length > 1 && values.every(([, share]) => Math.abs(share - values[0][1]) < 1e-6);
  const starts = values.map(([value]) => Number(value)).sort((a, b) => a - b);
  const name = (value) => (dimension === "price" && value !== "other" ? bandOf(Number(value), starts) : nameOf(value));
  const section = make("section", {}, make("h3", { textContent: title }));
  if (values.length === 0 || level) {
    section.append(make("p", { className: "small", textContent: "Nothing yet: all are alike." }));
    return section;
  }
  const rest = rows.filter(([value], index) => value === "other" || index >= shown).reduce((sum, [, share]) => sum + share, 0);
  section.append(make("ul", { className: "leanings" },
    ...values.slice(0, shown).map(([value, share]) => leaning(dimension, value, name(value), share)),
    rest > 0.005 ? leaning(dimension, "other", name("other"), rest) : undefined));
  return section;
}

function leaning(dimension, value, name, share) {
  const fill = make("i");
  fill.style.width = `${share * 100}%`;
  const button = (act, sign, words) => make("button", {
    className: "round", type: "button", textContent: sign, title: words, label: `${words}: ${name}`, data: { act, dimension, value },
  });
  const own = value === "other" || dimension === "price" ? [] : [button("like", "+", "More of this"), button("dislike", "−", "Less of this")];
  return make("li", {},
    make("span", { textContent: name }), make("span", { className: "share", textContent: percent(share) }), ...own,
    make("span", { className: "bar" }, fill));
}

function actsPart(said) {
  const button = (act, textContent) => make("button", { className: "button quiet", type: "button", textContent, data: { act } });
  return make("section", {},
    make("h3", { textContent: "Yours to decide" }),
    make("div", { className: "drawer-acts" },
      ...(paused() ? [button("resume", "Start again")] : [button("forget", "Forget me"), button("pause", "Stop and erase")])),
    make("p", { className: "small drawer-said", role: "status", textContent: said }),
    make("p", { className: "small", textContent: "All of this is kept in this browser. None of it has been sent anywhere." }));
}

// The slots of a page's source, filled where they stand: every byte that is not a field's stays as it was. The rules are those
// of web/sdk/paint.ts, which fills the same fields in a browser; tests/browser/first.test.mjs holds the one to the other.

/** What an `<img>` or `<source>` takes from a picture, in the order in which paint.ts sets it. */
const PICTURE = ["media", "type", "sizes", "srcset", "alt", "width", "height", "src"];
/** The visitor's own buttons are no fields. */
const BUTTON = /^(why|forget|pause|ignore-page)$/;

const attribute = (element, name) => element.attrs?.find((each) => each.name === name)?.value;
/** Elements that hold nothing, whatever is written behind them. */
const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
/** All below an element, in order; what is in a `<template>` is not in the page. A page may nest deeper than calls can. */
function* below(node) {
  const waiting = [...(node.childNodes ?? [])].reverse();
  while (waiting.length) {
    const next = waiting.pop();
    yield next;
    for (let i = (next.childNodes ?? []).length - 1; i >= 0; --i) waiting.push(next.childNodes[i]);
  }
}
const texts = (node) => [...below(node)].filter(({ nodeName }) => nodeName === "#text").map(({ value }) => value);
const textContent = (node) => (node.nodeName === "#text" ? node.value : texts(node).join(""));

/** The slots of a page, and the language that it says it is in. */
export async function elements(html) {
  const { parse } = await import("parse5");
  const document = parse(html, { sourceCodeLocationInfo: true });
  const all = [...below(document)].filter((node) => node.tagName && node.sourceCodeLocation?.startTag);
  const root = [...below(document)].find((node) => node.tagName === "html");
  return {
    lang: attribute(root, "lang") ?? "",
    slots: all.flatMap((element) => {
      const name = attribute(element, "data-tactful-slot");
      return name === undefined ? [] : [{ name, element }];
    }),
  };
}

/** The page with its slots filled: `entries` by slot name. */
export function fill(html, { slots }, entries) {
  const edits = new Edits(html);
  for (const { name, element } of slots) {
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (entry) paint(edits, element, entry);
  }
  return edits.done();
}

function paint(edits, slot, { variant, content }) {
  edits.set(slot, "data-tactful-variant", variant);
  for (const name of ["lang", "dir"]) if (content[name]) edits.set(slot, name, content[name]);
  const gone = new Set();
  for (const field of below(slot)) {
    const key = field.tagName && field.sourceCodeLocation?.startTag && attribute(field, "data-tactful");
    if (key === undefined || key === false || gone.has(field)) continue;
    const value = Object.hasOwn(content, key) ? content[key] : undefined;
    const text = value?.label ?? value;
    if (text?.src) {
      if (attribute(field, "src") !== text.src) showPicture(edits, field, text);
    } else if (text) {
      if (value.href) {
        if (/^(?!https?:)[^/?#]*:/i.test(value.href)) continue;
        edits.set(field, "href", value.href);
      }
      if (textContent(field) !== text) {
        edits.write(field, text);
        for (const inner of below(field)) gone.add(inner);
      }
    }
    if (!BUTTON.test(key)) edits.set(field, "hidden", text ? undefined : "");
  }
}

function showPicture(edits, image, picture) {
  let frame = image.parentNode;
  while (frame && frame.tagName !== "picture") frame = frame.parentNode;
  if (frame) {
    for (const node of below(frame)) if (node.tagName === "source") edits.remove(node);
    for (const source of picture.sources ?? []) {
      const attributes = PICTURE.filter((name) => source[name] != null).map((name) => ` ${name}="${escaped(source[name])}"`);
      edits.before(image, `<source${attributes.join("")}>`);
    }
  }
  for (const name of PICTURE) edits.set(image, name, picture[name] ?? undefined);
}

const escaped = (text) => String(text).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Changes to a text by offsets in the old one. */
class Edits {
  #edits = [];
  #added = new Map();

  constructor(html) {
    this.html = html;
  }

  /** Sets an attribute of a tag, or with `undefined` removes it. */
  set({ attrs, sourceCodeLocation: { startTag } }, name, value) {
    const now = attrs.find((each) => each.name === name)?.value;
    if (now === (value === undefined ? undefined : String(value))) return;
    const place = startTag.attrs?.[name];
    const text = value === undefined ? "" : value === "" ? name : `${name}="${escaped(value)}"`;
    if (place) {
      // With the space before it, when it goes.
      const from = text ? place.startOffset : this.#blanksBefore(place.startOffset);
      this.#edits.push([from, place.endOffset, text]);
    } else if (text) {
      // A slash that ends an unquoted value is the value's.
      const close = startTag.endOffset - 1;
      const slash = this.html[close - 1] === "/" && !Object.values(startTag.attrs ?? {}).some(({ endOffset }) => endOffset === close);
      const end = slash ? close - 1 : close;
      const at = this.#blanksBefore(end);
      this.#added.set(at, (this.#added.get(at) ?? "") + ` ${text}`);
    }
  }

  /** Puts a text in place of all that an element holds. */
  write({ tagName, sourceCodeLocation: { startTag, endTag, endOffset } }, text) {
    if (VOID.test(tagName)) return;
    this.#edits.push([startTag.endOffset, endTag?.startOffset ?? endOffset, escaped(text)]);
  }

  before({ sourceCodeLocation: { startOffset } }, text) {
    this.#edits.push([startOffset, startOffset, text]);
  }

  remove({ sourceCodeLocation: { startOffset, endOffset } }) {
    this.#edits.push([startOffset, endOffset, ""]);
  }

  done() {
    const edits = [...this.#edits, ...[...this.#added].map(([at, text]) => [at, at, text])];
    // Of two at one place the first said stands first.
    const sorted = edits.map((edit, i) => [...edit, i]).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[3] - b[3]);
    let out = "";
    let at = 0;
    for (const [from, until, text] of sorted) {
      // What lies in a part that is replaced is gone.
      if (from < at) continue;
      out += this.html.slice(at, from) + text;
      at = until;
    }
    return out + this.html.slice(at);
  }

  #blanksBefore(at) {
    while (/\s/.test(this.html[at - 1])) --at;
    return at;
  }
}

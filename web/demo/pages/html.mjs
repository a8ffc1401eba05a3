// HTML text with everything from outside escaped.

class Markup {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => entities[sign]);

function show(value) {
  if (Array.isArray(value)) return value.map(show).join("");
  if (value === undefined || value === null || value === false) return "";
  return value instanceof Markup ? value.text : escape(value);
}

/** Template tag: values are escaped, arrays joined, `undefined` and `false` left out, other `html` kept as it is. */
export function html(strings, ...values) {
  return new Markup(strings.reduce((text, part, index) => text + show(values[index - 1]) + part));
}

/** Text that is HTML already. */
export const raw = (text) => new Markup(text);

/** A data block for machines; "<" is escaped so that no text in it can end the element. */
export const jsonLd = (data) =>
  raw(`<script type="application/ld+json">${JSON.stringify(data).replace(/</g, "\\u003c")}</script>`);

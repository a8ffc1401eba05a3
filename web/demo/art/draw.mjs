// Small drawing kit of the demo: seeded numbers and the few SVG pieces that all pictures share.
//
// Everything here is a pure function of its arguments, so the same build gives the same bytes.
// Only presentation attributes are used, never <style>, so that a strict CSP changes no picture.

/** Seeded numbers in [0, 1), the same on every machine (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

const round = (value) => Math.round(value * 10) / 10;

/** One element; attributes that are undefined are left out, `stroke_width` becomes `stroke-width`. */
export function el(name, attributes, ...children) {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key.replace(/_/g, "-")}="${typeof value === "number" ? round(value) : value}"`)
    .join("");
  const inner = children.flat(Infinity).join("");
  return inner ? `<${name}${text}>${inner}</${name}>` : `<${name}${text}/>`;
}

export const group = (attributes, ...children) => el("g", attributes, ...children);
export const shape = (d, fill, more = {}) => el("path", { d, fill, ...more });
export const line = (d, stroke, width, more = {}) =>
  el("path", { d, fill: "none", stroke, stroke_width: width, stroke_linecap: "round", stroke_linejoin: "round", ...more });
export const circle = (cx, cy, r, fill, more = {}) => el("circle", { cx, cy, r, fill, ...more });
export const ellipse = (cx, cy, rx, ry, fill, more = {}) => el("ellipse", { cx, cy, rx, ry, fill, ...more });
export const rect = (x, y, width, height, fill, more = {}) => el("rect", { x, y, width, height, fill, ...more });

/** A whole file. `title` is for people who open the picture by itself. */
export function svg(width, height, title, ...children) {
  return el("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img" },
    el("title", {}, title), ...children) + "\n";
}

/** A linear gradient from top to bottom unless `across`; stops are [offset, colour, opacity?]. */
export function gradient(id, stops, across = false) {
  return el("linearGradient", { id, x1: 0, y1: 0, x2: across ? 1 : 0, y2: across ? 0 : 1 },
    stops.map(([offset, colour, opacity]) => el("stop", { offset, stop_color: colour, stop_opacity: opacity })));
}

export function glow(id, colour, opacity = 0.9) {
  return el("radialGradient", { id },
    el("stop", { offset: 0, stop_color: colour, stop_opacity: opacity }),
    el("stop", { offset: 1, stop_color: colour, stop_opacity: 0 }));
}

/** Heights of a broken line by midpoint displacement: `2^depth + 1` values around `base`. */
function broken(next, depth, base, height) {
  let values = [base + (next() - 0.5) * height, base + (next() - 0.5) * height];
  for (let step = 0, reach = height; step < depth; ++step, reach *= 0.52) {
    values = values.flatMap((value, index) => index + 1 < values.length
      ? [value, (value + values[index + 1]) / 2 + (next() - 0.5) * reach] : [value]);
  }
  return values;
}

/** A rugged ridge over the whole width, closed at `bottom`. */
export function ridge(next, { base, height, depth = 6, width = 1200, bottom = 600 }) {
  const values = broken(next, depth, base, height);
  const points = values.map((y, index) => `${round((index / (values.length - 1)) * width)} ${round(y)}`);
  return `M0 ${bottom}L${points.join("L")}L${width} ${bottom}Z`;
}

/** A peak with its lit and shaded side and a ragged snow cap. */
export function peak(next, { x, y, half, foot, light, dark, snow }) {
  const lean = (next() - 0.5) * half * 0.2;
  const cap = Math.min(0.38, 90 / (foot - y));
  const at = (side, share) => [x + (side * half - 0) * share, y + (foot - y) * share];
  const [lx, ly] = at(-1, cap);
  const [rx, ry] = at(1, cap);
  const teeth = [0.2, 0.4, 0.6, 0.8].map((share, index) =>
    `L${round(rx + (lx - rx) * share)} ${round(ry + (index % 2 ? -10 : 16) * (0.7 + next() * 0.6))}`).join("");
  return shape(`M${x - half} ${foot}L${x} ${y}L${x + half} ${foot}Z`, light)
    + shape(`M${x} ${y}L${round(x + lean + half * 0.18)} ${round(y + (foot - y) * 0.36)}L${round(x - half * 0.08)} ${round(y + (foot - y) * 0.62)}L${round(x + half * 0.2)} ${foot}L${x + half} ${foot}Z`, dark)
    + (snow ? shape(`M${x} ${y}L${round(rx)} ${round(ry)}${teeth}L${round(lx)} ${round(ly)}Z`, snow) : "");
}

/** A soft rolling hill through the given [x, y] points, closed at `bottom`. */
export function hill(points, bottom = 600) {
  let d = `M${points[0][0]} ${bottom}L${points[0][0]} ${points[0][1]}`;
  for (let index = 1; index < points.length; ++index) {
    const [x0, y0] = points[index - 1];
    const [x1, y1] = points[index];
    const middle = round((x0 + x1) / 2);
    d += `C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`;
  }
  return `${d}L${points.at(-1)[0]} ${bottom}Z`;
}

/** One pine of three skirts, its foot at (x, y). */
export function pine(x, y, size) {
  const skirt = (top, bottom, half) => `M${round(x)} ${round(y - size * top)}L${round(x + size * half)} ${round(y - size * bottom)}H${round(x - size * half)}Z`;
  return skirt(1, 0.55, 0.16) + skirt(0.78, 0.3, 0.22) + skirt(0.55, 0.06, 0.28)
    + `M${round(x - size * 0.03)} ${round(y - size * 0.07)}h${round(size * 0.06)}v${round(size * 0.09)}h-${round(size * 0.06)}Z`;
}

/** A row of pines as one path; `skyline(x)` says where the ground is. */
export function pines(next, { from, to, step, size, skyline }) {
  let d = "";
  for (let x = from; x < to; x += step * (0.6 + next() * 0.8)) d += pine(x, skyline(x) + next() * 6, size * (0.6 + next() * 0.6));
  return d;
}

export function stars(next, count, height, colour = "#fff") {
  return group({ fill: colour }, Array.from({ length: count }, () =>
    el("circle", { cx: next() * 1200, cy: next() * height, r: 0.6 + next() * next() * 2, opacity: round(0.4 + next() * 0.6) })));
}

export function cloud(x, y, size, fill, opacity = 0.8) {
  const s = (value) => round(value * size);
  return shape(`M${x} ${y}h${s(200)}a${s(26)} ${s(26)} 0 0 0 -${s(16)} -${s(48)}a${s(44)} ${s(44)} 0 0 0 -${s(80)} -${s(22)}a${s(34)} ${s(34)} 0 0 0 -${s(62)} ${s(18)}a${s(27)} ${s(27)} 0 0 0 -${s(42)} ${s(52)}Z`, fill, { opacity });
}

/** Slanted rain as one path. */
export function rain(next, count, colour, opacity) {
  let d = "";
  for (let index = 0; index < count; ++index) {
    const length = 14 + next() * 26;
    d += `M${round(next() * 1260)} ${round(next() * 580)}l${round(-length * 0.28)} ${round(length)}`;
  }
  return line(d, colour, 2, { opacity });
}

/** Birds far away, as one path. */
export function birds(points, colour) {
  return line(points.map(([x, y, s]) => `M${x - s} ${y - s * 0.4}q${s * 0.6} -${s * 0.3} ${s} ${s * 0.4}q${s * 0.4} -${s * 0.7} ${s} -${s * 0.4}`).join(""), colour, 2.5);
}

// Shoes and boots, seen from the side, toe to the right, in a 400 x 400 box.
import { circle, group, line, rect, shape } from "./draw.mjs";

/** Lugs under a sole between two x, as one path; `deep` in units of the box. */
function lugs(from, to, y, deep, step = 20) {
  let d = "";
  for (let x = from; x + step * 0.7 <= to; x += step) d += `M${x} ${y}h${step * 0.72}l-3 ${deep}h-${step * 0.72 - 7}Z`;
  return d;
}

/** Laces between the points of a throat, from low to high. */
function laces(points, colour, width = 5) {
  return line(points.map(([x, y, reach, rise]) => `M${x} ${y}l${reach} ${rise}`).join(""), colour, width);
}

/** A low trail shoe. `deep` is the depth of its lugs, `stack` the height of its foam. */
export function shoe({ upper, overlay, foam, rubber, lace, deep = 12, stack = 30 }) {
  const top = 306 - stack;
  return group({},
    shape(lugs(78, 350, 304, deep), rubber),
    shape(`M58 ${top - 4}C54 296 60 310 82 310H342C366 310 374 292 364 ${top - 6}Z`, foam),
    shape("M64 300C66 308 72 311 82 311H342C356 311 364 305 367 296C300 304 140 306 64 300Z", rubber),
    shape(`M64 ${top + 4}C58 244 60 208 78 170C96 160 116 168 128 182C142 196 160 198 174 188L204 166C226 190 252 208 284 220C330 236 356 246 364 ${top}C300 ${top + 10} 140 ${top + 12} 64 ${top + 4}Z`, upper),
    shape(`M64 ${top + 4}C59 248 60 222 68 196C84 214 108 226 118 ${top + 7}C98 ${top + 7} 80 ${top + 6} 64 ${top + 4}Z`, overlay),
    shape(`M364 ${top}C358 250 340 240 310 230C296 244 292 260 300 ${top + 5}C324 ${top + 4} 346 ${top + 2} 364 ${top}Z`, overlay),
    shape("M78 170C96 160 116 168 128 182C142 196 160 198 174 188L182 182C168 210 138 214 120 198C104 186 92 180 76 178Z", overlay, { opacity: 0.55 }),
    line(`M132 ${top}L166 232L190 ${top - 2}L226 214L252 ${top - 2}`, overlay, 8, { opacity: 0.85 }),
    line("M204 166L288 222", overlay, 13),
    laces([[192, 196, 26, -18], [211, 211, 24, -22], [232, 224, 22, -22], [254, 235, 20, -22]], lace),
    line("M79 170c-8-10-9-20-3-26", overlay, 9));
}

/** A boot; `shaft` is the y of its collar (smaller is higher). */
export function boot({ leather, dark, foam, rubber, lace, collar, shaft = 104, rand = false, fur = false }) {
  const back = 92;
  return group({},
    shape(`M70 300h104v20a6 6 0 0 1-6 6H78a10 10 0 0 1-10-10Z`, rubber),
    shape(lugs(184, 352, 306, 17, 24), rubber),
    shape("M64 276C60 300 66 312 84 312H346C366 312 372 294 364 274Z", rubber),
    shape("M66 270C64 282 66 290 74 294H352C364 292 368 284 364 268Z", foam),
    shape(`M${back} ${shaft}C112 ${shaft - 8} 152 ${shaft - 8} 178 ${shaft + 4}L184 176C194 202 222 214 258 222C316 234 356 240 364 276H66C68 246 80 190 ${back} ${shaft}Z`, leather),
    shape("M66 276C67 254 73 226 80 198C98 214 116 236 120 276Z", dark),
    shape("M364 276C360 250 338 240 306 232C292 244 290 260 296 276Z", rand ? rubber : dark),
    rand ? shape("M66 276V258C160 270 270 268 364 262V276Z", rubber) : "",
    line(`M${back + 16} ${shaft + 34}C130 ${shaft + 44} 140 ${shaft + 80} 128 276`, dark, 5, { opacity: 0.7 }),
    line("M196 276C200 254 212 240 230 226", dark, 5, { opacity: 0.7 }),
    shape(`M178 ${shaft + 4}L184 176C194 202 222 214 258 222L246 244C206 236 172 220 160 186L154 ${shaft}Z`, dark),
    laces([[162, shaft + 26, 20, -4], [163, shaft + 50, 21, -5], [168, 190, 20, -12], [186, 212, 15, -18], [210, 228, 10, -20]], lace, 6),
    fur
      ? group({ fill: collar }, [0, 1, 2, 3, 4, 5].map((index) => circle(96 + index * 16, shaft - 2 + (index % 2) * 3, 13)))
      : rect(back - 8, shaft - 14, 96, 28, collar, { rx: 14 }),
    line(`M${back - 2} ${shaft + 6}c-12-6-16-18-10-28`, dark, 8));
}

// Things to carry with, seen from the front, in a 400 x 400 box.
import { circle, group, line, rect, shape } from "./draw.mjs";

const buckle = (x, y, colour) => rect(x - 9, y - 6, 18, 12, colour, { rx: 3 });

/** A day pack with one front pocket. */
export function daypack({ body, dark, trim, strap }) {
  return group({},
    line("M164 92C164 62 236 62 236 92", strap, 11),
    line("M104 190C76 206 74 270 98 316M296 190C324 206 326 270 302 316", strap, 14),
    shape("M108 330C96 250 96 170 122 118C140 84 260 84 278 118C304 170 304 250 292 330C288 346 112 346 108 330Z", body),
    shape("M122 118C140 84 260 84 278 118C286 134 292 152 296 172C230 190 170 190 104 172C108 152 114 134 122 118Z", dark),
    rect(136, 214, 128, 104, dark, { rx: 20 }),
    line("M150 240H250", trim, 6), line("M128 150C170 162 230 162 272 150", trim, 6),
    line("M250 240v18", trim, 6), circle(200, 130, 10, trim));
}

/** A trekking pack: lid, compression straps, a mat below. */
export function trekker({ body, dark, trim, strap }) {
  return group({},
    line("M172 70C172 44 228 44 228 70", strap, 10),
    line("M110 180C78 200 80 270 108 300M290 180C322 200 320 270 292 300", strap, 15),
    rect(96, 316, 208, 46, trim, { rx: 23 }), circle(108, 339, 13, strap, { opacity: 0.55 }), circle(292, 339, 13, strap, { opacity: 0.55 }),
    rect(84, 226, 40, 88, dark, { rx: 14 }), rect(276, 226, 40, 88, dark, { rx: 14 }),
    shape("M118 128H282C296 200 296 262 288 318H112C104 262 104 200 118 128Z", body),
    shape("M108 132C106 92 132 70 200 70C268 70 294 92 292 132C262 146 138 146 108 132Z", dark),
    rect(146, 188, 108, 112, dark, { rx: 16 }),
    line("M160 214H240", trim, 6),
    line("M150 128V188M250 128V188", strap, 8), buckle(150, 164, trim), buckle(250, 164, trim),
    line("M136 312V362M264 312V362", strap, 8));
}

/** A roll-top of welded cloth. */
export function rolltop({ body, dark, trim, strap }) {
  return group({},
    line("M110 190C82 210 82 270 106 310M290 190C318 210 318 270 294 310", strap, 14),
    shape("M122 116H278L296 318C296 340 276 346 200 346C124 346 104 340 104 318Z", body),
    shape("M104 300C160 312 240 312 296 300V318C296 340 276 346 200 346C124 346 104 340 104 318Z", dark),
    rect(112, 84, 176, 38, dark, { rx: 17 }), line("M120 103H280", trim, 4, { opacity: 0.7 }),
    line("M126 104C104 122 106 170 116 200M274 104C296 122 294 170 284 200", strap, 8),
    buckle(112, 176, trim), buckle(288, 176, trim),
    line("M200 150V280", trim, 7), rect(176, 200, 48, 34, dark, { rx: 8 }));
}

/** A hip pack with two bottle holsters. */
export function hippack({ body, dark, trim, strap }) {
  const bottle = (x) => rect(x, 128, 50, 150, trim, { rx: 20 }) + rect(x + 11, 104, 28, 32, strap, { rx: 8 })
    + line(`M${x + 14} 152v34`, "#ffffff", 6, { opacity: 0.5 });
  return group({},
    line("M76 236C8 206 26 150 96 146H304C374 150 392 206 324 236", strap, 16),
    bottle(84), bottle(266),
    shape("M66 206C70 194 84 196 104 204C130 214 150 196 170 190H230C250 196 270 214 296 204C316 196 330 194 334 206C342 256 320 302 290 306H110C80 302 58 256 66 206Z", body),
    shape("M128 246C164 256 236 256 272 246V284C252 300 148 300 128 284Z", dark),
    line("M152 218C184 224 216 224 248 218", trim, 6), line("M248 218v16", trim, 6));
}

/** A duffel, lying. */
export function duffel({ body, dark, trim, strap }) {
  return group({},
    line("M128 176C128 108 272 108 272 176", strap, 12),
    rect(44, 170, 312, 148, body, { rx: 60 }),
    shape("M104 170H96C66 170 44 204 44 244S66 318 96 318H104C84 284 84 204 104 170ZM296 170H304C334 170 356 204 356 244S334 318 304 318H296C316 284 316 204 296 170Z", dark),
    line("M130 196H270", trim, 7), line("M136 176V318M264 176V318", strap, 12),
    rect(172, 236, 56, 40, dark, { rx: 8 }), line("M184 256l10-12 10 12 10-8", trim, 4));
}

/** A running vest with two soft flasks. */
export function vest({ body, dark, trim, strap }) {
  const side = (mirror) => group({ transform: mirror ? "translate(400 0) scale(-1 1)" : undefined },
    shape("M196 336H116C96 312 88 268 92 226C96 194 118 170 116 134C114 104 124 76 146 62L176 68C172 104 180 142 196 176Z", body),
    shape("M104 236H180V322C150 332 128 328 114 318C102 292 98 262 104 236Z", dark),
    shape("M146 62L176 68C172 104 180 142 196 176V192C176 160 156 112 146 62Z", strap, { opacity: 0.75 }),
    rect(124, 172, 46, 104, trim, { rx: 19 }), rect(134, 146, 26, 34, strap, { rx: 8 }),
    line("M108 250H176", strap, 6, { opacity: 0.6 }));
  return group({},
    shape("M146 62C160 40 240 40 254 62L240 78C224 62 176 62 160 78Z", dark),
    side(false), side(true),
    line("M200 178V334", strap, 3, { opacity: 0.5 }),
    line("M178 204H222M182 296H218", strap, 8), circle(200, 204, 8, trim), circle(200, 296, 8, trim));
}

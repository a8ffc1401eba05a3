// Sleeping bags, mats and what belongs to them, in a 400 x 400 box.
import { circle, ellipse, group, line, rect, shape } from "./draw.mjs";

/** A mummy bag, lying aslant, half unzipped. */
export function mummy({ body, dark, lining, zip }) {
  const baffles = [150, 186, 222, 258, 292, 322].map((y, index) =>
    `M${122 + index * 6} ${y}C160 ${y + 14} 240 ${y + 14} ${278 - index * 6} ${y}`).join("");
  return group({ transform: "rotate(24 200 210)" },
    shape("M200 26C254 26 288 62 290 128C292 210 266 320 250 356C238 376 162 376 150 356C134 320 108 210 110 128C112 62 146 26 200 26Z", body),
    line(baffles, dark, 5),
    shape("M200 48C236 48 258 72 258 104C258 136 236 150 200 150C164 150 142 136 142 104C142 72 164 48 200 48Z", lining),
    ellipse(200, 112, 46, 26, dark, { opacity: 0.35 }),
    shape("M246 136C262 176 262 236 252 288L226 250C238 214 240 176 232 146Z", lining),
    line("M246 136C262 176 262 236 252 288", zip, 5));
}

/** A quilt, folded once. */
export function quilt({ body, dark, lining, zip }) {
  return group({},
    shape("M70 128C120 112 280 112 330 128L350 318C290 340 110 340 50 318Z", body),
    line("M64 176C130 190 270 190 336 176M58 226C130 242 270 242 342 226M54 272C130 290 270 290 346 272M134 118L124 330M200 116V334M266 118L276 330", dark, 5),
    shape("M70 128C120 112 280 112 330 128L334 166C300 150 200 170 66 166Z", lining),
    shape("M334 166C338 176 332 188 318 190C260 180 160 196 66 166C160 170 280 152 334 166Z", dark, { opacity: 0.55 }),
    line("M88 304L84 322M312 304L316 322", zip, 9));
}

/** A foam mat, folded like an accordion. */
export function foam({ body, dark, lining, zip }) {
  const fold = (index) => {
    const y = 132 + index * 32;
    return shape(`M72 ${y}l20-18H330l-20 18Z`, index % 2 ? lining : body) + shape(`M72 ${y}H310V${y + 26}H72Z`, index % 2 ? body : dark)
      + shape(`M310 ${y}l20-18v26l-20 18Z`, dark)
      + line([0, 1, 2, 3, 4, 5].map((cell) => `M${92 + cell * 38} ${y + 8}v10`).join(""), lining, 6, { opacity: 0.5 });
  };
  return group({}, ellipse(200, 322, 156, 12, "#0b1a17", { opacity: 0.16 }), [5, 4, 3, 2, 1, 0].map(fold),
    rect(120, 112, 18, 206, zip, { rx: 5 }), rect(250, 112, 18, 206, zip, { rx: 5 }));
}

/** An air mat, standing aslant, with its valve. */
export function airmat({ body, dark, lining, zip }) {
  const cells = [];
  for (let row = 0; row < 8; ++row) {
    for (let column = 0; column < 3; ++column) cells.push(rect(128 + column * 50, 52 + row * 39, 44, 33, row % 2 === column % 2 ? lining : dark, { rx: 13, opacity: 0.55 }));
  }
  return group({ transform: "rotate(-16 200 204)" }, rect(112, 36, 176, 336, body, { rx: 34 }), cells, circle(136, 56, 9, zip));
}

/** A small pillow and its sack. */
export function pillow({ body, dark, lining, zip }) {
  return group({},
    shape("M60 190C52 150 80 132 120 142C170 150 230 150 280 142C320 132 348 150 340 190C334 216 334 232 340 258C348 298 320 312 280 302C230 294 170 294 120 302C80 312 52 298 60 258C66 232 66 216 60 190Z", body),
    shape("M104 196C98 172 112 164 140 170C180 176 220 176 260 170C288 164 302 172 296 196C292 216 292 232 296 252C302 276 288 284 260 278C220 272 180 272 140 278C112 284 98 276 104 252C108 232 108 216 104 196Z", lining, { opacity: 0.6 }),
    line("M124 222C170 236 230 236 276 222", dark, 5), circle(324, 166, 9, zip),
    rect(258, 286, 100, 58, dark, { rx: 22 }), line("M276 286V344", zip, 6));
}

/** A headlamp on its band. */
export function headlamp({ body, dark, lining, zip }) {
  return group({},
    circle(200, 262, 130, lining, { opacity: 0.3 }), circle(200, 262, 92, lining, { opacity: 0.4 }),
    shape("M60 176C60 112 122 78 200 78S340 112 340 176C340 214 306 246 262 256V222C292 212 308 196 308 178C308 140 260 116 200 116S92 140 92 178C92 196 108 212 138 222V256C94 246 60 214 60 176Z", body),
    line("M76 178C76 126 132 97 200 97S324 126 324 178", zip, 5),
    shape("M92 178C92 140 140 116 200 116S308 140 308 178C308 184 306 190 303 195C290 160 250 142 200 142S110 160 97 195C94 190 92 184 92 178Z", dark, { opacity: 0.55 }),
    rect(132, 204, 136, 112, dark, { rx: 34 }), rect(178, 190, 44, 18, zip, { rx: 7 }),
    circle(200, 260, 42, zip), circle(200, 260, 32, lining), circle(189, 249, 9, "#ffffff"));
}

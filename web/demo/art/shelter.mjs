// Tents and tarps in a 400 x 400 box, standing on y = 312.
import { ellipse, group, line, shape } from "./draw.mjs";

const shadow = ellipse(200, 314, 178, 12, "#0b1a17", { opacity: 0.18 });
const peg = (x, y, toX) => line(`M${x} ${y}L${toX} 314`, "#f4efe2", 2.5, { opacity: 0.9 }) + line(`M${toX} 306v12`, "#59483a", 5);

/** A dome with an arched door; `crossed` draws the poles of a four-season tent. */
export function dome({ fly, shade, door, pole, crossed = false }) {
  return group({}, shadow, peg(92, 214, 14), peg(308, 214, 386),
    shape("M36 312C62 190 128 108 200 108C272 108 338 190 364 312Z", fly),
    shape("M200 108C272 108 338 190 364 312H262C262 226 242 150 200 108Z", shade),
    shape("M128 312C132 236 162 184 198 176C232 186 256 240 258 312Z", door),
    shape("M128 312C132 236 162 184 198 176C190 220 176 276 150 312Z", fly, { opacity: 0.75 }),
    line("M36 312C62 190 128 108 200 108C272 108 338 190 364 312", pole, 6),
    line("M200 108C232 142 256 214 262 312", pole, 4, { opacity: 0.8 }),
    crossed ? line("M70 232C140 188 260 188 330 232M112 160C150 200 250 200 288 160M120 312C96 240 110 180 150 126", pole, 4, { opacity: 0.85 }) : "");
}

/** A long tunnel of three hoops, entrance to the right. */
export function tunnel({ fly, shade, door, pole }) {
  return group({}, shadow, peg(36, 240, 8), peg(352, 240, 392),
    shape("M24 312C30 236 60 178 112 172C136 150 204 146 232 154C290 158 352 210 372 312Z", fly),
    shape("M232 154C290 158 352 210 372 312H262C268 250 260 190 232 154Z", shade),
    shape("M286 312C286 262 300 226 316 208C338 236 350 272 354 312Z", door),
    shape("M78 286C82 248 94 226 112 218C128 228 134 256 134 286Z", shade, { opacity: 0.6 }),
    line("M112 172C92 212 84 262 84 312M232 154C258 200 266 260 262 312M112 172C136 150 204 146 232 154", pole, 5),
    line("M40 252C110 232 190 230 256 240", pole, 3, { opacity: 0.5 }));
}

/** An A-frame for one, its door tied back. */
export function ridgeTent({ fly, shade, door, pole }) {
  return group({}, shadow, peg(150, 132, 20), peg(292, 150, 390),
    shape("M150 118L300 140L368 312H226Z", shade),
    shape("M150 118L40 312H226Z", fly),
    shape("M148 160L96 312H190Z", door),
    shape("M148 160L96 312H128C140 262 150 214 148 160Z", fly, { opacity: 0.7 }),
    line("M150 104V312", pole, 6), line("M150 118L300 140", pole, 4),
    line("M258 218c16 26 26 60 30 94", fly, 4, { opacity: 0.5 }));
}

/** A tarp between two poles, one corner raised. */
export function tarp({ fly, shade, door, pole }) {
  return group({}, shadow, peg(80, 130, 10), peg(330, 150, 392),
    line("M84 112V312M326 132V312", pole, 6),
    shape("M84 122C150 150 260 156 326 142L392 262C300 250 190 262 116 292Z", fly),
    shape("M84 122C150 150 260 156 326 142L344 174C260 192 160 190 92 152Z", shade),
    line("M210 152L250 256", pole, 3, { opacity: 0.5 }),
    shape("M150 312c6-22 26-30 56-30s58 8 66 30Z", door));
}

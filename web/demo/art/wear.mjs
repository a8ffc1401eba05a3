// Jackets, seen from the front, in a 400 x 400 box.
import { group, line, shape } from "./draw.mjs";

const sleeves = "M142 122C110 132 88 160 78 204L50 306C60 320 82 326 98 320L132 232ZM258 122C290 132 312 160 322 204L350 306C340 320 318 326 302 320L268 232Z";
const torso = "M142 122C160 112 178 108 200 108C222 108 240 112 258 122L274 200L276 338C240 352 160 352 124 338L126 200Z";

function hood(fill, inner) {
  return shape("M148 126C140 84 164 50 200 50C236 50 260 84 252 126C236 142 164 142 148 126Z", fill)
    + shape("M166 122C160 92 176 72 200 72C224 72 240 92 234 122C222 136 178 136 166 122Z", inner);
}

const cuffs = (colour) => line("M52 306C64 318 82 322 96 316M348 306C336 318 318 322 304 316", colour, 9);

/** A hooded shell; `yoke` colours the shoulders, `pit` draws the vents. */
export function shell({ body, dark, zip, inner, yoke }) {
  return group({}, hood(body, inner), shape(sleeves, dark), shape(torso, body),
    yoke ? shape("M142 122C160 112 178 108 200 108C222 108 240 112 258 122L270 186C230 198 170 198 130 186Z", yoke) : "",
    yoke ? shape("M142 122C110 132 88 160 78 204L70 232L130 236L132 200ZM258 122C290 132 312 160 322 204L330 232L270 236L268 200Z", yoke) : "",
    line("M200 118V346", zip, 6), line("M152 226L166 276M248 226L234 276", zip, 6),
    line("M176 128C184 138 216 138 224 128", dark, 6), cuffs(zip),
    line("M128 330C170 342 230 342 272 330", dark, 5, { opacity: 0.6 }));
}

/** A quilted jacket, its baffles across. */
export function insulated({ body, dark, zip, inner }) {
  const baffles = [160, 192, 224, 256, 288, 318].map((y) => `M127 ${y}C160 ${y + 10} 240 ${y + 10} 273 ${y}`).join("");
  return group({}, hood(body, inner), shape(sleeves, body), shape(torso, body),
    line(baffles, dark, 5), line("M94 172L134 190M82 206L130 224M72 240L122 256M62 276L110 288M306 172L266 190M318 206L270 224M328 240L278 256M338 276L290 288", dark, 5),
    line("M132 196L126 330M268 196L274 330", dark, 5, { opacity: 0.7 }),
    line("M200 118V346", zip, 7), cuffs(dark));
}

/** A soft jacket with a collar and a chest pocket. */
export function softshell({ body, dark, zip, inner }) {
  return group({},
    shape("M158 120C156 92 166 78 200 78C234 78 244 92 242 120C226 132 174 132 158 120Z", dark),
    shape("M172 116C172 98 180 92 200 92C220 92 228 98 228 116C218 124 182 124 172 116Z", inner),
    shape(sleeves, dark), shape(torso, body),
    shape("M126 230L274 230L276 338C240 352 160 352 124 338Z", dark, { opacity: 0.55 }),
    line("M200 92V346", zip, 6), line("M222 170H252", zip, 6), line("M152 262L164 304M248 262L236 304", zip, 6), cuffs(zip));
}

/** A cape that covers the pack as well. */
export function cape({ body, dark, zip, inner }) {
  return group({}, hood(body, inner),
    shape("M150 124C104 146 62 236 40 318C90 352 310 352 360 318C338 236 296 146 250 124C226 142 174 142 150 124Z", body),
    shape("M200 138C250 138 296 220 360 318C336 336 290 344 240 346C236 270 226 190 200 138Z", dark, { opacity: 0.5 }),
    line("M200 138V214", zip, 7), line("M170 236H230V272C214 282 186 282 170 272Z", dark, 6),
    line("M46 316C100 342 300 342 354 316", zip, 5, { opacity: 0.8 }), line("M112 190C96 224 84 262 78 296M288 190C304 224 316 262 322 296", dark, 5, { opacity: 0.6 }));
}

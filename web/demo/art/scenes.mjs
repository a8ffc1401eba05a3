// The hero pictures, 1200 x 600: eight places, each with its own light.
//
// The left half stays calm, because the hero's words stand there; what the picture is about
// stands to the right.
import { daypack, trekker } from "./carry.mjs";
import { birds, circle, cloud, el, ellipse, glow, gradient, group, hill, line, peak, pine, pines, rain, random, rect, ridge, shape, stars, svg } from "./draw.mjs";
import { boot, shoe } from "./footwear.mjs";
import { dome, tunnel } from "./shelter.mjs";
import { mummy } from "./sleep.mjs";

const sky = (stops) => [gradient("sky", stops), rect(0, 0, 1200, 600, "url(#sky)")];
const defs = (...children) => el("defs", {}, ...children);
const place = (x, y, scale, turn, ...children) => group({ transform: `translate(${x} ${y}) scale(${scale})${turn ? ` rotate(${turn} 200 200)` : ""}` }, ...children);

function welcome(next) {
  const [paint, air] = sky([[0, "#2b5b6b"], [0.42, "#e8a66a"], [0.66, "#f9dcae"]]);
  return [defs(paint, glow("sun", "#fff3cf")), air,
    circle(760, 300, 250, "url(#sun)"), circle(760, 300, 62, "#fff6dd"),
    peak(next, { x: 990, y: 120, half: 330, foot: 430, light: "#8c6f86", dark: "#6f5878", snow: "#fdf1e2" }),
    peak(next, { x: 560, y: 236, half: 250, foot: 430, light: "#a27f86", dark: "#876a7c", snow: "#f8e3d0" }),
    shape(ridge(next, { base: 372, height: 80 }), "#5c5f78"),
    shape(ridge(next, { base: 414, height: 46 }), "#41566a"),
    shape("M0 430H1200V520H0Z", "#86a3a8"), shape("M690 432H830L800 452H726ZM700 462H812L790 474H730ZM716 486H806L786 494H744Z", "#fdeccb", { opacity: 0.75 }),
    shape(pines(next, { from: 0, to: 700, step: 34, size: 74, skyline: (x) => 446 + x * 0.02 }), "#2c4a50"),
    shape(hill([[0, 470], [300, 452], [620, 500], [880, 474], [1200, 430]]), "#2d5547"),
    shape(hill([[0, 540], [260, 512], [560, 560], [900, 520], [1200, 500]]), "#1d3d34"),
    shape("M1000 600C990 570 950 556 964 534S1066 506 1046 480S990 466 1012 448C1002 466 1078 466 1076 486S1000 516 1004 536S1080 566 1096 600Z", "#e8c48b", { opacity: 0.9 }),
    group({}, rect(906, 366, 12, 176, "#4a3324"), shape("M872 378h96l22 19-22 19h-96Z", "#f0b94b"), shape("M952 428h-92l-20 17 20 17h92Z", "#e4573d"), line("M888 397h54M872 445h56", "#3a2a1c", 5)),
    shape(pine(1120, 540, 190) + pine(1180, 560, 150) + pine(40, 566, 150) + pine(110, 580, 110), "#12302a"),
    birds([[620, 170, 16], [664, 148, 12], [690, 182, 10]], "#3d4a5c")];
}

/** A runner of thick strokes, about 220 high, feet on y = 0. */
function runner(skin, top, shorts, shoes) {
  return group({},
    line("M-14 -92L-46 -58L-86 -66", shorts, 18), line("M-94 -80L-80 -50", shoes, 16),
    line("M6 -94L44 -62L30 -14", shorts, 19), line("M24 -4L56 -6", shoes, 16),
    line("M-10 -98L-30 -76M8 -98L30 -76", shorts, 27),
    line("M18 -166L-2 -104", top, 38), line("M10 -166L-26 -146", top, 17), line("M-26 -146L-44 -118", skin, 12),
    line("M26 -164L46 -130", top, 16), line("M46 -130L76 -146", skin, 12),
    circle(36, -202, 20, skin), shape("M14 -206C16 -232 52 -234 56 -208L72 -204L56 -202Z", top), line("M14 -204L-2 -198", top, 5),
    shape("M2 -176C-18 -172 -26 -140 -14 -118L8 -126Z", "#f0b94b"));
}

function trail(next) {
  const [paint, air] = sky([[0, "#33645d"], [0.55, "#86b19c"], [0.8, "#cfe0c2"]]);
  const trunks = (count, from, width, colour, low) => Array.from({ length: count }, (_, index) => {
    const x = from + index * (1200 / count) + next() * 50;
    return shape(`M${x.toFixed(0)} 0h${width}l${(width * 0.3).toFixed(0)} ${low}h-${(width * 1.6).toFixed(0)}Z`, colour);
  });
  return [defs(paint, glow("light", "#fbf3cf", 0.8)), air, circle(820, 250, 330, "url(#light)"),
    shape(ridge(next, { base: 330, height: 90 }), "#6f9d8b"),
    group({ opacity: 0.55 }, trunks(15, -10, 14, "#4a7a6b", 470)),
    shape(pines(next, { from: -20, to: 1240, step: 46, size: 190, skyline: () => 440 }), "#3d6f60"),
    shape(hill([[0, 420], [320, 452], [640, 430], [940, 452], [1200, 400]]), "#4c7c57"),
    group({}, trunks(6, -40, 34, "#1f443a", 520)),
    shape(hill([[0, 470], [300, 504], [660, 470], [980, 506], [1200, 470]]), "#2f5f45"),
    shape("M520 600C640 566 760 560 800 528S836 474 900 462C930 456 948 452 952 444C968 456 980 470 968 484S900 520 930 548S1120 570 1180 600Z", "#8a6a49"),
    shape("M760 566c40-14 96-12 120 0s-30 20-70 20-80-10-50-20Z", "#b9cdbf"), shape("M886 500c18-6 44-5 56 1s-12 9-30 9-40-5-26-10Z", "#b9cdbf"),
    place(838, 556, 1.22, 0, runner("#8d5a3c", "#e4573d", "#22313a", "#f6c453")),
    line("M764 560l-22-16M780 572l-30 0M902 566l22-18M916 574l28-6", "#d9e6dc", 5),
    shape("M0 600V540C60 500 90 560 140 548C200 520 250 590 330 600ZM1200 600V520C1150 500 1130 560 1090 566C1060 572 1050 590 1040 600Z", "#173a2e"),
    line("M40 600C50 560 30 540 14 526M70 600C74 566 96 548 116 540M1130 600C1126 560 1144 536 1166 526M1160 600C1162 572 1180 556 1196 552", "#4c8a5c", 8),
    rain(next, 90, "#f2f8f2", 0.36)];
}

function boots(next) {
  const [paint, air] = sky([[0, "#3f7ea6"], [0.6, "#b5d3dc"], [0.85, "#f3ead2"]]);
  return [defs(paint, gradient("rock", [[0, "#c2a183"], [1, "#6c5243"]])), air,
    cloud(90, 150, 0.9, "#fff", 0.5), cloud(520, 96, 0.7, "#fff", 0.65), cloud(980, 130, 0.6, "#fff", 0.5),
    peak(next, { x: 330, y: 170, half: 320, foot: 450, light: "#9a8f95", dark: "#7a7180", snow: "#fffaf0" }),
    peak(next, { x: 690, y: 232, half: 260, foot: 450, light: "#a89a97", dark: "#857a82", snow: "#fff6e8" }),
    peak(next, { x: 1090, y: 150, half: 320, foot: 460, light: "#8e8790", dark: "#6f6a7a", snow: "#fffaf0" }),
    shape(ridge(next, { base: 400, height: 60 }), "#7b8274"),
    shape(ridge(next, { base: 446, height: 44 }), "#5e6b58"),
    shape("M0 600V520L120 486L210 510L330 478L440 530L560 548L600 600Z", "#4d4337"),
    shape("M470 600L540 540L588 486L640 468L900 462L1150 456L1200 470V600Z", "url(#rock)"),
    shape("M588 486L640 468L900 462L860 486L700 506ZM960 461L1150 456L1180 472L1080 492L980 482Z", "#d8bb9c"),
    line("M700 506L660 560M860 486L850 540L810 590M980 482L960 560M1080 492L1140 590", "#553f33", 5, { opacity: 0.6 }),
    place(764, 128, 1.0, 0, boot({ leather: "#8a5433", dark: "#5b3521", foam: "#ddc9a6", rubber: "#29221e", lace: "#e4573d", collar: "#3c2417", shaft: 92, rand: true })),
    place(556, 132, 1.04, 0, boot({ leather: "#a9693f", dark: "#6b4028", foam: "#efdcb8", rubber: "#2b2420", lace: "#f0b94b", collar: "#4a2d1d", shaft: 92, rand: true })),
    rect(1040, 520, 66, 14, "#fff"), rect(1040, 534, 66, 14, "#d9483a"), rect(1040, 548, 66, 14, "#fff"),
    line("M536 544c4-16 2-26-4-36M546 540c8-10 16-14 26-16M1172 468c2-14 0-22-6-30", "#6f8a4e", 6),
    circle(531, 504, 6, "#f4c542"), circle(574, 522, 6, "#f4c542"), circle(1165, 436, 6, "#b58bd0"),
    birds([[560, 210, 14], [596, 190, 10]], "#46566a")];
}

function tents(next) {
  const [paint, air] = sky([[0, "#1d1b45"], [0.5, "#5a3f7d"], [0.78, "#d07f86"]]);
  return [defs(paint, glow("lamp", "#ffd98a")), air, stars(next, 120, 330),
    circle(610, 96, 34, "#f8ecd0"), circle(624, 88, 30, "#2a2353"),
    shape(ridge(next, { base: 350, height: 130 }), "#4d3a70"),
    shape(ridge(next, { base: 404, height: 70 }), "#37305c"),
    shape("M0 440H1200V500H0Z", "#7a5a86"), shape("M0 450H1200V456H0ZM180 474H700V478H180ZM820 468H1130V472H820Z", "#d69aa0", { opacity: 0.55 }),
    shape(pines(next, { from: -10, to: 560, step: 30, size: 96, skyline: () => 452 }), "#241f45"),
    shape(hill([[0, 486], [320, 478], [640, 500], [940, 486], [1200, 470]]), "#2a2748"),
    shape(hill([[0, 540], [300, 524], [700, 548], [1200, 520]]), "#1b1a36"),
    circle(860, 420, 300, "url(#lamp)", { opacity: 0.75 }),
    place(596, 96, 1.36, 0, dome({ fly: "#ffb54d", shade: "#e5862f", door: "#fff0bd", pole: "#fff1cf" })),
    place(1000, 314, 0.6, 0, tunnel({ fly: "#c9586a", shade: "#93384f", door: "#ffd58c", pole: "#f9d9c8" })),
    group({}, line("M560 532l-26 12M560 532l26 12M548 536l26 10", "#6b4a35", 9), shape("M542 532C532 508 552 500 552 480C574 494 586 512 574 532Z", "#ff9a3c"), shape("M552 532C548 518 558 512 560 500C570 510 574 522 566 532Z", "#ffe08a"), circle(560, 516, 90, "url(#lamp)", { opacity: 0.5 })),
    shape(pine(70, 580, 240) + pine(160, 600, 170) + pine(1150, 590, 220), "#100f26")];
}

function packs(next) {
  const [paint, air] = sky([[0, "#2f76a8"], [0.6, "#9fd0de"], [0.8, "#eaf2e0"]]);
  return [defs(paint, gradient("lake", [[0, "#9ccfd8"], [1, "#2b7894"]])), air,
    cloud(80, 130, 0.8, "#fff", 0.55), cloud(640, 110, 1.0, "#fff", 0.75), cloud(960, 170, 0.7, "#fff", 0.7),
    peak(next, { x: 560, y: 190, half: 300, foot: 380, light: "#7f9db0", dark: "#6485a0", snow: "#fff" }),
    peak(next, { x: 1010, y: 150, half: 300, foot: 380, light: "#7393aa", dark: "#587b98", snow: "#fff" }),
    peak(next, { x: 170, y: 220, half: 280, foot: 380, light: "#87a5b5", dark: "#6b8ba4", snow: "#fff" }),
    shape(pines(next, { from: -10, to: 1210, step: 20, size: 62, skyline: (x) => 384 + Math.sin(x / 120) * 8 }), "#2f6150"),
    shape("M0 380H1200V600H0Z", "url(#lake)"),
    shape("M430 384H720L560 452ZM860 384H1160L1010 470ZM60 384H300L170 440Z", "#e6f3f1", { opacity: 0.35 }),
    line("M80 430H220M300 470H420M520 520H600M120 540H260M1060 440H1160", "#e9f6f4", 4, { opacity: 0.6 }),
    shape("M400 600L530 470H1200V600Z", "#9a6f4a"), line("M502 500H1200M470 532H1200M436 566H1200", "#6e4c32", 5),
    shape("M530 470H1200V484H516Z", "#b98a60"), rect(556, 440, 26, 60, "#5c4030", { rx: 6 }), rect(1136, 430, 26, 70, "#5c4030", { rx: 6 }),
    ellipse(890, 530, 280, 15, "#23323c", { opacity: 0.35 }),
    place(716, 42, 1.36, 0, trekker({ body: "#e2703a", dark: "#b04c22", trim: "#f6cf6a", strap: "#33302e" })),
    place(566, 276, 0.74, 0, daypack({ body: "#2c7a76", dark: "#1c5653", trim: "#f4e6bd", strap: "#23323c" })),
    line("M1160 524L1084 190", "#3a3f44", 7), line("M1086 196l-10-34", "#20262a", 12), line("M1186 526L1122 220", "#3a3f44", 7), line("M1124 226l-8-34", "#20262a", 12),
    birds([[420, 200, 15], [456, 180, 11], [486, 214, 9]], "#3c5a70")];
}

/** A hiker in a cape of rain, seen from behind, feet on y = 0. */
function hiker(coat, shade, pack, legs) {
  return group({},
    line("M-16 -110L-22 -14M16 -110L24 -14", legs, 25), line("M-30 -4H-12M18 -4H36", "#2a211c", 18),
    line("M-44 -232L-66 -160L-58 -122M44 -232L72 -168L96 -150", coat, 28),
    shape("M-46 -250C-30 -268 30 -268 46 -250L54 -92C20 -80 -20 -80 -54 -92Z", coat),
    shape("M-34 -262C-44 -322 44 -322 34 -262C20 -246 -20 -246 -34 -262Z", coat),
    shape("M8 -304C38 -300 40 -274 34 -262C24 -252 10 -250 2 -250Z", shade),
    rect(-38, -240, 76, 112, pack, { rx: 22 }), rect(-26, -190, 52, 48, shade, { rx: 10 }), line("M-30 -214H30", "#f4e6bd", 5),
    line("M96 -150L112 0", "#e9e2d0", 5), circle(96, -150, 9, "#d69b6d"));
}

function jackets(next) {
  const [paint, air] = sky([[0, "#3a555f"], [0.5, "#7f9ca1"], [0.8, "#c4d3d0"]]);
  return [defs(paint, gradient("mist", [[0, "#dfe8e5", 0], [0.5, "#e4ecea", 0.85], [1, "#dfe8e5", 0]])), air,
    cloud(40, 150, 1.5, "#5c767e", 0.7), cloud(420, 110, 1.3, "#5f7a82", 0.6), cloud(820, 150, 1.7, "#566f78", 0.7),
    shape(ridge(next, { base: 300, height: 150 }), "#7b979c"), rect(0, 310, 1200, 120, "url(#mist)"),
    shape(ridge(next, { base: 380, height: 100 }), "#557a7e"), rect(0, 390, 1200, 100, "url(#mist)"),
    shape(pines(next, { from: -10, to: 1210, step: 38, size: 120, skyline: (x) => 470 + Math.sin(x / 90) * 12 }), "#35605f"), rect(0, 430, 1200, 90, "url(#mist)"),
    shape(hill([[0, 520], [300, 540], [600, 560], [820, 500], [1000, 486], [1200, 520]]), "#274b48"),
    shape(hill([[520, 600], [720, 560], [900, 536], [1060, 540], [1200, 566]]), "#1a3735"),
    place(880, 552, 1.36, 0, hiker("#f4bf3a", "#c98d22", "#2d5a66", "#27333c")),
    place(1066, 548, 1.12, 0, hiker("#d9533c", "#a1351f", "#394a3a", "#2b2f36")),
    line("M700 596c4-20 0-30-8-40M716 596c2-14 10-24 20-30M1172 596c0-18 6-28 16-36", "#4f7f63", 7),
    rain(next, 190, "#f1f7f7", 0.5)];
}

function sleep(next) {
  const [paint, air] = sky([[0, "#070d2b"], [0.6, "#1b2f66"], [0.9, "#4c6ba3"]]);
  return [defs(paint, glow("way", "#b9c8ff", 0.4), glow("moon", "#fdf6d8", 0.55)), air,
    group({ transform: "rotate(-24 700 200)" }, ellipse(700, 200, 820, 90, "url(#way)"), ellipse(760, 200, 520, 44, "url(#way)")),
    stars(next, 260, 400), circle(1040, 110, 150, "url(#moon)"), circle(1040, 110, 46, "#fbf3d2"), circle(1026, 100, 9, "#e6dcb4"), circle(1056, 124, 6, "#e6dcb4"), circle(1050, 96, 4, "#e6dcb4"),
    line("M520 90L440 128", "#ffffff", 3, { opacity: 0.8 }),
    shape(ridge(next, { base: 400, height: 130 }), "#182651"),
    shape(ridge(next, { base: 446, height: 60 }), "#101b3f"),
    shape(pines(next, { from: -10, to: 620, step: 34, size: 100, skyline: () => 480 }), "#0a122d"),
    shape(hill([[0, 500], [340, 480], [700, 494], [1000, 470], [1200, 486]]), "#14264a"),
    shape(hill([[0, 560], [300, 540], [640, 520], [940, 516], [1200, 540]]), "#0c1a38"),
    shape("M640 566C740 536 1010 530 1110 552C1130 560 1126 578 1104 582C1000 596 760 598 660 586C634 582 628 572 640 566Z", "#e0b040"),
    line("M690 570L700 552M760 578L770 544M840 582L850 540M920 582L930 538M1000 578L1010 542M1070 572L1078 548", "#a97b22", 4),
    group({ transform: "translate(1160 358) scale(1.18 0.8) rotate(90) translate(0 90) rotate(-24 200 210)" }, mummy({ body: "#d3553b", dark: "#96331f", lining: "#f6c86c", zip: "#fbe9c6" })),
    place(-84, 44, 1, 0, circle(1028, 486, 24, "#c98f68"), shape("M1004 482C1002 452 1054 450 1054 482C1040 472 1018 472 1004 482Z", "#2f8f83"), circle(1030, 452, 8, "#f6e7c1"),
    shape("M1018 488q6 4 11 0M1034 488q6 4 11 0", "none", { stroke: "#4a2c1d", stroke_width: 3, stroke_linecap: "round" })),
    group({}, rect(1136, 506, 34, 46, "#c33f31", { rx: 6 }), line("M1170 518c18 0 18 22 0 22", "#c33f31", 6), line("M1146 496c-6-10 6-14 0-26M1160 496c-6-10 6-14 0-26", "#dfe6ff", 4, { opacity: 0.6 }))];
}

function spring(next) {
  const [paint, air] = sky([[0, "#4a93b8"], [0.55, "#b7dbe0"], [0.8, "#f4f1d8"]]);
  const flower = (x, y, size, colour) => line(`M${x} ${y}v${size * 2.4}`, "#3f7a3b", 4)
    + [0, 72, 144, 216, 288].map((turn) => ellipse(x, y - size * 0.62, size * 0.36, size * 0.6, colour, { transform: `rotate(${turn} ${x} ${y})` })).join("") + circle(x, y, size * 0.34, "#fbe28a");
  const colours = ["#e56b8c", "#f4b63f", "#8a6fc2", "#f7f3ea", "#e4573d"];
  const meadow = Array.from({ length: 46 }, (_, index) => {
    const y = 470 + (index / 46) * 110;
    return flower(Math.round(420 + next() * 780), Math.round(y + next() * 8), 7 + (y - 470) * 0.12, colours[Math.floor(next() * colours.length)]);
  });
  return [defs(paint, gradient("brook", [[0, "#dff1ef"], [1, "#4f9fb5"]])), air,
    cloud(120, 140, 0.8, "#fff", 0.5), cloud(600, 100, 0.9, "#fff", 0.8), cloud(1000, 150, 0.6, "#fff", 0.8),
    peak(next, { x: 760, y: 150, half: 320, foot: 400, light: "#8fa9b4", dark: "#718f9f", snow: "#fff" }),
    peak(next, { x: 1080, y: 210, half: 260, foot: 400, light: "#9ab1b6", dark: "#7c98a4", snow: "#fff" }),
    peak(next, { x: 380, y: 230, half: 260, foot: 400, light: "#96adb5", dark: "#7895a3", snow: "#fff" }),
    shape(hill([[0, 370], [300, 350], [640, 390], [900, 356], [1200, 380]]), "#6fa06a"),
    shape(pines(next, { from: 0, to: 640, step: 40, size: 80, skyline: (x) => 400 + x * 0.01 }), "#3d7350"),
    shape(hill([[0, 420], [320, 404], [640, 430], [960, 400], [1200, 420]]), "#86b862"),
    shape("M800 414C770 440 860 452 820 480S660 520 640 600H900C880 550 960 520 940 486S830 444 840 414Z", "url(#brook)"),
    line("M816 450h20M800 490h60M760 530h60M720 570h80", "#ffffff", 4, { opacity: 0.7 }),
    shape("M0 470C240 440 480 470 660 510C600 540 580 570 570 600H0Z", "#5f9a4d"), shape("M1200 450C1100 440 1000 470 950 500C980 540 930 570 960 600H1200Z", "#6ba653"),
    meadow.filter((_, index) => index % 5),
    shape("M900 552L930 516L1010 506L1130 510L1176 540L1196 600H892Z", "#a89f92"), shape("M930 516L1010 506L1130 510L1100 524L980 528Z", "#cfc7b8"),
    place(908, 312, 0.64, 0, shoe({ upper: "#e4573d", overlay: "#a93824", foam: "#fff4dd", rubber: "#2c2320", lace: "#ffe3a1", deep: 16 })),
    shape(pine(60, 590, 260) + pine(150, 600, 190), "#24553c")];
}

const scenes = {
  welcome: ["Sunrise over a lake and a signpost", welcome], trail: ["A runner on a wet forest path", trail],
  boots: ["Two boots on a rock before high peaks", boots], tents: ["A lit tent at dusk", tents],
  packs: ["Two backpacks on a jetty", packs], jackets: ["Two hikers in the rain", jackets],
  sleep: ["Someone asleep under the stars", sleep], spring: ["A meadow and a brook in spring", spring],
};

export const sceneNames = Object.keys(scenes);

/** SVG text of one hero picture, 1200 x 600. */
export function heroPicture(name) {
  const [title, draw] = scenes[name];
  return svg(1200, 600, title, draw(random(sceneNames.indexOf(name) * 7919 + 17)));
}

// tactful init [FOLDER]
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Mistake, parse, UsageError } from "./args.mjs";

export const usage = "tactful init [FOLDER]";
export const does = "writes site.json and campaign.json, small and valid; overwrites nothing";
export const help = { FOLDER: "where they go, made if it is not there; left out: here" };

/** Where editors find it from a file of the folder: in the project that the command runs in, else in one that the folder becomes. */
function schemaFrom(folder) {
  const inside = "node_modules/tactful/schema/1.json";
  const path = existsSync(inside) ? relative(resolve(folder), resolve(inside)).replaceAll("\\", "/") : inside;
  return path.startsWith(".") ? path : `./${path}`;
}

const site = {
  site: "my-shop",
  timezone: "visitor",
  currency: "EUR",
  dimensions: {
    category: { labels: { trail: "Trail running", hiking: "Hiking" } },
    brand: {},
    price: { type: "number", bands: [50, 100] },
  },
  control: 0.05,
};

const campaign = {
  id: "first",
  slots: {
    "home-hero": {
      default: "welcome",
      variants: [
        { id: "welcome" },
        {
          id: "trail",
          content: { headline: "Ready for muddy trails?", cta: { label: "Find your grip", href: "/trail" } },
          for: { category: ["trail"] },
        },
        {
          id: "hiking-autumn",
          content: { headline: "The hills are golden now", cta: { label: "Pack for a day out", href: "/hiking" } },
          for: { category: ["hiking"] },
          when: { season: "autumn" },
        },
        {
          id: "winter",
          content: { headline: "Warm and dry until spring", cta: { label: "See what keeps you warm", href: "/winter" } },
          when: { season: "winter" },
        },
      ],
    },
  },
};

export function run(words) {
  const [folder = ".", ...more] = parse(words, {}, "folder").folder ?? [];
  if (more.length) throw new UsageError("init writes into one folder");
  mkdirSync(folder, { recursive: true });
  const files = [
    [join(folder, "site.json"), site],
    [join(folder, "campaign.json"), campaign],
  ];
  for (const [path] of files) if (existsSync(path)) throw new Mistake(`${path} is there already; init overwrites nothing`);
  const $schema = schemaFrom(folder);
  for (const [path, content] of files) {
    writeFileSync(path, `${JSON.stringify({ $schema, ...content }, null, 2)}\n`);
    console.log(`wrote ${path}`);
  }
  // A package that is installed beside a site is no command of the shell's.
  const command = process.env.npm_command === "exec" ? "npx tactful" : "tactful";
  console.log(`\nnext: ${command} check ${files.map(([path]) => path).join(" ")}`);
}

// The browser's process dies while events flow. Fifty times: node tests/browser/kill-long.mjs
import { test } from "node:test";
import { surviveKills } from "../lib/kill.mjs";

test("five kills lose at most the last second", () => surviveKills(5, 25));

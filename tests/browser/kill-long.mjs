// node tests/browser/kill-long.mjs: the long form of alone/kill.test.mjs, some five minutes.
import { test } from "node:test";
import { surviveKills } from "./lib/kill.mjs";

test("fifty kills lose at most the last second", () => surviveKills(50, 120));

// Number texts of shops.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stopwatch } from "./lib/busy.mjs";
import { sdk } from "./lib/bundle.mjs";

const { parseNumber, amounts } = await sdk("value.ts");
const read = (params) => JSON.parse(JSON.stringify(params), amounts);

test("reads numbers as shops write them", () => {
  for (const [text, number] of [
    ["89", 89], ["89.9", 89.9], ["89,90", 89.9], ["0.5", 0.5], [".99", 0.99], [",5", 0.5],
    ["1,299.00", 1299], ["1.299,00", 1299], ["1,299", 1299], ["1.299", 1.299], ["12.345", 12.345],
    ["1,299,000", 1299000], ["1.299.000", 1299000], ["1,299,000.5", 1299000.5], ["1.299.000,5", 1299000.5],
    ["1 299,00", 1299], ["1\u00a0299", 1299], ["1\u202f299,95", 1299.95], ["1'299.50", 1299.5], ["1’299.–", 1299],
    ["€ 89,90", 89.9], ["89,90 €", 89.9], ["$1,299.00 USD", 1299], ["EUR 129,-", 129], ["from 12.50 to 20.00", 12.5],
    ["Rs.999", 999], ["Rs.1,299.50", 1299.5], ["S/.89.90", 89.9], ["kr.499", 499], ["₹1,29,900", 129900], ["from .99", 0.99],
    ["-5", -5], ["-1.299,50", -1299.5], ["0", 0], ["007", 7],
  ]) {
    assert.equal(parseNumber(text), number, text);
  }
});

test("is no number where there is none", () => {
  for (const text of ["", "free", "-", ".", ",-", "€", "NaN", "Infinity"]) assert.ok(Number.isNaN(parseNumber(text)), text);
});

test("takes long texts in linear time", () => {
  const spent = stopwatch();
  parseNumber("1,".repeat(100_000));
  parseNumber("1 ".repeat(100_000) + "x");
  parseNumber("-".repeat(100_000));
  assert.ok(spent() < 1000);
});

test("reads amounts out of an event's texts, and leaves all other texts alone", () => {
  assert.deepEqual(
    read({ value: "1.299,00 €", currency: "EUR", percent_scrolled: "50", items: [{ price: "89,90", quantity: "2", item_brand: "361", item_id: "007" }] }),
    { value: 1299, currency: "EUR", percent_scrolled: 50, items: [{ price: 89.9, quantity: 2, item_brand: "361", item_id: "007" }] },
  );
  assert.deepEqual(read({ price: "on request" }), { price: "on request" });
  assert.deepEqual(read({ dimension: "decade", value: "1990s" }), { dimension: "decade", value: "1990s" });
  assert.deepEqual(read({ value: "0", price: 0 }), { value: 0, price: 0 });
});

test("an order's number is its text, so that it is one purchase however it is written", () => {
  assert.deepEqual(read({ transaction_id: 1234 }), read({ transaction_id: "1234" }));
  assert.deepEqual(read({ transaction_id: null }), { transaction_id: null });
});

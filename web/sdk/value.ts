// Number texts, as shops write them: read when the core takes an event in, so that the script itself need not know how.

/** Digits with separators inside, and a sign. Words and currency signs around them are ignored. */
const NUMBER = /-?[.,]?\d([\d.,'’\s]*\d)?/;
/** What is whole and what is a fraction: split at a single dot, or at the last separator with one or two digits after it. */
const DECIMAL = /^([^.]*(?=\.)|.*(?=[.,]\d\d?$))[.,](\d+)$/;
/** The dot of "Rs.999" or "S/.89" is that of a currency. */
const ABBREVIATED = /([\p{L}/])\.(?=\d)/gu;

/**
 * The first number in a text, or NaN. "1,299.00", "1.299,00 €", "1 299", "1'299.-" and "1,299" are 1299;
 * "12,5" and "12.5" are 12.5; "1.299" is 1.299. All other separators group.
 */
export const parseNumber = (text: string): number => {
  const digits = (NUMBER.exec(text.replace(ABBREVIATED, "$1 ")) || [""])[0].replace(/[^\d.,-]/g, "");
  const [, whole, fraction] = DECIMAL.exec(digits) || [, digits];
  return parseFloat(whole!.replace(/[.,]/g, "") + "." + fraction);
};

/** Parameters that are amounts, whatever a shop writes into them. Others keep their text: brands and sizes are made of digits too. */
const AMOUNT = /price|value|quantity|percent|msec|discount|shipping|^tax$/;

/** For JSON.parse of an event: amounts that are texts become numbers. What names a dimension (`like`) speaks of its values, which are none. */
export function amounts(this: any, key: string, value: unknown): unknown {
  // Shops number their orders, and write the number as a text elsewhere.
  if (key == "transaction_id" && typeof value == "number") return "" + value;
  const amount = typeof value == "string" && AMOUNT.test(key) && !this.dimension ? parseNumber(value) : NaN;
  return amount == amount ? amount : value;
}

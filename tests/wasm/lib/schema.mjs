// The part of JSON Schema (draft 7) that schema/1.json uses. An unknown keyword throws, so that nothing is passed over.

const TYPES = {
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
};
const length = (text) => [...text].length;
const own = (object, key) => Object.hasOwn(object, key);

/** What is wrong with a value, as JSON pointers with the keyword that says so. */
export function mistakes(root, value) {
  const found = [];
  const holds = (schema, value) => {
    const before = found.length;
    check(schema, value, "");
    return found.splice(before).length === 0;
  };
  const KEYWORDS = {
    type: (types, value) => [types].flat().some((type) => TYPES[type](value)),
    const: (one, value) => value === one,
    enum: (all, value) => all.includes(value),
    minLength: (n, value) => typeof value !== "string" || length(value) >= n,
    maxLength: (n, value) => typeof value !== "string" || length(value) <= n,
    pattern: (text, value) => typeof value !== "string" || new RegExp(text, "u").test(value),
    minimum: (n, value) => typeof value !== "number" || value >= n,
    maximum: (n, value) => typeof value !== "number" || value <= n,
    minItems: (n, value) => !TYPES.array(value) || value.length >= n,
    maxItems: (n, value) => !TYPES.array(value) || value.length <= n,
    minProperties: (n, value) => !TYPES.object(value) || Object.keys(value).length >= n,
    required: (keys, value) => !TYPES.object(value) || keys.every((key) => own(value, key)),
    propertyNames: (schema, value) => !TYPES.object(value) || Object.keys(value).every((key) => holds(schema, key)),
    anyOf: (schemas, value) => schemas.some((schema) => holds(schema, value)),
  };
  /** Their work is done where they are asked for, or they say nothing. */
  const ELSEWHERE = ["$schema", "$ref", "title", "description", "definitions", "properties", "additionalProperties", "items", "if", "then", "else"];

  function check(schema, value, at) {
    if (schema === true) return;
    if (schema === false) return void found.push(`${at}: additionalProperties`);
    if (schema.$ref) return check(root.definitions[schema.$ref.replace("#/definitions/", "")], value, at);
    for (const [keyword, argument] of Object.entries(schema)) {
      if (ELSEWHERE.includes(keyword)) continue;
      if (!KEYWORDS[keyword](argument, value)) found.push(`${at}: ${keyword}`);
    }
    if (schema.if) check(holds(schema.if, value) ? schema.then : schema.else, value, at);
    if (TYPES.array(value)) value.forEach((item, i) => check(schema.items ?? true, item, `${at}/${i}`));
    if (!TYPES.object(value)) return;
    for (const [key, member] of Object.entries(value)) {
      const known = schema.properties && own(schema.properties, key);
      check(known ? schema.properties[key] : (schema.additionalProperties ?? true), member, `${at}/${key}`);
    }
  }
  check(root, value, "");
  return found;
}

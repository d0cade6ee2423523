import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../src/index.ts";
import { describeProblem } from "../../templates/checks.ts";
import { type Bindings, defining, load, part, textOf } from "../helpers.ts";

const cases: readonly [name: string, schema: Json, value: unknown, want: string][] = [
  ["a string", { type: "string" }, "", "ok"],
  ["a number for a string", { type: "string" }, 1, "expected a string, found a number"],
  ["nothing for a string", { type: "string" }, undefined, "expected a string, found nothing"],
  ["null for a string", { type: "string" }, null, "expected a string, found null"],
  ["null where it may be", { type: "string", "x-nullable": true }, null, "ok"],
  ["a number", { type: "number" }, -1.5, "ok"],
  ["NaN", { type: "number" }, Number.NaN, "expected a number, found a number that is not finite"],
  ["a fraction for an integer", { type: "integer" }, 1.5, "expected an integer, found a number with a fraction"],
  ["a whole number written with a point", { type: "integer" }, 2.0, "ok"],
  ["a string for a boolean", { type: "boolean" }, "true", "expected a boolean, found a string"],
  ["anything", {}, [null], "ok"],
  ["an enum's value", { enum: ["a", "b"] }, "b", "ok"],
  ["an enum's value with a comma", { enum: ["a,b", "c,d"] }, "c,d", "ok"],
  ["another text for an enum", { enum: ["a", "b"] }, "secret", 'expected one of "a", "b", found another string'],
  ["an array for an object", { type: "object", properties: { a: {} } }, [], "expected an object, found an array"],
  ["an object for an array", { type: "array", items: {} }, {}, "expected an array, found an object"],
  ["a wrong item", { type: "array", items: { type: "string" } }, ["a", 1], "/1: expected a string, found a number"],
  [
    "a missing field",
    { required: ["a"], properties: { a: { type: "string" } } },
    {},
    "/a: expected a string, found nothing",
  ],
  ["a field left out", { properties: { a: { type: "string" } } }, {}, "ok"],
  ["a field that is undefined", { properties: { a: { type: "string" } } }, { a: undefined }, "ok"],
  [
    "a field of a wrong type",
    { properties: { a: { type: "string" } } },
    { a: 1 },
    "/a: expected a string, found a number",
  ],
  ["a field more", { properties: { a: {} } }, { a: 1, b: 2 }, "ok"],
  [
    "a field more in a closed object",
    { properties: { a: {} }, additionalProperties: false },
    { a: 1, "b/c~": 2 },
    "/b~1c~0: expected no such field, found a number",
  ],
  [
    "a value of a map",
    { additionalProperties: { type: "integer" } },
    { a: 1, b: "2" },
    "/b: expected an integer, found a string",
  ],
  [
    "fields beside a map",
    { properties: { a: { type: "string" } }, additionalProperties: { type: "integer" } },
    { a: "x", b: 1 },
    "ok",
  ],
  ["a required field that is undeclared", { required: ["a"] }, { a: null }, "ok"],
  ["its absence", { required: ["a"] }, {}, "/a: expected a value, found nothing"],
  [
    "an inherited field",
    { required: ["toString"], properties: { toString: {} } },
    {},
    "/toString: expected a value, found nothing",
  ],
  ["too short a text", { type: "string", minLength: 2 }, "a", "expected at least 2 characters, found a shorter text"],
  ["a text as long as allowed, counted in characters", { type: "string", maxLength: 2 }, "🎬🎬", "ok"],
  ["too long a text", { type: "string", maxLength: 1 }, "ab", "expected at most 1 character, found a longer text"],
  [
    "a text unlike the pattern",
    { type: "string", pattern: "^[a-z/]+$" },
    "A",
    "expected a text like ^[a-z/]+$, found another text",
  ],
  ["a text like the pattern", { type: "string", pattern: "^[a-z/]+$" }, "a/b", "ok"],
  [
    "too small a number",
    { type: "number", minimum: 1 },
    0.9,
    "expected a number of at least 1, found a smaller number",
  ],
  ["the limit itself", { type: "number", minimum: 1, maximum: 1 }, 1, "ok"],
  [
    "the limit itself where it is excluded",
    { type: "number", maximum: 1, exclusiveMaximum: true },
    1,
    "expected a number below 1, found a larger number",
  ],
  ["no multiple", { type: "number", multipleOf: 0.1 }, 0.25, "expected a multiple of 0.1, found another number"],
  ["a multiple in spite of rounding", { type: "number", multipleOf: 0.1 }, 0.7, "ok"],
  ["too few items", { type: "array", items: {}, minItems: 1 }, [], "expected at least 1 item, found fewer"],
  ["too many items", { type: "array", items: {}, maxItems: 1 }, [1, 2], "expected at most 1 item, found more"],
  [
    "equal items",
    { type: "array", items: {}, uniqueItems: true },
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    "expected items that all differ, found equal ones",
  ],
  ["too few fields", { type: "object", minProperties: 1 }, {}, "expected at least 1 field, found fewer"],
  ["too many fields", { type: "object", maxProperties: 0 }, { a: 1 }, "expected at most 0 fields, found more"],
  [
    "every part of allOf",
    { allOf: [{ required: ["a"] }, { required: ["b"] }] },
    { a: 1 },
    "/b: expected a value, found nothing",
  ],
  [
    "a deep place",
    { properties: { a: { type: "array", items: { properties: { "": { type: "string" } } } } } },
    { a: [{}, { "": 1 }] },
    "/a/1/: expected a string, found a number",
  ],
];

describe("a generated validator", () => {
  let bindings: Bindings;
  let dispose: () => PromiseLike<void>;

  beforeAll(async () => {
    const definitions = Object.fromEntries(cases.map(([, schema], index) => [`Case${index}`, schema]));
    const loaded = await load({ ...defining({}), definitions });
    bindings = loaded.bindings;
    dispose = () => loaded[Symbol.asyncDispose]();
  });
  afterAll(() => dispose());

  test.each(cases.map(([name, , value, want], index) => [name, index, value, want] as const))(
    "%s",
    (_, index, value, want) => {
      const problem = bindings[`checkCase${index}`]?.(value);
      expect(problem === undefined ? "ok" : describeProblem(problem)).toBe(want);
    },
  );

  test("a field named __proto__ is read as any other, and no prototype changes", () => {
    const check = bindings[`checkCase${cases.findIndex(([name]) => name === "a field more in a closed object")}`];
    const body: unknown = JSON.parse('{"a": 1, "__proto__": {"polluted": true}}');
    expect(check?.(body)?.pointer).toBe("/__proto__");
    expect("polluted" in {}).toBe(false);
  });
});

describe("the text of a validator", () => {
  test.each<[string, Json, string]>([
    [
      "an object",
      {
        type: "object",
        required: ["id"],
        properties: { id: { type: "string" }, tags: { type: "array", items: { type: "string" } } },
      },
      `export function checkThing(value: unknown): Problem | undefined {
  if (!isObject(value)) return mismatch("an object", value);
  return required(value, "id", string) ?? optional(value, "tags", checkThingTags);
}

function checkThingTags(value: unknown): Problem | undefined {
  return each(value, string);
}`,
    ],
    [
      "a cycle",
      { type: "object", properties: { next: { $ref: "#/definitions/Thing" } } },
      `export function checkThing(value: unknown): Problem | undefined {
  if (!isObject(value)) return mismatch("an object", value);
  return optional(value, "next", checkThing);
}`,
    ],
    [
      "limits",
      { type: "integer", minimum: 0, maximum: 9, "x-nullable": true },
      `export function checkThing(value: unknown): Problem | undefined {
  if (value === null) return undefined;
  if (typeof value !== "number") return integer(value);
  return (
    integer(value) ??
    limit(value >= 0, "a number of at least 0", "a smaller number") ??
    limit(value <= 9, "a number of at most 9", "a larger number")
  );
}`,
    ],
  ])("%s", async (_, given, want) => {
    const text = await textOf(defining(given), "validators.ts");
    expect(part(text, "export function checkThing", "/** Is the value")).toBe(want);
  });

  test("functions for what lies within keep clear of definitions of the same name", async () => {
    const text = await textOf(
      defining({ properties: { a: { type: "array", items: {} } } }, { ThingA: { type: "string" } }),
      "validators.ts",
    );
    expect(text.match(/^(export )?function check\w+/gm)).toEqual([
      "export function checkThing",
      "function checkThingA2",
      "export function checkThingA",
    ]);
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../src/index.ts";
import { describeProblem } from "../templates/checks.ts";
import { load, swagger } from "./helpers.ts";

/** A schema with an arbitrary of values that conform to it. */
interface Specimen {
  readonly schema: JsonObject;
  readonly values: fc.Arbitrary<unknown>;
}

const names = fc.constantFrom("a", "b", "moduleid", "x-y", "x,y", "constructor", "__proto__", "");

const specimen = (schema: JsonObject, values: fc.Arbitrary<unknown>): Specimen => ({ schema, values });

const leaves: fc.Arbitrary<Specimen> = fc.constantFrom(
  specimen({ type: "string" }, fc.string()),
  specimen({ type: "boolean" }, fc.boolean()),
  specimen({ type: "integer" }, fc.maxSafeInteger()),
  specimen({ type: "number" }, fc.double({ noDefaultInfinity: true, noNaN: true })),
  specimen({}, fc.jsonValue()),
  specimen(
    { type: "string", minLength: 1, maxLength: 3 },
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 3 }),
  ),
  specimen({ type: "integer", minimum: -5, maximum: 5 }, fc.integer({ min: -5, max: 5 })),
  specimen({ type: "string", enum: ["x", "y,z"] }, fc.constantFrom("x", "y,z")),
);

const specimens: fc.Memo<Specimen> = fc.memo((depth) =>
  depth <= 1 ? leaves : fc.oneof(leaves, objects(depth), arrays(depth), nullables(depth), unions(depth)),
);

function arrays(depth: number): fc.Arbitrary<Specimen> {
  return specimens(depth - 1).map(({ schema, values }) => ({
    schema: { type: "array", items: schema, maxItems: 4 },
    values: fc.array(values, { maxLength: 4 }),
  }));
}

function nullables(depth: number): fc.Arbitrary<Specimen> {
  return specimens(depth - 1).map(({ schema, values }) => ({
    schema: { ...schema, "x-nullable": true },
    values: fc.option(values),
  }));
}

function objects(depth: number): fc.Arbitrary<Specimen> {
  const fields = fc.uniqueArray(fc.tuple(names, specimens(depth - 1), fc.boolean()), {
    selector: ([name]) => name,
    maxLength: 4,
  });
  return fields.map((entries) => {
    const required = entries.filter(([, , needed]) => needed).map(([name]) => name);
    const properties = Object.fromEntries(entries.map(([name, { schema }]) => [name, schema]));
    const filled = entries.map(([name, { values }, needed]) => {
      const field = values.map((value) => [name, value] as const);
      return needed ? field : fc.option(field, { nil: undefined });
    });
    return {
      schema: { type: "object", required, properties },
      values: fc
        .tuple(...filled)
        .map((pairs) =>
          Object.fromEntries([...pairs.filter((pair) => pair !== undefined), ["added by new firmware", 1]]),
        ),
    };
  });
}

function unions(depth: number): fc.Arbitrary<Specimen> {
  return objects(depth).map(({ schema, values }) => ({
    schema: { allOf: [schema, { type: "object", properties: { "not in a": { type: "string" } } }] },
    values,
  }));
}

test("validators take every value that conforms to the schema", async () => {
  const chosen = fc.sample(specimens(4), { numRuns: 60, seed: 1 });
  const definitions = Object.fromEntries(chosen.map(({ schema }, index): [string, Json] => [`Case${index}`, schema]));
  await using loaded = await load(swagger({ definitions }));
  let checked = 0;
  for (const [index, { values }] of chosen.entries()) {
    const check = loaded.bindings[`checkCase${index}`];
    fc.assert(
      fc.property(values, (value) => {
        const problem = check?.(value);
        expect(problem === undefined ? "ok" : describeProblem(problem)).toBe("ok");
        checked += 1;
      }),
      { numRuns: 25 },
    );
  }
  expect(checked).toBe(60 * 25);
});

test("validators refuse a value of another kind at the place where it stands", async () => {
  const place = fc.array(fc.oneof(fc.nat({ max: 3 }), names), { minLength: 1, maxLength: 5 });
  const places = fc.sample(place, { numRuns: 60, seed: 2 });
  // A schema that leads to a string at the place, and a body with a number there.
  const schemaAt = (steps: readonly (string | number)[]): JsonObject =>
    steps.reduceRight<JsonObject>(
      (inner, step) =>
        typeof step === "number"
          ? { type: "array", items: inner }
          : { type: "object", required: [step], properties: Object.fromEntries([[step, inner]]) },
      { type: "string" },
    );
  const bodyAt = (steps: readonly (string | number)[], leaf: unknown): unknown =>
    steps.reduceRight<unknown>(
      (inner, step) =>
        typeof step === "number"
          ? [...Array.from({ length: step }, () => good(inner)), inner]
          : Object.fromEntries([[step, inner]]),
      leaf,
    );
  const good = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(good);
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, good(inner)]));
    return "text";
  };
  const definitions = Object.fromEntries(
    places.map((steps, index): [string, Json] => [`Case${index}`, schemaAt(steps)]),
  );
  await using loaded = await load(swagger({ definitions }));
  for (const [index, steps] of places.entries()) {
    const pointer = steps.map((step) => `/${String(step)}`).join("");
    const problem = loaded.bindings[`checkCase${index}`]?.(bodyAt(steps, 1));
    expect(problem).toEqual({ pointer, expected: "a string", found: "a number" });
    expect(loaded.bindings[`checkCase${index}`]?.(bodyAt(steps, "text"))).toBe(undefined);
  }
});

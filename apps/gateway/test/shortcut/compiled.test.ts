import fc from "fast-check";
import {
  buildSchema,
  defaultTypeResolver,
  execute,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from "graphql";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/compiled/compile.ts";
import type { Context } from "../../src/schema/index.ts";
import { randomAnswers } from "./random-answers.ts";
import { randomOperation } from "./random-document.ts";

const schema = buildSchema(/* GraphQL */ `
  interface Node { id: ID! name: String }
  type Plant implements Node { id: ID! name: String inverters: [Inverter!]! oldest: Inverter! node: Node }
  type Inverter implements Node { id: ID! name: String plant: Plant! power: Float load: Int! phases: [[Float!]] state: State echo(text: String = "none", list: [Int!], by: By): String rows(first: Int! = 2): [Row!] any: Any! }
  type Row { at: Int! values: [Int]! any: Any }
  union Any = Plant | Inverter | Row
  enum State { ON OFF }
  input By { id: ID! state: State = ON below: By }
  type Query { node(id: ID!): Node nodes: [Node!]! inverter(id: ID, by: By): Inverter plants: [Plant]! any: [Any!] row: Row! }
`);

const literals = (type: string): readonly string[] =>
  ({ Int: ["1", "-3"], ID: ['"a"', "4"], String: ['"x"', '"\\u00e9"', '"""block"""'] })[type] ?? ["true"];
const values = (type: string): readonly unknown[] =>
  ({ Int: [1, 2.5, "1"], ID: ["a", 4, true], String: ["x", 7, "\u2028"] })[type] ?? [true, "true"];

const context = { signal: new AbortController().signal } as Context;

/** For every field the same resolver, as a schema has them: both ways find it in the field. */
function withResolvers(seed: number): void {
  const resolve = randomAnswers(schema, seed);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) field.resolve = resolve;
    if (isInterfaceType(type) || isUnionType(type))
      type.resolveType = (value, ...rest) => (value as { type?: string }).type ?? defaultTypeResolver(value, ...rest);
  }
}

test("answers every document as graphql-js does: data, errors, their order, places and texts", async () => {
  const seen = { compared: 0, withErrors: 0, withNull: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.gen(), fc.integer(), async (generate, seed) => {
      const dice = (sides: number): number => generate(fc.integer, { min: 0, max: sides - 1 });
      const { query, variables } = randomOperation({ schema, dice, literals, values });
      const document = parse(query);
      if (validate(schema, document).length > 0) return;
      const [operation] = document.definitions;
      if (operation?.kind !== "OperationDefinition") throw new Error("no operation");
      const compiled = compile({ schema, document, operation });
      if (compiled === undefined) throw new Error(`not compiled: ${query}`);
      withResolvers(seed);
      const wanted = await execute({ schema, document, variableValues: variables, contextValue: context });
      const text = JSON.stringify(wanted);
      // The second time, everything is planned already.
      for (let time = 1; time <= 2; time++)
        expect(JSON.stringify(await compiled.execute(context, variables))).toBe(text);
      seen.compared += 1;
      if (wanted.data === undefined) seen.refused += 1;
      else if (wanted.data === null) seen.withNull += 1;
      else if (wanted.errors !== undefined) seen.withErrors += 1;
    }),
    { numRuns: 500 },
  );
  // Or the property holds of nothing.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
}, 120_000);

describe("what only graphql-js does is not compiled", () => {
  const compiledOf = (query: string) => {
    const document = parse(query);
    const [operation] = document.definitions;
    if (operation?.kind !== "OperationDefinition") throw new Error("no operation");
    return compile({ schema, document, operation });
  };

  test("a key that is no key of an object", () => {
    expect(compiledOf("{ __proto__: row { at } }")).toBeUndefined();
    expect(compiledOf("{ constructor: row { toString: at } }")).toBeDefined();
  });

  test("what is no query", () => {
    expect(compiledOf("mutation { x }")).toBeUndefined();
    expect(compiledOf("subscription { x }")).toBeUndefined();
  });
});

test("plans by the variables of @skip and @include are bounded, and right beyond the bound", async () => {
  const names = ["a", "b", "c", "d"];
  const definitions = names.map((name) => `$${name}: Boolean!`).join(", ");
  const fields = names.map((name) => `${name}: at @include(if: $${name})`).join(" ");
  const document = parse(`query (${definitions}) { row { ${fields} } }`);
  const [operation] = document.definitions;
  if (operation?.kind !== "OperationDefinition") throw new Error("no operation");
  const compiled = compile({ schema, document, operation });
  withResolvers(1);
  for (let bits = 0; bits < 32; bits++) {
    const variableValues = Object.fromEntries(names.map((name, at) => [name, ((bits >> at) & 1) === 1]));
    const wanted = await execute({ schema, document, variableValues, contextValue: context });
    expect(JSON.stringify(await compiled?.execute(context, variableValues))).toBe(JSON.stringify(wanted));
  }
});

test("a text in a document stays a text", async () => {
  const { compileTarget } = globalThis as { compileTarget?: unknown };
  expect(compileTarget).toBeUndefined();
  // With this, graphql-jit 0.8.9 runs what a client writes.
  const attack = "__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dglobalThis.compileTarget=1";
  const document = parse(`{ inverter(id: "${attack}") { id } }`);
  const [operation] = document.definitions;
  if (operation?.kind !== "OperationDefinition") throw new Error("no operation");
  withResolvers(3);
  await compile({ schema, document, operation })?.execute(context, {});
  expect(globalThis).not.toHaveProperty("compileTarget");
});

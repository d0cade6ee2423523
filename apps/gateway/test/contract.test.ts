import { readFileSync } from "node:fs";
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  print,
} from "graphql";
import { expect, test } from "vitest";
import { printedSchema, schema } from "../src/schema/index.ts";

const contract = buildSchema(readFileSync(new URL("contract.graphql", import.meta.url), "utf8"));

// What we have beyond the contract, which welcomes additions.
const additions = [
  "BatteryLimits",
  "BatteryLimits.maxCharge",
  "BatteryLimits.maxDischarge",
  "BatteryLimits.power",
  "BatteryLimits.until",
  "Inverter.batteryLimits",
];

/** Everything about a schema that a client can rely on, one line each. */
function facts(types: readonly GraphQLNamedType[]): Map<string, string> {
  const found = new Map<string, string>();
  const describe = (name: string, description: string | null | undefined, ...rest: string[]): void => {
    found.set(name, [...rest, description ?? ""].join(" | "));
  };
  for (const type of types) {
    if (type.name.startsWith("__") || isSpecifiedScalarType(type)) continue;
    describe(type.name, type.description, type.constructor.name, ...interfacesOf(type), ...membersOf(type));
    if (isEnumType(type)) {
      for (const value of type.getValues()) describe(`${type.name}.${value.name}`, value.description, "value");
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        describe(`${type.name}.${field.name}`, field.description, String(field.type));
        for (const argument of (field as GraphQLField<unknown, unknown>).args) {
          describe(`${type.name}.${field.name}(${argument.name})`, argument.description, inputOf(argument));
        }
      }
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        describe(`${type.name}.${field.name}`, field.description, inputOf(field));
      }
    }
  }
  return found;
}

const interfacesOf = (type: GraphQLNamedType): string[] =>
  isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().map(({ name }) => name) : [];

const membersOf = (type: GraphQLNamedType): string[] =>
  isUnionType(type)
    ? type
        .getTypes()
        .map(({ name }) => name)
        .toSorted()
    : [];

const inputOf = ({ type, default: preset, defaultValue }: GraphQLArgument | GraphQLInputField): string =>
  `${String(type)} = ${preset?.literal ? print(preset.literal) : JSON.stringify(preset?.value ?? defaultValue)}`;

const ours = facts(Object.values(schema.getTypeMap()));
const theirs = facts(Object.values(contract.getTypeMap()));

test("everything of ours that the contract names is as the contract says", () => {
  const shared = [...ours].filter(([name]) => theirs.has(name));
  expect(shared.length).toBeGreaterThan(300);
  expect(Object.fromEntries(shared)).toEqual(Object.fromEntries(shared.map(([name]) => [name, theirs.get(name)])));
});

test("everything that the contract names is there", () => {
  expect([...theirs.keys()].filter((name) => !ours.has(name))).toEqual([]);
});

test("what the contract does not know is listed", () => {
  expect([...ours.keys()].filter((name) => !theirs.has(name))).toEqual(additions);
});

test("schema.graphql is what the code prints", () => {
  const committed = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
  expect(committed, "run `plenticore-gateway schema > schema.graphql`").toBe(printedSchema());
});

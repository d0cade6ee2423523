import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { schema } from "../../src/schema/index.ts";

export type RootKind = "query" | "mutation" | "subscription";

export interface RootField {
  readonly kind: RootKind;
  readonly field: GraphQLField<unknown, unknown>;
}

export const rootFields: readonly RootField[] = (
  [
    ["query", schema.getQueryType()],
    ["mutation", schema.getMutationType()],
    ["subscription", schema.getSubscriptionType()],
  ] as const
).flatMap(([kind, type]) => Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field })));

/** Where an id stands in a field's arguments, like `input.inverterId`. */
export function idPaths({ field }: RootField): string[] {
  return field.args.flatMap(({ name, type }) => within(type, name));
}

function within(type: GraphQLInputType, path: string): string[] {
  const named = getNamedType(type);
  if (named.name === "ID") return [path];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) => within(field.type, `${path}.${field.name}`));
}

/** The field asked with `values` at their paths, and something of the right type wherever the schema wants it. */
export function documentOf(root: RootField, values: Readonly<Record<string, string>>, selection: string) {
  const { kind, field } = root;
  const variables = Object.fromEntries(
    field.args
      .map(({ name, type }) => [name, valueOf(type, name, values)] as const)
      .filter(([, value]) => value !== undefined),
  );
  const given = field.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(", ");
  const passed = given.map(({ name }) => `${name}: $${name}`).join(", ");
  const [head, tail] = given.length > 0 ? [`(${declared})`, `(${passed})`] : ["", ""];
  return { query: `${kind} Asked${head} { ${field.name}${tail} ${selection} }`, variables };
}

function valueOf(type: GraphQLInputType, path: string, values: Readonly<Record<string, string>>): unknown {
  const isWanted = Object.keys(values).some((wanted) => wanted === path || wanted.startsWith(`${path}.`));
  if (isNonNullType(type)) return valueOf(type.ofType, path, values) ?? filler(type.ofType, path, values);
  return isWanted ? filler(type, path, values) : undefined;
}

const scalars: Readonly<Record<string, unknown>> = {
  ID: "garage",
  String: "http://127.0.0.1:9",
  Boolean: true,
  Date: "2026-06-21",
  QuarterHour: "08:00",
  DateTime: "2026-06-21T12:00:00Z",
};

function filler(type: GraphQLInputType, path: string, values: Readonly<Record<string, string>>): unknown {
  if (isNonNullType(type)) return filler(type.ofType, path, values);
  if (isListType(type)) return path in values ? [filler(type.ofType, path, values)] : [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const entries = Object.values(type.getFields()).map(
      (field) => [field.name, valueOf(field.type, `${path}.${field.name}`, values)] as const,
    );
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  return values[path] ?? (path.endsWith("plantId") ? "home" : scalars[type.name]) ?? 10;
}

/** Everything that can be selected without arguments that must be given, `depth` levels deep, but for the fields named. */
export function everything(type: GraphQLOutputType, depth: number, without: readonly string[] = []): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  if (isAbstractType(named)) {
    const parts = schema.getPossibleTypes(named).map((one) => `... on ${one.name} ${everything(one, depth, without)}`);
    return `{ __typename ${parts.join(" ")} }`;
  }
  if (!isObjectType(named)) return "";
  const fields = Object.values(named.getFields())
    .filter((field) => !without.includes(field.name))
    .filter((field) => field.args.every((arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined))
    .filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
    .map((field) => {
      // Members of a union may have fields of one name and different types.
      const alias = `${named.name}_${field.name}: ${field.name}`;
      return `${alias} ${everything(field.type, depth - 1, without)}`;
    });
  return `{ __typename ${fields.join(" ")} }`;
}

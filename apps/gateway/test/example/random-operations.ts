import fc from "fast-check";
import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { schema } from "../../src/schema/index.ts";

/** Rarely something that does not fit: an operation has many such places. */
const mostly = <Value>(good: fc.Arbitrary<Value>, bad: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 60, arbitrary: good }, { weight: 1, arbitrary: bad });

const scalars: Record<string, fc.Arbitrary<unknown>> = {
  String: fc.string({ maxLength: 20 }),
  ID: fc.oneof(
    fc.constantFrom("garage", "barn", "shed", "home", "farm", "__proto__", "devices:local/../"),
    fc.string({ maxLength: 10 }),
  ),
  Int: fc.integer({ min: -5, max: 20 }),
  Float: fc.double({ noNaN: true, noDefaultInfinity: true }),
  Boolean: fc.boolean(),
  DateTime: mostly(fc.constant("2026-06-21T12:00:00Z"), fc.constant("now")),
  Date: mostly(fc.constant("2026-06-21"), fc.constant("2026-02-30")),
  QuarterHour: mostly(fc.constantFrom("06:15", "24:00"), fc.constant("6")),
};
const number = mostly(fc.integer({ min: 1, max: 100 }), fc.double({ noNaN: true, noDefaultInfinity: true }));

/** Values of an input type, mostly good ones. */
function inputOf(type: GraphQLInputType, depth = 0): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return mostly(inputOf(type.ofType, depth), anything);
  if (isListType(type))
    return depth > 4 ? fc.constant([]) : fc.array(inputOf(type.ofType, depth + 1), { maxLength: 3 });
  if (isEnumType(type))
    return mostly<unknown>(fc.constantFrom(...type.getValues().map(({ name }) => name)), fc.constant("OTHER"));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return fc.record(Object.fromEntries(fields.map((field) => [field.name, inputOf(field.type, depth + 1)])), {
      requiredKeys: fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name),
    });
  }
  return fc.option(scalars[type.name] ?? number, { freq: 12 });
}

/** Any JSON, with what JavaScript itself stumbles over. */
export const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom("__proto__", "constructor", { __proto__: null }, -0),
);

interface Piece {
  readonly text: string;
  readonly variables: readonly { readonly type: string; readonly value: unknown }[];
}

const empty: Piece = { text: "", variables: [] };
const join = (pieces: readonly Piece[], wrap: (texts: string[]) => string): Piece => ({
  text: wrap(pieces.map(({ text }) => text)),
  variables: pieces.flatMap(({ variables }) => variables),
});

/** A selection of a type; `§` stands for a variable, numbered at the end. */
function selectionOf(type: GraphQLNamedType, depth: number): fc.Arbitrary<Piece> {
  if (isAbstractType(type)) {
    const members = schema
      .getPossibleTypes(type)
      .map((member) =>
        selectionOf(member, depth).map((piece) => join([piece], ([text]) => `... on ${member.name} ${text}`)),
      );
    return fc
      .subarray(
        members.map((_, index) => index),
        { minLength: 1, maxLength: Math.min(2, members.length) },
      )
      .chain((chosen) =>
        fc
          .tuple(...chosen.map((index) => members[index] ?? fc.constant(empty)))
          .map((pieces) => join(pieces, (texts) => `{ __typename ${texts.join(" ")} }`)),
      );
  }
  if (!isObjectType(type)) return fc.constant(empty);
  const fields = Object.values(type.getFields()).filter(
    (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
  );
  if (fields.length === 0) return fc.constant({ text: "{ __typename }", variables: [] });
  return fc
    .subarray(fields, { minLength: 1, maxLength: Math.min(4, fields.length) })
    .chain((chosen) => fc.tuple(...chosen.map((field) => fieldOf(field, depth))))
    .map((pieces) => join(pieces, (texts) => `{ ${texts.join(" ")} }`));
}

interface Field {
  readonly name: string;
  readonly type: GraphQLOutputType;
  readonly args: readonly { readonly name: string; readonly type: GraphQLInputType }[];
}

function fieldOf({ name, type, args }: Field, depth: number): fc.Arbitrary<Piece> {
  const given = args.map((arg) =>
    fc
      .option(inputOf(arg.type), { freq: isNonNullType(arg.type) ? 30 : 2, nil: undefined })
      .map(
        (value): Piece =>
          value === undefined ? empty : { text: `${arg.name}: §`, variables: [{ type: String(arg.type), value }] },
      ),
  );
  const alias = fc.constantFrom("", "", "", "a: ", "__proto__: ", "constructor: ");
  const directive = mostly(
    fc.constantFrom("", "", " @include(if: true)", " @skip(if: false)"),
    fc.constant(" @nothing"),
  );
  return fc
    .tuple(alias, fc.tuple(...given), directive, selectionOf(getNamedType(type), depth - 1))
    .map(([before, values, after, below]) => {
      const inner = join(
        values.filter(({ text }) => text !== ""),
        (texts) => (texts.length > 0 ? `(${texts.join(", ")})` : ""),
      );
      return join([inner, below], ([list, selection]) => `${before}${name}${list}${after} ${selection}`);
    });
}

/** Operations of the schema that are mostly valid, with their variables. */
export const operations = fc.constantFrom("query" as const, "query" as const, "mutation" as const).chain((kind) => {
  const root = schema.getRootType(kind);
  if (!root) throw new Error(`the schema has no ${kind}`);
  return selectionOf(root, 4).map(({ text, variables }) => {
    let count = 0;
    const body = text.replaceAll("§", () => `$v${count++}`);
    const definitions = variables.map(({ type }, index) => `$v${index}: ${type}`).join(", ");
    return {
      query: `${kind} Fuzz${definitions && `(${definitions})`} ${body}`,
      variables: Object.fromEntries(variables.map(({ value }, index) => [`v${index}`, value])),
    };
  });
});

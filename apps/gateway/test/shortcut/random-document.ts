import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from "graphql";

/** How a random document is made: `dice` gives whole numbers from 0 to below `sides`. */
export interface DocumentOptions {
  readonly schema: GraphQLSchema;
  readonly dice: (sides: number) => number;
  /** Texts of literals of a scalar, good and bad. */
  readonly literals: (type: string) => readonly string[];
  /** Values of variables of a scalar, good and bad. */
  readonly values: (type: string) => readonly unknown[];
}

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A query that asks for anything at all, mostly valid: aliases that merge, fragments, directives, arguments, variables. */
export function randomOperation(options: DocumentOptions): RandomOperation {
  const { schema, dice, literals, values } = options;
  const variables = new Map<string, { readonly type: string; readonly value: unknown; readonly fallback: string }>();
  const fragments: string[] = [];
  const pick = <T>(of: readonly T[]): T => of[dice(of.length)] as T;
  const often = (): boolean => dice(4) > 0;
  const seldom = (): boolean => dice(6) === 0;

  const literal = (type: GraphQLInputType): string => {
    if (isNonNullType(type)) return literal(type.ofType);
    if (dice(12) === 0) return "null";
    if (isListType(type)) return `[${Array.from({ length: dice(3) }, () => literal(type.ofType)).join(", ")}]`;
    if (isEnumType(type)) return pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || seldom());
      return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(", ")} }`;
    }
    return pick(literals(type.name));
  };

  const value = (type: GraphQLInputType): unknown => {
    if (isNonNullType(type)) return value(type.ofType);
    if (dice(12) === 0) return null;
    if (isListType(type)) return Array.from({ length: dice(3) }, () => value(type.ofType));
    if (isEnumType(type)) return pick([...type.getValues().map(({ name }) => name), "NO_SUCH"]);
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || seldom());
      return Object.fromEntries(fields.map((field) => [field.name, value(field.type)]));
    }
    return pick(values(type.name));
  };

  const variable = (type: GraphQLInputType): string => {
    const name = `v${variables.size}`;
    variables.set(name, {
      type: String(type),
      value: dice(8) === 0 ? undefined : value(type),
      fallback: isNonNullType(type) || often() ? "" : ` = ${literal(type)}`,
    });
    return `$${name}`;
  };

  const condition = (): string => {
    if (!seldom()) return "";
    const name = `v${variables.size}`;
    const text = pick(["true", "false", `$${name}`]);
    if (text.startsWith("$"))
      variables.set(name, { type: "Boolean!", value: pick<unknown>([true, false, undefined, "no"]), fallback: "" });
    return ` @${pick(["skip", "include"])}(if: ${text})`;
  };

  const given = (all: readonly GraphQLArgument[]): string => {
    const some = all.filter((argument) => isRequiredArgument(argument) || often());
    const texts = some.map(({ name, type }) => `${name}: ${seldom() ? variable(type) : literal(type)}`);
    return texts.length > 0 ? `(${texts.join(", ")})` : "";
  };

  const field = ({ name, args, type }: GraphQLField<unknown, unknown>, depth: number): string => {
    const named = getNamedType(type);
    const below = isCompositeType(named) ? ` ${selection(named, depth - 1)}` : "";
    // Fields with arguments under one key must have the same ones: the key tells them apart.
    const alias = args.length > 0 || seldom() ? `${pick(["a", "b_c", "toString"])}${dice(1000)}: ` : "";
    return `${alias}${name}${given(args)}${condition()}${below}`;
  };

  const part = (type: GraphQLCompositeType, depth: number): string => {
    const kind = dice(8);
    if (kind === 0) {
      const on = conditionType(type);
      return `... on ${on.name}${condition()} ${selection(on, depth)}`;
    }
    if (kind === 1 && depth > 0) {
      const on = conditionType(type);
      const name = `F${fragments.length}`;
      const at = fragments.push("") - 1;
      fragments[at] = `fragment ${name} on ${on.name} ${selection(on, depth - 1)}`;
      return `...${name}${condition()} ...${name}`;
    }
    if (kind === 2 || isUnionType(type)) return pick(["__typename", "kind: __typename"]);
    const fields = Object.values(type.getFields()).filter(
      (one) => depth > 0 || !isCompositeType(getNamedType(one.type)),
    );
    return fields.length === 0 ? "__typename" : field(pick(fields), depth);
  };

  const conditionType = (type: GraphQLCompositeType): GraphQLCompositeType => {
    if (isAbstractType(type)) return pick([type, ...schema.getPossibleTypes(type)]);
    return isObjectType(type) ? pick([type, ...type.getInterfaces()]) : type;
  };

  const selection = (type: GraphQLCompositeType, depth: number): string =>
    `{ ${Array.from({ length: 1 + dice(4) }, () => part(type, depth)).join(" ")} }`;

  const root = schema.getQueryType();
  if (root === undefined || root === null) throw new Error("the schema has no queries");
  const selected = selection(root, 4);
  const definitions = Array.from(variables, ([name, { type, fallback }]) => `$${name}: ${type}${fallback}`);
  const head = definitions.length > 0 ? `query Random(${definitions.join(", ")}) ` : "";
  return {
    query: [`${head}${selected}`, ...fragments].join("\n"),
    variables: Object.fromEntries(
      Array.from(variables, ([name, one]) => [name, one.value] as const).filter(([, one]) => one !== undefined),
    ),
  };
}

import { isJsonObject } from "../json.ts";
import type { FieldLimits, ListLimits, NumberLimits, Property, Schema, TextLimits } from "../model.ts";
import { type Context, child, children, type Node, type ObjectNode } from "./context.ts";
import { isReference, referencedName, refuseSiblings } from "./reference.ts";

// https://swagger.io/specification/v2/#schema-object

/** Type names by the names of definitions. */
export type Identifiers = ReadonlyMap<string, string>;

const annotations = ["title", "description", "default", "example", "externalDocs", "xml", "readOnly", "x-nullable"];
const textKeywords = ["minLength", "maxLength", "pattern"];
const numberKeywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const listKeywords = ["items", "minItems", "maxItems", "uniqueItems"];
const objectKeywords = ["properties", "required", "additionalProperties", "minProperties", "maxProperties"];

const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  string: ["format", "enum", ...textKeywords],
  number: ["format", "enum", ...numberKeywords],
  integer: ["format", "enum", ...numberKeywords],
  boolean: ["enum"],
  array: listKeywords,
  object: [...objectKeywords, "allOf"],
};

const hints: Readonly<Record<string, string>> = {
  discriminator: "polymorphism by a discriminator is not supported; an overlay can remove it",
  oneOf: "belongs to OpenAPI 3 and is not supported",
  anyOf: "belongs to OpenAPI 3 and is not supported",
  not: "belongs to OpenAPI 3 and is not supported",
  const: "belongs to OpenAPI 3 and is not supported; use enum",
  nullable: "belongs to OpenAPI 3; Swagger 2.0 tools write x-nullable",
  writeOnly: "belongs to OpenAPI 3 and is not supported",
  deprecated: "belongs to OpenAPI 3 and is not supported",
};

/** Schema of a field that is required and not declared beside; in an `allOf` another part may declare it. */
export const undeclaredField: Schema = { kind: "any", nullable: false, description: undefined };

/** Reads a schema; problems are reported, and `any` stands in for what could not be read. */
export function parseSchema(context: Context, at: Node, identifiers: Identifiers): Schema {
  const unknown: Schema = { kind: "any", nullable: false, description: undefined };
  const node = context.object(at, "a schema");
  if (node === undefined) return unknown;
  const common = { nullable: context.flag(child(node, "x-nullable")) ?? false, description: describe(context, node) };
  if (isReference(node)) {
    const hint = "is ignored beside $ref by Swagger 2.0: remove it, or use allOf";
    refuseSiblings(context, node, ["description", "x-nullable"], hint);
    const name = referencedName(context, node, "definitions");
    const to = name === undefined ? undefined : identifiers.get(name);
    return to === undefined ? unknown : { kind: "reference", to, ...common };
  }
  const type = typeOf(context, node);
  if (type === undefined) return unknown;
  context.only(node, new Set([...annotations, "type", ...(keywordsOf[type] ?? ["allOf"])]), hintsFor(type));
  if (Object.hasOwn(node.value, "enum")) return { ...parseEnum(context, node, type), ...common };
  if (Object.hasOwn(node.value, "allOf")) return { ...parseAllOf(context, node, identifiers), ...common };
  if (type === "string")
    return { kind: "string", format: context.text(child(node, "format")), ...textLimits(context, node), ...common };
  if (type === "number" || type === "integer") {
    return { kind: "number", integer: type === "integer", ...numberLimits(context, node), ...common };
  }
  if (type === "boolean") return { kind: "boolean", ...common };
  if (type === "array") {
    return { kind: "array", items: parseItems(context, node, identifiers), ...listLimits(context, node), ...common };
  }
  if (type === "object") return { ...parseObject(context, node, identifiers), ...common };
  return { ...unknown, ...common };
}

function hintsFor(type: string): Record<string, string> {
  const known = Object.values(keywordsOf).flat();
  return { ...Object.fromEntries(known.map((keyword) => [keyword, `does not go with type ${type}`])), ...hints };
}

/** The description with the default, which the bindings tell and never fill in. */
export function describe(context: Context, node: ObjectNode): string | undefined {
  const description = context.text(child(node, "description")) ?? context.text(child(node, "title"));
  const note = Object.hasOwn(node.value, "default") ? `Default: ${JSON.stringify(node.value["default"])}.` : undefined;
  const lines = [description, note].filter((line) => line !== undefined);
  return lines.length === 0 ? undefined : lines.join(" ");
}

function typeOf(context: Context, node: ObjectNode): string | undefined {
  const { value } = node;
  const at = child(node, "type");
  const type = Object.hasOwn(value, "type") ? at.value : undefined;
  if (Array.isArray(type)) {
    context.report(at, "a list of types belongs to OpenAPI 3.1; use one type and x-nullable");
    return undefined;
  }
  if (type === "file") {
    context.report(at, "type file is only allowed as the whole answer of an operation");
    return undefined;
  }
  if (typeof type === "string" && Object.hasOwn(keywordsOf, type)) return type;
  if (type !== undefined) {
    context.report(at, `unknown type ${JSON.stringify(type)}`);
    return undefined;
  }
  return inferType(context, node);
}

function inferType(context: Context, node: ObjectNode): string | undefined {
  const has = (keyword: string): boolean => Object.hasOwn(node.value, keyword);
  if (has("allOf") || objectKeywords.some(has)) return "object";
  if (has("items")) return "array";
  const values = has("enum") ? node.value["enum"] : undefined;
  if (Array.isArray(values) && values.length > 0) {
    const types = new Set(values.filter((value) => value !== null).map((value) => typeof value));
    const [only = "string"] = types;
    if (types.size === 1 && Object.hasOwn(keywordsOf, only)) return only;
    context.report(child(node, "enum"), "an enum of several types is not supported");
    return undefined;
  }
  const typed = [...textKeywords, ...numberKeywords, "format", "minItems", "maxItems", "uniqueItems", "enum"].find(has);
  if (typed !== undefined) {
    context.report(node, `${typed} needs a type beside it`);
    return undefined;
  }
  return "any";
}

function parseEnum(
  context: Context,
  node: ObjectNode,
  type: string,
): Pick<Extract<Schema, { kind: "enum" }>, "kind" | "values"> {
  const values: (string | number | boolean)[] = [];
  const fits = (value: unknown): boolean => (type === "integer" ? Number.isInteger(value) : typeof value === type);
  for (const item of context.list(child(node, "enum")) ?? []) {
    const { value } = item;
    if (value === null && node.value["x-nullable"] === true) continue;
    if ((typeof value === "string" || typeof value === "number" || typeof value === "boolean") && fits(value))
      values.push(value);
    else context.report(item, value === null ? "null in an enum needs x-nullable: true" : `is not of type ${type}`);
  }
  if (values.length === 0) context.report(child(node, "enum"), "an enum needs at least one value");
  const limits = [...textKeywords, ...numberKeywords].find((keyword) => Object.hasOwn(node.value, keyword));
  if (limits !== undefined) context.report(child(node, limits), `${limits}: says nothing beside enum; remove it`);
  return { kind: "enum", values };
}

function parseItems(context: Context, node: ObjectNode, identifiers: Identifiers): Schema {
  const items = child(node, "items");
  if (items.value === undefined) context.report(node, "an array needs items");
  else if (Array.isArray(items.value)) context.report(items, "a list of items (a tuple) is not supported");
  else return parseSchema(context, items, identifiers);
  return { kind: "any", nullable: false, description: undefined };
}

type Bare<Kind extends Schema["kind"]> = Omit<Extract<Schema, { kind: Kind }>, "nullable" | "description">;

function parseObject(context: Context, node: ObjectNode, identifiers: Identifiers): Bare<"object"> {
  const declared = parseProperties(context, node, identifiers);
  const required = requiredNames(context, node);
  const undeclared = required.filter((name) => !declared.some((property) => property.name === name));
  const properties = [
    ...declared.map((property) => ({ ...property, required: required.includes(property.name) })),
    ...undeclared.map((name) => ({ name, required: true, schema: undeclaredField })),
  ];
  return {
    kind: "object",
    properties,
    additional: parseAdditional(context, node, identifiers, properties.length),
    ...fieldLimits(context, node),
  };
}

function parseProperties(context: Context, node: ObjectNode, identifiers: Identifiers): readonly Property[] {
  const at = child(node, "properties");
  const properties = at.value === undefined ? undefined : context.object(at, "properties");
  if (properties === undefined) return [];
  const required = node.value["required"];
  return children(properties).map((property) => {
    const { value } = property;
    if (
      isJsonObject(value) &&
      value["readOnly"] === true &&
      Array.isArray(required) &&
      required.includes(property.key)
    ) {
      context.report(
        child({ ...property, value }, "readOnly"),
        "a required field can't be left out of requests: remove readOnly or required",
      );
    }
    return { name: property.key, required: false, schema: parseSchema(context, property, identifiers) };
  });
}

function requiredNames(context: Context, node: ObjectNode): readonly string[] {
  const at = child(node, "required");
  if (typeof at.value === "boolean") {
    context.report(at, "required is a list of property names in Swagger 2.0");
    return [];
  }
  return [...new Set(context.texts(at))];
}

function parseAdditional(
  context: Context,
  node: ObjectNode,
  identifiers: Identifiers,
  properties: number,
): "open" | "closed" | Schema {
  const at = child(node, "additionalProperties");
  if (at.value === false) return "closed";
  if (at.value === undefined || at.value === true) {
    // An object that names no property is a map of anything; one that does merely tolerates more.
    const map = at.value === true || properties === 0;
    return map ? { kind: "any", nullable: false, description: undefined } : "open";
  }
  return parseSchema(context, at, identifiers);
}

function parseAllOf(context: Context, node: ObjectNode, identifiers: Identifiers): Bare<"allOf"> {
  const parts = (context.list(child(node, "allOf")) ?? []).map((part) => parseSchema(context, part, identifiers));
  if (parts.length === 0) context.report(child(node, "allOf"), "allOf needs at least one schema");
  if (!objectKeywords.some((keyword) => Object.hasOwn(node.value, keyword))) return { kind: "allOf", parts };
  const own: Schema = { ...parseObject(context, node, identifiers), nullable: false, description: undefined };
  return { kind: "allOf", parts: [...parts, own] };
}

function textLimits(context: Context, node: ObjectNode): TextLimits {
  const pattern = context.text(child(node, "pattern"));
  if (pattern !== undefined) checkPattern(context, child(node, "pattern"), pattern);
  return { ...numbers(context, node, ["minLength", "maxLength"]), ...(pattern === undefined ? {} : { pattern }) };
}

function checkPattern(context: Context, at: Node, pattern: string): void {
  try {
    RegExp(pattern, "u");
  } catch (error) {
    context.report(
      at,
      `is no regular expression that JavaScript takes: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function numberLimits(context: Context, node: ObjectNode): NumberLimits {
  const limits: NumberLimits = numbers(context, node, ["minimum", "maximum", "multipleOf"]);
  for (const [keyword, bound] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (context.flag(child(node, keyword)) === true && limits[bound] === undefined)
      context.report(child(node, keyword), `${keyword} needs ${bound}`);
  }
  if (limits.multipleOf !== undefined && limits.multipleOf <= 0)
    context.report(child(node, "multipleOf"), "must be above 0");
  return { ...limits, ...flags(context, node, ["exclusiveMinimum", "exclusiveMaximum"]) };
}

function listLimits(context: Context, node: ObjectNode): ListLimits {
  return { ...numbers(context, node, ["minItems", "maxItems"]), ...flags(context, node, ["uniqueItems"]) };
}

function fieldLimits(context: Context, node: ObjectNode): FieldLimits {
  return numbers(context, node, ["minProperties", "maxProperties"]);
}

function numbers<Key extends string>(
  context: Context,
  node: ObjectNode,
  keys: readonly Key[],
): { [K in Key]?: number } {
  const entries = keys
    .map((key) => [key, context.number(child(node, key))] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in Key]?: number };
}

function flags<Key extends string>(context: Context, node: ObjectNode, keys: readonly Key[]): { [K in Key]?: boolean } {
  const entries = keys
    .map((key) => [key, context.flag(child(node, key))] as const)
    .filter(([, value]) => value === true);
  return Object.fromEntries(entries) as { [K in Key]?: boolean };
}

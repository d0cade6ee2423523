import type { Body, ListFormat, Parameter, ParameterPlace, Schema } from "../model.ts";
import { type Context, child, type Node, type ObjectNode } from "./context.ts";
import { describe, type Identifiers, parseSchema } from "./schema-object.ts";

// https://swagger.io/specification/v2/#parameter-object

const places: ReadonlySet<string> = new Set(["path", "query", "header"]);
const scalars: ReadonlySet<string> = new Set(["string", "number", "integer", "boolean"]);
const formats: ReadonlySet<string> = new Set(["csv", "ssv", "tsv", "pipes", "multi"]);
const ownFields = ["name", "in", "description", "required", "allowEmptyValue", "collectionFormat"];
// What a parameter shares with a schema.
const schemaFields = [
  "type",
  "format",
  "items",
  "default",
  "enum",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
];
const moreSchemaFields = ["minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"];

/** Reads a parameter of path, query or header; problems are reported. */
export function parseParameter(context: Context, node: ObjectNode): Parameter | undefined {
  const place = child(node, "in");
  const name = context.text(child(node, "name"));
  if (name === undefined || name === "") {
    context.report(child(node, "name"), "a parameter needs a name");
    return undefined;
  }
  if (place.value === "formData") {
    context.report(place, "form data and file uploads are not supported");
    return undefined;
  }
  if (typeof place.value !== "string" || !places.has(place.value)) {
    context.report(place, "must be path, query, header or body");
    return undefined;
  }
  context.only(node, new Set([...ownFields, ...schemaFields, ...moreSchemaFields]), {
    schema: "only a body parameter has a schema in Swagger 2.0",
  });
  const required = context.flag(child(node, "required")) ?? false;
  if (place.value === "path" && !required) context.report(node, "a path parameter must have required: true");
  if (context.flag(child(node, "allowEmptyValue")) === true)
    context.report(child(node, "allowEmptyValue"), "parameters without a value are not supported");
  if (child(node, "x-nullable").value === true)
    context.report(child(node, "x-nullable"), "a parameter is text and can't be null");
  const value = parseValue(context, node, place.value as ParameterPlace);
  return (
    value && {
      name,
      in: place.value as ParameterPlace,
      required,
      description: describe(context, node),
      fieldsMask: parseFieldsMask(context, child(node, "x-fields-mask"), place.value as ParameterPlace),
      ...value,
    }
  );
}

function parseFieldsMask(context: Context, at: Node, place: ParameterPlace): boolean {
  const mask = context.flag(at) ?? false;
  if (mask && place === "path") context.report(at, "a fields mask stands in a header or in the query");
  return mask;
}

function parseValue(
  context: Context,
  node: ObjectNode,
  place: ParameterPlace,
): Pick<Parameter, "type" | "list" | "schema"> | undefined {
  const type = child(node, "type");
  if (type.value === "array") return parseList(context, node, place);
  if (typeof type.value !== "string" || !scalars.has(type.value)) {
    context.report(
      type,
      type.value === "file" ? "file uploads are not supported" : "must be string, number, integer, boolean or array",
    );
    return undefined;
  }
  if (child(node, "collectionFormat").value !== undefined)
    context.report(child(node, "collectionFormat"), "goes only with type array");
  return { type: type.value as Parameter["type"], list: undefined, schema: parameterSchema(context, node) };
}

function parseList(
  context: Context,
  node: ObjectNode,
  place: ParameterPlace,
): Pick<Parameter, "type" | "list" | "schema"> | undefined {
  const items = context.object(child(node, "items"), "items");
  if (items === undefined) return undefined;
  const type = child(items, "type");
  if (typeof type.value !== "string" || !scalars.has(type.value)) {
    context.report(
      type,
      "items of a parameter must be string, number, integer or boolean: lists of lists are not supported",
    );
    return undefined;
  }
  const format = child(node, "collectionFormat");
  const list = format.value ?? "csv";
  if (typeof list !== "string" || !formats.has(list)) context.report(format, "must be csv, ssv, tsv, pipes or multi");
  if (list === "multi" && place !== "query") context.report(format, "multi goes only with query parameters");
  const schema = parameterSchema(context, node);
  // An empty list has no text in a path.
  const filled: Schema =
    place === "path" && schema.kind === "array" ? { ...schema, minItems: Math.max(1, schema.minItems ?? 0) } : schema;
  return { type: type.value as Parameter["type"], list: list as ListFormat, schema: filled };
}

function parameterSchema(context: Context, node: ObjectNode): Schema {
  const value = Object.fromEntries(
    Object.entries(node.value).filter(([key]) => schemaFields.includes(key) || moreSchemaFields.includes(key)),
  );
  return parseSchema(context, { value, pointer: node.pointer }, new Map());
}

/** Reads a body parameter. */
export function parseBody(context: Context, node: ObjectNode, identifiers: Identifiers): Body {
  context.only(node, new Set(["name", "in", "description", "required", "schema"]));
  return {
    required: context.flag(child(node, "required")) ?? false,
    description: context.text(child(node, "description")),
    schema: parseSchema(context, child(node, "schema"), identifiers),
  };
}

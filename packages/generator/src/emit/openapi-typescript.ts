import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";
import type { Json, JsonObject } from "../json.ts";
import type { Definition, Schema } from "../model.ts";
import type { SchemaPrinter } from "./schema-printer.ts";
import { docComment } from "./text.ts";

/** Lets openapi-typescript print the types. It reads OpenAPI 3.1 only, so it gets the model's schemas as that. */
export const openapiTypescriptPrinter: SchemaPrinter = {
  async print(definitions) {
    if (definitions.length === 0) return "export {};\n";
    const schemas = Object.fromEntries(
      definitions.map((definition) => [definition.identifier, schemaObject(definition.schema)]),
    );
    const document = { openapi: "3.1.0", info: { title: "", version: "" }, paths: {}, components: { schemas } };
    const nodes = await openapiTS(document as unknown as OpenAPI3, {
      alphabetize: false,
      immutable: true,
      silent: true,
    });
    const components = nodes
      .flatMap(keepSchemas)
      .map((node) => reindent(astToString([node])))
      .join("\n");
    return `${components}\n${definitions.map(alias).join("\n")}`;
  },
};

function alias(definition: Definition): string {
  return `${docComment([definition.schema.description])}export type ${definition.identifier} = components["schemas"][${JSON.stringify(definition.identifier)}];\n`;
}

// Of what it prints for a document, only the schemas are wanted.
function keepSchemas(node: ts.Node): ts.Node[] {
  if (!ts.isInterfaceDeclaration(node) || node.name.text !== "components") return [];
  const schemas = node.members.filter(
    (member) => member.name !== undefined && ts.isIdentifier(member.name) && member.name.text === "schemas",
  );
  return [
    ts.factory.updateInterfaceDeclaration(
      node,
      node.modifiers,
      node.name,
      node.typeParameters,
      node.heritageClauses,
      schemas,
    ),
  ];
}

function reindent(text: string): string {
  return text.replaceAll(/^( {4})+/gm, (spaces) => " ".repeat(spaces.length / 2));
}

/** A schema as OpenAPI 3.1 writes it. */
function schemaObject(schema: Schema): JsonObject {
  const description: JsonObject = schema.description === undefined ? {} : { description: schema.description };
  if (schema.kind === "any") return description;
  const bare = bareObject(schema);
  if (!schema.nullable) return { ...bare, ...description };
  if (typeof bare["type"] === "string" && schema.kind !== "enum")
    return { ...bare, type: [bare["type"], "null"], ...description };
  return { oneOf: [bare, { type: "null" }], ...description };
}

function bareObject(schema: Exclude<Schema, { kind: "any" }>): JsonObject {
  switch (schema.kind) {
    case "reference":
      return { $ref: `#/components/schemas/${schema.to}` };
    case "enum":
      return { type: typeof schema.values[0], enum: [...schema.values] };
    case "string":
    case "boolean":
    case "number":
      return { type: schema.kind };
    case "array":
      return { type: "array", items: schemaObject(schema.items) };
    case "object":
      return fieldsObject(schema);
    case "allOf":
      return { allOf: schema.parts.map(schemaObject) };
  }
}

function fieldsObject(schema: Extract<Schema, { kind: "object" }>): JsonObject {
  const properties = schema.properties.map((property): [string, Json] => [
    property.name,
    schemaObject(property.schema),
  ]);
  const required = schema.properties.filter((property) => property.required).map((property) => property.name);
  const additional =
    typeof schema.additional === "object" ? { additionalProperties: additionalObject(schema.additional) } : {};
  return { type: "object", properties: Object.fromEntries(properties), required, ...additional };
}

function additionalObject(schema: Schema): Json {
  return schema.kind === "any" ? true : schemaObject(schema);
}

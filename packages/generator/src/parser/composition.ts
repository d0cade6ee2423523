import type { Definition, Schema } from "../model.ts";
import { undeclaredField } from "./schema-object.ts";

type Definitions = ReadonlyMap<string, Definition>;

/** Gives a field that one part of an `allOf` requires the schema with which another part declares it. */
export function compose(definitions: readonly Definition[]): readonly Definition[] {
  const byName = new Map(definitions.map((definition) => [definition.identifier, definition]));
  return definitions.map((definition) => ({ ...definition, schema: composed(definition.schema, byName) }));
}

function composed(schema: Schema, definitions: Definitions): Schema {
  if (schema.kind === "array") return { ...schema, items: composed(schema.items, definitions) };
  if (schema.kind === "allOf") {
    return {
      ...schema,
      parts: schema.parts.map((part) => settled(composed(part, definitions), schema.parts, definitions)),
    };
  }
  if (schema.kind !== "object") return schema;
  const properties = schema.properties.map((property) => ({
    ...property,
    schema: composed(property.schema, definitions),
  }));
  const additional =
    typeof schema.additional === "object" ? composed(schema.additional, definitions) : schema.additional;
  return { ...schema, properties, additional };
}

function settled(part: Schema, parts: readonly Schema[], definitions: Definitions): Schema {
  if (part.kind !== "object") return part;
  const properties = part.properties.map((property) => {
    if (property.schema !== undeclaredField) return property;
    return { ...property, schema: declaredIn(parts, property.name, definitions) ?? undeclaredField };
  });
  return { ...part, properties };
}

function declaredIn(parts: readonly Schema[], name: string, definitions: Definitions): Schema | undefined {
  for (const part of parts) {
    const found = declaration(part, name, definitions);
    if (found !== undefined) return found;
  }
  return undefined;
}

// `checkCycles` has refused definitions that would make this endless.
function declaration(schema: Schema, name: string, definitions: Definitions): Schema | undefined {
  if (schema.kind === "allOf") return declaredIn(schema.parts, name, definitions);
  if (schema.kind === "reference") {
    const target = definitions.get(schema.to);
    return target === undefined ? undefined : declaration(target.schema, name, definitions);
  }
  if (schema.kind !== "object") return undefined;
  return schema.properties.find((property) => property.name === name && property.schema !== undeclaredField)?.schema;
}

import type { Schema } from "../model.ts";

/** TypeScript's text for a schema that needs no declaration of its own: objects with fields are definitions by now. */
export function typeText(schema: Schema): string {
  const text = plain(schema);
  return schema.nullable && schema.kind !== "any" ? `${text} | null` : text;
}

function plain(schema: Schema): string {
  if (schema.kind === "reference") return schema.to;
  if (schema.kind === "enum") return schema.values.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.kind === "array") return `readonly ${grouped(typeText(schema.items))}[]`;
  if (schema.kind === "object" && schema.properties.length === 0) return mapText(schema.additional);
  if (schema.kind === "any") return "unknown";
  if (schema.kind === "string" || schema.kind === "number" || schema.kind === "boolean") return schema.kind;
  throw new Error(`a schema of kind ${schema.kind} has no name`);
}

function mapText(additional: Schema | "open" | "closed"): string {
  if (additional === "closed") return "Readonly<Record<string, never>>";
  return `Readonly<Record<string, ${additional === "open" ? "unknown" : typeText(additional)}>>`;
}

function grouped(text: string): string {
  return /[ |]/.test(text) && !/^[A-Za-z]+<.*>$/.test(text) ? `(${text})` : text;
}

/** Definitions that the text of a schema names. */
export function namedIn(schema: Schema): string[] {
  if (schema.kind === "reference") return [schema.to];
  if (schema.kind === "array") return namedIn(schema.items);
  if (schema.kind === "allOf") return schema.parts.flatMap(namedIn);
  if (schema.kind !== "object") return [];
  const additional = typeof schema.additional === "object" ? namedIn(schema.additional) : [];
  return [...schema.properties.flatMap((property) => namedIn(property.schema)), ...additional];
}

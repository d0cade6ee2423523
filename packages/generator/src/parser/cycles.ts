import { below } from "../json.ts";
import type { Definition, Schema } from "../model.ts";
import type { Context } from "./context.ts";

/** A definition may contain itself in a field or an item; one that *is* itself, through `$ref` or `allOf`, has no values and is reported. */
export function checkCycles(context: Context, definitions: readonly Definition[]): void {
  const byName = new Map(definitions.map((definition) => [definition.identifier, definition]));
  for (const definition of definitions) {
    if (reaches(definition.schema, definition.identifier, byName, new Set())) {
      context.report(
        { pointer: below("/definitions", definition.name) },
        "is defined by itself: the references lead in a circle",
      );
    }
  }
}

function reaches(
  schema: Schema,
  goal: string,
  definitions: ReadonlyMap<string, Definition>,
  seen: Set<string>,
): boolean {
  if (schema.kind === "allOf") return schema.parts.some((part) => reaches(part, goal, definitions, seen));
  if (schema.kind !== "reference") return false;
  if (schema.to === goal) return true;
  if (seen.has(schema.to)) return false;
  seen.add(schema.to);
  const next = definitions.get(schema.to);
  return next !== undefined && reaches(next.schema, goal, definitions, seen);
}

import type { Answer, Definition, Operation, Schema } from "../model.ts";
import type { Names } from "../names.ts";

/** Gives names to the objects written inside operations, so that emitters meet objects only as definitions. */
export function lift(
  operations: readonly Operation[],
  names: Names,
): { operations: readonly Operation[]; definitions: readonly Definition[] } {
  const definitions: Definition[] = [];
  const named = (schema: Schema, wanted: string): Schema => {
    if (schema.kind === "array") return { ...schema, items: named(schema.items, `${wanted}Item`) };
    if (schema.kind === "object" && schema.properties.length === 0 && typeof schema.additional === "object") {
      return { ...schema, additional: named(schema.additional, `${wanted}Value`) };
    }
    if (schema.kind !== "object" && schema.kind !== "allOf") return schema;
    const identifier = names.take(wanted);
    definitions.push({ name: identifier, identifier, schema: { ...schema, nullable: false } });
    return { kind: "reference", to: identifier, nullable: schema.nullable, description: schema.description };
  };
  const lifted = operations.map((operation) => ({
    ...operation,
    body: operation.body && { ...operation.body, schema: named(operation.body.schema, `${operation.typeName}Body`) },
    answers: operation.answers.map((answer): Answer => {
      if (answer.content.kind !== "json") return answer;
      const status = answer.status === 200 ? "" : answer.status === "default" ? "Default" : String(answer.status);
      return {
        ...answer,
        content: { kind: "json", schema: named(answer.content.schema, `${operation.typeName}Answer${status}`) },
      };
    }),
  }));
  return { operations: lifted, definitions };
}

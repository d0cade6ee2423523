import { readFileSync } from "node:fs";
import type { Model } from "../model.ts";
import { union } from "./text.ts";

/** The files that are the same for every API, kept as TypeScript in templates/. */
export const supportFiles = ["call.ts", "checks.ts", "entry.ts", "serve.ts", "wire.ts"] as const;

export function emitSupport(file: (typeof supportFiles)[number]): string {
  return template(file);
}

const operationIdLine = 'export type OperationId = "example";\n';

/** contract.ts: the types between client and transport, with the operations' ids. */
export function emitContract(model: Model): string {
  const ids = model.operations.map((operation) => JSON.stringify(operation.id));
  const text = template("contract.ts");
  if (!text.includes(operationIdLine)) throw new Error("templates/contract.ts lost its OperationId line");
  return text.replace(operationIdLine, () => `export type OperationId =${union(ids, 26)};\n`);
}

function template(file: string): string {
  return readFileSync(new URL(`../../templates/${file}`, import.meta.url), "utf8");
}

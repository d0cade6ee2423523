import type { Model } from "../model.ts";
import type { SchemaPrinter } from "./schema-printer.ts";

/** schemas.ts: the types of all definitions. */
export async function emitSchemas(model: Model, printer: SchemaPrinter): Promise<string> {
  return printer.print(model.definitions);
}

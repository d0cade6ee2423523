import type { Definition } from "../model.ts";

/** Prints TypeScript declarations of definitions; each becomes an exported type of its identifier. */
export interface SchemaPrinter {
  print(definitions: readonly Definition[]): Promise<string>;
}

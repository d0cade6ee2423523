import { emitClient } from "./emit/client.ts";
import { emitIndex } from "./emit/index-file.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitRoutes } from "./emit/routes.ts";
import type { SchemaPrinter } from "./emit/schema-printer.ts";
import { emitSchemas } from "./emit/schemas.ts";
import { emitContract, emitSupport, supportFiles } from "./emit/support.ts";
import { checkImports, emitValidators } from "./emit/validators.ts";
import type { Json } from "./json.ts";
import type { Model } from "./model.ts";
import { firstWords } from "./output.ts";
import { applyOverlay } from "./overlay/apply.ts";
import type { OverlaySource } from "./overlay/overlay-object.ts";
import { parseSwagger } from "./parser/swagger-object.ts";

export interface GenerateInput {
  /** A parsed Swagger 2.0 document. It is not changed. */
  readonly spec: Json;
  /** Applied one after the other. Default: none. */
  readonly overlays?: readonly OverlaySource[];
}

/**
 * Makes the bindings: file names with their text, the same for the same input.
 * Throws SpecificationError, which lists everything in specification and overlays that can't be handled.
 */
export async function generate(input: GenerateInput): Promise<Map<string, string>> {
  let document = input.spec;
  for (const overlay of input.overlays ?? []) document = applyOverlay(document, overlay);
  const model = parseSwagger(document);
  // Loaded late: it brings the TypeScript compiler, which a refused document need not wait for.
  const { openapiTypescriptPrinter } = await import("./emit/openapi-typescript.ts");
  return emit(model, openapiTypescriptPrinter);
}

async function emit(model: Model, printer: SchemaPrinter): Promise<Map<string, string>> {
  const { text, checks } = emitValidators(model);
  const files: [string, string][] = [
    ...supportFiles.map((file): [string, string] => [file, emitSupport(file)]),
    ["client.ts", emitClient(model)],
    ["contract.ts", emitContract(model)],
    ["index.ts", emitIndex(model)],
    ["operations.ts", emitOperations(model)],
    ["routes.ts", emitRoutes(model)],
    ["schemas.ts", await emitSchemas(model, printer)],
    ["validators.ts", text === "" ? "export {};\n" : `${checkImports(checks.used)}\n${text}`],
  ];
  const sorted = files.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return new Map(sorted.map(([file, content]) => [file, `${header(model)}\n${content}`]));
}

function header(model: Model): string {
  const source = `${model.title} ${model.version}`.trim().replaceAll(/\s+/g, " ");
  return `${firstWords}${source === "" ? "a Swagger document" : source}.\n// Do not edit: change the specification or its overlay, and generate again.\n`;
}

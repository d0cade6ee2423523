import { SpecificationError } from "../errors.ts";
import type { Json } from "../json.ts";
import type { Definition, Model, Operation, Route } from "../model.ts";
import { camelCase, methodNames, type Names, pascalCase, typeNameFor, typeNames, wordsOf } from "../names.ts";
import { compose } from "./composition.ts";
import { Context, child, children, type Node, type ObjectNode } from "./context.ts";
import { checkCycles } from "./cycles.ts";
import { lift } from "./lift.ts";
import type { ParsedOperation } from "./operation-object.ts";
import { parsePathItem } from "./path-item-object.ts";
import { groupRoutes } from "./routes.ts";
import { type Identifiers, parseSchema } from "./schema-object.ts";
import { parseSchemes, parseSecurity } from "./security-object.ts";

// https://swagger.io/specification/v2/#swagger-object

const known = new Set(
  "swagger info host basePath schemes consumes produces paths definitions parameters responses securityDefinitions security tags externalDocs".split(
    " ",
  ),
);

/** Makes the model of a Swagger 2.0 document. Throws SpecificationError with everything that can't be handled. */
export function parseSwagger(document: Json): Model {
  const root = rootOf(document);
  const context = new Context(root.value);
  context.only(root, known, { components: "belongs to OpenAPI 3", servers: "belongs to OpenAPI 3" });
  const names = typeNames();
  const identifiers = nameDefinitions(context, root, names);
  const definitions = parseDefinitions(context, root, identifiers);
  const parsed = parsePaths(context, root, identifiers);
  checkSharedEntries(context, root);
  const operations = nameOperations(context, parsed, names);
  const routes: readonly Route[] = groupRoutes(context, parsed);
  checkCycles(context, definitions);
  const { title, version } = parseInfo(context, root);
  const basePath = parseBasePath(context, root);
  context.finish();
  const lifted = lift(operations, names);
  const composed = compose([...definitions, ...lifted.definitions]);
  return { title, version, basePath, definitions: composed, operations: lifted.operations, routes };
}

function rootOf(document: Json): ObjectNode {
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new SpecificationError([{ pointer: "", message: "the document must be an object" }]);
  }
  const { swagger, openapi } = document as { swagger?: Json; openapi?: Json };
  if (openapi !== undefined) {
    throw new SpecificationError([
      { pointer: "/openapi", message: `OpenAPI ${JSON.stringify(openapi)} is not supported: only Swagger 2.0 is` },
    ]);
  }
  if (swagger !== "2.0") throw new SpecificationError([{ pointer: "/swagger", message: 'must be "2.0"' }]);
  return { value: document, pointer: "" };
}

function parseInfo(context: Context, root: ObjectNode): { title: string; version: string } {
  const info = context.object(child(root, "info"), "info");
  if (info === undefined) return { title: "", version: "" };
  return { title: context.text(child(info, "title")) ?? "", version: context.text(child(info, "version")) ?? "" };
}

function parseBasePath(context: Context, root: ObjectNode): string {
  const at = child(root, "basePath");
  const text = context.text(at) ?? "";
  if (text !== "" && !text.startsWith("/")) context.report(at, 'must start with "/"');
  if (text.includes("{")) context.report(at, "parameters in basePath are not supported");
  return text.replace(/\/+$/, "");
}

function section(context: Context, root: ObjectNode, name: string): readonly (Node & { readonly key: string })[] {
  const at = child(root, name);
  const node = at.value === undefined ? undefined : context.object(at, name);
  return node === undefined ? [] : children(node);
}

function nameDefinitions(context: Context, root: ObjectNode, names: Names): Identifiers {
  const keys = section(context, root, "definitions").map((entry) => entry.key);
  const fitting = (key: string): boolean => typeNameFor(key) === key;
  // A name that can stay as it is goes before one that would have to become it.
  const ordered = [...keys.filter(fitting), ...keys.filter((key) => !fitting(key))];
  return new Map(ordered.map((key) => [key, names.take(typeNameFor(key))]));
}

function parseDefinitions(context: Context, root: ObjectNode, identifiers: Identifiers): readonly Definition[] {
  return section(context, root, "definitions").map((entry) => ({
    name: entry.key,
    identifier: identifiers.get(entry.key) ?? entry.key,
    schema: parseSchema(context, entry, identifiers),
  }));
}

function parsePaths(context: Context, root: ObjectNode, identifiers: Identifiers): readonly ParsedOperation[] {
  const schemes = parseSchemes(context, root);
  const inherited = {
    consumes: context.texts(child(root, "consumes")) ?? [],
    produces: context.texts(child(root, "produces")) ?? [],
    schemes,
    secured: parseSecurity(context, child(root, "security"), schemes) ?? false,
    identifiers,
  };
  const paths = section(context, root, "paths").filter((entry) => !entry.key.startsWith("x-"));
  if (paths.length === 0) context.report(child(root, "paths"), "there is no path");
  return paths.flatMap((entry) => parsePathItem(context, entry, entry.key, inherited));
}

// Shared entries are read where they are used; one that nobody uses is at least an object.
function checkSharedEntries(context: Context, root: ObjectNode): void {
  for (const name of ["parameters", "responses"]) {
    for (const entry of section(context, root, name)) context.object(entry, `an entry of ${name}`);
  }
}

function nameOperations(context: Context, parsed: readonly ParsedOperation[], types: Names): readonly Operation[] {
  const methods = methodNames();
  const ids = new Map<string, string>();
  return parsed.map(({ pointer, ...operation }) => {
    const first = ids.get(operation.id);
    if (first !== undefined)
      context.report({ pointer: `${pointer}/operationId` }, `${operation.id} is also the operation at #${first}`);
    ids.set(operation.id, pointer);
    if (wordsOf(operation.id).length === 0)
      context.report({ pointer: `${pointer}/operationId` }, "has no letter or digit to make a name of");
    return {
      ...operation,
      method: methods.take(camelCase(operation.id)),
      typeName: types.take(pascalCase(operation.id), ["Args", "Success", "Failure"]),
    };
  });
}

import type { Method } from "../model.ts";
import { type Context, child, type Node, type ObjectNode } from "./context.ts";
import { type Inherited, namesIn, type ParsedOperation, parseOperation } from "./operation-object.ts";

// https://swagger.io/specification/v2/#path-item-object

const methods: readonly Method[] = ["get", "put", "post", "delete", "options", "head", "patch"];

/** Reads the operations of one path, in the order of the document. */
export function parsePathItem(
  context: Context,
  at: Node,
  path: string,
  inherited: Omit<Inherited, "parameters">,
): readonly ParsedOperation[] {
  const node = context.object(at, "a path");
  if (node === undefined) return [];
  checkPath(context, node, path);
  context.only(node, new Set(["parameters", ...methods]), {
    $ref: "a path in another document is not supported",
    trace: "belongs to OpenAPI 3 and is not supported",
    servers: "belongs to OpenAPI 3 and is not supported",
  });
  const parameters = context.list(child(node, "parameters")) ?? [];
  return Object.keys(node.value).flatMap((key) => {
    const method = methods.find((name) => name === key);
    const operation = method === undefined ? undefined : context.object(child(node, key), "an operation");
    return method === undefined || operation === undefined
      ? []
      : [parseOperation(context, operation, path, method, { ...inherited, parameters })];
  });
}

function checkPath(context: Context, node: ObjectNode, path: string): void {
  if (!path.startsWith("/")) context.report(node, 'a path must start with "/"');
  if (/[?#\s\\]/.test(path)) context.report(node, "a path has no query, fragment, blank or backslash");
  const names = namesIn(path);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) context.report(node, `{${twice}} stands in the path twice`);
  for (const segment of path.split("/")) {
    if (namesIn(segment).length > 1)
      context.report(node, `two parameters in one path segment (${segment}) are not supported`);
    if (segment.includes("{") && !/^[^{}]*(\{[^{}]+\}[^{}]*)+$/.test(segment))
      context.report(node, `the braces of ${segment} don't match`);
  }
}

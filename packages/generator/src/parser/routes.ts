import type { Parameter, Route } from "../model.ts";
import type { Context } from "./context.ts";
import { namesIn, type ParsedOperation } from "./operation-object.ts";

/** Groups operations by method and path, whatever the path's parameters are called. */
export function groupRoutes(context: Context, operations: readonly ParsedOperation[]): readonly Route[] {
  const groups = Map.groupBy(
    operations,
    (operation) => `${operation.httpMethod} ${operation.path.replaceAll(/\{[^{}]*\}/g, "{}")}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (group.length > 1) checkAliases(context, group);
    return [
      {
        method: first.httpMethod.toUpperCase(),
        template: first.path,
        operations: group.map((operation) => operation.id),
      },
    ];
  });
}

// A request must tell which of them it means: one takes single values, the other a list in the same place.
function checkAliases(context: Context, group: readonly ParsedOperation[]): void {
  const lists = group.filter((operation) =>
    pathParameters(operation).some((parameter) => parameter.list !== undefined),
  );
  if (group.length === 2 && lists.length === 1) return;
  const ids = group.map((operation) => operation.id).join(", ");
  for (const operation of group.slice(1)) {
    context.report(
      operation,
      `${ids} share one route, and no request can tell them apart: one of two must take a list (type: array) where the other takes one value`,
    );
  }
}

function pathParameters(operation: ParsedOperation): readonly Parameter[] {
  return namesIn(operation.path).flatMap((name) =>
    operation.parameters.filter((parameter) => parameter.in === "path" && parameter.name === name),
  );
}

import type { Model } from "../model.ts";
import { braces } from "./text.ts";

/** routes.ts: what a server has to serve. */
export function emitRoutes(model: Model): string {
  const routes = model.routes.map((route) => {
    const operations = `operations: [${route.operations.map((id) => JSON.stringify(id)).join(", ")}]`;
    return `  ${braces([`method: "${route.method}"`, `template: ${JSON.stringify(route.template)}`, operations], 2)},\n`;
  });
  return `import type { Route } from "./entry.ts";

/** Before every template, without a slash at its end. */
export const basePath = ${JSON.stringify(model.basePath)};

/** All routes, in the order of the specification. */
export const routes: readonly Route[] = [
${routes.join("")}];
`;
}

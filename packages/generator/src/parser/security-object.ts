import { type Context, child, children, type ObjectNode } from "./context.ts";

// https://swagger.io/specification/v2/#security-scheme-object

/** The bindings carry one Authorization header: whatever needs another place is reported. Tells whether operations are secured by default. */
export function parseSecurity(context: Context, document: ObjectNode): boolean {
  const at = child(document, "securityDefinitions");
  const schemes = at.value === undefined ? undefined : context.object(at, "securityDefinitions");
  for (const scheme of schemes === undefined ? [] : children(schemes)) {
    const node = context.object(scheme, "a security scheme");
    if (node === undefined || node.value["type"] !== "apiKey") continue;
    const name = context.text(child(node, "name"));
    if (node.value["in"] !== "header" || name?.toLowerCase() !== "authorization") {
      context.report(
        scheme,
        "an apiKey that is not in the header Authorization is not supported; an overlay can make it a parameter",
      );
    }
  }
  return (context.list(child(document, "security")) ?? []).length > 0;
}

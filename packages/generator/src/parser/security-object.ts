import { type Context, child, children, type Node, type ObjectNode } from "./context.ts";

// https://swagger.io/specification/v2/#security-scheme-object

/** Names of the security schemes. The bindings carry one Authorization header: whatever needs another place is reported. */
export function parseSchemes(context: Context, document: ObjectNode): ReadonlySet<string> {
  const at = child(document, "securityDefinitions");
  const definitions = at.value === undefined ? undefined : context.object(at, "securityDefinitions");
  const schemes = definitions === undefined ? [] : children(definitions);
  for (const scheme of schemes) {
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
  return new Set(schemes.map(({ key }) => key));
}

/** Whether `security` demands a login: not where the list or one of its alternatives is empty. `undefined` where there is none. */
export function parseSecurity(context: Context, at: Node, schemes: ReadonlySet<string>): boolean | undefined {
  const alternatives = context.list(at)?.flatMap((each) => context.object(each, "a security requirement") ?? []);
  if (alternatives === undefined) return undefined;
  const required = alternatives.map((alternative) => {
    const named = children(alternative).filter(({ key }) => !key.startsWith("x-"));
    for (const scheme of named) {
      if (!schemes.has(scheme.key)) context.report(scheme, `${scheme.key}: securityDefinitions has no such scheme`);
    }
    return named.length > 0;
  });
  return required.length > 0 && required.every(Boolean);
}

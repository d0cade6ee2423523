import { below, isJsonObject, stepsOf } from "../json.ts";
import { type Context, child, type Node, type ObjectNode } from "./context.ts";

/** Fields beside `$ref` would be dropped in silence; `allowed` are those that are read. */
export function refuseSiblings(context: Context, node: ObjectNode, allowed: readonly string[], hint: string): void {
  const hints = Object.fromEntries(Object.keys(node.value).map((key) => [key, hint]));
  context.only(node, new Set(["$ref", ...allowed]), hints);
}

export type ReferenceTarget = "definitions" | "parameters" | "responses";

export function isReference(node: ObjectNode): boolean {
  return Object.hasOwn(node.value, "$ref");
}

/** Name in `#/<target>/<name>`, reported and `undefined` where the reference is of another kind or leads nowhere. */
export function referencedName(context: Context, node: ObjectNode, target: ReferenceTarget): string | undefined {
  const at = child(node, "$ref");
  const text = context.text(at);
  if (text === undefined) return undefined;
  if (!text.startsWith("#"))
    return reject(context, at, `external reference ${text}: only references inside the document are supported`);
  const [section, name, ...rest] = stepsOf(decode(text.slice(1)));
  if (section !== target || name === undefined || rest.length > 0) {
    return reject(context, at, `reference ${text}: must be #/${target}/NAME here`);
  }
  const entries = context.document[target];
  if (!isJsonObject(entries) || !Object.hasOwn(entries, name))
    return reject(context, at, `reference ${text}: there is no such entry`);
  return name;
}

/** Follows a `$ref` to a parameter or a response; a node that is none is given back. */
export function follow(context: Context, node: ObjectNode, target: ReferenceTarget): ObjectNode | undefined {
  const seen = new Set<string>();
  let here: ObjectNode | undefined = node;
  while (here !== undefined && isReference(here)) {
    refuseSiblings(context, here, [], "is ignored beside $ref by Swagger 2.0: remove it, or write it in the entry");
    const name: string | undefined = referencedName(context, here, target);
    if (name === undefined) return undefined;
    if (seen.has(name)) {
      context.report(here, "references lead in a circle");
      return undefined;
    }
    seen.add(name);
    here = entry(context, target, name);
  }
  return here;
}

function entry(context: Context, target: ReferenceTarget, name: string): ObjectNode | undefined {
  const entries = context.document[target];
  const pointer = below(below("", target), name);
  return isJsonObject(entries) ? context.object({ value: entries[name], pointer }, `an entry of ${target}`) : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function reject(context: Context, at: Node, message: string): undefined {
  context.report(at, message);
  return undefined;
}

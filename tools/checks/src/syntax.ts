import { parseSync } from "oxc-parser";

export type Node = Readonly<Record<string, unknown>> & { readonly type: string };

export interface Import {
  /** undefined: a computed one. */
  readonly specifier: string | undefined;
  readonly line: number;
}

/** @throws when the text is no TypeScript. */
export function parsed(path: string, text: string): unknown {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  return program;
}

/** All nodes of a source text, each with its parent. @throws when the text is no TypeScript. */
function* nodesOf(path: string, text: string): Generator<{ node: Node; parent: Node | undefined; key: string }> {
  const program = parsed(path, text);
  const left: { value: unknown; parent: Node | undefined; key: string }[] = [
    { value: program, parent: undefined, key: "" },
  ];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, parent, key } = next;
    if (Array.isArray(value)) {
      for (const element of value) left.push({ value: element, parent, key });
    } else if (isNode(value)) {
      yield { node: value, parent, key };
      for (const [childKey, child] of Object.entries(value)) left.push({ value: child, parent: value, key: childKey });
    }
  }
}

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** Everything by which a source file names another one: import, export from, import(), import types, require, resolve. */
export function importsOf(path: string, text: string): Import[] {
  const sources = [...nodesOf(path, text)].flatMap(({ node }) => {
    const source = sourceOf(node);
    return source === undefined ? [] : [{ node, specifier: literal(source) }];
  });
  return sources.toSorted(inOrder).map(({ node, specifier }) => ({ specifier, line: lineOf(text, node) }));
}

function sourceOf(node: Node): unknown {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return node["source"];
    case "ExportNamedDeclaration":
      return node["source"] ?? undefined;
    case "TSExternalModuleReference":
      return node["expression"];
    case "CallExpression":
      return callsOfModules.has(nameOf(node["callee"]) ?? "") ? first(node["arguments"]) : undefined;
    default:
      return undefined;
  }
}

const callsOfModules = new Set(["require", "require.resolve", "import.meta.resolve", "vi.mock", "vi.doMock"]);

export const first = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);

export const literal = (node: unknown): string | undefined =>
  isNode(node) && node.type === "Literal" && typeof node["value"] === "string" ? node["value"] : undefined;

/** `a`, `a.b` or `a.b.c`; undefined for what isn't a plain name. */
function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Identifier") return String(node["name"]);
  if (node.type === "MetaProperty") return `${nameOf(node["meta"])}.${nameOf(node["property"])}`;
  if (node.type === "MemberExpression" && node["computed"] === false) {
    const object = nameOf(node["object"]);
    return object === undefined ? undefined : `${object}.${nameOf(node["property"])}`;
  }
  return undefined;
}

/** The global names that a source file uses, `Date.now` style, and `new Date()` where it reads the clock. */
export function globalsOf(path: string, text: string): { readonly name: string; readonly line: number }[] {
  const uses = [...nodesOf(path, text)].flatMap(({ node, parent, key }) => {
    const name = globalOf(node, parent, key);
    return name === undefined ? [] : [{ node, name }];
  });
  return uses.toSorted(inOrder).map(({ node, name }) => ({ name, line: lineOf(text, node) }));
}

function globalOf(node: Node, parent: Node | undefined, key: string): string | undefined {
  if (node.type === "NewExpression" && nameOf(node["callee"]) === "Date" && first(node["arguments"]) === undefined) {
    return "new Date()";
  }
  if (node.type === "MemberExpression") return nameOf(node)?.replace(/^globalThis\./, "");
  if (node.type !== "Identifier") return undefined;
  // `x.setTimeout`, `{ setTimeout: … }` and a method's name are names of somebody else.
  const isPropertyName = (key === "property" || key === "key") && parent?.["computed"] !== true;
  return isPropertyName && parent?.["shorthand"] !== true ? undefined : nameOf(node);
}

const startOf = (node: Node): number => Number(node["start"]);

const inOrder = (one: { node: Node }, other: { node: Node }): number => startOf(one.node) - startOf(other.node);

const lineOf = (text: string, node: Node): number => text.slice(0, startOf(node)).split("\n").length;

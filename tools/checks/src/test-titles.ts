import { first, isNode, literal, parsed } from "./syntax.ts";

export interface FoundTest {
  /** Its title, after those of the describes around it. */
  readonly titles: readonly string[];
  /** Names of the rows of its table, where they are written out. */
  readonly rows: readonly string[];
}

/** The tests of a source text, those left out that never run. @throws when the text is no TypeScript. */
export const testsOf = (path: string, text: string): FoundTest[] => testsIn(parsed(path, text), []);

function testsIn(value: unknown, around: readonly string[]): FoundTest[] {
  if (Array.isArray(value)) return value.flatMap((element) => testsIn(element, around));
  if (!isNode(value)) return [];
  const within = (titles: readonly string[]) => Object.values(value).flatMap((child) => testsIn(child, titles));
  const names = value.type === "CallExpression" ? namesOf(value["callee"]) : [];
  const title = textOf(first(value["arguments"]));
  if (title === undefined) return within(around);
  if (names.includes("skip") || names.includes("todo")) return [];
  if (names[0] === "describe") return within([...around, title]);
  if (names[0] === "test" || names[0] === "it") return [{ titles: [...around, title], rows: rowsOf(value["callee"]) }];
  return within(around);
}

/** The names that a call is made of: `test.skipIf(x).each(y)` is test, skipIf, each. */
function namesOf(callee: unknown): string[] {
  if (!isNode(callee)) return [];
  if (callee.type === "Identifier") return [String(callee["name"])];
  if (callee.type === "CallExpression") return namesOf(callee["callee"]);
  if (callee.type !== "MemberExpression") return [];
  return [...namesOf(callee["object"]), ...namesOf(callee["property"])];
}

function rowsOf(callee: unknown): string[] {
  const table = isNode(callee) && callee.type === "CallExpression" ? first(callee["arguments"]) : undefined;
  const rows = isNode(table) && table.type === "ArrayExpression" ? table["elements"] : [];
  return (Array.isArray(rows) ? rows : []).flatMap((row: unknown) => {
    const name = textOf(isNode(row) && row.type === "ArrayExpression" ? first(row["elements"]) : row);
    return name === undefined ? [] : [name];
  });
}

/** A text that is written out. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node) || node.type !== "TemplateLiteral") return literal(node);
  const quasi =
    Array.isArray(node["expressions"]) && node["expressions"].length === 0 ? first(node["quasis"]) : undefined;
  const value: unknown = isNode(quasi) ? quasi["value"] : undefined;
  return typeof value === "object" && value !== null && "cooked" in value ? String(value.cooked) : undefined;
}

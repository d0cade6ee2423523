// Small helpers for writing TypeScript that reads as if written by hand.

const lineWidth = 120;

/** A field's name as TypeScript writes it. `__proto__` is computed: written plainly it would set the prototype; a method `new` would construct. */
export function propertyKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  if (name === "new") return '"new"';
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name);
}

/** `{ a: 1, b: 2 }` on one line where it fits after `indent` columns, else one entry a line. */
export function braces(entries: readonly string[], indent = 0, separator = ",", before = 0): string {
  if (entries.length === 0) return "{}";
  const line = `{ ${entries.join(`${separator} `)} }`;
  if (indent + before + line.length <= lineWidth && !line.includes("\n")) return line;
  const inner = " ".repeat(indent + 2);
  return `{\n${entries.map((entry) => `${inner}${entry}${separator}\n`).join("")}${" ".repeat(indent)}}`;
}

/** A doc comment with its line end, or "" without text. */
export function docComment(lines: readonly (string | undefined)[], indent = 0): string {
  const text = lines
    .filter((line) => line !== undefined && line.trim() !== "")
    .flatMap((line) => (line ?? "").replaceAll("*/", "*\\/").split(/\r?\n/))
    .flatMap((line) => wrap(line.trim(), lineWidth - indent - 3));
  const margin = " ".repeat(indent);
  if (text.length === 0) return "";
  if (text.length === 1 && indent + (text[0] ?? "").length + 7 <= lineWidth) return `${margin}/** ${text[0]} */\n`;
  return `${margin}/**\n${text.map((line) => `${margin} * ${line}`.trimEnd()).join("\n")}\n${margin} */\n`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** `import { a, b } from "./file.ts";`, sorted, or "" for no name. */
export function importLine(names: Iterable<string>, from: string, type = false): string {
  return statement(type ? "import type" : "import", names, from);
}

/** `export { a, b } from "./file.ts";`, sorted, or "" for no name. */
export function exportLine(names: Iterable<string>, from: string, type = false): string {
  return statement(type ? "export type" : "export", names, from);
}

function statement(word: string, names: Iterable<string>, from: string): string {
  const sorted = [...new Set(names)].toSorted(byCodePoint);
  if (sorted.length === 0) return "";
  const line = `${word} { ${sorted.join(", ")} } from "${from}";\n`;
  return line.length <= lineWidth + 1
    ? line
    : `${word} {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "${from}";\n`;
}

/** Orders the same on every machine, whatever its language. */
function byCodePoint(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What follows a type's "=": a union on the same line, or one member a line where it is too long. */
export function union(members: readonly string[], before: number): string {
  if (members.length === 0) return " never";
  const line = members.join(" | ");
  return before + line.length < lineWidth ? ` ${line}` : members.map((member) => `\n  | ${member}`).join("");
}

import { globSync, readFileSync } from "node:fs";
import { Kind, parse } from "graphql";

const here = new URL("../../", import.meta.url).pathname;
const texts = /`((?:[^`\\]|\\.)*)`|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/g;

/** Every document of the examples and of the suites: whatever text in them is one. */
export function suiteDocuments(): string[] {
  const examples = globSync("examples/*.graphql", { cwd: here }).map((file) => readFileSync(here + file, "utf8"));
  const written = globSync("{test,scripts}/**/*.ts", { cwd: here, exclude: ["test/shortcut/**"] }).flatMap((file) =>
    Array.from(readFileSync(here + file, "utf8").matchAll(texts), ([, ...found]) => found.join("")),
  );
  return [...new Set([...examples, ...written.filter((text) => text.includes("{")).map(unescaped)])].filter(isDocument);
}

const unescaped = (text: string): string => text.replaceAll(/\\(["'`])/g, "$1").replaceAll("\\n", "\n");

function isDocument(text: string): boolean {
  try {
    return parse(text).definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  } catch {
    return false;
  }
}

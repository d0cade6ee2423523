import { SpecificationError, type SpecificationProblem } from "../errors.ts";
import { below, field, isJsonObject, type Json, type JsonObject } from "../json.ts";

/** A value of the document and where it stands. */
export interface Node {
  readonly value: Json | undefined;
  readonly pointer: string;
}

export interface ObjectNode extends Node {
  readonly value: JsonObject;
}

/** What every part of the parser shares: the document, and the problems found so far. */
export class Context {
  readonly document: JsonObject;
  readonly #problems: SpecificationProblem[] = [];

  constructor(document: JsonObject) {
    this.document = document;
  }

  report(node: { readonly pointer: string }, message: string): void {
    const known = this.#problems.some((problem) => problem.pointer === node.pointer && problem.message === message);
    if (!known) this.#problems.push({ pointer: node.pointer, message });
  }

  /** Throws SpecificationError with all problems at once, if there is any. */
  finish(): void {
    if (this.#problems.length > 0) throw new SpecificationError(this.#problems);
  }

  object(node: Node, what: string): ObjectNode | undefined {
    if (isJsonObject(node.value)) return { value: node.value, pointer: node.pointer };
    this.report(node, `${what} must be an object`);
    return undefined;
  }

  text(node: Node): string | undefined {
    if (node.value === undefined || typeof node.value === "string") return node.value;
    this.report(node, "must be a string");
    return undefined;
  }

  flag(node: Node): boolean | undefined {
    if (node.value === undefined || typeof node.value === "boolean") return node.value;
    this.report(node, "must be true or false");
    return undefined;
  }

  number(node: Node): number | undefined {
    if (node.value === undefined || typeof node.value === "number") return node.value;
    this.report(node, "must be a number");
    return undefined;
  }

  list(node: Node): readonly Node[] | undefined {
    if (node.value === undefined) return undefined;
    if (Array.isArray(node.value))
      return node.value.map((value, index) => ({ value, pointer: below(node.pointer, index) }));
    this.report(node, "must be an array");
    return undefined;
  }

  texts(node: Node): readonly string[] | undefined {
    return this.list(node)?.flatMap((item) => this.text(item) ?? []);
  }

  /** Reports every field that isn't in the list: what is not understood is never skipped in silence. `x-…` is always allowed. */
  only(node: ObjectNode, known: ReadonlySet<string>, hints: Readonly<Record<string, string>> = {}): void {
    for (const key of Object.keys(node.value)) {
      if (known.has(key) || key.startsWith("x-")) continue;
      const hint = Object.hasOwn(hints, key) ? hints[key] : "is not a field that Swagger 2.0 has here";
      this.report(child(node, key), `${key}: ${hint}`);
    }
  }
}

export function child(node: ObjectNode, key: string): Node {
  return { value: field(node.value, key), pointer: below(node.pointer, key) };
}

export function children(node: ObjectNode): readonly (Node & { readonly key: string })[] {
  return Object.keys(node.value).map((key) => ({ ...child(node, key), key }));
}

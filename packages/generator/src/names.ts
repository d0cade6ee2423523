import { exportedTypes, globalTypes } from "./exported.ts";

// Identifiers for names of a specification, which may be anything.

const keywords =
  "any bigint boolean false never null number object string symbol this true undefined unknown void type interface enum class";

const reservedTypes = new Set([...keywords.split(" "), ...globalTypes, ...exportedTypes()]);

// A client with `then` would be taken for a promise; the others would hide what every object has.
const reservedMethods = new Set([
  "then",
  "constructor",
  "toString",
  "toLocaleString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
]);

/** Words of a name: `get_petById` and `get-pet by.id` both give get, pet, by, id. */
export function wordsOf(name: string): string[] {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
}

export function camelCase(name: string): string {
  const [first, ...rest] = wordsOf(name);
  const text = (first ?? "").toLowerCase() + rest.map(capital).join("");
  return startsLikeName(text);
}

export function pascalCase(name: string): string {
  return startsLikeName(wordsOf(name).map(capital).join(""));
}

function capital(word: string): string {
  const [first = "", ...rest] = word;
  const tail = rest.join("");
  return first.toUpperCase() + (tail === tail.toUpperCase() ? tail.toLowerCase() : tail);
}

function startsLikeName(text: string): string {
  return text === "" || /^[0-9]/.test(text) ? `_${text}` : text;
}

/** Gives every name an identifier of its own, in the order asked. */
export class Names {
  readonly #taken = new Set<string>();
  readonly #reserved: ReadonlySet<string>;
  readonly #suffix: string;

  constructor(reserved: ReadonlySet<string>, suffix: string) {
    this.#reserved = reserved;
    this.#suffix = suffix;
  }

  /** `wanted`, with the suffix where it, or it with one of the endings, is reserved, and with a number where that is taken. */
  take(wanted: string, endings: readonly string[] = []): string {
    const reserved = ["", ...endings].some((ending) => this.#reserved.has(wanted + ending));
    const base = reserved ? wanted + this.#suffix : wanted;
    let name = base;
    // Case is no difference that a reader sees.
    for (let count = 2; this.#isTaken(name, endings); count += 1) name = `${base}${count}`;
    for (const ending of ["", ...endings]) this.#taken.add((name + ending).toLowerCase());
    return name;
  }

  #isTaken(name: string, endings: readonly string[]): boolean {
    return ["", ...endings].some((ending) => this.#taken.has((name + ending).toLowerCase()));
  }
}

export function typeNames(): Names {
  return new Names(reservedTypes, "Model");
}

export function methodNames(): Names {
  return new Names(reservedMethods, "Operation");
}

/** A definition's name as a type name: kept where it already looks like one. */
export function typeNameFor(name: string): string {
  return /^[A-Z][A-Za-z0-9]*$/.test(name) ? name : pascalCase(name);
}

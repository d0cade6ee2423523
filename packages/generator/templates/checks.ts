/** Where a value isn't what the specification says. Values are never quoted: they may be secrets. */
export interface Problem {
  /** JSON pointer (RFC 6901) from the value that was checked. */
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** Gives the first problem, or `undefined` for a value that is as specified. With `partial` no field is required, at any depth. */
export type Check = (value: unknown, partial?: boolean) => Problem | undefined;

/** One line for people: `/0/value: expected a number, found nothing`. */
export function describeProblem(problem: Problem): string {
  const place = problem.pointer === "" ? "" : `${problem.pointer}: `;
  return `${place}expected ${problem.expected}, found ${problem.found}`;
}

/** Runs a check on a value of unknown depth: nesting that would overflow the stack is a problem, not a crash. */
export function runCheck(check: Check, value: unknown, partial = false): Problem | undefined {
  try {
    return check(value, partial);
  } catch (error) {
    if (error instanceof RangeError)
      return { pointer: "", expected: "a value nested less deeply", found: "too many levels" };
    throw error;
  }
}

export function mismatch(expected: string, value: unknown): Problem {
  return { pointer: "", expected, found: kindOf(value) };
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  if (typeof value === "number" && !Number.isFinite(value)) return "a number that is not finite";
  return `a ${typeof value}`;
}

function below(key: string | number, problem: Problem): Problem {
  const step = String(key).replaceAll("~", "~0").replaceAll("/", "~1");
  return { ...problem, pointer: `/${step}${problem.pointer}` };
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own fields only: what a prototype carries was not in the body. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function required(object: JsonObject, key: string, check: Check, partial = false): Problem | undefined {
  if (partial) return optional(object, key, check, partial);
  const problem = check(own(object, key));
  return problem === undefined ? undefined : below(key, problem);
}

export function optional(object: JsonObject, key: string, check: Check, partial = false): Problem | undefined {
  const value = own(object, key);
  if (value === undefined) return undefined;
  const problem = check(value, partial);
  return problem === undefined ? undefined : below(key, problem);
}

export function each(value: unknown, check: Check, partial = false): Problem | undefined {
  if (!Array.isArray(value)) return mismatch("an array", value);
  for (let index = 0; index < value.length; index += 1) {
    const problem = check(value[index], partial);
    if (problem !== undefined) return below(index, problem);
  }
  return undefined;
}

/** Checks every field but those known. */
export function others(
  object: JsonObject,
  check: Check,
  known?: ReadonlySet<string>,
  partial = false,
): Problem | undefined {
  for (const key of Object.keys(object)) {
    if (known?.has(key) === true) continue;
    const problem = check(object[key], partial);
    if (problem !== undefined) return below(key, problem);
  }
  return undefined;
}

export function anything(value: unknown): Problem | undefined {
  return value === undefined ? mismatch("a value", value) : undefined;
}

export function refused(value: unknown): Problem | undefined {
  return { pointer: "", expected: "no such field", found: kindOf(value) };
}

export function string(value: unknown): Problem | undefined {
  return typeof value === "string" ? undefined : mismatch("a string", value);
}

export function number(value: unknown): Problem | undefined {
  return typeof value === "number" && Number.isFinite(value) ? undefined : mismatch("a number", value);
}

export function integer(value: unknown): Problem | undefined {
  if (Number.isInteger(value)) return undefined;
  const fraction = typeof value === "number" && Number.isFinite(value);
  return fraction
    ? { pointer: "", expected: "an integer", found: "a number with a fraction" }
    : mismatch("an integer", value);
}

export function boolean(value: unknown): Problem | undefined {
  return typeof value === "boolean" ? undefined : mismatch("a boolean", value);
}

export function oneOf(value: unknown, values: readonly unknown[]): Problem | undefined {
  if (values.includes(value)) return undefined;
  const problem = mismatch(`one of ${values.map((entry) => JSON.stringify(entry)).join(", ")}`, value);
  return typeof value === "string" || typeof value === "number"
    ? { ...problem, found: `another ${typeof value}` }
    : problem;
}

/** Called after the type was checked: `kept` tells whether the limit is. */
export function limit(kept: boolean, expected: string, found: string): Problem | undefined {
  return kept ? undefined : { pointer: "", expected, found };
}

export function isMultiple(value: number, of: number): boolean {
  const quotient = value / of;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9;
}

/** Length in characters as JSON Schema counts them: code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

export function isUnique(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => canonical(value))).size === values.length;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "";
  const fields = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${fields.join(",")}}`;
}

import type { Definition, Model, Schema, SchemaOf } from "../model.ts";
import { pascalCase } from "../names.ts";
import { docComment, importLine } from "./text.ts";

/** validators.ts: one function a definition, and what parameters and answers need beside. */
export function emitValidators(model: Model): { text: string; checks: CheckWriter } {
  const writer = new CheckWriter(model);
  const definitions = model.definitions.map((definition) => definitionCheck(writer, definition));
  return { text: definitions.join("\n"), checks: writer };
}

function definitionCheck(writer: CheckWriter, definition: Definition): string {
  const name = `check${definition.identifier}`;
  const declarations = writer.declare(
    name,
    definition.schema,
    `${docComment([`Is the value ${article(definition.identifier)}?`])}export `,
  );
  return declarations;
}

function article(name: string): string {
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}

/** Writes check functions, and remembers which helpers of checks.ts they use. */
export class CheckWriter {
  readonly used = new Set<string>();
  readonly #names: Set<string>;
  readonly #definitions: ReadonlyMap<string, Schema>;
  readonly #masks: boolean;

  constructor({ definitions, operations }: Pick<Model, "definitions" | "operations">) {
    this.#names = new Set(definitions.map((definition) => `check${definition.identifier}`));
    this.#definitions = new Map(definitions.map(({ identifier, schema }) => [identifier, schema]));
    this.#masks = operations.some(({ parameters }) => parameters.some(({ fieldsMask }) => fieldsMask));
  }

  /** Whether the check of a schema has something to leave out for an answer with a fields mask. */
  #hasPartial(schema: Schema, seen = new Set<string>()): boolean {
    if (!this.#masks) return false;
    const within = (one: Schema): boolean => this.#hasPartial(one, seen);
    if (schema.kind === "reference") {
      const target = this.#definitions.get(schema.to);
      if (target === undefined || seen.has(schema.to)) return false;
      seen.add(schema.to);
      return within(target);
    }
    if (schema.kind === "array") return within(schema.items);
    if (schema.kind === "allOf") return schema.parts.some(within);
    if (schema.kind !== "object") return false;
    return (
      schema.minProperties !== undefined ||
      schema.properties.some((property) => property.required || within(property.schema)) ||
      (typeof schema.additional === "object" && within(schema.additional))
    );
  }

  /** A last argument that hands `partial` on where it matters. */
  #partial(schema: Schema): string {
    return this.#hasPartial(schema) ? ", partial" : "";
  }

  /** The function `name` for a schema, and after it those for the schemas within. */
  declare(name: string, schema: Schema, prefix = ""): string {
    this.#names.add(name);
    const inner: string[] = [];
    const body = this.#body(name, schema, inner);
    const partial = this.#partial(schema) === "" ? "" : ", partial = false";
    return `${prefix}function ${name}(value: unknown${partial}): Problem | undefined {\n${body}}\n${inner.map((text) => `\n${text}`).join("")}`;
  }

  /** Name of a function for a schema: a helper where one fits, else a new function, added to `inner`. */
  reference(schema: Schema, wanted: string, inner: string[]): string {
    if (!schema.nullable && schema.kind === "reference") return `check${schema.to}`;
    const helper = this.#helper(schema);
    if (helper !== undefined) return this.#use(helper);
    const name = this.#fresh(wanted);
    inner.push(this.declare(name, schema));
    return name;
  }

  #helper(schema: Schema): string | undefined {
    if (schema.kind === "any") return "anything";
    if (schema.nullable || !isUnlimited(schema)) return undefined;
    if (schema.kind === "string" || schema.kind === "boolean") return schema.kind;
    return schema.kind === "number" ? (schema.integer ? "integer" : "number") : undefined;
  }

  #fresh(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#names.has(name); count += 1) name = `${wanted}${count}`;
    return name;
  }

  #use(helper: string): string {
    this.used.add(helper);
    return helper;
  }

  #body(name: string, schema: Schema, inner: string[]): string {
    const nullable = schema.nullable && schema.kind !== "any" ? "  if (value === null) return undefined;\n" : "";
    return nullable + this.#lines(name, schema, inner);
  }

  #lines(name: string, schema: Schema, inner: string[]): string {
    switch (schema.kind) {
      case "any":
        return `  return ${this.#use("anything")}(value);\n`;
      case "reference":
        return `  return check${schema.to}(value${this.#partial(schema)});\n`;
      case "boolean":
        return `  return ${this.#use("boolean")}(value);\n`;
      case "enum":
        return `  return ${this.#use("oneOf")}(value, [${schema.values.map((one) => JSON.stringify(one)).join(", ")}]);\n`;
      case "string":
        return this.#typed("string", "string", textLimits(schema));
      case "number":
        return this.#typed(schema.integer ? "integer" : "number", "number", numberLimits(schema));
      case "array":
        return this.#array(name, schema, inner);
      case "object":
        return this.#object(name, schema, inner);
      case "allOf":
        return this.#allOf(name, schema, inner);
    }
  }

  #typed(helper: string, type: string, limits: readonly Limit[]): string {
    if (limits.length === 0) return `  return ${this.#use(helper)}(value);\n`;
    return `  if (typeof value !== "${type}") return ${this.#use(helper)}(value);\n${this.#return([...(helper === type ? [] : [`${helper}(value)`]), ...this.#limits(limits)])}`;
  }

  #limits(limits: readonly Limit[]): string[] {
    return limits.map((limit) => {
      for (const helper of limit.uses) this.#use(helper);
      return `${this.#use("limit")}(${limit.kept}, ${JSON.stringify(limit.expected)}, ${JSON.stringify(limit.found)})`;
    });
  }

  #array(name: string, schema: SchemaOf<"array">, inner: string[]): string {
    const items = this.reference(schema.items, `${name}Item`, inner);
    const each = `${this.#use("each")}(value, ${items}${this.#partial(schema.items)})`;
    const limits = listLimits(schema);
    if (limits.length === 0) return `  return ${each};\n`;
    return `  if (!Array.isArray(value)) return ${each};\n${this.#return([each, ...this.#limits(limits)])}`;
  }

  #object(name: string, schema: SchemaOf<"object">, inner: string[]): string {
    const fields = schema.properties.map((property) => {
      const check = this.reference(property.schema, `${name}${pascalCase(property.name)}`, inner);
      const partial = property.required && this.#masks ? ", partial" : this.#partial(property.schema);
      return `${this.#use(property.required ? "required" : "optional")}(value, ${JSON.stringify(property.name)}, ${check}${partial})`;
    });
    const rest = this.#rest(name, schema, inner);
    const steps = [...fields, ...(rest === undefined ? [] : [rest]), ...this.#limits(fieldLimits(schema, this.#masks))];
    this.#use("isObject");
    this.#use("mismatch");
    const guard = `  if (!isObject(value)) return mismatch("an object", value);\n`;
    return guard + this.#return(steps);
  }

  #rest(name: string, schema: SchemaOf<"object">, inner: string[]): string | undefined {
    if (schema.additional === "open" || (typeof schema.additional === "object" && schema.additional.kind === "any"))
      return undefined;
    const check =
      schema.additional === "closed" ? this.#use("refused") : this.reference(schema.additional, `${name}Value`, inner);
    const partial = typeof schema.additional === "object" ? this.#partial(schema.additional) : "";
    if (schema.properties.length === 0)
      return `${this.#use("others")}(value, ${check}${partial === "" ? "" : `, undefined${partial}`})`;
    const known = `fieldsOf${name.replace(/^check/, "")}`;
    const fields = schema.properties.map((property) => JSON.stringify(property.name)).join(", ");
    inner.push(`const ${known}: ReadonlySet<string> = new Set([${fields}]);\n`);
    return `${this.#use("others")}(value, ${check}, ${known}${partial})`;
  }

  #allOf(name: string, schema: SchemaOf<"allOf">, inner: string[]): string {
    const parts = schema.parts.map(
      (part, index) => `${this.reference(part, `${name}Part${index + 1}`, inner)}(value${this.#partial(part)})`,
    );
    return this.#return(parts);
  }

  #return(steps: readonly string[]): string {
    if (steps.length === 0) return "  return undefined;\n";
    const line = `  return ${steps.join(" ?? ")};\n`;
    return line.length <= 121 && steps.length < 3 ? line : `  return (\n    ${steps.join(" ??\n    ")}\n  );\n`;
  }
}

interface Limit {
  readonly kept: string;
  readonly expected: string;
  readonly found: string;
  readonly uses: readonly string[];
}

function isUnlimited(schema: Schema): boolean {
  if (schema.kind === "string") return textLimits(schema).length === 0;
  return schema.kind !== "number" || numberLimits(schema).length === 0;
}

function textLimits(schema: SchemaOf<"string">): Limit[] {
  const limits: Limit[] = [];
  const { minLength, maxLength, pattern } = schema;
  if (minLength !== undefined)
    limits.push(
      bound(`lengthOf(value) >= ${minLength}`, `at least ${count(minLength, "character")}`, "a shorter text", [
        "lengthOf",
      ]),
    );
  if (maxLength !== undefined)
    limits.push(
      bound(`lengthOf(value) <= ${maxLength}`, `at most ${count(maxLength, "character")}`, "a longer text", [
        "lengthOf",
      ]),
    );
  if (pattern !== undefined)
    limits.push(bound(`/${new RegExp(pattern, "u").source}/u.test(value)`, `a text like ${pattern}`, "another text"));
  return limits;
}

function numberLimits(schema: SchemaOf<"number">): Limit[] {
  const limits: Limit[] = [];
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false, multipleOf } = schema;
  if (minimum !== undefined) {
    const words = exclusiveMinimum ? "a number above" : "a number of at least";
    limits.push(bound(`value ${exclusiveMinimum ? ">" : ">="} ${minimum}`, `${words} ${minimum}`, "a smaller number"));
  }
  if (maximum !== undefined) {
    const words = exclusiveMaximum ? "a number below" : "a number of at most";
    limits.push(bound(`value ${exclusiveMaximum ? "<" : "<="} ${maximum}`, `${words} ${maximum}`, "a larger number"));
  }
  if (multipleOf !== undefined)
    limits.push(
      bound(`isMultiple(value, ${multipleOf})`, `a multiple of ${multipleOf}`, "another number", ["isMultiple"]),
    );
  return limits;
}

function listLimits(schema: SchemaOf<"array">): Limit[] {
  const limits: Limit[] = [];
  if (schema.minItems !== undefined)
    limits.push(bound(`value.length >= ${schema.minItems}`, `at least ${count(schema.minItems, "item")}`, "fewer"));
  if (schema.maxItems !== undefined)
    limits.push(bound(`value.length <= ${schema.maxItems}`, `at most ${count(schema.maxItems, "item")}`, "more"));
  if (schema.uniqueItems === true)
    limits.push(bound("isUnique(value)", "items that all differ", "equal ones", ["isUnique"]));
  return limits;
}

function fieldLimits(schema: SchemaOf<"object">, masks: boolean): Limit[] {
  const limits: Limit[] = [];
  const { minProperties, maxProperties } = schema;
  const length = "Object.keys(value).length";
  if (minProperties !== undefined)
    limits.push(
      bound(
        `${masks ? "partial || " : ""}${length} >= ${minProperties}`,
        `at least ${count(minProperties, "field")}`,
        "fewer",
      ),
    );
  if (maxProperties !== undefined)
    limits.push(bound(`${length} <= ${maxProperties}`, `at most ${count(maxProperties, "field")}`, "more"));
  return limits;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function bound(kept: string, expected: string, found: string, uses: readonly string[] = []): Limit {
  return { kept, expected, found, uses };
}

/** The import line for what the checks use. */
export function checkImports(used: Iterable<string>): string {
  return importLine([...used, "type Problem"], "./checks.ts").replace(
    "import { type Problem }",
    "import type { Problem }",
  );
}

import { describe, expect, test } from "vitest";
import type { Json } from "../../src/index.ts";
import { defining, part, swagger, textOf } from "../helpers.ts";

const other: Json = { type: "object", properties: { a: { type: "string" } } };

describe("a schema as a type", () => {
  test.each<[string, Json, string]>([
    ["string", { type: "string" }, "string"],
    ["string with a format", { type: "string", format: "date-time" }, "string"],
    ["number", { type: "number" }, "number"],
    ["integer", { type: "integer", format: "int64" }, "number"],
    ["boolean", { type: "boolean" }, "boolean"],
    ["anything", {}, "unknown"],
    ["nullable", { type: "string", "x-nullable": true }, "string | null"],
    ["enum", { type: "string", enum: ["a", "b"] }, '"a" | "b"'],
    ["enum of numbers", { enum: [1, 2] }, "1 | 2"],
    ["enum of one truth", { type: "boolean", enum: [true] }, "true"],
    ["nullable enum", { type: "string", enum: ["a", null], "x-nullable": true }, '"a" | null'],
    ["array", { type: "array", items: { type: "string" } }, "readonly string[]"],
    ["array without its type", { items: { type: "string" } }, "readonly string[]"],
    [
      "array of arrays",
      { type: "array", items: { type: "array", items: { type: "number" } } },
      "readonly (readonly number[])[]",
    ],
    [
      "array of nullable",
      { type: "array", items: { type: "string", "x-nullable": true } },
      "readonly (string | null)[]",
    ],
    ["nullable array", { type: "array", items: {}, "x-nullable": true }, "readonly unknown[] | null"],
    ["reference", { $ref: "#/definitions/Other" }, 'components["schemas"]["Other"]'],
    [
      "nullable reference",
      { $ref: "#/definitions/Other", "x-nullable": true },
      'components["schemas"]["Other"] | null',
    ],
    ["map", { type: "object", additionalProperties: { type: "integer" } }, "{ readonly [key: string]: number; }"],
    ["map of anything", { type: "object" }, "{ readonly [key: string]: unknown; }"],
    ["closed object without fields", { type: "object", additionalProperties: false }, "Record<string, never>"],
    [
      "object",
      { type: "object", required: ["a"], properties: { a: {}, "b-c": { type: "string" } } },
      '{ readonly a: unknown; readonly "b-c"?: string; }',
    ],
    ["object without its type", { properties: { a: { type: "string" } } }, "{ readonly a?: string; }"],
    ["a required field that nobody declares", { required: ["a"] }, "{ readonly a: unknown; }"],
    [
      "allOf",
      { allOf: [{ $ref: "#/definitions/Other" }, { properties: { b: { type: "number" } } }] },
      'components["schemas"]["Other"] & { readonly b?: number; }',
    ],
    [
      "allOf beside fields of its own",
      { allOf: [{ $ref: "#/definitions/Other" }], properties: { b: {} } },
      'components["schemas"]["Other"] & { readonly b?: unknown; }',
    ],
    [
      "allOf that requires a field of a part",
      { allOf: [{ $ref: "#/definitions/Other" }, { required: ["a"] }] },
      'components["schemas"]["Other"] & { readonly a: string; }',
    ],
    [
      "a description",
      { type: "object", properties: { a: { type: "string", description: "Why */ not", default: "x" } } },
      '{ /** @description Why *\\/ not Default: "x". */ readonly a?: string; }',
    ],
  ])("%s", async (_, given, want) => {
    const text = await textOf(defining(given, { Other: other }), "schemas.ts");
    const declaration = part(text, "readonly Thing:", "readonly Other:");
    expect(declaration.replaceAll(/\s+/g, " ").trim()).toBe(`readonly Thing: ${want};`);
  });

  test("each definition is exported under its name, with its description", async () => {
    const text = await textOf(defining({ type: "string", description: "What it is" }), "schemas.ts");
    expect(text).toContain('/** What it is */\nexport type Thing = components["schemas"]["Thing"];\n');
  });

  test("a document without definitions has an empty module", async () => {
    expect(await textOf(swagger({ definitions: {} }), "schemas.ts")).toMatch(/again\.\n\nexport \{\};\n$/);
  });
});

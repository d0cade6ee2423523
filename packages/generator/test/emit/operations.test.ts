import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/index.ts";
import { operating, part, swagger, textOf } from "../helpers.ts";

const ok: JsonObject = { "200": { description: "Done" } };
const shared: JsonObject = {
  definitions: {
    Thing: { type: "object", properties: {} },
    Fault: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
  },
  parameters: { page: { name: "page", in: "query", type: "integer" } },
  securityDefinitions: { key: { type: "apiKey", in: "header", name: "Authorization" } },
  responses: { Missing: { description: "Missing", schema: { $ref: "#/definitions/Fault" } } },
};

describe("an operation's types", () => {
  test.each<[string, string, JsonObject, string]>([
    [
      "nothing to give",
      "/act",
      {},
      `// ---- act: GET /act

export type ActArgs = Readonly<Record<string, never>>;
export type ActSuccess = Success<200, undefined>;
export type ActFailure = never;`,
    ],
    [
      "parameters of all places",
      "/act/{id}",
      {
        parameters: [
          { name: "id", in: "path", required: true, type: "string" },
          { name: "only-new", in: "query", type: "boolean" },
          { $ref: "#/parameters/page" },
          { name: "X-Fields", in: "header", type: "string", description: "An optional fields mask" },
        ],
        responses: ok,
      },
      `// ---- act: GET /act/{id}

export interface ActArgs {
  readonly path: { readonly id: string };
  readonly query?: { readonly "only-new"?: boolean; readonly page?: number };
  readonly header?: {
    /** An optional fields mask */
    readonly "X-Fields"?: string;
  };
}
export type ActSuccess = Success<200, undefined>;
export type ActFailure = never;`,
    ],
    [
      "lists",
      "/act/{ids}",
      {
        parameters: [
          { name: "ids", in: "path", required: true, type: "array", items: { type: "string" } },
          {
            name: "sort",
            in: "query",
            required: true,
            type: "array",
            items: { enum: ["up", "down"], type: "string" },
            collectionFormat: "multi",
          },
        ],
        responses: ok,
      },
      `// ---- act: GET /act/{ids}

export interface ActArgs {
  readonly path: { readonly ids: readonly string[] };
  readonly query: { readonly sort: readonly ("up" | "down")[] };
}
export type ActSuccess = Success<200, undefined>;
export type ActFailure = never;`,
    ],
    [
      "an array as body and answer, and a failure each status",
      "/act",
      {
        parameters: [
          {
            name: "things",
            in: "body",
            required: true,
            schema: { type: "array", items: { $ref: "#/definitions/Thing" } },
          },
        ],
        responses: {
          "503": { description: "Busy" },
          "404": { $ref: "#/responses/Missing" },
          "200": { description: "Done", schema: { type: "array", items: { $ref: "#/definitions/Thing" } } },
        },
      },
      `// ---- act: GET /act

export interface ActArgs {
  readonly body: readonly Thing[];
}
export type ActSuccess = Success<200, readonly Thing[]>;
export type ActFailure = Documented<404, Fault> | Documented<503, undefined>;`,
    ],
    [
      "an optional primitive body, two successes, and a default",
      "/act",
      {
        parameters: [{ name: "n", in: "body", schema: { type: "integer" }, description: "How many" }],
        responses: {
          "201": { description: "Made", schema: { type: "string" } },
          "204": { description: "None" },
          default: { $ref: "#/responses/Missing" },
        },
      },
      `// ---- act: GET /act

export interface ActArgs {
  /** How many */
  readonly body?: number;
}
export type ActSuccess = Success<201, string> | Success<204, undefined>;
export type ActFailure = Documented<number, Fault>;`,
    ],
    [
      "objects written inside get names",
      "/act",
      {
        parameters: [
          { name: "b", in: "body", required: true, schema: { type: "object", properties: { a: { type: "string" } } } },
        ],
        responses: {
          "200": { description: "Done", schema: { type: "array", items: { properties: { b: {} } } } },
          "400": { description: "No", schema: { additionalProperties: { properties: { c: {} } } } },
        },
      },
      `// ---- act: GET /act

export interface ActArgs {
  readonly body: ActBody;
}
export type ActSuccess = Success<200, readonly ActAnswerItem[]>;
export type ActFailure = Documented<400, Readonly<Record<string, ActAnswer400Value>>>;`,
    ],
    [
      "a file",
      "/act",
      {
        responses: {
          "200": { description: "Bytes", schema: { type: "file" } },
          "404": { $ref: "#/responses/Missing" },
        },
      },
      `// ---- act: GET /act

export type ActArgs = Readonly<Record<string, never>>;
export type ActSuccess = Success<200, ReadableStream<Uint8Array>>;
export type ActFailure = Documented<404, Fault>;`,
    ],
    [
      "text of a type that is not JSON",
      "/act",
      {
        produces: ["text/tab-separated-values"],
        responses: { "200": { description: "Lines", schema: { type: "string" } } },
      },
      `// ---- act: GET /act

export type ActArgs = Readonly<Record<string, never>>;
export type ActSuccess = Success<200, ReadableStream<Uint8Array>>;
export type ActFailure = never;`,
    ],
  ])("%s", async (_, path, operation, want) => {
    const text = await textOf(operating(path, "get", operation, shared), "operations.ts");
    expect(part(text, "// ---- act", "/** Types of the operations")).toBe(want);
  });

  test("parameters of the path item hold for every method, unless a method says otherwise", async () => {
    const id = (type: string): JsonObject => ({ name: "id", in: "path", required: true, type });
    const paths = {
      "/x/{id}": {
        parameters: [id("string")],
        get: { responses: ok },
        put: { parameters: [id("integer")], responses: ok },
      },
    };
    const text = await textOf(swagger({ paths }), "operations.ts");
    expect(text).toContain("export interface GetXIdArgs {\n  readonly path: { readonly id: string };\n}");
    expect(text).toContain("export interface PutXIdArgs {\n  readonly path: { readonly id: number };\n}");
  });
});

describe("an operation in the table", () => {
  test("holds what client and server need", async () => {
    const operation = {
      security: [{ key: [] }],
      parameters: [
        { name: "id", in: "path", required: true, type: "string" },
        { name: "tags", in: "query", type: "array", items: { type: "string" }, collectionFormat: "pipes" },
        { name: "thing", in: "body", required: true, schema: { $ref: "#/definitions/Thing" } },
      ],
      responses: {
        "200": { description: "Done", schema: { $ref: "#/definitions/Thing" } },
        "404": { $ref: "#/responses/Missing" },
      },
    };
    const text = await textOf(operating("/act/{id}", "post", operation, shared), "operations.ts");
    expect(part(text, "export const operations", "} as const")).toBe(`export const operations = {
  act: {
    method: "POST",
    path: "/act/{id}",
    authenticated: true,
    accept: "json",
    parameters: [
      { name: "id", in: "path", required: true, type: "string", check: string },
      { name: "tags", in: "query", required: false, type: "string", list: "pipes", check: checkActTags },
    ],
    body: { required: true, check: checkThing },
    answers: { 200: { kind: "json", check: checkThing }, 404: { kind: "json", check: checkFault } },
  },`);
  });

  const needed: JsonObject = { security: [{ key: [] }] };
  test.each<[string, JsonObject, JsonObject, boolean]>([
    ["nothing said", {}, {}, false],
    ["a login everywhere", needed, {}, true],
    ["a login here", {}, needed, true],
    ["a login everywhere but here", needed, { security: [] }, false],
    ["a login that may be left out", needed, { security: [{}, { key: [] }] }, false],
    ["a login that may be left out everywhere", { security: [{ key: [] }, {}] }, {}, false],
    ["one of two logins", {}, { security: [{ key: [] }, { other: [] }] }, true],
  ])("tells whether a login is needed: %s", async (_, root, operation, want) => {
    const key = { type: "apiKey", in: "header", name: "Authorization" };
    const spec = operating("/act", "get", operation, { securityDefinitions: { key, other: key }, ...root });
    expect(await textOf(spec, "operations.ts")).toContain(`    authenticated: ${want},\n`);
  });
});

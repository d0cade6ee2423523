import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/index.ts";
import { defining, operating, refusals, swagger } from "../helpers.ts";

const ok: JsonObject = { "200": { description: "Done" } };
const at = "#/paths/~1act/get";

const body = (more: JsonObject = {}): JsonObject => ({ parameters: [{ name: "b", in: "body", schema: {} }], ...more });
const parameter = (more: JsonObject): JsonObject => ({
  parameters: [{ name: "p", in: "query", type: "string", ...more }],
});
const shared: JsonObject = {
  parameters: { q: { name: "q", in: "query", type: "string" } },
  responses: { Missing: { description: "Missing" } },
  securityDefinitions: { key: { type: "apiKey", in: "header", name: "Authorization" } },
};
const answer = (schema: Json): JsonObject => ({ responses: { "200": { description: "Done", schema } } });

test("a document without a fault is taken", async () => {
  expect(await refusals(swagger())).toEqual([]);
});

describe("a document is refused for", () => {
  test.each<[string, Json, string]>([
    ["being no object", [], "#: the document must be an object"],
    ["another version", swagger({ swagger: "1.2" }), '#/swagger: must be "2.0"'],
    ["OpenAPI 3", { openapi: "3.1.0" }, '#/openapi: OpenAPI "3.1.0" is not supported: only Swagger 2.0 is'],
    ["fields of OpenAPI 3", swagger({ components: {} }), "#/components: components: belongs to OpenAPI 3"],
    ["having no path", swagger({ paths: {} }), "#/paths: there is no path"],
    ["a base path that is none", swagger({ basePath: "api" }), '#/basePath: must start with "/"'],
    [
      "a key in another header",
      swagger({ securityDefinitions: { k: { type: "apiKey", in: "header", name: "X-Key" } } }),
      "#/securityDefinitions/k: an apiKey that is not in the header Authorization is not supported; an overlay can make it a parameter",
    ],
    [
      "a key in the query",
      swagger({ securityDefinitions: { k: { type: "apiKey", in: "query", name: "Authorization" } } }),
      "#/securityDefinitions/k: an apiKey that is not in the header Authorization is not supported; an overlay can make it a parameter",
    ],
  ])("%s", async (_, spec, want) => {
    expect(await refusals(spec)).toEqual([want]);
  });
});

describe("an operation is refused for", () => {
  test.each<[string, JsonObject, string]>([
    ["form data", parameter({ in: "formData" }), `${at}/parameters/0/in: form data and file uploads are not supported`],
    ["a file as parameter", parameter({ type: "file" }), `${at}/parameters/0/type: file uploads are not supported`],
    ["a cookie", parameter({ in: "cookie" }), `${at}/parameters/0/in: must be path, query, header or body`],
    [
      "a parameter without a type",
      { parameters: [{ name: "p", in: "query" }] },
      `${at}/parameters/0/type: must be string, number, integer, boolean or array`,
    ],
    [
      "a parameter with a schema",
      parameter({ schema: {} }),
      `${at}/parameters/0/schema: schema: only a body parameter has a schema in Swagger 2.0`,
    ],
    [
      "a parameter without a name",
      { parameters: [{ in: "query", type: "string" }] },
      `${at}/parameters/0/name: a parameter needs a name`,
    ],
    [
      "a parameter that may be null",
      parameter({ "x-nullable": true }),
      `${at}/parameters/0/x-nullable: a parameter is text and can't be null`,
    ],
    [
      "a parameter without a value",
      parameter({ allowEmptyValue: true }),
      `${at}/parameters/0/allowEmptyValue: parameters without a value are not supported`,
    ],
    [
      "a list of lists",
      parameter({ type: "array", items: { type: "array", items: { type: "string" } } }),
      `${at}/parameters/0/items/type: items of a parameter must be string, number, integer or boolean: lists of lists are not supported`,
    ],
    [
      "multi in a header",
      parameter({ in: "header", type: "array", items: { type: "string" }, collectionFormat: "multi" }),
      `${at}/parameters/0/collectionFormat: multi goes only with query parameters`,
    ],
    [
      "two parameters of one name",
      {
        parameters: [
          { name: "X-A", in: "header", type: "string" },
          { name: "x-a", in: "header", type: "string" },
        ],
      },
      `${at}/parameters/1: a second header parameter x-a`,
    ],
    [
      "two bodies",
      {
        parameters: [
          { name: "a", in: "body", schema: {} },
          { name: "b", in: "body", schema: {} },
        ],
      },
      `${at}/parameters/1: a second body`,
    ],
    [
      "a body of XML",
      body({ consumes: ["application/xml"] }),
      `${at}: a body of application/xml is not supported: only JSON is`,
    ],
    [
      "a body of OpenAPI 3",
      { requestBody: {} },
      `${at}/requestBody: requestBody: belongs to OpenAPI 3; Swagger 2.0 has a parameter in: body`,
    ],
    [
      "an external reference",
      answer({ $ref: "other.json#/definitions/A" }),
      `${at}/responses/200/schema/$ref: external reference other.json#/definitions/A: only references inside the document are supported`,
    ],
    [
      "a reference to nowhere",
      answer({ $ref: "#/definitions/A" }),
      `${at}/responses/200/schema/$ref: reference #/definitions/A: there is no such entry`,
    ],
    [
      "a reference to another place",
      answer({ $ref: "#/paths/~1act" }),
      `${at}/responses/200/schema/$ref: reference #/paths/~1act: must be #/definitions/NAME here`,
    ],
    [
      "a reference to a missing parameter",
      { parameters: [{ $ref: "#/parameters/p" }] },
      `${at}/parameters/0/$ref: reference #/parameters/p: there is no such entry`,
    ],
    [
      "something beside a reference to a parameter",
      { parameters: [{ $ref: "#/parameters/q", required: true, "x-note": "allowed" }] },
      `${at}/parameters/0/required: required: is ignored beside $ref by Swagger 2.0: remove it, or write it in the entry`,
    ],
    [
      "something beside a reference to a response",
      { responses: { ...ok, "404": { $ref: "#/responses/Missing", description: "Not there" } } },
      `${at}/responses/404/description: description: is ignored beside $ref by Swagger 2.0: remove it, or write it in the entry`,
    ],
    [
      "a security scheme that nobody declares",
      { security: [{}, { key: [], nope: [] }] },
      `${at}/security/1/nope: nope: securityDefinitions has no such scheme`,
    ],
    [
      "a security requirement that is none",
      { security: ["key"] },
      `${at}/security/0: a security requirement must be an object`,
    ],
    [
      "no success",
      { responses: { "404": { description: "No" } } },
      `${at}/responses: no success (200 to 299) is named; an overlay can add it`,
    ],
    [
      "a status that is none",
      { responses: { ...ok, "2XX": { description: "No" } } },
      `${at}/responses/2XX: a status is a number of three digits, or default`,
    ],
    [
      "a response without a description",
      { responses: { "200": {} } },
      `${at}/responses/200: a response needs a description`,
    ],
    [
      "content of OpenAPI 3",
      { responses: { "200": { description: "", content: {} } } },
      `${at}/responses/200/content: content: belongs to OpenAPI 3`,
    ],
    [
      "JSON and bytes as successes",
      { responses: { "200": { description: "", schema: {} }, "206": { description: "", schema: { type: "file" } } } },
      `${at}/responses: successes of JSON and of a stream in one operation are not supported`,
    ],
    [
      "an object in text",
      { produces: ["text/csv"], ...answer({ type: "object" }) },
      `${at}/responses/200/schema: an answer of text/csv is read as a stream of bytes: its type must be file or string`,
    ],
    [
      "a file as failure",
      { responses: { ...ok, "404": { description: "", schema: { type: "file" } } } },
      `${at}/responses/404/schema: only a success can be a stream of bytes`,
    ],
    [
      "a path parameter that the path has not",
      { parameters: [{ name: "id", in: "path", required: true, type: "string" }] },
      `${at}: path parameter id: the path has no {id}`,
    ],
    ["an id with a line break", { operationId: "a\nb" }, `${at}/operationId: has a line break or a control character`],
    [
      "an id with a line separator",
      { operationId: "a\u2028b" },
      `${at}/operationId: has a line break or a control character`,
    ],
    ["an id of no letter", { operationId: "--" }, `${at}/operationId: has no letter or digit to make a name of`],
  ])("%s", async (_, operation, want) => {
    expect(await refusals(operating("/act", "get", operation, shared))).toEqual([want]);
  });
});

describe("a path is refused for", () => {
  const id = { name: "id", in: "path", required: true, type: "string" };
  test.each<[string, string, Json[], string]>([
    [
      "a parameter that nobody declares",
      "/a/{id}",
      [],
      "#/paths/~1a~1{id}/get: the path has {id}, and no path parameter of that name",
    ],
    [
      "an optional path parameter",
      "/a/{id}",
      [{ ...id, required: false }],
      "#/paths/~1a~1{id}/get/parameters/0: a path parameter must have required: true",
    ],
    [
      "two parameters in one segment",
      "/a/{id}-{to}",
      [id, { ...id, name: "to" }],
      "#/paths/~1a~1{id}-{to}: two parameters in one path segment ({id}-{to}) are not supported",
    ],
    ["one parameter twice", "/{id}/{id}", [id], "#/paths/~1{id}~1{id}: {id} stands in the path twice"],
    ["a query", "/a?b=1", [], "#/paths/~1a?b=1: a path has no query, fragment, blank or backslash"],
    ["no slash", "a", [], '#/paths/a: a path must start with "/"'],
  ])("%s", async (_, path, parameters, want) => {
    expect(await refusals(operating(path, "get", { parameters }))).toEqual([want]);
  });

  test.each<[string, JsonObject, string]>([
    [
      "a path in another document",
      { $ref: "paths.json" },
      "#/paths/~1a/$ref: $ref: a path in another document is not supported",
    ],
    [
      "a method of OpenAPI 3",
      { trace: {}, get: { responses: ok } },
      "#/paths/~1a/trace: trace: belongs to OpenAPI 3 and is not supported",
    ],
  ])("%s", async (_, item, want) => {
    expect(await refusals(swagger({ paths: { "/a": item } }))).toContain(want);
  });

  test("two operations of one id", async () => {
    const paths = { "/a": { get: { operationId: "x", responses: ok }, put: { operationId: "x", responses: ok } } };
    expect(await refusals(swagger({ paths }))).toEqual([
      "#/paths/~1a/put/operationId: x is also the operation at #/paths/~1a/get",
    ]);
  });

  test("two operations on one route that no request can tell apart", async () => {
    const get = (operationId: string, name: string): JsonObject => ({
      get: { operationId, parameters: [{ ...id, name }], responses: ok },
    });
    const paths = { "/a/{id}": get("one", "id"), "/a/{name}": get("other", "name") };
    expect(await refusals(swagger({ paths }))).toEqual([
      "#/paths/~1a~1{name}/get: one, other share one route, and no request can tell them apart: one of two must take a list (type: array) where the other takes one value",
    ]);
  });
});

describe("a schema is refused for", () => {
  const here = "#/definitions/Thing";
  test.each<[string, Json, string]>([
    ["being no object", true, `${here}: a schema must be an object`],
    [
      "a discriminator",
      { discriminator: "kind", properties: {} },
      `${here}/discriminator: discriminator: polymorphism by a discriminator is not supported; an overlay can remove it`,
    ],
    ["oneOf", { type: "string", oneOf: [] }, `${here}/oneOf: oneOf: belongs to OpenAPI 3 and is not supported`],
    [
      "nullable",
      { type: "string", nullable: true },
      `${here}/nullable: nullable: belongs to OpenAPI 3; Swagger 2.0 tools write x-nullable`,
    ],
    [
      "a list of types",
      { type: ["string", "null"] },
      `${here}/type: a list of types belongs to OpenAPI 3.1; use one type and x-nullable`,
    ],
    ["an unknown type", { type: "text" }, `${here}/type: unknown type "text"`],
    ["a file", { type: "file" }, `${here}/type: type file is only allowed as the whole answer of an operation`],
    [
      "a keyword of another type",
      { type: "string", minimum: 1 },
      `${here}/minimum: minimum: does not go with type string`,
    ],
    [
      "a keyword that nobody knows",
      { type: "string", lenght: 1 },
      `${here}/lenght: lenght: is not a field that Swagger 2.0 has here`,
    ],
    ["a limit without a type", { minLength: 1 }, `${here}: minLength needs a type beside it`],
    [
      "something beside $ref",
      { $ref: "#/definitions/Thing2", type: "string" },
      `${here}/type: type: is ignored beside $ref by Swagger 2.0: remove it, or use allOf`,
    ],
    ["an array without items", { type: "array" }, `${here}: an array needs items`],
    ["a tuple", { type: "array", items: [{}] }, `${here}/items: a list of items (a tuple) is not supported`],
    [
      "required as a flag",
      { properties: { a: { type: "string", required: true } } },
      `${here}/properties/a/required: required: does not go with type string`,
    ],
    [
      "a required field that requests must not have",
      { required: ["a"], properties: { a: { type: "string", readOnly: true } } },
      `${here}/properties/a/readOnly: a required field can't be left out of requests: remove readOnly or required`,
    ],
    ["an empty enum", { type: "string", enum: [] }, `${here}/enum: an enum needs at least one value`],
    ["an enum of several types", { enum: ["a", 1] }, `${here}/enum: an enum of several types is not supported`],
    ["an enum beside its type", { type: "integer", enum: [1, 1.5] }, `${here}/enum/1: is not of type integer`],
    [
      "null in an enum",
      { type: "string", enum: ["a", null] },
      `${here}/enum/1: null in an enum needs x-nullable: true`,
    ],
    [
      "a pattern that JavaScript doesn't take",
      { type: "string", pattern: "(?<x" },
      `${here}/pattern: is no regular expression that JavaScript takes`,
    ],
    [
      "an exclusive limit without the limit",
      { type: "number", exclusiveMinimum: true },
      `${here}/exclusiveMinimum: exclusiveMinimum needs minimum`,
    ],
    ["allOf of nothing", { allOf: [] }, `${here}/allOf: allOf needs at least one schema`],
    [
      "being nothing but itself",
      { $ref: "#/definitions/Thing" },
      `${here}: is defined by itself: the references lead in a circle`,
    ],
    [
      "being a part of itself",
      { allOf: [{ $ref: "#/definitions/Thing" }] },
      `${here}: is defined by itself: the references lead in a circle`,
    ],
  ])("%s", async (_, schema, want) => {
    const found = await refusals(defining(schema, { Thing2: { type: "object" } }));
    expect(found.map((line) => line.slice(0, want.length))).toEqual([want]);
  });

  test("definitions that are each other", async () => {
    const spec = defining({ $ref: "#/definitions/B" }, { B: { allOf: [{ $ref: "#/definitions/Thing" }] } });
    expect(await refusals(spec)).toEqual([
      "#/definitions/Thing: is defined by itself: the references lead in a circle",
      "#/definitions/B: is defined by itself: the references lead in a circle",
    ]);
  });
});

test("everything that is wrong is told at once, in the order of the document", async () => {
  const spec = swagger({
    definitions: { A: { type: "text" }, B: { discriminator: "x" } },
    paths: {
      "/a": {
        get: {
          parameters: [{ name: "f", in: "formData", type: "file" }],
          responses: { "200": { $ref: "#/responses/None" } },
        },
      },
    },
  });
  expect((await refusals(spec)).map((line) => line.split(":")[0])).toEqual([
    "#/definitions/A/type",
    "#/definitions/B/discriminator",
    "#/paths/~1a/get/parameters/0/in",
    "#/paths/~1a/get/responses/200/$ref",
    "#/paths/~1a/get/responses",
  ]);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/index.ts";
import { type Bindings, load, operating, part, refusals, type ServerBindings, textOf } from "../helpers.ts";

const mask: JsonObject = { name: "X-Fields", in: "header", type: "string", "x-fields-mask": true };

const definitions: JsonObject = {
  Module: {
    type: "object",
    required: ["id", "settings", "labels"],
    properties: {
      id: { type: "string" },
      settings: { type: "array", items: { $ref: "#/definitions/Setting" } },
      labels: { additionalProperties: { $ref: "#/definitions/Label" } },
      parent: { $ref: "#/definitions/Module" },
      kind: {
        allOf: [{ $ref: "#/definitions/Label" }, { required: ["rank"], properties: { rank: { type: "integer" } } }],
      },
    },
  },
  Setting: {
    type: "object",
    required: ["id", "value"],
    properties: { id: { type: "string" }, value: { type: "string" } },
  },
  Label: { type: "object", required: ["text"], minProperties: 1, properties: { text: { type: "string" } } },
};

const answers: JsonObject = {
  "200": { description: "Done", schema: { type: "array", items: { $ref: "#/definitions/Module" } } },
  "404": { description: "None", schema: { $ref: "#/definitions/Label" } },
};

const document = (parameters: Json): Json =>
  operating("/act", "get", { parameters, responses: answers }, { definitions });

describe("an answer with a fields mask", () => {
  let bindings: Bindings;
  let dispose: () => PromiseLike<void>;

  beforeAll(async () => {
    const loaded = await load(document([mask]));
    bindings = loaded.bindings;
    dispose = () => loaded[Symbol.asyncDispose]();
  });
  afterAll(() => dispose());

  test.each<[string, unknown, string]>([
    ["lacks required fields", [{}], "ok"],
    ["lacks them in lists", [{ settings: [{ id: "a" }, {}] }], "ok"],
    ["lacks them in maps", [{ labels: { a: {} } }], "ok"],
    ["lacks them in references and parts", [{ parent: { id: "a" }, kind: {} }], "ok"],
    [
      "has fields of the type that they have without",
      [{ settings: [{ id: 1 }] }],
      "/0/settings/0/id: expected a string, found a number",
    ],
    [
      "has parts of the type that they have without",
      [{ kind: { rank: "1" } }],
      "/0/kind/rank: expected an integer, found a string",
    ],
    ["is the list that it is without", {}, "expected an array, found an object"],
  ])("%s", async (_, body, want) => {
    const client = bindings.createClient(async () => ({ kind: "response", status: 200, headers: {}, body }));
    const masked = await client["act"]?.({ header: { "X-Fields": "id" } });
    expect(masked).toMatchObject(
      want === "ok" ? { ok: true, value: body } : { ok: false, kind: "invalid", message: want },
    );
    expect(await client["act"]?.({})).toMatchObject({ ok: false, kind: "invalid" });
  });

  test("is as usual where the header is no mask", async () => {
    await using loaded = await load(document([{ ...mask, "x-fields-mask": false }]));
    const client = loaded.bindings.createClient(async () => ({
      kind: "response",
      status: 200,
      headers: {},
      body: [{}],
    }));
    expect(await client["act"]?.({ header: { "X-Fields": "id" } })).toMatchObject({
      kind: "invalid",
      pointer: "/0/id",
    });
  });

  test("is no excuse for a failure's body, which no mask is applied to", async () => {
    const client = bindings.createClient(async () => ({ kind: "response", status: 404, headers: {}, body: {} }));
    const result = await client["act"]?.({ header: { "X-Fields": "id" } });
    expect(result).toMatchObject({ kind: "documented", body: undefined });
  });

  test("can be checked by a server, too", async () => {
    const server = bindings as unknown as ServerBindings;
    expect(server.checkAnswer("act", 200, [{}])).toMatchObject({ pointer: "/0/id" });
    expect(server.checkAnswer("act", 200, [{}], true)).toBe(undefined);
  });
});

describe("the client's method", () => {
  test("tells that fields may be missing where the mask is given", async () => {
    expect(
      part(await textOf(document([mask]), "client.ts"), "export interface Client", "/** Makes"),
    ).toBe(`export interface Client {
  /** \`GET /act\` */
  act(
    args?: ActArgs & { readonly header?: { readonly "X-Fields"?: never } },
    options?: CallOptions,
  ): Promise<ResultOf<"act">>;
  /** With X-Fields the answer has only the fields that it names. */
  act(args?: ActArgs, options?: CallOptions): Promise<MaskedResultOf<"act">>;
}`);
  });

  test("tells it always where the mask must be given", async () => {
    const text = await textOf(document([{ ...mask, required: true }]), "client.ts");
    expect(part(text, "export interface Client", "/** Makes")).toBe(`export interface Client {
  /** \`GET /act\` */
  act(args: ActArgs, options?: CallOptions): Promise<MaskedResultOf<"act">>;
}`);
  });
});

test("a mask that is no flag is refused", async () => {
  expect(await refusals(document([{ ...mask, "x-fields-mask": "yes" }]))).toEqual([
    "#/paths/~1act/get/parameters/0/x-fields-mask: must be true or false",
  ]);
});

test("a mask in the path is refused", async () => {
  const parameters = [{ ...mask, name: "fields", in: "path", required: true }];
  expect(await refusals(operating("/act/{fields}", "get", { parameters }))).toEqual([
    "#/paths/~1act~1{fields}/get/parameters/0/x-fields-mask: a fields mask stands in a header or in the query",
  ]);
});

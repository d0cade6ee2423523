import { describe, expect, test } from "vitest";
import { operating, part, swagger, textOf } from "../helpers.ts";

const ok = { "200": { description: "Done" } };

describe("a client's method", () => {
  test("tells what the specification says of it", async () => {
    const operation = {
      operationId: "get_process_data_values",
      summary: "Returns values",
      description: "Values are numbers.",
      deprecated: true,
      responses: { "200": { description: "Done", headers: { "X-Total": { type: "integer" } } } },
    };
    const text = await textOf(operating("/p", "get", operation), "client.ts");
    expect(part(text, "export interface Client", "}")).toBe(`export interface Client {
  /**
   * Returns values
   * Values are numbers.
   * \`GET /p\`
   * Answers with the headers X-Total (200).
   * @deprecated
   */
  getProcessDataValues(args?: GetProcessDataValuesArgs, options?: CallOptions): Promise<ResultOf<"get_process_data_values">>;`);
  });

  test.each([
    [
      "needs arguments where one is required",
      [{ name: "b", in: "body", required: true, schema: {} }],
      "act(args: ActArgs,",
    ],
    ["needs none where all are optional", [{ name: "b", in: "body", schema: {} }], "act(args?: ActArgs,"],
  ])("%s", async (_, parameters, want) => {
    expect(await textOf(operating("/p", "post", { parameters }), "client.ts")).toContain(`  ${want}`);
  });

  test("ids that are no identifiers, collide or are missing still make methods", async () => {
    const paths = {
      "/a": { get: { operationId: "pets/list", responses: ok }, put: { operationId: "pets.list", responses: ok } },
      "/b/{x}": { get: { parameters: [{ name: "x", in: "path", required: true, type: "string" }], responses: ok } },
      "/c": { get: { operationId: "delete", responses: ok }, put: { operationId: "then", responses: ok } },
      "/d": { get: { operationId: "__proto__", responses: ok } },
    };
    const text = await textOf(swagger({ paths }), "client.ts");
    expect(text.match(/^ {4}\S+: \(args, options\) => call\("[^"]+"/gm)).toEqual([
      '    petsList: (args, options) => call("pets/list"',
      '    petsList2: (args, options) => call("pets.list"',
      '    getBX: (args, options) => call("get_b_x"',
      '    delete: (args, options) => call("delete"',
      '    thenOperation: (args, options) => call("then"',
      '    proto: (args, options) => call("__proto__"',
    ]);
  });
});

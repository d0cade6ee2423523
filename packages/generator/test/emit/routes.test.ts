import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/index.ts";
import { type Bindings, load, part, swagger, textOf } from "../helpers.ts";

const ok: JsonObject = { "200": { description: "Done" } };

function get(operationId: string, ...parameters: Json[]): JsonObject {
  return { get: { operationId, parameters, responses: ok } };
}

const one = (name: string): JsonObject => ({ name, in: "path", required: true, type: "string" });
const many = (name: string, collectionFormat = "csv"): JsonObject => ({
  name,
  in: "path",
  required: true,
  type: "array",
  items: { type: "string" },
  collectionFormat,
});

const spec = swagger({
  basePath: "/api/v1/",
  paths: {
    "/m/{module}/{id}": get("value", one("module"), one("id")),
    "/m/{module}/{ids}": get("values", one("module"), many("ids")),
    "/m/{module}": {
      ...get("module", one("module")),
      delete: { operationId: "drop", parameters: [one("module")], responses: ok },
    },
    "/m/all": get("all"),
    "/{any}/last": get("last", one("any")),
    "/f/{name}.txt": get("text", one("name")),
    "/f/{name}": get("file", one("name")),
    "/bars/{list}": get("bars", many("list", "pipes")),
    "/bars/{single}": get("bar", one("single")),
    "/": get("root"),
  },
});

test("the table has one entry a method and path, with both operations where two share it", async () => {
  expect(
    part(await textOf(spec, "routes.ts"), "export const basePath", "nothing"),
  ).toBe(`export const basePath = "/api/v1";

/** All routes, in the order of the specification. */
export const routes: readonly Route[] = [
  { method: "GET", template: "/m/{module}/{id}", operations: ["value", "values"] },
  { method: "GET", template: "/m/{module}", operations: ["module"] },
  { method: "DELETE", template: "/m/{module}", operations: ["drop"] },
  { method: "GET", template: "/m/all", operations: ["all"] },
  { method: "GET", template: "/{any}/last", operations: ["last"] },
  { method: "GET", template: "/f/{name}.txt", operations: ["text"] },
  { method: "GET", template: "/f/{name}", operations: ["file"] },
  { method: "GET", template: "/bars/{list}", operations: ["bars", "bar"] },
  { method: "GET", template: "/", operations: ["root"] },
];`);
});

let bindings: Bindings;
let dispose: () => PromiseLike<void>;

beforeAll(async () => {
  const loaded = await load(spec);
  bindings = loaded.bindings;
  dispose = () => loaded[Symbol.asyncDispose]();
});
afterAll(() => dispose());

describe("a client on a route of two operations", () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      "value",
      { module: "a", id: "P,U" },
      'value: path parameter id: a single value with "," would be taken for a list',
    ],
    ["value", { module: "a,b", id: "P" }, "/m/a,b/P"],
    ["values", { module: "a", ids: ["P", "U"] }, "/m/a/P,U"],
    ["bar", { single: "a|b" }, 'bar: path parameter single: a single value with "|" would be taken for a list'],
    ["bar", { single: "a,b" }, "/bars/a,b"],
    ["module", { module: "a,b" }, "/m/a,b"],
  ])("%s of %j", async (method, path, want) => {
    const sent: string[] = [];
    const client = bindings.createClient(async (request) => {
      sent.push(request.path);
      return { kind: "response", status: 200, headers: {}, body: undefined };
    });
    const outcome = client[method]?.({ path });
    if (want.startsWith("/")) expect(await outcome).toMatchObject({ ok: true });
    else await expect(outcome).rejects.toThrow(new TypeError(want));
    expect(sent).toEqual(want.startsWith("/") ? [want] : []);
  });
});

describe("matchRoute", () => {
  test.each<[string, string, string, Record<string, string>]>([
    ["GET", "/m/devices:local", "module", { module: "devices:local" }],
    ["get", "/m/a%2Fb", "module", { module: "a/b" }],
    ["DELETE", "/m/a", "drop", { module: "a" }],
    ["GET", "/m/all", "all", {}],
    ["GET", "/m/%61ll", "all", {}],
    ["GET", "/m/a/P", "value", { module: "a", id: "P" }],
    ["GET", "/m/a/P,U", "values", { module: "a", ids: "P,U" }],
    ["GET", "/m/a/P%2CU", "values", { module: "a", ids: "P,U" }],
    // A literal goes before a parameter, from the left.
    ["GET", "/m/last", "module", { module: "last" }],
    ["GET", "/x/last", "last", { any: "x" }],
    ["GET", "/f/a.txt", "text", { name: "a" }],
    ["GET", "/f/a.txt.gz", "file", { name: "a.txt.gz" }],
    ["GET", "/f/.txt", "file", { name: ".txt" }],
    ["GET", "/bars/a%7Cb", "bars", { list: "a|b" }],
    ["GET", "/bars/a,b", "bar", { single: "a,b" }],
    ["GET", "/", "root", {}],
    ["GET", "/m/__proto__", "module", { module: "__proto__" }],
  ])("%s %s is %s", (method, pathname, operation, path) => {
    expect(bindings.matchRoute(method, pathname)).toMatchObject({ found: true, operation, path });
  });

  test.each<[string, string, string[]]>([
    ["PUT", "/m/a", ["GET", "DELETE"]],
    ["POST", "/m/a/b", ["GET"]],
    ["GET", "/m/", []],
    ["GET", "/m//b", []],
    ["GET", "/m/a/b/c", []],
    ["GET", "/m/%E0%A4%A", []],
    ["GET", "m/a", []],
    ["GET", "", []],
  ])("%s %s is none", (method, pathname, allow) => {
    expect(bindings.matchRoute(method, pathname)).toEqual({ found: false, allow });
  });
});

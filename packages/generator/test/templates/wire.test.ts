import { posix } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/index.ts";
import { decodeSegment, encodeSegment, queryString, segmentProblem } from "../../templates/wire.ts";
import { type Bindings, load, swagger } from "../helpers.ts";

describe("a text in a path segment", () => {
  test.each([
    ["devices:local", "devices:local"],
    ["P,U", "P,U"],
    ["Statistic:Yield:Day", "Statistic:Yield:Day"],
    ["a/b", "a%2Fb"],
    ["a b+c", "a%20b%2Bc"],
    ["ü", "%C3%BC"],
    ["%2e", "%252e"],
    ["?#&=", "%3F%23%26%3D"],
    ["(')*!", "%28%27%29%2A%21"],
    ["a\\b\r\n", "a%5Cb%0D%0A"],
    ["...", "..."],
    [".hidden", ".hidden"],
  ])("%j is written %s", (given, want) => {
    expect(encodeSegment(given)).toBe(want);
    expect(decodeSegment(want)).toBe(given);
  });

  test.each([
    ["", "an empty text is no path segment"],
    [".", "a dot segment would leave its place in the path"],
    ["..", "a dot segment would leave its place in the path"],
    ["../settings", "a dot segment would leave its place in the path"],
    ["devices:local/../", "a dot segment would leave its place in the path"],
    ["a\uD800", "a lone surrogate can't be encoded"],
  ])("%j is refused", (given, want) => {
    expect(segmentProblem(given)).toBe(want);
    expect(() => encodeSegment(given)).toThrow(new TypeError(want));
  });

  test("whatever the text, the segment stays one segment, also for a server that decodes first", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          fc.string({ unit: fc.constantFrom("/", ".", "%", "2", "e", "\\", "?", "#") }),
        ),
        (text) => {
          fc.pre(segmentProblem(text) === undefined);
          const encoded = encodeSegment(text);
          expect(encoded).toMatch(/^[A-Za-z0-9\-._~%:,]+$/);
          expect(decodeSegment(encoded)).toBe(text);
          const url = new URL(`http://x/api/${encoded}/last`);
          expect(url.pathname).toBe(`/api/${encoded}/last`);
          expect(posix.normalize(`/api/${text}/`)).toMatch(/^\/api\//);
        },
      ),
    );
  });
});

test("a query names a list's parameter several times", () => {
  expect(queryString({})).toBe("");
  expect(queryString({ a: "1", b: ["x y", "&"], c: [] })).toBe("?a=1&b=x+y&b=%26");
});

describe("arguments through client and server", () => {
  const scalar = (name: string, place: string, type: string): JsonObject => ({
    name,
    in: place,
    type,
    required: place === "path",
  });
  const list = (name: string, place: string, type: string, collectionFormat: string): JsonObject => ({
    ...scalar(name, place, "array"),
    items: { type },
    collectionFormat,
  });
  const parameters: Json[] = [
    scalar("text", "path", "string"),
    list("texts", "path", "string", "csv"),
    scalar("number", "query", "number"),
    scalar("flag", "query", "boolean"),
    list("multi", "query", "string", "multi"),
    list("pipes", "query", "integer", "pipes"),
    list("tsv", "query", "string", "tsv"),
    scalar("X-Count", "header", "integer"),
    list("X-List", "header", "string", "csv"),
  ];
  const responses = { "200": { description: "Done" } };
  const spec = swagger({ paths: { "/a/{text}/{texts}": { get: { operationId: "act", parameters, responses } } } });
  let bindings: Bindings;
  let dispose: () => PromiseLike<void>;

  beforeAll(async () => {
    const loaded = await load(spec);
    bindings = loaded.bindings;
    dispose = () => loaded[Symbol.asyncDispose]();
  });
  afterAll(() => dispose());

  const sent = async (args: object): Promise<{ path: string; query: object; headers: Record<string, string> }> => {
    const requests: { path: string; query: object; headers: Record<string, string> }[] = [];
    const client = bindings.createClient(async (request) => {
      requests.push(request as { path: string; query: object; headers: Record<string, string> });
      return { kind: "response", status: 200, headers: {}, body: undefined };
    });
    await client["act"]?.(args);
    const [request] = requests;
    if (request === undefined) throw new Error("nothing was sent");
    return request;
  };

  test("come back as they were", async () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((value) => segmentProblem(value) === undefined);
    const without = (sign: string): fc.Arbitrary<string> =>
      text.map((value) => value.replaceAll(sign, "_")).filter((value) => segmentProblem(value) === undefined);
    const printable = fc
      .string({ unit: fc.constantFrom("a", "Z", " ", "0", "-", ".", "~", "!", "/", ";"), minLength: 1 })
      .map((value) => `x${value}x`);
    const query = fc.record(
      {
        number: fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0),
        flag: fc.boolean(),
        multi: fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }),
        pipes: fc.array(fc.integer()),
        tsv: fc.array(without("\t")),
      },
      { requiredKeys: [] },
    );
    const header = fc.record(
      { "X-Count": fc.integer(), "X-List": fc.array(printable, { minLength: 1 }) },
      { requiredKeys: [] },
    );
    const path = fc.record({ text, texts: fc.array(without(","), { minLength: 1 }) });
    await fc.assert(
      fc.asyncProperty(fc.record({ path, query, header }), async (args) => {
        const request = await sent(args);
        const match = bindings.matchRoute("GET", request.path);
        expect(match).toMatchObject({ found: true, operation: "act" });
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
        );
        const raw = {
          path: match.path,
          query: new URLSearchParams(queryString(request.query as Record<string, string>)),
          headers,
        };
        const read = bindings.readRequest("act", raw);
        expect(read).toEqual({ ok: true, request: { operation: "act", ...args, body: undefined } });
      }),
    );
  });

  test.each<[string, object, string]>([
    [
      "a comma in an item of a csv list",
      { path: { text: "a", texts: ["b,c"] } },
      'act: path parameter texts: an item with "," can\'t stand in a csv list',
    ],
    [
      "an empty list in a path",
      { path: { text: "a", texts: [] } },
      "act: path parameter texts: expected at least 1 item, found fewer",
    ],
    [
      "a list of one empty text",
      { path: { text: "a", texts: [""] } },
      "act: path parameter texts: a csv list can't hold a single empty text",
    ],
    [
      "a text for a number",
      { path: { text: "a", texts: ["b"] }, query: { number: "1" } },
      "act: query parameter number: expected a number, found a string",
    ],
    [
      "a missing path parameter",
      { path: { texts: ["b"] } },
      "act: path parameter text: expected a string, found nothing",
    ],
    ["no arguments at all", {}, "act: path parameter text: expected a string, found nothing"],
    [
      "a line break in a header",
      { path: { text: "a", texts: ["b"] }, header: { "X-List": ["a\r\nb: c"] } },
      "act: header parameter X-List: a header can't carry this text",
    ],
    [
      "a parent folder",
      { path: { text: "..", texts: ["b"] } },
      "act: path parameter text: a dot segment would leave its place in the path",
    ],
  ])("%s is a TypeError, and nothing is sent", async (_, args, want) => {
    await expect(sent(args)).rejects.toThrow(new TypeError(want));
  });
});

import { expect, expectTypeOf, test } from "vitest";
import {
  type ClientOptions,
  completeData,
  createHttpClient,
  createPlenticoreClient,
  defineQuery,
  defineSubscription,
  PlantPowerFlowDocument,
  type Result,
  SetMinSocDocument,
  ViewerDocument,
  type ViewerQuery,
} from "../src/index.ts";
import { answer, fakeWorld, settled } from "./fake-world.ts";

const url = "http://gateway";
const input = { inverterId: "garage", minSoc: 10 };

function scene(options: Partial<ClientOptions> = {}) {
  const world = fakeWorld();
  return { ...world, client: createHttpClient({ url, runtime: world.runtime, ...options }) };
}

async function answered(response: ReturnType<typeof answer>) {
  const { client, requests } = scene();
  const result = client.query(ViewerDocument);
  await settled();
  requests[0]!.answer(response);
  return result;
}

const viewer = { name: "panel", role: "VIEWER" };

test("a complete answer", async () => {
  const result = await answered(answer({ data: { viewer } }));
  expect(result).toEqual({ kind: "complete", data: { viewer } });
  expect(completeData(result)).toEqual({ viewer });
});

test("a partial answer tells each error with path, inverter, retry and trace", async () => {
  const extensions = {
    code: "UNREACHABLE_TIMEOUT",
    inverterId: "barn",
    retryable: true,
    retryAfterMs: 2000,
    traceId: "4bf9",
  };
  const errors = [{ message: "no answer", path: ["inverters", 3, "live"], extensions }];
  const result = await answered(answer({ data: { viewer }, errors }));
  const told = { ...extensions, message: "no answer", path: ["inverters", 3, "live"] };
  expect(result).toEqual({ kind: "partial", data: { viewer }, errors: [told] });
  expect(() => completeData(result)).toThrow("no answer");
});

test("errors without data are a failure that has none; codes of a newer gateway pass", async () => {
  const errors = [
    { message: "not so fast", extensions: { code: "LIMIT_EXCEEDED", retryable: true, retryAfterMs: 100 } },
    { message: "news", extensions: { code: "NEWS", retryable: true, inverterId: "barn", traceId: "4bf9" } },
    { message: "plain" },
  ];
  const result = await answered(answer({ data: null, errors }, { status: 429 }));
  expect(result).toMatchObject({
    kind: "failed",
    error: {
      code: "LIMIT_EXCEEDED",
      message: "not so fast (and 2 more)",
      retryable: false,
      retryAfterMs: 100,
      inverterId: "barn",
      traceId: "4bf9",
    },
  });
  expect(result.kind === "failed" && result.error.errors.map(({ code }) => code)).toEqual([
    "LIMIT_EXCEEDED",
    "NEWS",
    "INTERNAL",
  ]);
});

test.each([
  [
    "a page of something else",
    answer("<html>", { type: "text/html; charset=utf-8" }),
    "NOT_GRAPHQL",
    "status 200 with text/html",
  ],
  ["another API", answer({ ok: true }), "NOT_GRAPHQL", "status 200 with application/json"],
  ["a wrong path", answer("", { status: 404, type: "text/plain" }), "NOT_GRAPHQL", "status 404"],
  ["a redirect", answer("", { status: 301 }), "NOT_GRAPHQL", "a redirect to another address"],
  ["a redirect, in a browser", answer("", { status: 0 }), "NOT_GRAPHQL", "a redirect to another address"],
  ["a proxy without a gateway", answer("Bad Gateway", { status: 502 }), "GATEWAY_UNREACHABLE", "answered 502"],
  ["neither data nor errors", answer({ data: null }), "NOT_GRAPHQL", "neither data nor errors"],
])("failure: %s", async (_name, response, code, message) => {
  expect(await answered(response)).toMatchObject({
    kind: "failed",
    error: { code, message: expect.stringContaining(message) },
  });
});

test("the caller's signal, the clock and close each give it up, and the request with it", async () => {
  const { client, requests, clock } = scene({ timeoutMs: 5000 });
  const gone = new AbortController();
  const [aborted, late, closed] = [
    client.query(ViewerDocument, {}, { signal: gone.signal }),
    client.query(ViewerDocument),
    client.query(ViewerDocument),
  ];
  await settled();
  gone.abort("no more");
  await clock.pass(0);
  expect(await aborted).toMatchObject({ kind: "failed", error: { code: "ABORTED", cause: "no more" } });
  await clock.pass(5000);
  expect(await late).toMatchObject({ error: { code: "TIMEOUT", retryable: true } });
  expect(await closed).toMatchObject({ error: { code: "TIMEOUT" } });
  const last = client.query(ViewerDocument);
  await settled();
  client.close();
  expect(await last).toMatchObject({ error: { code: "CLOSED", retryable: false } });
  expect(await client.query(ViewerDocument)).toMatchObject({ error: { code: "CLOSED" } });
  expect(await client.query(ViewerDocument, {}, { signal: AbortSignal.abort() })).toMatchObject({
    error: { code: "CLOSED" },
  });
  expect(requests.map(({ init }) => init.signal.aborted)).toEqual([true, true, true, true]);
  expect(clock.pending).toBe(0);
});

test("a key that never comes holds nobody longer than the caller, the clock and close allow", async () => {
  const { client, requests, clock } = scene({ timeoutMs: 5000, key: () => new Promise<string>(() => undefined) });
  const gone = new AbortController();
  const aborted = client.query(ViewerDocument, {}, { signal: gone.signal });
  const late = client.query(ViewerDocument);
  await settled();
  gone.abort("no more");
  expect(await aborted).toMatchObject({ error: { code: "ABORTED", cause: "no more" } });
  await clock.pass(5000);
  expect(await late).toMatchObject({ error: { code: "TIMEOUT" } });
  const closed = client.query(ViewerDocument);
  client.close();
  expect(await closed).toMatchObject({ error: { code: "CLOSED" } });
  expect(requests).toEqual([]);
  expect(clock.pending).toBe(0);
});

test("a write that broke off is not to be sent again unseen", async () => {
  const { client, requests, clock } = scene();
  const [broken, late] = [client.mutate(SetMinSocDocument, { input }), client.mutate(SetMinSocDocument, { input })];
  await settled();
  requests[0]!.fail(new TypeError("fetch failed"));
  await clock.pass(60_000);
  for (const result of [await broken, await late]) {
    expect(result).toMatchObject({
      error: { retryable: false, message: expect.stringContaining("read back before it is sent again") },
    });
  }
});

test("sends text or, persisted, the id alone; the key as header", async () => {
  for (const persisted of [false, true]) {
    const { client, requests } = scene({ persisted, key: "k" });
    void client.mutate(SetMinSocDocument, { input });
    await settled();
    const { text, documentId } = SetMinSocDocument;
    expect(requests[0]!.body).toEqual({ ...(persisted ? { documentId } : { query: text }), variables: { input } });
    expect(requests[0]!.init.headers).toMatchObject({ authorization: "Bearer k", "content-type": "application/json" });
    client.close();
  }
});

test("what can't be meant is thrown at once", () => {
  const { client } = scene({ persisted: true });
  const own = defineQuery<{ viewer: { name: string } }>("query Mine { viewer { name } }");
  expect(() => client.query(own)).toThrow("Mine is not among the persisted documents");
  // @ts-expect-error a mutation is not asked for
  expect(() => client.query(SetMinSocDocument, { input })).toThrow("SetMinSoc is a mutation: call mutate, not query");
  // @ts-expect-error variables are an object
  expect(() => client.query(ViewerDocument, [1])).toThrow("the variables of Viewer are 1: give an object");
  expect(() => defineQuery("{ viewer { name } }")).toThrow(
    "the document holds no query with a name: begin it as in `query Roofs { … }`",
  );
  const live = defineSubscription("subscription Mine { availability { inverterId } }");
  expect(live).toMatchObject({ operation: "subscription", name: "Mine" });
  // @ts-expect-error a subscription is followed
  expect(() => createPlenticoreClient({ url }).query(live)).toThrow("call subscribe, not query");
});

test("types: failures can't be overlooked, and variables are asked for where there are any", () => {
  const { client } = scene();
  expectTypeOf(client.query(ViewerDocument)).resolves.toEqualTypeOf<Result<ViewerQuery>>();
  const wrong = (result: Result<ViewerQuery>) => {
    // @ts-expect-error whether there is any data was not looked at
    void result.data;
    if (result.kind === "failed") return result.error.code;
    return result.data.viewer.role;
  };
  expectTypeOf(wrong).returns.toBeString();
  // @ts-expect-error plantId is wanted
  void client.query(PlantPowerFlowDocument);
  // @ts-expect-error plantId is a text
  void client.query(PlantPowerFlowDocument, { plantId: 1 });
  client.close();
});

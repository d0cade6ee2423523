import { connect } from "node:net";
import { type Inverter, PlenticoreError, quantity } from "@plenticore/core";
import fc from "fast-check";
import { Kind, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "../../src/auth/api-key.ts";
import { schema } from "../../src/schema/index.ts";
import { fakeFleet, fakeInverter, fakePlant, live, noon } from "../example/fake-fleet.ts";
import { serve } from "../example/serve.ts";
import { bothWays, send, type Wire } from "./both-ways.ts";
import { randomOperation } from "./random-document.ts";
import { suiteDocuments } from "./suite-documents.ts";

const failing = (error: Error) => async (): Promise<never> => {
  throw error;
};
const silent = new PlenticoreError("UNREACHABLE_TIMEOUT", "barn is silent", { inverterId: "barn", retryAfterMs: 500 });

const processData: Inverter["processData"] = (select = [{ moduleId: "devices:local", ids: ["Dc_P"] }]) =>
  Promise.resolve(
    select.map(({ moduleId, ids = ["Grid_P"] }) => ({
      moduleId,
      values: ids.map((id) => ({
        id,
        value: 12.5,
        unit: "W\u2028é",
        description: null,
        observedAt: quantity(noon),
        code: null,
      })),
    })),
  );

const fleet = fakeFleet([
  fakePlant("home", [
    fakeInverter("garage", { processData }),
    fakeInverter("barn", {
      live: failing(silent),
      energy: failing(silent),
      processData: failing(silent),
      events: failing(silent),
    }),
  ]),
  fakePlant("farm", [
    fakeInverter("shed", {
      version: failing(new TypeError("a mistake of ours")),
      product: () => Promise.resolve({ serialNumber: 7 } as never),
      modules: () => Promise.resolve([{ id: null, type: "device" }] as never),
      live: () => Promise.resolve({ ...live, frequency: quantity(Number.NaN), stateCode: 6.5 }),
      processData: () => {
        throw new Error("a mistake that is thrown at once");
      },
    }),
  ]),
]);
const keys = [
  { name: "admin", role: "ADMIN", digest: digestOf("admin-key"), plants: undefined },
  { name: "viewer", role: "VIEWER", digest: digestOf("viewer-key"), plants: new Set(["home"]) },
] as const;

const most = 1_000_000;
let ways: Awaited<ReturnType<typeof bothWays>>;
beforeAll(async () => {
  ways = await bothWays(fleet, {
    keys,
    expose: { introspection: true, suggestions: true },
    listen: { corsOrigins: ["https://one.example", "https://two.example"] },
    limits: { requestsPerMinute: most, newDocumentsPerMinute: most, writesPerMinute: most, loginsPerMinute: most },
    monotonic: () => 0,
  });
});
afterAll(() => ways[Symbol.asyncDispose]());

const authorization = (key: string) => ({ authorization: `Bearer ${key}` });
/** No event streams: what is asked is told at once. */
const plain = (key: string) => ({ ...authorization(key), accept: "application/json" });

/** Expects that both ways answer the same. @returns how often the short one was taken: 2 of 3 where it is a hot query */
async function expectSame(wire: Wire, headers: Wire["headers"] = authorization("admin-key")): Promise<number> {
  const before = ways.short.gateway.shortcut.answered;
  const { wanted, given } = await ways.ask({ ...wire, headers: { ...headers, ...wire.headers } });
  for (const one of given) expect(one, wire.body?.toString()).toEqual(wanted);
  return ways.short.gateway.shortcut.answered - before;
}

const bodyOf = (query: string, more: object = {}): string => JSON.stringify({ query, ...more });

test("every document of the suites and examples is answered to the byte as by Yoga, errors included", async () => {
  const documents = suiteDocuments();
  expect(documents.length).toBeGreaterThan(60);
  let compiled = 0;
  for (const query of documents) {
    const operations = parse(query).definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    const names = [undefined, ...operations.flatMap(({ name }) => (name && operations.length > 1 ? [name.value] : []))];
    const variables = Object.fromEntries(
      operations.flatMap(({ variableDefinitions = [] }) =>
        variableDefinitions.map(({ variable }) => [variable.name.value, samples[variable.name.value] ?? "garage"]),
      ),
    );
    for (const operationName of names) {
      compiled += await expectSame({ body: bodyOf(query, { operationName, variables }) }, plain("admin-key"));
      if (Object.keys(variables).length > 0) compiled += await expectSame({ body: bodyOf(query) }, plain("admin-key"));
    }
    compiled += await expectSame({ body: bodyOf(query, { variables }) }, plain("viewer-key"));
  }
  expect(compiled).toBeGreaterThan(documents.length);
}, 120_000);

const samples: Readonly<Record<string, unknown>> = { ids: ["garage", "barn"], age: 1, maxAge: 0.5, first: 3 };

test("so is any document that the schema allows", async () => {
  const literals = (type: string) => scalars(type).map((value) => JSON.stringify(value));
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (generate) => {
      const dice = (sides: number): number => generate(fc.integer, { min: 0, max: sides - 1 });
      const { query, variables } = randomOperation({ schema, dice, literals, values: scalars });
      compiled += await expectSame({ body: bodyOf(query, { variables }) });
    }),
    { numRuns: 150 },
  );
  expect(compiled).toBeGreaterThan(50);
}, 120_000);

const scalars = (type: string): readonly unknown[] =>
  (
    ({
      ID: ["garage", "barn", "shed", "home", "x"],
      String: ["devices:local", "Dc_P", "", "2026-06-21"],
      Int: [1, 3, 0],
      Second: [0, 1, 0.5, -1],
      Boolean: [true, false],
      Date: ["2026-06-21", "never"],
    }) as Readonly<Record<string, readonly unknown[]>>
  )[type] ?? [1, "x"];

describe("what comes over the wire", () => {
  const query = 'query Q($id: ID! = "garage") { inverter(id: $id) { id name processData { values { unit } } } }';
  const good = bodyOf(query);

  test.each([
    ...["*/*", "application/json", "application/graphql-response+json", "application/*", "*/json", "image/png", ""],
    ...[
      "application/json;q=0.1, application/graphql-response+json",
      "APPLICATION/JSON",
      "application/json; charset=latin1",
    ],
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed",
    ...["text/event-stream;q=0.5, application/json", "multipart/mixed, */*", "text/html, */*;q=0.1", "__proto__"],
  ])("accept %j", async (accept) => {
    await expectSame({ body: good, headers: { accept } });
    await expectSame({ body: bodyOf(query, { variables: { id: "x" } }), headers: { accept } });
    await expectSame({ body: bodyOf(query, { variables: { id: null } }), headers: { accept } });
  });

  test.each([
    ...["application/json; charset=utf-8", "application/json;charset=utf-8", "Application/JSON", "text/plain"],
    ...["application/graphql+json", "application/graphql", "application/json, text/plain"],
  ])("content-type %s", async (type) => {
    await expectSame({ body: good, headers: { "content-type": type } });
  });

  test.each<[string, Wire]>([
    ["no JSON", { body: "{" }],
    ["nothing", { body: "" }],
    ["a byte order mark", { body: `\uFEFF${good}` }],
    ["bytes that are no UTF-8", { body: Buffer.from([...Buffer.from(good.slice(0, -2)), 0xff, 0x22, 0x7d]) }],
    ["a list", { body: `[${good}]` }],
    ["null", { body: "null" }],
    ["a text", { body: '"{ viewer { name } }"' }],
    ["a parameter that nobody knows", { body: bodyOf(query, { id: 1 }) }],
    ["a parameter of objects", { body: `{"query":${JSON.stringify(query)},"__proto__":{"x":1}}` }],
    ["the same key twice", { body: `{"query":"{ x }","query":${JSON.stringify(query)}}` }],
    ["no query", { body: "{}" }],
    ["a query that is none", { body: '{"query":1}' }],
    ["extensions", { body: bodyOf(query, { extensions: { client: "x" } }) }],
    ["extensions that are none", { body: bodyOf(query, { extensions: "x" }) }],
    ["the cost", { body: bodyOf(query, { extensions: { cost: true } }) }],
    ["variables that are none", { body: bodyOf(query, { variables: [] }) }],
    ["variables that nobody asked for", { body: bodyOf(query, { variables: { x: { __proto__: null } } }) }],
    ["variables of a wrong type", { body: bodyOf(query, { variables: { id: { x: 1 } } }) }],
    ["an operation that is not there", { body: bodyOf(query, { operationName: "R" }) }],
    ["an operation without a name", { body: bodyOf(query, { operationName: "" }) }],
    ["an operation's name that is none", { body: bodyOf(query, { operationName: 1 }) }],
    ["a document's id", { body: JSON.stringify({ documentId: "sha256:0" }) }],
    ["white space around", { body: ` \n${good} ` }],
    ["a body without a length", { body: good, isChunked: true }],
    ["a body that is compressed", { body: good, headers: { "content-encoding": "gzip" } }],
    ["a large body", { body: bodyOf(query, { variables: { x: "x".repeat(200_000) } }) }],
    ["too large a body", { body: bodyOf(query, { variables: { x: "x".repeat(2_000_000) } }) }],
    ["GET", { method: "GET", path: `/graphql?query=${encodeURIComponent("{ viewer { name } }")}`, body: "" }],
    ["HEAD", { method: "HEAD", body: "" }],
    ["PUT", { method: "PUT", body: good }],
    ["a query in the path, too", { path: "/graphql?query=x", body: good }],
    ["a page of another origin", { body: good, headers: { origin: "https://three.example" } }],
    ["a page that may", { body: good, headers: { origin: "https://two.example" } }],
    ["a browser's question", { method: "OPTIONS", headers: { origin: "https://one.example" }, body: "" }],
    ["an unknown key", { body: good, headers: authorization("x") }],
  ])("%s", async (_what, wire) => {
    await expectSame(wire);
  });

  test.each([
    ["everywhere", ["*"], 8],
    ["one", ["https://one.example"], 2],
    ["nowhere", [], 0],
  ])("origins: %s", async (_what, corsOrigins, answered) => {
    await using open = await bothWays(fleet, { listen: { corsOrigins } });
    for (const origin of ["https://one.example", "https://two.example", "null"]) {
      const { wanted, given } = await open.ask({ body: good, headers: { origin } });
      for (const one of given) expect(one).toEqual(wanted);
    }
    // Who may not ask is refused before either way.
    expect(open.short.gateway.shortcut.answered).toBe(answered);
  });
});

test("is taken from the second time on, for every operation of a document, with any variables", async () => {
  const query = "query One($id: ID!) { inverter(id: $id) { name } } query Two { viewer { role } }";
  expect(await expectSame({ body: bodyOf(query, { operationName: "One", variables: { id: "garage" } }) })).toBe(2);
  expect(await expectSame({ body: bodyOf(query, { operationName: "One", variables: { id: "x" } }) })).toBe(3);
  expect(await expectSame({ body: bodyOf(query, { operationName: "Two" }) })).toBe(3);
  expect(await expectSame({ body: bodyOf(query) })).toBe(0);
});

test("a persisted document is known from the start", async () => {
  const documents = new Map([["sha256:1", "{ plants { id } }"]]);
  await using persisted = await bothWays(fleet, { persistedDocuments: { documents, only: true } });
  for (const payload of [
    { documentId: "sha256:1" },
    { extensions: { persistedQuery: { version: 1, sha256Hash: "1" } } },
    { query: "{ plants { id } }" },
    { query: "{ plants { name } }" },
    { documentId: "sha256:2" },
    { documentId: "sha256:1", query: "{ plants { name } }" },
  ]) {
    const { wanted, given } = await persisted.ask({ body: JSON.stringify(payload) });
    for (const one of given) expect(one).toEqual(wanted);
  }
  expect(persisted.short.gateway.shortcut.answered).toBe(9);
  expect(persisted.short.gateway.persistedDocuments).toEqual({ unknown: 3, refused: 3 });
});

describe("limits hold, and count once", () => {
  test("of a key's requests", async () => {
    await using limited = await serve(fleet, { keys, limits: { requestsPerMinute: 5 }, monotonic: () => 0 });
    const wire = { body: bodyOf("{ viewer { name } }"), headers: authorization("viewer-key") };
    const statuses: (number | undefined)[] = [];
    for (let time = 0; time < 7; time++) statuses.push((await send(limited.url, wire)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(limited.gateway.shortcut.answered).toBe(4);
    expect(limited.gateway.limitHits.requestsPerMinute).toBe(2);
  });

  test("of a body's bytes", async () => {
    await using limited = await serve(fleet, { limits: { bodyBytes: 1024 } });
    const body = bodyOf("{ viewer { name } }");
    const ask = async (length: number) => (await send(limited.url, { body: body.padEnd(length) })).status;
    expect([await ask(1024), await ask(1024), await ask(1025)]).toEqual([200, 200, 413]);
    expect(limited.gateway.shortcut.answered).toBe(1);
    expect(limited.gateway.limitHits.bodyBytes).toBe(1);
  });

  test("of what an operation costs with its variables", async () => {
    await using limited = await serve(fleet, { limits: { depth: 4 } });
    const query = 'query ($age: Second) { inverter(id: "garage") { live(maxAge: $age) { stale } } }';
    const ask = (variables: object) => send(limited.url, { body: bodyOf(query, { variables }) });
    await ask({ age: 1 });
    const deep = await ask({ age: [[[[[[1]]]]]] });
    expect(deep.body).toContain("LIMIT_EXCEEDED");
    expect(limited.gateway.limitHits.depth).toBe(1);
    expect((await ask({ age: 1 })).body).toContain('"stale":false');
  });
});

test("a client who goes away ends what was read for it", async () => {
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<AbortSignal | undefined>();
  let isWarm = false;
  const waiting = fakeInverter("garage", {
    live: (options) => {
      if (!isWarm) return Promise.resolve(live);
      onAsked(options?.signal);
      return new Promise(() => undefined);
    },
  });
  await using served = await serve(fakeFleet([fakePlant("home", [waiting])]));
  const body = bodyOf('{ inverter(id: "garage") { live { stale } } }');
  await send(served.url, { body });
  isWarm = true;
  const { hostname, port } = new URL(served.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const signal = await asked;
  const aborted = new Promise((resolve) => signal?.addEventListener("abort", resolve));
  socket.destroy();
  await aborted;
  expect(signal?.aborted).toBe(true);
});

test("a body that breaks off holds nothing", async () => {
  await using served = await serve(fleet);
  const { hostname, port } = new URL(served.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"',
  );
  const inFlight = async (count: number): Promise<void> => {
    while (served.gateway.inFlight !== count) await new Promise((resolve) => setImmediate(resolve));
  };
  await inFlight(1);
  socket.destroy();
  await inFlight(0);
  expect((await send(served.url, { body: bodyOf("{ plants { id } }") })).status).toBe(200);
});

describe("answers within one turn of the event loop", () => {
  /** Several requests in one packet. */
  async function pipelined(url: string, bodies: readonly string[], headers = ""): Promise<string> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).setEncoding("utf8");
    const text = bodies.map(
      (body) =>
        `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`,
    );
    socket.write(text.join(""));
    let answers = "";
    for await (const chunk of socket) {
      answers += String(chunk);
      if (answers.split("HTTP/1.1 200 OK").length > bodies.length && answers.endsWith("}")) break;
    }
    return answers;
  }

  test("are shared, and come in order", async () => {
    let asked = 0;
    const counting = fakeInverter("garage");
    Object.defineProperty(counting, "name", { get: () => `asked ${++asked}` });
    await using served = await serve(fakeFleet([fakePlant("home", [counting])]));
    const [name, id] = [bodyOf('{ inverter(id: "garage") { name } }'), bodyOf('{ inverter(id: "garage") { id } }')];
    for (const body of [name, id]) await send(served.url, { body });
    const answers = await pipelined(served.url, [name, id, name, name]);
    expect(answers.match(/\{"data.*?\}\}\}/g)).toEqual([
      '{"data":{"inverter":{"name":"asked 2"}}}',
      '{"data":{"inverter":{"id":"garage"}}}',
      '{"data":{"inverter":{"name":"asked 2"}}}',
      '{"data":{"inverter":{"name":"asked 2"}}}',
    ]);
    expect(served.gateway.shortcut).toEqual({ answered: 4, shared: 2 });
    // In the next turn it is asked anew.
    expect((await send(served.url, { body: name })).body).toContain("asked 3");
  });

  test("are not what was read before a request came: a read that takes longer is nobody else's", async () => {
    let asked = 0;
    const slow = fakeInverter("garage", {
      live: async () => {
        const ageSeconds = quantity<never>(++asked);
        await new Promise((resolve) => setImmediate(resolve));
        return { ...live, ageSeconds };
      },
    });
    await using served = await serve(fakeFleet([fakePlant("home", [slow])]));
    const body = bodyOf('{ inverter(id: "garage") { live(maxAge: 0) { ageSeconds } } }');
    await send(served.url, { body });
    const answers = await Promise.all(Array.from({ length: 30 }, () => send(served.url, { body })));
    expect(new Set(answers.map((one) => one.body)).size).toBe(30);
    expect(served.gateway.shortcut.shared).toBe(0);
  });

  test("are never another viewer's", async () => {
    await using served = await serve(fleet, { keys });
    const body = bodyOf("{ viewer { name } inverters { id } }");
    const ask = (name: string) => send(served.url, { body, headers: authorization(`${name}-key`) });
    await ask("admin");
    const names = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? "admin" : "viewer"));
    const answers = await Promise.all(names.map(ask));
    expect(answers.map((one) => /"name":"(\w+)"/.exec(one.body)?.[1])).toEqual(names);
    for (const [at, { body: text }] of answers.entries()) expect(text.includes("shed")).toBe(names[at] === "admin");
  });
});

import { isObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { costRules } from "../src/operations/cost-rules.ts";
import { schema } from "../src/schema/index.ts";
import { startExample } from "./example/app.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { type ServedOptions, serve } from "./example/serve.ts";

const fleet = fakeFleet([
  fakePlant("home", [fakeInverter("garage"), fakeInverter("barn")]),
  fakePlant("farm", [fakeInverter("shed")]),
]);

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(fleet);
});
afterAll(() => served.gateway.close());

interface Cost {
  readonly upstreamRequests: number;
  readonly answerFields: number;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
  readonly extensions?: { readonly cost: Cost };
}

async function askFor(url: string, payload: object, key?: string): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(payload),
  });
  return (await response.json()) as Answer;
}

async function costOf(query: string, variables: object = {}): Promise<Cost | undefined> {
  const { extensions, errors } = await askFor(served.url, { query, variables, extensions: { cost: true } });
  expect(errors).toBeUndefined();
  return extensions?.cost;
}

describe("is counted in requests to inverters", () => {
  const cases: [what: string, query: string, upstreamRequests: number, variables?: object][] = [
    ["what the gateway knows itself", "{ viewer { name } plants { id inverters { name availability { state } } } }", 0],
    ["what is read once a login", "{ inverters { version { swVersion } product { model } modules { id } } }", 0],
    [
      "ten fields of one inverter are one",
      '{ inverter(id: "garage") { a: live { state } b: live { state } c: energy(period: DAY) { yield } d: energy(period: YEAR) { yield } e: processData(select: [{ moduleId: "m", ids: ["x"] }]) { moduleId } } }',
      1,
    ],
    ["of three inverters three", "{ inverters { live { state } } }", 3],
    [
      "also by way of plants",
      "{ plants { live { stale } inverters { live { state } } energy(period: DAY) { stale } } }",
      3,
    ],
    ["and of both ways the same three", "{ plants { inverters { live { state } } } inverters { live { state } } }", 3],
    [
      "settings are another request",
      '{ inverter(id: "garage") { live { state } capabilities { battery { timePlan } } batteryTimePlan { enabled } settings(select: [{ moduleId: "m", ids: ["x"] }]) { moduleId } } }',
      2,
    ],
    [
      "a module without ids is another",
      '{ inverter(id: "garage") { processData(select: [{ moduleId: "a" }, { moduleId: "b" }, { moduleId: "c", ids: [] }]) { moduleId } } }',
      3,
    ],
    [
      "events, logs and descriptions are each their own",
      '{ inverter(id: "garage") { a: events { code } b: events { code } logData { pageInfo { hasNextPage } } settingDescriptions { moduleId } session { role } } }',
      5,
    ],
    [
      "of some inverters as many",
      "query ($ids: [ID!]) { inverters(ids: $ids) { events { code } } }",
      2,
      { ids: ["garage", "shed"] },
    ],
    ["of those of a plant as many", '{ inverters(plantId: "home") { events { code } } }', 2],
    [
      "a node is what it is",
      '{ a: node(id: "home") { ... on Plant { live { stale } } ... on Inverter { events { code } } } b: node(id: "shed") { ... on Plant { live { stale } } ...E } } fragment E on Inverter { events { code } }',
      3,
    ],
    [
      "a mutation and what it reads afterwards",
      'mutation { setMinSoc(input: { inverterId: "garage", minSoc: 10 }) { ... on WriteSettingsSuccess { inverter { live { state } events { code } } } } }',
      5,
    ],
  ];
  test.each(cases)("%s", async (_what, query, upstreamRequests, variables) => {
    expect(await costOf(query, variables)).toMatchObject({ upstreamRequests });
  });
});

test("an argument that does not fit makes nothing else free", async () => {
  const query = 'query ($id: ID = "garage") { inverters { events { code } } inverter(id: $id) { events { code } } }';
  const { extensions, errors } = await askFor(served.url, {
    query,
    variables: { id: null },
    extensions: { cost: true },
  });
  expect(errors).toMatchObject([{ extensions: { code: "BAD_INPUT" } }]);
  expect(extensions?.cost.upstreamRequests).toBe(3);
});

test("is told only where it is asked for, over every transport, and never of what is refused", async () => {
  const query = "{ inverters { live { state } } }";
  const told = { cost: { upstreamRequests: 3, answerFields: 7 } };
  expect(await askFor(served.url, { query })).not.toHaveProperty("extensions");
  expect(await askFor(served.url, { query, extensions: { cost: false } })).not.toHaveProperty("extensions");
  const { extensions } = await askFor(served.url, { query, extensions: { cost: true } });
  expect(extensions).toEqual(told);
  const get = await fetch(
    `${served.url}/graphql?query=${encodeURIComponent(query)}&extensions=${encodeURIComponent('{"cost":true}')}`,
  );
  expect(await get.json()).toMatchObject({ extensions: told });
  const socket = new WebSocket(`${served.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  const { promise, resolve } = Promise.withResolvers<unknown>();
  socket.on("open", () => socket.send('{"type":"connection_init"}'));
  socket.on("message", (data: Buffer) => {
    const { type, payload } = JSON.parse(data.toString()) as { type: string; payload: unknown };
    if (type === "next") resolve(payload);
    else if (type === "connection_ack") {
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query, extensions: { cost: true } } }));
    }
  });
  expect(await promise).toMatchObject({ extensions: told });
  socket.terminate();
});

test("is what a key may see of the fleet, and grows with it", async () => {
  const limits: ServedOptions["limits"] = { complexity: 2 };
  await using strict = await serve(fleet, {
    limits,
    keys: [keyOf("home", "VIEWER", ["home"]), keyOf("all", "VIEWER")],
  });
  const query = "{ inverters { live { state } } }";
  expect((await askFor(strict.url, { query }, "home-key")).errors).toBeUndefined();
  const { errors } = await askFor(strict.url, { query }, "all-key");
  expect(errors).toMatchObject([
    {
      message: "limits.complexity: 3 requests to inverters may be needed; at most 2 are allowed",
      extensions: { code: "LIMIT_EXCEEDED" },
    },
  ]);
});

test("subscriptions have it, too", async () => {
  await using strict = await serve(fleet, { limits: { complexity: 2 } });
  const query = "subscription { inverterLive { inverterId } }";
  const response = await fetch(`${strict.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ query }),
  });
  expect(await response.text()).toContain("limits.complexity: 3 requests");
});

test("no field through which inverters are reached is without a rule", () => {
  for (const name of ["Query", "Viewer", "Plant", "Inverter", "Mutation", "Subscription"]) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is no type`);
    expect(Object.keys(costRules[name] ?? {})).toEqual(expect.arrayContaining(Object.keys(type.getFields())));
    expect(Object.keys(costRules[name] ?? {})).toHaveLength(Object.keys(type.getFields()).length);
  }
});

test("what simulated inverters are asked is what was told, and never more", async () => {
  await using app = await startExample({ simulators: [{}, {}], warm: true });
  const query = `{ inverters { a: live(maxAge: 0) { state } b: energy(period: DAY) { yield } e: events { code }
    s: settings(select: [{ moduleId: "devices:local", ids: ["Inverter:MaxApparentPower"] }]) { moduleId }
    d: settingDescriptions(moduleIds: ["devices:local"]) { moduleId } } }`;
  const { extensions, errors } = await askFor(app.url, { query, extensions: { cost: true } });
  expect(errors).toBeUndefined();
  const asked = app.simulators
    .flatMap((simulator) => Object.values(simulator.stats().requests))
    .reduce((sum, count) => sum + count, 0);
  expect(extensions?.cost.upstreamRequests).toBe(8);
  expect(asked).toBeLessThanOrEqual(8);
  expect(asked).toBeGreaterThanOrEqual(6);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getIntrospectionQuery } from "graphql";
import { describe, expect, test } from "vitest";
import { loadConfiguration } from "../src/config/load.ts";
import { RunningConfiguration } from "../src/config/running.ts";
import { defaultExpose } from "../src/config/types.ts";
import { createLogger } from "../src/log.ts";
import { ask, post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { keyOf } from "./example/keys.ts";
import { serve } from "./example/serve.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage")])]);
const keys = [keyOf("owner", "ADMIN")];
const key = "owner-key";

/** Where graphql would tell the right name, in documents, literals and variables. */
const misspelt: [what: string, query: string, variables?: Record<string, unknown>][] = [
  ["a field", "{ inverterz { id } }"],
  ["an argument", '{ inverter(idd: "garage") { id } }'],
  ["a type", "{ inverters { ... on Inverterr { id } } }"],
  ["an enum value", "{ inverters { energy(period: DAYS) { yield } } }"],
  ["a field of an input", '{ inverters { processData(select: [{ modulId: "m" }]) { moduleId } } }'],
  ["a directive's argument", "{ inverters { id @include(iff: true) } }"],
  [
    "an enum value of a variable",
    "query ($period: StatisticPeriod!) { inverters { energy(period: $period) { yield } } }",
    { period: "DAYS" },
  ],
  [
    "a field of a variable",
    "query ($select: [ProcessDataSelector!]) { inverters { processData(select: $select) { moduleId } } }",
    { select: [{ moduleId: "m", idss: [] }] },
  ],
  [
    "a variable's type",
    "query ($select: ProcessDataSelectorr) { inverters { processData(select: $select) { moduleId } } }",
  ],
];

test.each(misspelt)(
  "%s that is misspelt is not corrected with keys, and is without",
  async (_what, query, variables) => {
    await using closed = await serve(fleet, { keys });
    await using open = await serve(fleet);
    const told = await ask(closed.url, query, { key, ...(variables && { variables }) });
    expect(told.errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
    expect(JSON.stringify(told)).not.toMatch(/did you mean/i);
    expect(JSON.stringify(await ask(open.url, query, variables && { variables }))).toMatch(/did you mean/i);
  },
);

test("over WebSocket and in the execution of subscriptions neither", async () => {
  await using closed = await serve(fleet, { keys });
  const response = await fetch(`${closed.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream", authorization: `Bearer ${key}` },
    body: JSON.stringify({
      query: "subscription ($period: StatisticPeriod!) { inverterEnergy(period: $period) { inverterId } }",
      variables: { period: "DAYS" },
    }),
  });
  const text = await response.text();
  expect(text).toContain("BAD_INPUT");
  expect(text).not.toMatch(/did you mean/i);
});

test("introspection is there without keys, and refused with them", async () => {
  await using closed = await serve(fleet, { keys });
  await using open = await serve(fleet);
  expect(await ask(open.url, getIntrospectionQuery())).toHaveProperty("data.__schema");
  for (const query of [
    getIntrospectionQuery(),
    '{ __type(name: "Query") { name } }',
    "{ ...S } fragment S on Query { __schema { description } }",
  ]) {
    const { errors } = await ask(closed.url, query, { key });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
    expect(errors?.[0]?.message).toContain("introspection is switched off (expose.introspection)");
  }
  expect(await ask(closed.url, "{ __typename }", { key })).toEqual({ data: { __typename: "Query" } });
});

test("queries by GET are refused with keys, before anything is read of them", async () => {
  await using closed = await serve(fleet, { keys });
  const response = await fetch(`${closed.url}/graphql?query={viewer{name}}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST");
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_INPUT" } }] });
});

test("each may be opened, and closed, by the configuration", async () => {
  await using opened = await serve(fleet, {
    keys,
    expose: { introspection: true, suggestions: true, graphiql: true, getQueries: true },
  });
  expect(await ask(opened.url, "{ __schema { description } }", { key })).toHaveProperty("data.__schema");
  expect(JSON.stringify(await ask(opened.url, "{ inverterz { id } }", { key }))).toMatch(/did you mean/i);
  const page = await fetch(`${opened.url}/graphql`, { headers: { accept: "text/html" } });
  expect(page.headers.get("content-type")).toContain("text/html");
  const get = await fetch(`${opened.url}/graphql?query={viewer{name}}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(await get.json()).toEqual({ data: { viewer: { name: "owner" } } });
  await using closed = await serve(fleet, {
    expose: { introspection: false, suggestions: false, graphiql: false, getQueries: false },
  });
  expect((await ask(closed.url, "{ __schema { description } }")).errors).toHaveLength(1);
  expect((await fetch(`${closed.url}/graphql`, { headers: { accept: "text/html" } })).status).toBe(405);
  expect((await post(closed.url, "{ inverterz { id } }")).status).toBe(200);
});

describe("when the configuration changes while it runs", () => {
  const open = defaultExpose(true);
  const graphiql = (url: string) => fetch(`${url}/graphql`, { headers: { accept: "text/html" } });
  const get = (url: string) =>
    fetch(`${url}/graphql?query={viewer{name}}`, { headers: { authorization: `Bearer ${key}` } });
  const schemaQuery = "{ __schema { description } }";

  test("keys close what is open without them, also what was asked for before", async () => {
    await using served = await serve(fleet);
    const { url, gateway, config } = served;
    for (let time = 0; time < 2; time++) expect(await ask(url, schemaQuery)).toHaveProperty("data.__schema");
    expect(JSON.stringify(await ask(url, "{ inverterz { id } }"))).toMatch(/did you mean/i);
    const period = { query: "query ($period: StatisticPeriod!) { inverters { energy(period: $period) { yield } } }" };
    const withMistake = () => ask(url, period.query, { key, variables: { period: "DAYS" } });
    for (let time = 0; time < 2; time++) expect(JSON.stringify(await withMistake())).toMatch(/did you mean/i);
    expect((await graphiql(url)).status).toBe(200);
    expect((await get(url)).status).toBe(200);

    gateway.reconfigure({ ...config, keys, expose: defaultExpose(false) });
    const refused = await ask(url, schemaQuery, { key });
    expect(refused.errors?.[0]?.message).toContain("introspection");
    expect(JSON.stringify(await ask(url, "{ inverterz { id } }", { key }))).not.toMatch(/did you mean/i);
    for (let time = 0; time < 2; time++) expect(JSON.stringify(await withMistake())).not.toMatch(/did you mean/i);
    expect((await graphiql(url)).headers.get("content-type")).not.toContain("text/html");
    expect((await get(url)).status).toBe(405);

    gateway.reconfigure({ ...config, keys, expose: { ...open, graphiql: false } });
    expect(await ask(url, schemaQuery, { key })).toHaveProperty("data.__schema");
    expect((await graphiql(url)).headers.get("content-type")).not.toContain("text/html");
    expect((await get(url)).status).toBe(200);
  });

  const plants = "plants: [{ id: home, name: Home, timeZone: Europe/Berlin, inverters: [] }]";
  const auth = "auth: { keys: [{ name: k, role: VIEWER, key: { env: KEY } }] }";
  test.each([
    ["auth that comes in closes", plants, {}, `${auth}\n${plants}`, defaultExpose(false)],
    ["auth that is taken out opens, on a loopback address", `${auth}\n${plants}`, {}, plants, open],
    [
      "what is listened on counts, not what the file says now",
      `listen: { host: 0.0.0.0 }\n${plants}`,
      { insecureNoAuth: true },
      plants,
      defaultExpose(false),
    ],
  ])("%s", async (_what, before, more, after, want) => {
    const own = mkdtempSync(join(tmpdir(), "expose-"));
    const file = join(own, "gateway.yaml");
    writeFileSync(file, before);
    const running = new RunningConfiguration({ file, env: { KEY: "k" }, log: silent, ...more });
    const taken: unknown[] = [];
    running.connect(fleet, async ({ expose }) => void taken.push(expose));
    writeFileSync(file, after);
    await running.reload();
    expect(taken).toEqual([want]);
    rmSync(own, { recursive: true });
  });
});

const silent = createLogger({ level: "error", write: () => undefined, now: () => 0 });

describe("of a configuration that says nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), "expose-"));
  const expose = (head: string) => {
    const file = join(folder, "gateway.yaml");
    writeFileSync(file, `${head}\nplants: [{ id: home, name: Home, timeZone: Europe/Berlin, inverters: [] }]`);
    const result = loadConfiguration({ file, env: { KEY: "k" } }).expose;
    rmSync(file);
    return result;
  };
  const all = (is: boolean) => ({ introspection: is, suggestions: is, graphiql: is, getQueries: is, dashboard: true });
  const auth = "auth: { keys: [{ name: k, role: VIEWER, key: { env: KEY } }] }";

  test.each([
    ["loopback without keys is open", "", all(true)],
    ["loopback with keys is closed", auth, all(false)],
    ["elsewhere it is closed", `${auth}\nlisten: { host: 0.0.0.0 }`, all(false)],
    ["what it says, holds", `${auth}\nexpose: { introspection: true }`, { ...all(false), introspection: true }],
    ["the dashboard is there unless it says no", "expose: { dashboard: false }", { ...all(true), dashboard: false }],
  ])("%s", (_what, head, want) => {
    expect(expose(head)).toEqual(want);
  });
});

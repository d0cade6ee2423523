import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LimitName } from "../../src/limits/hits.ts";
import { defaultLimits } from "../../src/limits/limits.ts";
import { ask, post } from "../example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "../example/fake-fleet.ts";
import { type ServedOptions, serve } from "../example/serve.ts";

const fleet = fakeFleet([fakePlant("home", [fakeInverter("garage"), fakeInverter("barn")])]);

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(fleet);
});
afterAll(() => served.gateway.close());

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");

/** Fragments that each spread the next twice: 2^n selections in n lines. */
const bomb = (lines: number, leaf: string): string =>
  `{ inverters { ...F0 } } ${times(lines, (index) => `fragment F${index} on Inverter { ...F${index + 1} ...F${index + 1} }`)} fragment F${lines} on Inverter ${leaf}`;

const nested = (depth: number): string =>
  `{ plants { inverters { id } ${times(depth, () => "... on Plant {")} id ${"} ".repeat(depth)} } }`;

const introspection = (depth: number): string =>
  `{ __schema { types { ${times(depth, () => "fields { type {")} name ${"} }".repeat(depth)} } } }`;

interface Attack {
  readonly document: string;
  readonly variables?: Record<string, unknown>;
  readonly limit: LimitName;
}

const attacks: Record<string, Attack> = {
  "a login tried in 101 aliases": {
    document: `mutation { ${times(101, (index) => `a${index}: testInverter(input: { url: "http://127.0.0.1:1", password: "p${index}" }) { __typename }`)} }`,
    limit: "rootFields",
  },
  "a login tried in 21 aliases": {
    document: `mutation { ${times(21, (index) => `a${index}: reconnectInverter(input: { inverterId: "garage" }) { __typename }`)} }`,
    limit: "rootFields",
  },
  "__typename 1,000 times": { document: `{ ${"__typename ".repeat(1000)} }`, limit: "rootFields" },
  "__typename 1,000 times further down": {
    document: `{ inverters { ${"__typename ".repeat(1000)} } }`,
    limit: "fields",
  },
  "51 duplicated directives": {
    document: `{ inverters { id ${"@include(if: true) ".repeat(51)} } }`,
    limit: "directives",
  },
  "51 aliases": { document: `{ inverters { ${times(51, (index) => `a${index}: id`)} } }`, limit: "aliases" },
  "aliases in a fragment that is spread often": {
    document: `{ plants { ${times(6, (index) => `p${index}: inverters { ...A }`)} } } fragment A on Inverter { ${times(10, (index) => `a${index}: id`)} }`,
    limit: "aliases",
  },
  "fragments that double thirty times": { document: bomb(30, "{ id }"), limit: "fields" },
  "fragments that double thirty times around nothing": { document: bomb(30, "{ }"), limit: "fields" },
  "fields 17 deep": {
    document: `{ __schema { types { ${"ofType { ".repeat(15)} name ${"}".repeat(15)} } } }`,
    limit: "depth",
  },
  "more tokens than anybody needs": { document: `{ viewer { ${"name ".repeat(5000)} } }`, limit: "tokens" },
  "a list of ids that is answered 100,000 times": {
    document: "query ($ids: [ID!]) { inverters(ids: $ids) { id name url } }",
    variables: { ids: Array.from({ length: 100_000 }, () => "garage") },
    limit: "answerFields",
  },
  "requests of their own, multiplied": {
    document: `query ($ids: [ID!]) { inverters(ids: $ids) { ${times(50, (index) => `e${index}: events { code }`)} } }`,
    variables: { ids: Array.from({ length: 100 }, () => "garage") },
    limit: "complexity",
  },
  "an infinity of events": { document: "{ inverters { events(max: 1000000000) { code } } }", limit: "answerFields" },
  "more events than a page holds": {
    document: '{ inverter(id: "garage") { events(max: 1001) { code } } }',
    limit: "events",
  },
  "more rows than a page holds": {
    document: '{ inverter(id: "garage") { logData(first: 1001) { pageInfo { hasNextPage } } } }',
    limit: "logDataRows",
  },
  "variables 17 deep": {
    document: "query ($ids: [ID!]) { inverters(ids: $ids) { id } }",
    variables: { ids: JSON.parse(`${"[".repeat(16)}1${"]".repeat(16)}`) as unknown },
    limit: "depth",
  },
  "fields that would be compared in pairs": { document: `{ inverters { ${"id ".repeat(999)} } }`, limit: "fields" },
};

test.each(Object.entries(attacks))("%s", async (_what, { document, variables, limit }) => {
  const before = served.gateway.limitHits[limit];
  const { errors } = await ask(served.url, document, variables && { variables });
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.message).toContain(`limits.${limit}: `);
  expect(errors?.[0]?.extensions).toMatchObject({ code: "LIMIT_EXCEEDED", retryable: false, retryAfterMs: null });
  expect(served.gateway.limitHits[limit]).toBe(before + 1);
  expect(await ask(served.url, '{ inverter(id: "garage") { id } }')).toEqual({ data: { inverter: { id: "garage" } } });
});

describe("what is not valid is refused in bounded work", () => {
  test.each([
    ["fragments in a circle", "{ inverters { ...A } } fragment A on Inverter { ...B } fragment B on Inverter { ...A }"],
    ["a fragment in itself", "{ inverters { ...A } } fragment A on Inverter { id ...A }"],
    [
      "fields that conflict in pairs",
      `{ inverters { ${times(400, (index) => `... { a: ${index % 2 ? "id" : "name"} }`)} } }`,
    ],
    ["introspection in circles", introspection(4)],
    ["fragments within each other", nested(200)],
  ])("%s", async (_what, document) => {
    const { errors = [] } = await ask(served.url, document);
    for (const { extensions } of errors) expect(extensions?.["code"]).toMatch(/^(BAD_INPUT|LIMIT_EXCEEDED)$/);
    expect(errors.length).toBeLessThanOrEqual(6);
  });

  test("100 mistakes are told in a few errors", async () => {
    const { errors } = await ask(served.url, `{ ${times(15, (index) => `nothing${index}`)} }`);
    expect(errors).toHaveLength(6);
    expect(errors?.at(-1)?.message).toContain("Too many validation errors");
  });
});

test("variables that have no bottom", async () => {
  const deep = `${"[".repeat(400_000)}${"]".repeat(400_000)}`;
  const response = await fetch(`${served.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{"query":"{ viewer { name } }","variables":{"deep":${deep}}}`,
  });
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "LIMIT_EXCEEDED" } }] });
});

test("an error that names what is not there stays short, however long the list", async () => {
  const ids = Array.from({ length: 5000 }, (_, index) => `no-${index}`);
  const { errors } = await ask(served.url, "query ($ids: [ID!]) { inverters(ids: $ids) { id } }", {
    variables: { ids },
  });
  expect(errors?.[0]?.message).toBe(
    `there is no inverter ${ids
      .slice(0, 10)
      .map((id) => JSON.stringify(id))
      .join(", ")}, 4990 more`,
  );
});

describe("what is at a limit passes", () => {
  const passes: [what: string, document: string][] = [
    ["aliases", `{ inverters { ${times(defaultLimits.aliases, (index) => `a${index}: id`)} } }`],
    ["root fields", `{ ${times(defaultLimits.rootFields, (index) => `a${index}: viewer { name }`)} }`],
    [
      "fields",
      `{ inverters { name ${"...A ".repeat((defaultLimits.fields - 2) / 2)} } } fragment A on Inverter { id }`,
    ],
    [
      "depth",
      `{ __schema { types { ${"ofType { ".repeat(defaultLimits.depth - 3)} name ${"}".repeat(defaultLimits.depth - 3)} } } }`,
    ],
    ["events", `{ inverter(id: "garage") { events(max: ${defaultLimits.events}) { code } } }`],
  ];
  test.each(passes)("%s", async (_what, document) => {
    expect(await ask(served.url, document)).toEqual({ data: expect.anything() as unknown });
  });
});

test("each limit can be set", async () => {
  const limits: NonNullable<ServedOptions["limits"]> = { depth: 2, rootFields: 1, bodyBytes: 1024 };
  await using strict = await serve(fleet, { limits });
  expect((await ask(strict.url, "{ viewer { plants { id } } }")).errors?.[0]?.message).toContain("at most 2");
  expect((await ask(strict.url, "{ a: viewer { name } b: viewer { name } }")).errors?.[0]?.message).toContain(
    "at most 1",
  );
  const tooLarge = await post(strict.url, `{ viewer { name } } #${"x".repeat(1024)}`);
  expect(tooLarge.status).toBe(413);
  expect(strict.gateway.limitHits).toMatchObject({ depth: 1, rootFields: 1, bodyBytes: 1 });
});

test("a refused operation is 400 for who knows GraphQL over HTTP, and 200 for who accepts JSON only", async () => {
  const document = `{ ${"__typename ".repeat(21)} }`;
  const statuses = ["application/graphql-response+json", "application/json"].map(async (accept) => {
    const { status } = await post(served.url, document, { headers: { accept } });
    return status;
  });
  expect(await Promise.all(statuses)).toEqual([400, 200]);
});

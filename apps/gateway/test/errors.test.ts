import { type Inverter, type InverterLive, PlenticoreError, quantity } from "@plenticore/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, post } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";

const secret = "the secret of a bug";

const refusing = (error: Error) => async (): Promise<never> => {
  throw error;
};

const offline = fakeInverter("barn", {
  live: refusing(
    new PlenticoreError("UNREACHABLE_TIMEOUT", "barn did not answer in 3 s", {
      inverterId: "barn",
      retryAfterMs: 10_000,
    }),
  ),
  version: refusing(new PlenticoreError("WRONG_PASSWORD", "barn refused the password", { inverterId: "barn" })),
});
const broken = fakeInverter("shed", {
  version: refusing(new TypeError(secret)),
  product: () => Promise.resolve({ serialNumber: 7 } as never),
  live: () => liveWith(Number.NaN),
  modules: () => Promise.resolve([{ id: null, type: "device" }] as never),
});

async function liveWith(frequency: number): Promise<InverterLive> {
  return { ...(await fakeInverter("any").live()), frequency: quantity(frequency), stateCode: 6.5 };
}

const settings: Inverter["settings"] = (select) =>
  Promise.resolve(select.map(({ moduleId }) => ({ moduleId, settings: [] })));

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(fakeFleet([fakePlant("home", [fakeInverter("garage", { settings }), offline, broken])]));
});
afterAll(() => served.gateway.close());

test("one failing inverter gives null and a coded error at its path, the others are answered", async () => {
  const answer = await ask(
    served.url,
    '{ inverters(ids: ["garage", "barn"]) { id name url availability { state } live { power { solar } } version { swVersion } } }',
  );
  expect(answer.data?.["inverters"]).toMatchObject([
    { id: "garage", live: { power: { solar: 4200 } }, version: { swVersion: "01.26.09454" } },
    { id: "barn", name: "Inverter barn", url: "http://barn.example", live: null, version: null },
  ]);
  expect(answer.errors).toEqual([
    {
      message: "barn did not answer in 3 s",
      path: ["inverters", 1, "live"],
      locations: [expect.anything()],
      extensions: { code: "UNREACHABLE_TIMEOUT", inverterId: "barn", retryable: true, retryAfterMs: 10_000 },
    },
    {
      message: "barn refused the password",
      path: ["inverters", 1, "version"],
      locations: [expect.anything()],
      extensions: { code: "WRONG_PASSWORD", inverterId: "barn", retryable: false, retryAfterMs: null },
    },
  ]);
});

describe("a mistake of ours is masked, and its original is in the log", () => {
  const internal = {
    message: "the gateway made a mistake; its log tells more",
    extensions: { code: "INTERNAL", inverterId: null, retryable: false, retryAfterMs: null },
  };

  test.each([
    ["a resolver that throws", "version { swVersion }", "version", secret],
    ["a number that JSON can't carry", "live { frequency }", "frequency", "NaN is not a finite number"],
    ["an Int that is none", "live { stateCode }", "stateCode", "Int cannot represent non-integer value: 6.5"],
    ["null where the contract says never", "modules { id }", "id", "Cannot return null for non-nullable field"],
  ])("%s", async (_what, selection, at, logged) => {
    const { errors } = await ask(served.url, `{ inverter(id: "shed") { ${selection} } }`);
    expect(errors).toMatchObject([internal]);
    expect(errors?.[0]?.path?.at(-1)).toBe(at);
    expect(JSON.stringify(errors)).not.toContain(logged);
    expect(served.log()).toContain(logged);
  });
});

describe("ids that are unknown are coded errors", () => {
  test.each([
    ['{ inverter(id: "x") { id } }', ["inverter"], 'there is no inverter "x"', { inverter: null }],
    ['{ plant(id: "garage") { id } }', ["plant"], 'there is no plant "garage"', { plant: null }],
    ['{ node(id: "x") { id } }', ["node"], 'there is no plant or inverter "x"', { node: null }],
    ['{ inverters(ids: ["x", "garage", "y"]) { id } }', ["inverters"], 'there is no inverter "x", "y"', null],
    ['{ inverters(plantId: "x") { id } }', ["inverters"], 'there is no plant "x"', null],
    ['{ inverters(plantId: "") { id } }', ["inverters"], 'there is no plant ""', null],
    [
      '{ inverters(plantId: "home", ids: ["x"]) { id } }',
      ["inverters"],
      'there is no inverter in the plant "home" "x"',
      null,
    ],
  ])("%s", async (query, path, message, data) => {
    const answer = await ask(served.url, query);
    expect(answer.errors).toMatchObject([{ path, message, extensions: { code: "NOT_FOUND" } }]);
    expect(answer.data).toEqual(data);
  });

  test("known ones are answered in the order asked", async () => {
    const { data } = await ask(served.url, '{ inverters(ids: ["barn", "garage"]) { id } }');
    expect(data).toEqual({ inverters: [{ id: "barn" }, { id: "garage" }] });
  });

  test("plants and inverters are nodes of one namespace", async () => {
    const { data } = await ask(
      served.url,
      '{ plant: node(id: "home") { __typename id } inverter: node(id: "barn") { __typename id ... on Inverter { name } } }',
    );
    expect(data).toEqual({
      plant: { __typename: "Plant", id: "home" },
      inverter: { __typename: "Inverter", id: "barn", name: "Inverter barn" },
    });
  });
});

describe("mistakes of the caller are BAD_INPUT, before anything is executed", () => {
  const query = "query ($age: Second) { inverters { live(maxAge: $age) { stale } } }";
  test.each<[string, string, Record<string, unknown>?]>([
    ["a syntax error", "{ inverters {"],
    ["an unknown field", "{ inverters { watts } }"],
    ["a negative maxAge", "{ inverters { live(maxAge: -1) { stale } } }"],
    ["a negative maxAge in a variable", query, { age: -0.5 }],
    ["a maxAge that is no number", query, { age: "1" }],
    ["a missing variable", "query ($id: ID!) { inverter(id: $id) { id } }", {}],
    ["an unknown enum value", "{ plants { energy(period: WEEK) { yield } } }"],
    ["an operation that the schema does not have", "mutation { grantWishes { x } }"],
    ["no operation", "fragment x on Query { __typename }"],
  ])("%s", async (_what, text, variables) => {
    const response = await post(served.url, text, {
      ...(variables && { variables }),
      headers: { accept: "application/graphql-response+json" },
    });
    const body: unknown = await response.json();
    expect(response.status).toBe(400);
    expect(body).toEqual({
      errors: [
        expect.objectContaining({
          extensions: { code: "BAD_INPUT", inverterId: null, retryable: false, retryAfterMs: null },
        }),
      ],
    });
  });

  test("events(max: 0)", async () => {
    const { data, errors } = await ask(served.url, '{ inverter(id: "garage") { events(max: 0) { code } } }');
    expect(data).toEqual({ inverter: { events: null } });
    expect(errors).toMatchObject([{ path: ["inverter", "events"], extensions: { code: "BAD_INPUT" } }]);
  });

  test("a document over the limit of tokens", async () => {
    const { errors } = await ask(served.url, `{ ${"a: __typename ".repeat(1500)} }`);
    expect(errors).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED" } }]);
  });
});

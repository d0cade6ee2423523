import { Broadcast, type Inverter, type InverterLiveState, quantity } from "@plenticore/core";
import { expect, test } from "vitest";
import { ask } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant, live, noon, online } from "./example/fake-fleet.ts";
import { serve } from "./example/serve.ts";
import { transports } from "./example/subscribe.ts";

/** An inverter that writes down with what it was asked. */
function recording() {
  const calls: unknown[][] = [];
  const plain = fakeInverter("garage");
  const record =
    <Name extends keyof Inverter>(name: Name) =>
    (...args: unknown[]) => {
      calls.push([name, ...args.map((arg) => (isOptions(arg) ? { ...arg, signal: undefined } : arg))]);
      return (plain[name] as (...args: unknown[]) => never)(...args);
    };
  const inverter = fakeInverter("garage", {
    live: record("live"),
    energy: record("energy"),
    processData: record("processData"),
    settings: record("settings"),
    settingDescriptions: record("settingDescriptions"),
    events: record("events"),
  });
  return { inverter, calls };
}

const isOptions = (value: unknown): value is object => typeof value === "object" && value !== null && "signal" in value;

const given: [selection: string, call: unknown[]][] = [
  ["live { stale }", ["live", { maxAgeMs: 1000 }]],
  ["live(maxAge: 0) { stale }", ["live", { maxAgeMs: 0 }]],
  ["live(maxAge: 2.5) { stale }", ["live", { maxAgeMs: 2500 }]],
  ["live(maxAge: null) { stale }", ["live", {}]],
  ["energy(period: MONTH) { yield }", ["energy", "MONTH", {}]],
  ["processData { moduleId }", ["processData", undefined, { maxAgeMs: 1000 }]],
  ["processData(select: []) { moduleId }", ["processData", [], { maxAgeMs: 1000 }]],
  [
    'processData(select: [{ moduleId: "a", ids: ["x"] }, { moduleId: "b" }, { moduleId: "c", ids: null }], maxAge: 3) { moduleId }',
    ["processData", [{ moduleId: "a", ids: ["x"] }, { moduleId: "b" }, { moduleId: "c" }], { maxAgeMs: 3000 }],
  ],
  ['settings(select: [{ moduleId: "a", ids: ["x"] }]) { moduleId }', ["settings", [{ moduleId: "a", ids: ["x"] }], {}]],
  ["settingDescriptions { moduleId }", ["settingDescriptions", undefined, { fields: [] }]],
  [
    'settingDescriptions(moduleIds: ["a"]) { settings { __typename min } ... on ModuleSettingDescriptions { settings { id } } }',
    ["settingDescriptions", ["a"], { fields: ["id", "min"] }],
  ],
  ["events { code }", ["events", 10, undefined, { fields: ["code"] }]],
  ["events { __typename }", ["events", 10, undefined, { fields: [] }]],
  ["events { ended: endTime code @skip(if: true) }", ["events", 10, undefined, { fields: ["code", "endTime"] }]],
  ["events(max: 3, language: CS_CZ) { code }", ["events", 3, "cs-cz", { fields: ["code"] }]],
];

test.each(given)("%s asks the core as %j", async (selection, call) => {
  const { inverter, calls } = recording();
  await using served = await serve(fakeFleet([fakePlant("home", [inverter])]));
  const { errors } = await ask(served.url, `{ inverter(id: "garage") { ${selection} } }`);
  expect(errors).toBeUndefined();
  expect(calls).toEqual([call]);
});

test("fields of one inverter are asked for in one moment, so that the core can merge them", async () => {
  let waiting = 0;
  const { promise: both, resolve: open } = Promise.withResolvers<void>();
  const meet = async <Value>(value: Value): Promise<Value> => {
    waiting += 1;
    if (waiting === 3) open();
    await both;
    return value;
  };
  const plain = fakeInverter("garage");
  const inverter = fakeInverter("garage", {
    live: async () => meet(await plain.live()),
    version: async () => meet(await plain.version()),
    energy: async (period) => meet(await plain.energy(period)),
  });
  await using served = await serve(fakeFleet([fakePlant("home", [inverter])]));
  const { data } = await ask(
    served.url,
    '{ inverter(id: "garage") { live { stale } version { name } energy(period: DAY) { stale } } }',
  );
  expect(data).toEqual({
    inverter: { live: { stale: false }, version: { name: "PUCK RESTful API" }, energy: { stale: false } },
  });
});

test("times are RFC 3339 in UTC, quantities are plain numbers, unknown is null", async () => {
  await using served = await serve(
    fakeFleet([
      fakePlant("home", [
        fakeInverter("garage", {
          processData: () =>
            Promise.resolve([
              {
                moduleId: "devices:local",
                values: [
                  {
                    id: "P",
                    value: -0.1151212305,
                    unit: "W",
                    description: null,
                    observedAt: quantity(noon + 123),
                    code: null,
                  },
                  {
                    id: "X",
                    value: null,
                    unit: "",
                    description: null,
                    observedAt: quantity(noon),
                    code: "NOT_AVAILABLE",
                  },
                ],
              },
            ]),
        }),
      ]),
    ]),
  );
  const { data, errors } = await ask(
    served.url,
    `{ inverters {
      live { observedAt ageSeconds state power { solar home grid } strings { index power } battery { power } }
      processData { values { id value observedAt code } }
    } }`,
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    inverters: [
      {
        live: {
          observedAt: "2026-06-21T12:00:00.000Z",
          ageSeconds: 0.25,
          state: "FEED_IN",
          power: { solar: 4200, home: 700.5, grid: null },
          strings: [{ index: 1, power: 4200 }],
          battery: null,
        },
        processData: [
          {
            values: [
              { id: "P", value: -0.1151212305, observedAt: "2026-06-21T12:00:00.123Z", code: null },
              { id: "X", value: null, observedAt: "2026-06-21T12:00:00.000Z", code: "NOT_AVAILABLE" },
            ],
          },
        ],
      },
    ],
  });
});

test("ages are told to the millisecond, however they were counted; and so on every way", async () => {
  const old = fakeInverter("garage", {
    live: () => Promise.resolve({ ...live, ageSeconds: quantity(1.00049999) }),
    watchLive: () => new Broadcast<InverterLiveState>().subscribe({ first: [aged(0.1 + 0.2)] }),
  });
  const aged = (ageSeconds: number): InverterLiveState => ({
    inverterId: "garage",
    name: "Garage",
    every: quantity(1),
    availability: online,
    live: { ...live, ageSeconds: quantity(ageSeconds) },
    error: null,
  });
  await using served = await serve(fakeFleet([fakePlant("home", [old])]));
  // The second time compiled.
  for (let time = 0; time < 2; time++) {
    const answer = await ask(served.url, "{ inverters { live { ageSeconds } } }");
    expect(answer).toEqual({ data: { inverters: [{ live: { ageSeconds: 1 } }] } });
  }
  for (const [, subscribe] of transports) {
    const watching = subscribe(served.url, "subscription { inverterLive { live { ageSeconds } } }");
    await watching.received(1);
    expect(watching.results).toEqual([{ data: { inverterLive: { live: { ageSeconds: 0.3 } } } }]);
    await watching.stop();
  }
});

test("a caller who goes away ends what was asked for", async () => {
  const { promise: asked, resolve: begin } = Promise.withResolvers<void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const inverter = fakeInverter("garage", {
    live: (options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener("abort", () => {
          end();
          reject(new Error("gone"));
        });
        begin();
      }),
  });
  await using served = await serve(fakeFleet([fakePlant("home", [inverter])]));
  const caller = new AbortController();
  const answer = fetch(`${served.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ inverters { live { stale } } }" }),
    signal: caller.signal,
  });
  await asked;
  caller.abort();
  await expect(answer).rejects.toThrow("aborted");
  await ended;
  expect(served.log()).not.toContain('"error"');
});

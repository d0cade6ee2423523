import { isDeepStrictEqual } from "node:util";
import type { OperationId } from "@plenticore/rest";
import {
  defaultFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
} from "graphql";
import { expect, test } from "vitest";
import { schema } from "../src/schema/index.ts";
import { startExample } from "./example/app.ts";
import { transports } from "./example/subscribe.ts";
import { until } from "./example/until.ts";

interface Case {
  readonly document: string;
  /** What is in an event in which everything is known. */
  readonly known: object;
  /** What makes the device tell something else; undefined: nothing that would be asked for within the test. */
  readonly change?: (app: Awaited<ReturnType<typeof startExample>>) => unknown;
  /** What the device is asked for, beside contact and login. */
  readonly asks: readonly OperationId[];
}

const later: Case["change"] = ({ simulators }) => simulators[0]?.set({ time: "2026-06-21T10:00:00Z" });

const contact: ReadonlySet<OperationId> = new Set([
  "get_version",
  "post_auth_start",
  "post_auth_finish",
  "post_auth_create_session",
]);
const reading: readonly OperationId[] = [
  "get_process_data_list",
  "get_module_list",
  "post_settings",
  "post_process_data",
];

const anything = expect.anything() as unknown;

/** Each field of `Subscription`; without ages, which differ from event to event. */
const cases: Readonly<Record<string, Case>> = {
  inverterLive: {
    document: `inverterLive(every: 0.1) { inverterId name every availability { state code } error { code message retryable }
      live { stale state energyManagerState power { solar home grid battery autarky } strings { index power voltage current }
        phases { index power } battery { stateOfCharge power } frequency } }`,
    known: {
      inverterId: "inverter-1",
      availability: { state: "ONLINE" },
      live: { stale: false, power: { solar: anything } },
      error: null,
    },
    change: later,
    asks: reading,
  },
  plantLive: {
    document: `plantLive(id: "home", every: 0.1) { plantId every
      live { stale reporting expected power { solar home grid } battery { stateOfCharge workCapacity power } } }`,
    known: { plantId: "home", live: { stale: false, reporting: 1, expected: 1, power: { solar: anything } } },
    change: later,
    asks: reading,
  },
  inverterEnergy: {
    document: `inverterEnergy(period: DAY) { inverterId error { code }
      energy { period stale yield home toGrid strings { index energy } autarky } }`,
    known: { inverterId: "inverter-1", energy: { period: "DAY", stale: false, yield: anything }, error: null },
    asks: reading,
  },
  processData: {
    document: `processData(inverterId: "inverter-1", every: 0.1, select: [{ moduleId: "devices:local", ids: ["Dc_P", "No_Such"] }]) {
      inverterId every stale availability { state } error { code } modules { moduleId values { id value unit description code } } }`,
    known: {
      stale: false,
      error: null,
      modules: [
        {
          moduleId: "devices:local",
          values: [
            { id: "Dc_P", value: anything },
            { id: "No_Such", value: null, code: "UNKNOWN_ID" },
          ],
        },
      ],
    },
    change: later,
    asks: reading,
  },
  availability: {
    document: "availability { inverterId availability { state code reason since } }",
    known: { inverterId: "inverter-1", availability: { state: "ONLINE", code: null } },
    asks: [],
  },
  deviceEvents: {
    document: `deviceEvents(language: EN_GB, every: 0.1) { inverterId gap
      event { code category group description longDescription active startTime endTime } }`,
    known: { inverterId: "inverter-1", gap: 0, event: { code: anything, description: anything } },
    // The settings tell the zone of its clock.
    asks: ["post_latest_events", "post_settings"],
  },
  update: {
    document: `update(inverterId: "inverter-1", every: 0.1) { inverterId availability { state } error { code }
      update { lastStatus progress { status source percent downloadPercent step steps } } }`,
    known: { inverterId: "inverter-1", update: { progress: { source: "local" } }, error: null },
    change: async ({ fleet, simulators }) => {
      await fleet.inverters[0]?.control.startUpdate();
      simulators[0]?.set({ time: "2026-06-21T09:00:30Z" });
    },
    asks: ["get_update", "post_update"],
  },
};

test("each field of Subscription is in the table", () => {
  expect(Object.keys(cases).toSorted()).toEqual(
    Object.keys(schema.getSubscriptionType()?.getFields() ?? {}).toSorted(),
  );
});

test.each(Object.entries(cases))(
  "%s tells the same over every transport, from the snapshot and nothing else",
  async (field, { document, known, change, asks }) => {
    await using app = await startExample({
      simulators: [{ speed: 0, time: "2026-06-21T09:00:00Z" }],
      configure: () => ({ updatePaths: { status: "/update/status", start: "/update/start" } }),
      fleet: { live: { floorMs: 100 } },
    });
    const [simulator] = app.simulators;
    const streams = transports.map(([, subscribe]) => subscribe(app.url, `subscription { ${document} }`));
    const last = ({ results }: (typeof streams)[number]): unknown => results.at(-1)?.data?.[field];
    const isKnown = (value: unknown): boolean => {
      try {
        expect(value).toMatchObject(known);
        return true;
      } catch {
        return false;
      }
    };
    const agreed = () =>
      streams.map(last).every((value, _at, [first]) => isKnown(value) && isDeepStrictEqual(value, first));
    if (field === "deviceEvents") {
      await until(() => (simulator?.stats().requests.post_latest_events ?? 0) > 0);
      simulator?.set({ time: "2026-06-24T09:00:00Z" });
    }
    await until(agreed);
    const before = last(streams[0]!);
    if (change !== undefined) {
      await change(app);
      await until(() => agreed() && !isDeepStrictEqual(last(streams[0]!), before));
    }
    expect(streams.flatMap(({ results }) => results.flatMap(({ errors }) => errors ?? []))).toEqual([]);
    const asked = Object.keys(simulator?.stats().requests ?? {}) as OperationId[];
    expect(asked.filter((operation) => !contact.has(operation) && !asks.includes(operation))).toEqual([]);
    await Promise.all(streams.map((stream) => stream.stop()));
  },
);

/** All object types that an event can show. */
function payloadTypes(): GraphQLObjectType[] {
  const found = new Set<GraphQLObjectType>();
  const visit = (type: GraphQLObjectType): void => {
    for (const field of Object.values(type.getFields())) {
      const next = getNamedType(field.type);
      if (!isObjectType(next) || found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(schema.getSubscriptionType()!);
  return [...found];
}

/** Tells of each property that it was asked for, and nothing else. */
const told = new Proxy({}, { get: (_target, name) => `told: ${String(name)}` });
/** What nobody may look at. */
const forbidden = new Proxy(
  {},
  {
    get: (_target, name) => {
      throw new Error(`${String(name)} was asked for`);
    },
  },
);

test("below an event there are only its own properties: no arguments, no way to the fleet, nothing to wait for", () => {
  const types = payloadTypes();
  expect(types.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["InverterLive", "PlantLive", "DeviceEvent", "Update"]),
  );
  for (const type of types) {
    for (const { name, args, resolve = defaultFieldResolver } of Object.values(type.getFields())) {
      const path = `${type.name}.${name}`;
      expect(args, path).toEqual([]);
      const info = { fieldName: name, parentType: type } as GraphQLResolveInfo;
      expect(resolve(told, {}, forbidden, info), path).toBe(`told: ${name}`);
    }
  }
});

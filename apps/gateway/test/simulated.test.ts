import type { ProfileName } from "@plenticore/simulator";
import { expect, test } from "vitest";
import { exampleOperations } from "../src/server/graphiql.ts";
import { startExample } from "./example/app.ts";
import { ask } from "./example/ask.ts";
import { limitsInHand } from "./example/limits-in-hand.ts";

const overview = `{ inverters { id name availability { state } version { swVersion }
  live { observedAt power { solar home grid battery } strings { index power } battery { stateOfCharge } } } }`;

test("one query finds three inverters of different kinds ONLINE, one of them without a battery", async () => {
  const profiles: ProfileName[] = ["plenticore-plus-g1", "piko-iq-g1", "plenticore-g3"];
  await using app = await startExample({ simulators: profiles.map((profile) => ({ profile })), warm: true });
  const { data, errors } = await ask(app.url, overview);
  expect(errors).toBeUndefined();
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
  const number = expect.any(Number) as number;
  const inverter = (index: number) => ({
    id: `inverter-${index}`,
    name: `Inverter ${index}`,
    availability: { state: "ONLINE" },
    version: { swVersion: expect.stringMatching(/^\d+\.\d+/) as string },
    live: {
      observedAt: time,
      power: { solar: number, home: number, grid: number, battery: number as number | null },
      strings: expect.arrayContaining([{ index: 1, power: number }]) as unknown[],
      battery: { stateOfCharge: number } as { stateOfCharge: number } | null,
    },
  });
  const withoutBattery = inverter(2);
  withoutBattery.live.power.battery = null;
  withoutBattery.live.battery = null;
  expect(data).toEqual({ inverters: [inverter(1), withoutBattery, inverter(3)] });
});

const tenFields = `{ inverters {
  id name url
  a: live(maxAge: 0) { power { solar home grid battery } }
  b: live(maxAge: 0) { strings { index power voltage current } }
  c: live(maxAge: 0) { phases { index power } frequency }
  d: energy(period: DAY) { yield home }
  e: energy(period: MONTH) { yield }
  f: energy(period: TOTAL) { yield co2Saving }
  g: processData(select: [{ moduleId: "devices:local", ids: ["Dc_P", "Home_P"] }], maxAge: 0) { values { id value } }
  h: processData(select: [{ moduleId: "devices:local:ac", ids: ["P", "Q"] }], maxAge: 0) { values { id value } }
  i: settings(select: [{ moduleId: "devices:local", ids: ["Inverter:MaxApparentPower"] }]) { settings { id value } }
  j: version { swVersion }
} }`;

test("10 fields of each of 10 inverters cause at most 10 POST /processdata, never two requests at once to one of them", async () => {
  await using app = await startExample({
    simulators: Array.from({ length: 10 }, () => ({ latencyMs: 20 })),
    warm: true,
    fleet: limitsInHand().fleet,
  });
  // The list of settings keeps a device busy for long, and whoever waits meanwhile may be told so.
  for (const inverter of app.fleet.inverters) await inverter.settingDescriptions();
  for (const simulator of app.simulators) simulator.reset();
  const { errors } = await ask(app.url, tenFields);
  expect(errors).toBeUndefined();
  const stats = app.simulators.map((simulator) => simulator.stats());
  expect(stats.map(({ processdata, settings, maxConcurrent }) => ({ processdata, settings, maxConcurrent }))).toEqual(
    Array.from({ length: 10 }, () => ({ processdata: 1, settings: 1, maxConcurrent: 1 })),
  );
});

test("every example operation of GraphiQL is answered", async () => {
  const operations = exampleOperations();
  expect(operations.length).toBeGreaterThanOrEqual(4);
  await using app = await startExample({ simulators: [{}] });
  // Those that go on and on are asked for in live-document.test.ts.
  for (const operation of operations.filter((one) => !/^subscription/m.test(one))) {
    const text = operation.replace(/"(house|garage)"/, '"inverter-1"').replace('"demo"', '"home"');
    const { data, errors } = await ask(app.url, text);
    expect(errors).toBeUndefined();
    expect(Object.values(data ?? {})).not.toContain(null);
  }
});

test.each<ProfileName>(["plenticore-plus-g1", "piko-iq-g1", "plenticore-g2", "plenticore-g3"])(
  "everything that can be read of a %s is read",
  async (profile) => {
    await using app = await startExample({
      simulators: [{ profile }],
      configure: () => ({ updatePaths: { status: "/update/status", start: "/update/start" } }),
    });
    const { data, errors } = await ask(
      app.url,
      `{ inverter(id: "inverter-1") {
        version { name hostname apiVersion swVersion }
        session { role permissions authenticated active anonymous locked }
        product { family model serialNumber stringCount maxApparentPower versionMC versionIOC }
        modules { id type }
        live { state stateCode energyManagerState frequency powerFactor }
        energy(period: YEAR) { period yield strings { index energy } }
        processDataIds { moduleId ids }
        processData { moduleId values { id value unit description observedAt code } }
        settingDescriptions { moduleId settings { id type access unit min max default description writable } }
        settings(select: [{ moduleId: "devices:local", ids: ["Properties:SerialNo", "No:Such:Setting"] }]) { moduleId settings { id value code } }
        batteryTimePlan { enabled days { day ranges { from to mode modeCode } } }
        events(max: 3, language: EN_GB) { code category categoryRaw group description active startTime endTime startTimeRaw }
        firmwareUpdate { status percent target }
        update { lastStatus progress { status source percent downloadPercent step steps } }
        capabilities { battery { minSoc { value min max unit writable } timePlan } shadowManagement { strings enabled writable } }
      } plants { live { reporting expected power { solar grid } battery { stateOfCharge } } energy(period: DAY) { yield reporting } } }`,
    );
    expect(errors).toBeUndefined();
    const hasBattery = profile !== "piko-iq-g1";
    const plan: unknown = hasBattery ? expect.anything() : null;
    expect(data).toMatchObject({
      inverter: {
        version: { name: "PUCK RESTful API" },
        session: { role: "USER", authenticated: true },
        live: { state: "FEED_IN", stateCode: 6 },
        settings: [
          {
            settings: expect.arrayContaining([{ id: "No:Such:Setting", value: null, code: "UNKNOWN_ID" }]) as unknown[],
          },
        ],
        batteryTimePlan: plan,
        update: { progress: { status: "idle" } },
      },
      plants: [{ live: { reporting: 1, expected: 1, battery: hasBattery ? {} : null } }],
    });
  },
);

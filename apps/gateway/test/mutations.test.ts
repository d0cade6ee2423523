import { readFileSync } from "node:fs";
import type { ProfileName, SimulatorOptions } from "@plenticore/simulator";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type ExampleOptions, password, startExample } from "./example/app.ts";
import { ask } from "./example/ask.ts";
import { auditOf, mutate } from "./example/mutate.ts";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app[Symbol.asyncDispose]();
});

/** A gateway in front of one simulated inverter whose clock stands still. */
async function startOne(simulator: SimulatorOptions = {}, options: Partial<ExampleOptions> = {}) {
  const app = await startExample({ simulators: [{ speed: 0, ...simulator }], ...options });
  open.push(app);
  const [device] = app.simulators;
  if (device === undefined) throw new Error("no simulator was started");
  return { ...app, device };
}

/** Resolves when it is so; the test's own time limit is the only one. */
async function until(fact: () => Promise<boolean>): Promise<void> {
  while (!(await fact())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const local = (...settings: [id: string, value: string][]) => ({
  modules: [{ moduleId: "devices:local", settings: settings.map(([id, value]) => ({ id, value })) }],
});

const updatePaths = { status: "/update/status", start: "/update/start" };

interface Expected {
  readonly battery: boolean;
  readonly limits: object;
  /** For which it is switched on, and of which the device tells that they can. */
  readonly shadow: { readonly enabled: readonly number[]; readonly able: readonly number[] };
}

const profiles: Readonly<Record<ProfileName, Expected>> = {
  "plenticore-plus-g1": {
    battery: true,
    limits: { __typename: "SettingFailure", code: "READ_ONLY", settingId: "Battery:ExternControl" },
    shadow: { enabled: [1, 2], able: [1, 2] },
  },
  "piko-iq-g1": {
    battery: false,
    limits: { __typename: "InverterFailure", code: "NOT_AVAILABLE", inverterId: "inverter-1" },
    shadow: { enabled: [3], able: [1, 2, 3] },
  },
  "plenticore-g2": {
    battery: true,
    limits: { __typename: "SettingFailure", code: "READ_ONLY", settingId: "Battery:ExternControl" },
    shadow: { enabled: [1, 2], able: [1, 2] },
  },
  "plenticore-g3": {
    battery: true,
    limits: { __typename: "SetBatteryLimitsSuccess", outcome: "APPLIED" },
    // It answers 500 for what its strings can: nobody knows.
    shadow: { enabled: [1, 3], able: [] },
  },
};

describe.each(Object.entries(profiles) as [ProfileName, Expected][])("on a %s", (profile, expected) => {
  let app: Awaited<ReturnType<typeof startExample>>;
  beforeAll(async () => {
    app = await startExample({ simulators: [{ profile, speed: 0 }] });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  const putSettings = (): number => app.simulators[0]?.stats().requests.put_settings ?? 0;
  const noBattery = {
    __typename: "InverterFailure",
    code: "NOT_AVAILABLE",
    message: "inverter-1: the inverter has no battery",
  };

  test("writeSettings sends one request and tells what the device holds now", async () => {
    const { url } = app;
    const sent = putSettings();
    const name = "Generator:ShadowMgmt:Enable";
    const answer = await mutate(url, "writeSettings", local([name, "0"]));
    expect(answer).toMatchObject({ modules: [{ settings: [{ id: name, outcome: "UNCHANGED", value: "0" }] }] });
    expect(putSettings()).toBe(sent + 1);
  });

  test("writeSettings sends nothing of what the device can't take, and names the setting", async () => {
    const { url } = app;
    const sent = putSettings();
    for (const [code, moduleId, settingId, value] of [
      ["UNKNOWN_MODULE", "none", "X", "1"],
      ["UNKNOWN_ID", "devices:local", "None", "1"],
      ["READ_ONLY", "devices:local", "Properties:SerialNo", "1"],
      ["WRONG_TYPE", "devices:local", "Generator:ShadowMgmt:Enable", "on"],
    ] as const) {
      const modules = [{ moduleId, settings: [{ id: settingId, value }] }];
      const want = { __typename: "SettingFailure", code, moduleId, settingId };
      expect(await mutate(url, "writeSettings", { modules })).toMatchObject(want);
    }
    const nothing = { __typename: "InverterFailure", code: "BAD_INPUT" };
    expect(await mutate(url, "writeSettings", { modules: [] })).toMatchObject(nothing);
    expect(putSettings()).toBe(sent);
  });

  test("setMinSoc", async () => {
    const { url } = app;
    const answer = await mutate(url, "setMinSoc", { minSoc: 25 });
    const outOfRange = await mutate(url, "setMinSoc", { minSoc: 2 });
    if (!expected.battery) {
      expect([answer, outOfRange]).toMatchObject([noBattery, noBattery]);
      return;
    }
    expect(answer).toMatchObject({
      modules: [{ settings: [{ id: "Battery:MinSoc", outcome: "APPLIED", value: "25", before: "5" }] }],
      inverter: { capabilities: { battery: { minSoc: { value: 25 } } } },
    });
    expect(outOfRange).toMatchObject({ __typename: "SettingFailure", code: "OUT_OF_RANGE", min: "5", max: "100" });
  });

  test("setShadowManagement", async () => {
    const { url } = app;
    const { enabled, able } = expected.shadow;
    for (const strings of [enabled, []]) {
      expect(await mutate(url, "setShadowManagement", { strings })).toMatchObject({
        __typename: "WriteSettingsSuccess",
        inverter: { capabilities: { shadowManagement: { strings: able, enabled: strings } } },
      });
    }
    expect(await mutate(url, "setShadowManagement", { strings: [6] })).toMatchObject({
      __typename: "SettingFailure",
      code: "OUT_OF_RANGE",
      settingId: "Generator:ShadowMgmt:Enable",
    });
  });

  test("setBatteryTimePlan", async () => {
    const { url } = app;
    const days = (...ranges: object[]) => [{ day: "MONDAY", ranges }];
    const night = { from: "00:00", to: "06:15", modeCode: 2 };
    const answer = await mutate(url, "setBatteryTimePlan", { enabled: true, days: days(night) });
    const overlap = { from: "06:00", to: "24:00", mode: "FREE" };
    expect(await mutate(url, "setBatteryTimePlan", { days: days(night, overlap) })).toMatchObject({
      __typename: "RangeFailure",
      code: "BAD_INPUT",
      day: "MONDAY",
      from: "06:00",
      to: "24:00",
    });
    if (!expected.battery) {
      expect(answer).toMatchObject(noBattery);
      return;
    }
    const free = { from: "06:15", to: "24:00", mode: "FREE", modeCode: 0 };
    expect(answer).toMatchObject({
      outcome: "APPLIED",
      plan: {
        enabled: true,
        days: expect.arrayContaining([
          { day: "MONDAY", ranges: [{ ...night, mode: "DISCHARGE_BLOCKED" }, free] },
        ]) as unknown[],
      },
      inverter: { batteryTimePlan: { enabled: true } },
    });
  });

  test("setBatteryLimits", async () => {
    const { url } = app;
    const answer = await mutate(url, "setBatteryLimits", { maxCharge: 500, maxDischarge: 0, for: 60 });
    expect(answer).toMatchObject(expected.limits);
    if (answer["__typename"] !== "SetBatteryLimitsSuccess") return;
    const batteryLimits = { maxCharge: 500, maxDischarge: 0, power: null, until: answer["until"] };
    expect(answer).toMatchObject({ inverter: { batteryLimits } });
    expect(await mutate(url, "setBatteryLimits", { maxCharge: 100, for: 60 })).toMatchObject({
      __typename: "InverterFailure",
      code: "LIMIT_EXCEEDED",
    });
    expect(await mutate(url, "setBatteryLimits", { for: 0 })).toMatchObject({
      __typename: "SetBatteryLimitsSuccess",
      outcome: "APPLIED",
      inverter: { batteryLimits: null },
    });
  });

  test("setDevicePassword: the running gateway goes on with the new one, and tells where the old one is kept", async () => {
    const place = "the environment variable INVERTER_PASSWORD";
    const secretPlaces = new Map([["inverter-1", { password: place }]]);
    const { url, log } = await startOne({ profile }, { served: { secretPlaces } });
    const answer = await mutate(url, "setDevicePassword", { newPassword: "Mondschein-8" });
    expect(answer).toMatchObject({ inverter: { session: { authenticated: true } } });
    expect(answer["warning"]).toContain(place);
    await mutate(url, "reconnectInverter");
    expect(await mutate(url, "reconnectInverter")).toMatchObject({ inverter: { availability: { state: "ONLINE" } } });
    expect(`${JSON.stringify(answer)}${log()}`).not.toMatch(new RegExp(`Mondschein|${password}`));
  });

  test("rebootInverter takes the device away, and it comes back", async () => {
    const { url, fleet } = await startOne({ profile, bootSeconds: 0.2, warmUpSeconds: 0.1, speed: 1 });
    await fleet.inverter("inverter-1")?.session();
    const answer = await mutate(url, "rebootInverter");
    expect(answer).toMatchObject({ __typename: "InverterActionSuccess", inverter: { id: "inverter-1" } });
    await until(async () => (await ask(url, "{ inverters { session { active } } }")).errors === undefined);
  });

  test("restoreFactorySettings wants the id typed again", async () => {
    const { url, device } = await startOne({ profile, bootSeconds: 0.1, warmUpSeconds: 0.1, speed: 1 });
    expect(await mutate(url, "restoreFactorySettings", { confirm: "inverter-2" })).toMatchObject({
      __typename: "ConfigurationFailure",
      code: "BAD_INPUT",
      path: "confirm",
    });
    expect(device.stats().requests.post_factory_settings ?? 0).toBe(0);
    expect(await mutate(url, "restoreFactorySettings", { confirm: "inverter-1" })).toMatchObject({
      __typename: "InverterActionSuccess",
    });
    expect(device.stats().requests.post_factory_settings).toBe(1);
  });

  test("startUpdate, where its paths are known", async () => {
    const { url } = await startOne({ profile });
    expect(await mutate(url, "startUpdate")).toMatchObject({ __typename: "InverterFailure", code: "NOT_AVAILABLE" });
    const known = await startOne({ profile, speed: 1 }, { configure: () => ({ updatePaths }) });
    expect(await mutate(known.url, "startUpdate")).toMatchObject({
      inverter: { update: { progress: { status: expect.not.stringMatching("idle") as string } } },
    });
  });

  test("disconnectInverter logs out and stays away, until reconnectInverter", async () => {
    const { url, device, fleet } = await startOne({ profile });
    await fleet.inverter("inverter-1")?.session();
    const state = (value: string) => ({ inverter: { availability: { state: value } } });
    expect(await mutate(url, "disconnectInverter")).toMatchObject(state("DISABLED"));
    expect(device.stats().activeSessions).toBe(0);
    expect(await mutate(url, "setMinSoc", { minSoc: 20 })).toMatchObject({
      __typename: "InverterFailure",
      code: "DISCONNECTED",
    });
    expect(await mutate(url, "reconnectInverter")).toMatchObject(state("ONLINE"));
  });
});

describe("what fails on the way to the device is a member of the result", () => {
  test("a wrong password", async () => {
    const { url } = await startOne({ password: "another" });
    for (const name of ["setMinSoc", "reconnectInverter"]) {
      const input = name === "setMinSoc" ? { minSoc: 20 } : {};
      expect(await mutate(url, name, input)).toMatchObject({
        __typename: "InverterFailure",
        code: "WRONG_PASSWORD",
        inverterId: "inverter-1",
        retryable: false,
      });
    }
  });

  test("an answer that gets lost is not repeated: what came of the write is read back", async () => {
    const { url, device, log } = await startOne({}, { warm: true });
    device.set({ fault: { kind: "nothing", operations: ["put_settings"], times: 1 } });
    expect(await mutate(url, "setMinSoc", { minSoc: 20 })).toMatchObject({ code: "UNREACHABLE_RESET" });
    expect(device.stats().requests.put_settings).toBe(1);
    expect(auditOf(log())).toMatchObject([{ wanted: { minSoc: 20 }, outcome: "UNREACHABLE_RESET" }]);
    device.set({ fault: { kind: "lost", operations: ["put_settings"], times: 1 } });
    expect(await mutate(url, "setMinSoc", { minSoc: 20 })).toMatchObject({
      modules: [{ settings: [{ outcome: "APPLIED", before: "5", value: "20" }] }],
      inverter: { capabilities: { battery: { minSoc: { value: 20 } } } },
    });
    expect(device.stats().requests.put_settings).toBe(2);
  });

  test("an unknown inverter", async () => {
    const { url } = await startOne();
    expect(await mutate(url, "rebootInverter", { inverterId: "none" })).toMatchObject({
      __typename: "InverterFailure",
      code: "NOT_FOUND",
    });
  });

  test("a lease longer than a week, and one without an end", async () => {
    const { url } = await startOne({ profile: "plenticore-g3" });
    for (const seconds of [1e300, 7 * 86_400 + 1, 0]) {
      expect(await mutate(url, "setBatteryLimits", { maxCharge: 1, for: seconds })).toMatchObject({
        __typename: "InverterFailure",
        code: "BAD_INPUT",
      });
    }
  });
});

test("a time off the quarter-hour grid is refused with its place in the input", async () => {
  const { url } = await startOne();
  const document = "mutation ($input: SetBatteryTimePlanInput!) { setBatteryTimePlan(input: $input) { __typename } }";
  const days = [{ day: "MONDAY", ranges: [{ from: "06:10", to: "07:00", mode: "FREE" }] }];
  const { errors } = await ask(url, document, { variables: { input: { inverterId: "inverter-1", days } } });
  expect(errors).toMatchObject([{ extensions: { code: "BAD_INPUT" } }]);
  expect(errors?.[0]?.message).toContain("days[0].ranges[0].from");
  const literal = `mutation { setBatteryTimePlan(input: { inverterId: "inverter-1", days: [
    { day: MONDAY, ranges: [{ from: "06:10", to: "07:00", mode: FREE }] }] }) { __typename } }`;
  const message = 'input.days[0].ranges[0].from: expected a quarter hour like 06:15, found "06:10"';
  expect((await ask(url, literal)).errors).toMatchObject([
    { message, locations: [{ line: 2, column: 37 }], extensions: { code: "BAD_INPUT" } },
  ]);
});

test("a value that is wrong is told with the argument and field that it stands in", async () => {
  const { url } = await startOne();
  const told = async (document: string, variables = {}) =>
    (await ask(url, document, { variables })).errors?.map(({ message }) => message);
  const minSoc = (value: string) => `setMinSoc(input: { inverterId: "inverter-1", minSoc: ${value} }) { __typename }`;
  expect(await told(`mutation { ${minSoc("200")} }`)).toEqual(["input.minSoc: expected 0 to 100, found 200"]);
  expect(await told(`mutation ($soc: Percent!) { ${minSoc("$soc")} }`, { soc: 200 })).toEqual([
    'Variable "$soc" has invalid value: expected 0 to 100',
  ]);
  const input = { input: { inverterId: "inverter-1", minSoc: 200 } };
  const whole = "mutation ($input: SetMinSocInput!) { setMinSoc(input: $input) { __typename } }";
  expect(await told(whole, input)).toEqual(['Variable "$input" has invalid value at .minSoc: expected 0 to 100']);
  expect(await told("{ inverters { live(maxAge: -1) { observedAt } } }")).toEqual([
    "maxAge: expected a number of seconds, at least 0, found -1",
  ]);
  expect(await told('{ inverters { logData(begin: "June") { totalCount } } }')).toEqual(
    expect.arrayContaining(['begin: expected a day like 2026-06-21, found "June"']),
  );
  expect(await told("query ($soc: Percent = 200) { viewer { name } }")).toEqual(
    expect.arrayContaining(["expected 0 to 100, found 200"]),
  );
});

test("the mutations of one request run one after the other", async () => {
  const { url } = await startOne({ latencyMs: 5 });
  const { data } = await ask(
    url,
    `mutation { a: setMinSoc(input: { inverterId: "inverter-1", minSoc: 20 }) { ...Change }
      b: setMinSoc(input: { inverterId: "inverter-1", minSoc: 30 }) { ...Change }
      c: setMinSoc(input: { inverterId: "inverter-1", minSoc: 40 }) { ...Change } }
    fragment Change on WriteSettingsSuccess { modules { settings { before value } } }`,
  );
  const change = (before: string, value: string) => ({ modules: [{ settings: [{ before, value }] }] });
  expect(data).toEqual({ a: change("5", "20"), b: change("20", "30"), c: change("30", "40") });
});

describe("the audit has one line a write", () => {
  test("with who, what, old, new and what came of it", async () => {
    const { url, log } = await startOne();
    await mutate(url, "writeSettings", local(["Battery:MinSoc", "30"], ["Battery:ExternControl", "2"]));
    await mutate(url, "setMinSoc", { minSoc: 101 - 99.5 });
    await mutate(url, "setBatteryTimePlan", {
      enabled: true,
      days: [{ day: "SUNDAY", ranges: [{ from: "01:00", to: "02:00", modeCode: 2 }] }],
    });
    await ask(url, "{ inverters { name } }");
    const common = { name: "audit", message: "write", key: "local", inverterId: "inverter-1" };
    expect(auditOf(log())).toMatchObject([
      {
        ...common,
        action: "writeSettings",
        changes: [
          { setting: "devices:local/Battery:MinSoc", before: "5", after: "30", outcome: "APPLIED" },
          { setting: "devices:local/Battery:ExternControl", outcome: "IGNORED" },
        ],
        outcome: "DONE",
      },
      { ...common, action: "setMinSoc", wanted: { minSoc: 1.5 }, outcome: "WRONG_TYPE" },
      {
        ...common,
        action: "setBatteryTimePlan",
        changes: [
          { setting: "devices:local/Battery:SmartBatteryControl:Enable", after: "0" },
          {
            setting: "devices:local/Battery:TimeControl:ConfSun",
            before: "0".repeat(96),
            after: `00002222${"0".repeat(88)}`,
          },
          { setting: "devices:local/Battery:TimeControl:Enable", before: "0", after: "1" },
        ],
        outcome: "DONE",
      },
    ]);
  });

  test("of limits with what was held before, and what the device holds now", async () => {
    const { url, log, device } = await startOne({ profile: "plenticore-g3" });
    await mutate(url, "writeSettings", local(["Battery:Limit:Charge_P", "4000"]));
    await mutate(url, "setBatteryLimits", { maxCharge: 500, for: 60 });
    const charge = { setting: "devices:local/Battery:Limit:Charge_P", before: "4000", after: "500" };
    expect(auditOf(log()).at(-1)).toMatchObject({
      action: "setBatteryLimits",
      changes: [{ setting: "devices:local/Battery:Limit:FallbackTime" }, { ...charge, outcome: "APPLIED" }],
      outcome: "DONE",
    });
    expect(device.stats().failures).toEqual([]);
  });

  test("of a week plan that was written and can't be read back, with what was written", async () => {
    const { url, log, device } = await startOne();
    await mutate(url, "setMinSoc", { minSoc: 10 });
    device.set({ fault: { kind: "status", status: 500, operations: ["post_settings", "get_module_setting"] } });
    const answer = await mutate(url, "setBatteryTimePlan", { enabled: false, days: [] });
    expect(answer).toMatchObject({ __typename: "InverterFailure", code: "DEVICE_ERROR" });
    const enable = { setting: "devices:local/Battery:TimeControl:Enable", before: null, after: null };
    expect(auditOf(log()).at(-1)).toMatchObject({
      wanted: { enabled: false, days: [] },
      changes: [{ ...enable, outcome: "UNREADABLE" }],
      outcome: "DEVICE_ERROR",
    });
    expect(device.stats().requests.put_settings).toBe(2);
  });
});

test("a setting that sounds like a secret is hidden in the audit", async () => {
  const { url, log } = await startOne();
  await mutate(url, "writeSettings", local(["Wifi:Password", "hunter2"], ["Battery:MinSoc", "7"]));
  expect(log()).toContain('"value":"7"');
  expect(log()).not.toContain("hunter2");
});

describe("read-only refuses every write and asks the device nothing", () => {
  const writes: [name: string, input: object][] = [
    ["writeSettings", local(["Battery:MinSoc", "30"])],
    ["setMinSoc", { minSoc: 20 }],
    ["setShadowManagement", { strings: [1] }],
    ["setBatteryTimePlan", { enabled: true, days: [] }],
    ["setBatteryLimits", { maxCharge: 1, for: 60 }],
    ["setDevicePassword", { newPassword: "another one" }],
    ["rebootInverter", {}],
    ["restoreFactorySettings", { confirm: "inverter-1" }],
    ["startUpdate", {}],
  ];

  test.each([
    ["the gateway", { served: { readOnly: true } }],
    ["the inverter", { configure: () => ({ readOnly: true, updatePaths }) }],
  ])("%s", async (_what, options) => {
    const { url, device, log } = await startOne({}, { warm: true, ...options });
    for (const [name, input] of writes) {
      expect(await mutate(url, name, { ...input }), name).toMatchObject({
        __typename: "InverterFailure",
        code: "READ_ONLY",
        inverterId: "inverter-1",
      });
    }
    expect(device.stats().requests).toEqual({});
    expect(auditOf(log()).map(({ action, outcome }) => [action, outcome])).toEqual(
      writes.map(([name]) => [name, "READ_ONLY"]),
    );
  });
});

test.each([
  ["set-min-soc", "WriteSettingsSuccess"],
  ["set-week-plan", "SetBatteryTimePlanSuccess"],
  ["set-battery-limits", "SetBatteryLimitsSuccess"],
])("the example %s ends in %s", async (name, success) => {
  const { url } = await startOne({ profile: "plenticore-g3" });
  const document = readFileSync(new URL(`../examples/${name}.graphql`, import.meta.url), "utf8");
  const { data } = await ask(url, document, { variables: { id: "inverter-1" } });
  expect(Object.values(data ?? {})).toMatchObject([{ __typename: success }]);
});

test("a mutation by GET is refused", async () => {
  const { url, device } = await startOne({}, { warm: true });
  const query = encodeURIComponent('mutation { rebootInverter(input: { inverterId: "inverter-1" }) { __typename } }');
  const response = await fetch(`${url}/graphql?query=${query}`);
  expect(response.status).toBe(405);
  expect(device.stats().requests).toEqual({});
});

import { createHash } from "node:crypto";
import { type InverterControl, PlenticoreError } from "@plenticore/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Role, roleSuffices, roles } from "../src/auth/role.ts";
import type { KeyConfig } from "../src/config/types.ts";
import { schema } from "../src/schema/index.ts";
import { ask } from "./example/ask.ts";
import { fakeFleet, fakeInverter, fakePlant } from "./example/fake-fleet.ts";
import { auditOf, mutate } from "./example/mutate.ts";
import { serve } from "./example/serve.ts";

const keys = roles.map(
  (role): KeyConfig => ({
    name: `the ${role}`,
    role,
    digest: createHash("sha256").update(`${role}-key`).digest(),
    plants: new Set(["home"]),
  }),
);

const certificate = { fingerprint256: "AB:CD", subject: "CN=garage", validTo: "Jan  1 00:00:00 2030 GMT" };
const reading = fakeInverter("inverter-1");
const control: InverterControl = {
  ...reading.control,
  reconnect: () =>
    Promise.reject(
      new PlenticoreError("CERTIFICATE_NOT_TRUSTED", "another certificate", { inverterId: "broken", certificate }),
    ),
  disconnect: () => Promise.reject(new TypeError("a mistake with s3cret in it")),
  setMinSoc: () =>
    Promise.reject(new PlenticoreError("CERTIFICATE_NOT_TRUSTED", "another certificate", { certificate })),
};
let planReads = 0;
const forgetful = fakeInverter("forgetful", {
  control: { ...control, setBatteryTimePlan: () => Promise.resolve("APPLIED" as const) },
  batteryTimePlan: () => {
    planReads += 1;
    if (planReads === 1) return Promise.resolve({ enabled: false, days: [] });
    return Promise.reject(new PlenticoreError("DEVICE_BUSY", "busy", { inverterId: "forgetful" }));
  },
});
const fleet = fakeFleet([
  fakePlant("home", [reading, fakeInverter("broken", { control }), forgetful]),
  fakePlant("farm", [fakeInverter("barn")]),
]);

const table: [name: string, required: Role, input: Record<string, unknown>][] = [
  ["writeSettings", "OPERATOR", { modules: [] }],
  ["setMinSoc", "OPERATOR", { minSoc: 10 }],
  ["setShadowManagement", "OPERATOR", { strings: [1] }],
  ["setBatteryTimePlan", "OPERATOR", { days: [] }],
  ["setBatteryLimits", "OPERATOR", { for: 60 }],
  ["reconnectInverter", "OPERATOR", {}],
  ["setDevicePassword", "ADMIN", { newPassword: "s3cret" }],
  ["rebootInverter", "ADMIN", {}],
  ["restoreFactorySettings", "ADMIN", { confirm: "inverter-1" }],
  ["startUpdate", "ADMIN", {}],
  ["disconnectInverter", "ADMIN", {}],
];

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(fleet, { keys });
});
afterAll(() => served.gateway.close());

const connection = { url: "http://127.0.0.1:1", password: "s3cret" };

/** Mutations of the fleet: what they concern, and what the fake fleet answers who may. */
const ofTheFleet: [name: string, concerns: string | null, input: Record<string, unknown>, code: string][] = [
  ["testInverter", null, connection, "UNREACHABLE_REFUSED"],
  ["addInverter", "new", { plantId: "home", id: "new", name: "New", connection }, "CONFIGURATION_READ_ONLY"],
  ["updateInverter", "inverter-1", { connection }, "CONFIGURATION_READ_ONLY"],
  ["removeInverter", "inverter-1", { confirm: "inverter-1" }, "CONFIGURATION_READ_ONLY"],
];

describe.each(ofTheFleet)("%s", (name, inverterId, input, code) => {
  test.each(roles)("as %s, of ADMIN", async (role) => {
    const answer = await mutate(served.url, name, input, { key: `${role}-key` });
    const refused = { __typename: "ForbiddenFailure", code: "FORBIDDEN", required: "ADMIN" };
    expect(answer).toMatchObject(role === "ADMIN" ? { code } : refused);
    const outcome = role === "ADMIN" ? code : "FORBIDDEN";
    expect(auditOf(served.log()).at(-1)).toMatchObject({ action: name, key: `the ${role}`, inverterId, outcome });
    expect(served.log()).not.toContain("s3cret");
  });
});

test("a plant or inverter that the key may not see is as one that does not exist, also to who changes the fleet", async () => {
  const admin = { key: "ADMIN-key" };
  const add = (plantId: string) =>
    mutate(served.url, "addInverter", { plantId, id: "new", name: "New", connection }, admin);
  expect(JSON.stringify(await add("farm")).replaceAll("farm", "none")).toBe(JSON.stringify(await add("none")));
  const remove = (inverterId: string) =>
    mutate(served.url, "removeInverter", { inverterId, confirm: inverterId }, admin);
  const hidden = await remove("barn");
  expect(hidden).toMatchObject({ __typename: "ConfigurationFailure", code: "NOT_FOUND" });
  expect(JSON.stringify(hidden).replaceAll("barn", "none")).toBe(JSON.stringify(await remove("none")));
});

/** The fake inverter refuses what reaches it as READ_ONLY. */
const reached = { __typename: "InverterFailure", code: "READ_ONLY" };

describe.each(table)("%s", (name, required, input) => {
  test.each(roles)(`as %s, of ${required}`, async (role) => {
    const answer = await mutate(served.url, name, input, { key: `${role}-key` });
    const refused = { __typename: "ForbiddenFailure", code: "FORBIDDEN", required };
    expect(answer).toMatchObject(roleSuffices(role, required) ? reached : refused);
    const outcome = roleSuffices(role, required) ? "READ_ONLY" : "FORBIDDEN";
    const line = auditOf(served.log()).at(-1);
    expect(line).toMatchObject({ action: name, key: `the ${role}`, inverterId: "inverter-1", outcome });
    expect(served.log()).not.toContain("s3cret");
  });

  test("an inverter that the key may not see is as one that does not exist", async () => {
    const admin = { key: "ADMIN-key" };
    const hidden = await mutate(served.url, name, { ...input, inverterId: "barn" }, admin);
    const missing = await mutate(served.url, name, { ...input, inverterId: "none" }, admin);
    expect(missing).toMatchObject({ __typename: "InverterFailure", code: "NOT_FOUND" });
    expect(JSON.stringify(hidden).replaceAll("barn", "none")).toBe(JSON.stringify(missing));
  });
});

test("every field of Mutation is in the table, with its role", () => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  const found = fields.map(({ name, extensions }) => [name, extensions["pothosOptions"]]);
  const sorted = found.toSorted(([one], [other]) => String(one).localeCompare(String(other)));
  const all: (readonly [string, Role])[] = [
    ...table.map(([name, role]) => [name, role] as const),
    ...ofTheFleet.map(([name]) => [name, "ADMIN"] as const),
  ];
  expect(sorted).toEqual(
    all
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([name, role]) => [name, expect.objectContaining({ authScopes: { role } }) as unknown]),
  );
});

describe("a failure that is not of the device", () => {
  test("an untrusted certificate carries the fingerprint, where the result has that", async () => {
    const owner = { key: "ADMIN-key" };
    expect(await mutate(served.url, "reconnectInverter", { inverterId: "broken" }, owner)).toEqual({
      __typename: "CertificateFailure",
      code: "CERTIFICATE_NOT_TRUSTED",
      message: "another certificate",
      fingerprint256: "AB:CD",
      subject: "CN=garage",
      validTo: "2030-01-01T00:00:00.000Z",
    });
    expect(await mutate(served.url, "setMinSoc", { inverterId: "broken", minSoc: 1 }, owner)).toMatchObject({
      __typename: "InverterFailure",
      code: "CERTIFICATE_NOT_TRUSTED",
    });
  });

  test("a plan that was written and can't be read back is told so", async () => {
    const answer = await mutate(
      served.url,
      "setBatteryTimePlan",
      { inverterId: "forgetful", days: [] },
      { key: "ADMIN-key" },
    );
    const message = "forgetful: the week plan was written (APPLIED) and can't be read back: busy";
    expect(answer).toMatchObject({ __typename: "InverterFailure", code: "DEVICE_BUSY", retryable: true, message });
    expect(auditOf(served.log()).at(-1)).toMatchObject({ outcome: "DEVICE_BUSY", reason: message });
  });

  test("a mistake of the gateway is masked, and in the audit", async () => {
    const document = 'mutation { disconnectInverter(input: { inverterId: "broken" }) { __typename } }';
    const { data, errors } = await ask(served.url, document, { key: "ADMIN-key" });
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ path: ["disconnectInverter"], extensions: { code: "INTERNAL" } }]);
    expect(JSON.stringify(errors)).not.toContain("s3cret");
    expect(auditOf(served.log()).at(-1)).toMatchObject({ action: "disconnectInverter", outcome: "INTERNAL" });
  });
});

import type { OperationId } from "@plenticore/rest";
import type { Fault, ProfileName } from "@plenticore/simulator";

/** How a frontend reaches one operation of the device. */
export interface Reached {
  /** `Type.field` of the schema. */
  readonly fields: readonly string[];
  /** What asks for it. */
  readonly document: string;
  /** The inverter is contacted, and so asked for this, before anybody asks. */
  readonly atContact?: true;
  readonly profile?: ProfileName;
  /** What is wrong with the device, where only that leads here. */
  readonly fault?: Fault;
  /** What a reader would wonder about. */
  readonly remark?: string;
}

/** No field reaches it, and why. */
export interface Exempt {
  readonly exempt: string;
  /** `file › name` of the tests that show it nevertheless. */
  readonly tests: readonly (readonly [file: string, name: string])[];
}

const inverter = (fields: string): string => `{ inverter(id: "inverter-1") { ${fields} } }`;
const mutation = (name: string, input: string, done = "InverterActionSuccess"): string =>
  `mutation { ${name}(input: { inverterId: "inverter-1"${input} }) { __typename ... on ${done} { __typename } ... on Failure { message } } }`;

const reconnect = mutation("reconnectInverter", "");
const password = mutation("setDevicePassword", ', newPassword: "rain-and-snow"', "SetDevicePasswordSuccess");
const bad = (id: string): Fault => ({ kind: "status", status: 500, id });

/** Every operation of the device, and the field of the API that reaches it: `docs/coverage.md` is this table, and a test runs it. */
export const coverage: Readonly<Record<OperationId, Reached | Exempt>> = {
  post_auth_start: {
    fields: ["Mutation.reconnectInverter", "Mutation.setDevicePassword", "Mutation.testInverter"],
    document: reconnect,
    atContact: true,
  },
  post_auth_finish: {
    fields: ["Mutation.reconnectInverter", "Mutation.setDevicePassword", "Mutation.testInverter"],
    document: reconnect,
    atContact: true,
  },
  post_auth_create_session: {
    fields: ["Mutation.reconnectInverter", "Mutation.testInverter"],
    document: reconnect,
    atContact: true,
  },
  post_auth_set_password: { fields: ["Mutation.setDevicePassword"], document: password },
  post_logout: {
    fields: ["Mutation.disconnectInverter", "Mutation.reconnectInverter"],
    document: mutation("disconnectInverter", ""),
  },
  get_user: { fields: ["Inverter.session"], document: inverter("session { role }") },
  get_version: {
    fields: ["Inverter.version"],
    document: inverter("version { swVersion }"),
    atContact: true,
    remark: "read at each contact, which tells a sleeping device from a refused secret",
  },
  get_module_list: { fields: ["Inverter.modules"], document: inverter("modules { id }") },
  get_process_data_list: { fields: ["Inverter.processDataIds"], document: inverter("processDataIds { moduleId ids }") },
  post_process_data: {
    fields: [
      "Inverter.live",
      "Inverter.energy",
      "Inverter.processData",
      "Plant.live",
      "Plant.energy",
      "Subscription.inverterLive",
      "Subscription.plantLive",
      "Subscription.inverterEnergy",
      "Subscription.processData",
    ],
    document: inverter("live { power { home } }"),
  },
  get_process_data_module: {
    fields: ["Inverter.processData"],
    document: inverter('processData(select: [{ moduleId: "devices:local:ac" }]) { values { value } }'),
    remark: "a selector without ids",
  },
  get_process_data_values: {
    fields: ["Inverter.processData", "Inverter.live"],
    document: inverter(
      'processData(select: [{ moduleId: "devices:local:ac", ids: ["P", "Q", "S", "Frequency"] }]) { values { value } }',
    ),
    fault: bad("Frequency"),
    remark: "halves of a batch that fails, within one module",
  },
  get_process_data_value: {
    fields: ["Inverter.processData", "Inverter.live"],
    document: inverter(
      'processData(select: [{ moduleId: "devices:local:ac", ids: ["P", "Q", "S", "Frequency"] }]) { values { value } }',
    ),
    fault: bad("Frequency"),
    remark: "the last step of taking a batch apart",
  },
  get_setting_list: {
    fields: ["Inverter.settingDescriptions"],
    document: inverter("settingDescriptions { moduleId settings { id } }"),
  },
  post_settings: {
    fields: ["Inverter.settings", "Inverter.product", "Inverter.capabilities", "Inverter.batteryTimePlan"],
    document: inverter(
      'settings(select: [{ moduleId: "devices:local", ids: ["Battery:MinSoc"] }]) { settings { value } }',
    ),
  },
  get_module_settings: {
    exempt: "it does not work on devices (FACTS 2.3): binding and simulator have it, nothing calls it",
    tests: [
      ["packages/rest/test/bindings.test.ts", "GET /settings/m"],
      ["packages/simulator/test/settings.test.ts", "GET /settings/{module} does not work, as on devices"],
    ],
  },
  get_module_setting_list_filtered: {
    fields: ["Inverter.settings"],
    document: inverter(
      'settings(select: [{ moduleId: "devices:local", ids: ["Battery:MinSoc", "Battery:Type", "Properties:SerialNo", "EnergySensor:InstalledSensor"] }]) { settings { value } }',
    ),
    fault: bad("Properties:SerialNo"),
    remark: "halves of a batch that fails",
  },
  get_module_setting: {
    fields: ["Inverter.settings"],
    document: inverter(
      'settings(select: [{ moduleId: "devices:local", ids: ["Battery:MinSoc", "Battery:Type", "Properties:SerialNo", "EnergySensor:InstalledSensor"] }]) { settings { value } }',
    ),
    fault: bad("Properties:SerialNo"),
    remark: "the last step of taking a batch apart",
  },
  put_settings: {
    fields: [
      "Mutation.setMinSoc",
      "Mutation.writeSettings",
      "Mutation.setShadowManagement",
      "Mutation.setBatteryTimePlan",
      "Mutation.setBatteryLimits",
    ],
    document: mutation("setMinSoc", ", minSoc: 15", "WriteSettingsSuccess"),
  },
  get_latest_events: {
    fields: ["Inverter.events", "Subscription.deviceEvents"],
    document: inverter("events(max: 1) { code }"),
    remark: "without a language",
  },
  post_latest_events: {
    fields: ["Inverter.events", "Subscription.deviceEvents"],
    document: inverter("events(max: 1, language: DE_DE) { code }"),
    remark: "with a language",
  },
  post_logdata_download: {
    fields: ["Inverter.logData"],
    document: inverter('logData(begin: "2026-06-20", end: "2026-06-20", first: 1) { edges { cursor } }'),
    remark: "also `GET /inverters/{id}/logdata.tsv`",
  },
  get_firmware_update_status: { fields: ["Inverter.firmwareUpdate"], document: inverter("firmwareUpdate { status }") },
  get_update: {
    fields: ["Inverter.update", "Subscription.update"],
    document: inverter("update { lastStatus }"),
    remark: "only with `updatePaths`",
  },
  post_update: {
    fields: ["Mutation.startUpdate"],
    document: mutation("startUpdate", ""),
    remark: "only with `updatePaths`",
  },
  post_reboot: { fields: ["Mutation.rebootInverter"], document: mutation("rebootInverter", "") },
  post_factory_settings: {
    fields: ["Mutation.restoreFactorySettings"],
    document: mutation("restoreFactorySettings", ', confirm: "inverter-1"'),
  },
};

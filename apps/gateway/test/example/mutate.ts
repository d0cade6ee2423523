import { type AskOptions, ask } from "./ask.ts";

const code = "... on Failure { code message }";
const ofInverter = "... on InverterFailure { inverterId retryable retryAfterMs }";
const forbidden = "... on ForbiddenFailure { required }";
const setting = "... on SettingFailure { moduleId settingId min max }";
const settings = `... on WriteSettingsSuccess { modules { moduleId settings { id outcome value before } }
  inverter { id capabilities { battery { minSoc { value } } shadowManagement { strings enabled } } } }`;
const done = `... on InverterActionSuccess { inverter { id availability { state } } }
  ... on ConfigurationFailure { path } ... on CertificateFailure { fingerprint256 subject validTo }`;

const configured = `${done} ... on InverterActionSuccess { inverter { name url peakPower } }`;

/** Each mutation's input type, and all that its result can tell. */
const operations: Readonly<Record<string, readonly [input: string, result: string]>> = {
  writeSettings: ["WriteSettingsInput", `${setting} ${settings}`],
  setMinSoc: ["SetMinSocInput", `${setting} ${settings}`],
  setShadowManagement: ["SetShadowManagementInput", `${setting} ${settings}`],
  setBatteryTimePlan: [
    "SetBatteryTimePlanInput",
    `${setting} ... on RangeFailure { day from to } ... on SetBatteryTimePlanSuccess { outcome
      plan { enabled days { day ranges { from to mode modeCode } } } inverter { id batteryTimePlan { enabled } } }`,
  ],
  setBatteryLimits: [
    "SetBatteryLimitsInput",
    `${setting} ... on SetBatteryLimitsSuccess { outcome until
      inverter { id batteryLimits { maxCharge maxDischarge power until } } }`,
  ],
  setDevicePassword: [
    "SetDevicePasswordInput",
    "... on SetDevicePasswordSuccess { warning inverter { id session { authenticated } } }",
  ],
  rebootInverter: ["InverterInput", done],
  restoreFactorySettings: ["ConfirmedInverterInput", done],
  startUpdate: [
    "InverterInput",
    `${done} ... on InverterActionSuccess { inverter { update { progress { status } } } }`,
  ],
  reconnectInverter: ["InverterInput", done],
  disconnectInverter: ["InverterInput", done],
  testInverter: [
    "InverterConnectionInput",
    `... on TestInverterSuccess { version { swVersion } session { role } product { model serialNumber } }
      ... on CertificateFailure { fingerprint256 subject validTo }`,
  ],
  addInverter: ["AddInverterInput", configured],
  updateInverter: ["UpdateInverterInput", configured],
  removeInverter: [
    "ConfirmedInverterInput",
    "... on RemoveInverterSuccess { id } ... on ConfigurationFailure { path }",
  ],
};

export type Result = Readonly<Record<string, unknown>>;

/** What one mutation answers for `inverter-1`, or for the inverter that the input names. */
export async function mutate(
  url: string,
  name: string,
  input: Readonly<Record<string, unknown>> = {},
  options: AskOptions = {},
): Promise<Result> {
  const [type, result] = operations[name] ?? [];
  const document = `mutation ($input: ${type}!) { result: ${name}(input: $input) { __typename ${code} ${forbidden} ${name === "removeInverter" ? "" : ofInverter} ${result} } }`;
  const answer = await ask(url, document, { ...options, variables: { input: named(name, input) } });
  if (!answer.data) throw new Error(`no data: ${JSON.stringify(answer.errors)}`);
  return answer.data["result"] as Result;
}

/** Those that make an inverter name none. */
const named = (name: string, input: Readonly<Record<string, unknown>>) =>
  name === "testInverter" || name === "addInverter" ? input : { inverterId: "inverter-1", ...input };

/** The audit's lines of a gateway's log. */
export const auditOf = (log: string): Result[] =>
  log
    .split("\n")
    .filter((line) => line.includes('"name":"audit"'))
    .map((line) => JSON.parse(line) as Result);

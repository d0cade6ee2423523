import { maxRounds, minRounds } from "@plenticore/handshake";
import { operations } from "@plenticore/rest";
import { SimulatorError } from "./errors.ts";
import type { Fault } from "./http/faults.ts";
import { isProfileName, profileNames, profileOf } from "./profiles/index.ts";
import type { Behaviour, Profile } from "./profiles/profile.ts";
import { withoutBattery } from "./profiles/without-battery.ts";
import { type SimulatorRuntime, systemRuntime } from "./runtime.ts";
import { hasSetting } from "./settings/metadata.ts";
import type { SimulatorChange, SimulatorOptions } from "./types.ts";

/** Options with their defaults, checked. */
export interface ResolvedOptions {
  readonly port: number;
  readonly host: string;
  readonly profile: Profile;
  readonly behaviour: Behaviour;
  readonly password: string;
  readonly masterKey: string | undefined;
  readonly serviceCode: string | undefined;
  readonly seed: number;
  readonly time: number;
  readonly speed: number;
  readonly latencyMs: number;
  readonly concurrency: number;
  readonly rounds: number;
  readonly cloud: number | undefined;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  readonly weatherSeed: number;
  readonly meter: boolean;
  readonly othersPower: (from: number, until: number) => number;
  readonly bootSeconds: number;
  readonly warmUpSeconds: number;
  readonly faults: readonly Fault[];
  readonly runtime: SimulatorRuntime;
}

export const defaults = {
  host: "127.0.0.1",
  profile: "plenticore-plus-g1",
  password: "secret",
  seed: 1,
  speed: 1,
  latencyMs: 0,
  concurrency: 1,
  rounds: 29_000,
  latitude: 48,
  longitude: 7.85,
  timeZone: "Europe/Berlin",
  bootSeconds: 87,
  warmUpSeconds: 3,
} as const;

/** The model knows the sun well in these years, and counts days from 2 years before the clock at the latest. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const MAX_SPEED = 1_000_000;

/** @throws SimulatorError BAD_OPTION naming the option. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const profileName = options.profile ?? defaults.profile;
  if (!isProfileName(profileName)) throw bad("profile", `one of ${profileNames.join(", ")}`);
  const equipped = profileOf(profileName);
  const known = options.battery === false ? withoutBattery(equipped) : equipped;
  const profile = { ...known, values: { ...known.values, ...options.settings } };
  const unknown = Object.keys(options.settings ?? {}).find((key) => !hasSetting(profile, key));
  if (unknown !== undefined)
    throw bad("settings", `module/id of settings that this ${profileName} has, and not ${unknown}`);
  const now = options.now ?? systemRuntime.now;
  const seed = integer("seed", options.seed ?? defaults.seed, -2_147_483_648, 2_147_483_647);
  return {
    profile,
    behaviour: { ...profile.behaviour, ...options.behaviour },
    port: integer("port", options.port ?? 0, 0, 65_535),
    host: text("host", options.host ?? defaults.host),
    password: text("password", options.password ?? defaults.password),
    masterKey: options.masterKey === undefined ? undefined : text("masterKey", options.masterKey),
    serviceCode: options.serviceCode === undefined ? undefined : text("serviceCode", options.serviceCode),
    seed,
    weatherSeed: integer("weatherSeed", options.weatherSeed ?? seed, -2_147_483_648, 2_147_483_647),
    time: timeOf("time", options.time ?? now()),
    speed: number("speed", options.speed ?? defaults.speed, 0, MAX_SPEED),
    latencyMs: number("latencyMs", options.latencyMs ?? defaults.latencyMs, 0, 3_600_000),
    concurrency: integer("concurrency", options.concurrency ?? defaults.concurrency, 1, 10_000),
    rounds: integer("rounds", options.rounds ?? defaults.rounds, minRounds, maxRounds),
    cloud: options.cloud === undefined ? undefined : number("cloud", options.cloud, 0, 1),
    latitude: number("latitude", options.latitude ?? defaults.latitude, -90, 90),
    longitude: number("longitude", options.longitude ?? defaults.longitude, -180, 180),
    timeZone: zoneName("timeZone", options.timeZone ?? defaults.timeZone),
    meter: options.meter ?? true,
    othersPower: options.othersPower === undefined ? noOthers : functionOf("othersPower", options.othersPower),
    bootSeconds: number("bootSeconds", options.bootSeconds ?? defaults.bootSeconds, 0, 86_400),
    warmUpSeconds: number("warmUpSeconds", options.warmUpSeconds ?? defaults.warmUpSeconds, 0, 86_400),
    faults: options.fault === undefined ? [] : faultsOf("fault", options.fault),
    runtime: { now, sleep: options.sleep ?? systemRuntime.sleep },
  };
}

const noOthers = (): number => 0;

/** A change with its values checked. */
export interface ResolvedChange {
  readonly time?: number;
  readonly speed?: number;
  readonly cloud?: number | null;
  readonly latencyMs?: number;
  readonly concurrency?: number;
  readonly faults?: readonly Fault[];
}

const CHANGES = ["time", "speed", "cloud", "latencyMs", "concurrency", "fault"];

/** @throws SimulatorError BAD_OPTION naming the field. `change` may be anything that came over the wire. */
export function resolveChange(change: SimulatorChange | Readonly<Record<string, unknown>>): ResolvedChange {
  const given: Readonly<Record<string, unknown>> = { ...change };
  const unknown = Object.keys(given).find((name) => !CHANGES.includes(name));
  if (unknown !== undefined) throw bad(unknown, `one of ${CHANGES.join(", ")}`);
  const { time, speed, cloud, latencyMs, concurrency, fault } = given;
  return {
    ...(time !== undefined && { time: timeOf("time", time) }),
    ...(speed !== undefined && { speed: number("speed", speed, 0, MAX_SPEED) }),
    ...(cloud !== undefined && { cloud: cloud === null ? null : number("cloud", cloud, 0, 1) }),
    ...(latencyMs !== undefined && { latencyMs: number("latencyMs", latencyMs, 0, 3_600_000) }),
    ...(concurrency !== undefined && { concurrency: integer("concurrency", concurrency, 1, 10_000) }),
    ...(fault !== undefined && { faults: fault === null ? [] : faultsOf("fault", fault) }),
  };
}

type Rule = (field: string, value: unknown) => unknown;

const optionalText: Rule = (field, value) => (value === undefined ? undefined : text(field, value));
const FAULT_FIELDS: Readonly<Record<Fault["kind"], Readonly<Record<string, Rule>>>> = {
  busy: {},
  reboot: {},
  offline: {
    how: (field, value) => {
      if (value !== undefined && value !== "refuse" && value !== "hang") throw bad(field, "refuse or hang");
    },
  },
  status: {
    status: (field, value) => integer(field, value, 100, 599),
    message: (field, value) => (value === null ? null : optionalText(field, value)),
    id: optionalText,
  },
  unauthorized: {},
  locked: {},
  html: {},
  huge: { bytes: (field, value) => (value === undefined ? undefined : integer(field, value, 1, 2 ** 40)) },
  nothing: {},
  lost: {},
  redirect: { location: optionalText },
  signature: {},
  slow: { ms: (field, value) => number(field, value, 0, 3_600_000) },
  truncated: {},
  body: {
    body: (field, value) => {
      if (typeof value !== "string") throw bad(field, "a text");
    },
    status: (field, value) => (value === undefined ? undefined : integer(field, value, 200, 599)),
    contentType: optionalText,
  },
};

function faultsOf(field: string, value: unknown): Fault[] {
  if (!Array.isArray(value)) return [faultOf(field, value)];
  return value.map((item: unknown, index) => faultOf(`${field}[${index}]`, item));
}

function faultOf(field: string, value: unknown): Fault {
  if (typeof value !== "object" || value === null) throw bad(field, "an object with a kind, a list of such, or null");
  const { kind, times, operations: only, ...rest }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof kind !== "string" || !isFaultKind(kind)) {
    throw bad(`${field}.kind`, `one of ${Object.keys(FAULT_FIELDS).join(", ")}`);
  }
  if (times !== undefined) integer(`${field}.times`, times, 1, Number.MAX_SAFE_INTEGER);
  if (only !== undefined) operationList(`${field}.operations`, only);
  const rules = FAULT_FIELDS[kind];
  const unknown = Object.keys(rest).find((name) => !Object.hasOwn(rules, name));
  if (unknown !== undefined) throw bad(`${field}.${unknown}`, `left out: ${kind} has no such field`);
  for (const [name, rule] of Object.entries(rules)) rule(`${field}.${name}`, rest[name]);
  // Each field was checked against the kind's rules.
  return { ...value } as Fault;
}

function isFaultKind(kind: string): kind is Fault["kind"] {
  return Object.hasOwn(FAULT_FIELDS, kind);
}

function operationList(field: string, value: unknown): void {
  const known = (id: unknown): boolean => typeof id === "string" && Object.hasOwn(operations, id);
  if (!Array.isArray(value) || !value.every(known)) throw bad(field, "a list of operation ids");
}

function timeOf(field: string, value: unknown): number {
  const expected = "ms since 1970, a Date or an ISO 8601 time, from 2000 to 2100";
  let time = Number.NaN;
  if (typeof value === "number") time = value;
  else if (value instanceof Date) time = value.getTime();
  // Without a zone it is UTC: the machine's own zone must not matter.
  else if (typeof value === "string") time = Date.parse(/T[^Z+-]*$/.test(value) ? `${value}Z` : value);
  if (!(time >= EARLIEST && time < LATEST)) throw bad(field, expected);
  return Math.floor(time);
}

function number(field: string, value: unknown, least: number, most: number): number {
  if (typeof value !== "number" || !(value >= least && value <= most))
    throw bad(field, `a number from ${least} to ${most}`);
  return value;
}

function integer(field: string, value: unknown, least: number, most: number): number {
  if (!Number.isInteger(value)) throw bad(field, `a whole number from ${least} to ${most}`);
  return number(field, value, least, most);
}

function text(field: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw bad(field, "a text that is not empty");
  return value;
}

function functionOf<Given>(field: string, value: Given): Given {
  if (typeof value !== "function") throw bad(field, "a function");
  return value;
}

function zoneName(field: string, value: string): string {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: value }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new SimulatorError("BAD_OPTION", `${field}: expected the IANA name of a time zone`, { cause });
  }
}

function bad(field: string, expected: string): SimulatorError {
  return new SimulatorError("BAD_OPTION", `${field}: expected ${expected}`);
}

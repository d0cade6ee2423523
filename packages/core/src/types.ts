import type { EnergyManagerStateName, InverterStateName, Language } from "@plenticore/catalogue";
import type { FleetConfig, InverterConfig } from "./config.ts";
import type { ErrorCode } from "./errors.ts";
import type { InverterFigures } from "./figures.ts";
import type { InverterWatches, PlantWatches } from "./live/types.ts";
import type { LogDataOptions, LogDataPage, LogDataQuery } from "./log-data/types.ts";
import type { Secret } from "./secret.ts";
import type {
  Ampere,
  AmpereHour,
  Gram,
  Hertz,
  Ohm,
  Percent,
  Second,
  Timestamp,
  Volt,
  VoltAmpere,
  VoltAmpereReactive,
  Watt,
  WattHour,
} from "./units.ts";

// Shapes are those of the GraphQL contract, field by field: null means "not reported", never zero.

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface ReadOptions extends CallOptions {
  /** Never older than this, in ms. Default 1 000. */
  readonly maxAgeMs?: number;
}

export type AvailabilityState = "ONLINE" | "STARTING" | "OFFLINE" | "UNAUTHORIZED" | "LOCKED" | "DISABLED";

export interface Availability {
  readonly state: AvailabilityState;
  readonly code: ErrorCode | null;
  readonly reason: string | null;
  readonly since: Timestamp;
  readonly lastSeenAt: Timestamp | null;
}

export interface ApiVersion {
  readonly name: string;
  readonly hostname: string;
  readonly apiVersion: string;
  readonly swVersion: string;
}

export interface DeviceSession {
  readonly role: string;
  readonly permissions: readonly string[];
  readonly authenticated: boolean;
  readonly active: boolean;
  readonly anonymous: boolean;
  readonly locked: boolean;
}

export interface Product {
  readonly family: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  readonly stringCount: number | null;
  readonly maxApparentPower: VoltAmpere | null;
  readonly versionMC: string | null;
  readonly versionIOC: string | null;
}

export interface Module {
  readonly id: string;
  readonly type: string;
}

export interface PowerFlow {
  readonly solar: Watt | null;
  readonly home: Watt | null;
  readonly grid: Watt | null;
  readonly gridImport: Watt | null;
  readonly gridExport: Watt | null;
  readonly battery: Watt | null;
  readonly batteryCharge: Watt | null;
  readonly batteryDischarge: Watt | null;
  readonly homeFromSolar: Watt | null;
  readonly homeFromBattery: Watt | null;
  readonly homeFromGrid: Watt | null;
  readonly ac: Watt | null;
  readonly dc: Watt | null;
  readonly losses: Watt | null;
  readonly autarky: Percent | null;
  readonly selfConsumption: Percent | null;
}

export interface DcString {
  readonly index: number;
  readonly power: Watt | null;
  readonly voltage: Volt | null;
  readonly current: Ampere | null;
}

export interface AcPhase extends DcString {
  readonly gridPower: Watt | null;
  readonly gridCurrent: Ampere | null;
}

export interface Battery {
  readonly stateOfCharge: Percent | null;
  readonly power: Watt | null;
  readonly voltage: Volt | null;
  readonly current: Ampere | null;
  readonly cycles: number | null;
  readonly fullChargeCapacity: AmpereHour | null;
  readonly workCapacity: WattHour | null;
  readonly typeCode: number | null;
}

export interface InverterLive {
  readonly observedAt: Timestamp;
  readonly ageSeconds: Second;
  readonly stale: boolean;
  readonly state: InverterStateName | null;
  readonly stateCode: number | null;
  readonly energyManagerState: EnergyManagerStateName | null;
  readonly energyManagerStateCode: number | null;
  readonly power: PowerFlow;
  readonly strings: readonly DcString[];
  readonly phases: readonly AcPhase[];
  readonly battery: Battery | null;
  readonly frequency: Hertz | null;
  readonly powerFactor: number | null;
  readonly apparentPower: VoltAmpere | null;
  readonly reactivePower: VoltAmpereReactive | null;
  readonly isolationResistance: Ohm | null;
  readonly gridOperatorLimit: Percent | null;
}

export interface PlantLive {
  readonly observedAt: Timestamp | null;
  readonly ageSeconds: Second | null;
  readonly stale: boolean;
  readonly power: PowerFlow;
  readonly battery: PlantBattery | null;
  readonly reporting: number;
  readonly expected: number;
}

export interface PlantBattery {
  readonly stateOfCharge: Percent | null;
  readonly workCapacity: WattHour | null;
  readonly power: Watt | null;
}

export type StatisticPeriod = "DAY" | "MONTH" | "YEAR" | "TOTAL";

export interface InverterEnergy {
  readonly period: StatisticPeriod;
  readonly observedAt: Timestamp;
  readonly stale: boolean;
  readonly yield: WattHour | null;
  readonly strings: readonly StringEnergy[];
  readonly home: WattHour | null;
  readonly homeFromSolar: WattHour | null;
  readonly homeFromBattery: WattHour | null;
  readonly homeFromGrid: WattHour | null;
  readonly toGrid: WattHour | null;
  readonly batteryChargeFromSolar: WattHour | null;
  readonly batteryChargeFromGrid: WattHour | null;
  readonly batteryDischarge: WattHour | null;
  readonly batteryDischargeToGrid: WattHour | null;
  readonly autarky: Percent | null;
  readonly selfConsumption: Percent | null;
  readonly co2Saving: Gram | null;
}

export interface StringEnergy {
  readonly index: number;
  readonly energy: WattHour | null;
}

export interface PlantEnergy {
  readonly period: StatisticPeriod;
  readonly observedAt: Timestamp | null;
  readonly stale: boolean;
  readonly reporting: number;
  readonly expected: number;
  readonly yield: WattHour | null;
  readonly batteryCharge: WattHour | null;
  readonly batteryDischarge: WattHour | null;
  readonly co2Saving: Gram | null;
  readonly home: WattHour | null;
  readonly homeFromSolar: WattHour | null;
  readonly homeFromBattery: WattHour | null;
  readonly homeFromGrid: WattHour | null;
  readonly toGrid: WattHour | null;
  readonly autarky: Percent | null;
  readonly selfConsumption: Percent | null;
}

export interface ProcessDataSelector {
  readonly moduleId: string;
  /** Absent: all of the module. */
  readonly ids?: readonly string[];
}

export interface ModuleProcessDataIds {
  readonly moduleId: string;
  readonly ids: readonly string[];
}

export interface ModuleProcessData {
  readonly moduleId: string;
  readonly values: readonly ProcessDataValue[];
}

export interface ProcessDataValue {
  readonly id: string;
  readonly value: number | null;
  readonly unit: string;
  readonly description: string | null;
  readonly observedAt: Timestamp;
  /** Set, with value null, where this device does not have the id now. */
  readonly code: ErrorCode | null;
}

export interface SettingSelector {
  readonly moduleId: string;
  readonly ids: readonly string[];
}

/** What of each object is wanted: a device that can be asked for parts is asked for these only. Default: everything. */
export interface FieldOptions<Field> extends CallOptions {
  readonly fields?: readonly Field[] | undefined;
}

export interface ModuleSettingDescriptions<Field extends keyof SettingDescription = keyof SettingDescription> {
  readonly moduleId: string;
  readonly settings: readonly Pick<SettingDescription, Field>[];
}

export type Writable = "YES" | "NO" | "UNKNOWN";

export interface SettingDescription {
  readonly id: string;
  readonly type: string;
  readonly access: string;
  readonly unit: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly default: string | null;
  readonly description: string | null;
  readonly writable: Writable;
}

export interface ModuleSettings {
  readonly moduleId: string;
  readonly settings: readonly SettingValue[];
}

export interface SettingValue {
  readonly id: string;
  readonly value: string | null;
  readonly code: ErrorCode | null;
}

export interface ModuleSettingsInput {
  readonly moduleId: string;
  readonly settings: readonly SettingInput[];
}

export interface SettingInput {
  readonly id: string;
  readonly value: string;
}

/** UNCHANGED: it held the value before. IGNORED: it took the request and kept the old value. */
export type WriteOutcome = "APPLIED" | "UNCHANGED" | "IGNORED" | "UNREADABLE";

export interface ModuleWriteOutcome {
  readonly moduleId: string;
  readonly settings: readonly SettingWriteOutcome[];
}

export interface SettingWriteOutcome {
  readonly id: string;
  readonly outcome: WriteOutcome;
  /** What the device holds now, read back. */
  readonly value: string | null;
  readonly before: string | null;
}

export type EventCategory = "INFO" | "WARNING" | "ERROR" | "UNKNOWN";

export interface DeviceEvent {
  readonly code: number;
  readonly category: EventCategory;
  readonly categoryRaw: string;
  readonly group: string | null;
  readonly description: string | null;
  readonly longDescription: string | null;
  readonly active: boolean;
  readonly startTime: Timestamp;
  readonly endTime: Timestamp | null;
  readonly startTimeRaw: string;
  readonly endTimeRaw: string | null;
}

export interface FirmwareUpdate {
  readonly status: string;
  readonly percent: number;
  readonly target: string | null;
}

export interface Update {
  readonly lastStatus: string;
  readonly progress: UpdateProgress;
}

export interface UpdateProgress {
  readonly status: string;
  readonly source: string;
  readonly percent: number;
  readonly downloadPercent: number;
  readonly step: number;
  readonly steps: number;
}

export interface Capabilities {
  readonly battery: BatteryCapabilities | null;
  readonly shadowManagement: ShadowManagementCapability | null;
}

export interface BatteryCapabilities {
  readonly minSoc: NumberCapability | null;
  readonly minHomeConsumption: NumberCapability | null;
  readonly timePlan: Writable;
  readonly smartControl: Writable;
  readonly dynamicSoc: Writable;
  readonly limits: Writable;
}

export interface NumberCapability {
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
  readonly unit: string | null;
  readonly writable: Writable;
}

export interface ShadowManagementCapability {
  readonly strings: readonly number[];
  readonly enabled: readonly number[];
  readonly writable: Writable;
}

export type Weekday = "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";
export type BatteryMode =
  | "FREE"
  | "CHARGE_BLOCKED"
  | "DISCHARGE_BLOCKED"
  | "GRID_CHARGE_USE_ALLOWED"
  | "GRID_CHARGE_USE_BLOCKED"
  | "UNKNOWN";

export interface BatteryTimePlan {
  readonly enabled: boolean | null;
  readonly days: readonly BatteryDayPlan[];
}

export interface BatteryDayPlan {
  readonly day: Weekday;
  readonly ranges: readonly BatteryRange[];
}

/** `from` and `to` are "HH:MM" on a quarter hour, local wall time of the device; "24:00" ends a day. */
export interface BatteryRange {
  readonly from: string;
  readonly to: string;
  readonly mode: BatteryMode;
  readonly modeCode: number;
}

/** A range of a plan to be written; the mode by its name or, where no name fits the device, by its digit. */
export interface BatteryRangeInput {
  readonly from: string;
  readonly to: string;
  readonly mode?: BatteryMode | null;
  readonly modeCode?: number | null;
}

export interface BatteryDayPlanInput {
  readonly day: Weekday;
  readonly ranges: readonly BatteryRangeInput[];
}

export interface BatteryTimePlanInput {
  /** Null: as it is. */
  readonly enabled: boolean | null;
  readonly days: readonly BatteryDayPlanInput[];
}

/** Powers in W, all at least 0 but `power`: + discharging, - charging. */
export interface BatteryLimitsInput {
  readonly maxCharge?: number | null;
  readonly maxDischarge?: number | null;
  readonly power?: number | null;
  readonly forMs: number;
}

/** Limits that the gateway keeps the device at. */
export interface BatteryLimits {
  readonly maxCharge: number | null;
  readonly maxDischarge: number | null;
  readonly power: number | null;
  readonly until: Timestamp;
}

export interface BatteryTimePlanOutcome {
  /** The worst of the settings'. */
  readonly outcome: WriteOutcome;
  /** Each setting that was written: the days given, and what enabling the plan needs. */
  readonly modules: readonly ModuleWriteOutcome[];
}

export interface BatteryLimitsOutcome {
  readonly limits: BatteryLimits;
  /** The worst of the set points'; IGNORED begins no lease. */
  readonly outcome: WriteOutcome;
  /** Each setting that was written. */
  readonly modules: readonly ModuleWriteOutcome[];
}

/** One inverter, read. Every promise rejects with a `PlenticoreError` and nothing else. */
export interface Inverter extends InverterWatches {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly peakPower: Watt | null;
  readonly readOnly: boolean;
  readonly control: InverterControl;
  /** As known now; asks nobody. */
  readonly availability: Availability;
  /** What it was asked and what came of it; asks nobody. */
  readonly figures: InverterFigures;
  /** The availability after the first contact, or as it is after at most 5 s. */
  settled(options?: CallOptions): Promise<Availability>;
  version(options?: CallOptions): Promise<ApiVersion>;
  session(options?: CallOptions): Promise<DeviceSession>;
  product(options?: CallOptions): Promise<Product>;
  modules(options?: CallOptions): Promise<readonly Module[]>;
  live(options?: ReadOptions): Promise<InverterLive>;
  energy(period: StatisticPeriod, options?: ReadOptions): Promise<InverterEnergy>;
  processDataIds(options?: CallOptions): Promise<readonly ModuleProcessDataIds[]>;
  /** Without a selection: everything the device lists. */
  processData(
    select: readonly ProcessDataSelector[] | undefined,
    options?: ReadOptions,
  ): Promise<readonly ModuleProcessData[]>;
  settingDescriptions<Field extends keyof SettingDescription = keyof SettingDescription>(
    moduleIds?: readonly string[],
    options?: FieldOptions<Field>,
  ): Promise<readonly ModuleSettingDescriptions<Field>[]>;
  settings(select: readonly SettingSelector[], options?: CallOptions): Promise<readonly ModuleSettings[]>;
  batteryTimePlan(options?: CallOptions): Promise<BatteryTimePlan | null>;
  capabilities(options?: CallOptions): Promise<Capabilities>;
  /** Without a language: the device's own. Times are read in the zone that the device is set to, else in the plant's. */
  events<Field extends keyof DeviceEvent = keyof DeviceEvent>(
    max: number,
    language: Language | undefined,
    options?: FieldOptions<Field>,
  ): Promise<readonly Pick<DeviceEvent, Field>[]>;
  firmwareUpdate(options?: CallOptions): Promise<FirmwareUpdate>;
  update(options?: CallOptions): Promise<Update>;
  /** A page of the device's log, as the contract's rows. BAD_ANSWER names the column of a log that is laid out otherwise. */
  logData(query: LogDataQuery, options?: CallOptions): Promise<LogDataPage>;
  /**
   * The device's log as it prints it, tab separated: resolves when its table has begun. Whoever stops reading must say so
   * by returning or by `signal`, since a download goes on for as long as somebody wants it.
   */
  logDataFile(options?: LogDataOptions): Promise<AsyncIterable<Uint8Array>>;
}

/**
 * One inverter, changed. Every promise rejects with a `PlenticoreError`; what writes, with READ_ONLY where the inverter or
 * the gateway is. Connecting and disconnecting write nothing.
 */
export interface InverterControl {
  /** The limits that the device is kept at now. */
  readonly batteryLimits: BatteryLimits | null;
  /** Checked against the device's own metadata, sent as one request in the order given, and read back. */
  writeSettings(modules: readonly ModuleSettingsInput[], options?: CallOptions): Promise<readonly ModuleWriteOutcome[]>;
  /** `minSoc` in percent. NOT_AVAILABLE without a battery. */
  setMinSoc(minSoc: number, options?: CallOptions): Promise<readonly ModuleWriteOutcome[]>;
  /** Has shadow management on for these strings, by number, and off for the others. */
  setShadowManagement(strings: readonly number[], options?: CallOptions): Promise<readonly ModuleWriteOutcome[]>;
  /** The days given are written whole, the others stay; quarter hours in no range become free. NOT_AVAILABLE without a battery. */
  setBatteryTimePlan(input: BatteryTimePlanInput, options?: CallOptions): Promise<BatteryTimePlanOutcome>;
  /** A lease: written again until its time is over, then ended. One at a time: LIMIT_EXCEEDED. No limits for 0 ms end it now. */
  setBatteryLimits(input: BatteryLimitsInput, options?: CallOptions): Promise<BatteryLimitsOutcome>;
  /** The plant owner's password; the running fleet logs in with the new one from now on. */
  setPassword(newPassword: Secret): Promise<void>;
  reboot(): Promise<void>;
  restoreFactorySettings(): Promise<void>;
  /** NOT_AVAILABLE without `updatePaths`. */
  startUpdate(): Promise<void>;
  /** Drops the session and logs in anew: the only thing that tries a refused secret again. */
  reconnect(): Promise<void>;
  /** Logs out and stays away until reconnected. */
  disconnect(): Promise<void>;
}

export interface Plant extends PlantWatches {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly inverters: readonly Inverter[];
  live(options?: ReadOptions): Promise<PlantLive>;
  energy(period: StatisticPeriod, options?: ReadOptions): Promise<PlantEnergy>;
}

/** What a device told when it was logged in to with what was given. */
export interface DeviceTest {
  readonly version: ApiVersion;
  readonly session: DeviceSession;
  /** Null where the device does not tell it. */
  readonly product: Product | null;
}

/** `plants`, `inverters` and what is looked up by id are those of the moment: a fleet can be changed while it runs. */
export interface Fleet {
  readonly plants: readonly Plant[];
  readonly inverters: readonly Inverter[];
  plant(id: string): Plant | undefined;
  inverter(id: string): Inverter | undefined;
  /** Calls `listener` whenever plants or inverters were added, changed or removed. @returns what ends that */
  onChange(listener: () => void): () => void;
  /**
   * Takes over another configuration. An inverter whose connection is the same keeps session, values and leases; any
   * other is logged out and made anew, never connected twice at once. Resolves when those that left are logged out.
   *
   * @throws PlenticoreError CONFIGURATION_INVALID where an id is used twice; the fleet is as it was then
   */
  reconfigure(config: FleetConfig): Promise<void>;
  /**
   * Logs in with what is given, reads what the device is, logs out, and keeps nothing. An inverter of the fleet at the
   * same url waits meanwhile, since a device is asked one thing at a time.
   *
   * @throws PlenticoreError why it can't be logged in to; CERTIFICATE_NOT_TRUSTED carries the certificate that was shown
   */
  test(config: InverterConfig, options?: CallOptions): Promise<DeviceTest>;
  /** Contacts every inverter in the background, each by itself. */
  start(): void;
  /** Logs out everywhere and closes the connections; in-flight reads end with CANCELLED. */
  close(): Promise<void>;
}

import type { CallOptions, DcString } from "../types.ts";
import type { Ampere, Celsius, Hertz, Ohm, Percent, Timestamp, Volt, Watt, WattHour } from "../units.ts";

/** Local days of the plant as YYYY-MM-DD, `end` included. Absent: as far as the device's log goes. */
export interface LogDataRange {
  readonly begin?: string;
  readonly end?: string;
}

export interface LogDataQuery extends LogDataRange {
  /** Rows of the page, at least 1. */
  readonly first: number;
  /** The cursor of the row before the page. Absent: the page is the first. */
  readonly after?: string;
}

export interface LogDataOptions extends CallOptions, LogDataRange {}

export interface LogDataPage {
  readonly edges: readonly LogDataEdge[];
  readonly hasNextPage: boolean;
}

export interface LogDataEdge {
  /** Opaque; good for the same range also after the log has grown or was read anew. */
  readonly cursor: string;
  readonly node: LogDataRow;
}

export type LogDataRow = LogDataSample | LogDataSummary | LogDataError;

/** Averages over the five minutes before `time`. */
export interface LogDataSample {
  readonly kind: "sample";
  readonly time: Timestamp;
  /** Those that report anything; with a battery, the third is the battery's (FACTS 2.5). */
  readonly strings: readonly DcString[];
  readonly phases: readonly LogDataPhase[];
  readonly frequency: Hertz | null;
  readonly stateOfCharge: Percent | null;
  readonly batteryTemperature: Celsius | null;
  readonly stateCode: number | null;
  readonly home: LogDataHome | null;
}

/** The log has no figures of the grid's side. */
export interface LogDataPhase {
  readonly index: number;
  readonly power: Watt | null;
  readonly voltage: Volt | null;
  readonly current: Ampere | null;
  readonly gridPower: null;
  readonly gridCurrent: null;
}

export interface LogDataHome {
  readonly fromSolar: Watt | null;
  readonly fromGrid: Watt | null;
}

export interface LogDataSummary {
  readonly kind: "summary";
  readonly time: Timestamp;
  readonly totalYield: WattHour | null;
  readonly ownConsumption: WattHour | null;
  readonly home: WattHour | null;
  readonly isolationResistance: Ohm | null;
}

export interface LogDataError {
  readonly kind: "error";
  readonly time: Timestamp;
  readonly code: number;
  readonly event: string | null;
}

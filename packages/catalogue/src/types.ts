/**
 * How sure it is that a device knows the id.
 * - `verified-id`: printed by a device, or read by clients in production.
 * - `client-listed`: one client names it, no device's list does.
 * - `inferred`: from a sibling (the fourth string as the third).
 * - `doubtful`: a second spelling of another id, probably a mistake.
 * - `client-side`: no device has it; clients compute it.
 */
export type Confidence = "verified-id" | "client-listed" | "inferred" | "doubtful" | "client-side";

export type StatisticPeriodName = "Day" | "Month" | "Year" | "Total";

/** One value that a device measures or counts. */
export interface ProcessDataEntry {
  readonly moduleId: string;
  readonly id: string;
  /** As the device prints it, "" where there is none: W, V, A, Hz, %, Wh, s, Var, VA, Ohm, Ah, g. */
  readonly unit: string;
  /** `number`, or what it may also be where nobody has seen it raw. */
  readonly type: string;
  readonly description: string;
  readonly example: number;
  /** Whether `example` was printed by a device or is a plausible figure of ours. */
  readonly exampleKind: "real" | "typical";
  readonly confidence: Confidence;
  readonly confidenceNote?: string;
  /** Where it was found: `owner/repository:path`, or a manual. */
  readonly sources: readonly string[];
  /** Plausible bounds, in `unit`; the device promises none. */
  readonly range?: readonly [minimum: number, maximum: number];
  /** Register of the same value in the Modbus manual. */
  readonly modbus?: string;
  readonly note?: string;
  /** The span that a counter counts. */
  readonly period?: StatisticPeriodName;
  /** Meanings by value. */
  readonly enum?: ReadonlyMap<number, string>;
  /** Meanings that one source gives and the manual denies. */
  readonly enumDoubtful?: ReadonlyMap<number, string>;
  /** The figure that stands for "no measurement". */
  readonly sentinel?: number;
  /** Set where no device has the id. */
  readonly virtual?: true;
}

/** One setting. Null is "not known", never "none". */
export interface SettingEntry {
  readonly moduleId: string;
  readonly id: string;
  readonly type: string | null;
  readonly access: "readonly" | "readwrite" | null;
  readonly unit: string | null;
  /** Text as the device prints it; a length where `type` is string. */
  readonly min: string | null;
  readonly max: string | null;
  readonly default: string | null;
  /** True where a device printed these bounds and access. False: from a client or a manual, never to be stated as the device's. */
  readonly metadataVerified: boolean;
  readonly description: string;
  readonly examples: readonly string[];
  /** Who may write it, as far as is known. */
  readonly role: "user" | "installer" | null;
  readonly roleNote?: string;
  /** Generation or firmware that has it; null where no limit is known. */
  readonly firmware: string | null;
  readonly confidence: Confidence;
  readonly confidenceNote?: string;
  readonly sources: readonly string[];
  readonly note?: string;
  /** Meanings by value, as the device prints it. */
  readonly enum?: ReadonlyMap<string, string>;
  /** Meanings of single bits or of values made of bits. */
  readonly bits?: ReadonlyMap<string, string>;
}

export type EventGeneration = "G1G2" | "G3";

/** One event code of the manufacturer's lists. */
export interface EventEntry {
  readonly code: number;
  readonly generation: EventGeneration;
  /** The lamp on the housing while the event is active; null where the list does not tell. */
  readonly led: "off" | "blinking" | "on" | null;
  readonly category: "info" | "warning" | "error" | null;
  /** True where `category` is derived from the lamp: off info, blinking warning, on error. */
  readonly categoryIsInferredFromLed: boolean;
  readonly groupDe: string | null;
  /** Our translation of `groupDe`. */
  readonly groupEn: string | null;
  /** In our words; only the list of G1 and G2 tells more than the group. */
  readonly descriptionEn?: string;
  readonly note?: string;
  readonly source: string;
}

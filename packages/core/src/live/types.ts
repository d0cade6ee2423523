import type { Language } from "@plenticore/catalogue";
import type { ErrorCode } from "../errors.ts";
import type {
  Availability,
  DeviceEvent,
  InverterEnergy,
  InverterLive,
  ModuleProcessData,
  PlantLive,
  ProcessDataSelector,
  StatisticPeriod,
  Update,
} from "../types.ts";
import type { Second, Timestamp } from "../units.ts";

/**
 * The newest value since the last `next()`: one slot, never a queue. It ends on `return()`, on abort of its signal, and when
 * the inverter is removed from the fleet; it never rejects for what a device does.
 */
export type Watch<Value> = AsyncIterableIterator<Value, undefined, undefined>;

export interface EndOptions {
  /** Ends the watch. */
  readonly signal?: AbortSignal;
}

export interface WatchOptions extends EndOptions {
  /** The wished pace in ms; below the floor it is raised to it. */
  readonly everyMs?: number;
}

/** How a fleet's inverters are watched. */
export interface LivePace {
  /** The fastest pace in ms that a watcher can have. Default 1 000. */
  readonly floorMs?: number;
  /** How often a value that does not change is sent all the same, in ms. Default 30 000. */
  readonly heartbeatMs?: number;
}

/** Why there are no newer values now. */
export interface StreamError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** `stale` in it: older than three paces and 15 s, or the inverter is not ONLINE. */
export interface InverterLiveState {
  readonly inverterId: string;
  readonly name: string;
  /** The pace of this watch. */
  readonly every: Second;
  readonly availability: Availability;
  /** Null: nothing is known yet. */
  readonly live: InverterLive | null;
  readonly error: StreamError | null;
}

export interface PlantLiveState {
  readonly plantId: string;
  readonly every: Second;
  readonly live: PlantLive;
}

export interface InverterEnergyState {
  readonly inverterId: string;
  readonly energy: InverterEnergy | null;
  readonly error: StreamError | null;
}

export interface ProcessDataState {
  readonly inverterId: string;
  readonly every: Second;
  /** Of the oldest value; null where nothing is known yet. */
  readonly observedAt: Timestamp | null;
  readonly ageSeconds: Second | null;
  readonly stale: boolean;
  /** In the order of the selection; empty where nothing is known yet. */
  readonly modules: readonly ModuleProcessData[];
  readonly availability: Availability;
  readonly error: StreamError | null;
}

export interface InverterAvailability {
  readonly inverterId: string;
  readonly availability: Availability;
}

export interface DeviceEventState {
  readonly inverterId: string;
  readonly event: DeviceEvent;
  /** How many events were lost before this one, at least. */
  readonly gap: number;
}

export interface UpdateState {
  readonly inverterId: string;
  readonly update: Update | null;
  readonly availability: Availability;
  readonly error: StreamError | null;
}

/**
 * One inverter, watched. All watchers share one poll: what they want together, at the pace of the fastest. The first value
 * comes at once as it is known, with its age; afterwards what differs in more than age, and every 30 s what does not.
 * Only wrong arguments throw, at the call: BAD_INPUT.
 */
export interface InverterWatches {
  /** Default pace 5 s. */
  watchLive(options?: WatchOptions): Watch<InverterLiveState>;
  /** What the device does not have is told as by `processData`. Default pace 5 s. */
  watchProcessData(select: readonly ProcessDataSelector[], options?: WatchOptions): Watch<ProcessDataState>;
  /** At a pace of 30 s, since devices count every five minutes (FACTS 3.2). */
  watchEnergy(period: StatisticPeriod, options?: EndOptions): Watch<InverterEnergyState>;
  /** Each change of state or reason; asks the device for nothing. */
  watchAvailability(options?: EndOptions): Watch<InverterAvailability>;
  /**
   * Events that are active now, then each new one, and each that has changed. Unlike other watches a queue: of the 100 newest,
   * and what a slow reader lost is counted. All watchers of a language share the fastest one's pace; default 30 s.
   */
  watchEvents(language: Language | undefined, options?: WatchOptions): Watch<DeviceEventState>;
  /** Default pace 2 s. */
  watchUpdate(options?: WatchOptions): Watch<UpdateState>;
}

export interface PlantWatches {
  /** At most one value a pace, from the watches of its inverters. Default pace 5 s. */
  watchLive(options?: WatchOptions): Watch<PlantLiveState>;
}

import type { OperationId } from "@plenticore/rest";
import type { Fault } from "./http/faults.ts";
import type { Behaviour, ProfileName } from "./profiles/profile.ts";

export interface SimulatorOptions {
  /** TCP port; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default plenticore-plus-g1. */
  readonly profile?: ProfileName;
  /** The plant owner's. Default `secret`. */
  readonly password?: string;
  /** The installer's. Default: none, no installer can log in. */
  readonly masterKey?: string;
  /** Wanted from the installer beside the master key. Default: none is wanted. */
  readonly serviceCode?: string;
  /** Weather, house, events and serial number follow from it. Default 1. */
  readonly seed?: number;
  /** Where the device's clock starts: ms since 1970, an ISO 8601 text or a Date. Default: now. */
  readonly time?: number | string | Date;
  /** Simulated seconds a real second; 0 stops the device's clock. Default 1. */
  readonly speed?: number;
  /** Each request takes so long, in ms. Default 0. */
  readonly latencyMs?: number;
  /** Requests that are worked on at once; the others wait (`behaviour.overload`). Default 1. */
  readonly concurrency?: number;
  /** Of PBKDF2. Default 29,000, as seen on a device. */
  readonly rounds?: number;
  /** Share of clouds, 0 to 1, instead of the seeded weather. */
  readonly cloud?: number;
  /** Degrees. Default 48.0 (Freiburg). */
  readonly latitude?: number;
  /** Degrees. Default 7.85 (Freiburg). */
  readonly longitude?: number;
  /** IANA name. Default Europe/Berlin. */
  readonly timeZone?: string;
  /** Clouds and air follow from it: the same for all that stand at one place. Default: `seed`. */
  readonly weatherSeed?: number;
  /**
   * False: no energy meter; its module is missing, home and grid values and their counters read 0. Nor does it know of any
   * surplus: its battery rests unless a set point or the time plan's charging from the grid commands it. Default true.
   */
  readonly meter?: boolean;
  /** False: the profile's battery is not installed; its module and settings are missing. Default true. */
  readonly battery?: boolean;
  /**
   * W that other inverters feed in behind this one's meter (- while they draw): the mean of a span in ms since 1970 on the device's
   * clock, or of a moment where it is empty; a pure function, since the past is asked, too. The meter reads load - others - own output. Assumed (FACTS 3.2 has one inverter
   * only): of the house the device knows nothing but meter and own output, so that `Home_P` and its counters are the load that the
   * others leave, and 0 where they give more; the battery charges from their surplus, too, where `EnergyMgmt:AcStorage` is 1, and
   * that reads as power from the grid. Years before the first counted one are typical of a house alone. Default: none.
   */
  readonly othersPower?: (from: number, until: number) => number;
  /** The device's seconds of 502 after a reboot: with `speed` above 1 so many times shorter, never longer. Default 87. */
  readonly bootSeconds?: number;
  /** The device's seconds of 503 after that. Default 3. */
  readonly warmUpSeconds?: number;
  /** Values that settings start with, by `module/id`, and have again after a factory reset. Default: the profile's. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What is to differ from the profile's behaviour. */
  readonly behaviour?: Partial<Behaviour>;
  /** Faults from the start on. Default none. */
  readonly fault?: Fault | readonly Fault[];
  /** Real time in ms since 1970. Default: the system's. */
  readonly now?: () => number;
  /** Default: the system's timer. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** A change of a running device; what is left out stays. */
export interface SimulatorChange {
  readonly time?: number | string | Date;
  readonly speed?: number;
  /** null: the seeded weather again. */
  readonly cloud?: number | null;
  readonly latencyMs?: number;
  readonly concurrency?: number;
  /** Replaces all faults; null ends them. */
  readonly fault?: Fault | readonly Fault[] | null;
}

/** Counted since the start or the last `reset`. */
export interface Stats {
  readonly profile: ProfileName;
  readonly port: number;
  /** Requests of each operation that came at least once. */
  readonly requests: Readonly<Partial<Record<OperationId, number>>>;
  /** Requests on no known path. */
  readonly unknownRequests: number;
  /** `POST /processdata`. */
  readonly processdata: number;
  /** `POST /settings`. */
  readonly settings: number;
  /** Sessions opened. */
  readonly logins: number;
  /** Logins refused. */
  readonly failedLogins: number;
  readonly logouts: number;
  /** Answers whose client went away before their end. */
  readonly abandoned: number;
  readonly activeSessions: number;
  /** Most requests that had arrived and were unanswered at once, log data left out. */
  readonly maxConcurrent: number;
  /** The same of downloads of log data. */
  readonly maxConcurrentDownloads: number;
  /** Mistakes of the simulator itself, which it answered with 500: none, unless it has one. */
  readonly failures: readonly string[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The device's time, RFC 3339 UTC. */
  readonly time: string;
}

/** A running device. */
export interface Simulator {
  /** `http://127.0.0.1:8080`, without a path. */
  readonly url: string;
  readonly port: number;
  readonly profile: ProfileName;
  stats(): Stats;
  /**
   * W at the AC side (- while it draws): what an inverter before it takes as `othersPower`.
   * @param from ms since 1970 on its clock
   * @param until default: `from`, a moment; later: the mean of the five minutes in whose midst the span is
   */
  outputOf(from: number, until?: number): number;
  /** @throws SimulatorError BAD_OPTION naming the field. */
  set(change: SimulatorChange): void;
  /** Sets what `stats` counts to zero; sessions, settings and faults stay. */
  reset(): void;
  /** Resolves once an `offline` fault has begun or ended at the socket. */
  settled(): Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

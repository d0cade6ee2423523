import { isControlledFromOutside, type LimitSettings, limitSettings } from "./battery-limit-settings.ts";
import type { SettingsMetadata } from "./capabilities.ts";
import { cancelled, isPlenticoreError, PlenticoreError } from "./errors.ts";
import { isAnswerLost } from "./failures.ts";
import { localModule } from "./module-ids.ts";
import type { Runtime } from "./runtime.ts";
import { worstOutcome } from "./settings-writer.ts";
import type {
  BatteryLimits,
  BatteryLimitsInput,
  BatteryLimitsOutcome,
  ModuleSettingsInput,
  ModuleWriteOutcome,
  WriteOutcome,
} from "./types.ts";
import { quantity, type Timestamp } from "./units.ts";

/** Devices fall back when they hear nothing for three minutes (FACTS 4.1): a missed turn or two must not end a lease. */
const REWRITE_MS = 60_000;
/** What newer devices are told to wait before they fall back, in s: so long a limit outlives a gateway that was killed. */
const FALLBACK_SECONDS = "180";
const MODULE = (settings: ModuleSettingsInput["settings"]): ModuleSettingsInput[] => [
  { moduleId: localModule, settings },
];

interface SetPoint {
  readonly id: string;
  readonly value: string;
}

export interface BatteryLimitsOptions {
  readonly inverterId: string;
  readonly runtime: Runtime;
  readonly metadata: () => Promise<SettingsMetadata>;
  readonly read: (ids: readonly string[]) => Promise<(id: string) => string | null>;
  /** Checked and read back. */
  readonly write: (modules: readonly ModuleSettingsInput[]) => Promise<readonly ModuleWriteOutcome[]>;
}

interface Lease {
  readonly limits: BatteryLimits;
  readonly ended: AbortController;
  /** What holds again at the end. */
  readonly restore: readonly SetPoint[];
}

/**
 * Battery limits as a lease: the device forgets them within minutes, so they are written again until their time is over,
 * and then what held before. If the gateway is killed, the device's own fallback ends them.
 */
export class BatteryLimitsLease {
  readonly #options: BatteryLimitsOptions;
  #lease: Lease | undefined;
  /** Of a lease that is over or never began, while the device has not been seen to take it. */
  #unrestored: readonly SetPoint[] = [];
  #taking: Promise<void> | undefined;
  #closed = false;

  constructor(options: BatteryLimitsOptions) {
    this.#options = options;
  }

  get running(): BatteryLimits | null {
    return this.#lease?.limits ?? null;
  }

  /**
   * No limits for 0 ms: the lease that runs is over, if there is one. What can't be read back (UNREADABLE) is leased all
   * the same, since the device may hold it; what it ignores is not.
   *
   * @throws PlenticoreError LIMIT_EXCEEDED while another lease runs, NOT_AVAILABLE where the device has no such settings,
   * READ_ONLY with `setting` where it is not set to be controlled from outside, BAD_INPUT, CANCELLED after `close`, or
   * what `write` throws
   */
  async take(input: BatteryLimitsInput): Promise<BatteryLimitsOutcome> {
    if (this.#closed) throw cancelled();
    if (isEnd(input)) return this.#endNow();
    // Taken before anything is awaited, so that of two at once only one gets it.
    if (this.#taking !== undefined || this.#lease !== undefined) {
      throw this.#error("LIMIT_EXCEEDED", this.#runningText());
    }
    const taken = Promise.withResolvers<void>();
    this.#taking = taken.promise;
    try {
      return await this.#begin(input);
    } finally {
      this.#taking = undefined;
      taken.resolve();
    }
  }

  /** Ends the lease for good: no other is taken. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.end();
  }

  /** Ends the lease now, also one that is being taken, and has the device hold what held before. @returns what was written */
  async end(): Promise<readonly ModuleWriteOutcome[]> {
    await this.#taking;
    const lease = this.#lease;
    this.#lease = undefined;
    lease?.ended.abort();
    this.#unrestored = lease?.restore ?? this.#unrestored;
    return this.#restore();
  }

  async #restore(): Promise<readonly ModuleWriteOutcome[]> {
    if (this.#unrestored.length === 0) return [];
    const modules = await this.#options.write(MODULE(this.#unrestored));
    if (isHeld(worstOutcome(modules))) this.#unrestored = [];
    return modules;
  }

  async #endNow(): Promise<BatteryLimitsOutcome> {
    const mayHold = this.#taking !== undefined || this.#lease !== undefined || this.#unrestored.length > 0;
    // Nothing to end is no success where there can't be anything.
    if (!mayHold) await this.#limitSettings();
    const modules = await this.end();
    const until = quantity<Timestamp>(this.#options.runtime.now());
    const limits = { maxCharge: null, maxDischarge: null, power: null, until };
    return { limits, outcome: modules.length === 0 ? "UNCHANGED" : worstOutcome(modules), modules };
  }

  async #begin(input: BatteryLimitsInput): Promise<BatteryLimitsOutcome> {
    const { runtime, write } = this.#options;
    const settings = await this.#settingsOfDevice(input);
    const wanted = this.#setPoints(settings, input);
    const held = await this.#options.read(idsOf(settings));
    if (settings.control !== undefined && isControlledFromOutside(settings, held) !== true) {
      throw this.#error(
        "READ_ONLY",
        `${settings.control.id} must be ${settings.control.value} (external control over Modbus/REST) for limits to have an effect; an installer sets it`,
        settings.control.id,
      );
    }
    const { fallback } = settings;
    const keep: SetPoint[] = fallback === undefined ? [] : [{ id: fallback.time, value: FALLBACK_SECONDS }];
    const restore = stillToRestore(this.#unrestored, restoring(settings, wanted, held));
    let modules: readonly ModuleWriteOutcome[];
    try {
      modules = await write(MODULE([...keep, ...wanted]));
    } catch (error) {
      // The device may have taken it, though nobody leased it: ended by whoever asks, and at shutdown.
      if (isPlenticoreError(error) && isAnswerLost(error)) this.#unrestored = restore;
      throw error;
    }
    const outcome = worstOutcome(modules, new Set(wanted.map(({ id }) => id)));
    const limits: BatteryLimits = {
      maxCharge: input.maxCharge ?? null,
      maxDischarge: input.maxDischarge ?? null,
      power: input.power ?? null,
      until: quantity<Timestamp>(runtime.now() + input.forMs),
    };
    if (outcome === "IGNORED") {
      await this.#takeBack(restore, modules);
      return { limits, outcome, modules };
    }
    this.#unrestored = [];
    const lease: Lease = { limits, ended: new AbortController(), restore };
    this.#lease = lease;
    void this.#keep(lease, wanted, runtime.monotonic() + input.forMs);
    return { limits, outcome, modules };
  }

  /** Of limits that the device ignored in part: what it may have taken holds without a lease, and must not. */
  async #takeBack(restore: readonly SetPoint[], written: readonly ModuleWriteOutcome[]): Promise<void> {
    const ignored = new Set(
      written.flatMap(({ settings }) => settings.filter(({ outcome }) => outcome === "IGNORED").map(({ id }) => id)),
    );
    const before = this.#unrestored;
    this.#unrestored = restore.filter((point) => before.includes(point) || !ignored.has(point.id));
    await this.#restore().catch(() => undefined);
  }

  /** Writes the set points again and again; what fails is tried again at the next turn. */
  async #keep(lease: Lease, wanted: readonly SetPoint[], endsAt: number): Promise<void> {
    const { runtime, write } = this.#options;
    const { signal } = lease.ended;
    for (;;) {
      const left = endsAt - runtime.monotonic();
      try {
        await runtime.sleep(Math.min(REWRITE_MS, Math.max(0, left)), { signal });
      } catch {
        return;
      }
      if (runtime.monotonic() >= endsAt) break;
      await write(MODULE(wanted)).catch(() => undefined);
      if (signal.aborted) return;
    }
    await this.end().catch(() => undefined);
  }

  async #limitSettings(): Promise<LimitSettings> {
    const settings = limitSettings(await this.#options.metadata());
    if (settings === undefined) throw this.#error("NOT_AVAILABLE", "the inverter has no settings for battery limits");
    return settings;
  }

  async #settingsOfDevice(input: BatteryLimitsInput): Promise<LimitSettings> {
    const settings = await this.#limitSettings();
    const { maxCharge, maxDischarge, power, forMs } = input;
    if (typeof power === "number" && settings.power === undefined) {
      throw this.#error("NOT_AVAILABLE", "this generation takes limits, and no fixed power");
    }
    if (![maxCharge, maxDischarge, power].some((value) => typeof value === "number")) {
      throw this.#error("BAD_INPUT", "give at least one of maxCharge, maxDischarge and power");
    }
    for (const [name, limit] of Object.entries({ maxCharge, maxDischarge })) {
      if (typeof limit === "number" && limit < 0) throw this.#error("BAD_INPUT", `${name} can't be less than 0 W`);
    }
    if (!(forMs > 0)) {
      throw this.#error(
        "BAD_INPUT",
        "the time of a lease must be more than 0 s; 0 s without limits ends the one that runs",
      );
    }
    return settings;
  }

  #setPoints(settings: LimitSettings, { maxCharge, maxDischarge, power }: BatteryLimitsInput): SetPoint[] {
    const points: [id: string | undefined, value: number | null | undefined][] = [
      [settings.maxCharge, maxCharge],
      [settings.maxDischarge, maxDischarge],
      [settings.power, power],
    ];
    return points.flatMap(([id, value]) =>
      id === undefined || typeof value !== "number" ? [] : [{ id, value: String(value) }],
    );
  }

  #runningText(): string {
    const until = this.#lease?.limits.until;
    return until === undefined
      ? "limits are being set already"
      : `limits are leased already until ${new Date(until).toISOString()}`;
  }

  #error(code: "LIMIT_EXCEEDED" | "NOT_AVAILABLE" | "READ_ONLY" | "BAD_INPUT", what: string, settingId?: string) {
    const { inverterId } = this.#options;
    const setting =
      settingId === undefined ? {} : { setting: { moduleId: localModule, settingId, min: null, max: null } };
    return new PlenticoreError(code, `${inverterId}: ${what}`, { inverterId, ...setting });
  }
}

const isHeld = (outcome: WriteOutcome): boolean => outcome === "APPLIED" || outcome === "UNCHANGED";

/** What held before the first of two leases, where the device was not seen to take it back between them. */
const stillToRestore = (before: readonly SetPoint[], now: readonly SetPoint[]): SetPoint[] => [
  ...before,
  ...now.filter(({ id }) => !before.some((point) => point.id === id)),
];

const isEnd = ({ maxCharge, maxDischarge, power, forMs }: BatteryLimitsInput): boolean =>
  forMs === 0 && [maxCharge, maxDischarge, power].every((value) => typeof value !== "number");

function idsOf({ maxCharge, maxDischarge, power, fallback, control }: LimitSettings): string[] {
  const all = [
    maxCharge,
    maxDischarge,
    power,
    fallback?.maxCharge,
    fallback?.maxDischarge,
    fallback?.time,
    control?.id,
  ];
  return all.filter((id) => id !== undefined);
}

/** What the device falls back to by itself, where it says so; else what it held. */
function restoring(
  settings: LimitSettings,
  written: readonly SetPoint[],
  held: (id: string) => string | null,
): SetPoint[] {
  const { fallback } = settings;
  const valueAfter = (id: string): string | null => {
    if (fallback === undefined) return held(id);
    return held(id === settings.maxCharge ? fallback.maxCharge : fallback.maxDischarge);
  };
  const points = written.map(({ id }) => ({ id, value: valueAfter(id) }));
  if (fallback !== undefined) points.push({ id: fallback.time, value: held(fallback.time) });
  return points.flatMap(({ id, value }) => (value === null ? [] : [{ id, value }]));
}

import type { BatteryOptions } from "../model/battery.ts";
import type { Controls, TimePlan } from "../model/controls.ts";
import { FREE_SLOT, type SlotMode } from "../model/controls.ts";
import { SECOND } from "../model/zone.ts";
import type { Behaviour } from "../profiles/profile.ts";
import type { SettingsStore } from "./store.ts";

const LOCAL = "devices:local";
/** By Date's numbers of weekdays. */
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
/** `Battery:ExternControl`: set points come from outside. */
const EXTERNAL = 2;

export interface CommandSources {
  readonly store: SettingsStore;
  readonly battery: BatteryOptions | undefined;
  readonly behaviour: Pick<Behaviour, "timeControl" | "setPointSeconds">;
  /** W. */
  readonly maxApparentPower: number;
}

/** Set points are only leased: when and for how long each was written, by id. */
export class SetPoints {
  readonly #until = new Map<string, number>();

  renew(id: string, until: number): void {
    this.#until.set(id, until);
  }

  clear(): void {
    this.#until.clear();
  }

  isValid(id: string, time: number): boolean {
    return time < (this.#until.get(id) ?? Number.NEGATIVE_INFINITY);
  }

  /** The ends of the leases after `time`, in order. */
  endsAfter(time: number): number[] {
    return [...new Set(this.#until.values())].filter((end) => end > time).sort((one, other) => one - other);
  }
}

/** How long a written setting is a valid set point, in ms; undefined for all that stay. */
export function leaseOf(id: string, { store, behaviour }: CommandSources): number | undefined {
  if (id.startsWith("Battery:ExternControl:")) return behaviour.setPointSeconds * SECOND;
  if (id !== "Battery:Limit:Charge_P" && id !== "Battery:Limit:Discharge_P") return undefined;
  return (store.number(LOCAL, "Battery:Limit:FallbackTime") ?? behaviour.setPointSeconds) * SECOND;
}

/** What the settings command the machine at `time`. */
export function controlsFor(sources: CommandSources, points: SetPoints, time: number): Omit<Controls, "cloud"> {
  const { store, battery, maxApparentPower } = sources;
  const external = store.number(LOCAL, "Battery:ExternControl") === EXTERNAL;
  const point = (id: string): number | undefined => {
    const key = `Battery:ExternControl:${id}`;
    return external && points.isValid(key, time) ? store.number(LOCAL, key) : undefined;
  };
  const limit = (direction: "Charge" | "Discharge"): number => {
    const key = `Battery:Limit:${direction}_P`;
    const valid = points.isValid(key, time) ? key : `Battery:Limit:Fallback${direction}_P`;
    return store.number(LOCAL, valid) ?? Number.POSITIVE_INFINITY;
  };
  const minSoc = Math.max(store.number(LOCAL, "Battery:MinSoc") ?? 0, point("MinSocRel") ?? 0);
  return {
    minSoc,
    maxSoc: Math.max(minSoc, Math.min(100, point("MaxSocRel") ?? 100)),
    maxCharge: nonNegative(Math.min(battery?.maxCharge ?? 0, limit("Charge"), point("MaxChargePowerAbs") ?? Infinity)),
    maxDischarge: nonNegative(
      Math.min(battery?.maxDischarge ?? 0, limit("Discharge"), point("MaxDischargePowerAbs") ?? Infinity),
    ),
    setPoint: point("DcPowerAbs"),
    plan: planOf(sources),
    acStorage: store.number(LOCAL, "EnergyMgmt:AcStorage") === 1,
    maxOutput: Math.min(maxApparentPower, store.number(LOCAL, "Inverter:ActivePowerLimitation") ?? maxApparentPower),
  };
}

function planOf({ store, behaviour }: CommandSources): TimePlan | undefined {
  if (store.number(LOCAL, "Battery:TimeControl:Enable") !== 1) return undefined;
  const modes: Readonly<Record<string, SlotMode>> = behaviour.timeControl;
  return WEEKDAYS.map((day) =>
    [...(store.get(LOCAL, `Battery:TimeControl:Conf${day}`) ?? "")].map((digit) => modes[digit] ?? FREE_SLOT),
  );
}

function nonNegative(value: number): number {
  return Math.max(0, value);
}

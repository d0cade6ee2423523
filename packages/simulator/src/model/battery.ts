export interface BatteryOptions {
  /** Wh that can be used. */
  readonly capacity: number;
  /** W. */
  readonly maxCharge: number;
  /** W. */
  readonly maxDischarge: number;
  /** V, empty; the full battery has about a tenth more. */
  readonly voltage: number;
  /** Code of `Battery:Type` (FACTS 3.1). */
  readonly type: number;
  readonly modules: number;
}

/** Lost on the way in and on the way out, each: 0.04 of the power. */
export const ONE_WAY_EFFICIENCY = 0.96;

/** Share of the capacity that must be stored again before an emptied battery starts anew. */
export const RESTART_SHARE = 0.03;

/** W that may go in without passing `maxSoc` within `hours`. */
export function chargeRoom(battery: BatteryOptions, stored: number, maxSoc: number, hours: number): number {
  const room = (battery.capacity * maxSoc) / 100 - stored;
  return Math.max(0, Math.min(battery.maxCharge, room / ONE_WAY_EFFICIENCY / hours));
}

/** W that may come out without falling under `minSoc` within `hours`. */
export function dischargeRoom(battery: BatteryOptions, stored: number, minSoc: number, hours: number): number {
  const above = stored - (battery.capacity * minSoc) / 100;
  return Math.max(0, Math.min(battery.maxDischarge, (above * ONE_WAY_EFFICIENCY) / hours));
}

/** Wh stored after `hours` at `power` (+ discharging, - charging). */
export function storedAfter(battery: BatteryOptions, stored: number, power: number, hours: number): number {
  const change = power >= 0 ? -power / ONE_WAY_EFFICIENCY : -power * ONE_WAY_EFFICIENCY;
  return Math.min(battery.capacity, Math.max(0, stored + change * hours));
}

/** V between the poles, by state of charge (0 to 1) and power. */
export function poleVoltage(battery: BatteryOptions, share: number, power: number): number {
  return battery.voltage * (1 + 0.1 * share - 0.015 * (power / battery.maxDischarge));
}

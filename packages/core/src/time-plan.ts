import { PlenticoreError } from "./errors.ts";
import type { BatteryDayPlan, BatteryMode, BatteryRange, BatteryTimePlan, Weekday } from "./types.ts";

export const timePlanEnable = "Battery:TimeControl:Enable";

/** The setting of each day: 96 digits, one a quarter hour from 00:00 local time (FACTS 4.1). */
export const timePlanDays: ReadonlyMap<Weekday, string> = new Map([
  ["MONDAY", "Battery:TimeControl:ConfMon"],
  ["TUESDAY", "Battery:TimeControl:ConfTue"],
  ["WEDNESDAY", "Battery:TimeControl:ConfWed"],
  ["THURSDAY", "Battery:TimeControl:ConfThu"],
  ["FRIDAY", "Battery:TimeControl:ConfFri"],
  ["SATURDAY", "Battery:TimeControl:ConfSat"],
  ["SUNDAY", "Battery:TimeControl:ConfSun"],
]);

const QUARTERS_A_DAY = 96;
const DIGITS = new RegExp(`^[0-9]{0,${QUARTERS_A_DAY}}$`);

/** The week plan; every quarter hour that the device tells is in exactly one range of its day. */
export function timePlan(
  setting: (id: string) => string | null,
  generation: "G1" | "later",
  inverterId: string,
): BatteryTimePlan {
  const enabled = setting(timePlanEnable);
  const days: BatteryDayPlan[] = [];
  for (const [day, id] of timePlanDays) {
    const digits = setting(id);
    if (digits === null) continue;
    if (!DIGITS.test(digits)) {
      throw new PlenticoreError("BAD_ANSWER", `${inverterId}: ${id} is not ${QUARTERS_A_DAY} digits`, { inverterId });
    }
    days.push({ day, ranges: ranges(digits, generation) });
  }
  return { enabled: enabled === null ? null : enabled === "1", days };
}

function ranges(digits: string, generation: "G1" | "later"): BatteryRange[] {
  return Array.from(digits.matchAll(/(\d)\1*/g), ({ 0: run, index }) => {
    const modeCode = Number(run[0]);
    return {
      from: quarterHour(index),
      to: quarterHour(index + run.length),
      mode: batteryMode(modeCode, generation),
      modeCode,
    };
  });
}

/** "HH:MM" at the beginning of a quarter hour of the day; 96 is "24:00". */
const quarterHour = (quarter: number): string =>
  `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`;

/** Sources agree on 0 and 2 only; what the others mean depends on the generation (FACTS 4.2). */
function batteryMode(code: number, generation: "G1" | "later"): BatteryMode {
  if (code === 0) return "FREE";
  if (code === 2) return "DISCHARGE_BLOCKED";
  if (generation === "G1") return code === 1 ? "CHARGE_BLOCKED" : "UNKNOWN";
  if (code === 3) return "GRID_CHARGE_USE_ALLOWED";
  if (code === 4) return "GRID_CHARGE_USE_BLOCKED";
  return "UNKNOWN";
}

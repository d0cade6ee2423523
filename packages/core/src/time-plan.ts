import { type ErrorCode, PlenticoreError } from "./errors.ts";
import type {
  BatteryDayPlan,
  BatteryDayPlanInput,
  BatteryMode,
  BatteryRange,
  BatteryRangeInput,
  BatteryTimePlan,
  Weekday,
} from "./types.ts";

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

/**
 * The settings of the days given; quarter hours in no range are FREE.
 *
 * @throws PlenticoreError with `range`: BAD_INPUT for one that is off the quarter-hour grid, empty, overlaps another or
 * tells no mode, WRONG_TYPE for a mode that this generation has no digit for, OUT_OF_RANGE for a digit that is none
 */
export function timePlanSettings(
  days: readonly BatteryDayPlanInput[],
  generation: "G1" | "later",
  inverterId: string,
): { readonly id: string; readonly value: string }[] {
  const seen = new Set<Weekday>();
  return days.map(({ day, ranges: wanted }) => {
    const digits = Array.from<string | undefined>({ length: QUARTERS_A_DAY });
    for (const range of wanted) {
      const { from, to } = range;
      const refuse = (code: ErrorCode, what: string): never => {
        throw new PlenticoreError(code, `${inverterId}: ${day} ${from} to ${to}: ${what}`, {
          inverterId,
          range: { day, from, to },
        });
      };
      if (seen.has(day)) refuse("BAD_INPUT", "the day is given twice");
      const first = quarterOf(from) ?? refuse("BAD_INPUT", `"${from}" is no quarter hour`);
      const end = quarterOf(to) ?? refuse("BAD_INPUT", `"${to}" is no quarter hour`);
      if (end <= first) refuse("BAD_INPUT", "it ends before it begins; a range over midnight is two ranges");
      const digit = String(codeOf(range, generation, refuse));
      for (let quarter = first; quarter < end; quarter++) {
        if (digits[quarter] !== undefined) refuse("BAD_INPUT", "it overlaps another range of the day");
        digits[quarter] = digit;
      }
    }
    seen.add(day);
    const id = timePlanDays.get(day) ?? day;
    return { id, value: digits.map((digit) => digit ?? "0").join("") };
  });
}

function codeOf(
  { mode, modeCode }: BatteryRangeInput,
  generation: "G1" | "later",
  refuse: (code: ErrorCode, what: string) => never,
): number {
  if (typeof modeCode === "number") {
    if (!Number.isInteger(modeCode) || modeCode < 0 || modeCode > 9) refuse("OUT_OF_RANGE", "modeCode is no digit");
    if (mode && batteryMode(modeCode, generation) !== mode)
      refuse("BAD_INPUT", "mode and modeCode contradict each other");
    return modeCode;
  }
  if (!mode) return refuse("BAD_INPUT", "give mode or modeCode");
  for (let code = 0; code <= 9; code++) if (mode !== "UNKNOWN" && batteryMode(code, generation) === mode) return code;
  return refuse("WRONG_TYPE", `no digit for ${mode} is known of this generation; give modeCode`);
}

/** The number of a quarter hour in its day; 96 for "24:00". */
function quarterOf(text: string): number | undefined {
  const match = /^(\d{2}):(00|15|30|45)$/.exec(text);
  if (match === null) return undefined;
  const quarter = Number(match[1]) * 4 + Number(match[2]) / 15;
  return quarter <= QUARTERS_A_DAY ? quarter : undefined;
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

import type { SettingMetadata } from "@plenticore/rest";
import type { SettingsMetadata } from "./capabilities.ts";
import { type ErrorCode, PlenticoreError } from "./errors.ts";
import type { ModuleSettingsInput } from "./types.ts";

const WHOLE_NUMBER = /^-?\d+$/;
const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)$/;
const wholeTypes = /^(byte|u?int\d*)$/i;
const switchTypes = /^bool(ean)?$/i;
const fractionTypes = /^(float|double|real)\d*$/i;

/**
 * Holds what is to be written against what the device tells of its settings, so that nothing is sent that it can't take.
 *
 * @throws PlenticoreError with `setting`: UNKNOWN_MODULE, UNKNOWN_ID, READ_ONLY, WRONG_TYPE, OUT_OF_RANGE; BAD_INPUT for
 * a setting that is named twice
 */
export function checkSettings(
  modules: readonly ModuleSettingsInput[],
  metadata: SettingsMetadata,
  inverterId: string,
): void {
  const named = new Set<string>();
  for (const { moduleId, settings } of modules) {
    const module = metadata.get(moduleId);
    for (const { id, value } of settings) {
      const setting = module?.get(id);
      const refuse = (code: ErrorCode, what: string): never => {
        throw new PlenticoreError(code, `${inverterId}: ${moduleId}/${id}: ${what}`, {
          inverterId,
          setting: { moduleId, settingId: id, min: setting?.min ?? null, max: setting?.max ?? null },
        });
      };
      if (module === undefined) return refuse("UNKNOWN_MODULE", "there is no such module with settings");
      if (setting === undefined) return refuse("UNKNOWN_ID", "the inverter has no such setting");
      const name = `${moduleId}\n${id}`;
      if (named.has(name)) return refuse("BAD_INPUT", "is written twice in one call");
      named.add(name);
      if (!setting.access.includes("write")) return refuse("READ_ONLY", "the inverter offers it for reading only");
      const problem = valueProblem(value, setting);
      if (problem !== undefined) return refuse(problem.code, problem.what);
    }
  }
}

/** Digits that a number holds exactly, whatever they are. */
const EXACT_DIGITS = 15;

/** "10" and "10.0" are one value, since devices print numbers as they like; texts, and digits that are no number, are compared as they stand. */
export function isSameValue(one: string, other: string, type?: string): boolean {
  if (one === other) return true;
  const isNumber = (text: string) => NUMBER.test(text) && text.length <= EXACT_DIGITS;
  return type !== "string" && isNumber(one) && isNumber(other) && Number(one) === Number(other);
}

interface Problem {
  readonly code: "WRONG_TYPE" | "OUT_OF_RANGE";
  readonly what: string;
}

/** For strings the limits are lengths (FACTS 2.3); a type that nobody knows is left to the device. */
function valueProblem(value: string, { type, min, max }: SettingMetadata): Problem | undefined {
  if (type === "string") return rangeProblem("its length", value.length, min, max);
  if (switchTypes.test(type)) {
    return value === "0" || value === "1"
      ? undefined
      : { code: "WRONG_TYPE", what: `${JSON.stringify(value)} is neither 0 nor 1` };
  }
  const whole = wholeTypes.test(type);
  if (!whole && !fractionTypes.test(type)) return undefined;
  if (!(whole ? WHOLE_NUMBER : NUMBER).test(value)) {
    return { code: "WRONG_TYPE", what: `${JSON.stringify(value)} is no ${whole ? "whole number" : "number"}` };
  }
  return rangeProblem("the value", Number(value), min, max);
}

function rangeProblem(what: string, size: number, min: string | null, max: string | null): Problem | undefined {
  const low = limit(min);
  const high = limit(max);
  if ((low === undefined || size >= low) && (high === undefined || size <= high)) return undefined;
  return { code: "OUT_OF_RANGE", what: `${what} ${size} is not within ${min ?? "-∞"} to ${max ?? "∞"}` };
}

/** Limits are printed as text, or null where the device tells none. */
function limit(text: string | null): number | undefined {
  const number = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

import type { Setting } from "./setting.ts";

export type ValueKind = "switch" | "whole" | "number" | "text";

const switchTypes = /^bool(ean)?$/i;
const wholeTypes = /^(byte|u?int\d*)$/i;
const fractionTypes = /^(float|double|real)\d*$/i;

/** What the value is entered with. What the device does not tell is left to it: then any text goes. */
export function kindOf({ type, min, max, id }: Pick<Setting, "type" | "min" | "max" | "id">): ValueKind {
  if (switchTypes.test(type)) return "switch";
  if (!wholeTypes.test(type)) return fractionTypes.test(type) ? "number" : "text";
  const isOnOrOff = min === "0" && max === "1";
  return isOnOrOff || (id.endsWith(":Enable") && (max === null || max === "1")) ? "switch" : "whole";
}

export type ValueProblem = "empty" | "number" | "whole" | "below" | "above" | "short" | "long";

export type CheckedValue = { readonly value: string } | { readonly problem: ValueProblem };

/**
 * What would be sent, held against the device's own limits, as the gateway does it again. A comma is taken for a point,
 * as it is typed in German; blanks around a number are not.
 */
export function checkValue(typed: string, setting: Pick<Setting, "type" | "min" | "max" | "id">): CheckedValue {
  const kind = kindOf(setting);
  if (kind === "text") {
    const length = typed.length;
    if (isBelow(length, setting.min)) return { problem: length === 0 ? "empty" : "short" };
    return isAbove(length, setting.max) ? { problem: "long" } : { value: typed };
  }
  const value = typed.trim().replace(",", ".");
  if (value === "") return { problem: "empty" };
  if (!/^-?(\d+(\.\d*)?|\.\d+)$/.test(value)) return { problem: "number" };
  if (kind !== "number" && !/^-?\d+$/.test(value)) return { problem: "whole" };
  if (isBelow(Number(value), setting.min)) return { problem: "below" };
  return isAbove(Number(value), setting.max) ? { problem: "above" } : { value };
}

const isBelow = (size: number, min: string | null): boolean => {
  const limit = limitOf(min);
  return limit !== undefined && size < limit;
};

const isAbove = (size: number, max: string | null): boolean => {
  const limit = limitOf(max);
  return limit !== undefined && size > limit;
};

/** Limits are printed as text, or null where the device tells none. */
export function limitOf(text: string | null): number | undefined {
  const number = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** "10" and "10.0" are one value, since devices print numbers as they like. */
export const isSameValue = (one: string, other: string, kind: ValueKind): boolean =>
  one === other || (kind !== "text" && one.trim() !== "" && other.trim() !== "" && Number(one) === Number(other));

/** Whether a switch is on; undefined where its value can't be read, or is neither. */
export function switchState(value: string | null): boolean | undefined {
  if (value === null) return undefined;
  return isSameValue(value, "1", "switch") || (isSameValue(value, "0", "switch") ? false : undefined);
}

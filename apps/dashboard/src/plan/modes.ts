import type { BatteryMode, KnownMode } from "./week-plan.ts";

/** What a digit means on this inverter, and how it looks: never by colour alone. */
export interface ModeLook {
  readonly code: number;
  readonly mode: BatteryMode;
  /** In the cells and on the keyboard, by the page's language. The digit itself where the meaning is not known. */
  readonly letter: string;
}

/** Sources agree on 0 and 2 only; what the others mean depends on the generation (FACTS 4.2). */
const meanings = {
  G1: [
    [0, "FREE"],
    [1, "CHARGE_BLOCKED"],
    [2, "DISCHARGE_BLOCKED"],
  ],
  later: [
    [0, "FREE"],
    [2, "DISCHARGE_BLOCKED"],
    [3, "GRID_CHARGE_USE_ALLOWED"],
    [4, "GRID_CHARGE_USE_BLOCKED"],
  ],
} as const satisfies Record<string, readonly (readonly [number, BatteryMode])[]>;

export type Generation = keyof typeof meanings;

/** By the firmware, as the gateway tells it ("01.26.09454" is the first generation's); unknown: only what all agree on. */
export const generationOf = (swVersion: string | null | undefined): Generation | undefined =>
  swVersion === null || swVersion === undefined ? undefined : swVersion.startsWith("01.") ? "G1" : "later";

/** What the gateway says that a digit means. */
export interface ToldMode {
  readonly modeCode: number;
  readonly mode: BatteryMode;
}

/**
 * The digits that can be painted, in order: those that this generation is known to have, and those that the plan holds
 * anyway. What the gateway tells of a digit goes before what is known here.
 */
export function modesOf(
  generation: Generation | undefined,
  told: readonly ToldMode[],
  letterOf: (mode: KnownMode) => string,
): ModeLook[] {
  const known = new Map<number, BatteryMode>(
    generation === undefined
      ? [
          [0, "FREE"],
          [2, "DISCHARGE_BLOCKED"],
        ]
      : meanings[generation],
  );
  for (const { modeCode, mode } of told) known.set(modeCode, mode);
  return Array.from(known, ([code, mode]) => ({
    code,
    mode,
    letter: mode === "UNKNOWN" ? String(code) : letterOf(mode),
  })).sort((one, other) => one.code - other.code);
}

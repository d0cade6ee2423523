/** The setting in which the device keeps shadow management: bits 1, 2, 4 … are the strings 1, 2, 3 … (FACTS 4.1). */
export const shadowSetting = { moduleId: "devices:local", id: "Generator:ShadowMgmt:Enable" } as const;

/** The strings that have it on; undefined where the value is none. */
export function stringsOf(value: string | null): readonly number[] | undefined {
  const mask = value === null || value.trim() === "" ? Number.NaN : Number(value);
  if (!Number.isInteger(mask)) return undefined;
  return Array.from({ length: 6 }, (_, bit) => bit + 1).filter((index) => (mask & (1 << (index - 1))) !== 0);
}

/** The same strings but one, which is on or off; each once, in order. */
export const withString = (strings: readonly number[], index: number, on: boolean): number[] =>
  [...strings.filter((other) => other !== index), ...(on ? [index] : [])].sort((one, other) => one - other);

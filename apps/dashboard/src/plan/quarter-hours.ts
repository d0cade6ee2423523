/** Quarter hours of a day, by the device's wall clock: 96 also on days of 23 or 25 hours (FACTS 6, 26). */
export const quartersADay = 96;

/** "HH:MM" at the beginning of a quarter hour, 0 to 96; 96 is "24:00". */
export const timeOf = (quarter: number): string =>
  `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`;

/** The number of a quarter hour, 0 to 96; undefined for what is no quarter hour of a day. */
export function quarterOf(time: string): number | undefined {
  const match = /^(\d{2}):(00|15|30|45)$/.exec(time);
  if (match === null) return undefined;
  const quarter = Number(match[1]) * 4 + Number(match[2]) / 15;
  return quarter <= quartersADay ? quarter : undefined;
}

/** `HH:MM` on a clock of this time zone (an IANA name): the plant's, wherever the script runs. */
export const wallTime = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

export const isWallTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Whether the wall clock is in the night, which may go over midnight. */
export const isNight = (clock: string, from: string, to: string): boolean =>
  from <= to ? from <= clock && clock < to : from <= clock || clock < to;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** A month of a local calendar: months since year 0. */
export type MonthIndex = number;

/** Wall time of one IANA zone, daylight saving included. All instants are ms since 1970 UTC. */
export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #segments = new Map<number, readonly Segment[]>();

  /** @throws RangeError when the runtime does not know the zone. */
  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  }

  /** Wall time minus UTC, in ms. */
  offsetAt(time: number): number {
    const month = utcMonth(time);
    let segments = this.#segments.get(month);
    if (segments === undefined) {
      segments = this.#segmentsOf(startOfUtcMonth(month), startOfUtcMonth(month + 1));
      this.#segments.set(month, segments);
    }
    for (const segment of segments) if (time < segment.to) return segment.offset;
    throw new RangeError(`No offset for ${time}.`);
  }

  /** Wall time as if it were UTC: its `Date` getters give the local fields. */
  local(time: number): number {
    return time + this.offsetAt(time);
  }

  /** The local date as days since 1970-01-01. */
  dayOf(time: number): number {
    return Math.floor(this.local(time) / DAY);
  }

  /** The first instant of a local date. */
  startOfDay(day: number): number {
    const wall = day * DAY;
    const guess = wall - this.offsetAt(wall - this.offsetAt(wall));
    // Where the clocks change at midnight the guess may lie in the day before.
    return this.dayOf(guess) === day ? guess : guess + HOUR;
  }

  /** Local wall time, `YYYY-MM-DDTHH:MM:SS`, as the device prints it: no zone, no fraction. */
  print(time: number): string {
    return new Date(this.local(time)).toISOString().slice(0, 19);
  }

  #segmentsOf(from: number, to: number): Segment[] {
    const offset = this.#ask(from);
    if (offset === this.#ask(to - 1)) return [{ from, to, offset }];
    let low = from;
    let high = to - 1;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle) === offset) low = middle;
      else high = middle;
    }
    return [{ from, to: high, offset }, ...this.#segmentsOf(high, to)];
  }

  #ask(time: number): number {
    const text = this.#format.formatToParts(time).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
    const match = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text);
    if (match === null) return 0;
    const [, sign, hours, minutes, seconds] = match;
    const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds ?? 0) * SECOND;
    return sign === "-" ? -size : size;
  }
}

/** The calendar month of a local date (days since 1970). */
export function monthOfDay(day: number): MonthIndex {
  return utcMonth(day * DAY);
}

/** The first local date of a month. */
export function firstDayOf(month: MonthIndex): number {
  return Math.floor(startOfUtcMonth(month) / DAY);
}

function utcMonth(time: number): MonthIndex {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function startOfUtcMonth(month: MonthIndex): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}

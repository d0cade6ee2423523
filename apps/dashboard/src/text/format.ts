import type { Language } from "./define-text.ts";

/** A quantity as it is shown; `unit` is empty where the value is unknown. */
export interface Shown {
  readonly value: string;
  readonly unit: string;
}

type Unknown = null | undefined;

/** How numbers, units and dates are written. What is not known is `dash`, never 0. */
export interface Format {
  /** W, kW or MW, with three to four digits; `signed`: a plus before what is above 0. */
  power(watts: number | Unknown, signed?: "signed"): Shown;
  /** Wh, kWh or MWh. */
  energy(wattHours: number | Unknown): Shown;
  /** g, kg or t. */
  mass(grams: number | Unknown): Shown;
  /** 0 to 100, whole. */
  percent(value: number | Unknown): Shown;
  /** Any unit as it is, with so many digits after the point. */
  quantity(value: number | Unknown, unit: string, digits: number): Shown;
  number(value: number | Unknown, digits?: number): string;
  /** How long ago: `now`, `12 s`, `5 min`, `3 h`, `2 d`. */
  age(seconds: number | Unknown): string;
  /** 14:05, in the plant's zone. */
  time(iso: string | Unknown): string;
  /** 14:05:09, in the plant's zone. */
  seconds(iso: string | Unknown): string;
  /** 21 Jun 2026, in the plant's zone. */
  date(iso: string | Unknown): string;
  /** 21 Jun 2026, 14:05, in the plant's zone. */
  dateTime(iso: string | Unknown): string;
  /** The plant's local day of a moment, YYYY-MM-DD. */
  day(moment: Date): string;
}

/** What stands for something unknown; screen readers hear a word instead (`ui/figure.tsx`). */
export const dash = "–";

export const unknown: Shown = { value: dash, unit: "" };

export const locales: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE" };

/** A number and its unit in one text, with a space that does not break. */
export const inOne = ({ value, unit }: Shown): string => (unit === "" ? value : `${value}\u{a0}${unit}`);

/** YYYY-MM-DD: Canada writes it so. @param timeZone IANA name; default: the browser's own */
export const isoDay = (timeZone?: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-CA", { dateStyle: "short", ...(timeZone !== undefined && { timeZone }) });

/** @param timeZone IANA name, the plant's; default: the browser's own */
export function createFormat(language: Language, timeZone?: string): Format {
  const locale = locales[language];
  const numbers = new Map<number, Intl.NumberFormat>();
  const digitsOf = (digits: number): Intl.NumberFormat => {
    const known =
      numbers.get(digits) ??
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    numbers.set(digits, known);
    return known;
  };
  const number = (value: number | Unknown, digits = 0): string => {
    if (value === null || value === undefined || !Number.isFinite(value)) return dash;
    // -0.2 is written 0, and the sign is a minus, no hyphen.
    const rounded = Number(value.toFixed(digits));
    return digitsOf(digits)
      .format(rounded === 0 ? 0 : rounded)
      .replace("-", "−");
  };
  const scaled = (value: number | Unknown, units: readonly [string, string, string]): Shown => {
    if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
    const [scale, digits] = scaleOf(Math.abs(value));
    return { value: number(value / 1000 ** scale, digits), unit: units[scale] };
  };
  const moments = (options: Intl.DateTimeFormatOptions): ((iso: string | Unknown) => string) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, ...(timeZone !== undefined && { timeZone }) });
    return (iso) => {
      const moment = iso === null || iso === undefined ? Number.NaN : Date.parse(iso);
      return Number.isNaN(moment) ? dash : format.format(moment);
    };
  };
  const day = isoDay(timeZone);
  const month = language === "de" ? "2-digit" : "short";
  const date = { day: language === "de" ? "2-digit" : "numeric", month, year: "numeric" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return {
    power: (watts, signed) => {
      const shown = scaled(watts, ["W", "kW", "MW"]);
      const isAbove = signed === "signed" && (watts ?? 0) > 0 && /[1-9]/.test(shown.value);
      return isAbove ? { ...shown, value: `+${shown.value}` } : shown;
    },
    energy: (wattHours) => scaled(wattHours, ["Wh", "kWh", "MWh"]),
    mass: (grams) => scaled(grams, ["g", "kg", "t"]),
    percent: (value) => (number(value) === dash ? unknown : { value: number(value), unit: "%" }),
    quantity: (value, unit, digits) => (number(value) === dash ? unknown : { value: number(value, digits), unit }),
    number,
    age: (seconds) => (seconds === null || seconds === undefined ? dash : ageOf(seconds, language)),
    time: moments(clock),
    seconds: moments({ ...clock, second: "2-digit" }),
    date: moments(date),
    dateTime: moments({ ...date, ...clock }),
    day: (moment) => day.format(moment),
  };
}

/** Thousands, and digits after the point: chosen by the number as it will be written, so that 999.6 W is 1.00 kW. */
function scaleOf(size: number): readonly [scale: 0 | 1 | 2, digits: number] {
  if (Math.round(size) < 1000) return [0, 0];
  // A plant's year stays in kWh, as people know it from their bills.
  const [scale, part] = size / 1000 < 9999.5 ? ([1, size / 1000] as const) : ([2, size / 1e6] as const);
  if (part < 9.995) return [scale, 2];
  return [scale, part < 99.95 ? 1 : 0];
}

const ageUnits = { en: ["now", "s", "min", "h", "d"], de: ["jetzt", "s", "min", "h", "T"] } as const;

function ageOf(seconds: number, language: Language): string {
  const [now, s, min, h, d] = ageUnits[language];
  if (seconds < 2) return now;
  if (seconds < 90) return `${Math.round(seconds)}\u{a0}${s}`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)}\u{a0}${min}`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)}\u{a0}${h}`;
  return `${Math.round(seconds / 86_400)}\u{a0}${d}`;
}

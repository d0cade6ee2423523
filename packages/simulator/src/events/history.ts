import { events, type Language } from "@plenticore/catalogue";
import type { Event } from "@plenticore/rest";
import { hash, subSeed } from "../model/noise.ts";
import { DAY, HOUR, MINUTE, SECOND, type Zone } from "../model/zone.ts";
import type { Behaviour } from "../profiles/profile.ts";
import { type EventTexts, textsOf } from "./texts.ts";

type Category = "info" | "warning" | "error";

interface Kind {
  readonly code: number;
  readonly category: Category;
  readonly group: string;
}

/** One event as it happened. Times in ms since 1970. */
export interface Occurrence extends Kind {
  readonly start: number;
  readonly end: number;
  /** Chooses the quirks of its texts. */
  readonly mark: number;
}

/** Seen on G1 devices through REST (FACTS 5); the firmware's list is not public. */
const G1_KINDS: readonly Kind[] = [
  { code: 5014, category: "info", group: "Information" },
  { code: 5013, category: "info", group: "Information" },
  { code: 5059, category: "info", group: "External grid fault" },
  { code: 5062, category: "info", group: "External grid fault" },
  { code: 5009, category: "warning", group: "Overtemperature" },
  { code: 5055, category: "error", group: "External grid fault" },
  { code: 6260, category: "error", group: "Battery fault" },
];

const INFORMATION = "Information";
/** From here on codes are a battery's (FACTS 5). */
const BATTERY_CODES = 6250;

const CHANCES: readonly { readonly category: Category; readonly below: number }[] = [
  { category: "info", below: 0.8 },
  { category: "warning", below: 0.9 },
  { category: "error", below: 1 },
];
/** Each a chance of one event a day: some forty a year. */
const DAILY_SLOTS = 2;
const DAILY_CHANCE = 0.055;
/** No event begins so late in the day that it, and what follows, would not; ms, an hour for the shortest day included. */
const ROOM = 3 * HOUR;
/** How long a device takes to give its full power again, in ms. */
const RETURN = 10 * MINUTE;
/** How far back a device remembers. */
const REMEMBERED_DAYS = 365;

export interface HistoryOptions {
  readonly seed: number;
  readonly zone: Zone;
  readonly generation: "G1" | "G2" | "G3";
  readonly battery: boolean;
  readonly behaviour: Behaviour;
}

/** What befell a device: the same for the same seed, whenever it is asked. */
export class EventHistory {
  readonly #options: HistoryOptions;
  readonly #seed: number;
  readonly #kinds: Readonly<Record<Category, readonly Kind[]>>;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#seed = subSeed(options.seed, 51);
    const kinds = (options.generation === "G3" ? g3Kinds() : G1_KINDS).filter(
      (kind) => options.battery || !(kind.group.startsWith("Battery") || kind.code >= BATTERY_CODES),
    );
    const of = (category: Category): readonly Kind[] => kinds.filter((kind) => kind.category === category);
    this.#kinds = { info: of("info"), warning: of("warning"), error: of("error") };
  }

  /** The latest first, none that has not begun. */
  latest(now: number, max: number): Occurrence[] {
    const found: Occurrence[] = [];
    const today = this.#options.zone.dayOf(now);
    for (let day = today; day > today - REMEMBERED_DAYS && found.length < max; day--) {
      found.push(
        ...this.ofDay(day)
          .filter((event) => event.start <= now)
          .reverse(),
      );
    }
    return found.slice(0, Math.max(0, max));
  }

  /** The events that began on a local date (days since 1970), in order. */
  ofDay(day: number): Occurrence[] {
    const start = this.#options.zone.startOfDay(day);
    return Array.from({ length: DAILY_SLOTS }, (_, slot) => this.#occurrence(start, day * DAILY_SLOTS + slot))
      .flatMap((event) => (event === undefined ? [] : this.#withReturn(event)))
      .sort((one, other) => one.start - other.start);
  }

  activeAt(now: number, category: Category): number {
    return this.latest(now, 5).filter((event) => event.end > now && event.category === category).length;
  }

  print(event: Occurrence, now: number, language: Language): Event {
    const { behaviour } = this.#options;
    const { group, description, advice } = this.#texts(event, language);
    const active = event.end > now;
    const end = active ? event.start : event.end;
    return {
      description,
      category: event.category,
      is_active: active,
      code: event.code,
      end_time: active && behaviour.activeEventEnd === null ? null : this.#time(end),
      start_time: this.#time(event.start),
      group,
      long_description: advice,
    };
  }

  #texts(event: Occurrence, language: Language): EventTexts {
    const texts = textsOf(event, language, this.#options.behaviour.language);
    // Both were seen on devices: the text None, and a line break at the end (FACTS 2.4).
    if (event.mark < 0.15) return { ...texts, description: "None", advice: "None" };
    if (event.category !== "error") return texts;
    return { ...texts, description: `${texts.description}\n`, advice: `${texts.advice}\n` };
  }

  /** After a fault the power comes back in steps, which is information: so the latest event of a healthy device is harmless. */
  #withReturn(event: Occurrence): Occurrence[] {
    const kind = this.#kinds.info.find(({ group }) => group === INFORMATION);
    if (event.group === INFORMATION || kind === undefined) return [event];
    return [event, { ...kind, start: event.end, end: event.end + RETURN, mark: 1 }];
  }

  #occurrence(midnight: number, index: number): Occurrence | undefined {
    const pick = (purpose: number): number => hash(this.#seed, index * 8 + purpose);
    if (pick(0) >= DAILY_CHANCE) return undefined;
    const category = CHANCES.find(({ below }) => pick(1) < below)?.category ?? "info";
    const kinds = this.#kinds[category];
    const kind = kinds[Math.floor(pick(2) * kinds.length)];
    if (kind === undefined) return undefined;
    const start = midnight + Math.floor((pick(3) * (DAY - ROOM)) / SECOND) * SECOND;
    const end = start + Math.floor((MINUTE + pick(4) ** 3 * 90 * MINUTE) / SECOND) * SECOND;
    return { ...kind, start, end, mark: pick(5) };
  }

  #time(time: number): string {
    const { behaviour, zone } = this.#options;
    return behaviour.eventTime === "local" ? zone.print(time) : new Date(time).toISOString().slice(0, 19);
  }
}

function g3Kinds(): Kind[] {
  return events.flatMap(({ code, generation, category, groupEn }) =>
    generation === "G3" && category !== null && groupEn !== null && isHarmless(category, groupEn)
      ? [{ code, category, group: groupEn }]
      : [],
  );
}

/** By the lamp a fault may be information, too; one that nobody can name is not for a healthy device. */
function isHarmless(category: Category, group: string): boolean {
  return category !== "info" || group === INFORMATION || group === "External grid fault";
}

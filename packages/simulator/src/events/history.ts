import { events, type Language } from "@plenticore/catalogue";
import type { Event } from "@plenticore/rest";
import { hash, subSeed } from "../model/noise.ts";
import { DAY, MINUTE, SECOND, type Zone } from "../model/zone.ts";
import type { Behaviour } from "../profiles/profile.ts";
import { textsOf } from "./texts.ts";

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

const CHANCES: readonly { readonly category: Category; readonly below: number }[] = [
  { category: "info", below: 0.8 },
  { category: "warning", below: 0.94 },
  { category: "error", below: 1 },
];
/** Each a chance of one event a day. */
const DAILY_SLOTS = 2;
const DAILY_CHANCE = 0.14;
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
      (kind) => options.battery || !kind.group.startsWith("Battery"),
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
      .filter((event) => event !== undefined)
      .sort((one, other) => one.start - other.start);
  }

  activeAt(now: number, category: Category): number {
    return this.latest(now, 5).filter((event) => event.end > now && event.category === category).length;
  }

  print(event: Occurrence, now: number, language: Language): Event {
    const { behaviour } = this.#options;
    const { group, description } = this.#texts(event, language);
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
      long_description: description,
    };
  }

  #texts(event: Occurrence, language: Language): { group: string; description: string } {
    const texts = textsOf(event.code, event.group, language, this.#options.behaviour.language);
    // Both were seen on devices: the text None, and a line break at the end (FACTS 2.4).
    if (event.mark < 0.15) return { ...texts, description: "None" };
    return event.category === "error" ? { ...texts, description: `${texts.description}\n` } : texts;
  }

  #occurrence(midnight: number, index: number): Occurrence | undefined {
    const pick = (purpose: number): number => hash(this.#seed, index * 8 + purpose);
    if (pick(0) >= DAILY_CHANCE) return undefined;
    const category = CHANCES.find(({ below }) => pick(1) < below)?.category ?? "info";
    const kinds = this.#kinds[category];
    const kind = kinds[Math.floor(pick(2) * kinds.length)];
    if (kind === undefined) return undefined;
    const start = midnight + Math.floor((pick(3) * DAY) / SECOND) * SECOND;
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
    generation === "G3" && category !== null && groupEn !== null ? [{ code, category, group: groupEn }] : [],
  );
}

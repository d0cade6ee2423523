import type { ProcessDataListing } from "../device-info.ts";
import { energySelection, energyValues } from "../energy.ts";
import { errorTable, isPlenticoreError } from "../errors.ts";
import { processDataSelection, processDataValues } from "../process-data-reading.ts";
import type { Selection } from "../selection.ts";
import type { ProcessDataSelector, StatisticPeriod, Update } from "../types.ts";
import { quantity, type Timestamp } from "../units.ts";
import type { Wants } from "./poll.ts";
import type { Asked, Shown } from "./topic.ts";
import type {
  InverterAvailability,
  InverterEnergyState,
  InverterLiveState,
  ProcessDataState,
  StreamError,
  UpdateState,
} from "./types.ts";
import type { DeviceWatchesOptions } from "./watches.ts";

type Show<State> = (asked: Asked) => Shown<State>;

/** Stale is what is older than this many paces, */
const STALE_PACES = 3;
/** and than this, in ms. */
const STALE_AFTER_MS = 15_000;

/** What a watch of process data wants of the device, and what it shows. */
interface Selected<State> {
  readonly wanted: NonNullable<Wants["select"]>;
  readonly show: Show<State>;
}

/** What each kind of watch shows, from what was read last: nothing here asks the device. */
export class Shows {
  lastUpdate: Update | null = null;
  readonly #options: DeviceWatchesOptions;

  constructor(options: DeviceWatchesOptions) {
    this.#options = options;
  }

  live(everyMs: number): Show<InverterLiveState> {
    const { inverter, link, liveReading } = this.#options;
    return (asked) => {
      const listing = link.info.listing.last();
      const equipment = link.info.equipment.last();
      const readable = listing && this.#readable(liveReading.selection(listing), asked.answered);
      const live =
        readable === undefined || equipment === undefined
          ? null
          : liveReading.values(link.processData.snapshot, readable, equipment);
      const { stale, freshForMs } = this.#staleness(live && live.ageSeconds * 1000, everyMs);
      return {
        state: {
          inverterId: inverter.id,
          name: inverter.name,
          every: quantity(everyMs / 1000),
          availability: link.contact.availability,
          live: live && { ...live, stale },
          error: this.#error(asked),
        },
        freshForMs,
      };
    };
  }

  processData(select: readonly ProcessDataSelector[], everyMs: number): Selected<ProcessDataState> {
    const { inverter, link, runtime } = this.#options;
    const choose = lastOf((listing: ProcessDataListing) => processDataSelection(select, listing, inverter.id));
    const show: Show<ProcessDataState> = (asked) => {
      const listing = link.info.listing.last();
      const chosen = listing && selected(choose, listing);
      const readable = chosen && this.#readable(chosen, asked.answered);
      const ageMs = readable === undefined ? null : this.#oldestMs(readable);
      const { stale, freshForMs } = this.#staleness(ageMs, everyMs);
      return {
        state: {
          inverterId: inverter.id,
          every: quantity(everyMs / 1000),
          observedAt: ageMs === null ? null : quantity<Timestamp>(runtime.now() - ageMs),
          ageSeconds: ageMs === null ? null : quantity(ageMs / 1000),
          stale,
          modules:
            readable === undefined || listing === undefined
              ? []
              : processDataValues(select, listing, readable, link.processData, runtime),
          availability: link.contact.availability,
          error: this.#error(asked),
        },
        freshForMs,
      };
    };
    return { wanted: choose, show };
  }

  energy(period: StatisticPeriod, everyMs: number): Selected<InverterEnergyState> {
    const { inverter, link } = this.#options;
    const choose = lastOf((listing: ProcessDataListing) => energySelection(listing, period));
    const show: Show<InverterEnergyState> = (asked) => {
      const listing = link.info.listing.last();
      const equipment = link.info.equipment.last();
      const readable = listing && this.#readable(choose(listing), asked.answered);
      const energy =
        readable === undefined || equipment === undefined
          ? undefined
          : energyValues(link.processData.snapshot, readable, period, equipment);
      const ageMs = readable === undefined ? null : this.#oldestMs(readable);
      const { stale, freshForMs } = this.#staleness(ageMs, everyMs);
      return {
        state: {
          inverterId: inverter.id,
          energy: energy === undefined ? null : { ...energy, stale },
          error: this.#error(asked),
        },
        freshForMs,
      };
    };
    return { wanted: choose, show };
  }

  availability(): Show<InverterAvailability> {
    const { inverter, link } = this.#options;
    return () => ({
      state: { inverterId: inverter.id, availability: link.contact.availability },
      freshForMs: Number.POSITIVE_INFINITY,
    });
  }

  update(): Show<UpdateState> {
    const { inverter, link } = this.#options;
    return (asked) => ({
      state: {
        inverterId: inverter.id,
        update: this.lastUpdate,
        availability: link.contact.availability,
        error: this.#error(asked),
      },
      freshForMs: Number.POSITIVE_INFINITY,
    });
  }

  /** Those of a selection that have a value; undefined as long as a part was never asked, since no value would mean nothing. */
  #readable(wanted: Selection, answered: boolean): Selection | undefined {
    const { processData } = this.#options.link;
    const readable = processData.known(wanted);
    const isUnasked = (moduleId: string, id: string) =>
      !readable.has(moduleId, id) && processData.code(moduleId, id) === undefined;
    if (!answered && readable !== wanted && !wanted.every((...id) => !isUnasked(...id))) return undefined;
    return readable.size === 0 && wanted.size > 0 ? undefined : readable;
  }

  #oldestMs(readable: Selection): number | null {
    const { snapshot } = this.#options.link.processData;
    let oldestMs: number | null = null;
    for (const [moduleId, id] of readable) oldestMs = Math.max(oldestMs ?? 0, snapshot.ageMs(moduleId, id));
    return oldestMs;
  }

  #staleness(ageMs: number | null, everyMs: number): { readonly stale: boolean; readonly freshForMs: number } {
    const limitMs = Math.max(STALE_PACES * everyMs, STALE_AFTER_MS);
    const stale = ageMs === null || ageMs > limitMs || this.#options.link.contact.availability.state !== "ONLINE";
    return { stale, freshForMs: stale ? Number.POSITIVE_INFINITY : limitMs - ageMs + 1 };
  }

  #error({ error }: Asked): StreamError | null {
    const { contact } = this.#options.link;
    // Of one that is away only what keeps it away counts.
    const reason = contact.availability.state === "ONLINE" ? error : contact.error;
    if (reason === undefined) return null;
    return { code: reason.code, message: reason.message, retryable: errorTable[reason.code].retryable };
  }
}

/** What was made of an argument is made anew only for another one. */
function lastOf<From, To>(make: (from: From) => To): (from: From) => To {
  let last: { readonly from: From; readonly to: To } | undefined;
  return (from) => {
    if (last?.from !== from) last = { from, to: make(from) };
    return last.to;
  };
}

/** Undefined where the device lacks a module that is wanted whole: the poll tells. */
function selected(choose: (listing: ProcessDataListing) => Selection, listing: ProcessDataListing) {
  try {
    return choose(listing);
  } catch (error) {
    if (isPlenticoreError(error)) return undefined;
    throw error;
  }
}

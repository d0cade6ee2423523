import type { Language } from "@plenticore/catalogue";
import type { DeviceLink } from "../device-link.ts";
import type { LiveReading } from "../live-reading.ts";
import type { Runtime } from "../runtime.ts";
import type { DeviceEvent, ProcessDataSelector, StatisticPeriod, Update } from "../types.ts";
import { agedLive, agedProcessData, asItIs } from "./aged.ts";
import { EventTopic } from "./event-topic.ts";
import { DEFAULT_EVERY_MS, Paces } from "./pace.ts";
import { Poll, type Polled, type Wants } from "./poll.ts";
import { readProcessData } from "./process-data-lane.ts";
import { Shows } from "./shows.ts";
import { Topic, type TopicOptions } from "./topic.ts";
import type {
  DeviceEventState,
  EndOptions,
  InverterAvailability,
  InverterEnergyState,
  InverterLiveState,
  InverterWatches,
  LivePace,
  ProcessDataState,
  UpdateState,
  Watch,
  WatchOptions,
} from "./types.ts";

export interface DeviceWatchesOptions {
  /** Whose name may change. */
  readonly inverter: { readonly id: string; readonly name: string };
  readonly link: Pick<DeviceLink, "contact" | "info" | "processData">;
  readonly liveReading: LiveReading;
  readonly runtime: Runtime;
  /** With the priority of a poll. */
  readonly readEvents: (language: Language | undefined) => Promise<readonly DeviceEvent[]>;
  readonly readUpdate: () => Promise<Update>;
  readonly pace?: LivePace | undefined;
}

const ENERGY_EVERY_MS = 30_000;
const EVENTS_EVERY_MS = 30_000;
const UPDATE_EVERY_MS = 2_000;

interface Watched extends Polled {
  close(): void;
}

/** All that is watched of one inverter: a topic for each thing at each pace, and one poll for all. */
export class DeviceWatches implements InverterWatches {
  readonly #options: DeviceWatchesOptions;
  readonly #paces: Paces;
  readonly #poll: Poll;
  readonly #shows: Shows;
  /** Each under a key that names the type of its state. */
  readonly #topics = new Map<string, Watched>();
  #closed = false;

  constructor(options: DeviceWatchesOptions) {
    const { pace, runtime, link } = options;
    this.#options = options;
    this.#paces = new Paces(pace);
    this.#shows = new Shows(options);
    this.#poll = new Poll({
      runtime,
      floorMs: this.#paces.floorMs,
      isOnline: () => link.contact.availability.state === "ONLINE",
    });
    link.contact.listen(() => this.#poll.availabilityChanged());
  }

  /** What a new watch of live values would show first. */
  liveState(everyMs: number): InverterLiveState {
    return this.#shows.live(everyMs)({ error: undefined, answered: false }).state;
  }

  watchLive({ everyMs = DEFAULT_EVERY_MS, signal }: WatchOptions = {}): Watch<InverterLiveState> {
    const pace = this.#paces.of(everyMs);
    const select: Wants["select"] = (listing) => this.#options.liveReading.selection(listing);
    return this.#watch(`live ${pace}`, { signal }, () => ({
      everyMs: pace,
      wants: this.#processData(select, { needsEquipment: true }),
      show: this.#shows.live(pace),
      aged: agedLive,
    }));
  }

  watchProcessData(
    select: readonly ProcessDataSelector[],
    { everyMs = DEFAULT_EVERY_MS, signal }: WatchOptions = {},
  ): Watch<ProcessDataState> {
    const pace = this.#paces.of(everyMs);
    return this.#watch(`processData ${pace} ${JSON.stringify(select)}`, { signal }, () => {
      const { wanted, show } = this.#shows.processData(select, pace);
      return { everyMs: pace, wants: this.#processData(wanted), show, aged: agedProcessData };
    });
  }

  watchEnergy(period: StatisticPeriod, { signal }: EndOptions = {}): Watch<InverterEnergyState> {
    const pace = this.#paces.of(ENERGY_EVERY_MS);
    return this.#watch(`energy ${period}`, { signal }, () => {
      const { wanted, show } = this.#shows.energy(period, pace);
      return { everyMs: pace, wants: this.#processData(wanted, { needsEquipment: true }), show, aged: asItIs };
    });
  }

  watchAvailability({ signal }: EndOptions = {}): Watch<InverterAvailability> {
    return this.#watch("availability", { signal }, () => ({
      everyMs: this.#paces.heartbeatMs,
      wants: undefined,
      show: this.#shows.availability(),
      aged: asItIs,
    }));
  }

  watchUpdate({ everyMs = UPDATE_EVERY_MS, signal }: WatchOptions = {}): Watch<UpdateState> {
    const pace = this.#paces.of(everyMs);
    return this.#watch(`update ${pace}`, { signal }, () => ({
      everyMs: pace,
      wants: {
        lane: "update",
        ask: async () => {
          this.#shows.lastUpdate = await this.#options.readUpdate();
          return new Map();
        },
      },
      show: this.#shows.update(),
      aged: asItIs,
    }));
  }

  watchEvents(
    language: Language | undefined,
    { everyMs = EVENTS_EVERY_MS, signal }: WatchOptions = {},
  ): Watch<DeviceEventState> {
    const pace = this.#paces.of(everyMs);
    const key = `events ${language ?? ""}`;
    const { inverter, readEvents } = this.#options;
    let topic = this.#topics.get(key) as EventTopic | undefined;
    if (topic === undefined) {
      const made: EventTopic = new EventTopic({
        inverterId: inverter.id,
        lane: key,
        read: () => readEvents(language),
        onPace: () => {
          this.#poll.delete(made);
          this.#poll.add(made);
        },
        onEmpty: () => this.#forget(key, made),
      });
      topic = made;
      if (signal?.aborted !== true) this.#topics.set(key, topic);
    }
    const watch = topic.watch(pace, signal === undefined ? {} : { signal });
    this.#begin(topic);
    return watch;
  }

  /** Ends every watch, also those to come. */
  close(): void {
    this.#closed = true;
    for (const topic of [...this.#topics.values()]) topic.close();
  }

  #watch<State>(
    key: string,
    { signal }: { readonly signal: AbortSignal | undefined },
    make: () => Pick<TopicOptions<State>, "everyMs" | "wants" | "show" | "aged">,
  ): Watch<State> {
    let topic = this.#topics.get(key) as Topic<State> | undefined;
    if (topic === undefined) {
      const made: Topic<State> = new Topic({
        ...make(),
        runtime: this.#options.runtime,
        // At the step of the floor that it ends in, not at the one after.
        heartbeatMs: Math.max(1, this.#paces.heartbeatMs - this.#paces.floorMs + 1),
        onEmpty: () => this.#forget(key, made),
      });
      topic = made;
      if (signal?.aborted !== true) {
        this.#topics.set(key, topic);
        this.#poll.add(topic);
      }
    }
    const watch = topic.watch(signal === undefined ? {} : { signal });
    this.#begin(topic);
    return watch;
  }

  #begin(topic: Watched): void {
    if (this.#closed) topic.close();
    else this.#options.link.contact.start();
  }

  #forget(key: string, topic: Watched): void {
    this.#topics.delete(key);
    this.#poll.delete(topic);
  }

  #processData(select: NonNullable<Wants["select"]>, { needsEquipment = false } = {}): Wants {
    return {
      lane: "processData",
      ask: (due) => readProcessData(this.#options.link, due),
      select,
      needsEquipment,
    };
  }
}

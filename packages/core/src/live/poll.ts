import type { ProcessDataListing } from "../device-info.ts";
import type { PlenticoreError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import type { Selection } from "../selection.ts";
import { Alarm } from "./alarm.ts";
import { Grid } from "./grid.ts";
import { Lane, type LaneOptions } from "./lane.ts";

/** What a topic wants of the device. What is in one lane is asked together. */
export interface Wants {
  readonly lane: string;
  /** Asks for what all of `due` want. @throws PlenticoreError that holds for all of them */
  ask(due: readonly Polled[]): Promise<ReadonlyMap<Polled, PlenticoreError>>;
  /** Of process data: which, where the device lists these. @throws PlenticoreError that holds for this topic alone */
  select?(listing: ProcessDataListing): Selection;
  /** Of process data: whether it can't be read without knowing the equipment. */
  readonly needsEquipment?: boolean;
}

/** A topic as the poll sees it. */
export interface Polled {
  readonly everyMs: number;
  /** Undefined: nothing. */
  readonly wants: Wants | undefined;
  /** When it is to be looked at though nothing was asked, on the monotonic clock in ms. */
  readonly deadline: number;
  check(): void;
  /** It was asked for; undefined: with success. */
  answered(error: PlenticoreError | undefined): void;
  /** Something else about the inverter changed. */
  refresh(): void;
}

export interface PollOptions {
  readonly runtime: Runtime;
  readonly floorMs: number;
  readonly isOnline: () => boolean;
}

/** The poll of one inverter: one timer for all that is watched, none where nobody watches. */
export class Poll {
  readonly #options: PollOptions;
  readonly #grid: Grid;
  readonly #topics = new Set<Polled>();
  readonly #lanes = new Map<string, Lane>();
  readonly #alarm: Alarm;
  #running = false;

  constructor(options: PollOptions) {
    this.#options = options;
    this.#grid = new Grid(options.runtime);
    this.#alarm = new Alarm(options.runtime);
  }

  add(topic: Polled): void {
    this.#topics.add(topic);
    if (topic.wants !== undefined) this.#lane(topic.wants).add(topic);
    if (this.#running) this.#alarm.wake();
    else void this.#run();
  }

  delete(topic: Polled): void {
    this.#topics.delete(topic);
    if (topic.wants !== undefined) {
      const lane = this.#lanes.get(topic.wants.lane);
      lane?.delete(topic);
      if (lane?.isEmpty === true) this.#lanes.delete(topic.wants.lane);
    }
    if (this.#topics.size === 0) this.#alarm.wake();
  }

  /** The inverter went away or came back: everybody is told at once, and what is back is asked soon. */
  availabilityChanged(): void {
    if (this.#options.isOnline()) for (const lane of this.#lanes.values()) lane.hurry();
    for (const topic of this.#topics) topic.refresh();
    this.#alarm.wake();
  }

  #lane(wants: Wants): Lane {
    let lane = this.#lanes.get(wants.lane);
    if (lane === undefined) {
      const { runtime, floorMs } = this.#options;
      const options: LaneOptions = { wants, runtime, floorMs, grid: this.#grid, onAnswered: () => this.#alarm.wake() };
      lane = new Lane(options);
      this.#lanes.set(wants.lane, lane);
    }
    return lane;
  }

  async #run(): Promise<void> {
    const { runtime, isOnline } = this.#options;
    this.#running = true;
    while (this.#topics.size > 0) {
      const now = runtime.monotonic();
      for (const topic of this.#topics) if (this.#dueAt(topic) <= now) topic.check();
      // What is away is looked for by its contact, and asked when that has found it.
      if (isOnline()) for (const lane of this.#lanes.values()) if (lane.nextAt <= now) void lane.tick();
      await this.#alarm.sleepUntil(this.#nextAt());
    }
    this.#running = false;
  }

  #nextAt(): number {
    let nextAt = Number.POSITIVE_INFINITY;
    for (const topic of this.#topics) nextAt = Math.min(nextAt, this.#dueAt(topic));
    if (this.#options.isOnline()) for (const lane of this.#lanes.values()) nextAt = Math.min(nextAt, lane.nextAt);
    return nextAt;
  }

  /** Deadlines wait for the floor's next step, so that a thousand topics don't wake a thousand times. */
  #dueAt({ deadline }: Polled): number {
    return deadline === Number.POSITIVE_INFINITY ? deadline : this.#grid.at(deadline, this.#options.floorMs);
  }
}

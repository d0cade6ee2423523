import type { PlenticoreError } from "../errors.ts";
import type { DeviceEvent } from "../types.ts";
import { Broadcast } from "./broadcast.ts";
import { EventQueue } from "./event-queue.ts";
import type { Polled, Wants } from "./poll.ts";
import type { DeviceEventState, EndOptions, Watch } from "./types.ts";

export interface EventTopicOptions {
  readonly inverterId: string;
  readonly lane: string;
  /** The latest events that the device has. */
  readonly read: () => Promise<readonly DeviceEvent[]>;
  /** The pace is another one now. */
  readonly onPace: () => void;
  readonly onEmpty: () => void;
}

/** As many as five full answers: a device that for once tells less does not make its old events new. */
const REMEMBERED = 500;

/** What is new among an inverter's latest events, told to all who watch them in one language. */
export class EventTopic implements Polled {
  readonly wants: Wants;
  readonly deadline = Number.POSITIVE_INFINITY;
  readonly #options: EventTopicOptions;
  readonly #watchers: Broadcast<DeviceEventState>;
  readonly #paces: number[] = [];
  /** By identity, in the order in which they were last seen. */
  readonly #known = new Map<string, DeviceEvent>();
  #read: readonly DeviceEvent[] = [];
  /** How many the last answer held; undefined before the first. */
  #lastCount: number | undefined;

  constructor(options: EventTopicOptions) {
    this.#options = options;
    this.#watchers = new Broadcast({ mailbox: () => new EventQueue(), onEmpty: options.onEmpty });
    this.wants = {
      lane: options.lane,
      ask: async () => {
        this.#read = await options.read();
        return new Map();
      },
    };
  }

  get everyMs(): number {
    return Math.min(...this.#paces);
  }

  /** Whoever joins hears of what is active now before what is new. */
  watch(everyMs: number, { signal }: EndOptions): Watch<DeviceEventState> {
    this.#changePace(() => this.#paces.push(everyMs));
    const active = Array.from(this.#known.values()).filter((event) => event.active);
    return this.#watchers.subscribe({
      first: active.sort(byStart).map((event) => this.#state(event, 0)),
      onEnd: () => this.#changePace(() => this.#paces.splice(this.#paces.indexOf(everyMs), 1)),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  close(): void {
    this.#watchers.close();
  }

  check(): void {
    this.refresh();
  }

  /** Events are no state: nothing but the device's answer makes one. */
  refresh(): void {}

  answered(error: PlenticoreError | undefined): void {
    if (error !== undefined) return;
    const latest = identified(this.#read);
    const isFirst = this.#lastCount === undefined;
    // Where not one is known that was known before, more may have come between than one answer holds: nobody can tell how many.
    const overrun = !isFirst && latest.length >= (this.#lastCount ?? 0) && !latest.some(([id]) => this.#known.has(id));
    let gap = overrun && this.#lastCount !== 0 ? 1 : 0;
    this.#lastCount = latest.length;
    for (const [id, event] of latest) {
      const before = this.#known.get(id);
      this.#known.delete(id);
      this.#known.set(id, event);
      const isNews = before === undefined ? !isFirst || event.active : hasChanged(before, event);
      if (!isNews) continue;
      this.#watchers.publish(this.#state(event, gap));
      gap = 0;
    }
    for (const id of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break;
      this.#known.delete(id);
    }
  }

  #state(event: DeviceEvent, gap: number): DeviceEventState {
    return { inverterId: this.#options.inverterId, event, gap };
  }

  #changePace(change: () => void): void {
    const before = this.everyMs;
    change();
    if (this.#paces.length > 0 && before !== this.everyMs) this.#options.onPace();
  }
}

const byStart = (one: DeviceEvent, other: DeviceEvent) => one.startTime - other.startTime;

const hasChanged = (before: DeviceEvent, after: DeviceEvent) =>
  before.active !== after.active || before.endTimeRaw !== after.endTimeRaw;

/** Oldest first. Code and start name an event; of several with the same, as of two strings, the place among these does. */
function identified(events: readonly DeviceEvent[]): (readonly [id: string, event: DeviceEvent])[] {
  const seen = new Map<string, number>();
  return [...events].sort(byStart).map((event) => {
    const name = `${event.code} ${event.startTimeRaw}`;
    const place = seen.get(name) ?? 0;
    seen.set(name, place + 1);
    return [`${name} ${place}`, event] as const;
  });
}

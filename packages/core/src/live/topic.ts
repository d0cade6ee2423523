import type { PlenticoreError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { Broadcast } from "./broadcast.ts";
import type { Polled, Wants } from "./poll.ts";
import { isSameButForAge } from "./same.ts";
import type { EndOptions, Watch } from "./types.ts";

/** A state as it is known now. */
export interface Shown<State> {
  readonly state: State;
  /** Until it counts as stale, in ms; infinite where it does already, or never will. */
  readonly freshForMs: number;
}

export interface Asked {
  /** Why the last poll failed. */
  readonly error: PlenticoreError | undefined;
  /** Whether a poll has brought what this topic wants. */
  readonly answered: boolean;
}

export interface TopicOptions<State> {
  readonly everyMs: number;
  readonly heartbeatMs: number;
  readonly runtime: Pick<Runtime, "monotonic">;
  readonly wants: Wants | undefined;
  readonly show: (asked: Asked) => Shown<State>;
  /** The same state, so many ms older. */
  readonly aged: (state: State, ms: number) => State;
  /** The last watcher has gone. */
  readonly onEmpty: () => void;
}

/** What watchers of the same want at the same pace share: made, compared and published once for all of them. */
export class Topic<State> implements Polled {
  readonly everyMs: number;
  readonly wants: Wants | undefined;
  readonly #options: TopicOptions<State>;
  readonly #watchers: Broadcast<State>;
  #asked: Asked = { error: undefined, answered: false };
  /** As last made: equal to what was sent last, but for its age. */
  #shown: Shown<State>;
  #shownAt: number;
  #sentAt: number;

  constructor(options: TopicOptions<State>) {
    this.#options = options;
    this.everyMs = options.everyMs;
    this.wants = options.wants;
    this.#watchers = new Broadcast({ onEmpty: () => options.onEmpty() });
    this.#shown = options.show(this.#asked);
    this.#shownAt = options.runtime.monotonic();
    this.#sentAt = this.#shownAt;
  }

  /** The first value is what all the others have, at its age now. */
  watch({ signal }: EndOptions): Watch<State> {
    const { runtime, aged } = this.#options;
    const first = aged(this.#shown.state, runtime.monotonic() - this.#shownAt);
    return this.#watchers.subscribe({ first: [first], ...(signal === undefined ? {} : { signal }) });
  }

  close(): void {
    this.#watchers.close();
  }

  answered(error: PlenticoreError | undefined): void {
    this.#asked = { error, answered: this.#asked.answered || error === undefined };
    this.refresh();
  }

  get deadline(): number {
    return Math.min(this.#sentAt + this.#options.heartbeatMs, this.#shownAt + this.#shown.freshForMs);
  }

  check(): void {
    const beats = this.#options.runtime.monotonic() - this.#sentAt >= this.#options.heartbeatMs;
    this.refresh({ always: beats });
  }

  refresh({ always = false } = {}): void {
    const shown = this.#options.show(this.#asked);
    const news = always || !isSameButForAge(this.#shown.state, shown.state);
    this.#shown = shown;
    this.#shownAt = this.#options.runtime.monotonic();
    if (!news) return;
    this.#sentAt = this.#shownAt;
    this.#watchers.publish(shown.state);
  }
}

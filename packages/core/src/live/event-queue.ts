import type { Mailbox } from "./subscriber.ts";
import type { DeviceEventState } from "./types.ts";

const MAX_WAITING = 100;

/** Events in their order; of a reader who is too slow the oldest are dropped, and the next one says how many. */
export class EventQueue implements Mailbox<DeviceEventState> {
  readonly #waiting: DeviceEventState[] = [];

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  put(state: DeviceEventState): void {
    this.#waiting.push(state);
    if (this.#waiting.length <= MAX_WAITING) return;
    const [dropped, next] = this.#waiting.splice(0, 2) as [DeviceEventState, DeviceEventState];
    this.#waiting.unshift({ ...next, gap: next.gap + dropped.gap + 1 });
  }

  take(): DeviceEventState {
    return this.#waiting.shift() as DeviceEventState;
  }
}

import type { FleetLiveSubscription } from "@plenticore/client";

type Update = FleetLiveSubscription["inverterLive"];

/** What is known of an inverter by its newest event. */
export interface LiveInverter extends Update {
  /** On the page's own clock, in ms. */
  readonly receivedAt: number;
}

type Listener = () => void;

const putRightMs = 60_000;

/** The newest of each inverter, outside of React: a row hears only of its own. */
export class LiveStore {
  readonly #inverters = new Map<string, LiveInverter>();
  readonly #ofOne = new Map<string, Set<Listener>>();
  readonly #ofAll = new Set<Listener>();
  /** What the gateway's clock is ahead of the page's own, at least: a value is some time on its way. */
  #aheadMs = Number.NEGATIVE_INFINITY;

  /** The same object until the next event of this inverter. */
  get(inverterId: string): LiveInverter | undefined {
    return this.#inverters.get(inverterId);
  }

  /** The gateway's time at a moment of the page's own clock, in ms since 1970; undefined before the first value. */
  timeAt(moment: number): number | undefined {
    return Number.isFinite(this.#aheadMs) ? moment + this.#aheadMs : undefined;
  }

  put(update: Update, receivedAt: number): void {
    if (update.live !== null) {
      const { observedAt, ageSeconds } = update.live;
      const aheadMs = Date.parse(observedAt) + ageSeconds * 1000 - receivedAt;
      // One that is so much less was not held up: the gateway's clock was put right.
      const isPutRight = this.#aheadMs - aheadMs > putRightMs;
      this.#aheadMs = isPutRight ? aheadMs : Math.max(this.#aheadMs, aheadMs);
    }
    this.#inverters.set(update.inverterId, { ...update, receivedAt });
    for (const listener of this.#ofOne.get(update.inverterId) ?? []) listener();
    for (const listener of this.#ofAll) listener();
  }

  /** Calls at each event of one inverter. */
  subscribe(inverterId: string, listener: Listener): () => void {
    const listeners = this.#ofOne.get(inverterId) ?? new Set();
    this.#ofOne.set(inverterId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#ofOne.delete(inverterId);
    };
  }

  /** Calls at each event. */
  subscribeAll(listener: Listener): () => void {
    this.#ofAll.add(listener);
    return () => this.#ofAll.delete(listener);
  }
}

import { backoff } from "../backoff.ts";
import { isPlenticoreError, PlenticoreError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import type { Grid } from "./grid.ts";
import type { Polled, Wants } from "./poll.ts";

export interface LaneOptions {
  readonly wants: Wants;
  readonly runtime: Pick<Runtime, "monotonic" | "random">;
  readonly floorMs: number;
  readonly grid: Grid;
  /** A tick has ended. */
  readonly onAnswered: () => void;
}

interface Due {
  nextAt: number;
  /** Never asked yet, or not since the inverter came back: it does not wait for the pace of the others. */
  hurried: boolean;
}

const BACKOFF_BASE_MS = 1_000;
const BACKOFF_CAP_MS = 10_000;

/** What is asked of an inverter together: at the pace of the fastest, each of the others in the ticks in which it is due. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #topics = new Map<Polled, Due>();
  #paceMs = Number.POSITIVE_INFINITY;
  #isAsking = false;
  #notBefore = Number.NEGATIVE_INFINITY;
  #delays: Generator<number, never>;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#delays = this.#newDelays();
  }

  get isEmpty(): boolean {
    return this.#topics.size === 0;
  }

  add(topic: Polled): void {
    this.#topics.set(topic, this.#soon());
    this.#paceMs = Math.min(this.#paceMs, topic.everyMs);
  }

  delete(topic: Polled): void {
    this.#topics.delete(topic);
    if (topic.everyMs > this.#paceMs) return;
    this.#paceMs = Number.POSITIVE_INFINITY;
    for (const { everyMs } of this.#topics.keys()) this.#paceMs = Math.min(this.#paceMs, everyMs);
  }

  /** Asks all at the next step of the floor. */
  hurry(): void {
    this.#notBefore = Number.NEGATIVE_INFINITY;
    for (const topic of this.#topics.keys()) this.#topics.set(topic, this.#soon());
  }

  /** When the next tick is, on the monotonic clock in ms; infinite while the one before is under way: it is not stacked. */
  get nextAt(): number {
    if (this.#isAsking) return Number.POSITIVE_INFINITY;
    let nextAt = Number.POSITIVE_INFINITY;
    for (const due of this.#topics.values()) nextAt = Math.min(nextAt, this.#tickOf(due));
    return Math.max(nextAt, this.#notBefore);
  }

  async tick(): Promise<void> {
    this.#isAsking = true;
    const now = this.#options.runtime.monotonic();
    const due: Polled[] = [];
    for (const [topic, { nextAt }] of this.#topics) if (nextAt <= now) due.push(topic);
    let errors: ReadonlyMap<Polled, PlenticoreError> = new Map();
    let fault: PlenticoreError | undefined;
    try {
      errors = await this.#options.wants.ask(due);
      this.#delays = this.#newDelays();
    } catch (error) {
      fault = isPlenticoreError(error) ? error : new PlenticoreError("INTERNAL", "the poll failed", { cause: error });
      this.#notBefore = this.#options.runtime.monotonic() + this.#delays.next().value;
    }
    this.#isAsking = false;
    for (const topic of due) this.#served(topic, fault ?? errors.get(topic));
    this.#options.onAnswered();
  }

  #served(topic: Polled, error: PlenticoreError | undefined): void {
    // Gone meanwhile, as all are when the inverter is closed.
    if (!this.#topics.has(topic)) return;
    const { grid, runtime } = this.#options;
    this.#topics.set(topic, { nextAt: grid.after(runtime.monotonic(), topic.everyMs), hurried: false });
    topic.answered(error);
  }

  #soon(): Due {
    const { grid, runtime, floorMs } = this.#options;
    return { nextAt: grid.at(runtime.monotonic(), floorMs), hurried: true };
  }

  /** A slower one waits for the next tick of the fastest. */
  #tickOf({ nextAt, hurried }: Due): number {
    return hurried ? nextAt : this.#options.grid.at(nextAt, this.#paceMs);
  }

  #newDelays(): Generator<number, never> {
    const { runtime } = this.#options;
    return backoff({ baseMs: BACKOFF_BASE_MS, capMs: BACKOFF_CAP_MS, random: () => runtime.random() });
  }
}

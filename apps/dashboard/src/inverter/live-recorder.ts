import { RingBuffer } from "../chart/ring-buffer.ts";
import { joined, lowerBound, type Row, type Samples, samplesOf } from "../chart/samples.ts";
import type { ChartSource } from "../chart/source.ts";
import type { TimeSpan } from "../chart/zone.ts";

/** What is recorded of a live value. */
export interface Recorded {
  readonly observedAt: string;
  readonly ageSeconds: number;
  readonly power: {
    readonly solar: number | null;
    readonly home: number | null;
    readonly grid: number | null;
    readonly battery: number | null;
  };
}

/** Columns of a recorder's rows, in W. */
export const recordedNames = ["solar", "home", "grid", "battery"] as const;

/** How far back a live chart goes. */
const hours = 6;
const windowMs = hours * 3_600_000;
/** One row a second, which is the fastest that a gateway gives. */
const capacity = hours * 3600;
/** A picture of seconds says nothing. */
const leastMs = 60_000;
/** As core tells what is stale: older than three paces and 15 s. */
const leastGapMs = 15_000;
/** The log has a row for five minutes. */
const logGapMs = 450_000;

/** The last hours of an inverter: what the page has seen of it, and before that, what its log tells. */
export class LiveRecorder implements ChartSource {
  readonly live = true;
  readonly #ring = new RingBuffer(capacity, recordedNames.length);
  readonly #listeners = new Set<() => void>();
  #past: Samples = samplesOf([]);
  #gapMs = leastGapMs;
  /** The newest that is known of the gateway's clock. */
  #now: number;

  /** @param now ms since 1970, where nothing has come yet */
  constructor(now: number) {
    this.#now = now;
  }

  /** @param every the pace in s that values come with */
  record({ observedAt, ageSeconds, power }: Recorded, every: number): void {
    const time = Date.parse(observedAt);
    if (
      this.#ring.push(
        time,
        recordedNames.map((name) => power[name]),
      )
    ) {
      this.#gapMs = Math.max(this.#gapMs, 3 * every * 1000);
    }
    // Also a value that is old tells what time it is: the hole after it grows.
    this.#now = Math.max(this.#ring.length === 1 ? 0 : this.#now, time + ageSeconds * 1000);
    this.#changed();
  }

  /** Takes over what the log tells of the time before the first value that was seen. */
  remember(rows: readonly Row[]): void {
    this.#past = samplesOf(rows);
    this.#changed();
  }

  samples(): Samples {
    return joined(this.#past, this.#ring);
  }

  bounds(): TimeSpan {
    const to = this.#now;
    const samples = this.samples();
    // Before the oldest that is known of these hours there is nothing to look at.
    const oldest = samples.time(lowerBound(samples, to - windowMs));
    return { from: Math.min(Number.isNaN(oldest) ? to : oldest, to - leastMs), to };
  }

  gapMs(time: number): number {
    const seen = this.#ring.length === 0 ? Number.POSITIVE_INFINITY : this.#ring.time(0);
    return time <= seen ? logGapMs : this.#gapMs;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

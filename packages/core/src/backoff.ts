export interface BackoffOptions {
  readonly baseMs: number;
  readonly capMs: number;
  readonly random: () => number;
}

/**
 * An endless schedule of delays in ms: doubling from `baseMs` up to `capMs`, each with full jitter, also at the cap,
 * so that many that fell out together do not come back together.
 */
export function* backoff({ baseMs, capMs, random }: BackoffOptions): Generator<number, never> {
  for (let ceiling = Math.min(baseMs, capMs); ; ceiling = Math.min(ceiling * 2, capMs)) {
    yield random() * ceiling;
  }
}

import type { Clock } from "./clock.ts";
import type { Toxic } from "./toxics.ts";

/** Bytes on their way. */
export interface Chunk {
  readonly data: Buffer;
  /** On the clock. */
  readonly receivedAt: number;
}

/** What an effect may do to the connection that it sits on. */
export interface Target {
  /** Ends both sides in order, after what was sent. */
  close(): void;
  /** RST to both sides. */
  reset(): void;
}

export interface EffectContext {
  readonly clock: Clock;
  readonly random: () => number;
  /** Aborts when the toxic is removed or the connection is over. */
  readonly removed: AbortSignal;
  readonly target: Target;
}

/** What one toxic does to one stream of one connection. */
export interface Effect {
  /** Hands on what becomes of a chunk, in order. Default: as it is. */
  pass?(chunk: Chunk, next: (chunk: Chunk) => Promise<void>): Promise<void>;
  /** The end of the stream is handed on when this resolves. Default: at once. */
  end?(): Promise<void>;
  /** Whether also a reset is not handed on. Default false. */
  readonly mute?: boolean;
}

/** `half_open` and `refuse` are no effects on a stream: the proxy knows them. */
export function createEffect(toxic: Toxic, { clock, random, removed, target }: EffectContext): Effect {
  const pause = (ms: number): Promise<void> => (ms > 0 ? clock.sleep(ms, removed) : Promise.resolve());
  switch (toxic.type) {
    case "latency":
      return {
        async pass(chunk, next) {
          const jitter = (toxic.jitterMs ?? 0) * (2 * random() - 1);
          await pause(chunk.receivedAt + toxic.latencyMs + jitter - clock.now());
          await next(chunk);
        },
      };
    case "bandwidth":
      return {
        async pass(chunk, next) {
          const most = Math.max(1, Math.floor(toxic.bytesPerSecond / PIECES_PER_SECOND));
          for (const piece of cut(chunk, () => most)) {
            await pause((piece.data.length / toxic.bytesPerSecond) * 1_000);
            await next(piece);
          }
        },
      };
    case "slow_close":
      return { end: () => pause(toxic.delayMs) };
    case "timeout":
      after(toxic.timeoutMs ?? 0, () => target.close());
      return { pass: async () => undefined, end: () => aborted(removed), mute: true };
    case "reset_peer":
      if (toxic.afterBytes === undefined) {
        after(toxic.timeoutMs ?? 0, () => target.reset(), { atOnce: true });
        return {};
      }
      return {
        pass: limited(toxic.afterBytes, () => after(toxic.timeoutMs ?? 0, () => target.reset(), { atOnce: true })),
      };
    case "limit_data":
      return { pass: limited(toxic.bytes, () => target.close()) };
    case "slicer":
      return {
        async pass(chunk, next) {
          const { averageBytes, variationBytes = 0, delayMs = 0 } = toxic;
          const size = (): number => Math.max(1, Math.round(averageBytes + variationBytes * (2 * random() - 1)));
          for (const piece of cut(chunk, size)) {
            await next(piece);
            await pause(delayMs);
          }
        },
      };
    case "corrupt":
      return { pass: corrupting(toxic.everyBytes ?? 100, toxic.mask ?? 0x80, random) };
    default:
      return {};
  }

  function after(ms: number, act: () => void, { atOnce = false } = {}): void {
    if (ms > 0) {
      void clock.sleep(ms, removed).then(() => {
        if (!removed.aborted) act();
      });
    } else if (atOnce) {
      act();
    }
  }
}

/** A toxiproxy sends what fits into a tenth of a second, then waits. */
const PIECES_PER_SECOND = 10;

function* cut({ data, receivedAt }: Chunk, size: () => number): Generator<Chunk> {
  for (let offset = 0; offset < data.length; ) {
    const piece = data.subarray(offset, offset + size());
    offset += piece.length;
    yield { data: piece, receivedAt };
  }
}

/** Lets so many bytes through, then acts once and lets nothing through. */
function limited(bytes: number, act: () => void): NonNullable<Effect["pass"]> {
  let left = bytes;
  return async (chunk, next) => {
    if (left < 0) return;
    const data = chunk.data.subarray(0, left);
    left -= data.length;
    if (data.length > 0) await next({ ...chunk, data });
    if (left > 0) return;
    left = -1;
    act();
  };
}

function corrupting(everyBytes: number, mask: number, random: () => number): NonNullable<Effect["pass"]> {
  const gap = (): number => 1 + Math.floor(random() * (2 * everyBytes - 1));
  let untilNext = gap();
  return async (chunk, next) => {
    const data = Buffer.from(chunk.data);
    for (untilNext -= 1; untilNext < data.length; untilNext += gap()) data[untilNext] = (data[untilNext] ?? 0) ^ mask;
    untilNext -= data.length - 1;
    await next({ ...chunk, data });
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

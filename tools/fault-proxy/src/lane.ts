import { once } from "node:events";
import type { Socket } from "node:net";
import type { Clock } from "./clock.ts";
import type { Chunk, Effect } from "./effects.ts";

/** The source is not read on while so many bytes wait. */
const MOST_WAITING_BYTES = 256 * 1_024;

/** One direction of a connection: what the source says goes through the effects in force to the sink, in order. */
export class Lane {
  readonly effects = new Set<Effect>();
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #waiting: (Chunk | "end")[] = [];
  #waitingBytes = 0;
  #pumping = false;
  #silent = false;

  constructor(source: Socket, sink: Socket, clock: Clock) {
    this.#source = source;
    this.#sink = sink;
    source.on("data", (data: Buffer) => this.#take({ data, receivedAt: clock.now() }));
    source.on("end", () => this.#take("end"));
  }

  /** From now on nothing gets through, and nobody is told. */
  silence(): void {
    this.#silent = true;
    this.#source.resume();
  }

  /** Whether the other side is not told that this one broke. */
  get mute(): boolean {
    return this.#silent || Array.from(this.effects).some(({ mute }) => mute === true);
  }

  #take(item: Chunk | "end"): void {
    if (this.#silent) {
      // Its peer is gone: there is nobody to hear the rest.
      if (item === "end") this.#source.destroy();
      return;
    }
    this.#waiting.push(item);
    if (item !== "end") this.#waitingBytes += item.data.length;
    if (this.#waitingBytes > MOST_WAITING_BYTES) this.#source.pause();
    if (!this.#pumping) void this.#pump();
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) {
      const effects = [...this.effects];
      if (item === "end") {
        for (const effect of effects) await effect.end?.();
        if (!this.#silent) this.#sink.end();
        continue;
      }
      this.#waitingBytes -= item.data.length;
      await this.#pass(item, effects, 0);
      if (this.#waitingBytes <= MOST_WAITING_BYTES) this.#source.resume();
    }
    this.#pumping = false;
  }

  async #pass(chunk: Chunk, effects: readonly Effect[], index: number): Promise<void> {
    const effect = effects[index];
    if (effect === undefined) return this.#write(chunk.data);
    if (effect.pass === undefined) return this.#pass(chunk, effects, index + 1);
    return effect.pass(chunk, (next) => this.#pass(next, effects, index + 1));
  }

  async #write(data: Buffer): Promise<void> {
    if (this.#silent || !this.#sink.writable) return;
    if (this.#sink.write(data)) return;
    const gone = new AbortController();
    const closed = once(this.#sink, "close", { signal: gone.signal });
    const drained = once(this.#sink, "drain", { signal: gone.signal });
    await Promise.race([closed, drained]).catch(() => undefined);
    gone.abort();
    await Promise.allSettled([closed, drained]);
  }
}

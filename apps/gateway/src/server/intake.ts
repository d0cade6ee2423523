import type { WebSocket } from "ws";
import type { LiveLimits } from "../live/limits.ts";

/** The limit that a flood is over. */
export type FloodLimit = "messagesPer10s" | "requestsPerMinute";

export interface IntakeOptions {
  readonly limits: Pick<LiveLimits, "messagesPer10s">;
  /** Once: whoever sends must be ended. */
  readonly onFlood: (limit: FloodLimit, reason: string) => void;
}

/** What a client sends is counted in windows of this length, in ms. */
export const floodWindowMs = 10_000;
/** So many operations over the key's rate are told so within a window. */
const mostOverRate = 20;

/**
 * What comes in of one WebSocket. Where it is too much, nothing more is read: it stays on the sender's side, and costs the
 * gateway neither time nor memory.
 */
export class Intake {
  readonly #socket: Pick<WebSocket, "pause" | "resume">;
  readonly #options: IntakeOptions;
  /** Messages of the present window. */
  #messages = 0;
  /** Operations of the present window that were over the key's rate. */
  #overRate = 0;
  #state: "open" | "resting" | "shut" = "open";

  constructor(socket: Pick<WebSocket, "pause" | "resume">, options: IntakeOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  /** Counts a message, ping or pong. @returns whether it may be dealt with */
  take(): boolean {
    // What was read before may come for a while.
    if (this.#state === "shut") return false;
    const { messagesPer10s } = this.#options.limits;
    this.#messages += 1;
    if (this.#messages <= messagesPer10s) return true;
    this.#flood("messagesPer10s", `limits.messagesPer10s: more than ${messagesPer10s}`);
    return false;
  }

  /** An operation was over the key's rate: nothing is read until the next tick. Who has more on its way goes on, and is a flood. */
  overRate(): void {
    if (this.#state === "shut") return;
    this.#overRate += 1;
    if (this.#overRate >= mostOverRate) {
      this.#flood(
        "requestsPerMinute",
        "limits.requestsPerMinute or newDocumentsPerMinute: this key went on over its rate",
      );
      return;
    }
    this.#state = "resting";
    this.#socket.pause();
  }

  /** @param newWindow whether the counts begin anew */
  tick(newWindow: boolean): void {
    if (newWindow) {
      this.#messages = 0;
      this.#overRate = 0;
    }
    if (this.#state !== "resting") return;
    this.#state = "open";
    this.#socket.resume();
  }

  /** Reads nothing more, for good. Not even an answer to `close` is heard then. */
  shut(): void {
    this.#state = "shut";
    this.#socket.pause();
  }

  #flood(limit: FloodLimit, reason: string): void {
    this.shut();
    this.#options.onFlood(limit, reason);
  }
}

/** Keys that flooded a short while ago. */
export class FloodingKeys {
  readonly #at = new Map<string, number>();
  readonly #now: () => number;

  /** @param now monotonic, in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(name: string): void {
    this.#at.set(name, this.#now());
  }

  has(name: string): boolean {
    return this.#now() - (this.#at.get(name) ?? Number.NEGATIVE_INFINITY) < floodWindowMs;
  }

  /** Forgets those of long ago. */
  sweep(): void {
    for (const name of this.#at.keys()) if (!this.has(name)) this.#at.delete(name);
  }
}

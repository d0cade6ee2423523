import type { Call, Connection } from "./connection.ts";
import type { ReadPriority } from "./merged-reader.ts";
import type { Runtime } from "./runtime.ts";

interface Entry {
  readonly answer: Promise<unknown>;
  readonly priority: ReadPriority;
  /** Monotonic, in ms; undefined while the request is under way. */
  answeredAt?: number;
}

const MAX_ENTRIES = 64;

/** One request for all who ask the same within a moment; what was answered serves for `maxAgeMs`. Failures are not kept. */
export class SharedCalls {
  readonly #connection: Connection;
  readonly #runtime: Pick<Runtime, "monotonic">;
  readonly #maxAgeMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(connection: Connection, runtime: Pick<Runtime, "monotonic">, maxAgeMs: number) {
    this.#connection = connection;
    this.#runtime = runtime;
    this.#maxAgeMs = maxAgeMs;
  }

  /** `key` names the call and its arguments, and with them the type of the answer. */
  get<Value>(key: string, call: Call<Value>, priority: ReadPriority = "read"): Promise<Value> {
    const kept = this.#entries.get(key);
    if (kept !== undefined && this.#isFresh(kept, priority)) return kept.answer as Promise<Value>;
    const answer = this.#connection.request(call, undefined, priority);
    const entry: Entry = { answer, priority };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#forgetOldest();
    answer.then(
      () => {
        entry.answeredAt = this.#runtime.monotonic();
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return answer;
  }

  /** Whether a reader would be served without another request. */
  has(key: string): boolean {
    const kept = this.#entries.get(key);
    return kept !== undefined && this.#isFresh(kept, "read");
  }

  #isFresh({ answeredAt, ...entry }: Entry, priority: ReadPriority): boolean {
    // A user does not wait for what is polled: that may be behind other users.
    if (answeredAt === undefined) return entry.priority === "read" || priority === "poll";
    return this.#runtime.monotonic() - answeredAt <= this.#maxAgeMs;
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) return;
      this.#entries.delete(key);
    }
  }
}

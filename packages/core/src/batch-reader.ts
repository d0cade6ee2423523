import { type BatchSink, type BatchSource, type Found, readBatch } from "./batch.ts";
import type { Ask, Call, Connection } from "./connection.ts";
import { type ErrorCode, isPlenticoreError } from "./errors.ts";
import { Marks } from "./marks.ts";
import { MergedReader, type ReadPriority } from "./merged-reader.ts";
import type { Runtime } from "./runtime.ts";
import { Selection } from "./selection.ts";
import { Snapshot } from "./snapshot.ts";

/** The three requests by which a device gives one kind of value. */
export interface BatchCalls<Value> {
  readonly operation: string;
  all(wanted: Selection): Call<Found<Value>>;
  many(moduleId: string, ids: readonly string[]): Call<Found<Value>>;
  one(moduleId: string, id: string): Call<Found<Value>>;
}

export interface BatchReaderOptions<Value> {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly calls: BatchCalls<Value>;
  /** Each value as it arrives, before it replaces the one before. */
  readonly onFound?: (moduleId: string, id: string, value: Value) => void;
  /** A batch is read, and what it says of bad ids is not yet noted: the time to forget what was noted before. */
  readonly onRead?: () => void;
  /** How long a batch took, in ms, whatever came of it. */
  readonly onTook?: (tookMs: number) => void;
}

/** Values of one kind (process data or settings) of one inverter: what many want is asked once, and kept. */
export class BatchReader<Value> {
  readonly snapshot: Snapshot<Value>;
  readonly marks: Marks;
  readonly #options: BatchReaderOptions<Value>;
  readonly #merged: MergedReader<Ask>;
  readonly #waitingModules = new Map<string, Promise<void>>();
  #good: readonly [moduleId: string, id: string] | undefined;

  constructor(options: BatchReaderOptions<Value>) {
    const { connection, runtime } = options;
    this.#options = options;
    this.snapshot = new Snapshot(runtime);
    this.marks = new Marks(runtime);
    this.#merged = new MergedReader({
      runtime,
      ageMs: (moduleId, id) => this.snapshot.ageMs(moduleId, id),
      enqueue: (priority, flush) => connection.run(priority, flush),
      patienceMs: () => connection.patienceMs,
      lastAnswerAt: () => connection.lastAnswerAt,
      busy: () => connection.error("DEVICE_BUSY", "reading", "the inverter is still working on something else"),
      fetch: (wanted, ask, callers) => this.#fetch(wanted, callers.length === 0 ? ask : sentFor(callers, ask)),
      caller: () => connection.caller,
    });
  }

  /**
   * Resolves with those of `wanted` that are now in the snapshot, at most `maxAgeMs` old; the others are marked.
   *
   * @throws PlenticoreError
   */
  async read(wanted: Selection, maxAgeMs: number, signal?: AbortSignal, priority?: ReadPriority): Promise<Selection> {
    const startedAt = this.#options.runtime.monotonic();
    await this.#merged.read(this.#withoutMarked(wanted), maxAgeMs, signal, priority);
    return this.#readable(wanted, startedAt - maxAgeMs);
  }

  /** Values of one module as they are now, whatever becomes of them later; null of what the device has no value for. @throws PlenticoreError */
  async readNow(moduleId: string, ids: readonly string[], signal?: AbortSignal): Promise<(id: string) => Value | null> {
    const readable = await this.read(Selection.of(ids.map((id) => [moduleId, id] as const)), 0, signal);
    const values = new Map(Array.from(readable, ([, id]) => [id, this.snapshot.get(moduleId, id)?.value ?? null]));
    return (id) => values.get(id) ?? null;
  }

  /**
   * As `read`, of all that one module lists, by the request that gives a module whole; where that fails for an id, by those
   * for single ids. Who asks while it waits for its turn is served by it.
   *
   * @throws PlenticoreError
   */
  async readModule(
    moduleId: string,
    ids: Iterable<string>,
    whole: Call<Found<Value>>,
    maxAgeMs: number,
  ): Promise<Selection> {
    const { runtime, connection } = this.#options;
    const startedAt = runtime.monotonic();
    const wanted = Selection.of(Array.from(ids, (id) => [moduleId, id] as const));
    const askable = this.#withoutMarked(wanted);
    if (this.kept(askable, maxAgeMs) === undefined) {
      const leave = () => {
        if (this.#waitingModules.get(moduleId) === reading) this.#waitingModules.delete(moduleId);
      };
      const begin = () =>
        connection.run("read", (ask) => {
          leave();
          return this.#fetch(askable, ask, whole);
        });
      const reading = this.#waitingModules.get(moduleId) ?? begin();
      this.#waitingModules.set(moduleId, reading);
      await reading.finally(leave);
    }
    return this.#readable(wanted, startedAt - maxAgeMs);
  }

  /** What a reading would resolve with if nothing need be asked now; undefined where something is too old. */
  kept(wanted: Selection, maxAgeMs: number): Selection | undefined {
    const askable = this.#withoutMarked(wanted);
    return this.#merged.serves(askable, maxAgeMs) ? askable : undefined;
  }

  /** Those that have a value, however old; the same selection where that is all of them. */
  known(wanted: Selection): Selection {
    return this.#readable(wanted, Number.NEGATIVE_INFINITY);
  }

  /** Reads anew within a turn that is held already; resolves with those of `wanted` that have a value now. */
  async readWithin(ask: Ask, wanted: Selection): Promise<Selection> {
    const startedAt = this.#options.runtime.monotonic();
    await this.#fetch(wanted, ask);
    return this.#readable(wanted, startedAt);
  }

  /** Why an id has no value on this device, where that is known. */
  code(moduleId: string, id: string): ErrorCode | undefined {
    return this.marks.get(moduleId, id);
  }

  /**
   * A value that this reading did not bring, though nobody marked it, is as good as none. Told by when it was observed and
   * not by its age: a busy machine may take its time between two looks at the clock.
   *
   * @param since on the monotonic clock
   */
  #readable(wanted: Selection, since: number): Selection {
    const unmarked = this.#withoutMarked(wanted);
    const isYoung = (moduleId: string, id: string) => {
      const observation = this.snapshot.get(moduleId, id);
      return observation !== undefined && observation.observedAtMonotonic >= since;
    };
    if (unmarked.every(isYoung)) return unmarked;
    return Selection.of([...unmarked].filter(([moduleId, id]) => isYoung(moduleId, id)));
  }

  #withoutMarked(wanted: Selection): Selection {
    if (this.marks.isEmpty) return wanted;
    const readable = new Selection();
    for (const [moduleId, id] of wanted) {
      if (this.marks.get(moduleId, id) === undefined) readable.add(moduleId, id);
    }
    return readable;
  }

  async #fetch(wanted: Selection, ask: Ask, first?: Call<Found<Value>>): Promise<void> {
    const { calls, connection, runtime, onTook } = this.#options;
    const startedAt = runtime.monotonic();
    const bad: Parameters<BatchSink<Value>["bad"]>[] = [];
    try {
      await readBatch(this.#source(ask, first), wanted, {
        found: (moduleId, id, value) => {
          this.#options.onFound?.(moduleId, id, value);
          this.snapshot.put(moduleId, id, value);
          this.#good = [moduleId, id];
        },
        bad: (...verdict) => bad.push(verdict),
      });
    } catch (error) {
      if (isPlenticoreError(error) && error.code === "FORBIDDEN_FOR_ROLE") connection.forbid(calls.operation, error);
      throw error;
    } finally {
      onTook?.(runtime.monotonic() - startedAt);
      this.#options.onRead?.();
      for (const [moduleId, id, code, cause] of bad) this.marks.put(moduleId, id, code, cause === "BAD_ANSWER");
    }
  }

  /** `first`: a request for all that is wanted, in place of the one that takes any ids. */
  #source(ask: Ask, first?: Call<Found<Value>>): BatchSource<Value> {
    const { calls, connection } = this.#options;
    // Within a batch that is being taken apart a refusal or a busy answer speaks of an id, not of the session or the hour.
    const apart = { sessionProved: true, rememberRefusal: false, patient: false };
    return {
      all: async (wanted) => {
        const found = await ask({ ...(first ?? calls.all(wanted)), rememberRefusal: false });
        if (wanted.size <= 1 || !isEmpty(found)) return found;
        throw connection.error("BAD_ANSWER", "reading", "the inverter gave none of the values asked for");
      },
      many: (moduleId, ids) => ask({ ...calls.many(moduleId, ids), ...apart }),
      one: (moduleId, id) => ask({ ...calls.one(moduleId, id), ...apart }),
      probe: async () => {
        if (this.#good === undefined) return undefined;
        try {
          return !isEmpty(await ask({ ...calls.one(...this.#good), ...apart }));
        } catch (error) {
          if (isPlenticoreError(error)) return false;
          throw error;
        }
      },
      backoff: () => connection.pause(),
    };
  }
}

const sentFor =
  (callers: readonly unknown[], ask: Ask): Ask =>
  (call, signal) =>
    ask({ ...call, callers }, signal);

const isEmpty = (found: Iterable<unknown>): boolean => {
  for (const _ of found) return false;
  return true;
};

import { type ErrorCode, isPlenticoreError, type PlenticoreError } from "./errors.ts";
import { Selection } from "./selection.ts";

/** How one kind of value (process data, settings) is asked of a device. Each method is one request, and rejects with a PlenticoreError. */
export interface BatchSource<Value> {
  /** Across modules. */
  all(wanted: Selection): Promise<Found<Value>>;
  /** Inside one module. */
  many(moduleId: string, ids: readonly string[]): Promise<Found<Value>>;
  one(moduleId: string, id: string): Promise<Found<Value>>;
  /** Whether something that was good before is answered now; undefined where nothing is known to be good. */
  probe(): Promise<boolean | undefined>;
  /** Waits one back-off. */
  backoff(): Promise<void>;
}

export type Found<Value> = Iterable<readonly [moduleId: string, id: string, value: Value]>;

/** Hears of each id exactly once, as soon as it is known. */
export interface BatchSink<Value> {
  found(moduleId: string, id: string, value: Value): void;
  /** `cause`: what the device did when it was asked for this one, or nothing where it was left out. */
  bad(moduleId: string, id: string, code: ErrorCode, cause?: ErrorCode): void;
}

type Entry = readonly [moduleId: string, id: string];

/**
 * Reads `wanted` in one request; where an id spoils the whole batch (404, 500, 401, an unreadable answer, or a 503 that
 * outlives a back-off while a good id is answered), halves it until the id is found: at most 2·log₂ n + 1 requests for
 * one bad id among n, and one more for each time that the device itself is put to the test. No id is called bad before
 * the device has answered for another one.
 *
 * @throws PlenticoreError when the fault is the device's, not an id's.
 */
export async function readBatch<Value>(
  source: BatchSource<Value>,
  wanted: Selection,
  sink: BatchSink<Value>,
): Promise<void> {
  const entries = [...wanted];
  const bisection = new Bisection(source, sink);
  const fault = await bisection.attempt(entries, source.all(wanted));
  if (fault === undefined) return;
  const healthy = isNotFound(fault) || (await source.probe());
  if (healthy === false) throw fault;
  await bisection.run(entries, fault, healthy === true);
}

type Verdict = readonly [entry: Entry, code: ErrorCode, cause: ErrorCode];

class Bisection<Value> {
  readonly #source: BatchSource<Value>;
  readonly #sink: BatchSink<Value>;
  /** Ids found bad while nothing has proved that the device itself is well. */
  readonly #suspended: Verdict[] = [];
  #healthy = false;
  #fruitless = 0;
  #fruitlessLimit = 0;
  #firstFault: PlenticoreError | undefined;

  constructor(source: BatchSource<Value>, sink: BatchSink<Value>) {
    this.#source = source;
    this.#sink = sink;
  }

  /** Undefined when read; the fault, when the fault may be that of one of the entries. */
  async attempt(
    entries: readonly Entry[],
    answer: Promise<Found<Value>> = ask(this.#source, entries),
  ): Promise<PlenticoreError | undefined> {
    try {
      this.#report(entries, await answer);
      return undefined;
    } catch (error) {
      if (!mayBeAnIdsFault(error)) throw error;
      this.#fruitless += 1;
      return error;
    }
  }

  /** @param healthy whether the device is known to be well, so that the fault is an id's */
  async run(entries: readonly Entry[], fault: PlenticoreError, healthy: boolean): Promise<void> {
    this.#firstFault = fault;
    this.#healthy ||= healthy;
    // As many as lead to one id: where not one of them is answered, the device is at fault and not so many ids.
    this.#fruitlessLimit = 2 * Math.ceil(Math.log2(Math.max(2, entries.length))) + 2;
    // A single id is asked once more by its own path: the first request was the form for many.
    await this.#isolate(entries, undefined);
    if (!this.#healthy) throw fault;
  }

  /** Finds the bad ones in `entries`, which hold at least one; `fault` is set where they were just asked together. */
  async #isolate(entries: readonly Entry[], fault: PlenticoreError | undefined): Promise<void> {
    const [entry] = entries;
    if (entry === undefined) return;
    if (!this.#healthy && this.#firstFault !== undefined && this.#fruitless > this.#fruitlessLimit)
      throw this.#firstFault;
    if (entries.length === 1) {
      const last = fault ?? (await this.attempt(entries));
      if (last !== undefined) await this.#condemn(entry, last);
      return;
    }
    const middle = Math.ceil(entries.length / 2);
    const left = entries.slice(0, middle);
    const right = entries.slice(middle);
    const leftFault = await this.attempt(left);
    if (leftFault === undefined) return this.#isolate(right, undefined);
    await this.#isolate(left, leftFault);
    const rightFault = await this.attempt(right);
    if (rightFault !== undefined) await this.#isolate(right, rightFault);
  }

  async #condemn(entry: Entry, fault: PlenticoreError): Promise<void> {
    // Both pass by themselves: no id is blamed for an hour after a bad moment.
    if (fault.code === "DEVICE_BUSY" || fault.code === "BAD_ANSWER") {
      await this.#source.backoff();
      const again = await this.attempt([entry]);
      if (again === undefined) return;
      if ((await this.#source.probe()) === false) throw again;
    }
    const code = fault.code === "FORBIDDEN_FOR_ROLE" ? fault.code : "NOT_AVAILABLE";
    if (this.#healthy) this.#sink.bad(...entry, code, fault.code);
    else this.#suspended.push([entry, code, fault.code]);
  }

  #report(entries: readonly Entry[], found: Found<Value>): void {
    const open = Selection.of(entries);
    for (const [moduleId, id, value] of found) {
      if (!open.has(moduleId, id)) continue;
      open.delete(moduleId, id);
      this.#sink.found(moduleId, id, value);
    }
    this.#healthy = true;
    for (const [entry, ...verdict] of this.#suspended.splice(0)) this.#sink.bad(...entry, ...verdict);
    // Newer firmware leaves out what it does not know instead of refusing the batch.
    for (const [moduleId, id] of open) this.#sink.bad(moduleId, id, "NOT_AVAILABLE");
  }
}

function ask<Value>(source: BatchSource<Value>, entries: readonly Entry[]): Promise<Found<Value>> {
  const [first] = entries;
  if (first === undefined) return Promise.resolve([]);
  const [moduleId, id] = first;
  if (entries.length === 1) return source.one(moduleId, id);
  if (entries.every(([other]) => other === moduleId))
    return source.many(
      moduleId,
      entries.map(([, one]) => one),
    );
  return source.all(Selection.of(entries));
}

const isNotFound = ({ code }: PlenticoreError) => code === "UNKNOWN_MODULE" || code === "UNKNOWN_ID";

const idFaults: ReadonlySet<ErrorCode> = new Set([
  "UNKNOWN_MODULE",
  "UNKNOWN_ID",
  "DEVICE_ERROR",
  "DEVICE_BUSY",
  "FORBIDDEN_FOR_ROLE",
  "BAD_ANSWER",
]);

const mayBeAnIdsFault = (error: unknown): error is PlenticoreError =>
  isPlenticoreError(error) && idFaults.has(error.code);

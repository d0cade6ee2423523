import { type ErrorCode, isPlenticoreError, type PlenticoreError } from "./errors.ts";
import { Selection } from "./selection.ts";

/** How one kind of value (process data, settings) is asked of a device. Each method is one request, and rejects with a PlenticoreError. */
export interface BatchSource<Value> {
  /** Across modules. */
  all(wanted: Selection): Promise<Found<Value>>;
  /** Inside one module. */
  many(moduleId: string, ids: readonly string[]): Promise<Found<Value>>;
  one(moduleId: string, id: string): Promise<Found<Value>>;
  /** Whether something that was good before is answered now; true where nothing is known to be good. */
  probe(): Promise<boolean>;
  /** Waits one back-off. */
  backoff(): Promise<void>;
}

export type Found<Value> = Iterable<readonly [moduleId: string, id: string, value: Value]>;

/** Hears of each id exactly once, as soon as it is known. */
export interface BatchSink<Value> {
  found(moduleId: string, id: string, value: Value): void;
  bad(moduleId: string, id: string, code: ErrorCode): void;
}

type Entry = readonly [moduleId: string, id: string];

/**
 * Reads `wanted` in one request; where an id spoils the whole batch (404, 500, 401, an unreadable answer, or a 503 that
 * outlives a back-off while a good id is answered), halves it until the id is found: at most 2·log₂ n + 1 requests for
 * one bad id among n, and one more for each time that the device itself is put to the test.
 *
 * @throws PlenticoreError when the fault is the device's, not an id's.
 */
export async function readBatch<Value>(
  source: BatchSource<Value>,
  wanted: Selection,
  sink: BatchSink<Value>,
): Promise<void> {
  const report = (entries: readonly Entry[], found: Found<Value>) => {
    const open = Selection.of(entries);
    for (const [moduleId, id, value] of found) {
      if (!open.has(moduleId, id)) continue;
      open.delete(moduleId, id);
      sink.found(moduleId, id, value);
    }
    // Newer firmware leaves out what it does not know instead of refusing the batch.
    for (const [moduleId, id] of open) sink.bad(moduleId, id, "NOT_AVAILABLE");
  };

  /** Undefined when read; the fault, when the fault may be that of one of the entries. */
  const attempt = async (
    entries: readonly Entry[],
    answer: Promise<Found<Value>> = ask(source, entries),
  ): Promise<PlenticoreError | undefined> => {
    try {
      report(entries, await answer);
      return undefined;
    } catch (error) {
      if (mayBeAnIdsFault(error)) return error;
      throw error;
    }
  };

  const condemn = async ([moduleId, id]: Entry, fault: PlenticoreError): Promise<void> => {
    if (fault.code === "DEVICE_BUSY") {
      await source.backoff();
      const again = await attempt([[moduleId, id]]);
      if (again === undefined) return;
      if (!(await source.probe())) throw again;
    }
    sink.bad(moduleId, id, fault.code === "FORBIDDEN_FOR_ROLE" ? fault.code : "NOT_AVAILABLE");
  };

  /** Finds the bad ones in `entries`, which hold at least one; `fault` is set where they were just asked together. */
  const isolate = async (entries: readonly Entry[], fault: PlenticoreError | undefined): Promise<void> => {
    const [entry] = entries;
    if (entry === undefined) return;
    if (entries.length === 1) {
      const last = fault ?? (await attempt(entries));
      if (last !== undefined) await condemn(entry, last);
      return;
    }
    const middle = Math.ceil(entries.length / 2);
    const left = entries.slice(0, middle);
    const right = entries.slice(middle);
    const leftFault = await attempt(left);
    if (leftFault === undefined) return isolate(right, undefined);
    await isolate(left, leftFault);
    const rightFault = await attempt(right);
    if (rightFault !== undefined) await isolate(right, rightFault);
  };

  const entries = [...wanted];
  const fault = await attempt(entries, source.all(wanted));
  if (fault === undefined) return;
  if (!isNotFound(fault) && !(await source.probe())) throw fault;
  // A single id is asked once more by its own path: the first request was the form for many.
  await isolate(entries, undefined);
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

import type { BatchReader } from "./batch-reader.ts";
import type { Ask, Connection } from "./connection.ts";
import { call } from "./device-calls.ts";
import { isPlenticoreError, type PlenticoreError } from "./errors.ts";
import { Selection } from "./selection.ts";
import type { ModuleSettingsInput, ModuleWriteOutcome, WriteOutcome } from "./types.ts";

type Value = (moduleId: string, id: string) => string | null;

/** The device works on some writes for long. */
const WRITE_TIMEOUT_MS = 15_000;

/**
 * Writes settings in one PUT, in the caller's order, between two readings in the same turn of the queue: what the device
 * answers to a PUT is not always what it holds afterwards (FACTS 2.3), and some writes are taken without an effect.
 * A write whose answer got lost is not repeated; the second reading tells what came of it.
 *
 * @throws PlenticoreError of the write, where the values show that it had no effect
 */
export function writeSettings(
  connection: Connection,
  reader: BatchReader<string>,
  modules: readonly ModuleSettingsInput[],
  signal?: AbortSignal,
): Promise<readonly ModuleWriteOutcome[]> {
  const wanted = Selection.of(
    modules.flatMap(({ moduleId, settings }) => settings.map(({ id }) => [moduleId, id] as const)),
  );
  return connection.run(
    "write",
    async (ask) => {
      const before = await readValues(reader, ask, wanted);
      const failure = await put(ask, modules);
      const held = await readValues(reader, ask, wanted);
      const outcomes = modules.map(({ moduleId, settings }) => ({
        moduleId,
        settings: settings.map(({ id, value }) => ({
          id,
          outcome: outcomeOf(value, before(moduleId, id), held(moduleId, id)),
          value: held(moduleId, id),
          before: before(moduleId, id),
        })),
      }));
      const took = outcomes.some(({ settings }) => settings.some(({ outcome }) => outcome === "APPLIED"));
      if (failure !== undefined && !took) throw failure;
      return outcomes;
    },
    signal,
  );
}

function outcomeOf(wanted: string, before: string | null, held: string | null): WriteOutcome {
  if (held === null) return "UNREADABLE";
  if (!isSame(held, wanted)) return "IGNORED";
  return before !== null && isSame(before, wanted) ? "UNCHANGED" : "APPLIED";
}

/** "10" and "10.0" are one value: devices print numbers as they like. */
export function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  if (one.trim() === "" || other.trim() === "") return false;
  return Number(one) === Number(other);
}

async function put(ask: Ask, modules: readonly ModuleSettingsInput[]): Promise<PlenticoreError | undefined> {
  try {
    await ask(
      call(
        "put_settings",
        "writing settings",
        (client, options) =>
          client.putSettings(
            { body: modules.map(({ moduleId, settings }) => ({ moduleid: moduleId, settings: [...settings] })) },
            options,
          ),
        { timeoutMs: WRITE_TIMEOUT_MS, repeatable: false, rememberRefusal: false },
      ),
    );
    return undefined;
  } catch (error) {
    if (isPlenticoreError(error)) return error;
    throw error;
  }
}

/** What the device holds now; null of what can't be read. */
async function readValues(reader: BatchReader<string>, ask: Ask, wanted: Selection): Promise<Value> {
  try {
    const readable = await reader.readWithin(ask, wanted);
    const values = new Map(
      Array.from(readable, ([moduleId, id]) => [`${moduleId}\n${id}`, reader.snapshot.get(moduleId, id)?.value]),
    );
    return (moduleId, id) => values.get(`${moduleId}\n${id}`) ?? null;
  } catch (error) {
    if (isPlenticoreError(error) && error.code !== "CANCELLED") return () => null;
    throw error;
  }
}

const severity: readonly WriteOutcome[] = ["UNCHANGED", "APPLIED", "UNREADABLE", "IGNORED"];

/** Of several writes, the one to worry about most. */
export const worstOutcome = (modules: readonly ModuleWriteOutcome[], of?: ReadonlySet<string>): WriteOutcome =>
  modules
    .flatMap(({ settings }) => settings)
    .filter(({ id }) => of === undefined || of.has(id))
    .reduce<WriteOutcome>(
      (found, { outcome }) => (severity.indexOf(outcome) > severity.indexOf(found) ? outcome : found),
      "UNCHANGED",
    );

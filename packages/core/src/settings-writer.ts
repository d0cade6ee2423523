import type { BatchReader } from "./batch-reader.ts";
import type { SettingsMetadata } from "./capabilities.ts";
import type { Ask, Connection } from "./connection.ts";
import { call } from "./device-calls.ts";
import { isPlenticoreError, type PlenticoreError } from "./errors.ts";
import { isAnswerLost, withOutcome } from "./failures.ts";
import { Selection } from "./selection.ts";
import { isSameValue } from "./setting-checks.ts";
import type { ModuleSettingsInput, ModuleWriteOutcome, WriteOutcome } from "./types.ts";

type Value = (moduleId: string, id: string) => string | null;

/** The device works on some writes for long. */
const WRITE_TIMEOUT_MS = 15_000;

/**
 * Writes settings in one PUT, in the caller's order, between two readings in the same turn of the queue: what the device
 * answers to a PUT is not always what it holds afterwards (FACTS 2.3), and some writes are taken without an effect.
 * A write whose answer got lost is not repeated; the second reading tells what came of it.
 *
 * @param metadata tells which values are texts
 * @throws PlenticoreError of the write, where the values show that it had no effect or can't be read
 */
export function writeSettings(
  connection: Connection,
  reader: BatchReader<string>,
  modules: readonly ModuleSettingsInput[],
  metadata: SettingsMetadata,
  signal?: AbortSignal,
): Promise<readonly ModuleWriteOutcome[]> {
  const typeOf = (moduleId: string, id: string) => metadata.get(moduleId)?.get(id)?.type;
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
          outcome: outcomeOf(value, before(moduleId, id), held(moduleId, id), typeOf(moduleId, id)),
          value: held(moduleId, id),
          before: before(moduleId, id),
        })),
      }));
      if (failure !== undefined) refuseWithoutEffect(failure, outcomes);
      return outcomes;
    },
    signal,
  );
}

function outcomeOf(wanted: string, before: string | null, held: string | null, type?: string): WriteOutcome {
  if (held === null) return "UNREADABLE";
  if (!isSameValue(held, wanted, type)) return "IGNORED";
  return before !== null && isSameValue(before, wanted, type) ? "UNCHANGED" : "APPLIED";
}

/** @throws `failure`, unless the values show that the write was done for all that */
function refuseWithoutEffect(failure: PlenticoreError, modules: readonly ModuleWriteOutcome[]): void {
  const outcomes = modules.flatMap(({ settings }) => settings.map(({ outcome }) => outcome));
  if (outcomes.includes("APPLIED")) return;
  if (!isAnswerLost(failure)) throw failure;
  // The device holds what was wanted: whether by this write or before it does not matter to anybody.
  if (outcomes.every((outcome) => outcome === "UNCHANGED")) return;
  const found = outcomes.includes("UNREADABLE")
    ? "whether the inverter took it is not known, since it can't be read back"
    : "read back, the inverter has not taken it";
  throw withOutcome(failure, found);
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
        { timeoutMs: WRITE_TIMEOUT_MS, repeatable: false, readBack: true, rememberRefusal: false },
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

import { describeProcessData } from "@plenticore/catalogue";
import type { BatchReader } from "./batch-reader.ts";
import type { ProcessDataListing } from "./device-info.ts";
import { type ErrorCode, PlenticoreError } from "./errors.ts";
import type { Measurement } from "./live-values.ts";
import type { Runtime } from "./runtime.ts";
import { Selection } from "./selection.ts";
import type { ModuleProcessData, ProcessDataSelector, ProcessDataValue } from "./types.ts";
import { quantity } from "./units.ts";

/** The ids of a selection that the device lists. @throws PlenticoreError UNKNOWN_MODULE where all of a module is wanted that it lacks */
export function processDataSelection(
  select: readonly ProcessDataSelector[],
  listing: ProcessDataListing,
  inverterId: string,
): Selection {
  const wanted = new Selection();
  for (const { moduleId, ids } of select) {
    const listed = listing.get(moduleId);
    if (listed === undefined && ids === undefined) {
      const what = `${inverterId}: there is no module "${moduleId}" with process data`;
      throw new PlenticoreError("UNKNOWN_MODULE", what, { inverterId });
    }
    for (const id of ids ?? listed ?? []) if (listed?.has(id) === true) wanted.add(moduleId, id);
  }
  return wanted;
}

/** What was selected, in its order, with the values of those that are readable and the reason of the others. */
export function processDataValues(
  select: readonly ProcessDataSelector[],
  listing: ProcessDataListing,
  readable: Selection,
  reader: BatchReader<Measurement>,
  runtime: Pick<Runtime, "now">,
): ModuleProcessData[] {
  const valueOf = (moduleId: string, id: string): ProcessDataValue => {
    const known = describeProcessData(moduleId, id);
    const observation = reader.snapshot.get(moduleId, id);
    const code = readable.has(moduleId, id) ? null : missingCode(moduleId, id, known !== undefined);
    const value = code === null ? observation?.value : undefined;
    return {
      id,
      value: value?.value ?? null,
      unit: value?.unit ?? known?.unit ?? "",
      description: known?.description ?? null,
      observedAt: code === null && observation !== undefined ? observation.observedAt : quantity(runtime.now()),
      code,
    };
  };
  /** What the device does not list now but devices have may come with another state, as the strings' in the morning. */
  const missingCode = (moduleId: string, id: string, known: boolean): ErrorCode => {
    const listed = listing.get(moduleId);
    if (listed === undefined) return known ? "NOT_AVAILABLE" : "UNKNOWN_MODULE";
    if (!listed.has(id)) return known ? "NOT_AVAILABLE" : "UNKNOWN_ID";
    return reader.code(moduleId, id) ?? "NOT_AVAILABLE";
  };
  return select.map(({ moduleId, ids }) => ({
    moduleId,
    values: Array.from(ids ?? listing.get(moduleId) ?? [], (id) => valueOf(moduleId, id)),
  }));
}

import type { DeviceLink } from "../device-link.ts";
import { isPlenticoreError, type PlenticoreError } from "../errors.ts";
import { Selection } from "../selection.ts";
import type { Polled } from "./poll.ts";

/**
 * Reads what all of `due` want in one request, leaving out what a query has read within half a pace. What is wanted of the
 * device only once per login, its lists, is asked as if for a user: users need it as well.
 */
export async function readProcessData(
  link: Pick<DeviceLink, "info" | "processData">,
  due: readonly Polled[],
): Promise<ReadonlyMap<Polled, PlenticoreError>> {
  const { info, processData } = link;
  const errors = new Map<Polled, PlenticoreError>();
  const [listing, noEquipment] = await Promise.all([info.listing.get(), failure(info.equipment.get())]);
  const wanted = new Selection();
  let maxAgeMs = Number.POSITIVE_INFINITY;
  for (const topic of due) {
    try {
      if (topic.wants?.needsEquipment === true && noEquipment !== undefined) throw noEquipment;
      const selection = topic.wants?.select?.(listing) ?? new Selection();
      const young = topic.everyMs / 2;
      const isYoung = selection.every(
        (moduleId, id) =>
          processData.snapshot.ageMs(moduleId, id) <= young || processData.code(moduleId, id) !== undefined,
      );
      if (isYoung) continue;
      maxAgeMs = Math.min(maxAgeMs, young);
      for (const [moduleId, id] of selection) wanted.add(moduleId, id);
    } catch (error) {
      if (!isPlenticoreError(error)) throw error;
      errors.set(topic, error);
    }
  }
  if (wanted.size > 0) await processData.read(wanted, maxAgeMs, undefined, "poll");
  return errors;
}

async function failure(promise: Promise<unknown>): Promise<PlenticoreError | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (isPlenticoreError(error)) return error;
    throw error;
  }
}

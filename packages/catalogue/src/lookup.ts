import { events, processData, settings } from "./data.ts";
import type { EventEntry, EventGeneration, ProcessDataEntry, SettingEntry } from "./types.ts";

// Maps and not objects: ids come from devices, and a device may call one "__proto__".
type ByModule<Entry> = ReadonlyMap<string, ReadonlyMap<string, Entry>>;

const processDataByModule = byModule(processData.filter((entry) => !entry.virtual));
const settingsByModule = byModule(settings);
const eventByCode: ReadonlyMap<number, EventEntry> = new Map(events.map((entry) => [entry.code, entry]));

/** What is known of a process-data id of a device, or undefined. Ids that only clients compute are not found here. */
export function describeProcessData(moduleId: string, id: string): ProcessDataEntry | undefined {
  return processDataByModule.get(moduleId)?.get(id);
}

/** What is known of a setting, or undefined; look at `metadataVerified` before you rely on its bounds. */
export function describeSetting(moduleId: string, id: string): SettingEntry | undefined {
  return settingsByModule.get(moduleId)?.get(id);
}

/**
 * What the manufacturer's lists say of an event code, or undefined. With a generation only its own list counts;
 * firmware lists differ, so a device's own text goes before this one.
 */
export function describeEvent(code: number, generation?: EventGeneration): EventEntry | undefined {
  const entry = eventByCode.get(code);
  return generation === undefined || entry?.generation === generation ? entry : undefined;
}

function byModule<Entry extends { readonly moduleId: string; readonly id: string }>(
  entries: readonly Entry[],
): ByModule<Entry> {
  const modules = new Map<string, Map<string, Entry>>();
  for (const entry of entries) {
    const ids = modules.get(entry.moduleId) ?? new Map<string, Entry>();
    modules.set(entry.moduleId, ids.set(entry.id, entry));
  }
  return modules;
}
